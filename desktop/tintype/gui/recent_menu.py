"""The menu of photos opened last."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from tintype.gui.settings import Settings


class RecentMenu(QMenu):
    """Follows the settings whenever ``refresh`` is called.

    Attributes:
        chosen: the path of a photo.
    """

    chosen = Signal(object)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        """Filled from the beginning."""
        super().__init__(parent)
        self._settings = settings
        self.setTitle(self.tr("Open &Recent"))
        self.setToolTipsVisible(True)
        self.refresh()

    def refresh(self) -> None:
        """Show what the settings remember."""
        self.clear()
        paths = self._settings.recent_files
        for path in paths:
            entry = self.addAction(path.name.replace("&", "&&"))
            entry.setToolTip(str(path))
            entry.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
        self.setEnabled(bool(paths))
        if paths:
            self.addSeparator()
            self.addAction(self.tr("&Clear List")).triggered.connect(self._forget_all)

    def _forget_all(self) -> None:
        self._settings.clear_recent_files()
        self.refresh()
