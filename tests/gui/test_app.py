from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.driver import Driver, click
from tintype.errors import Cancelled, NoModel
from tintype.gui.display import missing_library, no_display, x11_problem
from tintype.gui.error_box import ErrorBox, install_excepthook
from tintype.gui.jobs import Job, Jobs
from tintype.gui.settings import Settings
from tintype.gui.time_left import in_words, time_left
from tintype.progress import Progress


def run_python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    return subprocess.run(
        [sys.executable, "-c", code], env={**kept, **environment}, capture_output=True, text=True, timeout=60, check=False
    )


RUN = "import sys; sys.path[:0] = {path!r}; from tintype.gui.app import run; sys.exit(run())"


def test_without_a_display_one_sentence_and_exit_code_1() -> None:
    done = run_python(RUN.format(path=sys.path))
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    if sys.platform.startswith("linux"):
        assert "graphical session" in done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 is Linux's")
def test_a_display_that_does_not_answer_is_told() -> None:
    done = run_python(RUN.format(path=sys.path), DISPLAY=":4711")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1


def test_the_window_opens_and_closes(noisy_file: Path, tmp_path: Path) -> None:
    code = f"""
import sys; sys.path[:0] = {sys.path!r}
from pathlib import Path
from tintype.gui.app import run
from PySide6.QtCore import QTimer, QCoreApplication
from PySide6.QtWidgets import QApplication
def look():
    window = next(w for w in QApplication.topLevelWidgets() if w.objectName() == "window")
    if window.editor.document is None:
        return
    timer.stop()
    print(window.editor.document.path.name)
    window.close()
timer = QTimer(); timer.timeout.connect(look)
original = QApplication.exec
def start(self=None):
    timer.start(20)
    return original()
QApplication.exec = start
sys.exit(run([Path({str(noisy_file)!r})]))
"""
    done = run_python(code, QT_QPA_PLATFORM="offscreen", XDG_CONFIG_HOME=str(tmp_path), XDG_DATA_HOME=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "noisy.png\n"


@pytest.mark.parametrize(
    ("environment", "system", "fine"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_where_there_is_a_display(environment: dict[str, str], system: str, fine: bool) -> None:
    assert (no_display(environment, system) == "") is fine


@pytest.mark.parametrize(
    ("message", "fix"),
    [
        ("libEGL.so.1: cannot open shared object file: No such file or directory", "libegl1"),
        ("libxcb-cursor.so.0: cannot open shared object file", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0: cannot open shared object file", "libxkbcommon-x11-0"),
        ("libX11.so.6: cannot open shared object file", "libx11-6"),
        ("libgthread-2.0.so.0: cannot open shared object file", "libglib2.0-0"),
    ],
)
def test_a_missing_library_is_told_with_its_package(message: str, fix: str) -> None:
    sentence = missing_library(message)
    assert message.partition(":")[0] in sentence
    assert sentence.endswith(f"apt install {fix}")


def test_a_plugin_that_does_not_load_is_told(tmp_path: Path) -> None:
    assert "cannot start" in x11_problem(tmp_path, {"DISPLAY": ":0"})
    assert x11_problem(tmp_path, {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}) == ""


def test_an_exception_in_a_slot_is_called_a_bug_and_the_work_stays(
    driver: Driver, noisy_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError("slot")

    document = driver.open(noisy_file)
    driver.denoise()
    monkeypatch.setattr(sys, "excepthook", sys.__excepthook__)
    install_excepthook(driver.window)
    for _ in range(3):
        QTimer.singleShot(0, fail)
    box = driver.dialog(ErrorBox)
    assert "ValueError: slot" in box.details
    copy = next(button for button in box.findChildren(QPushButton) if button.text() == "Copy Details")
    click(copy)
    assert QGuiApplication.clipboard().text() == box.details
    assert len(driver.window.findChildren(ErrorBox)) == 1
    box.reject()
    driver.wait(driver.no_dialog)
    monkeypatch.setattr(type(driver.canvas), "mousePressEvent", lambda *_: int(None))  # type: ignore[call-overload]  # raised in C
    place, button, key = QPointF(9, 9), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.postEvent(driver.canvas, QMouseEvent(QEvent.Type.MouseButtonPress, place, place, button, button, key))
    assert "TypeError" in driver.dialog(ErrorBox).details
    driver.dialog(ErrorBox).reject()
    assert driver.document is document
    assert document.history.undoable == "denoise"
    assert capsys.readouterr().err == ""


def test_an_expected_error_shows_its_sentence_and_details_on_request(driver: Driver) -> None:
    box = ErrorBox(NoModel("denoise"), driver.window)
    box.show()
    assert box.sentence.text() == str(NoModel("denoise"))
    buttons = {button.text(): button for button in box.findChildren(QPushButton)}
    click(buttons["Show Details"])
    assert not buttons["Show Details"].isVisible()


def test_help_shows_every_key(driver: Driver) -> None:
    driver.key(Qt.Key.Key_F1)
    sheet = driver.dialog(QDialog)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"Denoise", "D", "Split or Side by Side", "Y", "Difference x8", "Shift+Y", "\\", "Ctrl+Shift+Z, Ctrl+Y"} <= texts
    sheet.close()
    driver.actions.about.trigger()
    about = driver.dialog(QDialog)
    assert "LGPL 3" in {label.text() for label in about.findChildren(QLabel)}


def test_every_control_has_a_name_and_a_place_in_the_tab_order(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    panel = driver.panel
    controls: list[QWidget] = [panel.auto, panel.link, panel.button, panel.progress.button, driver.canvas]
    for row in (panel.noise, panel.luminance, panel.colour):
        controls += [row.slider, row.field]
    for control in controls:
        assert control.accessibleName() or getattr(control, "text", str)(), control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_themes_change_the_window(driver: Driver) -> None:
    driver.actions.themes["dark"].trigger()
    dark = driver.window.grab().toImage().pixelColor(600, 12).lightness()
    driver.actions.themes["light"].trigger()
    light = driver.window.grab().toImage().pixelColor(600, 12).lightness()
    assert dark < 80 < 180 < light
    assert driver.window.settings.theme == "light"
    driver.actions.themes["system"].trigger()


def test_settings_survive_nonsense_in_their_file(settings_path: Path) -> None:
    settings_path.write_text(
        "[General]\ntheme=purple\nfolder=/nowhere/at/all\nrecent_files=one.png\ngeometry=7\nbrush_size=nan\nbrush_hardness=x\n"
    )
    settings = Settings(settings_path)
    assert settings.theme == "system"
    assert settings.folder == Path.home()
    assert settings.recent_files == [Path("one.png")]
    assert settings.geometry.isEmpty()
    assert settings.brush == (60, 0.8)
    assert not settings.fill_after_stroke


def test_recent_files_are_the_latest_ten(settings_path: Path) -> None:
    settings = Settings(settings_path)
    for number in [*range(12), 5]:
        settings.add_recent_file(Path(f"/{number}.png"))
    settings.sync()
    names = [path.stem for path in Settings(settings_path).recent_files]
    assert names == ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]


@pytest.mark.parametrize(
    ("fraction", "elapsed", "words"),
    [(0.01, 5, ""), (0.5, 0.1, ""), (0.5, 12, "12 s left"), (0.99, 10, "a second left"), (0.1, 60, "9 min left")],
)
def test_time_left(fraction: float, elapsed: float, words: str) -> None:
    assert in_words(time_left(fraction, elapsed)) == words


def test_a_job_tells_its_outcome_once_and_keeps_nothing(qtbot: QtBot) -> None:
    jobs = Jobs()
    payload = np.zeros(10)
    kept = weakref.ref(payload)

    def work(_: Progress, payload: NDArray[np.float64] = payload) -> float:
        return float(payload.sum())

    job = Job(work)
    with qtbot.waitSignal(job.succeeded) as blocker:
        jobs.start(job)
    assert blocker.args == [0.0]
    del job, work, payload, blocker
    qtbot.waitUntil(lambda: gc.collect() >= 0 and kept() is None)


def test_a_cancelled_job_gives_no_result(qtbot: QtBot) -> None:
    jobs = Jobs()
    results: list[object] = []

    def work(progress: Progress) -> int:
        while not progress.cancelled:
            pass
        return 1

    job = Job(work)
    job.succeeded.connect(results.append)
    with qtbot.waitSignals([job.cancelled, job.finished]):
        jobs.start(job)
        job.cancel()
    assert results == []


def test_a_job_that_raises_fails(qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        raise NoModel("denoise")

    def stop(progress: Progress) -> None:
        raise Cancelled

    jobs = Jobs()
    failing, stopping = Job(work), Job(stop)
    with qtbot.waitSignal(failing.failed) as blocker:
        jobs.start(failing)
    assert isinstance(blocker.args[0], NoModel)
    with qtbot.waitSignal(stopping.cancelled):
        jobs.start(stopping)
