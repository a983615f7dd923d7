"""What a test does to the window, the way a user would."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tintype.document.document import Document
from tintype.engine import Catalogue, Denoised, DenoiseSettings, Device, Engine, Filled, InpaintSettings, Viewer
from tintype.geometry import Region
from tintype.gui.canvas.picture import Picture
from tintype.gui.main_window import MainWindow
from tintype.photo import Pixels
from tintype.progress import Progress

W = TypeVar("W", bound=QWidget)


class PickTarget(Protocol):
    """Makes the dialog for saving answer with a name, then with ``then``; returns what it was asked for so far."""

    def __call__(self, answer: str, chosen: str = "", then: str | None = None) -> list[str]: ...


class CountingEngine(Engine):
    """The real engine; it counts its runs, and can be held inside one to look at the window meanwhile.

    Attributes:
        parts: the parts that were finished in the last denoising.
        hold_after: holds a denoising after so many parts.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue)
        self.runs: list[DenoiseSettings] = []
        self.fills: list[int] = []
        self.searches = 0
        self.held = False
        self.parts: list[Region] = []
        self.hold_after: int | None = None
        self.inside = threading.Event()

    def denoise(
        self, pixels: Pixels, settings: DenoiseSettings, progress: Progress | None = None, viewer: Viewer | None = None
    ) -> Denoised:
        self.runs.append(settings)
        self.parts = []
        if self.hold_after is None:
            self._hold(progress)
        watched = None if viewer is None else replace(viewer, finished=lambda part: self._finished(part, viewer, progress))
        return super().denoise(pixels, settings, progress, watched)

    def _finished(self, part: Region, viewer: Viewer, progress: Progress | None) -> None:
        viewer.finished(part)
        self.parts.append(part)
        if len(self.parts) == self.hold_after:
            self._hold(progress)

    def inpaint(
        self, pixels: Pixels, mask: NDArray[Any], settings: InpaintSettings | None = None, progress: Progress | None = None
    ) -> Filled:
        self.fills.append(settings.seed if settings else 0)
        self._hold(progress)
        return super().inpaint(pixels, mask, settings, progress)

    def detect_damage(self, pixels: Pixels, device: Device = "auto", progress: Progress | None = None) -> NDArray[np.float32]:
        self.searches += 1
        self._hold(progress)
        return super().detect_damage(pixels, device, progress)

    def _hold(self, progress: Progress | None) -> None:
        self.inside.set()
        while self.held and progress is not None:
            progress.report(0.25)
            threading.Event().wait(0.005)


