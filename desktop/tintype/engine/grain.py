"""Grain for what a network filled: it averages noise away, and a clean streak across a grainy scan would be seen."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tintype.engine.noise import ALREADY_CLEAN
from tintype.geometry import Size
from tintype.photo import Pixels

BLOCK = 24
"""Side of the sample of grain, mirrored to cover a fill: grain has no shapes that would be known again."""

SMOOTHING = 2.0
STEP = 4
FLAT = 0.03
"""The quantile of the blocks' strength that is held for grain alone: grain is everywhere, texture nearly so."""
CLIPPED = 0.02
"""Blocks as near as this to black or white tell nothing."""


def grain(pixels: Pixels, hole: NDArray[np.uint8], size: Size) -> Pixels:
    """A field of grain like that of the surroundings.

    The sample is the fine detail of a flat block: of all known blocks the one at a low quantile of its strength, so that texture
    is not taken for grain. Grain is correlated, which measures of white noise do not survive.

    Args:
        pixels: float32 h x w x 3 around a hole.
        hole: 0 and 1, h x w.
        size: of the field.

    Returns:
        float32 size x 3 of zero mean; zeros where there is no noise, or no known block to take it from.
    """
    nothing = np.zeros((size.height, size.width, 3), np.float32)
    if min(hole.shape) < BLOCK:
        return nothing
    detail = pixels - cv2.GaussianBlur(pixels, (0, 0), SMOOTHING)
    # Near the hole the blur has mixed in what the hole held.
    tainted = cv2.dilate(hole, np.ones((2 * int(3 * SMOOTHING) + 1,) * 2, np.uint8))
    free = sliding_window_view(tainted, (BLOCK, BLOCK))[::STEP, ::STEP].max((2, 3)) == 0
    means = cv2.boxFilter(pixels.mean(2), -1, (BLOCK, BLOCK), anchor=(0, 0))
    means = means[: hole.shape[0] - BLOCK + 1 : STEP, : hole.shape[1] - BLOCK + 1 : STEP]
    free &= (means > CLIPPED) & (means < 1 - CLIPPED)
    if not free.any():
        return nothing
    energy = cv2.boxFilter((detail**2).mean(2), -1, (BLOCK, BLOCK), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    # The running sums of the filter may end a little below zero.
    strength = np.sqrt(np.maximum(energy[: hole.shape[0] - BLOCK + 1 : STEP, : hole.shape[1] - BLOCK + 1 : STEP], 0))
    rank = np.argsort(np.where(free, strength, np.inf), axis=None, kind="stable")[int(FLAT * np.count_nonzero(free))]
    row, column = np.unravel_index(rank, strength.shape)
    if strength[row, column] < ALREADY_CLEAN:
        return nothing
    sample = detail[row * STEP : row * STEP + BLOCK, column * STEP : column * STEP + BLOCK]
    rows, columns = (_mirrored(length) for length in (size.height, size.width))
    return np.ascontiguousarray((sample - sample.mean((0, 1)))[rows][:, columns], np.float32)


def _mirrored(length: int) -> NDArray[np.int64]:
    """Indices into a block that go forth and back over ``length`` places."""
    place = np.arange(length) % (2 * BLOCK)
    return np.minimum(place, 2 * BLOCK - 1 - place)
