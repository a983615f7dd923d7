"""The one piece of work on the models that runs at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal

from tintype.gui.jobs import Job, Jobs, Work

Task = Literal["denoise", "fill", "find", "recipe"]


class Inference(QObject):
    """Starts and stops it, and tells how it goes.

    Attributes:
        started, progressed, ended: of the work; the fraction, and the seconds left or None.
        failed: with the exception.
        task: what runs; None while nothing does.
    """

    started = Signal()
    progressed = Signal(float, object)
    ended = Signal()
    failed = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        """Nothing runs yet."""
        super().__init__(parent)
        self.task: Task | None = None
        self._jobs = jobs
        self._job: Job | None = None

    def start(self, task: Task, work: Work, done: Callable[[Any], None]) -> None:
        """Run ``work`` and hand its result to ``done``; nothing else may run."""

        def succeeded(result: object) -> None:
            self._end()
            done(result)

        def failed(error: Exception) -> None:
            self._end()
            self.failed.emit(error)

        self.task, self._job = task, Job(work)
        self._job.succeeded.connect(succeeded)
        self._job.failed.connect(failed)
        self._job.progressed.connect(self.progressed)
        self.started.emit()
        self._jobs.start(self._job)

    def cancel(self) -> None:
        """Stop at once; the result is dropped."""
        if self._job is not None:
            self._job.cancel()
            self._end()

    def _end(self) -> None:
        self.task = self._job = None
        self.ended.emit()
