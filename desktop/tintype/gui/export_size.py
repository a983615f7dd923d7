"""How large an export would be, reckoned in the background while its settings change."""

from __future__ import annotations

import functools
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from tintype.document.snapshot import Snapshot
from tintype.gui.jobs import Job, Jobs
from tintype.photo import FileSize, Output, file_size
from tintype.progress import Progress

PATIENCE_MS = 300
"""How long nothing must have changed."""

Wish = tuple[Path, Output]


class SizeReckoner(QObject):
    """Encodes a photo as the latest settings want it; one encoding at a time, and older ones are told to nobody.

    Attributes:
        reckoned: a ``FileSize`` for the latest wish.
        failed: what encoding raised.
    """

    reckoned = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject, snapshot: Snapshot, jobs: Jobs) -> None:
        """Nothing is reckoned until ``ask``."""
        super().__init__(parent)
        self._render = functools.cache(lambda: (snapshot.render(), snapshot.stamp()))
        self._jobs = jobs
        self._wish: Wish | None = None
        self._job: Job | None = None
        self._timer = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._timer.timeout.connect(self._begin)

    def ask(self, target: Path, output: Output) -> bool:
        """Reckon a file soon; tell whether that is another wish than the last one."""
        wish = (Path(f"size{target.suffix}"), output)  # the rest of the name does not count
        if wish == self._wish:
            return False
        self.stop()
        self._wish = wish
        self._timer.start()
        return True

    def stop(self) -> None:
        """Tell nothing any more."""
        self._wish = None
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()

    def _begin(self) -> None:
        if self._wish is None or self._job is not None:  # the end of an older encoding begins this one
            return
        target, output = self._wish

        def work(progress: Progress) -> FileSize:
            photo, stamp = self._render()
            progress.check()
            return file_size(photo, target, output, progress, stamp)

        self._job = Job(work)
        self._job.succeeded.connect(self.reckoned)
        self._job.failed.connect(self.failed)
        self._job.finished.connect(self._end)
        self._jobs.start(self._job)

    def _end(self) -> None:
        stale = self._job is not None and self._job.progress.cancelled
        self._job = None
        if stale and not self._timer.isActive():
            self._begin()
