"""The offer of what a crash left behind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from tintype.gui.widgets import label, named


class RecoveryBar(QFrame):
    """Two lines and the answers, above the photo.

    Attributes:
        restore_asked, discard_asked, later_asked: the answers.
    """

    restore_asked = Signal()
    discard_asked = Signal()
    later_asked = Signal()

    def __init__(self) -> None:
        """Hidden until there is something to offer."""
        super().__init__()
        named(self, self.tr("Unsaved work"), "offer")
        self.headline = label("", "heading")
        self.details = label("", "muted")
        for text in (self.headline, self.details):
            text.setTextFormat(Qt.TextFormat.PlainText)
            text.setWordWrap(True)
        self.restore = QPushButton(self.tr("Restore"))
        self.restore.setProperty("primary", True)
        self.discard = QPushButton(self.tr("Discard"))
        self.later = QPushButton(self.tr("Later"))
        self.later.setToolTip(self.tr("Keep the unsaved work, and ask again at the next start"))
        self.restore.clicked.connect(self.restore_asked)
        self.discard.clicked.connect(self.discard_asked)
        self.later.clicked.connect(self.later_asked)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.details)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.later, self.discard, self.restore):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def offer(self, names: Sequence[str], damaged: int) -> None:
        """Offer the work on photos with these names."""
        count = len(names)
        text = self.tr("1 photo has unsaved work.") if count == 1 else self.tr("{0} photos have unsaved work.").format(count)
        self.headline.setText(self.tr("Tintype was closed unexpectedly.") + (f" {text}" if count else ""))
        told = [", ".join(names)] if names else []
        if damaged:
            told.append(self.tr("What was kept of {0} more is damaged and cannot be restored.").format(damaged))
        self._say("\n".join(told), can_restore=count > 0, again=False)

    def tell_left(self, sentences: Sequence[str], *, can_retry: bool) -> None:
        """Say what could not be restored, and why; it is kept."""
        self.headline.setText(self.tr("Not everything could be restored; it is kept until you discard it."))
        self._say("\n".join(sentences), can_restore=can_retry, again=True)

    def _say(self, details: str, *, can_restore: bool, again: bool) -> None:
        self.details.setText(details)
        self.details.setVisible(bool(details))
        self.setAccessibleDescription(f"{self.headline.text()} {details}")
        self.restore.setText(self.tr("Try Again") if again else self.tr("Restore"))
        self.restore.setVisible(can_restore)
        self.restore.setEnabled(True)
        self.show()
