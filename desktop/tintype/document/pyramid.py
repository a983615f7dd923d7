"""A picture at several sizes, so that showing it costs what the screen holds and not what the file holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Generic, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.geometry import Region, Size

SMALLEST = 512

Kind = TypeVar("Kind", bound=np.generic)
Reduce = Callable[[NDArray[Any]], NDArray[Any]]
"""From an array of even height and width to one of half of each."""


def means(pixels: NDArray[Any]) -> NDArray[Any]:
    """The mean of each two by two pixels."""
    height, width = pixels.shape[:2]
    return np.asarray(cv2.resize(pixels, (width // 2, height // 2), interpolation=cv2.INTER_AREA))


def maxima(pixels: NDArray[Any]) -> NDArray[Any]:
    """The largest of each two by two pixels, so that a hair does not vanish."""
    rows = np.maximum(pixels[0::2], pixels[1::2])
    return np.asarray(np.maximum(rows[:, 0::2], rows[:, 1::2]))


@dataclass(frozen=True, eq=False)
class Pyramid(Generic[Kind]):
    """Copies of a picture, each half the size of the one before.

    A pixel of level ``n`` stands for a square of ``2**n`` pixels, or for as much of it as lies in the picture.

    Attributes:
        levels: H x W or H x W x C; the first is the picture itself, not copied.
        reduce: how four pixels become one.
    """

    levels: tuple[NDArray[Kind], ...]
    reduce: Reduce = means

    @classmethod
    def build(cls, pixels: NDArray[Kind], reduce: Reduce = means) -> Pyramid[Kind]:
        """All levels down to one that is ``SMALLEST`` a side or less."""
        levels = [pixels]
        while max(levels[-1].shape[:2]) > SMALLEST:
            levels.append(_halved(levels[-1], reduce))
        return cls(tuple(levels), reduce)

    def size(self, level: int) -> Size:
        """Size of a level."""
        height, width = self.levels[level].shape[:2]
        return Size(height, width)

    def crop(self, level: int, region: Region) -> NDArray[Kind]:
        """A view of a part of a level."""
        return self.levels[level][region.slices]

    def copy(self) -> Pyramid[Kind]:
        """The same in arrays of its own."""
        return Pyramid(tuple(level.copy() for level in self.levels), self.reduce)

    def refresh(self, region: Region) -> None:
        """Follow a change of the picture inside a rectangle."""
        top, left, bottom, right = region.top, region.left, region.bottom, region.right
        for finer, coarser in pairwise(self.levels):
            top, left, bottom, right = top // 2, left // 2, -(-bottom // 2), -(-right // 2)
            coarser[top:bottom, left:right] = _halved(finer[2 * top : 2 * bottom, 2 * left : 2 * right], self.reduce)


def _halved(pixels: NDArray[Any], reduce: Reduce) -> NDArray[Any]:
    """Half the size; a last odd row or column is reduced with itself."""
    height, width = pixels.shape[:2]
    rows, columns = height // 2, width // 2
    if height == 2 * rows and width == 2 * columns:
        return reduce(pixels)
    result = np.empty((height - rows, width - columns, *pixels.shape[2:]), pixels.dtype)
    if rows and columns:
        result[:rows, :columns] = reduce(pixels[: 2 * rows, : 2 * columns])
    if height > 2 * rows:
        result[rows:] = _halved(np.repeat(pixels[-1:], 2, axis=0), reduce)
    if width > 2 * columns and rows:
        result[:rows, columns:] = reduce(np.repeat(pixels[: 2 * rows, -1:], 2, axis=1))
    return result
