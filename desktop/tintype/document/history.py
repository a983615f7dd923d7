"""Undo and redo of everything that is done to a photo."""

from __future__ import annotations

from dataclasses import dataclass

from tintype.document.mask import MaskEdit
from tintype.document.state import State


@dataclass(frozen=True)
class Entry:
    """One state, and what led to it: the kind of change, and what it did to the mask."""

    state: State
    change: str
    edit: MaskEdit | None = None


class History:
    """The states a document went through, and which of them is saved."""

    def __init__(self, state: State | None = None) -> None:
        """Begin with a saved state."""
        self._entries = [Entry(state or State(), "")]
        self._position = 0
        self._saved: State | None = self.state
        self._merging = False

    @property
    def state(self) -> State:
        """The present state."""
        return self._entries[self._position].state

    @property
    def saved(self) -> State | None:
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

    def seal(self) -> None:
        """End a drag: the next change is an entry of its own."""
        self._merging = False

    def undo(self) -> MaskEdit | None:
        """Go one state back, if there is one; return the change of the mask that has to be taken back."""
        self.seal()
        if not self._position:
            return None
        self._position -= 1
        return self._entries[self._position + 1].edit

    def redo(self) -> MaskEdit | None:
        """Go one state forward, if there is one; return the change of the mask that has to be done again."""
        self.seal()
        if self._position + 1 == len(self._entries):
            return None
        self._position += 1
        return self._entries[self._position].edit

    def changes_picture(self, *, undo: bool) -> bool:
        """Whether ``undo``, or else ``redo``, would change more than the mask."""
        other = self._position + (-1 if undo else 1)
        return 0 <= other < len(self._entries) and self._entries[other].state.picture != self.state.picture

    def mark_saved(self, state: State | None = None) -> None:
        """Remember ``state``, by default the present one, as the saved state."""
        self._saved = state or self.state
        self.seal()

    def mark_unsaved(self) -> None:
        """Count every state as unsaved, as for a picture that never was a file."""
        self._saved = None
