"""Masks: what is to be filled."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.errors import InvalidMask
from tintype.geometry import Region, Size

Mask = NDArray[Any]
"""H x W: bool, uint8 coverage of 0 to 255, or float coverage of 0 to 1."""

FULL = 255
USUAL = 0.4
"""Probability that is enough at the usual sensitivity. Old prints show more kinds of damage than the network has learnt from, so
it is less sure of them; on synthetic damage this costs nothing (F1 0.868, as at the best threshold)."""


def check_mask(mask: Mask, size: Size) -> None:
    """Raise ``InvalidMask`` unless the mask has the photo's size and leaves something of it uncovered."""
    if mask.ndim != 2:
        raise InvalidMask(f"its shape is {mask.shape} instead of height x width")
    if mask.dtype != bool and mask.dtype != np.uint8 and mask.dtype.kind != "f":
        raise InvalidMask(f"its type is {mask.dtype} instead of bool, uint8 or float")
    if mask.shape != (size.height, size.width):
        raise InvalidMask(f"it measures {Size(*mask.shape)} and the photo {size}")
    if mask.dtype.kind == "f" and not np.isfinite(mask).all():
        raise InvalidMask("some of its values are infinite or not a number")
    if mask.all():
        raise InvalidMask("it covers the whole photo, so that nothing is left to fill from; take some of it away")


def holes(mask: Mask) -> NDArray[np.uint8]:
    """1 wherever a mask covers a pixel at all, 0 elsewhere; H x W."""
    return (mask > 0).view(np.uint8)


def coverage(mask: Mask) -> NDArray[np.float32]:
    """A mask, or a part of one, as float32 H x W in [0, 1]."""
    if mask.dtype == np.uint8:
        return mask.astype(np.float32) / np.float32(FULL)
    return np.clip(mask.astype(np.float32), 0, 1)


def bounds(hole: NDArray[np.uint8]) -> Region:
    """The smallest rectangle around what is not zero; of no size where all is."""
    left, top, width, height = cv2.boundingRect(hole)
    return Region(top, left, Size(height, width))


def grow(mask: NDArray[np.uint8], pixels: int) -> NDArray[np.uint8]:
    """Widen a uint8 coverage mask by a disc of the radius ``pixels``, or narrow it where that is negative."""
    if not pixels:
        return mask.copy()
    side = 2 * abs(pixels) + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return np.asarray(cv2.dilate(mask, disc) if pixels > 0 else cv2.erode(mask, disc), np.uint8)


def damage_threshold(sensitivity: float) -> float:
    """Probability above which something counts as damage at a sensitivity of 0 to 100; ``USUAL`` in the middle."""
    # The odds change by a factor of a thousand from one end of the scale to the middle.
    odds = USUAL / (1 - USUAL) * 10 ** (3 * (50 - min(max(sensitivity, 0.0), 100.0)) / 50)
    return odds / (1 + odds)


def damage_mask(probability: NDArray[np.float32], sensitivity: float) -> NDArray[np.bool_]:
    """What counts as damage.

    Args:
        probability: float32 H x W in [0, 1], as ``Engine.detect_damage`` returns it.
        sensitivity: 0 to 100; 50 takes what is hardly less probable than not, 100 what is suspected at all, 0 only what is
            certain.

    Returns:
        bool H x W, a pixel wider than what was found, for the soft rim of a scratch belongs to it.
    """
    found = (probability > damage_threshold(sensitivity)).view(np.uint8)
    return cv2.dilate(found, np.ones((3, 3), np.uint8)) > 0
