"""Exporting: the photo as one more file, in another format or size or without its metadata."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tintype.document.document import Document
from tintype.errors import CannotWrite, InvalidSetting
from tintype.gui.editor import Editor
from tintype.gui.error_box import show_error
from tintype.gui.error_texts import said
from tintype.gui.export_dialog import ExportDialog
from tintype.gui.export_preview import size_text
from tintype.gui.export_settings import ExportSettings
from tintype.gui.export_target import Subject, export_target
from tintype.gui.jobs import Job, Jobs
from tintype.gui.settings import Settings
from tintype.gui.toast import Toast
from tintype.photo.atomic import write_whole


class Exporter(QObject):
    """Exports the editor's photo. An export is a copy for someone else: it leaves unsaved changes unsaved, as a save does not."""

    def __init__(self, window: QWidget, jobs: Jobs, settings: Settings, toast: Toast, editor: Editor) -> None:
        """``window`` owns the dialog."""
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._settings = settings
        self._toast = toast
        self._editor = editor
        self._writing: set[Path] = set()

    def ask(self) -> None:
        """Let the user choose how to export, beginning with what was chosen last."""
        document = self._ready()
        if document is None:
            return
        subject = Subject.of(document, self._settings.folder)
        settings = self._settings.export or ExportSettings()
        dialog = ExportDialog(self._window, document.snapshot(), subject, settings, self._jobs)
        dialog.accepted.connect(lambda: self._export(document, dialog.settings))
        dialog.open()

    def again(self) -> None:
        """Export as the last time, without a question; the first time ask."""
        settings = self._settings.export
        if settings is None:
            self.ask()
            return
        document = self._ready()
        if document is not None:
            self._export(document, settings)

    def _ready(self) -> Document | None:
        """The open photo; None, which is told, while its result is not there."""
        document = self._editor.document
        if document is not None and document.pending:
            self._toast.show_message(self.tr("The denoising is not done yet; export when it is."), "warning")
            return None
        return document

    def _export(self, document: Document, settings: ExportSettings) -> None:
        try:
            target = export_target(settings, Subject.of(document, self._settings.folder), self._writing)
        except (CannotWrite, InvalidSetting) as error:
            show_error(error, self._window)
            return
        self._settings.export = settings
        snapshot, output = document.snapshot(), settings.output(document.photo)

        def work() -> tuple[int, tuple[str, ...]]:
            encoded = snapshot.encode(target, output)
            write_whole(target, encoded.data)
            return len(encoded.data), encoded.losses

        def done(written: tuple[int, tuple[str, ...]]) -> None:
            count, losses = written
            told = self.tr("Exported as {0}, {1}").format(target.name, size_text(count))
            self._toast.show_message(
                " ".join((f"{told}.", *map(said, losses))) if losses else told, "warning" if losses else "success"
            )

        self._writing.add(target)
        job = Job(lambda _: work())
        job.succeeded.connect(done)
        job.failed.connect(lambda error: show_error(error, self._window))
        job.finished.connect(lambda: self._writing.discard(target))
        self._toast.watch(job, self.tr("Exporting {0}").format(target.name))
        self._jobs.start(job)
