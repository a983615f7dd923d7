from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from tests.gui.driver import CountingEngine, Driver, click, to_bytes
from tests.models import write_denoiser, write_detector, write_filler
from tintype.document.desk import Stamp
from tintype.document.mask import MaskCopy
from tintype.document.session import STATE, Entry, Session
from tintype.document.shapes import Shape
from tintype.document.state import Fill, State
from tintype.document.work import Work
from tintype.engine import Patch
from tintype.geometry import Region, Size
from tintype.gui.keeping import Keeping
from tintype.gui.main_window import MainWindow
from tintype.gui.recovery_bar import RecoveryBar
from tintype.gui.sessions import Sessions
from tintype.photo import Photo, read_photo, write_photo

Answer = QMessageBox.StandardButton
PATCH = np.full((10, 12, 3), 0.75, np.float32)
REGION = Region(5, 6, Size(10, 12))


@pytest.fixture
def root(settings_path: Path) -> Path:
    """Where all windows of a test put their sessions."""
    return settings_path.with_name("sessions")


def work_on(size: Size) -> Work:
    mask = MaskCopy(size, Shape(REGION, np.full((10, 12), 255, np.uint8)))
    return Work(State(fills=(Fill((Patch(REGION, PATCH),), mask, 0),)), mask, State())


def crash(root: Path, *paths: Path, pasted: Photo | None = None) -> Session:
    """Leave behind what a killed process does; its lock lost its content."""
    session = Session(root / "crashed")
    for path in paths:
        session.put(Entry(path, work_on(read_photo(path).size), Stamp.of(path)))
    if pasted is not None:
        session.put(Entry(None, work_on(pasted.size), picture=pasted))
    (root / "crashed.lock").write_bytes(b"")
    return session


def keeping(driver: Driver) -> Keeping:
    assert driver.window.keeping is not None
    return driver.window.keeping


def idle(driver: Driver) -> bool:
    """Whether everything is written; without waiting for the pause after the last change."""
    autosave = keeping(driver).autosave
    assert autosave is not None
    autosave.flush()
    return autosave.idle


def states(root: Path) -> list[Path | None]:
    found = [json.loads(file.read_bytes())["path"] for file in sorted(root.glob(f"*/*/{STATE}"))]
    return [Path(path) if path else None for path in found]


def offer(driver: Driver) -> RecoveryBar:
    driver.wait(keeping(driver).bar.isVisible)
    return keeping(driver).bar


Start = Callable[[], Driver]


@pytest.fixture
def start(qtbot: object, make_window: Callable[[], MainWindow], engine: CountingEngine) -> Start:
    return lambda: Driver(qtbot, make_window(), engine)  # type: ignore[arg-type]


def test_unsaved_work_is_written_by_itself_and_removed_when_saved(
    driver: Driver, noisy_file: Path, root: Path, tmp_path: Path
) -> None:
    driver.open(noisy_file)
    driver.wait(lambda: idle(driver))
    assert states(root) == []
    driver.denoise()
    driver.wait(lambda: states(root) == [noisy_file])
    driver.document.saved_to = tmp_path / "result.png"
    driver.actions.save.trigger()
    driver.wait(lambda: states(root) == [])


def test_a_clean_end_leaves_nothing(driver: Driver, noisy_file: Path, root: Path, start: Start) -> None:
    driver.open(noisy_file)
    driver.denoise()
    driver.wait(lambda: idle(driver) and states(root))
    driver.window.close()
    driver.answer(Answer.Discard)
    driver.wait(lambda: not driver.window.isVisible())
    assert list(root.iterdir()) == []
    again = start()
    again.open(noisy_file)
    assert not keeping(again).bar.isVisible()


def test_a_window_that_lives_is_not_taken_for_a_crashed_one(driver: Driver, noisy_file: Path, root: Path, start: Start) -> None:
    driver.open(noisy_file)
    driver.denoise()
    driver.wait(lambda: idle(driver) and states(root))
    other = start()
    other.open(noisy_file)
    assert not keeping(other).bar.isVisible()
    assert Sessions(root).crashed() == []
    assert states(root) == [noisy_file]


