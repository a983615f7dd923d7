from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPushButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)

from tests.gui.driver import Driver, to_array
from tintype.errors import OutOfMemory
from tintype.gui import theme as themes_module
from tintype.gui.canvas.canvas import Canvas
from tintype.gui.canvas.mask_overlay import OPACITY, TINT
from tintype.gui.error_box import show_error
from tintype.gui.help_dialogs import about, shortcut_sheet
from tintype.gui.settings import ThemeChoice
from tintype.gui.slider_row import Slider
from tintype.gui.theme import CONTRAST, DARK, LIGHT, Theme, Themes

MOST_CONTROLS = 60
THEMES = pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST], ids=["dark", "light", "contrast"])
CHOICES = pytest.mark.parametrize("choice", ["dark", "light", "contrast"])


# --- names, and the way by Tab ---


def by_tab(widget: QWidget) -> bool:
    """Whether a control in sight can be reached by Tab; a radio-like group is one stop."""
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def controls_in(top: QWidget) -> list[QWidget]:
    inner = (QLineEdit, QScrollArea)
    return [
        widget
        for widget in top.findChildren(QWidget)
        if by_tab(widget) and widget.focusProxy() is None and not (isinstance(widget, inner) and in_spin_box(widget))
    ]


def in_spin_box(widget: QWidget) -> bool:
    return isinstance(widget.parentWidget(), QAbstractSpinBox)


