"""A picture of a batch before and after: made in the background, then shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from tintype.batch import Row, free_path, shown_rows, write_contact_sheet
from tintype.gui.error_box import show_error
from tintype.gui.jobs import Job, Jobs
from tintype.gui.toast import Toast


class ContactSheets(QObject):
    """Makes them on behalf of a window."""

    def __init__(self, window: QWidget, jobs: Jobs, toast: Toast) -> None:
        """``toast`` says what was made."""
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._toast = toast

    def make(self, rows: Sequence[Row], folder: Path | None) -> None:
        """Put one of these photos into the folder of the results, and have the desktop open it."""
        rows = tuple(rows)
        if folder is None or not shown_rows(rows, 1):
            self._toast.show_message(self.tr("There are no results to show; they may have been moved."), "warning")
            return
        path = free_path(folder)

        def done(_: object) -> None:
            self._toast.show_message(self.tr("Saved as {0}").format(path.name))
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

        job = Job(lambda progress: write_contact_sheet(rows, path, progress))
        job.succeeded.connect(done)
        job.failed.connect(lambda error: show_error(error, self._window))
        self._toast.watch(job, self.tr("Making the contact sheet"))
        self._jobs.start(job)
