from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.driver import Driver, click, double_click, to_bytes
from tests.models import write_denoiser
from tintype.engine import Amount, Catalogue, blend
from tintype.gui.denoise_panel import LEVELS
from tintype.gui.error_box import ErrorBox
from tintype.gui.main_window import MainWindow
from tintype.photo import Photo, write_photo

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_denoise_shows_the_result_on_the_canvas(driver: Driver, noisy_file: Path, noisy_pixels: np.ndarray) -> None:
    document = driver.open(noisy_file)
    before = driver.screen()
    driver.denoise()
    assert document.shown is not None
    restored = document.shown.denoised.restored
    expected = driver.engine.denoise(noisy_pixels, document.recipe.denoise or driver.editor.draft).restored
    np.testing.assert_array_equal(restored, expected)
    x, y = driver.canvas.view.origin
    after = driver.screen()
    np.testing.assert_array_equal(after[y : y + 96, x : x + 128], to_bytes(restored))
    np.testing.assert_array_equal(before[y : y + 96, x : x + 128], to_bytes(noisy_pixels))


def test_the_panel_and_the_status_bar_say_what_happened(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    assert driver.panel.measured.text() == f"Measured noise {(document.measured or 0) * LEVELS:.1f}"
    assert driver.panel.noise.value == pytest.approx((document.measured or 0) * LEVELS, abs=0.06)
    assert driver.panel.button.isEnabled()
    driver.denoise()
    assert "→" in driver.panel.measured.text()
    assert "→" in driver.window.status.noise.text()
    assert re.search(r" · fast · \d+ ms/MP$", driver.window.status.chip.text.text())
    assert not driver.panel.button.isEnabled()
    assert driver.window.isWindowModified()


def test_the_noise_is_told_for_dark_and_bright_places_apart(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    assert document.profile is not None
    document.profile = replace(document.profile, luminance=tuple(0.01 * step for step in range(9)), colour=(0.05,) * 9)
    driver.editor.measured.emit()
    assert driver.panel.measured.toolTip() == "Luminance 5.1 in the shadows and 15.3 in the lights, colour 12.8 and 12.8"


def test_amount_blends_at_once_without_an_inference(driver: Driver, noisy_file: Path, noisy_pixels: np.ndarray) -> None:
    document = driver.open(noisy_file)
    driver.denoise()
    assert document.shown is not None
    driver.panel.luminance.field.setValue(40)
    assert document.recipe.denoise is not None
    assert document.recipe.denoise.amount == Amount(0.4, 0.4)
    x, y = driver.canvas.view.origin
    expected = blend(noisy_pixels, document.shown.denoised.restored, Amount(0.4, 0.4))
    np.testing.assert_allclose(driver.screen()[y : y + 96, x : x + 128].astype(int), to_bytes(expected), atol=1)
    driver.panel.link.click()
    driver.panel.colour.field.setValue(100)
    assert document.recipe.denoise.amount == Amount(0.4, 1.0)
    assert len(driver.engine.runs) == 1


def test_undo_and_redo_restore_without_an_inference(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    original = driver.screen()
    driver.denoise()
    full = driver.screen()
    driver.panel.luminance.field.setValue(30)
    weak = driver.screen()
    assert (weak != full).any()
    driver.key(Qt.Key.Key_Z, CONTROL)
    np.testing.assert_array_equal(driver.screen(), full)
    assert driver.panel.luminance.value == 100
    driver.key(Qt.Key.Key_Z, CONTROL)
    np.testing.assert_array_equal(driver.screen(), original)
    assert not document.history.dirty
    assert not driver.actions.undo.isEnabled()
    driver.key(Qt.Key.Key_Y, CONTROL)
    driver.key(Qt.Key.Key_Z, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    np.testing.assert_array_equal(driver.screen(), weak)
    assert len(driver.engine.runs) == 1


def test_a_drag_is_one_step_of_undo(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.denoise()
    slider = driver.panel.luminance.slider
    slider.setSliderDown(True)
    for position in range(900, 500, -50):
        slider.setValue(position)
    slider.setSliderDown(False)
    assert driver.panel.luminance.value == 55
    driver.actions.undo.trigger()
    assert driver.panel.luminance.value == 100
    assert driver.editor.document is not None
    assert driver.editor.document.recipe.denoise is not None


def test_a_double_click_on_a_name_resets_its_slider(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.panel.luminance.field.setValue(30)
    double_click(driver.panel.luminance.label)
    assert driver.panel.luminance.value == 100
    driver.panel.noise.field.setValue(30)
    assert not driver.panel.auto.isChecked()
    double_click(driver.panel.noise.label)
    assert driver.panel.auto.isChecked()


def test_a_click_beside_the_handle_takes_it_there(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    slider = driver.panel.luminance.slider
    click(slider, slider.rect().center())
    assert 45 <= driver.panel.luminance.value <= 55


def test_the_keys_of_the_window_work_from_a_field_too(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    field = driver.panel.luminance.field
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_D)
    driver.wait(lambda: document.shown)
    field.selectAll()
    QTest.keyClicks(field, "35")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert document.recipe.denoise is not None
    assert document.recipe.denoise.amount == Amount(0.35, 0.35)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Z, CONTROL)
    assert driver.panel.luminance.value == 100
    QTest.keyClick(field, Qt.Key.Key_Y)
    assert driver.canvas.split.on


def test_another_noise_level_is_inferred_by_itself_once_a_result_is_shown(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    driver.panel.noise.field.setValue(10)
    driver.qtbot.wait(600)
    assert driver.engine.runs == []
    driver.denoise()
    first = document.shown
    driver.panel.noise.field.setValue(40)
    assert document.shown is first
    driver.wait(lambda: document.shown is not first)
    assert [run.noise for run in driver.engine.runs] == [pytest.approx(10 / 255), pytest.approx(40 / 255)]
    driver.actions.undo.trigger()
    assert document.shown is first
    assert driver.panel.noise.value == 10
    assert len(driver.engine.runs) == 2


def test_progress_is_shown_and_cancel_leaves_everything_as_it_was(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    before = driver.screen()
    driver.begin_denoising()
    assert driver.panel.progress.isVisible()
    driver.wait(lambda: driver.panel.progress.bar.value() == 250)
    assert "25 %" in driver.panel.progress.percent.text()
    driver.key(Qt.Key.Key_Escape)
    assert not driver.editor.busy
    assert driver.panel.button.isVisible()
    driver.engine.held = False
    driver.qtbot.wait(100)
    assert document.shown is None
    assert not document.history.dirty
    np.testing.assert_array_equal(driver.screen(), before)
    assert driver.no_dialog()


def test_the_window_answers_while_the_engine_runs(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.begin_denoising()
    driver.key(Qt.Key.Key_1, CONTROL)
    driver.wheel(100, 100, 3)
    assert driver.canvas.view.scale == pytest.approx(2.0)
    driver.screen()
    assert driver.editor.busy
    driver.engine.held = False
    driver.wait(lambda: not driver.editor.busy)


def test_a_result_for_a_photo_that_is_gone_is_dropped(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    first = driver.open(noisy_file)
    driver.begin_denoising()
    other = tmp_path / "other.png"
    write_photo(Photo(np.random.default_rng(0).random((64, 64, 3), dtype=np.float32)), other)
    driver.window.open_paths([other])
    driver.wait(lambda: driver.editor.document is not first)
    driver.engine.held = False
    driver.qtbot.wait(100)
    assert driver.document.shown is None
    assert first.shown is None
    assert not driver.editor.busy


def test_the_last_result_stays_until_the_next_is_there(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    driver.denoise()
    shown = driver.screen()
    driver.panel.noise.field.setValue(60)
    driver.begin_denoising()
    np.testing.assert_array_equal(driver.screen(), shown)
    driver.engine.held = False
    driver.wait(lambda: not driver.editor.busy)
    assert (driver.screen() != shown).any()
    assert document.recipe.denoise is not None
    assert document.recipe.denoise.noise == pytest.approx(60 / 255)


def test_a_clean_photo_is_not_worked_on(driver: Driver, tmp_path: Path) -> None:
    clean = tmp_path / "clean.png"
    write_photo(Photo(np.full((120, 160, 3), 0.5, np.float32)), clean)
    driver.open(clean)
    assert driver.panel.measured.text().startswith("Already clean")
    assert not driver.panel.button.isEnabled()
    driver.key(Qt.Key.Key_D)
    assert driver.window.toast.text.startswith("This photo is already clean")
    driver.panel.noise.field.setValue(15)
    assert driver.panel.button.isEnabled()
    driver.denoise()
    assert len(driver.engine.runs) == 1


def test_reset_takes_the_denoising_out(driver: Driver, noisy_file: Path) -> None:
    document = driver.open(noisy_file)
    original = driver.screen()
    driver.denoise()
    driver.key(Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert document.recipe.denoise is None
    np.testing.assert_array_equal(driver.screen(), original)
    driver.actions.undo.trigger()
    assert document.shown is not None
    assert len(driver.engine.runs) == 1


def test_without_a_model_one_sentence_says_what_to_do(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    driver.engine.catalogue = Catalogue([tmp_path])
    driver.open(noisy_file)
    assert driver.panel.measured.text() == "No denoising model is installed."
    driver.key(Qt.Key.Key_D)
    assert "install Tintype again" in driver.dialog(ErrorBox).sentence.text()


def test_anything_unexpected_in_a_job_is_called_a_bug(driver: Driver, noisy_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    driver.open(noisy_file)
    monkeypatch.setattr(driver.engine, "denoise", None)
    driver.key(Qt.Key.Key_D)
    box = driver.dialog(ErrorBox)
    assert "NoneType" in box.details
    assert not driver.editor.busy


def test_quality_is_offered_where_there_is_a_choice(
    driver: Driver, make_window: Callable[[], MainWindow], noisy_file: Path, tmp_path: Path
) -> None:
    assert not driver.panel.quality.isVisibleTo(driver.panel)
    for quality, cost in (("fast", 1), ("best", 2)):
        write_denoiser(tmp_path / f"{quality}.onnx", id=quality, quality=quality, macs_per_pixel=cost)
    driver.engine.catalogue = Catalogue([tmp_path])
    other = Driver(driver.qtbot, make_window(), driver.engine)
    other.open(noisy_file)
    assert other.panel.quality.isVisibleTo(other.panel)
    other.editor.set_quality("best")
    other.denoise()
    assert other.document.shown is not None
    assert other.document.shown.denoised.model.id == "best"
