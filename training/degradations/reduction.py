"""The noise reduction that cameras and phones do themselves before they write a JPEG."""

from __future__ import annotations

from dataclasses import dataclass, replace

import torch
from torch import Tensor

from training.degradations.levels import energies
from training.degradations.pair import Pair, uniform
from training.degradations.resampling import blur, gaussian

LEAST_VARIANCE = 1e-8
"""Of the noise: below it there is nothing to reduce."""


@dataclass(frozen=True)
class Smoothing:
    """How each picture is smoothed; N x 1 x 1 x 1 each.

    Attributes:
        radius: standard deviation of the window, in pixels.
        luminance, colour: variance below which detail is taken for noise, over that of the noise; 0 leaves the plane as it is.
        amount: share of what the filter takes that stays away, 0 to 1.
    """

    radius: Tensor
    luminance: Tensor
    colour: Tensor
    amount: Tensor


@dataclass(frozen=True)
class Reduction:
    """A self-guided filter, which smooths where a picture varies no more than its noise and leaves edges and texture.

    K. He, J. Sun and X. Tang, "Guided image filtering", ECCV 2010, with Gaussian windows. What it leaves of the noise is weak and
    coarse in even places, whole along edges. Both sides are smoothed with the weights of the noisy one, which are those that the
    camera had: so texture that it took for noise is gone from the target, and nothing has to be made up.

    Attributes:
        share: of the pictures that are smoothed at all.
        widest: largest standard deviation of the window, in pixels.
        strongest: largest factor on the noise's variance, for luminance and for colour.
    """

    share: float = 0.5
    widest: float = 2.4
    strongest: tuple[float, float] = (4.0, 16.0)

    def draw(self, count: int, generator: torch.Generator) -> Smoothing:
        """Parameters for ``count`` pictures."""
        used = uniform(0, 1, count, generator) < self.share
        luminance, colour = (uniform(0, 1, count, generator) ** 2 * strongest for strongest in self.strongest)
        amount = uniform(0.3, 1, count, generator)
        return Smoothing(uniform(0.8, self.widest, count, generator), luminance, colour, torch.where(used, amount, 0.0))

    def apply(self, pair: Pair, how: Smoothing) -> Pair:
        """Both sides smoothed; pictures whose amount is 0 cost no time."""
        used = (how.amount > 0).flatten().nonzero().flatten()
        if not len(used):
            return pair
        chosen = Smoothing(how.radius[used], how.luminance[used], how.colour[used], how.amount[used])
        smoothed = _smoothed(pair.part(used), chosen)
        return replace(
            pair, clean=pair.clean.index_copy(0, used, smoothed.clean), noisy=pair.noisy.index_copy(0, used, smoothed.noisy)
        )


def _smoothed(pair: Pair, how: Smoothing) -> Pair:
    kernel = gaussian(how.radius)
    grey = pair.noisy.mean(1, keepdim=True)
    variances = [plane.mean((1, 2))[:, None, None, None] for plane in energies(pair.noisy - pair.clean)]
    # Of the mean of the channels, and of one channel less that mean.
    factors = (how.luminance / 3, how.colour * 2 / 3)
    limits = [factor * variance + LEAST_VARIANCE for factor, variance in zip(factors, variances, strict=True)]
    planes = grey, pair.noisy - grey
    weights = [_kept(plane, limit, kernel) for plane, limit in zip(planes, limits, strict=True)]

    def change(pictures: Tensor) -> Tensor:
        grey = pictures.mean(1, keepdim=True)
        smoothed = sum(_filtered(plane, kept, kernel) for plane, kept in zip((grey, pictures - grey), weights, strict=True))
        return pictures + how.amount * (smoothed - pictures)

    return pair.both(change)


def _kept(plane: Tensor, limit: Tensor, kernel: Tensor) -> Tensor:
    """Share of the detail that is kept at each pixel, N x 1 x H x W: near 0 where the variance is under ``limit``."""
    spread = (blur(plane.square(), kernel) - blur(plane, kernel).square()).mean(1, keepdim=True).clamp_min(0)
    return spread / (spread + limit)


def _filtered(plane: Tensor, kept: Tensor, kernel: Tensor) -> Tensor:
    """The guided filter with weights that are known."""
    return blur(kept, kernel) * plane + blur((1 - kept) * blur(plane, kernel), kernel)
