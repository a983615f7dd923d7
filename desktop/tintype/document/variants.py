"""Several fills of one mask, of which one at a time is in the picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tintype.document.document import Document
from tintype.document.state import Fill
from tintype.engine import Patch


@dataclass(frozen=True, eq=False)
class Variant:
    """One of them.

    Attributes:
        fill: to be put into the picture.
        denoised: the same places denoised with the present step; None where that was not done.
    """

    fill: Fill
    denoised: tuple[Patch, ...] | None = None


class Variants:
    """Those of the last fill, in the order in which they are shown.

    They are of use until something else is done to the photo; undo and redo are not.

    Attributes:
        made: all of them.
        seed: the first one that was not tried.
    """

    def __init__(self, document: Document, made: Sequence[Variant], seed: int) -> None:
        """None of them is in the picture yet."""
        self.made = tuple(made)
        self.seed = seed
        self._document = document
        self._newest = document.history.entries[-1]
        self._result = document.shown

    def __len__(self) -> int:
        """How many there are."""
        return len(self.made)

    def belong_to(self, document: Document | None) -> bool:
        """Whether they are of this photo, to which nothing else was done since, and fit to its denoised result."""
        unchanged = self._document.history.entries[-1] is self._newest and self._document.shown is self._result
        return document is self._document and unchanged

    @property
    def present(self) -> int | None:
        """Which one is in the picture; None if none is."""
        fills = [variant.fill for variant in self.made]
        last = self._document.state.fills[-1:]
        return fills.index(last[0]) if last and last[0] in fills else None

    @property
    def following(self) -> int | None:
        """Which one comes after it; None after the last."""
        return None if self.present is None or self.present + 1 == len(self) else self.present + 1

    def show(self, number: int, change: str, *, instead: bool = True) -> None:
        """Put one into the picture, in one step of undo.

        Args:
            number: which one.
            change: kind of the change.
            instead: whether it replaces the last fill.
        """
        variant = self.made[number]
        self._document.fill(variant.fill, change, variant.denoised, instead=instead)
        self._newest = self._document.history.entries[-1]
        self._result = self._document.shown
