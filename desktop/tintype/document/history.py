"""Undo and redo of recipes."""

from __future__ import annotations

from dataclasses import dataclass

from tintype.document.recipe import Recipe


@dataclass(frozen=True)
class Entry:
    """One state of the recipe, and the kind of change that led to it."""

    recipe: Recipe
    change: str


class History:
    """The states a recipe went through, and which of them is saved."""

    def __init__(self, recipe: Recipe | None = None) -> None:
        """Begin with a saved state."""
        self._entries = [Entry(recipe or Recipe(), "")]
        self._position = 0
        self._saved: Entry | None = self._entries[0]
        self._merging = False

    @property
    def recipe(self) -> Recipe:
        """The present state."""
        return self._entries[self._position].recipe

    @property
    def dirty(self) -> bool:
        """Whether the present state differs from the saved one."""
        return self._saved is None or self._saved.recipe != self.recipe

    @property
    def undoable(self) -> str | None:
        """The kind of change that ``undo`` would take back; None when there is nothing."""
        return self._entries[self._position].change if self._position else None

    @property
    def redoable(self) -> str | None:
        """The kind of change that ``redo`` would do again; None when there is nothing."""
        following = self._position + 1
        return self._entries[following].change if following < len(self._entries) else None

    def push(self, recipe: Recipe, change: str, *, merge: bool = False) -> None:
        """Make ``recipe`` the present state.

        Args:
            recipe: the new state.
            change: kind of the change; it names the entry.
            merge: whether the change belongs to a drag in progress: all changes of one kind until ``seal`` are one entry.
        """
        if recipe == self.recipe:
            return
        merging = merge and self._merging and self.undoable == change
        del self._entries[self._position + (0 if merging else 1) :]
        back_at_start = merging and self._entries[-1].recipe == recipe
        if not back_at_start:
            self._entries.append(Entry(recipe, change))
        self._position = len(self._entries) - 1
        self._merging = merge and not back_at_start

    def seal(self) -> None:
        """End a drag: the next change is an entry of its own."""
        self._merging = False

    def undo(self) -> Recipe:
        """Go one state back, if there is one, and return it."""
        return self._move(-1)

    def redo(self) -> Recipe:
        """Go one state forward, if there is one, and return it."""
        return self._move(+1)

    def mark_saved(self, recipe: Recipe | None = None) -> None:
        """Remember ``recipe``, by default the present one, as the saved state."""
        self._saved = Entry(recipe or self.recipe, "")
        self.seal()

    def mark_unsaved(self) -> None:
        """Count every state as unsaved, as for a picture that never was a file."""
        self._saved = None

    def _move(self, step: int) -> Recipe:
        self._position = min(max(self._position + step, 0), len(self._entries) - 1)
        self.seal()
        return self.recipe
