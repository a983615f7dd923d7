"""A list that opens on a click."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QStyledItemDelegate

ARROW_PLACE = 16
"""Pixels from the right edge."""


class DropDown(QComboBox):
    """A combo box in the window's style; the wheel scrolls what it stands in."""

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))  # the usual one knows no style sheet

    def paintEvent(self, event: QPaintEvent) -> None:
        """Add the arrow, which a combo box with a style sheet does not draw."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5))
        centre = QPointF(self.width() - ARROW_PLACE, self.height() / 2)
        painter.drawPolyline([centre + QPointF(-4, -2), centre + QPointF(0, 2), centre + QPointF(4, -2)])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the parent."""
        event.ignore()
