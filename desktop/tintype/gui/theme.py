"""Dark and light: colours, palette and style sheet on top of Qt's Fusion style."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from tintype.gui.settings import ThemeChoice
from tintype.gui.style_sheet import style_sheet


@dataclass(frozen=True)
class Theme:
    """Colours as ``#rrggbb``; all greys are neutral, so that they do not tint a photo by contrast.

    Attributes:
        window, panel, field, raised: surfaces: bars, side panel, where values stand, buttons.
        canvas: around the photo.
        border: lines between surfaces.
        text, muted, faint: letters: plain, secondary, disabled.
        accent, on_accent: the one colour, and letters on it.
        good, warning, bad: states.
    """

    dark: bool
    window: str
    panel: str
    field: str
    raised: str
    hover: str
    canvas: str
    border: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    good: str
    warning: str
    bad: str


DARK = Theme(
    dark=True,
    window="#232323",
    panel="#292929",
    field="#1e1e1e",
    raised="#383838",
    hover="#444444",
    canvas="#333333",
    border="#161616",
    text="#e4e4e4",
    muted="#a3a3a3",
    faint="#6c6c6c",
    accent="#d9a441",
    accent_hover="#e6b65c",
    on_accent="#1d1608",
    good="#5fb878",
    warning="#e0a33c",
    bad="#e5675f",
)
LIGHT = Theme(
    dark=False,
    window="#ededed",
    panel="#f4f4f4",
    field="#ffffff",
    raised="#ffffff",
    hover="#e2e2e2",
    canvas="#c2c2c2",
    border="#cccccc",
    text="#1d1d1d",
    muted="#5c5c5c",
    faint="#9b9b9b",
    accent="#8f5a0a",
    accent_hover="#a66b14",
    on_accent="#ffffff",
    good="#2c8047",
    warning="#a86400",
    bad="#b93129",
)


class Themes(QObject):
    """Applies the theme that the user or the system chose.

    Attributes:
        changed: another theme is in force.
    """

    changed = Signal()

    def __init__(self, application: QApplication, choice: ThemeChoice, parent: QObject | None = None) -> None:
        """Apply ``choice``."""
        super().__init__(parent)
        self.choice: ThemeChoice = choice
        self.theme = DARK
        self._applied: Theme | None = None
        self._application = application
        application.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self.choose(choice)

    def choose(self, choice: ThemeChoice) -> None:
        """Follow the system, or stay dark or light."""
        self.choice = choice
        schemes = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light, "system": Qt.ColorScheme.Unknown}
        QGuiApplication.styleHints().setColorScheme(schemes[choice])
        self._apply()

    def _apply(self) -> None:
        light = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Light
        theme = LIGHT if self.choice == "light" or (self.choice == "system" and light) else DARK
        if theme is self._applied:
            return
        self.theme = self._applied = theme
        self._application.setPalette(palette(self.theme))
        self._application.setStyleSheet(style_sheet(self.theme))
        self.changed.emit()


def palette(theme: Theme) -> QPalette:
    """Qt's roles in the theme's colours."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.PlaceholderText: theme.muted,
        role.Button: theme.raised,
        role.ButtonText: theme.text,
        role.BrightText: theme.bad,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.text,
    }
    result = QPalette(QColor(theme.raised), QColor(theme.window))
    for which, colour in colours.items():
        result.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.faint))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.hover))
    return result
