"""What the noise of a picture is like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tintype.photo import Pixels

TONES = tuple(step / 8 for step in range(9))
"""Brightnesses, as the mean of the three channels, at which a profile tells the noise."""


@dataclass(frozen=True)
class NoiseProfile:
    """Standard deviations in units of a [0, 1] picture.

    Luminance and colour are orthonormal planes (the sum of the channels over the root of three, and the two across it), so that
    white noise has the same deviation in both as it has in each channel.

    Attributes:
        level: of the three channels together, over the whole picture.
        luminance, colour: at each of ``TONES``.
        clumped: whether the noise of neighbouring pixels is alike, as a camera's processing, film or a scanner leaves it; noise
            that is not clumped is white.
        excess: factor, from 1 to 4, by which clumped noise has to be overstated to a model for white noise, which would take
            clumps for detail.
    """

    level: float
    luminance: tuple[float, ...]
    colour: tuple[float, ...]
    clumped: bool
    excess: float = 1.0

    @classmethod
    def white(cls, level: float) -> NoiseProfile:
        """White noise of a standard deviation."""
        return cls(level, (level,) * len(TONES), (level,) * len(TONES), clumped=False)

    @property
    def is_even(self) -> bool:
        """Whether it is the same in all tones."""
        return len(set(self.luminance)) == len(set(self.colour)) == 1

    def plane(self, pixels: Pixels, level: float) -> NDArray[np.float32]:
        """The noise at each pixel, were it ``level`` over the whole picture.

        Args:
            pixels: float32 H x W x 3; values beyond [0, 1] are taken as if they lay at its end.
            level: standard deviation of the three channels together.

        Returns:
            float32 H x W.
        """
        if self.is_even or self.level == 0:
            return np.full(pixels.shape[:2], level, np.float32)
        together = np.sqrt((np.square(self.luminance) + 2 * np.square(self.colour)) / 3) * (level / self.level)
        brightness = pixels.mean(axis=2)
        return np.asarray(np.interp(brightness, TONES, together), np.float32)
