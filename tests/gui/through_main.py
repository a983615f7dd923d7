"""Plays a user's part in a Tintype of its own: ``python -m tests.gui.through_main SCENE FOLDER PHOTO...``.

The real ``main`` is run with the photos. A scene is a generator beside its event loop: it does something, and yields a condition
to wait for. Whatever goes wrong ends the process with a traceback.
"""

from __future__ import annotations

import inspect
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QWidget

from tintype.__main__ import main
from tintype.document.document import Document
from tintype.document.state import State
from tintype.gui.export_dialog import ExportDialog
from tintype.gui.main_window import MainWindow
from tintype.gui.preferences_dialog import PreferencesDialog

Scene = Callable[[MainWindow, Path], Iterator[Callable[[], object]]]

PATIENCE = 120
"""Seconds for one condition, on a busy computer."""

CONTROL, SHIFT, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
NO_KEY = Qt.KeyboardModifier.NoModifier


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_KEY) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key, modifier)


def opened(window: MainWindow, name: str) -> bool:
    document = window.editor.document
    return document is not None and document.path is not None and document.path.name == name and document.measured is not None


def document_of(window: MainWindow) -> Document:
    assert window.editor.document is not None
    return window.editor.document


def dialog_of(window: QWidget, kind: type[QDialog]) -> QDialog | None:
    return next((dialog for dialog in window.findChildren(kind) if dialog.isVisible()), None)


def drag(window: MainWindow, *points: tuple[int, int]) -> None:
    places = [QPoint(*(round(value) for value in window.canvas.view.to_window(point))) for point in points]
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, NO_KEY, places[0])
    for place in places[1:]:
        QTest.mouseMove(window.canvas, place)
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, NO_KEY, places[-1])


# --- scenes ---


def whole_day(window: MainWindow, folder: Path) -> Iterator[Callable[[], object]]:
    """Both tools, the history, a recipe for the next photo, an export, the preferences, and out without saving."""
    yield lambda: opened(window, "1.png")
    first = document_of(window)
    press(window, Qt.Key.Key_D)
    yield lambda: first.shown is not None and not window.editor.busy
    press(window, Qt.Key.Key_Y)
    assert window.canvas.compare.mode == "upright"
    press(window, Qt.Key.Key_B)
    window.masks.set_brush(diameter=6, hardness=1.0)
    drag(window, (20, 40), (60, 44))
    assert not window.masks.empty
    press(window, Qt.Key.Key_Return)
    yield lambda: first.state.fills and not window.editor.busy
    press(window, Qt.Key.Key_Z, CONTROL)
    assert not first.state.fills
    press(window, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert len(first.state.fills) == 1

    steps = window.history_panel.list
    window.sidebar.show_panel(2)
    for row, state in ((0, State()), (steps.model().rowCount() - 1, first.state)):
        QTest.mouseClick(
            steps.viewport(), Qt.MouseButton.LeftButton, NO_KEY, steps.visualRect(steps.model().index(row, 0)).center()
        )
        assert first.state.picture == state.picture

    press(window, Qt.Key.Key_C, CONTROL | ALT)
    press(window, Qt.Key.Key_PageDown)  # the arrow keys move the split line
    yield lambda: opened(window, "2.png")
    second = document_of(window)
    press(window, Qt.Key.Key_V, CONTROL | ALT)
    yield lambda: second.recipe == first.recipe and second.shown is not None and not window.editor.busy

    press(window, Qt.Key.Key_E, CONTROL | SHIFT)
    yield lambda: dialog_of(window, ExportDialog)
    dialog = dialog_of(window, ExportDialog)
    assert isinstance(dialog, ExportDialog)
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    yield lambda: window.toast.text.startswith("Exported as 2_denoised.jpg") and not dialog_of(window, ExportDialog)
    window.activateWindow()  # which the offscreen platform leaves to us when a dialog closes
    yield window.isActiveWindow
    press(window, Qt.Key.Key_E, CONTROL)
    yield lambda: window.toast.text.startswith("Exported as 2_denoised (2).jpg")
    assert (folder / "2_denoised (2).jpg").read_bytes() == (folder / "2_denoised.jpg").read_bytes()

    press(window, Qt.Key.Key_Comma, CONTROL)
    yield lambda: dialog_of(window, PreferencesDialog)
    preferences = dialog_of(window, PreferencesDialog)
    assert preferences is not None
    QTest.keyClick(preferences, Qt.Key.Key_Escape)
    window.activateWindow()
    yield window.isActiveWindow
    press(window, Qt.Key.Key_PageUp)
    yield lambda: opened(window, "1.png")
    assert len(document_of(window).state.fills) == 1

    window.close()
    yield lambda: dialog_of(window, QMessageBox)
    box = dialog_of(window, QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "2 photos" in box.text()
    discard = box.button(QMessageBox.StandardButton.Discard)
    assert isinstance(discard, QPushButton)
    QTest.mouseClick(discard, Qt.MouseButton.LeftButton)


def broken_file(window: MainWindow, folder: Path) -> Iterator[Callable[[], object]]:  # as all scenes
    """A broken photo between two good ones is gone over, and stays in the strip."""
    yield lambda: opened(window, "1.png")
    press(window, Qt.Key.Key_Right)
    page = window.browsing.failed_page
    yield page.isVisible
    assert page.sentence.text().endswith(
        "it is not a JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, JPEG 2000, HEIC, GIF, BMP, PSD or camera raw picture."
    )
    QTest.keyClick(page, Qt.Key.Key_Right)
    yield lambda: opened(window, "3.png")
    assert [path.name for path in window.browsing.strip.photos.paths] == ["1.png", "2.png", "3.png"]
    window.close()


SCENES: dict[str, Scene] = {"whole_day": whole_day, "broken_file": broken_file}


# --- the stage ---


def play(scene: Iterator[Callable[[], object]]) -> QTimer:
    """Go on with the scene whenever what it waits for is true."""
    waiting: list[Callable[[], object]] = [lambda: True]
    since = [time.monotonic()]
    timer = QTimer(interval=10)

    def step() -> None:
        try:
            if waiting[0]():
                waiting[0], since[0] = next(scene), time.monotonic()
            elif time.monotonic() - since[0] > PATIENCE:
                raise TimeoutError(inspect.getsource(waiting[0]))
        except StopIteration:
            timer.stop()
        except BaseException:  # noqa: BLE001  # a slot's exception would become a box that nobody closes
            traceback.print_exc()
            os._exit(3)

    timer.timeout.connect(step)
    timer.start()
    return timer


def run(name: str, folder: Path, arguments: list[str]) -> int:
    """Run ``main``, with the scene."""
    timers: list[QTimer] = []
    loop = QApplication.exec

    def loop_with_scene() -> int:
        window = next(widget for widget in QApplication.topLevelWidgets() if isinstance(widget, MainWindow))
        timers.append(play(SCENES[name](window, folder)))
        return loop()

    QApplication.exec = staticmethod(loop_with_scene)  # type: ignore[method-assign]
    return main(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1], Path(sys.argv[2]), sys.argv[3:]))
