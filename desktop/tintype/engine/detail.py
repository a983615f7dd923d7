"""Where a denoiser took texture away together with the noise."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.photo import Pixels

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
"""Weights of red, green and blue in luminance (ITU-R BT.709)."""

WINDOW = np.array([1, 6, 15, 20, 15, 6, 1], dtype=np.float32) / 64
REACH = 2 * (len(WINDOW) // 2)
"""A pixel's weight depends on no pixel farther away, in rows or columns."""

FINE_SHARE = 0.5
"""Of the variance of a texture, what is left without its local mean."""

STRONG = 4.0
"""Structure of so many times the variance of what was removed counts half: it stood out well enough to be kept."""

NOTHING = 1e-12
ROWS = 256


def texture(original: Pixels, restored: Pixels, level: int = 0) -> NDArray[np.float32]:
    """How much of the removed luminance is worth having back in each place: from 0 in flat places to 4/9 in fine texture.

    The gain of a local Wiener filter, signal / (signal + noise), from the variances in a small window (J.-S. Lee, "Digital image
    enhancement and noise filtering by use of local statistics", IEEE TPAMI 1980): the signal is the fine part of the restored
    luminance, the noise what was removed. It alone would roughen the outlines, from which nothing is missing; so the gain falls
    again where the signal is far stronger than the noise.

    Args:
        original: float32 H x W x 3.
        restored: the same, denoised at full strength.
        level: of the pyramid that both are from. A pixel there is the mean of many, whose noise is weaker by their number; the
            weights are those of the noise of level 0.

    Returns:
        float32 H x W.
    """
    result = np.empty(original.shape[:2], np.float32)
    for row in range(0, len(result), ROWS):
        first = max(row - REACH, 0)
        rows = slice(first, row + ROWS + REACH)
        result[row : row + ROWS] = _gain(original[rows], restored[rows], level)[row - first :][:ROWS]
    return result


def _gain(original: Pixels, restored: Pixels, level: int) -> NDArray[np.float32]:
    luminance = luminance_of(restored)
    removed = luminance_of(original) - luminance
    fine = luminance - _local_mean(luminance)
    signal = _local_mean(fine * fine) / np.float32(FINE_SHARE)
    noise = _local_mean(removed * removed) * np.float32(4**level) + np.float32(NOTHING)
    return np.asarray(signal * noise / ((signal + noise) * (noise + signal / np.float32(STRONG))))


def luminance_of(pixels: Pixels) -> NDArray[np.float32]:
    """H x W from H x W x 3."""
    return np.asarray(cv2.transform(pixels, LUMINANCE[None]))


def _local_mean(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(cv2.sepFilter2D(plane, -1, WINDOW, WINDOW))
