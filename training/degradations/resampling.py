"""Softening, sharpening and another size, which cameras, phones and people give to noise after it has arisen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from training.degradations.pair import Pair, uniform

RADIUS = 5
OVERSHOOT = 1.2
"""Most that an unsharp mask adds of what the blur took away."""


@dataclass(frozen=True)
class Resize:
    """Of a whole batch.

    Attributes:
        scale: new side over old side.
        blur: N x 1 x 1 x 1, standard deviation of the Gaussian before it, in pixels.
        strength: N x 1 x 1 x 1, 1 for the blur itself, 0 for none, below 0 for an unsharp mask.
        colour: N x 1 x 1 x 1, standard deviation of the Gaussian that the colours alone are smoothed with, as cameras do.
    """

    scale: float
    blur: Tensor
    strength: Tensor
    colour: Tensor


@dataclass(frozen=True)
class Resampling:
    """A Gaussian blur or an unsharp mask, then another size.

    Attributes:
        smallest, largest: limits of the scale; one batch has one.
        unscaled: share of the batches that keep their size.
        widest: largest standard deviation of the blur, in pixels.
        blurred, sharpened: shares of the pictures.
        smoothed: share of the pictures whose colours are smoothed.
    """

    smallest: float = 0.5
    largest: float = 1.25
    unscaled: float = 0.5
    widest: float = 1.6
    blurred: float = 0.65
    sharpened: float = 0.15
    smoothed: float = 0.3

    def draw(self, count: int, generator: torch.Generator) -> Resize:
        """Parameters for ``count`` pictures."""
        chance, scale = torch.rand(2, generator=generator, device=generator.device).tolist()
        which = uniform(0, 1, count, generator)
        sharpening = -uniform(0.2, OVERSHOOT, count, generator) * (which < self.blurred + self.sharpened)
        colour = uniform(0.7, 1.5 * self.widest, count, generator)
        return Resize(
            scale=1.0 if chance < self.unscaled else self.smallest + (self.largest - self.smallest) * scale,
            blur=uniform(0.3, self.widest, count, generator),
            strength=torch.where(which < self.blurred, 1.0, sharpening),
            colour=torch.where(uniform(0, 1, count, generator) < self.smoothed, colour, 0.0),
        )

    def apply(self, pair: Pair, how: Resize) -> Pair:
        """Both sides softened or sharpened, and resized."""
        soft, smooth = ((each != 0).flatten().nonzero().flatten() for each in (how.strength, how.colour))
        kernel, colour_kernel = gaussian(how.blur[soft]), gaussian(how.colour[smooth])

        def soften(pictures: Tensor) -> Tensor:
            return pictures + how.strength[soft] * (blur(pictures, kernel) - pictures)

        def smoothen(pictures: Tensor) -> Tensor:
            grey = pictures.mean(1, keepdim=True)
            return grey + blur(pictures - grey, colour_kernel)

        def change(pictures: Tensor) -> Tensor:
            pictures = changed(changed(pictures, soft, soften), smooth, smoothen)
            if how.scale == 1:
                return pictures
            return F.interpolate(pictures, scale_factor=how.scale, mode="bicubic", antialias=True, align_corners=False)

        return pair.both(change)


def changed(pictures: Tensor, which: Tensor, change: Callable[[Tensor], Tensor]) -> Tensor:
    """The pictures, some of them changed (by their int64 indices): the others cost no time."""
    return pictures.index_copy(0, which, change(pictures[which])) if len(which) else pictures


def gaussian(deviation: Tensor) -> Tensor:
    """Kernels N x (2 ``RADIUS`` + 1) of these standard deviations in pixels (N x 1 x 1 x 1); 0 gives the identity."""
    ramp = torch.arange(-RADIUS, RADIUS + 1, device=deviation.device)
    weights = torch.exp(-(ramp**2) / (2 * deviation.flatten(1).clamp_min(0.05) ** 2))
    return weights / weights.sum(1, keepdim=True)


def blur(pictures: Tensor, kernel: Tensor) -> Tensor:
    """Each of N x C x H x W with its own separable kernel, N x K; the edges are mirrored."""
    count, channels = pictures.shape[:2]
    radius = kernel.shape[1] // 2
    weights = kernel.repeat_interleave(channels, dim=0)[:, None]
    flat = F.pad(pictures, (radius,) * 4, mode="reflect").reshape(
        1, count * channels, *(side + 2 * radius for side in pictures.shape[2:])
    )
    rows = F.conv2d(flat, weights[:, :, None, :], groups=count * channels)
    return F.conv2d(rows, weights[:, :, :, None], groups=count * channels).reshape(pictures.shape)
