"""What stands in the place of a photo that cannot be opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from tintype.errors import SourceChanged
from tintype.gui.error_texts import sentence_of
from tintype.gui.widgets import label, named

WIDTH = 460


class FailedPage(QWidget):
    """The name of the photo, and one sentence.

    Attributes:
        discard_asked: the user gives up the unsaved work that stands in the way; the photo's path.
    """

    discard_asked = Signal(object)

    def __init__(self) -> None:
        """Nothing failed yet."""
        super().__init__()
        self.path: Path | None = None
        named(self, self.tr("Photo that cannot be opened"), "welcome")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = named(label("", "title"), style="welcome_title")
        self.sentence = QLabel(wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setFixedWidth(WIDTH)
        self.discard = QPushButton(self.tr("Discard the Unsaved Work"))
        self.discard.clicked.connect(lambda: self.discard_asked.emit(self.path))
        column = QVBoxLayout(self)
        column.setSpacing(10)
        column.addStretch()
        for widget in (self._name, self.sentence, self.discard):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignCenter)
        column.addStretch()
        self.setMinimumSize(240, 160)

    def show_failure(self, path: Path, error: Exception) -> None:
        """Say what is wrong with a photo."""
        self.path = path
        self._name.setText(path.name)
        self.sentence.setText(sentence_of(error))
        self.sentence.setFixedHeight(self.sentence.heightForWidth(WIDTH))
        self.setAccessibleDescription(sentence_of(error))
        self.discard.setVisible(isinstance(error, SourceChanged))