def name_of(widget: QWidget) -> str:
    """What a screen reader says."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text


def way_by_tab(top: QWidget, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[QWidget]:
    """The controls that Tab goes to, from where the focus is until it is there again."""
    way: list[QWidget] = []
    while len(way) < MOST_CONTROLS:
        focused = QApplication.focusWidget()
        assert focused is not None
        if focused in way:
            return way
        way.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab if not modifier else Qt.Key.Key_Backtab, modifier)
    pytest.fail(f"the way does not come back: {way[:4]}")


def check_way(driver: Driver, top: QWidget) -> None:
    activate(driver, top)
    expected = set(controls_in(top))
    QTest.keyClick(top, Qt.Key.Key_Tab)
    way = way_by_tab(top)
    assert expected - set(way) == set(), "not reached"
    assert {type(widget).__name__ for widget in way if not name_of(widget)} == set(), "without a name"
    assert set(way_by_tab(top, Qt.KeyboardModifier.ShiftModifier)) == set(way), "the way back is another one"


def activate(driver: Driver, top: QWidget) -> None:
    top.activateWindow()
    driver.wait(lambda: QApplication.activeWindow() is top)


def check_order(way: list[QWidget], top: QWidget) -> None:
    """Rows from top to bottom, and each from left to right."""
    places = [QRect(widget.mapTo(top, QPoint()), widget.size()) for widget in way]
    for before, after in pairwise(places):
        beside = before.top() < after.center().y() < before.bottom() or after.top() < before.center().y() < after.bottom()
        assert before.left() < after.left() if beside else before.top() < after.top(), (before, after)


@pytest.mark.parametrize("panel", [0, 1], ids=["denoise", "fill"])
def test_tab_goes_through_the_window(opened: Driver, panel: int) -> None:
    opened.window.sidebar.show_panel(panel)
    opened.canvas.setFocus()
    check_way(opened, opened.window)
    content = opened.panel if panel == 0 else opened.fill_panel
    way = [widget for widget in way_from_the_start(opened.window) if content.isAncestorOf(widget)]
    assert len(way) > 4
    check_order(way, content)


def test_tab_goes_through_the_window_without_a_photo(driver: Driver) -> None:
    check_way(driver, driver.window)


def way_from_the_start(top: QWidget) -> list[QWidget]:
    """The way as it is kept, which begins at the window itself."""
    way: list[QWidget] = []
    widget = top.nextInFocusChain()
    while widget is not None and widget is not top:
        if by_tab(widget) and widget.focusProxy() is None:
            way.append(widget)
        widget = widget.nextInFocusChain()
    return way


def dialogs(driver: Driver) -> Iterator[QDialog]:
    driver.window.preferences_dialog.open()
    yield driver.window.preferences_dialog
    driver.window.models_dialog.open()
    yield driver.window.models_dialog
    for dialog in (shortcut_sheet(driver.actions, driver.window), about(driver.window), show_error(OutOfMemory(), driver.window)):
        dialog.open()
        yield dialog


def test_tab_goes_through_each_dialog(driver: Driver) -> None:
    for dialog in dialogs(driver):
        driver.wait(dialog.isVisible)
        assert dialog.windowTitle()
        check_way(driver, dialog)
        check_order(way_from_the_start(dialog), dialog)
        dialog.reject()


def test_nothing_without_words_lacks_a_name(opened: Driver) -> None:
    """Tool buttons do not take the focus, but a screen reader finds them."""
    for button in opened.window.findChildren(QToolButton):
        if button.isVisible():
            assert name_of(button), button
            assert button.toolTip(), button
    assert opened.canvas.accessibleName()


# --- where the focus is ---


def looks(driver: Driver, widget: QWidget, top: QWidget) -> NDArray[np.int16]:
    activate(driver, top)
    return to_array(widget.grab().toImage()).astype(np.int16)


def focus_shows(driver: Driver, widget: QWidget, top: QWidget, elsewhere: QWidget) -> bool:
    """Whether some 20 pixels at least become quite different."""
    elsewhere.setFocus(Qt.FocusReason.TabFocusReason)
    without = looks(driver, widget, top)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    assert widget.hasFocus()
    return int((np.abs(looks(driver, widget, top) - without).max(axis=2) > 60).sum()) > 20


@CHOICES
def test_the_focus_is_seen(opened: Driver, choice: ThemeChoice) -> None:
    opened.window.themes.choose(choice)
    window = opened.window
    seen: set[type[QWidget]] = set()
    for panel in (0, 1):
        window.sidebar.show_panel(panel)
        controls = [widget for widget in controls_in(window) if not isinstance(widget, QScrollArea)]
        seen |= {type(widget) for widget in controls}
        for widget in controls:
            elsewhere = next(other for other in controls if other is not widget)
            assert focus_shows(opened, widget, window, elsewhere), name_of(widget)
    assert {QPushButton, QToolButton, QCheckBox, Slider, QDoubleSpinBox, QTabBar, Canvas} <= seen


@CHOICES
def test_the_focus_is_seen_in_dialogs(driver: Driver, choice: ThemeChoice) -> None:
    driver.window.themes.choose(choice)
    seen: set[type[QWidget]] = set()
    for dialog in (driver.window.preferences_dialog, driver.window.models_dialog):
        dialog.open()
        driver.wait(dialog.isVisible)
        controls = controls_in(dialog)
        for widget in controls:
            if widget.isEnabled():
                elsewhere = next(other for other in controls if other is not widget)
                assert focus_shows(driver, widget, dialog, elsewhere), name_of(widget)
                seen.add(type(widget))
        dialog.reject()
    assert any(issubclass(kind, QComboBox) for kind in seen)
    assert {QListWidget, QLineEdit, QCheckBox} <= seen


def test_the_canvas_has_a_ring_only_for_those_who_come_by_key(opened: Driver) -> None:
    opened.panel.setFocus()
    plain = opened.screen()
    opened.canvas.setFocus(Qt.FocusReason.MouseFocusReason)
    np.testing.assert_array_equal(opened.screen(), plain)
    opened.panel.auto.setFocus()
    opened.canvas.setFocus(Qt.FocusReason.TabFocusReason)
    ringed = opened.screen()
    assert np.abs(ringed[1].astype(int) - plain[1]).max(axis=1).all()
    np.testing.assert_array_equal(ringed[8:-8, 8:-8], plain[8:-8, 8:-8])


# --- contrast ---


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = np.array([QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    darker, brighter = sorted((luminance(one), luminance(other)))
    return (brighter + 0.05) / (darker + 0.05)


@THEMES
def test_letters_stand_out(theme: Theme) -> None:
    surfaces = (theme.window, theme.panel, theme.field, theme.raised, theme.hover)
    pairs = [(theme.text, surface) for surface in surfaces]
    pairs += [(theme.muted, surface) for surface in (theme.window, theme.panel, theme.field)]
    pairs += [(theme.on_accent, accent) for accent in (theme.accent, theme.accent_hover)]
    pairs += [(state, surface) for state in (theme.good, theme.warning, theme.bad) for surface in (theme.window, theme.panel)]
    pairs += [(letters, theme.canvas) for letters in (theme.canvas_text, theme.canvas_muted)]
    pairs += [(theme.canvas_muted, theme.key), ("#f2f2f2", theme.toast)]
    for letters, surface in pairs:
        assert contrast(letters, surface) >= 4.5, (letters, surface)


@THEMES
def test_controls_stand_out(theme: Theme) -> None:
    for surface in (theme.window, theme.panel, theme.field):
        for mark in (theme.edge, theme.accent, theme.knob):
            assert contrast(mark, surface) >= 3, (mark, surface)
    assert contrast(theme.dash, theme.canvas) >= 3
    assert contrast(theme.text, theme.accent) >= 3 or contrast(theme.accent, theme.panel) >= 3


# --- high contrast ---


def test_high_contrast_can_be_chosen(opened: Driver) -> None:
    opened.actions.themes["contrast"].trigger()
    assert opened.window.themes.theme is CONTRAST
    assert opened.window.settings.theme == "contrast"
    assert opened.actions.themes["contrast"].isChecked()
    assert opened.window.palette().window().color() == QColor("black")
    opened.actions.themes["light"].trigger()
    assert opened.window.themes.theme is LIGHT


@pytest.mark.parametrize(("choice", "expected"), [("system", CONTRAST), ("dark", DARK), ("light", LIGHT)])
def test_high_contrast_where_the_system_asks_for_it(
    themes: Themes, monkeypatch: pytest.MonkeyPatch, choice: ThemeChoice, expected: Theme
) -> None:
    monkeypatch.setattr(themes_module, "of_system", lambda: CONTRAST)
    themes.choose(choice)
    assert themes.theme is expected
    monkeypatch.undo()
    themes.choose("system")


def test_states_are_told_by_more_than_colour(opened: Driver) -> None:
    chip = opened.window.status.chip
    opened.wait(lambda: opened.editor.device)
    assert "CPU" in chip.text.text()
    mark = opened.window.toast.findChildren(QLabel, "toast_mark")[0]
    opened.window.toast.show_message("Text", "success")
    assert mark.text() == "✓"
    opened.window.toast.show_message("Text", "warning")
    assert mark.text() == "!"


def test_every_menu_entry_can_be_reached_by_key(opened: Driver) -> None:
    """By its own key, or by a letter of its menu."""
    for action in opened.window.menuBar().actions():
        menu = action.menu()
        assert isinstance(menu, QMenu)
        for entry in menu.actions():
            if not entry.isSeparator():
                assert not QKeySequence.mnemonic(entry.text()).isEmpty() or not entry.shortcut().isEmpty(), entry.text()


# --- the mask, as it is seen with every kind of colour vision ---

VISION: dict[str, list[list[float]]] = {
    "usual": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Machado, Oliveira and Fernandes 2009, on linear light."""

SUBJECTS = {
    "light skin": (224, 172, 138),
    "dark skin": (92, 58, 40),
    "foliage": (70, 110, 50),
    "bright leaf": (120, 160, 60),
    "sky": (120, 170, 220),
    "deep sky": (40, 90, 170),
    "autumn": (200, 110, 30),
    "red": (180, 40, 40),
    "flower": (200, 60, 150),
    "grey": (128, 128, 128),
    "white": (240, 240, 240),
    "black": (15, 15, 15),
}
CLEARLY_DIFFERENT = 15.0


def lab(colour: NDArray[np.float64], vision: str) -> NDArray[np.float64]:
    """CIE L*a*b* of an 8-bit sRGB colour as it is seen."""
    parts = colour / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.asarray(VISION[vision]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    x, y, z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_mask_is_seen_on_everything(vision: str, subject: str) -> None:
    plain = np.array(SUBJECTS[subject], float)
    masked = (1 - OPACITY) * plain + OPACITY * np.array(TINT)
    assert np.linalg.norm(lab(masked, vision) - lab(plain, vision)) > CLEARLY_DIFFERENT
