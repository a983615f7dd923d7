"""What the commands share: parsing of percentages, and a line of progress."""

from __future__ import annotations

import argparse
import sys
import time
from types import TracebackType

from tintype.progress import Progress


def percent(text: str) -> float:
    """A number from 0 to 100 as a fraction from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 100")
    return value / 100


class ProgressLine:
    """A line on the terminal with name, percentage and time left; silent where stderr is not a terminal."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._shown = sys.stderr.isatty()
        self._started = time.monotonic()

    def __enter__(self) -> Progress:
        return Progress(self._show)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _show(self, fraction: float) -> None:
        if not self._shown:
            return
        left = (time.monotonic() - self._started) * (1 / fraction - 1) if fraction else 0.0
        print(f"\r\x1b[K{self._name}: {fraction:4.0%}, {left:.0f} s left", end="", file=sys.stderr, flush=True)