class Driver:
    def __init__(self, qtbot: QtBot, window: MainWindow, engine: CountingEngine) -> None:
        self.qtbot = qtbot
        self.window = window
        self.engine = engine
        self.canvas = window.canvas
        self.panel = window.panel
        self.actions = window.actions_
        self.editor = window.editor
        self.masks = window.masks
        self.strip = window.browsing.strip
        self.browser = window.browsing.browser
        self.fill_panel = window.mask_controls.panel

    @property
    def document(self) -> Document:
        assert self.editor.document is not None
        return self.editor.document

    @property
    def picture(self) -> Picture:
        assert self.canvas.picture is not None
        return self.canvas.picture

    def wait(self, condition: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(condition()), timeout=10_000)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key as it arrives at the canvas, shortcuts of the window included."""
        QTest.keyClick(self.canvas if self.canvas.isVisible() else self.window, key, modifier)

    # --- files ---

    def undo(self) -> None:
        self.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    def open(self, path: Path) -> Document:
        before = self.editor.document
        self.window.open_paths([path])
        self.wait(lambda: self.editor.document is not before and self.document.measured is not None)
        return self.document

    def arrow(self, key: Qt.Key) -> None:
        """A key for another photo, and the way there."""
        before = self.browser.roll.current
        self.key(key)
        self.wait(lambda: self.browser.roll.current != before)
        self.wait(lambda: self.editor.document is not None and self.document.path == self.browser.roll.current)

    def drop(self, *paths: Path, on: QWidget | None = None, place: QPoint | None = None) -> None:
        target = on or self.window
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        place, action, button = place or QPoint(300, 300), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        no_key = Qt.KeyboardModifier.NoModifier
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # newer versions want a QPointF, which older ones do not take
            entering = QDragEnterEvent(place, action, data, button, no_key)
        QApplication.sendEvent(target, entering)
        assert entering.isAccepted()
        QApplication.sendEvent(target, QDropEvent(QPointF(place), action, data, button, no_key))

    # --- denoising ---

    def denoise(self) -> None:
        runs = len(self.engine.runs)
        self.key(Qt.Key.Key_D)
        self.wait(lambda: not self.editor.busy and len(self.engine.runs) > runs)

    def begin_denoising(self) -> None:
        """Press D, and come back while the engine is held inside."""
        self.engine.held = True
        self.engine.inside.clear()
        self.key(Qt.Key.Key_D)
        self.wait(self.engine.inside.is_set)

    # --- masking and filling ---

    @property
    def coverage(self) -> NDArray[np.uint8]:
        return self.document.mask.coverage

    def on_canvas(self, x: float, y: float) -> QPoint:
        """Where a point of the picture lies on the canvas."""
        left, top = self.canvas.view.to_window((x, y))
        return QPoint(round(left), round(top))

    def drag(
        self,
        *points: tuple[float, float],
        button: Qt.MouseButton = Qt.MouseButton.LeftButton,
        keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        release: bool = True,
    ) -> None:
        """Drag the mouse through points of the picture."""
        places = [self.on_canvas(*point) for point in points]
        QTest.mouseMove(self.canvas, places[0])
        QTest.mousePress(self.canvas, button, keys, places[0])
        for place in places[1:]:
            QTest.mouseMove(self.canvas, place)
        if release:
            QTest.mouseRelease(self.canvas, button, keys, places[-1])

    def fill(self, key: Qt.Key = Qt.Key.Key_Return) -> None:
        fills = len(self.engine.fills)
        self.key(key)
        self.wait(lambda: not self.editor.busy and len(self.engine.fills) > fills)

    # --- the picture on screen ---

    def screen(self) -> NDArray[np.uint8]:
        """The canvas as painted, once all of it is there; uint8 H x W x 3."""
        self.canvas.update()
        self.canvas.grab()
        self.wait(lambda: self.canvas.grab() is not None and self.canvas.complete)
        return to_array(self.canvas.grab().toImage())

    def wheel(self, x: float, y: float, notches: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        place, nothing = QPointF(x, y), QPoint(0, 0)
        buttons, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(place, self.canvas.mapToGlobal(place), nothing, QPoint(0, 120 * notches), buttons, keys, phase, False)
        QApplication.sendEvent(self.canvas, event)

    # --- dialogs ---

    def dialog(self, kind: type[W]) -> W:
        """The dialog of this kind, once it is open."""
        self.wait(lambda: self._visible(kind))
        return self._visible(kind)[-1]

    def answer(self, button: QMessageBox.StandardButton) -> None:
        box = self.dialog(QMessageBox)
        click(box.button(button))

    def activate(self) -> None:
        """Wait until the last dialog is gone and keys go to the window again."""
        self.wait(self.no_dialog)
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def no_dialog(self) -> bool:
        return not self._visible(QDialog)

    def _visible(self, kind: type[W]) -> list[W]:
        return [widget for widget in self.window.findChildren(kind) if widget.isVisible()]


def click(widget: QWidget, place: QPoint | None = None) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place or QPoint())


def double_click(widget: QWidget, place: QPoint | None = None) -> None:
    QTest.mouseDClick(widget, Qt.MouseButton.LeftButton, pos=place or QPoint())


def to_array(image: QImage) -> NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def to_bytes(pixels: Pixels) -> NDArray[np.uint8]:
    return np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)
