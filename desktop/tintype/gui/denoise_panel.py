"""The controls for denoising. They show the editor's state, and ask it for changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tintype.engine import TONES
from tintype.gui.editor import Editor
from tintype.gui.jobs import Jobs
from tintype.gui.language import number
from tintype.gui.page_offer import PageOffer
from tintype.gui.progress_row import ProgressRow
from tintype.gui.quality_row import QualityRow
from tintype.gui.slider_row import SliderRow
from tintype.gui.widgets import label, line, named, row

LEVELS = 255
"""Noise is shown in 8-bit levels, as the literature does."""

STRONGEST = 75.0


class DenoisePanel(QWidget):
    """Noise level, quality, amount and the button.

    Attributes:
        dragging: a slider of the amount was taken (true) or let go.
    """

    dragging = Signal(bool)

    def __init__(self, editor: Editor, jobs: Jobs, denoise: QAction, cancel: QAction) -> None:
        """``denoise`` and ``cancel`` are the window's actions, which the buttons trigger."""
        super().__init__()
        self._editor = editor
        self.setObjectName("denoise_panel")
        self.measured = label("", "muted")
        self.measured.setWordWrap(True)
        self.auto = named(QCheckBox(self.tr("Auto")), self.tr("Noise level as measured"))
        self.auto.setToolTip(self.tr("Use the noise level measured in this photo"))
        self.noise = SliderRow(self.tr("Level"), STRONGEST, decimals=1, power=2.0)
        self.noise.setToolTip(self.tr("Standard deviation of the noise, in 8-bit levels"))
        self.quality = QualityRow(editor)
        self.page_offer = PageOffer(editor, jobs)
        self.link = named(QToolButton(), self.tr("Link luminance and colour"), "link")
        self.link.setCheckable(True)
        self.link.setChecked(True)
        self.link.setToolTip(self.tr("Move luminance and colour together"))
        self.luminance = SliderRow(self.tr("Luminance"), 100, suffix=" %")
        self.colour = SliderRow(self.tr("Colour"), 100, suffix=" %")
        self.detail = SliderRow(self.tr("Detail"), 100, suffix=" %")
        self.detail.setToolTip(self.tr("Put back fine texture that went with the noise; flat places such as sky stay clean"))
        self.button = QPushButton(denoise.text().replace("&", ""))
        self.button.setProperty("primary", True)
        self.button.setToolTip(self.tr("Remove the noise (D)"))
        self.progress = ProgressRow(cancel)
        self._running = QStackedWidget()
        self._align()
        self._lay_out()
        self.button.clicked.connect(denoise.trigger)
        self._connect()
        self.refresh()

    def _align(self) -> None:
        """Names take the same width, so that the sliders stand below each other."""
        names = [sliders.label for sliders in (self.noise, self.luminance, self.colour, self.detail)]
        for name in names:
            name.setFixedWidth(max(other.sizeHint().width() for other in names))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        layout.addWidget(label(self.tr("Denoise"), "title"))
        layout.addWidget(self.measured)
        layout.addWidget(self.page_offer)
        layout.addSpacing(2)
        layout.addWidget(line())
        layout.addSpacing(2)
        layout.addLayout(row(label(self.tr("Noise"), "heading"), self.auto))
        layout.addWidget(self.noise)
        layout.addWidget(self.quality)
        layout.addSpacing(4)
        layout.addWidget(line())
        layout.addSpacing(2)
        layout.addLayout(row(label(self.tr("Amount"), "heading"), self.link))
        layout.addWidget(self.luminance)
        layout.addWidget(self.colour)
        layout.addWidget(self.detail)
        layout.addSpacing(8)
        idle = QWidget()
        column = QVBoxLayout(idle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.button)
        column.addStretch()
        self._running.addWidget(idle)
        self._running.addWidget(self.progress)
        layout.addWidget(self._running)
        layout.addStretch()

    def _connect(self) -> None:
        editor = self._editor
        self.auto.clicked.connect(self._on_auto)
        self.noise.changed.connect(lambda value: editor.set_noise(value / LEVELS))
        self.noise.reset.connect(lambda: editor.set_noise(None))
        for amount in (self.luminance, self.colour, self.detail):
            amount.changed.connect(lambda value, amount=amount: self._on_amount(amount, value))
            amount.reset.connect(lambda amount=amount: self._on_reset(amount))
            amount.released.connect(editor.end_drag)
            amount.slider.sliderPressed.connect(lambda: self.dragging.emit(True))
            amount.slider.sliderReleased.connect(lambda: self.dragging.emit(False))
        editor.progressed.connect(self.progress.show_progress)
        editor.live.view_done.connect(self.progress.show_view_done)
        editor.started.connect(lambda: self.progress.begin(editor.inference.task))
        for signal in (editor.draft_changed, editor.recipe_changed, editor.measured, editor.started, editor.ended):
            signal.connect(self.refresh)

    def refresh(self) -> None:
        """Show the editor's state."""
        editor = self._editor
        document, draft = editor.document, editor.draft
        measured = document.measured if document else None
        self.setEnabled(document is not None)
        self.measured.setText(self._sentence())
        self.measured.setToolTip(self._particulars())
        self.auto.setChecked(draft.noise is None)
        level = measured if draft.noise is None else draft.noise
        self.noise.show_value((level or 0.0) * LEVELS)
        for control in (self.auto, self.noise):
            control.setEnabled(editor.heeds_noise)
        self.quality.refresh()
        self.luminance.show_value(draft.amount.luminance * 100)
        self.colour.show_value(draft.amount.colour * 100)
        self.detail.show_value(draft.amount.detail * 100)
        self.button.setEnabled(editor.can_denoise)
        self._running.setCurrentIndex(1 if editor.busy else 0)

    def _sentence(self) -> str:
        document = self._editor.document
        if document is None:
            return self.tr("Open a photo to begin.")
        if not self._editor.models:
            return self.tr("No denoising model is installed.")
        if not self._editor.heeds_noise:
            return self.tr("Cleans the page, whatever its noise.")
        if document.measured is None:
            return self.tr("Measuring the noise…")
        if self._editor.already_clean:
            return self.tr("Already clean: measured noise {0}.").format(_level(document.measured))
        if document.remaining is not None:
            return self.tr("Noise {0} → {1}").format(_level(document.measured), _level(document.remaining))
        return self.tr("Measured noise {0}").format(_level(document.measured))

    def _particulars(self) -> str:
        """The measured noise of luminance and colour, in dark and in bright places."""
        profile = self._editor.document.profile if self._editor.document else None
        if profile is None:
            return ""
        shadows, lights = TONES.index(0.25), TONES.index(0.75)
        text = self.tr("Luminance {0} in the shadows and {1} in the lights, colour {2} and {3}")
        curves = profile.luminance, profile.colour
        return text.format(*(_level(curve[tone]) for curve in curves for tone in (shadows, lights)))

    def _on_auto(self, auto: bool) -> None:
        self._editor.set_noise(None if auto else self.noise.value / LEVELS)

    def _on_amount(self, row: SliderRow, percent: float) -> None:
        share = percent / 100
        amount = self._editor.draft.amount
        if row is self.detail:
            amount = replace(amount, detail=share)
        elif self.link.isChecked():
            amount = replace(amount, luminance=share, colour=share)
        else:
            amount = replace(amount, luminance=share) if row is self.luminance else replace(amount, colour=share)
        self._editor.set_amount(amount, dragging=True)

    def _on_reset(self, row: SliderRow) -> None:
        amount = self._editor.defaults.amount
        shares = {self.luminance: amount.luminance, self.colour: amount.colour, self.detail: amount.detail}
        self._on_amount(row, 100 * shares[row])
        self._editor.end_drag()


def _level(noise: float) -> str:
    return number(noise * LEVELS, 1)
