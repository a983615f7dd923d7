"""Noise that has grown coarser than the picture: what a camera's demosaicking and noise reduction leave of it."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from training.degradations.pair import Pair, uniform
from training.degradations.resampling import blur, changed, gaussian

LEAST_ENERGY = 1e-12


@dataclass(frozen=True)
class Clumps:
    """What the noise of each picture is like; N x 1 x 1 x 1 each.

    Attributes:
        near, far: standard deviations of the two Gaussians that the noise is smoothed with, in pixels; nothing happens where
            ``near`` is 0.
        tail: share of the second one, before both are added up.
        colour: factor on both for the noise of the colours.
    """

    near: Tensor
    far: Tensor
    tail: Tensor
    colour: Tensor


@dataclass(frozen=True)
class Clumping:
    """Smooths the noise alone, and leaves it the variance that it had.

    Cameras keep edges and smooth what lies between them, so that noise is coarser than the picture that it lies on. It has a
    tail as well: pixels that lie far apart are still a little alike, for reduction takes the fine part of the noise away and
    not the coarse one.

    Attributes:
        share: of the pictures whose noise is smoothed at all.
        near, far: limits of the standard deviations, in pixels.
        tail: largest share of the second one.
        colour: largest factor for the noise of the colours.
    """

    share: float = 0.45
    near: tuple[float, float] = (0.3, 0.8)
    far: tuple[float, float] = (1.3, 2.6)
    tail: float = 0.3
    colour: float = 1.8

    def draw(self, count: int, generator: torch.Generator) -> Clumps:
        """Parameters for ``count`` pictures."""
        used = uniform(0, 1, count, generator) < self.share
        near, far = (uniform(*limits, count, generator) for limits in (self.near, self.far))
        tail, colour = uniform(0, self.tail, count, generator), uniform(1, self.colour, count, generator)
        return Clumps(torch.where(used, near, 0.0), far, tail, colour)

    def apply(self, pair: Pair, how: Clumps) -> Pair:
        """The noisy side with coarser noise; pictures whose noise stays cost no time."""
        used = (how.near > 0).flatten().nonzero().flatten()
        chosen = Clumps(how.near[used], how.far[used], how.tail[used], how.colour[used])
        clean = pair.clean[used]

        def clumped(noisy: Tensor) -> Tensor:
            grey = (noisy - clean).mean(1, keepdim=True)
            colours = noisy - clean - grey
            return clean + _clumped(grey, chosen, 1.0) + _clumped(colours, chosen, chosen.colour)

        return pair.with_noisy(changed(pair.noisy, used, clumped))


def _clumped(noise: Tensor, how: Clumps, coarser: float | Tensor) -> Tensor:
    near, far = (_like(blur(noise, gaussian(deviation * coarser)), noise) for deviation in (how.near, how.far))
    return _like((1 - how.tail).sqrt() * near + how.tail.sqrt() * far, noise)


def _like(changed: Tensor, noise: Tensor) -> Tensor:
    """With the energy of ``noise``."""
    before, after = (each.square().mean((1, 2, 3), keepdim=True) for each in (noise, changed))
    return changed * (before / after.clamp_min(LEAST_ENERGY)).sqrt()
