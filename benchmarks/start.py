"""How long Tintype takes to open: ``python -m benchmarks.start``.

Each run is a process of its own, as ``tintype`` starts it, but without a screen. The clock starts before the process
does. It stops when the window is painted, with its photo where one is named, and the event loop has nothing left to do. The aim
is under 1.5 s. Settings are those of a first start; what Tintype compiles and measures once after an installation is there.
"""

from __future__ import annotations

import argparse
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from tintype.photo import Photo, write_photo

RUNS = 7
SLOWEST = 10
HEIGHT, WIDTH = 4000, 6000
IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)")

CHILD = """
import sys, time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from tintype.__main__ import main

class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            timer.start(0)  # due when no event is left
        return False

def look():
    if len(sys.argv) == 1 or (window.canvas.isVisible() and window.canvas.complete):
        timer.stop()
        print(time.time(), time.process_time(), flush=True)

def start(self=None):
    global window
    window = next(widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "window")
    window.welcome.installEventFilter(painted)
    window.canvas.installEventFilter(painted)
    return event_loop()

painted, timer = Painted(), QTimer()
timer.timeout.connect(look)
event_loop, QApplication.exec = QApplication.exec, start
sys.exit(main())
"""


def run(words: Sequence[str], home: Path) -> tuple[float, float]:
    """Seconds from before the process's start to a usable window, and those that its processors worked meanwhile."""
    folders = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(home))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **folders}
    started = time.time()
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        usable, worked = map(float, process.stdout.readline().split())
        for child in psutil.Process(process.pid).children(recursive=True):
            child.kill()  # it compiles ahead, and would slow down the next run
        process.kill()
    return usable - started, worked


def slowest_imports(runs: int) -> list[tuple[float, str]]:
    """Milliseconds, at the best of some runs, of the modules that take longest by themselves on the way to the window."""
    command = [sys.executable, "-X", "importtime", "-c", "import tintype.__main__, tintype.gui.app, tintype.gui.main_window"]
    best: dict[str, float] = {}
    for _ in range(runs):
        told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
        for match in IMPORT.finditer(told):
            best[match[2]] = min(int(match[1]) / 1e3, best.get(match[2], float("inf")))
    return sorted(((milliseconds, name) for name, milliseconds in best.items()), reverse=True)[:SLOWEST]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Path(folder)
        rows, columns = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
        photo = home / "photo.jpg"
        write_photo(Photo(np.stack([rows / HEIGHT, columns / WIDTH, (rows + columns) / (HEIGHT + WIDTH)], axis=-1)), photo)
        for title, words in (("no photo", []), ("a JPEG of 24 MP", [str(photo)])):
            times, work = zip(*(run(words, home) for _ in range(options.runs)), strict=True)
            print(
                f"{title}: best {min(times):.2f} s, median {statistics.median(times):.2f} s of {len(times)} runs;"
                f" processor time {min(work):.2f} s at best"
            )
    print("slowest imports, in ms of their own:")
    for milliseconds, name in slowest_imports(options.runs):
        print(f"{milliseconds:8.0f}  {name}")


if __name__ == "__main__":
    main()
