"""How far the work is, how long it still takes, and the button that stops it."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from tintype.gui.inference import Task
from tintype.gui.time_left import in_words
from tintype.gui.widgets import label, named, row

STEPS = 1000


class ProgressRow(QWidget):
    """Stands where the button was that began the work."""

    def __init__(self, cancel: QAction) -> None:
        """``cancel`` is what the button triggers."""
        super().__init__()
        self.bar = named(QProgressBar(maximum=STEPS, textVisible=False), self.tr("Progress"))
        self.percent = QLabel()
        self.left = label("", "muted")
        self.note = label("", "muted")
        self._text = ""
        self.button = QPushButton(self.tr("Cancel"))
        self.button.setToolTip(self.tr("Stop at once; the photo stays as it is (Esc)"))
        self.button.clicked.connect(cancel.trigger)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.button)
        layout.addWidget(self.bar)
        layout.addLayout(row(self.percent, self.left))
        layout.addWidget(self.note)

    def begin(self, task: Task | None) -> None:
        """Nothing of the task is done yet."""
        texts: dict[Task | None, str] = {
            "fill": self.tr("Filling… {0} %"),
            "find": self.tr("Looking for damage… {0} %"),
            "recipe": self.tr("Applying the recipe… {0} %"),
        }
        self._text = texts.get(task, self.tr("Denoising… {0} %"))
        self.show_progress(0.0, None)

    def show_view_done(self, done: bool) -> None:
        """Say whether the part of the photo in view is done already."""
        self.note.setText(self.tr("The part in view is done.") if done else "")

    def show_progress(self, fraction: float, seconds: float | None) -> None:
        """Show the fraction done, and the seconds left where they are known."""
        self.bar.setValue(round(fraction * STEPS))
        self.percent.setText(self._text.format(round(fraction * 100)))
        self.left.setText(in_words(seconds))
