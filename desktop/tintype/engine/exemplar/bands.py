"""Running a kernel over a picture in bands of rows, on several threads, so that it can be stopped soon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from typing import NamedTuple, TypeVar

from tintype.progress import Progress

CELLS = 6000
"""Pixels in a band: some 20 ms of the slowest kernel, so that a cancel is heard soon and no thread idles for long."""

Part = TypeVar("Part")


class Band(NamedTuple):
    """Rows ``top`` to before ``bottom``, columns ``left`` to before ``right``."""

    top: int
    bottom: int
    left: int
    right: int

    def split(self) -> list[Band]:
        """Bands of whole rows. They never depend on the number of threads, or the result would."""
        rows = max(8, CELLS // max(1, self.right - self.left))
        return [self._replace(top=row, bottom=min(row + rows, self.bottom)) for row in range(self.top, self.bottom, rows)]


class Crew:
    """Threads that work on the parts of a picture side by side."""

    def __init__(self, pool: ThreadPoolExecutor | None, progress: Progress) -> None:
        """Work on the threads of ``pool``, or in the calling one alone, until ``progress`` is cancelled."""
        self._pool = pool
        self._progress = progress

    def each(self, kernel: Callable[[Part], object], parts: Sequence[Part]) -> None:
        """Call ``kernel`` with each part and wait for all.

        Raises:
            Cancelled: no call is under way any more.
        """

        def checked(part: Part) -> None:
            self._progress.check()
            kernel(part)

        if self._pool is None or len(parts) == 1:  # to hand so little to another thread takes longer than to do it
            for part in parts:
                checked(part)
            return
        calls = [self._pool.submit(checked, part) for part in parts]
        wait(calls)
        for call in calls:
            call.result()
