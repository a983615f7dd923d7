"""A limit on memory: reckoned automatically, or in megabytes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QSpinBox

from tintype.gui.widgets import named

STEP = 64


class MemoryChoice(QObject):
    """A box to tick, and a field that counts where it is not ticked.

    Attributes:
        chosen: megabytes, or None for automatic.
        automatic, field: the box and the field.
    """

    chosen = Signal(object)

    def __init__(self, name: str, what: str, limits: tuple[int, int, int], parent: QObject) -> None:
        """Megabytes within limits.

        Args:
            name: for screen readers.
            what: the tool tip.
            limits: the fewest and the most megabytes, and how many it shows at first.
            parent: owns this.
        """
        super().__init__(parent)
        least, most, self._usual = limits
        self.automatic = named(QCheckBox(self.tr("Automatic")), self.tr("{0}: automatic").format(name))
        self.field = named(QSpinBox(suffix=self.tr(" MB")), name)
        self.field.setRange(least, most)
        self.field.setSingleStep(STEP)
        self.field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setKeyboardTracking(False)
        for widget in (self.automatic, self.field):
            widget.setToolTip(what)
        self.automatic.clicked.connect(lambda on: self.chosen.emit(None if on else self.field.value()))
        self.field.valueChanged.connect(lambda megabytes: self.chosen.emit(megabytes))

    def show_value(self, megabytes: int | None) -> None:
        """Show what is in effect."""
        self.automatic.setChecked(megabytes is None)
        self.field.setEnabled(megabytes is not None)
        with QSignalBlocker(self.field):
            self.field.setValue(megabytes or self._usual)
