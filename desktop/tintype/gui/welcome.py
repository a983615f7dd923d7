"""What the window shows before a photo is open."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from tintype.gui.icons import pixmap
from tintype.gui.widgets import label, named

ICON = 56


class Welcome(QWidget):
    """A calm invitation.

    Attributes:
        open_asked: the user wants the file dialog.
    """

    open_asked = Signal()

    def __init__(self, formats: str, open_key: str, paste_key: str) -> None:
        """``formats`` lists what can be opened; the keys are as the platform writes them."""
        super().__init__()
        self.setObjectName("welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._zone = named(QFrame(), style="drop_zone")
        self._zone.setMaximumSize(560, 380)
        title = named(label(self.tr("Drop a photo or a folder here"), "invitation"), style="welcome_title")
        title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        button = QPushButton(self.tr("Open a photo…"))
        button.setProperty("primary", True)
        button.clicked.connect(self.open_asked)
        column = QVBoxLayout(self._zone)
        column.setContentsMargins(40, 36, 40, 32)
        column.setSpacing(10)
        column.addStretch()
        column.addWidget(self._icon)
        column.addWidget(title)
        column.addWidget(QLabel(formats, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True))
        column.addSpacing(10)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignCenter)
        column.addSpacing(14)
        column.addLayout(self._keys({open_key: self.tr("Open"), paste_key: self.tr("Paste"), "F1": self.tr("All keys")}))
        column.addStretch()
        outer = QGridLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addWidget(self._zone, 0, 0)
        self.setMinimumSize(240, 160)

    def set_colour(self, colour: QColor) -> None:
        """The icon follows the theme."""
        ratio = self.devicePixelRatioF()
        drawing = pixmap("photo", colour, round(ICON * ratio))
        drawing.setDevicePixelRatio(ratio)
        self._icon.setPixmap(drawing)

    def set_hovered(self, hovered: bool) -> None:
        """Whether a file is being held over the window."""
        self._zone.setProperty("hovered", hovered)
        self._zone.style().polish(self._zone)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002  # Qt's signature
        """Open, as in an empty Photoshop."""
        self.open_asked.emit()

    def sizeHint(self) -> QSize:
        """As large as it may be."""
        return QSize(900, 600)

    def _keys(self, keys: dict[str, str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addStretch()
        for number, (key, name) in enumerate(keys.items()):
            if number:
                row.addSpacing(16)
            row.addWidget(label(key, "key"), 0, Qt.AlignmentFlag.AlignVCenter)
            row.addWidget(QLabel(name))
        row.addStretch()
        return row
