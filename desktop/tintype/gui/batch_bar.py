"""Below the table: how far the batch is, and what can be done now."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from tintype.gui.batch_runner import BatchRunner
from tintype.gui.time_left import in_words
from tintype.gui.widgets import label, named

STEPS = 1000


class BatchBar(QWidget):
    """A sentence, a bar, and buttons; whoever carries them out connects to them."""

    def __init__(self) -> None:
        """Nothing runs."""
        super().__init__()
        self.told = label("", "plain")
        self.left = label("", "muted")
        self.bar = named(QProgressBar(maximum=STEPS, textVisible=False), self.tr("Progress of the batch"))
        self.open_result = QPushButton(self.tr("Open Result"))
        self.show_folder = QPushButton(self.tr("Show in Folder"))
        self.retry = QPushButton(self.tr("Retry Failed"))
        self.contact_sheet = QPushButton(self.tr("Contact Sheet…"))
        self.contact_sheet.setToolTip(self.tr("One picture of the photos before and after, beside the results"))
        self.pause = QPushButton(self.tr("Pause"))
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop; what is not finished keeps waiting"))
        self.start = QPushButton(self.tr("Start"))
        self.start.setProperty("primary", True)
        self._others = False
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.addWidget(self.told, 1)
        line.addWidget(self.left)
        column.addLayout(line)
        column.addWidget(self.bar)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.open_result, self.show_folder, self.retry, self.contact_sheet):
            buttons.addWidget(button)
        buttons.addStretch()
        for button in (self.pause, self.cancel, self.start):
            buttons.addWidget(button)
        column.addLayout(buttons)

    def set_others_first(self, others: bool) -> None:
        """Whether the open photo is being worked on, which goes first."""
        self._others = others

    def show_text(self, text: str) -> None:
        """Show a sentence while nothing runs."""
        self.told.setText(text)
        self.told.setToolTip(text)

    def show_run(self, runner: BatchRunner) -> None:
        """Show how far a run is."""
        done, total = runner.counts
        self.bar.setVisible(runner.running and not runner.looking)
        self.bar.setValue(round(runner.fraction * STEPS))
        self.pause.setVisible(runner.running)
        self.cancel.setVisible(runner.running)
        self.start.setVisible(not runner.running)
        self.pause.setText(self.tr("Resume") if runner.paused else self.tr("Pause"))
        self.cancel.setText(self.tr("Stop") if runner.looking else self.tr("Cancel"))
        if not runner.running:
            self.left.setText("")
            return
        self.show_text(self.tr("Looking for new photos…") if runner.looking else self.tr("{0} of {1}").format(done, total))
        if runner.paused:
            self.left.setText(self.tr("paused"))
        elif runner.looking:
            self.left.setText("")
        elif self._others:
            self.left.setText(self.tr("lets the open photo go first"))
        else:
            self.left.setText(in_words(runner.seconds_left))