def test_a_process_that_lives_keeps_its_session_and_a_killed_one_does_not(root: Path, noisy_file: Path) -> None:
    code = f"""
import sys; sys.path[:0] = {sys.path!r}
from pathlib import Path
import tintype.gui
from tintype.gui.sessions import Sessions
from tests.gui.test_recovery import work_on
from tintype.document.desk import Stamp
from tintype.document.session import Entry
from tintype.geometry import Size
path = Path({str(noisy_file)!r})
sessions = Sessions(Path({str(root)!r}))
sessions.own.put(Entry(path, work_on(Size(96, 128)), Stamp.of(path)))
print("ready", flush=True)
sys.stdin.read()
"""
    here = Sessions(root)
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "ready\n"
        assert here.crashed() == []
        other.kill()
    (crashed,) = here.crashed()
    assert [stored.path for stored in crashed.stored()] == [noisy_file]
    assert Sessions(root).crashed() == []


def test_the_work_comes_back(root: Path, noisy_file: Path, smooth_file: Path, start: Start) -> None:
    crash(root, noisy_file, smooth_file)
    driver = start()
    bar = offer(driver)
    assert bar.headline.text() == "Tintype was closed unexpectedly. 2 photos have unsaved work."
    assert set(bar.details.text().split(", ")) == {"noisy.png", "smooth.png"}
    click(bar.restore)
    driver.wait(lambda: driver.editor.document)
    assert driver.document.path == noisy_file
    assert not bar.isVisible()
    np.testing.assert_array_equal(driver.document.retouched.pixels[REGION.slices], PATCH)
    assert driver.document.history.dirty
    assert driver.coverage[REGION.slices].all()
    assert [driver.browser.mark(path) for path in driver.strip.photos.paths] == ["edited", "edited"]
    driver.wait(lambda: (idle(driver) and not (root / "crashed").exists()) or not list((root / "crashed").iterdir()))
    assert sorted(states(root), key=str) == [noisy_file, smooth_file]
    driver.arrow(Qt.Key.Key_Right)
    np.testing.assert_array_equal(driver.document.retouched.pixels[REGION.slices], PATCH)


def test_discarded_work_is_gone(root: Path, noisy_file: Path, start: Start) -> None:
    crash(root, noisy_file)
    driver = start()
    bar = offer(driver)
    assert bar.headline.text().endswith("1 photo has unsaved work.")
    click(bar.discard)
    assert not bar.isVisible()
    assert states(root) == []
    assert not driver.open(noisy_file).history.dirty


def test_later_offers_it_again_at_the_next_start(root: Path, noisy_file: Path, start: Start) -> None:
    crash(root, noisy_file)
    first = start()
    click(offer(first).later)
    first.window.close()
    first.wait(lambda: not first.window.isVisible())
    assert states(root) == [noisy_file]
    offer(start())


def test_what_does_not_fit_or_is_damaged_is_told_and_kept(
    root: Path, noisy_file: Path, smooth_file: Path, tmp_path: Path, start: Start
) -> None:
    gone, broken = tmp_path / "gone.png", tmp_path / "broken.png"
    for path in (gone, broken):
        write_photo(read_photo(noisy_file), path)
    session = crash(root, noisy_file, smooth_file, gone, broken)
    gone.unlink()
    write_photo(Photo(np.zeros((30, 30, 3), np.float32)), smooth_file)
    damaged = next(stored for stored in session.stored() if stored.path == broken)
    (damaged.folder / STATE).write_text("{")
    driver = start()
    bar = offer(driver)
    assert bar.headline.text().endswith("3 photos have unsaved work.")
    assert "1 more is damaged" in bar.details.text()
    click(bar.restore)
    driver.wait(lambda: driver.editor.document)
    assert driver.document.path == noisy_file
    assert bar.isVisible()
    for words in ("gone.png does not exist", "smooth.png has changed", "is damaged"):
        assert words in bar.details.text()
    assert bar.restore.text() == "Try Again"
    driver.wait(lambda: idle(driver))
    assert len(list((root / "crashed").iterdir())) == 3
    click(bar.discard)
    assert not (root / "crashed").exists()


