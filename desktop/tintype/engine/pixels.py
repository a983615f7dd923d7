"""What every request checks about the pixels it is given."""

from __future__ import annotations

import numpy as np

from tintype.errors import InvalidPixels
from tintype.photo import Pixels

ROWS = 256


def check_pixels(pixels: Pixels) -> None:
    """Raise ``InvalidPixels`` unless the array is a finite float32 H x W x 3 with at least one pixel."""
    check_layout(pixels)
    for row in range(0, len(pixels), ROWS):
        check_finite(pixels[row : row + ROWS])


def check_layout(pixels: Pixels) -> None:
    """The same without looking at the values."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size:
        raise InvalidPixels(f"their shape is {pixels.shape} instead of height x width x 3")
    if pixels.dtype != np.float32:
        raise InvalidPixels(f"their type is {pixels.dtype} instead of float32; 8-bit pixels are divided by 255 first")


def check_finite(pixels: Pixels) -> None:
    """Raise ``InvalidPixels`` for values that are no numbers."""
    if not np.isfinite(pixels).all():
        raise InvalidPixels("some of them are infinite or not a number")
