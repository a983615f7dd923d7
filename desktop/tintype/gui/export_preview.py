"""What an export would give: its name, size in pixels and bytes, and what it would lose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tintype.gui.error_texts import said
from tintype.gui.widgets import label, named
from tintype.photo import FileSize


class ExportPreview(QWidget):
    """A name, a line of facts and a muted line of losses; or a sentence that says why nothing can be exported."""

    def __init__(self) -> None:
        """Empty at first."""
        super().__init__()
        self._path = ""
        self.name = named(label("", "strong"), self.tr("File that is written"))
        self.facts = named(label("", "muted"), self.tr("Size of the picture and of the file"))
        self.losses = named(label("", "muted"), self.tr("What is lost"))
        self.problem = named(label("", "bad"), self.tr("Why nothing can be exported"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        for text in (self.name, self.facts, self.losses, self.problem):
            text.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(text)
        layout.addStretch()
        for text in (self.losses, self.problem):
            text.setWordWrap(True)
        self.name.setMinimumWidth(1)  # what is too long is elided

    def show_target(self, target: Path) -> None:
        """Show what is written, and where."""
        self._path = str(target)
        self.name.setToolTip(self._path)
        self.name.setAccessibleDescription(self._path)
        self._elide()
        self._show(self.name, self.facts)

    def show_reckoning(self) -> None:
        """Say that the size is on its way; what is known of the last one is no longer true."""
        self.facts.setText(self.tr("Reckoning the size…"))
        self.losses.setText("")
        self._show(self.name, self.facts)

    def show_size(self, size: FileSize) -> None:
        """Show what was reckoned."""
        count = size_text(size.count)
        told = count if size.exact else self.tr("about {0}").format(count)
        self.facts.setText(self.tr("{0} \u00d7 {1} px, {2}").format(size.size.width, size.size.height, told))
        self.losses.setText(" ".join(map(said, size.losses)))
        self._show(self.name, self.facts, self.losses)

    def show_problem(self, sentence: str) -> None:
        """Show a sentence in the place of everything else."""
        self.problem.setText(sentence)
        self._show(self.problem)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the name in."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self.name.fontMetrics()
        self.name.setText(metrics.elidedText(self._path, Qt.TextElideMode.ElideMiddle, self.width()))

    def _show(self, *shown: QLabel) -> None:
        for text in (self.name, self.facts, self.losses, self.problem):
            text.setVisible(text in shown)


def size_text(count: int) -> str:
    """A number of bytes as people say it."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
