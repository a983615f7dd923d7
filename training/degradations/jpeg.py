"""JPEG's loss, of any quality, on the training device."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

import torch
import torch.nn.functional as F
from torch import Tensor

from training.degradations.pair import Pair, uniform

BLOCK = 8
TO_YCC = ((0.299, 0.587, 0.114), (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))
LUMA_TABLE = """16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 14 13 16 24 40 57 69 56 14 17 22 29 51 87 80 62
18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 49 64 78 87 103 121 120 101 72 92 95 98 112 100 103 99"""
CHROMA_TABLE = """17 18 24 47 99 99 99 99 18 21 26 66 99 99 99 99 24 26 56 99 99 99 99 99 47 66 99 99 99 99 99 99
99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99"""
"""Both of ITU-T T.81, annex K.1, which most encoders scale by their quality."""


@dataclass(frozen=True)
class Compression:
    """How each picture is compressed; N x 1 x 1 x 1 each.

    Attributes:
        quality: 1 to 100, as the IJG's encoder has it.
        halved: whether the colours have half the resolution (4:2:0).
    """

    quality: Tensor
    halved: Tensor


@dataclass(frozen=True)
class Jpeg:
    """Compresses both sides: what compression does to the picture belongs to it, what it makes of the noise is noise.

    Attributes:
        lowest, highest: of the quality.
        halved: share of the pictures whose colours get half the resolution.
    """

    lowest: float = 40.0
    highest: float = 98.0
    halved: float = 0.6

    def draw(self, count: int, generator: torch.Generator) -> Compression:
        """Parameters for ``count`` pictures; high qualities are drawn more often."""
        share = uniform(0, 1, count, generator).sqrt()
        halved = uniform(0, 1, count, generator) < self.halved
        return Compression(self.lowest + (self.highest - self.lowest) * share, halved)

    def apply(self, pair: Pair, how: Compression) -> Pair:
        """Both sides compressed."""
        return pair.both(lambda pictures: compress(pictures, how))


def compress(pictures: Tensor, how: Compression) -> Tensor:
    """What is left of N x 3 x H x W in [0, 1] after compression; the sides are multiples of 16."""
    matrix = torch.tensor(TO_YCC, device=pictures.device)
    rounded = (pictures.clamp(0, 1) * 255).round()
    planes = torch.einsum("ij,njhw->nihw", matrix, rounded)
    luma = _quantized(planes[:, :1] - 128, _tables(LUMA_TABLE, how.quality)) + 128
    tables = _tables(CHROMA_TABLE, how.quality)
    whole = _quantized(planes[:, 1:], tables)
    halves = F.interpolate(
        _quantized(F.avg_pool2d(planes[:, 1:], 2), tables), scale_factor=2, mode="bilinear", align_corners=False
    )
    colours = torch.where(how.halved, halves, whole)
    rgb = torch.einsum("ij,njhw->nihw", torch.linalg.inv(matrix), torch.cat([luma, colours], dim=1))
    return rgb.round().clamp(0, 255) / 255


def _tables(text: str, quality: Tensor) -> Tensor:
    """Steps of quantization, N x 1 x 8 x 1 x 8 beside the rows and columns of blocks, scaled as the IJG's encoder does."""
    base = torch.tensor([float(word) for word in text.split()], device=quality.device).reshape(1, 1, 1, BLOCK, 1, BLOCK)
    quality = quality[..., None, None]
    scale = torch.where(quality < 50, 5000 / quality, 200 - 2 * quality)
    return ((base * scale + 50) / 100).floor().clamp(1, 255)


def _quantized(planes: Tensor, steps: Tensor) -> Tensor:
    """N x C x H x W with the coefficients of each 8 x 8 block rounded to whole steps."""
    count, channels, height, width = planes.shape
    basis = _cosines().to(planes)
    blocks = planes.reshape(count, channels, height // BLOCK, BLOCK, width // BLOCK, BLOCK)
    coefficients = torch.einsum("ui,ncaibj,vj->ncaubv", basis, blocks, basis)
    kept = (coefficients / steps).round() * steps
    return torch.einsum("ui,ncaubv,vj->ncaibj", basis, kept, basis).reshape(planes.shape)


@cache
def _cosines() -> Tensor:
    """The orthonormal DCT of 8 values: rows are frequencies."""
    ramp = torch.arange(BLOCK, dtype=torch.float32)
    basis = torch.cos((2 * ramp[None] + 1) * ramp[:, None] * math.pi / (2 * BLOCK)) * math.sqrt(2 / BLOCK)
    basis[0] /= math.sqrt(2)
    return basis
