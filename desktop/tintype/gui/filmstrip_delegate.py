"""How a photo of the filmstrip is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from tintype.gui.filmstrip_model import MARK
from tintype.gui.theme import DARK, Theme

Index = QModelIndex | QPersistentModelIndex

PICTURE = QSize(104, 70)
CELL = QSize(PICTURE.width() + 12, PICTURE.height() + 32)
ROUND = 6
BADGE = 15


class FilmstripDelegate(QStyledItemDelegate):
    """The picture, its name below, and a badge for its state, which differs by more than the colour.

    Attributes:
        theme: colours.
    """

    theme: Theme = DARK

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002  # Qt's signature
        """The same for all."""
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one photo."""
        cell: QRect = option.rect
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._draw_ground(painter, cell, chosen=chosen, hovered=bool(state & QStyle.StateFlag.State_MouseOver))
        box = QRect(cell.left() + 6, cell.top() + 6, PICTURE.width(), PICTURE.height())
        place = self._draw_picture(painter, box, index.data(Qt.ItemDataRole.DecorationRole))
        self._draw_badge(painter, place, index.data(MARK))
        name = QRect(box.left(), box.bottom() + 3, box.width(), cell.bottom() - box.bottom() - 4)
        painter.setPen(QColor(self.theme.text if chosen else self.theme.muted))
        font = painter.font()
        font.setPointSizeF(font.pointSizeF() * 0.88)
        painter.setFont(font)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, name.width())
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()

    def _draw_ground(self, painter: QPainter, cell: QRect, *, chosen: bool, hovered: bool) -> None:
        if not chosen and not hovered:
            return
        painter.setPen(QPen(QColor(self.theme.accent), 1.5) if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.hover if hovered and not chosen else self.theme.raised))
        painter.drawRoundedRect(QRectF(cell).adjusted(1.5, 1.5, -1.5, -1.5), ROUND, ROUND)

    def _draw_picture(self, painter: QPainter, box: QRect, image: QImage | None) -> QRect:
        """The picture, or its empty frame; returns where it is."""
        if image is None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.theme.hover))
            painter.drawRoundedRect(box, 3, 3)
            return box
        size = image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(box.left() + (box.width() - size.width()) // 2, box.top(), size.width(), size.height())
        place.moveTop(box.top() + (box.height() - size.height()) // 2)
        painter.drawImage(place, image)
        return place

    def _draw_badge(self, painter: QPainter, picture: QRect, mark: str) -> None:
        colours = {"edited": self.theme.accent, "done": self.theme.good, "failed": self.theme.bad}
        if mark not in colours:
            return
        place = QRectF(picture.right() - BADGE - 2, picture.top() + 3, BADGE, BADGE)
        painter.setPen(QPen(QColor(self.theme.panel), 1.5))
        painter.setBrush(QColor(colours[mark]))
        painter.drawEllipse(place)
        ink = QPen(QColor("#ffffff" if mark == "failed" else self.theme.on_accent), 1.7)
        ink.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(ink)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in _STROKES[mark]:
            painter.drawPolyline(QPolygonF([place.topLeft() + QPointF(x, y) * BADGE for x, y in stroke]))


_STROKES = {
    "edited": (((0.32, 0.68), (0.68, 0.32)), ((0.32, 0.68), (0.32, 0.68))),
    "done": (((0.29, 0.53), (0.44, 0.68), (0.72, 0.36)),),
    "failed": (((0.5, 0.26), (0.5, 0.54)), ((0.5, 0.73), (0.5, 0.74))),
}
"""A pen's stroke, a tick and an exclamation mark, in shares of the badge."""
