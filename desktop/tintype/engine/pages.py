"""Telling the scan of a page from a photograph, by what every page has: paper, and on it many thin, dark strokes."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.noise import LUMA
from tintype.photo import Pixels

LONGEST = 1000
"""Pictures are looked at with no more pixels a side: enough for the letters of a whole page."""

REACH = 31
"""Pixels; strokes thinner than this lie on the paper that surrounds them."""
THICK = 11
"""Pixels; hardly any stroke of print is as thick."""
LETTER_HEIGHTS, LETTER_WIDEST, LETTER_LEAST = (5, 60), 120, 10
"""Height and width of what may be a letter or some that touch, and its least number of pixels."""

INK, PAPER = 0.7, 0.85
"""Brightness in relation to that of the paper: below the one is ink, above the other paper."""


@dataclass(frozen=True)
class PageTraits:
    """What a picture has of a page; all but ``letters`` from 0 to 1.

    Attributes:
        paper, ink: shares of the picture; what is neither is the soft rims of the strokes on a page, and shades in a photograph.
        solid: share of the ink that is thicker than print.
        letters: patches of ink of the size of a letter, in a million pixels.
        lettered: share of the ink that is in them; a photograph's shadows run together.
        contrast: what the brightness changes by within three pixels, at the edges of the ink.
        light: brightness of the paper.
    """

    paper: float
    ink: float
    solid: float
    letters: float
    lettered: float
    contrast: float
    light: float

    @property
    def of_a_page(self) -> bool:
        """Whether it is one; the limits stand clear of scikit-image's pages and photographs on both sides."""
        strokes = 0.02 <= self.ink <= 0.3 and self.solid <= 0.4 and self.contrast >= 0.36
        letters = self.letters >= 250 and self.lettered >= 0.4
        return strokes and letters and self.paper >= 0.62 and self.paper + self.ink >= 0.85 and self.light >= 0.45


def is_page(pixels: Pixels) -> bool:
    """Whether the picture (float32 H x W x 3, about [0, 1]) is the scan of a printed or written page."""
    return page_traits(pixels).of_a_page


def page_traits(pixels: Pixels) -> PageTraits:
    """Measure them; takes some tens of milliseconds, and a little more for large photographs."""
    grey = _small_grey(pixels)
    paper = _paper(grey)
    relative = np.asarray(grey / np.maximum(paper, 0.05), np.float32)
    ink = (relative < INK).astype(np.uint8)
    letters, lettered = _letters(ink)
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((THICK, THICK), np.uint8))
    return PageTraits(
        paper=float((relative > PAPER).mean()),
        ink=float(ink.mean()),
        solid=float(solid.sum() / max(int(ink.sum()), 1)),
        letters=letters / (ink.size / 1e6),
        lettered=lettered / max(int(ink.sum()), 1),
        contrast=_contrast(relative, ink),
        light=float(np.median(paper)),
    )


def _small_grey(pixels: Pixels) -> NDArray[np.float32]:
    scale = LONGEST / max(pixels.shape[:2])
    small = pixels if scale >= 1 else cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small, 0, 1) @ LUMA, np.float32)


def _paper(grey: NDArray[np.float32]) -> NDArray[np.float32]:
    """The brightness that each place would have without the strokes on it."""
    bytes_ = cv2.medianBlur((grey * 255).astype(np.uint8), 3)
    closed = cv2.morphologyEx(bytes_, cv2.MORPH_CLOSE, np.ones((REACH, REACH), np.uint8))
    return np.asarray(cv2.GaussianBlur(closed.astype(np.float32), (0, 0), REACH / 4) / 255, np.float32)


def _letters(ink: NDArray[np.uint8]) -> tuple[int, int]:
    """How many patches of ink may be letters, and how many pixels they have together."""
    _, _, patches, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    height, width, area = (patches[1:, column] for column in (cv2.CC_STAT_HEIGHT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_AREA))
    low, high = LETTER_HEIGHTS
    letter = (height >= low) & (height <= high) & (width <= LETTER_WIDEST) & (area >= LETTER_LEAST)
    return int(letter.sum()), int(area[letter].sum())


def _contrast(relative: NDArray[np.float32], ink: NDArray[np.uint8]) -> float:
    """Median of the changes across the edges of the ink."""
    around = np.ones((3, 3), np.uint8)
    change = cv2.dilate(relative, around) - cv2.erode(relative, around)
    edge = cv2.dilate(ink, around) > ink
    return float(np.median(change[edge])) if edge.any() else 0.0
