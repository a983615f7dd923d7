"""What was done to a photo, apart from its pixels: small enough to be kept for every photo of a folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tintype.document.mask import MaskCopy
from tintype.document.state import State

if TYPE_CHECKING:
    from tintype.document.document import Document


@dataclass(frozen=True, eq=False)
class Work:
    """The present state of a document, without its undo list.

    Attributes:
        state: what is done to the photo; which search the mask came from is not kept.
        mask: what was to be filled next; None where it was empty.
        saved: the state that is in a file; None where none is.
        saved_to: that file; None where it is the photo itself.
    """

    state: State
    mask: MaskCopy | None = None
    saved: State | None = None
    saved_to: Path | None = None

    @classmethod
    def of(cls, document: Document) -> Work:
        """What is done to a document at present."""
        state = replace(document.state, finding=None)
        return cls(state, document.mask.copy(), document.history.saved_state, document.saved_to)

    @property
    def unsaved(self) -> bool:
        """Whether the picture differs from the saved one."""
        return self.saved is None or self.saved.picture != self.state.picture

    @property
    def worth_keeping(self) -> bool:
        """Whether anything would be lost by forgetting it."""
        return self.unsaved or self.mask is not None or self.saved_to is not None or self.state.picture != State().picture
