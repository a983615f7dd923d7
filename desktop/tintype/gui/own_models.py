"""Adding and removing the user's own models: the questions, the jobs, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tintype.engine import ModelSpec, add_model, remove_model
from tintype.errors import ModelExists
from tintype.gui.editor import Editor
from tintype.gui.error_box import show_error
from tintype.gui.file_dialogs import MODEL_SUFFIX, ask_model
from tintype.gui.jobs import Job, Jobs, Work
from tintype.progress import Progress


class OwnModels(QObject):
    """What happens to the user's own models on behalf of a window.

    Attributes:
        started: a job that may take its time, and a sentence on it.
        added: a model, whose spec it is, can be used.
        told: a sentence on what was done.
    """

    started = Signal(object, str)
    added = Signal(object)
    told = Signal(str)

    def __init__(self, window: QWidget, jobs: Jobs, editor: Editor) -> None:
        """``window`` owns the dialogs."""
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._editor = editor
        self._folder = Path.home()

    def ask_add(self) -> None:
        """Let the user pick a file, and add it."""
        path = ask_model(self._front(), self._folder)
        if path is not None:
            self._folder = path.parent
            self.add(path)

    def add(self, path: Path, *, replace: bool = False) -> None:
        """Try a model out, and add it; one with the same id is replaced only after a question."""
        engine = self._editor.engine

        def work(progress: Progress) -> ModelSpec:
            model = add_model(path, engine.catalogue, replace=replace, progress=progress)
            engine.refresh_models()
            return model

        def done(model: ModelSpec) -> None:
            self._editor.follow_models(model.id)
            self.added.emit(model)
            text = (
                self.tr("Added the model {0}") if model.task == "denoise" else self.tr("Added {0}; the one of Tintype goes first")
            )
            self.told.emit(text.format(model.title))

        def failed(error: Exception) -> None:
            if isinstance(error, ModelExists):
                self._ask_replace(path, error)
            else:
                show_error(error, self._front())

        self._start(work, done, failed, self.tr("Trying out {0}").format(path.name))

    def _ask_replace(self, path: Path, error: ModelExists) -> None:
        question = self.tr("Replace your model {0}?").format(error.name)
        facts = self.tr("{0} takes the place of {1}.").format(path.name, error.path)
        role = QMessageBox.ButtonRole.AcceptRole
        self._ask(question, facts, self.tr("Replace"), role, lambda: self.add(path, replace=True))

    def ask_remove(self, model: ModelSpec) -> None:
        """Remove an own model, after a question."""
        question = self.tr("Remove the model {0}?").format(model.title)
        facts = self.tr("{0} is deleted. To use the model again, you need the file that it was added from.").format(model.path)
        role = QMessageBox.ButtonRole.DestructiveRole
        self._ask(question, facts, self.tr("Remove"), role, lambda: self._remove(model))

    def _remove(self, model: ModelSpec) -> None:
        engine = self._editor.engine

        def work(_: Progress) -> None:
            remove_model(model.id, engine.catalogue)
            engine.refresh_models()

        def done(_: object) -> None:
            self._editor.follow_models(model.id)
            self.told.emit(self.tr("Removed the model {0}").format(model.title))

        def failed(error: Exception) -> None:
            show_error(error, self._front())

        self._start(work, done, failed, self.tr("Removing {0}").format(model.title))

    def _start(self, work: Work, done: object, failed: object, text: str) -> None:
        job = Job(work)
        job.succeeded.connect(done)
        job.failed.connect(failed)
        self.started.emit(job, text)
        self._jobs.start(job)

    def _ask(self, question: str, facts: str, verb: str, role: QMessageBox.ButtonRole, then: Callable[[], None]) -> None:
        box = QMessageBox(self._front(), icon=QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Tintype")
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(question)
        box.setInformativeText(facts)
        agreed = box.addButton(verb, role)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.finished.connect(lambda _: then() if box.clickedButton() is agreed else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def _front(self) -> QWidget:
        """The window that the user can reach."""
        return QApplication.activeModalWidget() or self._window


def models_among(paths: Sequence[Path]) -> list[Path]:
    """The model files among those that were dropped, pasted or named."""
    return [path for path in paths if path.suffix.lower() == MODEL_SUFFIX]
