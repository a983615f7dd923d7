"""How soft a photograph is before there is any noise: what lens, focus and anti-aliasing filter leave of the finest detail."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from training.degradations.pair import uniform
from training.degradations.resampling import blur, changed, gaussian


@dataclass(frozen=True)
class Lens:
    """A Gaussian blur before the noise arises.

    Photographs to train on are mostly reductions, sharp to the pixel. At full size few are: an MTF50 of 0.15 to 0.4 cycles a
    pixel is that of a Gaussian of 1.25 to 0.5 pixels. There noise is finer than detail, and more of it can go.

    Attributes:
        share: of the pictures that are softened at all.
        sharpest, softest: limits of the standard deviation, in pixels.
    """

    share: float = 0.75
    sharpest: float = 0.3
    softest: float = 1.25

    def draw(self, count: int, generator: torch.Generator) -> Tensor:
        """Standard deviations for ``count`` pictures, in pixels: N x 1 x 1 x 1, 0 for those that stay as they are."""
        used = uniform(0, 1, count, generator) < self.share
        return torch.where(used, uniform(self.sharpest, self.softest, count, generator), 0.0)

    def apply(self, pictures: Tensor, deviation: Tensor) -> Tensor:
        """Softer versions of N x 3 x H x W; pictures that stay as they are cost no time."""
        used = (deviation > 0).flatten().nonzero().flatten()
        return changed(pictures, used, lambda sharp: blur(sharp, gaussian(deviation[used])))
