"""Work outside the window's thread. A job is made, connected, and only then started."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Qt, QThreadPool, Signal

from tintype.errors import Cancelled
from tintype.gui.time_left import time_left
from tintype.progress import Progress

Work = Callable[[Progress], Any]

QUICKEST_REPORTS = 0.05


class Job(QObject):
    """One piece of work; its signals arrive in the thread of the window, and ``finished`` is the last of them.

    Attributes:
        progressed: fraction done, and seconds left or None.
        succeeded: what the work returned.
        failed: what it raised; the exception carries its traceback.
        cancelled: it stopped because it was told to.
        finished: whatever the outcome.
    """

    progressed = Signal(float, object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    finished = Signal()
    _reported = Signal(float, object)
    _ended = Signal(object, object)

    def __init__(self, work: Work) -> None:
        """``work`` is given the progress that it reports to and is cancelled by."""
        super().__init__()
        self.progress = Progress(self._report)
        self._work = work
        self._started = 0.0
        self._last_report = 0.0
        self._emitting = threading.Lock()
        self._reported.connect(self._on_report, Qt.ConnectionType.QueuedConnection)
        self._ended.connect(self._on_end, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Stop; no result arrives after this, even if one is on its way already."""
        self.progress.cancel()

    def run(self) -> None:
        """Do the work in the present thread: the one place where any exception is caught, to be shown to the user."""
        self._started = time.monotonic()
        result, error = None, None
        try:
            self.progress.check()
            result = self._work(self.progress)
        except Exception as raised:  # noqa: BLE001  # nothing else stands between a worker thread and silence
            error = raised
        with self._emitting:
            self._ended.emit(result, error)

    def _report(self, fraction: float) -> None:
        now = time.monotonic()
        if now - self._last_report >= QUICKEST_REPORTS:
            self._last_report = now
            self._reported.emit(fraction, time_left(fraction, now - self._started))

    def _on_report(self, fraction: float, seconds: float | None) -> None:
        if not self.progress.cancelled:
            self.progressed.emit(fraction, seconds)

    def _on_end(self, result: object, error: Exception | None) -> None:
        with self._emitting:  # the object must not go while its thread is still inside it
            pass
        if self.progress.cancelled or isinstance(error, Cancelled):
            self.cancelled.emit()
        elif error is not None:
            self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        self.finished.emit()
        self.deleteLater()  # the connections hold what the work held, such as a whole photo


class Jobs(QObject):
    """Runs jobs, a few at a time, and stops them all when the window closes."""

    def __init__(self, parent: QObject | None = None, threads: int = 3) -> None:
        """``threads`` is how many jobs run at the same time; heavy ones use all cores by themselves."""
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._running: set[Job] = set()

    def start(self, job: Job) -> Job:
        """Run a job that is connected to all who listen."""
        job.setParent(self)  # otherwise the thread that lets go of it last would delete it
        self._running.add(job)
        job.finished.connect(self._forget)
        self._pool.start(job.run)
        return job

    def shut_down(self) -> None:
        """Cancel what runs, and wait for it."""
        jobs = list(self._running)
        for job in jobs:
            job.cancel()
        self._pool.waitForDone()
        for job in jobs:
            QCoreApplication.sendPostedEvents(job)

    def _forget(self) -> None:
        job = self.sender()
        if isinstance(job, Job):
            self._running.discard(job)
