"""Degradations that the networks learn to undo.

Each draws its parameters from a generator that is passed in, then applies them, so that what a network saw can be logged and
replayed (the pattern of deepinv's ``physics.generator``).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True)
class Draw:
    """Parameters of one batch's degradation.

    Attributes:
        sigma: float32 N x 1 x 1 x 1, standard deviation in units of a [0, 1] picture.
        grey: bool N x 1 x 1 x 1, whether the picture is grey: three equal channels with the same noise in each.
    """

    sigma: Tensor
    grey: Tensor


@dataclass(frozen=True)
class WhiteNoise:
    """Additive white Gaussian noise, of one standard deviation for each picture.

    Attributes:
        highest: largest standard deviation drawn, in 8-bit units. Half of the draws are uniform up to it; the others favour
            the low levels that photographs have (their square root is uniform).
        grey: share of the pictures that are made grey, since people have black-and-white photographs too.
    """

    highest: float = 60.0
    grey: float = 0.06

    def draw(self, count: int, generator: torch.Generator) -> Draw:
        """Parameters for ``count`` pictures."""
        uniform = torch.rand(3, count, 1, 1, 1, generator=generator, device=generator.device)
        level = torch.where(uniform[0] < 0.5, uniform[1], uniform[1] ** 2)
        return Draw(sigma=level * (self.highest / 255), grey=uniform[2] < self.grey)

    def target(self, clean: Tensor, draw: Draw) -> Tensor:
        """What the network has to return: ``clean`` (N x 3 x H x W), some of it without its colours."""
        return torch.where(draw.grey, clean.mean(1, keepdim=True), clean)

    def apply(self, target: Tensor, draw: Draw, generator: torch.Generator) -> Tensor:
        """``target`` with noise added, not clipped."""
        noise = torch.randn(target.shape, generator=generator, device=target.device)
        noise = torch.where(draw.grey, noise[:, :1], noise)
        return (target + noise * draw.sigma).contiguous(memory_format=torch.channels_last)
