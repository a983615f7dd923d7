"""Compiling ahead: the machine code is made in a process of its own and kept on disk, so that no fill waits for it.

Run as ``python -m tintype.engine.exemplar.warm``, this is that process.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import numpy as np

from tintype.progress import Progress

LONGEST_WAIT = 90.0
"""Seconds for which a fill waits for the other process before it compiles by itself."""

_compiling: threading.Thread | None = None


def start_warm_up() -> None:
    """Compile in another process of low priority, at most once; returns at once and never raises."""
    global _compiling
    # A frozen program is no interpreter: it would open its window once more.
    if _compiling is None and not getattr(sys, "frozen", False):
        _compiling = threading.Thread(target=_compile_elsewhere, name="exemplar warm-up", daemon=True)
        _compiling.start()


def await_warm_up(progress: Progress) -> None:
    """Wait while the other process compiles: doing so here as well would hold the interpreter and freeze the window.

    Raises:
        Cancelled
    """
    give_up = time.monotonic() + LONGEST_WAIT
    while _compiling is not None and _compiling.is_alive() and time.monotonic() < give_up:
        progress.check()
        time.sleep(0.02)


def warm_up() -> None:
    """Compile all kernels, or load them where that was done before; takes some 10 seconds the first time."""
    from tintype.engine.exemplar.synthesis import fill

    picture = np.random.default_rng(0).random((64, 64, 3), dtype=np.float32)
    hole = np.zeros((64, 64), bool)
    hole[24:40, 24:40] = True
    fill(picture, hole, picture, 0, Progress(), 1)


def _compile_elsewhere() -> None:
    command = [sys.executable, "-m", "tintype.engine.exemplar.warm"]
    hidden = 0x08000000 if sys.platform == "win32" else 0  # CREATE_NO_WINDOW
    try:
        subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, creationflags=hidden)
    except OSError:
        return  # the first fill compiles by itself


def _give_way() -> None:
    import psutil  # the window, which imports this module, does without

    if sys.platform == "win32":
        psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS)
    else:
        psutil.Process().nice(19)


if __name__ == "__main__":
    _give_way()
    warm_up()
