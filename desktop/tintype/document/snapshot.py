"""A document's result at one moment, apart from the document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tintype.document.state import Fill, State
from tintype.engine import Amount, Denoised, StampedStep, blend, denoise_step, fill_step, make_stamp
from tintype.photo import Encoded, Output, Photo, Stamp, encode_photo


@dataclass(frozen=True, eq=False)
class Snapshot:
    """What a job needs to write or copy the result, whatever happens to the document meanwhile.

    Attributes:
        state: which state of the document it is.
        photo: with all fills.
        denoised: the same denoised at full strength; None where there is no such step.
        amount: share of ``denoised`` in the result.
    """

    state: State
    photo: Photo
    denoised: Denoised | None = None
    amount: Amount = field(default_factory=Amount)

    def render(self) -> Photo:
        """The result at full size."""
        if self.denoised is None:
            return self.photo
        return self.photo.with_pixels(blend(self.photo.pixels, self.denoised.restored, self.amount))

    def stamp(self) -> Stamp | None:
        """What a file of the result says of the work, as a batch says it; None where no pixel has changed."""
        repair = self.state.recipe.repair
        filled = _filled(self.state.fills, None if repair is None else repair.sensitivity)
        return make_stamp(filled, None if self.denoised is None else denoise_step(self.denoised, self.amount))

    def encode(self, target: Path, output: Output) -> Encoded:
        """The result as a file of the target's format, with its stamp.

        Raises:
            CannotWrite: the format is unknown, or cannot hold the photo.
        """
        return encode_photo(self.render(), target, output, self.stamp())


def _filled(fills: Sequence[Fill], sensitivity: float | None) -> StampedStep | None:
    if not fills:
        return None
    size = fills[0].mask.size
    covered = np.zeros((size.height, size.width), np.bool_)
    for fill in fills:
        covered[fill.mask.shape.region.slices] |= fill.mask.shape.coverage > 0
    return fill_step(covered, [fill.model for fill in fills if fill.model], sensitivity)
