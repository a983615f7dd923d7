"""How strong the noise of a picture is, and how it grows with brightness."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from training.degradations.pair import Pair

FLATNESS = 1e-3
"""Variance of the brightness below which a picture tells nothing of how its noise depends on it."""

LEAST_SHARE = 0.05
"""Of the mean variance: nowhere is there less noise than that."""


@dataclass(frozen=True)
class Levels:
    """Variance of the noise of each picture as a quadratic function of the brightness, luminance and colour apart.

    The planes are orthonormal, so that white noise has the same deviation in all: luminance is the sum of the channels over the
    root of three, colour the two planes across it (the opponent colours of K. Dabov et al., "Color image denoising via sparse
    3D collaborative filtering with grouping constraint in luminance-chrominance space", ICIP 2007).

    Attributes:
        coefficients: float32 N x 2 x 3, of 1, of the brightness less ``middle`` and of its square, for luminance and colour.
        middle: float32 N x 1 x 1 x 1, mean brightness, where brightness is the mean of the three channels.
        darkest, brightest: float32 N x 1 x 1 x 1; beyond them the noise stays as it is there.
        least: float32 N x 2 x 1 x 1, least variance.
    """

    coefficients: Tensor
    middle: Tensor
    darkest: Tensor
    brightest: Tensor
    least: Tensor

    @classmethod
    def of(cls, pair: Pair) -> Levels:
        """Fit to the difference between both sides, by least squares; the slopes are held back where the picture is flat."""
        variances = torch.stack(energies(pair.noisy - pair.clean), 1).flatten(2)
        brightness = pair.clean.mean(1, keepdim=True)
        middle = brightness.mean((2, 3), keepdim=True)
        offset = (brightness - middle).flatten(1)
        features = torch.stack([torch.ones_like(offset), offset, offset**2], 1)
        pixels = features.shape[2]
        gram = features @ features.transpose(1, 2) / pixels
        ridge = torch.diag(torch.tensor([1e-9, FLATNESS, FLATNESS**1.5], device=gram.device))
        moments = features @ variances.transpose(1, 2) / pixels
        return cls(
            coefficients=torch.linalg.solve(gram + ridge, moments).transpose(1, 2),
            middle=middle,
            darkest=brightness.amin((2, 3), keepdim=True),
            brightest=brightness.amax((2, 3), keepdim=True),
            least=LEAST_SHARE * variances.mean(2)[..., None, None],
        )

    def at(self, pictures: Tensor) -> Tensor:
        """Standard deviations at the pixels of N x 3 x H x W: N x 2 x H x W, luminance and colour."""
        brightness = pictures.mean(1, keepdim=True)
        offset = brightness.maximum(self.darkest).minimum(self.brightest) - self.middle
        constant, slope, curve = self.coefficients[..., None, None].unbind(2)
        return (constant + slope * offset + curve * offset**2).maximum(self.least).sqrt()


def energies(noise: Tensor) -> tuple[Tensor, Tensor]:
    """Squares of noise N x 3 x H x W: N x H x W of the luminance, and the mean of both colour planes."""
    luminance = noise.sum(1).square() / 3
    return luminance, (noise.square().sum(1) - luminance).clamp_min(0) / 2


def overall(levels: Tensor) -> Tensor:
    """Deviation of the three channels together (N x 1 x H x W) from those of luminance and colour (N x 2 x H x W)."""
    return ((levels[:, :1].square() + 2 * levels[:, 1:].square()) / 3).sqrt()
