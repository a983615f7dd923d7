"""A document's result at one moment, apart from the document."""

from __future__ import annotations

from dataclasses import dataclass, field

from tintype.document.state import State
from tintype.engine import Amount, blend
from tintype.photo import Photo, Pixels


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a job needs to write or copy the result, whatever happens to the document meanwhile.

    Attributes:
        state: which state of the document it is.
        photo: with all fills.
        restored: float32 H x W x 3, the same denoised at full strength; None where there is no such step.
        amount: share of ``restored`` in the result.
    """

    state: State
    photo: Photo
    restored: Pixels | None = None
    amount: Amount = field(default_factory=Amount)

    def render(self) -> Photo:
        """The result at full size."""
        if self.restored is None:
            return self.photo
        return self.photo.with_pixels(blend(self.photo.pixels, self.restored, self.amount))
