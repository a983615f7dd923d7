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
        edge: the rim of a control.
        text, muted, faint: letters: plain, secondary, disabled.
        accent, on_accent: the one colour, and letters on it.
        good, warning, bad: states.
        canvas_text, canvas_muted, dash, key: on the canvas while no photo is open.
        knob, knob_hover: of sliders.
        toast, toast_border: of the sentence over the photo.
        contrast: whether what is chosen is told by black on the accent, not by a slight shade.
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
    edge: str
    canvas_text: str
    canvas_muted: str
    dash: str
    key: str
    knob: str
    knob_hover: str
    toast: str
    toast_border: str
    contrast: bool = False


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
    bad="#ec7a72",
    edge="#7a7a7a",
    canvas_text="#ececec",
    canvas_muted="#b4b4b4",
    dash="#8a8a8a",
    key="#454545",
    knob="#d6d6d6",
    knob_hover="#ffffff",
    toast="#1b1b1b",
    toast_border="#4a4a4a",
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
    accent_hover="#9c6310",
    on_accent="#ffffff",
    good="#23703b",
    warning="#8f5500",
    bad="#b93129",
    edge="#858585",
    canvas_text="#1d1d1d",
    canvas_muted="#464646",
    dash="#666666",
    key="#d8d8d8",
    knob="#5a5a5a",
    knob_hover="#3a3a3a",
    toast="#2c2c2c",
    toast_border="#2c2c2c",
)
CONTRAST = Theme(
    dark=True,
    window="#000000",
    panel="#000000",
    field="#000000",
    raised="#000000",
    hover="#333333",
    canvas="#000000",
    border="#ffffff",
    text="#ffffff",
    muted="#ffffff",
    faint="#a8a8a8",
    accent="#ffff00",
    accent_hover="#ffffff",
    on_accent="#000000",
    good="#4dff4d",
    warning="#ffff00",
    bad="#ff9090",
    edge="#ffffff",
    canvas_text="#ffffff",
    canvas_muted="#ffffff",
    dash="#ffffff",
    key="#333333",
    knob="#ffffff",
    knob_hover="#ffff00",
    toast="#000000",
    toast_border="#ffffff",
    contrast=True,
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
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._apply)
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._apply)
        self.choose(choice)

    def choose(self, choice: ThemeChoice) -> None:
        """Follow the system, or stay with one theme."""
        self.choice = choice
        schemes = {"dark": Qt.ColorScheme.Dark, "contrast": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}
        QGuiApplication.styleHints().setColorScheme(schemes.get(choice, Qt.ColorScheme.Unknown))
        self._apply()

    def _apply(self) -> None:
        theme = of_system() if self.choice == "system" else {"dark": DARK, "light": LIGHT, "contrast": CONTRAST}[self.choice]
        if theme is self._applied:
            return
        self.theme = self._applied = theme
        self._application.setPalette(palette(self.theme))
        self._application.setStyleSheet(style_sheet(self.theme))
        self.changed.emit()


def of_system() -> Theme:
    """The theme that the system asks for."""
    hints = QGuiApplication.styleHints()
    if hasattr(hints, "accessibility") and hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return CONTRAST
    return LIGHT if hints.colorScheme() == Qt.ColorScheme.Light else DARK


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
