"""The real window through ``main``, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QKeySequence

from tests.gui.driver import Driver
from tintype.gui.actions import keys_of
from tintype.photo import Photo, read_photo, write_photo

ROOT = Path(__file__).parents[2]

on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the environment does not name data folders")


def play(scene: str, folder: Path, first: Path) -> subprocess.CompletedProcess[str]:
    places = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config")}
    environment = {
        **os.environ,
        **places,
        "QT_QPA_PLATFORM": "offscreen",
        "LANGUAGE": "en",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    words = [sys.executable, "-m", "tests.gui.through_main", scene, str(first.parent), str(first)]
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=400, check=False)


def complaints(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What reached the console, but for what the offscreen platform says of itself."""
    return [line for line in done.stderr.splitlines() if not line.startswith("This plugin does not support")]


@pytest.fixture
def album(tmp_path: Path, noisy_pixels: np.ndarray) -> Path:
    folder = tmp_path / "album"
    folder.mkdir()
    for number in (1, 2, 3):
        write_photo(Photo(noisy_pixels[:, ::-1] if number == 2 else noisy_pixels), folder / f"{number}.png")
    return folder


@on_linux
def test_a_whole_day(album: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in album.iterdir()}
    done = play("whole_day", tmp_path, album / "1.png")
    assert (done.returncode, complaints(done)) == (0, [])
    assert {path: path.read_bytes() for path in before} == before
    assert read_photo(album / "2_denoised.jpg").size == read_photo(album / "2.png").size


@on_linux
def test_a_broken_photo_ends_nothing(album: Path, tmp_path: Path) -> None:
    (album / "2.png").write_bytes(b"no picture")
    done = play("broken_file", tmp_path, album / "1.png")
    assert (done.returncode, complaints(done)) == (0, [])


KEYS = """Ctrl+O Ctrl+Shift+O Ctrl+S Ctrl+Shift+S Ctrl+Shift+E Ctrl+E Ctrl+Z Ctrl+Shift+Z Ctrl+Y Ctrl+C Ctrl+V Ctrl+0 Ctrl+1
Ctrl++ Ctrl+- Z Y B E L M [ ] Shift+[ Shift+] Return Esc O Ctrl+Shift+I Left Right Ctrl+B Ctrl+Shift+R ? F1 Ctrl+, F11 D"""


@pytest.mark.parametrize("key", KEYS.split())
def test_a_key_that_people_know_is_bound(driver: Driver, key: str) -> None:
    """What each does, the tests of its tool say; peeking, panning and Alt are handled by the canvas, and are tested there."""
    wanted = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    entries = [entry for _, entries in driver.actions.menus() for entry in entries]
    assert any(wanted in keys_of(entry).split(", ") for entry in entries)
