"""A sentence that appears over the photo and goes by itself."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from tintype.gui.jobs import Job
from tintype.gui.widgets import named

Kind = Literal["success", "warning", "working"]

MARKS: dict[Kind, str] = {"success": "✓", "warning": "!", "working": "…"}
SECONDS = {"success": 4, "warning": 8}
PATIENCE_MS = 250
MARGIN = 24
WIDEST = 560


class Toast(QFrame):
    """Lies at the lower edge of its parent; a click sends it away."""

    def __init__(self, parent: QWidget) -> None:
        """Invisible at first."""
        super().__init__(parent)
        self._stage = parent
        self.setObjectName("toast")
        self._mark = named(QLabel(), style="toast_mark")
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 16, 10)
        layout.setSpacing(10)
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self._text, 1)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence in sight; empty when there is none."""
        return self._text.text() if self.isVisibleTo(self._stage) else ""

    def show_message(self, text: str, kind: Kind = "success") -> None:
        """Show a sentence; one about ongoing work stays until it is replaced or hidden."""
        self._text.setText(text)
        self._mark.setText(MARKS[kind])
        self._mark.setProperty("kind", kind)
        self._mark.style().polish(self._mark)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.stop()
        if kind in SECONDS:
            self._timer.start(SECONDS[kind] * 1000)

    def end_work(self, text: str) -> None:
        """Hide the sentence about ongoing work, unless another one has taken its place."""
        if self.text == text:
            self.hide()

    def watch(self, job: Job, text: str) -> None:
        """Say what takes so long, if it does; a sentence that was told stays for its time."""
        patience = QTimer(job, singleShot=True, interval=PATIENCE_MS)

        def out_of_patience() -> None:
            if self.text and self._timer.isActive():
                patience.start(self._timer.remainingTime() + 1)
            else:
                self.show_message(text, "working")

        patience.timeout.connect(out_of_patience)
        job.finished.connect(patience.stop)
        job.finished.connect(lambda: self.end_work(text))
        patience.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the parent changes its size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002  # Qt's signature
        """Go away."""
        self.hide()

    def _place(self) -> None:
        area = self._stage.rect()
        widest = min(WIDEST, area.width() - 2 * MARGIN)
        self._text.setWordWrap(False)
        if self.sizeHint().width() > widest:
            self._text.setWordWrap(True)
            self._text.setMinimumWidth(max(widest - 60, 80))
        else:
            self._text.setMinimumWidth(0)
        self.adjustSize()
        self.move((area.width() - self.width()) // 2, area.height() - self.height() - MARGIN)
