"""The facts below the photo: file, size, zoom, noise, and the device that really runs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStatusBar, QWidget

from tintype.engine import DeviceChoice
from tintype.gui.editor import Editor
from tintype.gui.error_texts import said
from tintype.gui.language import number, tr
from tintype.gui.theme import Theme
from tintype.gui.widgets import label, named

LEVELS = 255
DOT = 8


class StatusBar(QStatusBar):
    """One label a fact; an unknown fact takes no room."""

    def __init__(self, editor: Editor) -> None:
        """Follows the editor; the zoom is told by ``show_zoom``."""
        super().__init__(sizeGripEnabled=False)
        self._editor = editor
        self.name = _Elided()
        self.dimensions = self._fact(self.tr("Size"))
        self.bits = self._fact(self.tr("Bits per channel"))
        self.zoom = self._fact(self.tr("Zoom"))
        self.noise = self._fact(self.tr("Noise"))
        self.chip = StatusChip()
        self.addWidget(self.name, 1)
        for widget in (self.dimensions, self.bits, self.noise, self.zoom, self.chip):
            self.addPermanentWidget(widget)
        for signal in (editor.document_changed, editor.recipe_changed, editor.draft_changed, editor.measured):
            signal.connect(self.refresh)
        self.refresh()

    def show_colours(self, text: str) -> None:
        """Say what the screen's colours are taken for."""
        self.chip.show_colours(text)
        self.refresh()

    def show_zoom(self, scale: float) -> None:
        """Show the zoom as per cent."""
        percent = scale * 100
        self.zoom.setText(f"{number(percent, 0 if percent >= 10 else 1)} %")

    def refresh(self) -> None:
        """Show the editor's state."""
        document = self._editor.document
        for fact in (self.dimensions, self.bits, self.zoom):
            fact.setVisible(document is not None)
        self.noise.setText(self._noise_text())
        self.noise.setVisible(bool(self.noise.text()))
        self.chip.show_device(self._editor.device, self._model_name(), self._editor.milliseconds)
        if document is None:
            self.name.show_text("")
            return
        name = document.path.name if document.path else self.tr("Pasted picture")
        self.name.show_text(f"{name} •" if document.history.dirty else name)
        self.name.setToolTip(str(document.path or ""))
        size = document.photo.size
        self.dimensions.setText(f"{size.width} \u00d7 {size.height}   {number(size.pixels / 1e6, 1)} MP")
        channels = self.tr("{0}-bit grey") if document.photo.grey else self.tr("{0}-bit")
        self.bits.setText(channels.format(document.photo.depth))

    def _model_name(self) -> str:
        model = self._editor.model
        if model is None or model.suits != "white" or self._editor.engine.catalogue.is_own(model):
            return model.title if model else ""
        return {"fast": tr("fast"), "best": tr("best")}[model.quality]

    def _noise_text(self) -> str:
        document = self._editor.document
        if document is None or document.measured is None:
            return ""
        before = round(document.measured * LEVELS, 1)
        if document.remaining is None:
            return self.tr("noise {0}").format(number(before, 1))
        return self.tr("noise {0} → {1}").format(number(before, 1), number(document.remaining * LEVELS, 1))

    def _fact(self, name: str) -> QLabel:
        fact = named(label("", "fact"), name)
        fact.setToolTip(name)
        return fact


class StatusChip(QFrame):
    """The device that runs, with a dot: green for a GPU, grey for a CPU; its tool tip says why a GPU is not used.

    The actions that are added to it make up its context menu.
    """

    def __init__(self) -> None:
        """Unknown device."""
        super().__init__()
        self.setObjectName("chip")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._dot = _Dot()
        self.text = QLabel()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 2, 12, 2)
        layout.setSpacing(7)
        layout.addWidget(self._dot)
        layout.addWidget(self.text)
        self._choice: DeviceChoice | None = None
        self._colours = ""
        self.hide()

    def show_device(self, choice: DeviceChoice | None, model: str, milliseconds: float | None) -> None:
        """Show the device, the model, and the time that the last inference took for a megapixel."""
        self._choice = choice
        self.setVisible(choice is not None)
        if choice is None:
            return
        speed = "" if milliseconds is None else self.tr("{0} ms/MP").format(number(milliseconds))
        self.text.setText(" · ".join(filter(None, (said(choice.label), model, speed))))
        about_device = said(choice.reason) or self.tr("The device that runs the model")
        self.setToolTip("\n".join(filter(None, (about_device, self._colours))))
        self.setAccessibleName(self.tr("Device: {0}").format(self.text.text()))
        self.setAccessibleDescription(said(choice.reason))

    def show_colours(self, text: str) -> None:
        """Add a line to the tool tip, from the next time on that the device is shown."""
        self._colours = text

    def set_theme(self, theme: Theme) -> None:
        """Colour the dot."""
        on_gpu = self._choice is not None and self._choice.on_gpu
        self._dot.set_colour(theme.good if on_gpu else theme.muted)


class _Dot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(DOT, DOT)
        self._colour = QColor("grey")

    def set_colour(self, colour: str) -> None:
        self._colour = QColor(colour)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour)
        painter.drawEllipse(self.rect())


class _Elided(QLabel):
    """A text that gives way in the middle when there is little room."""

    def __init__(self) -> None:
        super().__init__()
        self._full = ""
        self.setContentsMargins(8, 0, 8, 0)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._full = text
        self.setAccessibleName(text)
        self.update()

    def text(self) -> str:
        return self._full

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        painter = QPainter(self)
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self._full, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
