"""The panels beside the photo, one at a time."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from tintype.gui.widgets import named

WIDTH = 318


class Sidebar(QWidget):
    """Tabs above the panel in sight.

    Attributes:
        chosen: the user went to the panel with this number.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        """Without panels."""
        super().__init__()
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.tabs = named(QTabBar(expanding=True, drawBase=False), self.tr("Panels"), "tabs")
        self._pages = QStackedWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.tabs)
        layout.addWidget(self._pages)
        self.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.tabs.tabBarClicked.connect(self.chosen)

    def add(self, name: str, panel: QWidget, *, tall: bool = False) -> None:
        """Add a panel after the others; a tall one takes all the height there is."""
        content = named(QWidget(), style="sidebar_content")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(panel)
        if not tall:
            column.addStretch()
        area = named(QScrollArea(widgetResizable=True), style="sidebar_area")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        self._pages.addWidget(area)
        self.tabs.addTab(name)

    def show_panel(self, number: int) -> None:
        """Bring a panel into sight."""
        self.tabs.setCurrentIndex(number)
