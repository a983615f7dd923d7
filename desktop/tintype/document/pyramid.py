"""A picture at several sizes, so that showing it costs what the screen holds and not what the file holds."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.geometry import Region, Size

SMALLEST = 512


@dataclass(frozen=True, eq=False)
class Pyramid:
    """Area-averaged copies, each half the size of the one before.

    Attributes:
        levels: float32 H x W or H x W x C; the first is the picture itself, not copied.
    """

    levels: tuple[NDArray[np.float32], ...]

    @classmethod
    def build(cls, pixels: NDArray[np.float32]) -> Pyramid:
        """All levels down to one that is ``SMALLEST`` a side or less."""
        levels = [pixels]
        while max(levels[-1].shape[:2]) > SMALLEST:
            height, width = levels[-1].shape[:2]
            half = cv2.resize(levels[-1], ((width + 1) // 2, (height + 1) // 2), interpolation=cv2.INTER_AREA)
            levels.append(np.asarray(half, np.float32))
        return cls(tuple(levels))

    def size(self, level: int) -> Size:
        """Size of a level."""
        height, width = self.levels[level].shape[:2]
        return Size(height, width)

    def crop(self, level: int, region: Region) -> NDArray[np.float32]:
        """A view of a part of a level."""
        return self.levels[level][region.slices]
