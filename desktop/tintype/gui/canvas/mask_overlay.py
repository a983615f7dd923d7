"""The mask over the picture: a tint with an outline, in tiles that are rendered where something is masked and has changed."""

from __future__ import annotations

from collections import OrderedDict

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPainter

from tintype.document.document import Document
from tintype.gui.canvas.picture import Look, Tile

TINT = (160, 0, 255)
"""Red, green and blue: a violet, which stays apart from skin, foliage and sky for every kind of colour vision."""

OPACITY = 0.55
OUTLINES = (0xE6E6E6E6, 0xA0000000)
"""Premultiplied white, 90 %, and around it black, 63 %: what tells the edge. They lie outside, so that a speck keeps its tint."""

RIM = len(OUTLINES)
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
MOST_TILES = 500


def _tints() -> NDArray[np.uint32]:
    """Premultiplied ARGB for each coverage."""
    alpha = np.arange(256) * OPACITY
    red, green, blue = (np.rint(alpha * channel / 255).astype(np.uint32) for channel in TINT)
    return np.asarray(np.rint(alpha).astype(np.uint32) << 24 | red << 16 | green << 8 | blue, np.uint32)


TINTS = _tints()


class MaskOverlay:
    """Lays the mask of a document on the tiles of its picture. What is laid on stays one image, to be drawn once."""

    def __init__(self, document: Document) -> None:
        """Nothing is rendered yet."""
        self._mask = document.mask
        self._size = document.pyramid.size
        self._checked = -1
        self._empty = True
        self._tiles: OrderedDict[tuple[Look, Tile, bool], tuple[tuple[int, int], QImage]] = OrderedDict()

    def over(self, side: Look, tile: Tile, image: QImage, outlined: bool) -> QImage:
        """The image of a tile with the mask on it; the image itself where nothing is masked."""
        if self._is_empty():
            return image
        key = side, tile, outlined
        covered = tile.covered(self._size(tile.level)).grown(RIM * 2**tile.level).clipped(self._mask.size)
        version = image.cacheKey(), self._mask.versions.of(covered)
        version_then, masked = self._tiles.pop(key, (None, image))
        if version_then != version:
            masked = self._render(tile, image, outlined)
        self._tiles[key] = version, masked
        if len(self._tiles) > MOST_TILES:
            self._tiles.popitem(last=False)
        return masked

    def _is_empty(self) -> bool:
        """Looked up once a change, for it is asked for each tile."""
        if self._checked != self._mask.versions.latest:
            self._checked, self._empty = self._mask.versions.latest, self._mask.empty
        return self._empty

    def _render(self, tile: Tile, image: QImage, outlined: bool) -> QImage:
        size = self._size(tile.level)
        drawn = tile.drawn(size)
        around = drawn.grown(RIM).clipped(size)
        coverage = self._mask.crop(tile.level, around)
        if coverage is None or not coverage.any():
            return image
        colours = np.take(TINTS, coverage)
        if outlined:
            inside = (coverage >= 128).view(np.uint8)
            for outline in OUTLINES:
                wider = np.asarray(cv2.dilate(inside, CROSS), np.uint8)
                colours[wider > inside] = outline
                inside = wider
        cut = np.ascontiguousarray(colours[drawn.within(around).slices])
        height, width = cut.shape
        result = image.copy()
        painter = QPainter(result)
        painter.drawImage(0, 0, QImage(cut.data, width, height, cut.strides[0], QImage.Format.Format_ARGB32_Premultiplied))
        painter.end()
        return result
