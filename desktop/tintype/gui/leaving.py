"""The question about all unsaved work when the window is closed, and its answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from tintype.document.desk import Desk, Kept
from tintype.document.document import Document
from tintype.document.finish import finished
from tintype.document.snapshot import Snapshot
from tintype.document.work import Work
from tintype.engine import Engine
from tintype.gui.error_box import show_error
from tintype.gui.file_dialogs import target_beside
from tintype.gui.files import Files
from tintype.gui.jobs import Job, Jobs
from tintype.gui.settings import Settings
from tintype.gui.toast import Toast
from tintype.photo import Output
from tintype.photo.atomic import write_whole
from tintype.progress import Progress

MOST_NAMES = 8


@dataclass(frozen=True, eq=False)
class Task:
    """One result to be written.

    Attributes:
        path: the photo's; None for a pasted picture.
        work: what was done to it.
        source: the result, or what it is made from.
        target: where it goes.
    """

    path: Path | None
    work: Work
    source: Snapshot | Kept
    target: Path


class Leaving(QObject):
    """Asks, and saves everything on request: beside each photo under a new name, or where it was saved before."""

    def __init__(
        self, window: QWidget, files: Files, desk: Desk, engine: Engine, jobs: Jobs, settings: Settings, toast: Toast
    ) -> None:
        """``files`` ask about the photo in sight where that is the only one."""
        super().__init__(window)
        self._window = window
        self._files = files
        self._desk = desk
        self._engine = engine
        self._jobs = jobs
        self._settings = settings
        self._toast = toast

    def leave_all(self, then: Callable[[], None]) -> None:
        """Do ``then`` once all photos may go."""
        unsaved, current = self._desk.unsaved, self._desk.current
        if not unsaved or (current is not None and unsaved == [current.path]):
            self._files.leave(then)
        else:
            self._ask(unsaved, then)

    def _ask(self, unsaved: list[Path | None], then: Callable[[], None]) -> None:
        button = QMessageBox.StandardButton
        box = QMessageBox(self._window, icon=QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Unsaved Changes"))
        one = self.tr("1 photo has unsaved changes.")
        box.setText(one if len(unsaved) == 1 else self.tr("{0} photos have unsaved changes.").format(len(unsaved)))
        names = [path.name if path else self.tr("the pasted picture") for path in unsaved]
        listed = "\n".join(names[:MOST_NAMES] + (["…"] if len(names) > MOST_NAMES else []))
        how = self.tr(
            "Save All writes each result beside its photo under a new name, or where it was saved before. "
            "The original files stay as they are."
        )
        box.setInformativeText(f"{listed}\n\n{how}")
        box.setStandardButtons(button.SaveAll | button.Discard | button.Cancel)
        box.setDefaultButton(button.SaveAll)
        box.finished.connect(lambda result: self._answered(button(result), then))
        box.finished.connect(box.deleteLater)
        box.open()

    def _answered(self, answer: QMessageBox.StandardButton, then: Callable[[], None]) -> None:
        if answer == QMessageBox.StandardButton.Discard:
            then()
        elif answer == QMessageBox.StandardButton.SaveAll:
            self._save_all(then)

    def _save_all(self, then: Callable[[], None]) -> None:
        tasks, saved = self._tasks(), list[Task]()

        def done(error: Exception | None) -> None:
            for task in saved:
                self._mark(task)
            self._files.saved.emit()
            if error is None:
                then()
            else:
                show_error(error, self._window)

        job = Job(lambda progress: _write_all(tasks, saved, self._engine, progress))
        job.succeeded.connect(lambda _: done(None))
        job.failed.connect(done)
        self._toast.watch(job, self.tr("Saving {0} photos").format(len(tasks)))
        self._jobs.start(job)

    def _tasks(self) -> list[Task]:
        taken: set[Path] = set()
        return [self._task(path, taken) for path in self._desk.unsaved]

    def _task(self, path: Path | None, taken: set[Path]) -> Task:
        held = self._desk.find(path) if path else None
        document = self._desk.current if path is None else None if held is None or isinstance(held, Kept) else held[0]
        if document is not None:
            work, source = Work.of(document), self._source(document)
        elif isinstance(held, Kept):
            work, source = held.work, held
        else:
            raise LookupError(path)
        target = work.saved_to or _free(target_beside(path, work.state, self._settings.folder), taken)
        taken.add(target)
        return Task(path, replace(work, saved=work.state, saved_to=target), source, target)

    def _source(self, document: Document) -> Snapshot | Kept:
        stamp = self._desk.stamp(document.path) if document.path else None
        return Kept(Work.of(document), stamp) if document.pending and stamp else document.snapshot()

    def _mark(self, task: Task) -> None:
        current = self._desk.current
        if task.path is not None:
            self._desk.mark_saved(task.path, task.work)
        elif current is not None:
            current.saved_to = task.target
            current.history.mark_saved(task.work.state)


def _write_all(tasks: list[Task], saved: list[Task], engine: Engine, progress: Progress) -> None:
    """Write all results; ``saved`` takes those that are written, for the failure of a later one does not undo them."""
    for number, task in enumerate(tasks):
        part = progress.part(number / len(tasks), (number + 1) / len(tasks))
        if isinstance(task.source, Snapshot):
            snapshot = task.source
        elif task.path is not None:
            snapshot = finished(task.path, task.source, engine, part)
        else:
            continue
        write_whole(task.target, snapshot.encode(task.target, Output()).data)
        saved.append(task)


def _free(target: Path, taken: set[Path]) -> Path:
    """The name, or the next one with a number that no file has."""
    result, number = target, 2
    while result in taken or result.exists():
        result, number = target.with_name(f"{target.stem} ({number}){target.suffix}"), number + 1
    return result
