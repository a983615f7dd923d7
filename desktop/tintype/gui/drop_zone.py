"""An empty batch: where photos can be dropped."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from tintype.gui.icons import pixmap
from tintype.gui.widgets import label, named

ICON = 48


class DropZone(QWidget):
    """A calm invitation."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        title = label(self.tr("Drop a folder of photos here"), "title")
        note = label(
            self.tr("The names of all results are shown before anything is written. Originals are never touched."), "muted"
        )
        zone = named(QWidget(), style="drop_zone")
        zone.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._zone = zone
        column = QVBoxLayout(zone)
        column.setSpacing(10)
        column.addStretch()
        for widget in (self._icon, title, note):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addStretch()
        outer = QGridLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(zone)

    def set_colour(self, colour: QColor) -> None:
        """The icon follows the theme."""
        ratio = self.devicePixelRatioF()
        drawing = pixmap("open", colour, round(ICON * ratio))
        drawing.setDevicePixelRatio(ratio)
        self._icon.setPixmap(drawing)

    def set_hovered(self, hovered: bool) -> None:
        """Whether a file is being held over the window."""
        self._zone.setProperty("hovered", hovered)
        self._zone.style().polish(self._zone)
