"""Drawing the picture: only visible tiles, of which each frame renders no more than its share of time allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPixmap

from tintype.geometry import Region
from tintype.gui.canvas.picture import Look, Picture, Tile, tiles_in
from tintype.gui.canvas.view import Rect, View

Decorate = Callable[[Look, Tile, QImage], QImage]
"""Gives the image of a tile with what belongs on it, which is the very image where nothing does."""

CHECK = 8
CHECK_COLOURS = ("#ffffff", "#cfcfcf")


class PicturePainter:
    """Draws one frame in device pixels.

    Tiles that are not rendered when ``budget`` is spent are shown as they were, or coarsely; ``complete`` then turns false and
    the canvas paints again. Drawing what is rendered does not count, so that each frame comes further however slow that is.
    """

    def __init__(
        self,
        painter: QPainter,
        picture: Picture,
        view: View,
        decorate: Decorate,
        dirty: Rect,
        budget: float,
        coarser: int = 0,
    ) -> None:
        """Draw inside ``dirty``; ``budget`` is in seconds of rendering; ``coarser`` drops that many pyramid levels for speed."""
        self.complete = True
        self._painter = painter
        self._picture = picture
        self._view = view
        self._dirty = dirty
        self._left = budget
        self._decorate = decorate
        self._level = min(view.level(picture.levels) + coarser, picture.levels - 1)

    def draw(self, side: Look, within: Rect, pane: int = 0) -> None:
        """Draw one side of the picture inside a rectangle of the pane that begins ``pane`` pixels from the window's left edge."""
        area = to_qrect(within.intersected(self._view.visible_rect).intersected(self._dirty.moved(-pane)))
        if area.isEmpty():
            return
        with clipped(self._painter, area, pane):
            if self._picture.transparent:
                self._painter.fillRect(area, checkerboard(self._painter.device().devicePixelRatioF()))
            self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, self._view.smooth)
            size = self._picture.level_size(self._level)
            seen = Rect(area.left(), area.top(), area.right() + 1, area.bottom() + 1)
            for tile in tiles_in(self._level, self._view.region_in(self._level, seen)):
                with clipped(self._painter, to_qrect(self._view.place(self._level, tile.core(size))) & area):
                    self._draw_tile(side, tile)

    def _draw_tile(self, side: Look, tile: Tile) -> None:
        image = self._picture.fresh(side, tile)
        if image is None and self._left > 0:
            image = self._render(side, tile)
        if image is not None:
            self._draw_image(side, image, tile)
        else:
            self.complete = False
            self._draw_for_now(side, tile)

    def _render(self, side: Look, tile: Tile) -> QImage:
        started = time.perf_counter()
        image = self._picture.render(side, tile)
        self._left -= time.perf_counter() - started
        return image

    def _draw_for_now(self, side: Look, tile: Tile) -> None:
        """The next level if it is up to date, the tile as it once was, or the coarsest level."""
        parent = Tile(tile.level + 1, tile.row // 2, tile.column // 2)
        image = self._picture.fresh(side, parent)
        if image is not None:
            self._draw_image(side, image, parent)
            return
        image = self._picture.stale(side, tile)
        if image is not None:
            self._draw_image(side, image, tile)
        else:
            self._draw_coarsest(side)

    def _draw_coarsest(self, side: Look) -> None:
        coarsest = self._picture.levels - 1
        for tile in tiles_in(coarsest, Region.of(self._picture.level_size(coarsest))):
            image = self._picture.fresh(side, tile) or self._picture.render(side, tile)
            self._draw_image(side, image, tile)

    def _draw_image(self, side: Look, image: QImage, tile: Tile) -> None:
        started = time.perf_counter()
        image = self._decorate(side, tile, image)
        self._left -= time.perf_counter() - started
        drawn = tile.drawn(self._picture.level_size(tile.level))
        place = self._view.place(tile.level, drawn)
        self._painter.drawImage(QRectF(place.left, place.top, place.width, place.height), image, QRectF(image.rect()))


def to_qrect(rect: Rect) -> QRect:
    """The whole pixels that a rectangle touches."""
    return QRectF(rect.left, rect.top, rect.width, rect.height).toAlignedRect()


def checkerboard(ratio: float) -> QBrush:
    """What shows through transparent pixels."""
    cell = round(CHECK * ratio)
    pixmap = QPixmap(2 * cell, 2 * cell)
    pixmap.fill(QColor(CHECK_COLOURS[0]))
    painter = QPainter(pixmap)
    for place in (0, cell):
        painter.fillRect(place, place, cell, cell, QColor(CHECK_COLOURS[1]))
    painter.end()
    return QBrush(pixmap)


@contextmanager
def clipped(painter: QPainter, rect: QRect, pane: int = 0) -> Iterator[None]:
    """Nothing is drawn outside of the rectangle of a pane, in whose coordinates all is drawn."""
    painter.save()
    painter.translate(pane, 0)
    painter.setClipRect(rect)
    yield
    painter.restore()
