"""Filling, trying another variant and finding damage, driven by mouse and keys, and undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.gui.driver import Driver, click, to_array, to_bytes
from tests.models import write_denoiser
from tintype.engine import Catalogue, InpaintSettings
from tintype.geometry import Region, Size
from tintype.gui.error_box import ErrorBox
from tintype.gui.main_window import MainWindow
from tintype.photo import Pixels, read_photo

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HOLE = Region(100, 120, Size(40, 60))


@pytest.fixture
def opened(opened: Driver) -> Driver:
    opened.masks.set_brush(diameter=20)
    return opened


def after(driver: Driver) -> Pixels:
    return driver.document.render("after", 0, Region.of(driver.document.photo.size)).copy()


def mask_hole(driver: Driver, hole: Region = HOLE) -> None:
    driver.masks.choose("hand")
    driver.key(Qt.Key.Key_M)
    driver.drag((hole.left, hole.top), (hole.right, hole.bottom))
    assert driver.document.mask.bounds() == hole


def filled_by_engine(driver: Driver, pixels: Pixels, seed: int = 0) -> Pixels:
    mask = np.zeros(pixels.shape[:2], np.uint8)
    mask[HOLE.slices] = 255
    return driver.engine.inpaint(pixels, mask, InpaintSettings(seed)).onto(pixels)


def begin_filling(driver: Driver) -> None:
    driver.engine.held = True
    driver.engine.inside.clear()
    driver.key(Qt.Key.Key_Return)
    driver.wait(driver.engine.inside.is_set)


# --- filling ---


def test_enter_fills_and_one_undo_brings_photo_and_mask_back(opened: Driver) -> None:
    pixels = opened.document.photo.pixels
    mask_hole(opened)
    masked = opened.screen()
    opened.fill()
    assert opened.window.toast.text.startswith("Filled in ")
    np.testing.assert_array_equal(after(opened), filled_by_engine(opened, pixels))
    assert opened.document.mask.empty
    assert opened.window.isWindowModified()
    filled = opened.screen()
    assert (filled != masked).any()
    opened.undo()
    np.testing.assert_array_equal(after(opened), pixels)
    assert opened.document.mask.bounds() == HOLE
    assert not opened.window.isWindowModified()
    np.testing.assert_array_equal(opened.screen(), masked)
    opened.key(Qt.Key.Key_Y, CONTROL)
    np.testing.assert_array_equal(opened.screen(), filled)
    assert len(opened.engine.fills) == 2  # the window's, and that of this test


def test_nothing_outside_of_the_mask_changes(opened: Driver) -> None:
    pixels = opened.document.photo.pixels.copy()
    mask_hole(opened)
    opened.fill()
    outside = np.ones(pixels.shape[:2], bool)
    outside[HOLE.slices] = False
    np.testing.assert_array_equal(after(opened)[outside], pixels[outside])
    assert (after(opened)[HOLE.slices] != pixels[HOLE.slices]).any()


def test_several_places_are_filled_at_once(opened: Driver) -> None:
    opened.key(Qt.Key.Key_B)
    opened.drag((50, 50), (90, 50))
    opened.drag((400, 300), (440, 330))
    opened.fill()
    changed = (after(opened) != opened.document.photo.pixels).any(axis=2)
    assert changed[45:55, 50:90].any()
    assert changed[300:330, 400:440].any()
    assert len(opened.engine.fills) == 1


def test_an_empty_mask_is_answered_with_a_hint(opened: Driver) -> None:
    opened.key(Qt.Key.Key_Return)
    assert opened.window.toast.text.startswith("Paint over what should go first")
    assert opened.engine.fills == []


def test_a_mask_of_everything_is_told(opened: Driver) -> None:
    opened.key(Qt.Key.Key_I, CONTROL | SHIFT)
    opened.key(Qt.Key.Key_Return)
    assert "covers the whole photo" in opened.dialog(ErrorBox).sentence.text()
    assert opened.coverage.min() == 255
    assert not opened.editor.busy


def test_progress_is_shown_and_escape_stops_the_fill_alone(opened: Driver) -> None:
    pixels = opened.document.photo.pixels
    mask_hole(opened)
    begin_filling(opened)
    row = opened.fill_panel.progress
    opened.wait(lambda: row.bar.value() == 250)
    assert row.isVisible()
    assert row.percent.text() == "Filling… 25 %"
    opened.key(Qt.Key.Key_Escape)
    assert not opened.editor.busy
    opened.engine.held = False
    opened.qtbot.wait(100)
    np.testing.assert_array_equal(after(opened), pixels)
    assert opened.document.mask.bounds() == HOLE
    assert opened.no_dialog()
    opened.key(Qt.Key.Key_Escape)
    assert opened.document.mask.empty


def test_one_may_paint_the_next_place_while_a_fill_runs(opened: Driver) -> None:
    mask_hole(opened)
    begin_filling(opened)
    opened.key(Qt.Key.Key_B)
    opened.drag((400, 300), (440, 300))
    opened.undo()
    assert opened.editor.busy
    opened.drag((400, 300), (440, 300))
    opened.engine.held = False
    opened.wait(lambda: not opened.editor.busy)
    bounds = opened.document.mask.bounds()
    assert bounds is not None
    assert bounds.left > 380
    assert (after(opened)[HOLE.slices] != opened.document.photo.pixels[HOLE.slices]).any()
    opened.undo()
    opened.undo()
    assert opened.document.mask.bounds() == HOLE


def test_undo_of_what_a_fill_works_on_stops_it(opened: Driver) -> None:
    mask_hole(opened)
    opened.fill()
    mask_hole(opened, Region(300, 300, Size(20, 20)))
    begin_filling(opened)
    opened.undo()
    assert opened.editor.busy  # a stroke less is no matter
    opened.undo()
    assert not opened.editor.busy
    opened.engine.held = False
    opened.qtbot.wait(50)
    assert opened.document.state.fills == ()


def test_two_things_at_once_are_refused(opened: Driver) -> None:
    mask_hole(opened)
    begin_filling(opened)
    opened.panel.noise.field.setValue(20)
    opened.key(Qt.Key.Key_D)
    assert "still running" in opened.window.toast.text
    opened.key(Qt.Key.Key_Return)
    assert "still running" in opened.window.toast.text
    opened.key(Qt.Key.Key_F, CONTROL)
    assert opened.engine.searches == 0
    opened.engine.held = False
    opened.wait(lambda: not opened.editor.busy)
    assert len(opened.engine.fills) == 1


def test_fill_after_each_stroke(opened: Driver, make_window: Callable[[], MainWindow]) -> None:
    click(opened.window.sidebar.tabs, opened.window.sidebar.tabs.tabRect(1).center())
    opened.fill_panel.each_stroke.click()
    for x in (50, 250):
        opened.drag((x, 200), (x + 40, 200))
        opened.wait(lambda: opened.document.mask.empty)
    assert len(opened.document.state.fills) == 2
    opened.undo()
    assert opened.coverage[200, 270] == 255
    assert len(opened.document.state.fills) == 1
    opened.window.settings.sync()
    assert make_window().mask_controls.filler.after_each_stroke


def test_a_stroke_painted_during_an_automatic_fill_is_filled_next(opened: Driver) -> None:
    opened.window.mask_controls.filler.set_after_each_stroke(True)
    opened.key(Qt.Key.Key_B)
    opened.engine.held = True
    opened.drag((50, 200), (90, 200))
    opened.wait(opened.engine.inside.is_set)
    opened.drag((250, 200), (290, 200))
    opened.engine.held = False
    opened.wait(lambda: len(opened.document.state.fills) == 2)
    assert opened.document.mask.empty


# --- another variant ---


def test_try_another_takes_the_next_seed_and_undo_gives_the_last_variant(opened: Driver) -> None:
    pixels = opened.document.photo.pixels
    assert not opened.actions.mask.vary.isEnabled()
    mask_hole(opened)
    opened.fill()
    first = after(opened)
    opened.fill(Qt.Key.Key_T)
    assert opened.engine.fills == [0, 1]
    second = after(opened)
    np.testing.assert_array_equal(second, filled_by_engine(opened, pixels, seed=1))
    opened.fill(Qt.Key.Key_T)
    assert opened.document.state.fills[-1].seed == 2
    assert len(opened.document.state.fills) == 1
    opened.undo()
    np.testing.assert_array_equal(after(opened), second)
    opened.undo()
    np.testing.assert_array_equal(after(opened), first)
    opened.undo()
    np.testing.assert_array_equal(after(opened), pixels)
    assert opened.document.mask.bounds() == HOLE


def test_another_variant_of_the_last_fill_keeps_the_earlier_ones(opened: Driver) -> None:
    mask_hole(opened)
    opened.fill()
    first = after(opened)
    other = Region(300, 300, Size(20, 20))
    mask_hole(opened, other)
    opened.fill()
    opened.fill(Qt.Key.Key_T)
    outside = np.ones(first.shape[:2], bool)
    outside[other.slices] = False
    np.testing.assert_array_equal(after(opened)[outside], first[outside])
    assert [fill.seed for fill in opened.document.state.fills] == [0, 1]


def test_reset_takes_the_fills_out_too(opened: Driver) -> None:
    mask_hole(opened)
    opened.fill()
    opened.key(Qt.Key.Key_R, CONTROL | SHIFT)
    np.testing.assert_array_equal(after(opened), opened.document.photo.pixels)
    assert not opened.actions.reset.isEnabled()
    opened.undo()
    assert len(opened.document.state.fills) == 1


# --- with denoising ---


def test_a_fill_in_a_denoised_photo_needs_no_second_denoising(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    driver.denoise()
    denoised = after(driver)
    driver.masks.choose("rectangle")
    driver.drag((40, 30), (60, 50))
    driver.fill()
    assert not document.pending
    assert len(driver.engine.runs) == 1
    expected = driver.engine.denoise(document.retouched.pixels, driver.editor.draft.__class__(noise=document.measured)).restored
    np.testing.assert_allclose(after(driver), expected, atol=1e-6)
    assert (after(driver) != denoised).any()
    driver.undo()
    np.testing.assert_array_equal(after(driver), denoised)
    assert not driver.editor.busy
    driver.key(Qt.Key.Key_Y, CONTROL)
    np.testing.assert_allclose(after(driver), expected, atol=1e-6)
    driver.panel.luminance.field.setValue(40)
    assert not document.pending


def test_denoising_comes_after_the_fills(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    driver.masks.choose("rectangle")
    driver.drag((40, 30), (60, 50))
    driver.fill()
    retouched = document.retouched.pixels.copy()
    driver.denoise()
    settings = driver.editor.draft.__class__(noise=document.measured)
    np.testing.assert_array_equal(after(driver), driver.engine.denoise(retouched, settings).restored)
    for _ in range(3):
        driver.undo()
    np.testing.assert_array_equal(after(driver), document.photo.pixels)
    assert document.mask.empty
    assert not driver.actions.undo.isEnabled()


def test_the_split_compares_with_the_photo_as_it_was_read(opened: Driver) -> None:
    mask_hole(opened)
    opened.fill()
    before = opened.document.render("before", 0, HOLE)
    np.testing.assert_array_equal(before, opened.document.photo.pixels[HOLE.slices])
    filled = opened.screen()
    opened.key(Qt.Key.Key_Backslash)
    opened.qtbot.wait(10)
    assert (opened.screen()[200:] != filled[200:]).any()


# --- saving ---


def test_save_copy_and_leave_know_of_the_fills(
    opened: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, smooth_file: Path
) -> None:
    target, proposals = tmp_path / "result.png", []

    def pick(parent: object, title: str, proposal: str, filters: str, chosen: str) -> tuple[str, str]:
        proposals.append(proposal)
        return str(target), chosen

    monkeypatch.setattr(QFileDialog, "getSaveFileName", pick)
    mask_hole(opened)
    opened.fill()
    expected = to_bytes(after(opened))
    opened.key(Qt.Key.Key_C, CONTROL)
    opened.wait(lambda: opened.window.toast.text == "Copied")
    np.testing.assert_array_equal(to_array(QGuiApplication.clipboard().image()), expected)
    opened.key(Qt.Key.Key_S, CONTROL)
    opened.wait(lambda: not opened.document.history.dirty)
    assert proposals == [str(smooth_file.with_name("smooth_filled.png"))]
    np.testing.assert_array_equal(to_bytes(read_photo(target).pixels), expected)
    opened.undo()
    assert opened.document.history.dirty


# --- keys and missing models ---


def test_enter_in_a_field_ends_the_typing_and_fills_nothing(opened: Driver) -> None:
    mask_hole(opened)
    field = opened.fill_panel.size_row.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "77")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert opened.masks.diameter == 77
    assert opened.engine.fills == []
    QTest.keyClick(opened.canvas, Qt.Key.Key_Enter)
    opened.wait(lambda: opened.document.state.fills)


def test_without_models_the_panel_says_so(driver: Driver, smooth_file: Path, tmp_path: Path) -> None:
    write_denoiser(tmp_path / "blur.onnx")
    driver.engine.catalogue = Catalogue([tmp_path])
    driver.open(smooth_file)
    panel = driver.fill_panel
    assert panel.sentence.text() == "No filling model is installed."
    assert not panel.button.isEnabled()
    assert not panel.vary_button.isEnabled()
    assert not panel.find_button.isEnabled()
    driver.key(Qt.Key.Key_M)
    driver.drag((50, 50), (90, 90))
    assert not driver.document.mask.empty
    assert not panel.button.isEnabled()


def test_the_sheet_lists_the_new_keys(driver: Driver) -> None:
    titles = dict(driver.actions.menus())
    assert {"Fill", "Try Another", "Best of Four", "Brush"} <= {entry.text().replace("&", "") for entry in titles["Mask"]}
