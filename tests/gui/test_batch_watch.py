from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.gui.driver import click
from tests.gui.queue_driver import Queue, choose, clean, noisy, results
from tintype.gui import batch_runner
from tintype.gui.batch_model import NOTE, PHOTO, STATE
from tintype.gui.batch_settings import BatchSettings


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_runner, "INTERVAL", 0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two noisy photos and a broken one."""
    place = tmp_path / "scans"
    place.mkdir()
    for number in (1, 2):
        noisy(number).save(place / f"{number}.png")
    (place / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n, and no more")
    return place


def watch(queue: Queue, folder: Path) -> None:
    """Plan the folder and ask to go on looking."""
    queue.plan(folder)
    click(queue.form.options)
    click(queue.form.watch)
    queue.wait_for_plan()


def put(folder: Path, name: str, seed: int, side: int = 64) -> None:
    noisy(seed, side).save(folder.parent / name)
    (folder.parent / name).replace(folder / name)


def test_new_photos_are_done_until_it_is_stopped(queue: Queue, folder: Path) -> None:
    watch(queue, folder)
    click(queue.bar.start)
    queue.wait(lambda: queue.runner.looking)
    assert queue.states() == {"1.png": "denoised", "2.png": "denoised", "broken.png": "failed"}
    assert queue.bar.told.text() == "Looking for new photos…"
    assert queue.driver.window.batch.button.text() == "Batch: looking for new photos"
    assert queue.bar.cancel.text() == "Stop" and not queue.bar.bar.isVisible()
    runs = len(queue.driver.engine.runs)
    put(folder, "new.png", 30)
    queue.wait(lambda: queue.states().get("new.png") == "denoised" and queue.runner.looking)
    assert len(queue.driver.engine.runs) == runs + 1
    assert "new.png" in results(folder / "tintype")
    queue.wait(lambda: queue.cell("new.png", PHOTO, Qt.ItemDataRole.DecorationRole) is not None)
    click(queue.bar.cancel)
    queue.wait_for_end()
    assert queue.bar.told.text() == "4 files: 3 heavy, 1 failed"
    assert queue.bar.cancel.text() == "Cancel"
    put(folder, "late.png", 31)
    QTest.qWait(300)
    assert "late.png" not in queue.states()


def test_a_mended_photo_is_done_again_and_one_that_was_taken_out_never(queue: Queue, folder: Path) -> None:
    watch(queue, folder)
    queue.select("2.png")
    queue.table.remove.trigger()
    queue.wait(lambda: "2.png" not in queue.states())
    queue.wait_for_plan()
    click(queue.bar.start)
    queue.wait(lambda: queue.runner.looking)
    assert queue.states()["broken.png"] == "failed"
    put(folder, "2.png", 8)
    put(folder, "broken.png", 20)
    queue.wait(lambda: queue.states()["broken.png"] == "denoised")
    assert queue.cell("broken.png", NOTE).startswith("noise ")
    click(queue.bar.cancel)
    queue.wait_for_end()
    assert "2.png" not in queue.states()
    assert set(results(folder / "tintype")) == {"1.png", "broken.png"}


def test_an_empty_folder_can_be_watched_paused_and_gone_on_with(queue: Queue, tmp_path: Path) -> None:
    folder = tmp_path / "incoming"
    folder.mkdir()
    queue.drop(folder)
    queue.wait(lambda: "no photos" in queue.bar.told.text())
    assert not queue.bar.start.isEnabled()
    click(queue.form.options)
    click(queue.form.watch)
    queue.wait_for_plan()
    click(queue.bar.start)
    queue.wait(lambda: queue.runner.looking)
    click(queue.bar.pause)
    put(folder, "1.png", 1)
    QTest.qWait(300)
    assert queue.states() == {} and queue.bar.left.text() == "paused"
    click(queue.bar.pause)
    queue.wait(lambda: queue.states() == {"1.png": "denoised"})
    click(queue.bar.cancel)
    queue.wait_for_end()
    assert set(results(folder / "tintype")) == {"1.png"}


def test_the_next_photos_are_counted_by_themselves(queue: Queue, folder: Path) -> None:
    watch(queue, folder)
    click(queue.bar.start)
    queue.wait(lambda: queue.runner.looking)
    queue.driver.engine.held = True
    queue.driver.engine.inside.clear()
    put(folder, "new.png", 30)
    queue.wait(queue.driver.engine.inside.is_set)
    queue.wait(lambda: queue.bar.told.text() == "0 of 1")
    queue.wait(lambda: "Working" in queue.cell("new.png", STATE))
    click(queue.bar.cancel)
    queue.wait_for_end()
    queue.let_go()
    assert queue.states()["new.png"] == "waiting"
    assert "new.png" not in results(folder / "tintype")


def test_photos_without_noise_can_be_left_out_and_results_done_again(queue: Queue, tmp_path: Path) -> None:
    folder = tmp_path / "few"
    folder.mkdir()
    noisy(1).save(folder / "1.png")
    clean().save(folder / "clean.png")
    queue.plan(folder)
    click(queue.form.options)
    choose(queue.form, queue.form.clean, "skip")
    queue.wait_for_plan()
    queue.run()
    assert queue.states() == {"1.png": "denoised", "clean.png": "already clean"}
    assert set(results(folder / "tintype")) == {"1.png"}
    click(queue.form.clear)
    queue.plan(folder / "tintype")
    queue.run()
    assert queue.states() == {"1.png": "skipped"}
    click(queue.form.again)
    queue.form.take(replace(queue.form.settings, output=tmp_path / "twice"))
    queue.wait_for_plan()
    queue.run()
    assert queue.states() == {"1.png": "denoised"}


def test_settings_are_kept_and_older_ones_are_read(tmp_path: Path) -> None:
    settings = BatchSettings((tmp_path,), clean="skip", again=True, watch=True)
    assert BatchSettings.from_json(settings.to_json()) == settings
    assert settings.emptied() == BatchSettings(clean="skip", again=True)
    old = BatchSettings((tmp_path,), name="{stem}_x").to_json()
    for key in ("clean", "again", "watch"):
        old = old.replace(f', "{key}": ' + {"clean": '"copy"'}.get(key, "false"), "")
    assert "again" not in old
    assert BatchSettings.from_json(old) == BatchSettings((tmp_path,), name="{stem}_x")
