"""The mask as it is seen, and what changes all of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from tests.gui.driver import Driver, click
from tintype.geometry import Region, Size
from tintype.gui.canvas.mask_overlay import OPACITY, TINT
from tintype.gui.error_box import ErrorBox
from tintype.photo import Photo, read_mask, write_mask, write_photo

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton


# --- the overlay ---


def test_the_mask_is_seen_and_hidden(opened: Driver) -> None:
    plain = opened.screen()
    opened.key(Qt.Key.Key_M)
    opened.drag((100, 100), (300, 300))
    QApplication.sendEvent(opened.canvas, QEvent(QEvent.Type.Leave))
    masked = opened.screen()
    place = opened.on_canvas(200, 200)
    before, after = (image[place.y(), place.x()].astype(int) for image in (plain, masked))
    np.testing.assert_allclose(after, (1 - OPACITY) * before + OPACITY * np.array(TINT), atol=2)
    outside = opened.on_canvas(350, 200)
    np.testing.assert_array_equal(plain[:, outside.x() :], masked[:, outside.x() :])
    opened.key(Qt.Key.Key_O)
    np.testing.assert_array_equal(opened.screen(), plain)
    opened.drag((310, 100), (330, 120))
    assert opened.masks.shown
    opened.key(Qt.Key.Key_Backslash)
    y = opened.canvas.view.origin[1] + 40
    QApplication.sendEvent(opened.canvas, QEvent(QEvent.Type.Leave))
    np.testing.assert_array_equal(opened.screen()[y:], plain[y:])
    opened.key(Qt.Key.Key_Backslash)


def test_the_tint_has_no_seams_at_any_zoom(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "flat.png"
    write_photo(Photo(np.full((1101, 1501, 3), 0.2, np.float32)), path)
    driver.open(path)
    driver.actions.mask.invert.trigger()
    for scale in (0.37, 0.61, 0.93, 1.3, 2.7, 3.3):
        driver.canvas.zoom_to(scale)
        visible = driver.canvas.view.visible_rect
        screen = driver.screen()[int(visible.top) + 2 : int(visible.bottom) - 2, int(visible.left) + 2 : int(visible.right) - 2]
        assert len(np.unique(screen.reshape(-1, 3), axis=0)) == 1, scale


def test_what_is_painted_is_seen_at_once_without_painting_all_anew(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    opened.screen()
    opened.drag((100, 200), (150, 200), release=False)
    QApplication.processEvents()
    partly = opened.canvas.grab().toImage()
    opened.canvas.update()
    QApplication.processEvents()
    assert opened.canvas.grab().toImage() == partly
    QTest.mouseRelease(opened.canvas, LEFT, pos=opened.on_canvas(150, 200))


# --- the whole mask ---


def test_invert_grow_shrink_and_clear_are_undone(opened: Driver) -> None:
    actions = opened.actions.mask
    assert not actions.grow.isEnabled()
    opened.key(Qt.Key.Key_M)
    opened.drag((100, 100), (200, 200))
    actions.grow.trigger()
    assert opened.document.mask.bounds() == Region(96, 96, Size(108, 108))
    actions.shrink.trigger()
    assert opened.document.mask.bounds() == Region(100, 100, Size(100, 100))
    opened.key(Qt.Key.Key_I, CONTROL | SHIFT)
    assert opened.coverage[150, 150] == 0
    assert opened.coverage[0, 0] == 255
    opened.key(Qt.Key.Key_Escape)
    assert opened.document.mask.empty
    for _ in range(4):
        opened.undo()
    assert opened.document.mask.bounds() == Region(100, 100, Size(100, 100))
    opened.undo()
    assert opened.document.mask.empty
    assert not opened.actions.undo.isEnabled()


def test_a_mask_is_saved_and_loaded_without_loss(
    opened: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smooth_file: Path
) -> None:
    target, proposals = tmp_path / "mine", []

    def pick(parent: object, title: str, proposal: str, filters: str) -> tuple[str, str]:
        proposals.append(proposal)
        return str(target), filters

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(target) + ".png", ""))
    opened.masks.set_brush(hardness=0.0)
    opened.key(Qt.Key.Key_B)
    opened.drag((100, 100), (220, 160))
    painted = opened.coverage.copy()
    opened.actions.mask.save.trigger()
    opened.wait(lambda: opened.window.toast.text == "Saved as mine.png")
    assert proposals == [str(smooth_file.with_name("smooth_mask.png"))]
    np.testing.assert_array_equal(read_mask(tmp_path / "mine.png"), painted)
    opened.key(Qt.Key.Key_Escape)
    opened.actions.mask.load.trigger()
    opened.wait(lambda: not opened.document.mask.empty)
    np.testing.assert_array_equal(opened.coverage, painted)
    opened.undo()
    assert opened.document.mask.empty


def test_a_mask_of_another_size_is_refused(opened: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "small.png"
    write_mask(np.full((10, 20), 255, np.uint8), path)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    opened.actions.mask.load.trigger()
    assert "20x10" in opened.dialog(ErrorBox).sentence.text()
    assert opened.document.mask.empty


def test_cancelled_dialogs_change_nothing(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: ("", ""))
    opened.actions.mask.invert.trigger()
    opened.actions.mask.load.trigger()
    opened.actions.mask.save.trigger()
    assert opened.coverage.min() == 255


def test_the_last_mask_is_reused_also_on_the_next_photo(opened: Driver, tmp_path: Path, smooth_file: Path) -> None:
    assert not opened.actions.mask.reuse.isEnabled()
    opened.key(Qt.Key.Key_M)
    opened.drag((100, 100), (200, 200))
    same, other = tmp_path / "same.png", tmp_path / "other.png"
    same.write_bytes(smooth_file.read_bytes())
    write_photo(Photo(np.full((50, 60, 3), 0.5, np.float32)), other)
    opened.open(same)
    assert opened.document.mask.empty
    opened.key(Qt.Key.Key_M, CONTROL | SHIFT)
    assert opened.document.mask.bounds() == Region(100, 100, Size(100, 100))
    opened.undo()
    assert opened.document.mask.empty
    opened.key(Qt.Key.Key_M, CONTROL | SHIFT)
    opened.key(Qt.Key.Key_Escape)
    opened.key(Qt.Key.Key_M, CONTROL | SHIFT)
    assert not opened.document.mask.empty
    opened.open(other)
    opened.key(Qt.Key.Key_M, CONTROL | SHIFT)
    assert "500 by 400" in opened.window.toast.text
    assert opened.document.mask.empty


def test_a_mask_is_dropped_by_its_name_or_on_the_panel(opened: Driver, tmp_path: Path) -> None:
    document, coverage = opened.document, np.zeros((400, 500), np.uint8)
    coverage[50:60, 70:90] = 255
    for name in ("smooth_mask.png", "wires.png"):
        write_mask(coverage, tmp_path / name)
    opened.drop(tmp_path / "smooth_mask.png")
    opened.wait(lambda: not document.mask.empty)
    np.testing.assert_array_equal(opened.coverage, coverage)
    opened.key(Qt.Key.Key_Escape)
    opened.key(Qt.Key.Key_B)
    place = opened.fill_panel.mapTo(opened.window, opened.fill_panel.rect().center())
    opened.drop(tmp_path / "wires.png", place=place)
    opened.wait(lambda: not document.mask.empty)
    assert opened.document is document


def test_a_dropped_mask_of_another_size_is_refused(opened: Driver, tmp_path: Path) -> None:
    write_mask(np.zeros((10, 10), np.uint8), tmp_path / "small_mask.png")
    opened.drop(tmp_path / "small_mask.png")
    assert "500" in opened.dialog(ErrorBox).sentence.text()
    assert opened.document.mask.empty


def test_plain_drop_opens_a_mask_as_a_photo(opened: Driver, tmp_path: Path) -> None:
    path = tmp_path / "mask.png"
    write_mask(np.zeros((400, 500), np.uint8), path)
    opened.drop(path)
    opened.wait(lambda: opened.document.path == path)


# --- the panel ---


def test_tools_bring_their_panel_and_leaving_it_puts_them_away(opened: Driver) -> None:
    tabs = opened.window.sidebar.tabs
    assert opened.panel.isVisible()
    opened.key(Qt.Key.Key_L)
    assert opened.fill_panel.isVisible()
    click(tabs, tabs.tabRect(0).center())
    assert opened.panel.isVisible()
    tools = opened.actions.mask.tools
    assert tools["hand"].isChecked()
    click(tabs, tabs.tabRect(1).center())
    assert tools["brush"].isChecked()
    click(opened.fill_panel.tools["eraser"])
    assert tools["eraser"].isChecked()


def test_without_a_photo_nothing_can_be_masked(driver: Driver) -> None:
    actions = driver.actions.mask
    assert not any(action.isEnabled() for action in actions.entries if action is not None)
    driver.key(Qt.Key.Key_B)
    assert driver.masks.tool == "hand"


def test_every_control_has_a_name_and_a_place_in_the_tab_order(opened: Driver) -> None:
    panel = opened.fill_panel
    controls = [*panel.tools.values(), panel.show_button, *panel.mask_buttons, panel.find_button]
    rows = (panel.size_row, panel.hardness_row, panel.sensitivity_row)
    sliders = [control for row in rows for control in (row.slider, row.field)]
    for control in (*controls, *sliders, panel.each_stroke, panel.button, panel.vary_button, opened.window.sidebar.tabs):
        assert control.accessibleName() or getattr(control, "text", str)(), control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
