from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.driver import Driver, click
from tests.gui.queue_driver import ENDED, LOW, Queue, noisy, results
from tintype.engine import Denoised, DenoiseSettings
from tintype.engine.session import Session
from tintype.gui.batch_model import STATE
from tintype.gui.error_box import ErrorBox
from tintype.gui.main_window import MainWindow
from tintype.gui.settings import Settings
from tintype.photo import Pixels
from tintype.progress import Progress


def test_paused_resumed_cancelled_and_gone_on_with_to_the_same_bytes(queue: Queue, folder: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(folder, twin)
    queue.plan(folder)
    queue.hold()
    click(queue.bar.pause)
    assert queue.runner.paused
    assert queue.bar.pause.text() == "Resume"
    queue.let_go()
    queue.wait(lambda: "Working" in queue.cell("1.png", STATE))
    assert queue.states()["1.png"] == "waiting"
    assert queue.driver.window.batch.button.text() == "Batch paused: 0 of 8"
    click(queue.bar.cancel)
    queue.wait_for_end()
    assert queue.states()["1.png"] == "waiting"
    assert queue.cell("1.png", STATE) == "Waiting"
    assert results(folder / "tintype") == {}
    queue.hold()
    click(queue.bar.pause)
    queue.let_go()
    click(queue.bar.pause)
    queue.wait_for_end()
    assert queue.states() == ENDED
    click(queue.form.clear)
    queue.plan(twin)
    queue.run()
    assert results(folder / "tintype") == results(twin / "tintype")


def test_cancelled_in_the_middle_all_finished_files_stay(queue: Queue, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue.plan(folder)
    engine = queue.driver.engine
    ends: list[int] = []
    queue.runner.advanced.connect(lambda rows, *_: ends.extend([1] * len(rows)))
    original, third = engine.denoise, threading.Event()

    def denoise(pixels: Pixels, settings: DenoiseSettings, progress: Progress | None = None) -> Denoised:
        if len(engine.runs) == 2:
            engine.held = True
            third.set()
        return original(pixels, settings, progress)

    monkeypatch.setattr(engine, "denoise", denoise)
    click(queue.bar.start)
    queue.wait(lambda: third.is_set() and len(ends) >= 2)
    click(queue.bar.cancel)
    queue.wait_for_end()
    queue.let_go()
    assert [queue.states()[f"{number}.png"] for number in (1, 2, 3)] == ["denoised", "denoised", "waiting"]
    assert set(results(folder / "tintype")) == {"1.png", "2.png"}
    kept = results(folder / "tintype")
    queue.run()
    assert queue.states() == ENDED
    assert {name: results(folder / "tintype")[name] for name in kept} == kept
    assert len(engine.runs) == 8  # the third was begun twice


def test_a_mended_photo_is_retried(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    queue.run()
    runs = len(queue.driver.engine.runs)
    noisy(20).save(folder / "broken.png")
    queue.select("broken.png")
    queue.table.retry.trigger()
    queue.wait_for_end()
    assert queue.states() == {**ENDED, "broken.png": "denoised"}
    assert queue.bar.told.text() == "8 files: 1 already clean, 7 heavy"
    assert len(queue.driver.engine.runs) == runs + 1
    assert not queue.bar.retry.isEnabled()


def test_the_same_folder_again_leaves_alone_what_is_done(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    queue.run()
    click(queue.form.clear)
    noisy(30).save(folder / "new.png")
    queue.plan(folder)
    assert queue.states() == {**dict.fromkeys(ENDED, "done before"), "broken.png": "failed", "new.png": "waiting"}
    runs = len(queue.driver.engine.runs)
    queue.run()
    assert len(queue.driver.engine.runs) == runs + 1
    assert queue.bar.told.text() == "9 files: 7 done before, 1 heavy, 1 failed"


def test_every_place_of_the_window_takes_drops(queue: Queue) -> None:
    children = queue.window.findChildren(QWidget)
    assert queue.window.acceptDrops()
    assert not [child for child in children if child.acceptDrops()]  # which would take them for itself


def test_what_fails_again_says_so_again(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    queue.run()
    click(queue.bar.retry)
    queue.wait_for_end()
    assert queue.states() == ENDED


def test_an_output_folder_that_cannot_be_made_is_told(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    (folder / "tintype").write_text("a file")
    click(queue.bar.start)
    queue.wait(lambda: not queue.runner.running)
    box = queue.window.findChildren(ErrorBox)[0]
    assert "the folder cannot be made" in box.sentence.text()
    box.close()
    assert queue.states()["1.png"] == "waiting"


def test_nothing_is_added_while_it_runs(queue: Queue, folder: Path, tmp_path: Path) -> None:
    queue.plan(folder)
    queue.hold()
    queue.drop(tmp_path)
    assert "running" in queue.window.toast.text
    assert not queue.form.isEnabled()
    queue.let_go()
    queue.wait_for_end()
    assert queue.states() == ENDED


def test_the_open_photo_goes_first(queue: Queue, folder: Path, noisy_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The batch is in the middle of a photo of many tiles when the editor asks for another."""
    driver, engine = queue.driver, queue.driver.engine
    engine.tile_memory = 64 * 64 * 100
    big = folder.parent / "big"
    big.mkdir()
    noisy(5, 512).save(big / "big.png")
    driver.open(noisy_file)
    driver.editor.set_noise(LOW)
    queue.plan(big)
    tiles: list[str] = []
    in_the_middle, run = threading.Event(), Session.run

    def watched(self: Session, feeds: Any, progress: Progress, *, last: bool = False) -> Any:
        tiles.append("b" if feeds["noise_map"].flat[0] > LOW * 1.5 else "e")
        if len(tiles) == 3:
            in_the_middle.set()
            while not engine._turns._urgent and not progress.cancelled:
                threading.Event().wait(0.005)
        return run(self, feeds, progress, last=last)

    monkeypatch.setattr(Session, "run", watched)
    click(queue.bar.start)
    driver.wait(in_the_middle.is_set)
    driver.window.activateWindow()
    driver.wait(driver.window.isActiveWindow)
    driver.denoise()
    queue.wait_for_end()
    assert queue.states() == {"big.png": "denoised"}
    order = "".join(tiles)
    assert "e" in order
    assert order.strip("b").strip("e") == ""
    assert order.startswith("bbbe") and order.endswith("b")


def test_the_window_can_be_closed_while_it_runs(queue: Queue, folder: Path) -> None:
    queue.plan(folder)
    button, main = queue.driver.window.batch.button, queue.driver.window
    assert not button.isVisible()
    queue.hold()
    queue.window.close()
    assert button.text() == "Batch: 0 of 8"
    click(button)
    queue.wait(queue.window.isVisible)
    queue.window.close()
    queue.let_go()
    queue.wait_for_end()
    assert main.toast.text == "Batch ended. 8 files: 1 already clean, 6 heavy, 1 failed"
    assert not button.isVisible()


def test_quitting_asks_and_the_next_start_goes_on(
    queue: Queue, folder: Path, tmp_path: Path, make_window: Callable[[], MainWindow], qtbot: QtBot, settings_path: Path
) -> None:
    driver, main = queue.driver, queue.driver.window
    queue.plan(folder)
    queue.hold()
    main.close()
    driver.answer(QMessageBox.StandardButton.Cancel)
    assert main.isVisible() and queue.runner.running
    main.close()
    driver.answer(QMessageBox.StandardButton.Yes)
    driver.wait(lambda: not main.isVisible())
    assert not queue.runner.running
    assert results(folder / "tintype") == {}
    assert Settings(settings_path).batch_left == 8
    queue.let_go()
    again = Driver(qtbot, make_window(), driver.engine)
    assert again.window.batch.button.text() == "Continue batch: 8 to do"
    click(again.window.batch.button)
    window = again.window.batch.window
    again.wait(window.bar.start.isEnabled)
    click(window.bar.start)
    again.wait(lambda: not window.runner.running)
    assert {row.source.key: row.state for row in window.model.rows} == ENDED
    assert Settings(settings_path).batch_left == 0


def test_a_result_is_opened_and_shown(queue: Queue, folder: Path, shown: list[Path]) -> None:
    queue.plan(folder)
    queue.select("1.png")
    assert not queue.bar.open_result.isEnabled()
    queue.run()
    queue.select("1.png")
    click(queue.bar.show_folder)
    assert shown == [folder / "tintype"]
    click(queue.bar.open_result)
    driver = queue.driver
    driver.wait(lambda: driver.editor.document is not None)
    assert driver.document.path == folder / "tintype" / "1.png"


def test_the_contact_sheet_shows_what_was_done(queue: Queue, folder: Path, shown: list[Path]) -> None:
    queue.plan(folder)
    assert not queue.bar.contact_sheet.isEnabled()
    queue.run()
    click(queue.bar.contact_sheet)
    queue.wait(lambda: shown)
    assert shown == [folder / "tintype" / "Contact sheet.jpg"]
    assert queue.window.toast.text == "Saved as Contact sheet.jpg"
    with Image.open(shown[0]) as sheet:
        assert sheet.width > 1000
    click(queue.bar.contact_sheet)
    queue.wait(lambda: len(shown) == 2)
    assert shown[1].name == "Contact sheet (2).jpg"
