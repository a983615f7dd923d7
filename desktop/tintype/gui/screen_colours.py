"""Follows the profile of the screen that a window is on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QWidget

from tintype.gui.canvas.colour import profile_name
from tintype.gui.screen_profile import profile_of

LOOKING = (QEvent.Type.Show, QEvent.Type.WindowActivate)


class ScreenColours(QObject):
    """Looks when the window comes into sight, is gone back to, or moves to another screen.

    Attributes:
        changed: there is another profile.
        profile: ICC; None where it is unknown.
    """

    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        """Nothing is known before the window is shown."""
        super().__init__(window)
        self.profile: bytes | None = None
        self._window = window
        self._followed: QObject | None = None
        window.installEventFilter(self)

    @property
    def description(self) -> str:
        """One line on it."""
        name = "" if self.profile is None else profile_name(self.profile)
        if not name:
            return self.tr("Colours: screen profile unknown, taken as sRGB")
        return self.tr("Colours: screen profile {0}").format(name)

    def look(self) -> None:
        """Ask the platform."""
        profile = profile_of(self._window.screen())
        if profile != self.profile:
            self.profile = profile
            self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look, and from the first time on, follow the window from screen to screen."""
        if event.type() in LOOKING:
            handle = self._window.windowHandle()
            if handle is not None and handle is not self._followed:
                self._followed = handle
                handle.screenChanged.connect(self.look)
            self.look()
        return super().eventFilter(watched, event)