def test_a_pasted_picture_comes_back(root: Path, start: Start) -> None:
    pixels = np.random.default_rng(0).random((40, 50, 3), np.float32)
    crash(root, pasted=Photo(pixels))
    driver = start()
    bar = offer(driver)
    assert bar.details.text() == "a pasted picture"
    click(bar.restore)
    driver.wait(lambda: driver.editor.document)
    np.testing.assert_array_equal(driver.document.photo.pixels, pixels)
    np.testing.assert_array_equal(driver.document.retouched.pixels[REGION.slices], PATCH)
    assert driver.document.history.dirty
    driver.wait(lambda: idle(driver) and not list((root / "crashed").iterdir()))
    assert states(root) == [None]


def test_a_full_disk_is_told_once_and_the_work_goes_on(
    driver: Driver, noisy_file: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    driver.open(noisy_file)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        driver.denoise()
        driver.wait(lambda: idle(driver) and driver.window.toast.text)
        text = driver.window.toast.text
        assert "cannot be kept for the case of a crash: the disk is full" in text
        driver.window.toast.hide()
        driver.editor.set_noise(0.01)
        driver.denoise()
        driver.wait(lambda: idle(driver))
        assert driver.window.toast.text == ""
    driver.actions.undo.trigger()
    driver.wait(lambda: idle(driver) and states(root) == [noisy_file])


DRIVER = """
import os, signal, sys
sys.path[:0] = {path!r}
from pathlib import Path
import tintype.gui
import tintype.engine
from tintype.engine import Catalogue, Engine
tintype.engine.Engine = lambda: Engine(Catalogue([Path({models!r})]))
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tintype.__main__ import main
import numpy as np

def parts():
    window = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "window")
    return window, window.editor, window.editor.document

def edit():
    window, editor, document = parts()
    if document is None or document.measured is None or editor.busy:
        return
    if not document.state.fills:
        if document.mask.empty:
            window.masks.choose("brush")
            window.masks.paint_stroke((20, 20), (60, 40), (9, 9), subtract=False)
            window.masks.end_stroke()
        window.mask_controls.filler.fill()
    elif document.recipe.denoise is None:
        editor.denoise()
    elif document.mask.empty:
        window.masks.paint_stroke((90, 70), (100, 80), (5, 5), subtract=False)
        window.masks.end_stroke()
    elif window.keeping.autosave.idle:
        save(document)
        os.kill(os.getpid(), signal.SIGKILL)

def save(document):
    np.savez({target!r}, pixels=document.snapshot().render().pixels, mask=document.mask.coverage)

def restore():
    window, editor, document = parts()
    bar = window.keeping.bar
    if document is None and bar.isVisible() and bar.restore.isEnabled():
        print(bar.headline.text(), flush=True)
        bar.restore.click()
    elif document is not None and document.measured is not None and not document.pending and not editor.busy:
        save(document)
        window._may_close = True
        window.close()

timer = QTimer()
timer.timeout.connect({act})
original = QApplication.exec
def start(self=None):
    timer.start(20)
    return original()
QApplication.exec = start
sys.exit(main({arguments!r}))
"""


def run_process(
    folder: Path, models: Path, act: str, target: Path, arguments: Sequence[Path]
) -> subprocess.CompletedProcess[str]:
    words = [str(path) for path in arguments]
    code = DRIVER.format(path=sys.path, models=str(models), act=act, target=str(target), arguments=words)
    places = {"XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config"), "HOME": str(folder)}
    environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=240, check=False)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="data folders are set by the environment on Linux alone")
def test_a_killed_process_gives_the_work_back(tmp_path: Path, noisy_file: Path) -> None:
    models = tmp_path / "models"
    models.mkdir()
    write_denoiser(models / "blur.onnx")
    write_filler(models / "fill.onnx")
    write_detector(models / "detect.onnx")
    before, after = tmp_path / "before.npz", tmp_path / "after.npz"
    killed = run_process(tmp_path, models, "edit", before, [noisy_file])
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    restored = run_process(tmp_path, models, "restore", after, [])
    assert restored.returncode == 0, restored.stderr
    assert restored.stdout == "Tintype was closed unexpectedly. 1 photo has unsaved work.\n"
    with np.load(before) as one, np.load(after) as other:
        np.testing.assert_array_equal(other["mask"], one["mask"])
        assert one["mask"].any()
        np.testing.assert_array_equal(to_bytes(other["pixels"]), to_bytes(one["pixels"]))
    (sessions,) = (tmp_path / "data").rglob("sessions")
    assert list(sessions.iterdir()) == []
