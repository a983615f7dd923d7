"""A button that tries out the device, and what came of it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from tintype.engine.speed import Speed, measure_speed
from tintype.errors import TintypeError
from tintype.gui.editor import Editor
from tintype.gui.error_texts import said, sentence_of
from tintype.gui.jobs import Job, Jobs
from tintype.gui.language import number
from tintype.gui.widgets import label, named
from tintype.progress import Progress


class SpeedTest(QWidget):
    """Two texts: what ran and how quickly; and why not the GPU. The button stands elsewhere.

    Attributes:
        told: there is another text, which may take more room.
    """

    told = Signal()

    def __init__(self, editor: Editor, jobs: Jobs) -> None:
        """Nothing was tried yet."""
        super().__init__()
        self._editor = editor
        self._jobs = jobs
        self._job: Job | None = None
        self.button = named(QPushButton(self.tr("Test")), self.tr("Test the device"))
        self.button.setToolTip(self.tr("Denoise a small picture, and say what ran and how quickly"))
        self.result = QLabel()
        self.reason = label("", "muted")
        self.reason.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.result)
        layout.addWidget(self.reason)
        self.button.clicked.connect(self.start)
        self.clear()

    def start(self) -> None:
        """Measure outside the window's thread."""
        engine, wanted = self._editor.engine, self._editor.defaults

        def work(progress: Progress) -> Speed:
            return measure_speed(engine, wanted.device, wanted.quality, progress)

        def done(speed: Speed) -> None:
            self.clear()
            text = self.tr("{0}: {1} MP/s").format(said(speed.device.label), number(speed.megapixels_per_second, 1))
            self._show(text, said(speed.device.reason))

        def failed(error: Exception) -> None:
            self.clear()
            if isinstance(error, TintypeError):
                self._show(self.tr("The test did not work."), sentence_of(error))
            else:
                self._editor.failed.emit(error)

        self.clear()
        self._job = Job(work)
        self._job.succeeded.connect(done)
        self._job.failed.connect(failed)
        self.button.setEnabled(False)
        self._show(self.tr("Testing…"))
        self._jobs.start(self._job)

    def clear(self) -> None:
        """Forget the outcome; stop what runs."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.button.setEnabled(True)
        self._show("")

    def _show(self, result: str, reason: str = "") -> None:
        self.result.setText(result)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self.setVisible(bool(result))
        self.told.emit()
