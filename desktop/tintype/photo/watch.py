"""Ending a process that takes more time or memory than it may."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING

from tintype.photo.limits import beyond

if TYPE_CHECKING:
    import psutil

INTERVAL = 0.1
MOST_IDLE = 8.0
"""Seconds by the clock without anything done. What merely waits for a processor that others have taken is not idle."""

AWAKE = ("running", "disk-sleep") if sys.platform != "win32" else ()
"""psutil's words; Windows says of every process that it runs."""

OF_ITS_OWN = 200_000_000
"""Bytes that a process may take besides, for the libraries of a format that it meets for the first time."""

TOO_LONG = "decoding it takes too long, so it is probably damaged"


class Watch:
    """Inside its block the process is looked at, and killed as soon as it takes too much.

    Attributes:
        reason: why it was killed, in words for ``UnreadablePhoto``; empty as long as it was not.
    """

    def __init__(self, process: subprocess.Popen[bytes], memory: int, seconds: float, most_idle: float | None = None) -> None:
        """Allow, in each block, ``memory`` more bytes than it has, so many seconds on the processor, and so many of idleness."""
        self.reason = ""
        self._process = process
        self._memory, self._seconds = memory, seconds
        self._most_idle = MOST_IDLE if most_idle is None else most_idle
        self._left = threading.Event()

    def __enter__(self) -> None:
        self._left.clear()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._left.set()
        self._thread.join()

    def _look(self) -> None:
        import psutil  # the window opens without

        try:
            process = psutil.Process(self._process.pid)
            resident, begun = _resident(process), _worked(process)
            worked, awake = begun, time.monotonic()
            while not self._left.wait(INTERVAL):
                before, worked = worked, _worked(process)
                if worked > before or process.status() in AWAKE:
                    awake = time.monotonic()
                late = worked - begun > self._seconds or time.monotonic() - awake > self._most_idle
                self.reason = TOO_LONG if late else beyond(_resident(process) - resident - OF_ITS_OWN, self._memory)
                if self.reason:
                    process.kill()
                    return
        except psutil.Error:
            return  # it has ended by itself


def _resident(process: psutil.Process) -> int:
    return int(process.memory_info().rss)


def _worked(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
