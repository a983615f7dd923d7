from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.driver import Driver, click
from tests.gui.queue_driver import CONTROL, ENDED, Queue, choose, noisy, results
from tintype.engine import Amount
from tintype.gui.batch_model import NOTE, RESULT, STATE
from tintype.gui.batch_settings import BatchSettings
from tintype.photo import Photo


def test_a_dropped_folder_is_planned_before_anything_is_written(queue: Queue, folder: Path) -> None:
    assert not queue.bar.start.isEnabled()
    (folder / "tintype").mkdir()
    noisy(9).save(folder / "tintype" / "2.png")
    queue.plan(folder)
    assert queue.states() == {**dict.fromkeys(ENDED, "waiting"), "2.png": "skipped"}
    assert queue.cell("3.png", RESULT) == "3.png"
    assert queue.cell("3.png", RESULT, Qt.ItemDataRole.ToolTipRole) == str(folder / "tintype" / "3.png")
    assert queue.cell("2.png", STATE) == "Skipped"
    assert queue.cell("2.png", NOTE) == "There is a file of this name already."
    assert queue.bar.told.text() == "8 files: 1 skipped, 7 to do; passed over: 1 of other kinds"
    assert [path.name for path in (folder / "tintype").iterdir()] == ["2.png"]


def test_three_clicks_and_the_summary(queue: Queue, folder: Path) -> None:
    before = results(folder)
    queue.drop(folder)
    queue.wait_for_plan()
    queue.run()
    assert queue.states() == ENDED
    assert queue.bar.told.text() == "8 files: 1 already clean, 6 heavy, 1 failed"
    assert set(results(folder / "tintype")) == set(ENDED) - {"broken.png"}
    assert {name: data for name, data in results(folder).items() if not name.startswith("tintype/")} == before
    assert queue.cell("broken.png", NOTE).startswith("broken.png cannot be read")
    assert str(folder) in queue.cell("broken.png", NOTE, Qt.ItemDataRole.ToolTipRole)
    assert not queue.bar.start.isEnabled()


def test_template_format_and_conflict_change_the_plan(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    click(queue.form.options)
    assert queue.form.name.isVisible()
    queue.form.name.clear()
    QTest.keyClicks(queue.form.name, "{stem}_{task}")
    choose(queue.form, queue.form.format, "tif")
    queue.wait(lambda: queue.states() and queue.cell("1.png", RESULT) == "1_denoised.tif")
    queue.wait_for_plan()


def test_a_template_that_names_no_file_is_told_and_nothing_can_start(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    click(queue.form.options)
    queue.form.name.clear()
    QTest.keyClicks(queue.form.name, "{nonsense}")
    queue.wait(lambda: "{nonsense}" in queue.bar.told.text())
    assert not queue.bar.start.isEnabled()
    queue.form.name.clear()
    QTest.keyClicks(queue.form.name, "{stem}")
    queue.wait_for_plan()


def test_a_folder_that_is_gone_is_told(queue: Queue, tmp_path: Path) -> None:
    queue.drop(tmp_path / "nowhere")
    queue.wait(lambda: "failed" in queue.states().values())
    assert "does not exist" in queue.cell("nowhere", NOTE)
    assert not queue.bar.start.isEnabled()


def test_waiting_photos_are_removed_before_the_start(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    queue.select("1.png", "2.png", "broken.png")
    queue.table.setFocus()
    queue.wait(queue.table.hasFocus)
    QTest.keyClick(queue.table, Qt.Key.Key_Delete)
    queue.wait(lambda: len(queue.states()) == 5 and queue.bar.start.isEnabled())
    queue.run()
    assert set(results(folder / "tintype")) == {"3.png", "4.png", "5.png", "6.png", "clean.png"}


def test_clear_takes_all_out(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    click(queue.form.clear)
    assert queue.window.zone.isVisible()
    assert not queue.window.model.rows
    assert not queue.bar.start.isEnabled()


# --- recipes ---


def test_the_open_photo_joins_with_what_was_done_to_it(driver: Driver, noisy_file: Path, folder: Path) -> None:
    driver.open(noisy_file)
    driver.editor.set_noise(12 / 255)
    driver.editor.set_amount(Amount(0.5, 0.5))
    driver.denoise()
    driver.key(Qt.Key.Key_B, CONTROL)
    form = driver.window.batch.window.form
    assert form.settings.inputs == (noisy_file,)
    assert form.recipe.currentData() == "photo"
    step = form.settings.recipe.denoise
    assert step is not None and (step.noise, step.amount) == (12 / 255, Amount(0.5, 0.5))
    driver.wait(driver.window.batch.window.bar.start.isEnabled)
    click(driver.window.batch.window.bar.start)
    driver.wait(lambda: not driver.window.batch.running)
    expected = driver.document.snapshot().render().pixels
    got = np.asarray(Image.open(noisy_file.parent / "tintype" / "noisy.png"), np.float32) / 255
    assert np.abs(got - expected).max() <= 0.51 / 255


def test_a_pasted_picture_cannot_join(driver: Driver) -> None:
    driver.window.files.open_photo(Photo(np.full((40, 40, 3), 0.5, np.float32)))
    driver.wait(lambda: driver.editor.document is not None)
    driver.key(Qt.Key.Key_B, CONTROL)
    assert "no file yet" in driver.window.toast.text


def test_one_mask_fills_all(queue: Queue, folder: Path, tmp_path: Path) -> None:
    mask = np.zeros((64, 64), np.uint8)
    mask[20:24, 10:50] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    queue.plan(folder)
    choose(queue.form, queue.form.recipe, "mask")
    queue.wait(lambda: "Choose the mask" in queue.bar.told.text())
    assert not queue.bar.start.isEnabled()
    queue.form.take(BatchSettings(queue.form.settings.inputs, choice="mask", mask=tmp_path / "mask.png"))
    queue.wait_for_plan()
    queue.run()
    assert queue.states()["1.png"] == "filled"
    before, after = np.asarray(Image.open(folder / "1.png")), np.asarray(Image.open(folder / "tintype" / "1.png"))
    assert (before[mask == 0] == after[mask == 0]).all()
    assert (before[mask > 0] != after[mask > 0]).any()


def test_repair_denoises_too(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    choose(queue.form, queue.form.recipe, "repair")
    queue.wait_for_plan()
    queue.run()
    assert [queue.states()[key] for key in ("1.png", "broken.png")] == ["filled and denoised", "failed"]
    assert queue.driver.engine.searches == 7
