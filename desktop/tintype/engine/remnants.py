"""What a mask misses of the thing it covers: it is no part of the surroundings, and must not be continued into the hole."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.holes import Binary
from tintype.engine.masks import bounds, grow
from tintype.geometry import Size
from tintype.photo import Pixels

RIM = 2
"""Pixels by which a mask may miss what it is to cover."""

REACH = 8
"""Pixels beyond the rim that tell what the surroundings look like there: fewer find more remnants among texture, and take more of
the photo for one."""

LEAST = 8
"""By so much, of 255, a remnant is darker or brighter than all of them, in one of the channels."""

GAP = 4
"""Remnants no farther apart than this are one."""

LENGTH = 16
"""A remnant is so many pixels high or wide; anything shorter may well be a part of the photo that happens to end there."""

WHITE = 255

Bytes = NDArray[np.uint8]


def remnants(pixels: Pixels, hole: Binary) -> Binary:
    """Known pixels within ``RIM`` of the hole that differ from all surroundings beyond, and no more than what is covered does.

    A line that comes out of the hole goes on beyond the rim, and grain has its like there: they are no remnants.

    Args:
        pixels: float32 H x W x 3, about [0, 1], with what is covered still there.
        hole: H x W, 1 inside.

    Returns:
        H x W, 1 where a remnant is.
    """
    result = np.zeros_like(hole)
    seen = bounds(hole).grown(2 * RIM + REACH).clipped(Size(*hole.shape)).slices
    result[seen] = _long(_remnants(pixels[seen], hole[seen]))
    return result


def _remnants(pixels: Pixels, hole: Binary) -> Binary:
    covered, near = hole > 0, grow(hole, RIM) > 0
    rim = near & ~covered & (cv2.dilate((~near).view(np.uint8), _square(RIM + REACH)) > 0)
    shown = np.rint(np.clip(pixels, 0, 1) * WHITE).astype(np.uint8)  # on which the filters are many times as quick
    found = np.zeros(hole.shape, bool)
    for values in (shown, WHITE - shown):
        darker = cv2.subtract(_least(values, ~near, RIM + REACH), values) > LEAST
        as_covered = cv2.subtract(_least(values, covered, 2 * RIM), values) < LEAST
        found |= (darker & as_covered).any(axis=2)
    return (found & rim).view(np.uint8)


def _least(values: Bytes, counted: NDArray[np.bool_], reach: int) -> Bytes:
    """The least of the values around each pixel that count."""
    return np.asarray(cv2.erode(np.where(counted[..., None], values, np.uint8(WHITE)), _square(reach)), np.uint8)


def _long(found: Binary) -> Binary:
    """Without all that is shorter than ``LENGTH``."""
    widened = GAP // 2
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(found, _square(widened)), connectivity=8)
    long = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) >= LENGTH + 2 * widened
    return np.asarray(found & long[labels].view(np.uint8))


def _square(reach: int) -> Binary:
    return np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)
