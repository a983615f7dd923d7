"""Painting a mask on a 50 MP photo in the real window: ``python -m benchmarks.brush``.

A move is one mouse event until what it changed is painted, without a screen: Qt's raster engine does all its work all the same.
The aim is less than 16 ms, a frame at 60 Hz.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np

# isort: split  # after the runtime, which tintype.gui loads first
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tintype.engine import Catalogue, Engine
from tintype.gui.canvas.canvas import Canvas
from tintype.gui.files import make_picture
from tintype.gui.main_window import MainWindow
from tintype.gui.settings import Settings
from tintype.gui.theme import Themes
from tintype.photo import Photo, Pixels

WINDOW = 1600, 1000
RADII = 50, 400
MOVES = 120
FRAMES = 60
LEFT = Qt.MouseButton.LeftButton


def photo(megapixels: float) -> Pixels:
    """Colour gradients with noise, 3:2."""
    height = round((megapixels * 1e6 / 1.5) ** 0.5)
    width = round(height * 1.5)
    rows = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    columns = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    noise = np.random.default_rng(0).standard_normal((height, width, 1), dtype=np.float32)
    mixed = rows * np.array([0.6, 0.3, 0.1], np.float32) + columns * np.array([0.1, 0.3, 0.6], np.float32)
    return np.asarray(np.clip(mixed + np.float32(0.03) * noise, 0, 1), np.float32)


def spiral(canvas: Canvas, count: int) -> Iterator[QPoint]:
    """A way of the mouse over much of the canvas, faster and faster."""
    centre, reach = canvas.rect().center(), 0.45 * min(canvas.width(), canvas.height())
    for step in range(count):
        share = step / count
        angle, radius = 18 * share, reach * (0.15 + 0.85 * share)
        yield QPoint(round(centre.x() + radius * np.cos(angle)), round(centre.y() + radius * np.sin(angle)))


class Clock:
    """Milliseconds until an event is handled and what it changed is painted.

    Attributes:
        now: seconds, by the clock on the wall or of the window's thread on the processor.
    """

    now = staticmethod(time.perf_counter)

    @classmethod
    def until_painted(cls, act: Callable[[], object]) -> float:
        """Time one event."""
        started = cls.now()
        act()
        QApplication.processEvents()
        return (cls.now() - started) * 1e3


until_painted = Clock.until_painted


def settle(canvas: Canvas) -> None:
    """Wait until all is painted in full resolution."""
    canvas.update()
    QApplication.processEvents()
    while not canvas.complete:
        QApplication.processEvents()


def report(name: str, milliseconds: Sequence[float]) -> None:
    """Print one line."""
    median, most = np.percentile(milliseconds, [50, 95])
    print(f"{name:<34} {median:7.1f} {most:7.1f} {max(milliseconds):7.1f}", flush=True)


def stroke(window: MainWindow, radius: int) -> list[float]:
    """Paint a spiral."""
    canvas = window.canvas
    window.masks.set_brush(diameter=2 * radius, hardness=0.5)
    settle(canvas)
    start, *way = spiral(canvas, MOVES)
    QTest.mousePress(canvas, LEFT, pos=start)
    QApplication.processEvents()
    times = [until_painted(lambda place=place: QTest.mouseMove(canvas, place)) for place in way]  # type: ignore[misc]
    times_at_end = until_painted(lambda: QTest.mouseRelease(canvas, LEFT, pos=way[-1]))
    print(f"{'  release':<34} {times_at_end:7.1f}")
    return times


def pan(canvas: Canvas) -> list[float]:
    """Drag the picture with the middle button."""
    place = canvas.rect().center()
    QTest.mousePress(canvas, Qt.MouseButton.MiddleButton, pos=place)
    way = [place + QPoint(round(200 * np.sin(step / 9)), round(100 * np.sin(step / 6))) for step in range(FRAMES)]
    times = [until_painted(lambda to=to: QTest.mouseMove(canvas, to)) for to in way]  # type: ignore[misc]
    QTest.mouseRelease(canvas, Qt.MouseButton.MiddleButton, pos=place)
    return times


def zoom(canvas: Canvas) -> list[float]:
    """Turn the wheel in small steps, in and out."""
    return [until_painted(lambda step=step: turn(canvas, 20 if step < FRAMES / 2 else -20)) for step in range(FRAMES)]  # type: ignore[misc]


def turn(canvas: Canvas, angle: int) -> None:
    """One step of the wheel in the middle of the canvas."""
    place = QPointF(canvas.rect().center())
    nothing, phase = QPoint(0, 0), Qt.ScrollPhase.NoScrollPhase
    keys, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.NoButton
    event = QWheelEvent(place, canvas.mapToGlobal(place), nothing, QPoint(0, angle), buttons, keys, phase, False)
    QApplication.sendEvent(canvas, event)


def measure(window: MainWindow, megapixels: float) -> None:
    """Print all figures."""
    window._show(make_picture(Photo(photo(megapixels)), None))
    canvas, masks = window.canvas, window.masks
    masks.choose("brush")
    print(f"{'ms':<34} {'median':>7} {'95 %':>7} {'longest':>7}")
    for name, scale in (("fit", None), ("100 %", 1.0)):
        if scale:
            canvas.zoom_to(scale)
        else:
            canvas.zoom_to_fit()
        for radius in RADII:
            report(f"brush, radius {radius}, at {name}", stroke(window, radius))
        settle(canvas)
        report(f"zoom, mask shown, from {name}", zoom(canvas))
        if not scale:
            canvas.zoom_to(1.5 * canvas.view.scale)
            settle(canvas)
        report(f"pan, mask shown, at {canvas.view.scale:.0%}", pan(canvas))
        masks.clear()


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.brush", description="Painting a mask in the window.")
    parser.add_argument("--megapixels", type=float, default=50.0, help="size of the photo (default: 50)")
    parser.add_argument("--cpu", action="store_true", help="measure the window's time on the processor, on a busy machine")
    options = parser.parse_args(arguments)
    if options.cpu:
        Clock.now = staticmethod(time.thread_time)
    application = QApplication([])
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        window = MainWindow(Engine(Catalogue([])), settings, Themes(application, "dark"))
        window.resize(*WINDOW)
        window.show()
        QApplication.processEvents()
        measure(window, options.megapixels)
        window.jobs.shut_down()
    return 0


if __name__ == "__main__":
    sys.exit(main())
