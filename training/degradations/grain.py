"""The grain of film and of scanned prints."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from training.degradations.pair import Pair, normal, uniform
from training.degradations.resampling import blur, gaussian


@dataclass(frozen=True)
class Emulsion:
    """Of each picture; N x 1 x 1 x 1.

    Attributes:
        strength: standard deviation at medium grey, in units of a [0, 1] picture.
        size: standard deviation of a grain's spread, in pixels.
        colour: share of the grain that differs between the channels; 0 for black-and-white film.
        midtones: how much weaker black and white are grained than grey, 0 to 1.
    """

    strength: Tensor
    size: Tensor
    colour: Tensor
    midtones: Tensor


@dataclass(frozen=True)
class Grain:
    """Soft-edged grains, strongest in the midtones.

    A. Newson, J. Delon and B. Galerne, "A stochastic film grain model for resolution-independent rendering", Computer Graphics
    Forum 2017, of which this is the Gaussian limit: many grains a pixel, seen through a soft aperture.

    Attributes:
        strongest: largest strength, in 8-bit units; weaker grain is drawn more often.
        coarsest: largest spread, in pixels.
    """

    strongest: float = 30.0
    coarsest: float = 1.4

    def draw(self, count: int, generator: torch.Generator) -> Emulsion:
        """Parameters for ``count`` pictures."""
        grey = uniform(0, 1, count, generator) < 0.3
        colour = uniform(0.1, 0.7, count, generator)
        return Emulsion(
            strength=uniform(0, 1, count, generator) ** 2 * (self.strongest / 255),
            size=uniform(0.3, self.coarsest, count, generator),
            colour=torch.where(grey, torch.zeros_like(colour), colour),
            midtones=uniform(0, 1, count, generator),
        )

    def apply(self, pair: Pair, how: Emulsion, generator: torch.Generator) -> Pair:
        """The noisy side with grain, rounded and clipped by the scanner."""
        kernel = gaussian(how.size)
        shape = pair.noisy.shape
        common = normal((shape[0], 1, *shape[2:]), generator)
        mixed = (1 - how.colour).sqrt() * common + how.colour.sqrt() * normal(shape, generator)
        grains = blur(mixed, kernel) / kernel.square().sum(1).reshape(-1, 1, 1, 1)
        tone = pair.noisy.clamp(0, 1)
        weight = 1 - how.midtones + how.midtones * 4 * tone * (1 - tone)
        return pair.with_noisy((pair.noisy + how.strength * weight * grains).clamp(0, 1))
