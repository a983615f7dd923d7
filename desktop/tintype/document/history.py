"""Undo and redo of everything that is done to a photo."""

from __future__ import annotations

from dataclasses import dataclass

from tintype.document.mask import MaskEdit
from tintype.document.state import Fill, State

BUDGET = 1_000_000_000
"""Bytes of patches and of changes of the mask."""

EARLIER = "earlier"
"""Kind of the first entry, once there were others before it."""


@dataclass(frozen=True)
class Entry:
    """One state, and what led to it: the kind of change, and what it did to the mask."""

    state: State
    change: str
    edit: MaskEdit | None = None


class History:
    """The states a document went through, and which of them is saved.

    Beyond a budget of memory the oldest states are given up: the oldest that remains becomes the start.
    """

    def __init__(self, state: State | None = None, budget: int = BUDGET) -> None:
        """Begin with a saved state; ``budget`` is in bytes."""
        self._entries = [Entry(state or State(), "")]
        self._position = 0
        self._saved: State | None = self.state
        self._saved_entry: Entry | None = None
        self._merging = False
        self._budget = budget

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All states in their order, those that were taken back at the end."""
        return tuple(self._entries)

    @property
    def position(self) -> int:
        """Which of them is the present one."""
        return self._position

    @property
    def fills(self) -> frozenset[Fill]:
        """The fills of all states."""
        return frozenset(fill for entry in self._entries for fill in entry.state.fills)

    @property
    def saved(self) -> int | None:
        """Which of them was written to a file last; None where that is none."""
        return next((number for number, entry in enumerate(self._entries) if entry is self._saved_entry), None)

    @property
    def state(self) -> State:
        """The present state."""
        return self._entries[self._position].state

    @property
    def saved_state(self) -> State | None:
        """The saved state; None where no state is."""
        return self._saved

    @property
    def dirty(self) -> bool:
        """Whether the picture differs from the saved one; what is only masked does not count."""
        return self._saved is None or self._saved.picture != self.state.picture

    @property
    def undoable(self) -> str | None:
        """The kind of change that ``undo`` would take back; None when there is nothing."""
        return self._entries[self._position].change if self._position else None

    @property
    def redoable(self) -> str | None:
        """The kind of change that ``redo`` would do again; None when there is nothing."""
        following = self._position + 1
        return self._entries[following].change if following < len(self._entries) else None

    def push(self, state: State, change: str, *, merge: bool = False, edit: MaskEdit | None = None) -> None:
        """Make ``state`` the present state.

        Args:
            state: the new state.
            change: kind of the change; it names the entry.
            merge: whether the change belongs to a drag in progress: all changes of one kind until ``seal`` are one entry.
            edit: what the change did to the mask, where it did something.
        """
        if state == self.state and edit is None:
            return
        merging = merge and self._merging and self.undoable == change
        earlier = self._entries[self._position].edit if merging else None
        if earlier is not None:
            edit = earlier if edit is None else earlier.then(edit)
        del self._entries[self._position + (0 if merging else 1) :]
        back_at_start = merging and edit is None and self._entries[-1].state == state
        if not back_at_start:
            self._entries.append(Entry(state, change, edit))
        self._position = len(self._entries) - 1
        self._merging = merge and not back_at_start
        self._trim()

    def seal(self) -> None:
        """End a drag: the next change is an entry of its own."""
        self._merging = False

    def go_to(self, position: int) -> MaskEdit | None:
        """Go to a state; beyond the ends to the first or the last one.

        Returns:
            What the changes in between did to the mask, to be taken back where the state is an earlier one.
        """
        self.seal()
        position = min(max(position, 0), len(self._entries) - 1)
        first, last = sorted((self._position, position))
        self._position = position
        edit: MaskEdit | None = None
        for entry in self._entries[first + 1 : last + 1]:
            if entry.edit is not None:
                edit = entry.edit if edit is None else edit.then(entry.edit)
        return edit

    def changes_picture(self, position: int) -> bool:
        """Whether going there would change more than the mask."""
        return 0 <= position < len(self._entries) and self._entries[position].state.picture != self.state.picture

    def mark_saved(self, state: State | None = None) -> None:
        """Remember ``state``, by default the present one, as the saved state."""
        self._saved = state or self.state
        following = self._position + 1
        nearest = [*reversed(self._entries[:following]), *self._entries[following:]]
        self._saved_entry = next((entry for entry in nearest if entry.state == self._saved), None)
        self.seal()

    def mark_unsaved(self) -> None:
        """Count every state as unsaved, as for a picture that never was a file."""
        self._saved = None

    @property
    def _nbytes(self) -> int:
        """Memory that only going back and forth needs: what the present picture is made of would stay in any case."""
        edits = (entry.edit for entry in self._entries if entry.edit is not None)
        return sum(fill.nbytes for fill in self.fills.difference(self.state.fills)) + sum(edit.nbytes for edit in edits)

    def _trim(self) -> None:
        while self._position and self._nbytes > self._budget:
            del self._entries[0]
            self._position -= 1
            self._entries[0] = Entry(self._entries[0].state, EARLIER)
