"""Keeps unsaved work in files, a short time after each change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from tintype.document.desk import Desk
from tintype.document.document import Document
from tintype.document.session import Entry, Session, remove
from tintype.document.state import State
from tintype.document.work import Work
from tintype.errors import CannotWrite
from tintype.gui.jobs import Job, Jobs
from tintype.progress import Progress

REST_MS = 2000

Seen = tuple[State, int, bool]
Writing = Callable[[Progress], None]


class Autosave(QObject):
    """Writes one entry at a time; of a photo that changes meanwhile, the latest state.

    Attributes:
        told: a sentence on why nothing can be kept, once for each series of failures.
        failed: another failure, with the exception.
        written: an entry is in its files; its path, or None for a pasted picture.
    """

    told = Signal(str)
    failed = Signal(object)
    written = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, desk: Desk, parent: QObject) -> None:
        """Nothing is written until something is noted."""
        super().__init__(parent)
        self._session = session
        self._jobs = jobs
        self._desk = desk
        self._changed: dict[Path | None, Document] = {}
        self._waiting: dict[Path | None, Writing] = {}
        self._superseded: dict[Path | None, Path] = {}
        self._seen: dict[Path | None, Seen] = {}
        self._failing = False
        self._job: Job | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.flush)

    @property
    def idle(self) -> bool:
        """Whether everything that was noted is in its file."""
        return self._job is None and not self._waiting and not self._changed

    def note(self, document: Document | None) -> None:
        """A document may have changed."""
        if document is not None and self._seen.get(document.path) != _seen(document):
            self._changed[document.path] = document
            self._rest.start()

    def forget(self, path: Path | None) -> None:
        """The work on a photo is saved or dropped."""
        self._changed.pop(path, None)
        if self._seen.pop(path, None) is not None or path in self._waiting:
            self._waiting[path] = lambda _: self._session.drop(path)
            self._next()

    def forget_saved(self) -> None:
        """What was saved while another photo is in sight need not be kept any more."""
        for path in [path for path in self._seen if path is not None and self._desk.mark(path) == "done"]:
            if self._desk.current is None or self._desk.current.path != path:
                self.forget(path)

    def put(self, entry: Entry) -> None:
        """Write an entry that was read from a crashed session."""
        self._seen[entry.path] = entry.work.state, -1, True
        self._waiting[entry.path] = lambda _: self._session.put(entry)
        self._next()

    def supersede(self, path: Path | None, old: Path) -> None:
        """Remove the folder ``old`` of a crashed session when what was in it is written anew."""
        self._superseded[path] = old

    def flush(self) -> None:
        """Write at once what was noted."""
        changed, self._changed = self._changed, {}
        for path, document in changed.items():
            self._seen[path] = _seen(document)
            self._waiting[path] = self._writing(document)
        self._next()

    def close(self) -> None:
        """Nothing is to be kept any more."""
        self._rest.stop()
        for old in self._superseded.values():
            remove(old)

    def _writing(self, document: Document) -> Writing:
        path = document.path
        entry = Entry(path, Work.of(document), self._desk.stamp(path) if path else None, None if path else document.photo)
        if not entry.work.unsaved and entry.work.mask is None:
            return lambda _: self._session.drop(path)
        return lambda _: self._session.put(entry)

    def _next(self) -> None:
        if self._job is not None or not self._waiting:
            return
        path = next(iter(self._waiting))
        job = self._job = Job(self._waiting.pop(path))
        job.succeeded.connect(lambda _: self._succeed(path))
        job.failed.connect(lambda error: self._fail(path, error))
        job.finished.connect(self._end)
        self._jobs.start(job)

    def _succeed(self, path: Path | None) -> None:
        self._failing = False
        old = self._superseded.pop(path, None)
        if old is not None:
            remove(old)
        self.written.emit(path)

    def _fail(self, path: Path | None, error: Exception) -> None:
        self._seen.pop(path, None)  # the next change tries again
        if not isinstance(error, CannotWrite):
            self.failed.emit(error)
        elif not self._failing:
            text = self.tr("Unsaved work cannot be kept for the case of a crash: {0}. Save it yourself.")
            self.told.emit(text.format(error.reason))
        self._failing = True

    def _end(self) -> None:
        self._job = None
        self._next()


def _seen(document: Document) -> Seen:
    return document.state, document.mask.versions.latest, document.history.dirty
