"""A named value with a slider and a field: drag it, type it, or double-click its name to reset it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QStyle, QStyleOptionSlider, QWidget

from tintype.gui.widgets import named

STEPS = 1000


class Slider(QSlider):
    """A horizontal slider whose handle jumps to a click and can be dragged on from there; the wheel scrolls the panel instead."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Jump, then drag."""
        if event.button() == Qt.MouseButton.LeftButton and not self._handle().contains(event.position().toPoint()):
            half = self._handle().width() // 2
            place = round(event.position().x()) - half
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, self.width() - 2 * half))
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the panel."""
        event.ignore()

    def _handle(self) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_SliderHandle
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)


class SliderRow(QWidget):
    """One row of a panel.

    Attributes:
        changed: the user set another value.
        released: a drag, or typing, came to its end.
        reset: the user asked for the default.
    """

    changed = Signal(float)
    released = Signal()
    reset = Signal()

    def __init__(
        self, name: str, maximum: float, *, minimum: float = 0.0, decimals: int = 0, suffix: str = "", power: float = 1.0
    ) -> None:
        """Values go from ``minimum`` to ``maximum``; a ``power`` above 1 gives small values more of the slider."""
        super().__init__()
        self._maximum = maximum
        self._power = power
        self.label = QLabel(name)
        self.label.setToolTip(self.tr("Double-click to reset"))
        self.label.installEventFilter(self)
        self.slider = named(Slider(Qt.Orientation.Horizontal), name)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 10)
        self.slider.setSingleStep(STEPS // 100)
        self.field = named(QDoubleSpinBox(decimals=decimals, minimum=minimum, maximum=maximum, suffix=suffix), name)
        self.field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setKeyboardTracking(False)
        self.field.setFixedSize(62, 26)
        self.field.installEventFilter(self)
        self.field.lineEdit().returnPressed.connect(self.field.clearFocus)
        self.label.setBuddy(self.field)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.label)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.field)
        self.slider.valueChanged.connect(self._on_slider)
        self.slider.sliderReleased.connect(self.released)
        self.field.valueChanged.connect(self._on_field)
        self.field.editingFinished.connect(self.released)

    @property
    def value(self) -> float:
        """What the field says."""
        return self.field.value()

    def show_value(self, value: float) -> None:
        """Move slider and field without a signal."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.field.setValue(value)
            if not self.slider.isSliderDown():
                self.slider.setValue(round(STEPS * (min(value, self._maximum) / self._maximum) ** (1 / self._power)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Double-clicks on the name; and keys that would mean nothing in the field go to the window."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                event.accept()  # it ends the typing here, whatever it means elsewhere in the window
                return True
            return _is_for_window(event)
        if watched is self.label and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick:
            self.reset.emit()
            return True
        return super().eventFilter(watched, event)

    def _on_slider(self, position: int) -> None:
        value = self._maximum * (position / STEPS) ** self._power
        with QSignalBlocker(self.field):
            self.field.setValue(value)
        self.changed.emit(self.field.value())

    def _on_field(self, value: float) -> None:
        self.changed.emit(value)
        self.released.emit()


def _is_for_window(event: QKeyEvent) -> bool:
    undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)
    return undo or event.text().isalpha() or event.text() in ("[", "]", "{", "}", "?", "\\")
