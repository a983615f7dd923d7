"""What is drawn over the picture: the split line with its handle, and the labels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from tintype.gui.canvas.split import HANDLE_RADIUS
from tintype.gui.canvas.view import Rect

LINE = QColor(255, 255, 255)
SHADE = QColor(0, 0, 0, 110)
PILL = QColor(20, 20, 20, 190)
LETTERS = QColor(245, 245, 245)
MARGIN = 12
PADDING = 9


def draw_split(painter: QPainter, rect: Rect, x: float, names: tuple[str, str], focused: bool) -> None:
    """Draw the split line at ``x`` and the names of both sides; all in logical pixels."""
    draw_label(painter, names[0], Rect(rect.left, rect.top, x, rect.bottom), right=False)
    draw_label(painter, names[1], Rect(x, rect.top, rect.right, rect.bottom), right=True)
    draw_line(painter, x, rect, focused)


def draw_line(painter: QPainter, x: float, rect: Rect, focused: bool) -> None:
    """Draw the split line at ``x`` with its handle in the middle; all in logical pixels."""
    painter.fillRect(QRectF(x - 1.5, rect.top, 3, rect.height), SHADE)
    painter.fillRect(QRectF(x - 0.5, rect.top, 1, rect.height), LINE)
    centre = QPointF(x, (rect.top + rect.bottom) / 2)
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


def label_rect(font: QFont, text: str, rect: Rect, right: bool) -> QRectF:
    """Where a label lies in the upper left or upper right corner of a rectangle."""
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 2 * PADDING, metrics.height() + 6
    left = rect.right - MARGIN - width if right else rect.left + MARGIN
    return QRectF(round(left), round(rect.top + MARGIN), width, height)


def draw_label(painter: QPainter, text: str, rect: Rect, right: bool) -> None:
    """Draw a label into a corner of a rectangle, unless that is too narrow for it."""
    place = label_rect(painter.font(), text, rect, right)
    if place.width() + MARGIN > rect.width:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PILL)
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    painter.setPen(LETTERS)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
