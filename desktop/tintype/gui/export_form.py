"""The choices of an export: format, size, metadata, place and name."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from tintype.gui.drop_down import DropDown
from tintype.gui.export_settings import FIELDS, FORMATS, LEAST_SIDE, MOST_SIDE, USUAL_SIDE, Conflict, ExportSettings
from tintype.gui.file_dialogs import ask_export_folder
from tintype.gui.language import tr
from tintype.gui.slider_row import SliderRow
from tintype.gui.widgets import label, line, named
from tintype.photo import Depth, Photo, is_lossy, most_bits

NAMES = 110
CHOICES = 170
BITS = 196
SIDE = 84
GAP = 10


class ExportForm(QWidget):
    """Shows export settings, and lets the user change them.

    Attributes:
        changed: a choice was made.
    """

    changed = Signal()

    def __init__(self, photo: Photo, folder: Path, settings: ExportSettings) -> None:
        """Begin with ``settings``; ``folder`` is that of the photo."""
        super().__init__()
        self._photo = photo
        self._beside = folder
        self._folder = settings.folder or folder
        self._make_controls()
        self._lay_out()
        self._show(settings)
        self._connect()

    @property
    def settings(self) -> ExportSettings:
        """What is chosen."""
        depth: Depth | None = self.bits.currentData()
        conflict: Conflict = self.conflict.currentData()
        return ExportSettings(
            suffix=self.format.currentData(),
            depth=depth,
            quality=self._quality,
            as_source=self.as_source.isChecked(),
            longest_side=self.side.value() if self.sizing.currentData() else None,
            keep_metadata=self.metadata.currentData(),
            folder=self._folder if self.place.currentData() else None,
            template=self.template.text().strip(),
            on_conflict=conflict,
        )

    # --- making ---

    def _make_controls(self) -> None:
        self.format = _drop_down(tr("Format"), {name: suffix for suffix, name in FORMATS.items()})
        self.bits = _drop_down(tr("Bits per channel"), {})
        self.bits.setFixedWidth(BITS)
        self.bits.setToolTip(tr("Bits per channel"))
        self.quality = SliderRow(tr("Quality"), 100, minimum=1)
        self.quality.label.hide()
        self.quality.slider.setToolTip(tr("At 100 nothing is lost, except in a JPEG"))
        self.lossless = label(tr("Lossless"), "muted")
        self.as_source = QCheckBox(tr("As the source"))
        self.as_source.setToolTip(tr("The quality that this JPEG was saved with"))
        self.sizing = _drop_down(tr("Size"), {tr("Original size"): False, tr("Longest side"): True})
        self.side = named(QSpinBox(minimum=LEAST_SIDE, maximum=MOST_SIDE, suffix=tr(" px")), tr("Longest side in pixels"))
        self.side.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.side.setFixedWidth(SIDE)
        self.side.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.metadata = _drop_down(tr("Metadata"), {tr("Keep"): True, tr("Remove"): False})
        self.place = _drop_down(tr("Folder"), {tr("Beside the photo"): False, tr("In a folder"): True})
        self.folder = named(QLineEdit(readOnly=True), tr("Export folder"), "folder")
        self.choose = named(QPushButton(tr("Choose…"), autoDefault=False), tr("Choose the export folder"))
        self.template = named(QLineEdit(), tr("File name"))
        for field in (self.side, self.folder, self.template):
            field.setFixedHeight(self.format.sizeHint().height())
        self.conflict = _drop_down(tr("If the name exists"), {tr("Add a number"): "number", tr("Replace the file"): "replace"})

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        what, where = _grid(), _grid()
        column.addLayout(what)
        column.addWidget(line())
        column.addLayout(where)
        _add_row(what, tr("Format"), self.format, self.bits, None)
        _add_row(what, tr("Quality"), self.quality, self.lossless, self.as_source)
        _add_row(what, tr("Size"), self.sizing, self.side, None)
        self.removed = label(tr("All but colour profile and resolution"), "muted")
        _add_row(what, tr("Metadata"), self.metadata, self.removed, None)
        _add_row(where, tr("Folder"), self.place, self.folder, self.choose)
        _add_row(where, tr("Name"), self.template)
        hint = label(tr("Fields: {0}").format(" ".join(f"{{{field}}}" for field in FIELDS)), "muted")
        where.addWidget(hint, where.rowCount(), 1)
        _add_row(where, tr("If it exists"), self.conflict, None)
        self.lossless.setMinimumHeight(self.quality.sizeHint().height())

    def _connect(self) -> None:
        for drop_down in (self.format, self.bits, self.sizing, self.metadata, self.place, self.conflict):
            drop_down.currentIndexChanged.connect(self._follow)
        self.quality.changed.connect(self._set_quality)
        self.quality.reset.connect(lambda: self._set_quality(ExportSettings().quality))
        self.as_source.toggled.connect(self._follow)
        self.side.valueChanged.connect(self._follow)
        self.template.textChanged.connect(self._follow)
        self.choose.clicked.connect(self._choose_folder)

    # --- showing ---

    def _show(self, settings: ExportSettings) -> None:
        self._quality = settings.quality
        self.format.setCurrentIndex(self.format.findData(settings.suffix))
        self._offer_depths(settings.depth)
        self.as_source.setChecked(settings.as_source)
        self.sizing.setCurrentIndex(self.sizing.findData(settings.longest_side is not None))
        self.side.setValue(settings.longest_side or USUAL_SIDE)
        self.metadata.setCurrentIndex(self.metadata.findData(settings.keep_metadata))
        self.place.setCurrentIndex(self.place.findData(settings.folder is not None))
        self.template.setText(settings.template)
        self.conflict.setCurrentIndex(self.conflict.findData(settings.on_conflict))
        self._refresh()

    def _follow(self) -> None:
        self._offer_depths(self.bits.currentData())
        self._refresh()
        self.changed.emit()

    def _offer_depths(self, chosen: Depth | None) -> None:
        """List what the format holds, and keep the choice where that is possible."""
        most = most_bits(self.format.currentData())
        choices: dict[str, Depth | None] = {self.tr("{0} bits").format(8): None}
        if most > 8:
            shallow, deep = get_args(Depth)
            choices = {
                self.tr("As the photo ({0} bits)").format(min(self._photo.depth, most)): None,
                self.tr("{0} bits").format(8): shallow,
                self.tr("{0} bits").format(most): deep,
            }
        with QSignalBlocker(self.bits):
            self.bits.clear()
            for text, depth in choices.items():
                self.bits.addItem(text, depth)
            self.bits.setCurrentIndex(max(self.bits.findData(chosen), 0))
        self.bits.setEnabled(most > 8)

    def _refresh(self) -> None:
        suffix = self.format.currentData()
        lossy = is_lossy(suffix)
        has_source = suffix == ".jpg" and self._photo.quality is not None
        as_source = has_source and self.as_source.isChecked()
        self.quality.setVisible(lossy)
        self.quality.setEnabled(not as_source)
        self.quality.show_value((self._photo.quality if as_source else None) or self._quality)
        self.lossless.setVisible(not lossy)
        self.as_source.setVisible(has_source)
        self.side.setVisible(self.sizing.currentData())
        self.removed.setVisible(not self.metadata.currentData())
        elsewhere = self.place.currentData()
        self.folder.setText(str(self._folder if elsewhere else self._beside))
        self.folder.setToolTip(self.folder.text())
        self.folder.setCursorPosition(0)
        self.folder.setEnabled(elsewhere)
        self.choose.setEnabled(elsewhere)

    def _set_quality(self, quality: float) -> None:
        self._quality = round(quality)
        self._follow()

    def _choose_folder(self) -> None:
        folder = ask_export_folder(self, self._folder)
        if folder is not None:
            self._folder = folder
            self._follow()


def _drop_down(name: str, choices: dict[str, str] | dict[str, bool]) -> DropDown:
    result = named(DropDown(), name)
    result.setFixedWidth(CHOICES)
    for text, data in choices.items():
        result.addItem(text, data)
    return result


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, NAMES)
    grid.setColumnStretch(1, 1)
    return grid


def _add_row(grid: QGridLayout, text: str, first: QWidget, *others: QWidget | None) -> None:
    """A name and what stands beside it; None is room that is left over."""
    name = QLabel(text)
    name.setBuddy(first)
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for widget in (first, *others):
        if widget is None:
            row.addStretch()
        else:
            row.addWidget(widget)
    number = grid.rowCount()
    grid.addWidget(name, number, 0)
    grid.addLayout(row, number, 1)
