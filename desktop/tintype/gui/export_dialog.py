"""The dialog for exporting the photo as another file."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from tintype.document.snapshot import Snapshot
from tintype.errors import CannotWrite, InvalidSetting
from tintype.gui.error_texts import sentence_of
from tintype.gui.export_form import ExportForm
from tintype.gui.export_preview import ExportPreview
from tintype.gui.export_settings import ExportSettings
from tintype.gui.export_size import SizeReckoner
from tintype.gui.export_target import Subject, export_target
from tintype.gui.jobs import Jobs
from tintype.gui.widgets import line
from tintype.photo import FileSize

WIDTH = 600
PREVIEW_HEIGHT = 96
"""Room for a name, the facts and two lines of losses, so that nothing moves when they come."""


class ExportDialog(QDialog):
    """Asks how to export, and shows live what that would give; ``accepted`` means that ``settings`` are to be used."""

    def __init__(self, window: QWidget, snapshot: Snapshot, subject: Subject, settings: ExportSettings, jobs: Jobs) -> None:
        """Use ``open`` to show it; it is deleted when it closes."""
        super().__init__(window)
        self.setWindowTitle(self.tr("Export"))
        self._subject = subject
        self._photo = snapshot.photo
        self.form = ExportForm(snapshot.photo, subject.folder, settings)
        self.preview = ExportPreview()
        self._reckoner = SizeReckoner(self, snapshot, jobs)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.export = box.addButton(self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.export.setProperty("primary", True)
        self.export.setDefault(True)
        box.button(QDialogButtonBox.StandardButton.Cancel).setAutoDefault(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 16)
        layout.setSpacing(14)
        self.preview.setMinimumHeight(PREVIEW_HEIGHT)
        for widget in (self.form, line(), self.preview):
            layout.addWidget(widget)
        layout.addStretch()
        layout.addWidget(box)
        self.setFixedWidth(WIDTH)
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self.form.changed.connect(self._follow)
        self._reckoner.reckoned.connect(self._show_size)
        self._reckoner.failed.connect(self._show_problem)
        self.finished.connect(self._reckoner.stop)
        self.finished.connect(self.deleteLater)
        self._follow()

    @property
    def settings(self) -> ExportSettings:
        """What is chosen."""
        return self.form.settings

    def _follow(self) -> None:
        settings = self.settings
        try:
            target = export_target(settings, self._subject)
        except (CannotWrite, InvalidSetting) as error:
            self._reckoner.stop()
            self._show_problem(error)
            return
        self.export.setEnabled(True)
        self.preview.show_target(target)
        if self._reckoner.ask(target, settings.output(self._photo)):
            self.preview.show_reckoning()

    def _show_size(self, size: FileSize) -> None:
        self.preview.show_size(size)

    def _show_problem(self, error: Exception) -> None:
        self.export.setEnabled(False)
        self.preview.show_problem(sentence_of(error))
