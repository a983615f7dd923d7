"""The resolutions at which a hole is filled, coarsest last: colours, texture features and low frequencies of each."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.photo import Pixels
from tintype.progress import Progress

Mask = NDArray[np.bool_]

RADIUS = 3
"""Of a patch, which is 7 x 7 pixels."""

SIDE = 2 * RADIUS + 1

TEXTURE_SIDE = 15
"""Pixels of the full-size photo over which the texture features are means."""

GUIDE_BLUR = 1 / 8
"""Of the low frequencies, in depths of the hole: the guess knows less the farther it is from known pixels."""

SMALLEST_SIDE = 20
FEWEST_SOURCES = 120
"""Patches without a pixel of the hole; with fewer a level has too little to choose from."""

SHALLOW = 2.0
"""Depth of the hole in pixels that needs no coarser level."""


@dataclass(frozen=True, eq=False)
class Level:
    """One resolution.

    Attributes:
        pixels: float32 H x W x 5, colours and two texture features, 0 in the hole.
        hole: bool H x W.
        guide: float32 H x W x 3, the low frequencies; None without a structure.
        lines: float32 H x W x 4, colours of lines that go through the hole and how sure they are, 0 to 1; or None.
    """

    pixels: Pixels
    hole: Mask
    guide: Pixels | None
    lines: Pixels | None = None


def widened(mask: Mask, radius: int) -> Mask:
    """The mask and all pixels at most ``radius`` rows and columns from it."""
    kernel = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    wide: Mask = cv2.dilate(mask.astype(np.uint8), kernel) > 0
    return wide


def interior(shape: tuple[int, int]) -> Mask:
    """The centres of the patches that lie in a picture with all their pixels."""
    inside = np.zeros(shape, bool)
    inside[RADIUS : shape[0] - RADIUS, RADIUS : shape[1] - RADIUS] = True
    return inside


def sources(hole: Mask) -> Mask:
    """The centres of the patches that have no pixel in the hole."""
    height, width = hole.shape
    return interior((height, width)) & ~widened(hole, RADIUS)


def depth(hole: Mask) -> float:
    """How far the pixel deepest in the hole is from a known one."""
    return float(cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3).max())


def build(pixels: Pixels, hole: Mask, structure: Pixels | None, progress: Progress) -> list[Level]:
    """All levels, the photo's own first; the arguments are those of ``synthesise``.

    Raises:
        Cancelled
    """
    deep = depth(hole)
    levels = [_finest(pixels, hole, structure, deep, progress)]
    while deep > SHALLOW:
        progress.check()
        coarser = _halved(levels[-1])
        if min(coarser.hole.shape) < SMALLEST_SIDE or sources(coarser.hole).sum() < FEWEST_SOURCES or not coarser.hole.any():
            break
        levels.append(coarser)
        deep /= 2
    return levels


def _finest(pixels: Pixels, hole: Mask, structure: Pixels | None, deep: float, progress: Progress) -> Level:
    colours = pixels.copy()
    colours[hole] = 0
    progress.check()
    features = np.dstack([colours, _texture(colours, hole)])
    features[hole] = 0
    progress.check()
    guide = None if structure is None else low_frequencies(np.where(hole[..., None], structure, pixels), deep)
    return Level(np.ascontiguousarray(features, np.float32), hole, guide)


def low_frequencies(picture: Pixels, deep: float) -> Pixels:
    """What a guess of a hole so deep can be relied on for.

    The same blur for source and target: what is smooth for lack of detail must match what is detailed.
    """
    return blurred(picture, max(deep * GUIDE_BLUR, 1.0))


def blurred(planes: Pixels, sigma: float) -> Pixels:
    """A Gaussian blur; wide ones are done on a reduced picture, for their time grows with the width."""
    height, width = planes.shape[:2]
    factor = 2 ** max(0, int(np.log2(sigma / 4)))
    small = cv2.resize(planes, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / factor)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32, copy=False)


def _texture(colours: Pixels, hole: Mask) -> Pixels:
    """Mean magnitude of the horizontal and vertical gradient (Newson 2014): tell grass from its own blur when colours do not."""
    grey = colours @ np.full(3, 1 / 3, np.float32)
    known = (~widened(hole, 1)).astype(np.float32)
    share = np.maximum(cv2.blur(known, (TEXTURE_SIDE, TEXTURE_SIDE)), 1e-3)
    planes = [
        cv2.blur(np.abs(cv2.Sobel(grey, cv2.CV_32F, dx, 1 - dx)) * known, (TEXTURE_SIDE, TEXTURE_SIDE)) / share for dx in (1, 0)
    ]
    return np.dstack(planes)


def _halved(level: Level) -> Level:
    """Means of 2 x 2 pixels, of the known ones alone; an odd last row or column is left out."""
    known = (~level.hole).astype(np.float32)[..., None]
    share = means_of_four(known)
    pixels = means_of_four(level.pixels * known) / np.maximum(share, 1e-3)
    hole = share[..., 0] < 0.5
    pixels[hole] = 0
    return Level(np.ascontiguousarray(pixels), hole, None if level.guide is None else means_of_four(level.guide))


def means_of_four(planes: Pixels) -> Pixels:
    """Half the size; an odd last row or column is left out."""
    height, width = planes.shape[0] // 2 * 2, planes.shape[1] // 2 * 2
    even = planes[:height, :width]
    total: Pixels = (even[::2, ::2] + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]) * np.float32(0.25)
    return total
