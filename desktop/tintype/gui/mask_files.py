"""Masks from files and into files."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tintype.document.shapes import Coverage
from tintype.gui.editor import Editor
from tintype.gui.error_box import show_error
from tintype.gui.file_dialogs import ask_load_mask, ask_save_mask
from tintype.gui.jobs import Job, Jobs
from tintype.gui.mask_editor import MaskEditor
from tintype.gui.settings import Settings
from tintype.gui.toast import Toast
from tintype.photo import read_mask, write_mask


class MaskFiles(QObject):
    """The dialogs and the jobs."""

    def __init__(self, window: QWidget, jobs: Jobs, settings: Settings, toast: Toast, masks: MaskEditor, editor: Editor) -> None:
        """``window`` owns the dialogs."""
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._settings = settings
        self._toast = toast
        self._masks = masks
        self._editor = editor

    def load(self) -> None:
        """Let the user pick a mask of the photo's size."""
        path = ask_load_mask(self._window, self._settings.folder) if self._editor.document else None
        if path is not None:
            self.load_file(path)

    def load_file(self, path: Path) -> None:
        """Make the mask in a file that of the open photo, whose size it must have."""
        document = self._editor.document
        if document is None:
            return

        def done(coverage: Coverage) -> None:
            if self._editor.document is document:
                self._masks.replace(coverage)
                self._toast.show_message(self.tr("Loaded {0}").format(path.name))

        memory = self._settings.bytes_for_reading
        self._start(Job(lambda _: read_mask(path, document.photo.size, memory)), done)

    def save(self) -> None:
        """Let the user pick a target, and write the mask as it is now."""
        document = self._editor.document
        target = ask_save_mask(self._window, document, self._settings.folder) if document else None
        if document is None or target is None:
            return
        coverage = document.mask.coverage.copy()
        self._start(Job(lambda _: write_mask(coverage, target)), lambda _: self._told_saved(target))

    def _told_saved(self, target: Path) -> None:
        self._toast.show_message(self.tr("Saved as {0}").format(target.name))

    def _start(self, job: Job, done: object) -> None:
        job.succeeded.connect(done)
        job.failed.connect(lambda error: show_error(error, self._window))
        self._jobs.start(job)
