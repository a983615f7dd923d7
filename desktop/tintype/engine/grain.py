"""Grain for what a network filled: it averages noise away, and a clean streak across a grainy scan would be seen."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.noise import ALREADY_CLEAN
from tintype.geometry import Size
from tintype.photo import Pixels

BLOCK = 24
"""Side of the sample of grain, mirrored to cover a fill: grain has no shapes that would be known again."""

SMOOTHING = 2.0
STEP = 4
FLAT = 0.005
"""The quantile of the blocks' strength in a whole photo that is held for grain alone: grain is everywhere, texture is not."""
CLIPPED = 0.02
"""Blocks as near as this to black or white tell nothing."""
SAMPLES, SAMPLE_SIDE = 6, 160
"""The photo is looked at in so many places along each side."""


def grain_strength(pixels: Pixels, hole: NDArray[np.uint8]) -> float:
    """Standard deviation of a photo's grain, its fine detail where it is flattest.

    Unlike measures of white noise this survives that grain is correlated.

    Args:
        pixels: float32 H x W x 3, the whole photo.
        hole: 0 and 1, H x W.

    Returns:
        The deviation in units of the pixels; 0 where nothing can be told.
    """
    found = []
    for top in _places(hole.shape[0]):
        for left in _places(hole.shape[1]):
            part = slice(top, top + SAMPLE_SIDE), slice(left, left + SAMPLE_SIDE)
            if min(hole[part].shape) >= BLOCK:
                found.append(_strengths(_detail(pixels[part]), pixels[part], hole[part]).ravel())
    known = np.concatenate([np.empty(0, np.float32), *found])
    known = known[np.isfinite(known)]
    return float(np.quantile(known, FLAT)) if len(known) else 0.0


def grain(pixels: Pixels, hole: NDArray[np.uint8], size: Size, strength: float) -> Pixels:
    """A field of grain, from the known block near by whose fine detail is nearest in strength.

    Args:
        pixels: float32 h x w x 3 around a hole.
        hole: 0 and 1, h x w.
        size: of the field.
        strength: of the photo's grain.

    Returns:
        float32 size x 3 of zero mean; zeros where there is no grain, or no known block to take it from.
    """
    nothing = np.zeros((size.height, size.width, 3), np.float32)
    if strength < ALREADY_CLEAN or min(hole.shape) < BLOCK:
        return nothing
    detail = _detail(pixels)
    found = _strengths(detail, pixels, hole)
    mismatch = np.abs(np.log(np.maximum(found, 1e-5) / strength))
    row, column = np.unravel_index(np.argmin(mismatch), found.shape)
    if not np.isfinite(found[row, column]):
        return nothing
    sample = detail[row * STEP : row * STEP + BLOCK, column * STEP : column * STEP + BLOCK]
    sample = (sample - sample.mean((0, 1))) * min(1.0, strength / float(found[row, column]))
    rows, columns = (_mirrored(length) for length in (size.height, size.width))
    return np.ascontiguousarray(sample[rows][:, columns], np.float32)


def _places(length: int) -> NDArray[np.int64]:
    return np.unique(np.linspace(0, max(length - SAMPLE_SIDE, 0), SAMPLES).astype(np.int64))


def _detail(pixels: Pixels) -> Pixels:
    return np.asarray(pixels - cv2.GaussianBlur(pixels, (0, 0), SMOOTHING), np.float32)


def _strengths(detail: Pixels, pixels: Pixels, hole: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Deviation of the detail in each block of a grid; infinite in blocks that are not wholly known, or clipped."""
    # Near the hole the blur has mixed in what the hole held.
    tainted = cv2.dilate(hole, np.ones((2 * int(3 * SMOOTHING) + 1,) * 2, np.uint8))
    grid = slice(0, hole.shape[0] - BLOCK + 1, STEP), slice(0, hole.shape[1] - BLOCK + 1, STEP)

    def means(plane: NDArray[np.float32]) -> NDArray[np.float32]:
        mean = cv2.boxFilter(plane, -1, (BLOCK, BLOCK), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
        return np.asarray(mean[grid], np.float32)

    # The running sums of the filter may end a little beside what they should.
    usable = means(tainted.astype(np.float32)) < 1e-3
    brightness = means(pixels.mean(2))
    usable &= (brightness > CLIPPED) & (brightness < 1 - CLIPPED)
    return np.where(usable, np.sqrt(np.maximum(means((detail**2).mean(2)), 0)), np.float32(np.inf))


def _mirrored(length: int) -> NDArray[np.int64]:
    """Indices into a block that go forth and back over ``length`` places."""
    place = np.arange(length) % (2 * BLOCK)
    return np.minimum(place, 2 * BLOCK - 1 - place)
