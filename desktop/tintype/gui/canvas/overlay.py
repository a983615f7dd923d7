"""What is drawn over the picture: the split line with its handle, and the labels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from tintype.gui.canvas.split import HANDLE_RADIUS
from tintype.gui.canvas.view import Rect

LINE = QColor(255, 255, 255)
SHADE = QColor(0, 0, 0, 110)
PILL = QColor(20, 20, 20, 190)
LETTERS = QColor(245, 245, 245)
MARGIN = 12
PADDING = 9


def draw_split(painter: QPainter, halves: tuple[Rect, Rect], upright: bool, names: tuple[str, str], focused: bool) -> None:
    """Draw the split line between the halves and the names of both; all in logical pixels."""
    before, after = halves
    draw_label(painter, names[0], before, Qt.Corner.TopLeftCorner)
    draw_label(painter, names[1], after, Qt.Corner.TopRightCorner if upright else Qt.Corner.BottomLeftCorner)
    painter.save()
    painter.translate(after.left, after.top)
    painter.rotate(0 if upright else -90)
    draw_line(painter, after.height if upright else after.width, focused)
    painter.restore()


def draw_line(painter: QPainter, length: float, focused: bool) -> None:
    """Draw the split line down from the origin, with its handle in the middle."""
    painter.fillRect(QRectF(-1.5, 0, 3, length), SHADE)
    painter.fillRect(QRectF(-0.5, 0, 1, length), LINE)
    centre = QPointF(0, length / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(LINE, 2.5 if focused else 1.5))
    painter.setBrush(PILL)
    painter.drawEllipse(centre, HANDLE_RADIUS, HANDLE_RADIUS)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(LINE)
    for way in (-1, 1):
        tip, back = centre.x() + way * 9.5, centre.x() + way * 4.5
        painter.drawPolygon(
            QPolygonF([QPointF(tip, centre.y()), QPointF(back, centre.y() - 4.5), QPointF(back, centre.y() + 4.5)])
        )


def draw_ring(painter: QPainter, area: QRect, colour: QColor) -> None:
    """Draw what tells that the keyboard is here, along the edge of an area; it is seen on any photo."""
    for inset, pen in ((1, QPen(colour, 2)), (3, QPen(SHADE, 2))):
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(inset, inset, -inset, -inset))


def label_rect(font: QFont, text: str, rect: Rect, corner: Qt.Corner) -> QRectF:
    """Where a label lies in a corner of a rectangle."""
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 2 * PADDING, metrics.height() + 6
    right = corner in (Qt.Corner.TopRightCorner, Qt.Corner.BottomRightCorner)
    low = corner in (Qt.Corner.BottomLeftCorner, Qt.Corner.BottomRightCorner)
    left = rect.right - MARGIN - width if right else rect.left + MARGIN
    top = rect.bottom - MARGIN - height if low else rect.top + MARGIN
    return QRectF(round(left), round(top), width, height)


def draw_label(painter: QPainter, text: str, rect: Rect, corner: Qt.Corner = Qt.Corner.TopLeftCorner) -> None:
    """Draw a label into a corner of a rectangle, unless that is too small for it."""
    place = label_rect(painter.font(), text, rect, corner)
    if place.width() + MARGIN > rect.width or place.height() + MARGIN > rect.height:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PILL)
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    painter.setPen(LETTERS)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
