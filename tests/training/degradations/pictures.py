from __future__ import annotations

import numpy as np
import torch
from skimage import data
from torch import Tensor


def photograph(name: str, height: int = 192, width: int = 256) -> Tensor:
    """The middle of one of scikit-image's photographs, 1 x 3 x H x W."""
    pixels = getattr(data, name)()
    top, left = (pixels.shape[0] - height) // 2, (pixels.shape[1] - width) // 2
    return torch.from_numpy(pixels[top : top + height, left : left + width] / np.float32(255)).permute(2, 0, 1)[None]


def photographs(side: int) -> Tensor:
    """The middles of scikit-image's photographs, 3 x 3 x S x S."""
    return torch.cat([photograph(name, side, side) for name in ("astronaut", "chelsea", "coffee")])


def flat(tone: float, side: int = 256) -> Tensor:
    return torch.full((1, 3, side, side), tone)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def each(value: float | bool) -> Tensor:
    """The parameter of one picture."""
    return torch.tensor(value).reshape(1, 1, 1, 1)


def neighbours(noise: Tensor) -> float:
    """Correlation of pixels that lie side by side."""
    centred = noise - noise.mean((2, 3), keepdim=True)
    return float((centred[..., 1:] * centred[..., :-1]).mean() / centred.square().mean())


def rms(difference: Tensor) -> float:
    """Root of the mean square, in 8-bit units."""
    return float(difference.square().mean().sqrt()) * 255
