"""Looking at a 100 MP photo in the real window: ``python -m benchmarks.view``.

Each figure is the time from an event until what it changed is painted, without a screen: Qt's raster engine does all its work all
the same. The aim is less than 16 ms, a frame at 60 Hz, for panning and zooming, and less than 50 ms for a slider of the amount.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import cv2
import numpy as np
import psutil
from PySide6.QtWidgets import QApplication

from benchmarks.brush import FRAMES, WINDOW, Clock, pan, photo, report, settle, until_painted, zoom
from tintype.document.result import Result
from tintype.engine import Amount, Catalogue, Denoised, DenoiseSettings, DeviceChoice, Engine, NoiseProfile
from tintype.gui.canvas.compare import Compare, Mode
from tintype.gui.files import make_picture
from tintype.gui.main_window import MainWindow
from tintype.gui.settings import Settings
from tintype.gui.theme import Themes
from tintype.photo import Photo

NOISE = 0.03


def open_denoised(window: MainWindow, megapixels: float) -> None:
    """Show a photo with a result, which a blur stands in for: what is measured is showing it."""
    pixels = photo(megapixels)
    picture = make_picture(Photo(pixels), None)
    window._show(picture)
    settings = DenoiseSettings(noise=NOISE)
    model = window.editor.engine.model_for(settings)
    smooth = np.asarray(cv2.blur(pixels, (5, 5)), np.float32)
    denoised = Denoised(smooth, NOISE, NoiseProfile.white(NOISE), model, DeviceChoice("cpu", "CPU"), 1.0)
    picture.document.accept(settings, Result(denoised, 0.0))
    window.editor.recipe_changed.emit()


def drag_amount(window: MainWindow) -> list[float]:
    """Change the amount step by step, as a drag of the slider does."""
    window.panel.dragging.emit(True)
    amounts = [0.3 + 0.6 * step / FRAMES for step in range(FRAMES)]
    times = [
        until_painted(lambda amount=amount: window.editor.set_amount(Amount(amount, amount), dragging=True))  # type: ignore[misc]
        for amount in amounts
    ]
    window.panel.dragging.emit(False)
    return times


def measure(window: MainWindow, megapixels: float) -> None:
    """Print all figures."""
    open_denoised(window, megapixels)
    canvas = window.canvas
    print(f"{'ms':<34} {'median':>7} {'95 %':>7} {'longest':>7}")
    for mode in get_args(Mode):
        canvas.set_compare(Compare().to(mode))
        canvas.zoom_to_fit()
        settle(canvas)
        report(f"zoom from fit, {mode}", zoom(canvas))
        canvas.zoom_to(1.0)
        settle(canvas)
        report(f"pan at 100 %, {mode}", pan(canvas))
    canvas.set_compare(Compare())
    for name, scale in (("100 %", 1.0), ("fit", None)):
        if scale:
            canvas.zoom_to(scale)
        else:
            canvas.zoom_to_fit()
        settle(canvas)
        report(f"amount at {name}", drag_amount(window))
    print(f"memory in use: {psutil.Process().memory_info().rss / 1e6:.0f} MB")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.view", description="Looking at a photo in the window.")
    parser.add_argument("--megapixels", type=float, default=100.0, help="size of the photo (default: 100)")
    parser.add_argument("--cpu", action="store_true", help="measure the window's time on the processor, on a busy machine")
    options = parser.parse_args(arguments)
    if options.cpu:
        Clock.now = staticmethod(time.thread_time)
    application = QApplication([])
    with TemporaryDirectory() as folder:
        window = MainWindow(Engine(Catalogue()), Settings(Path(folder) / "settings.ini"), Themes(application, "dark"))
        window.resize(*WINDOW)
        window.show()
        QApplication.processEvents()
        measure(window, options.megapixels)
        window.jobs.shut_down()
    return 0


if __name__ == "__main__":
    sys.exit(main())
