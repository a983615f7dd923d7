"""The dialog for what the user prefers."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tintype.engine import Amount, Device, Quality
from tintype.engine.catalogue import folder_by_environment
from tintype.errors import CannotWrite
from tintype.gui.drop_down import DropDown
from tintype.gui.error_box import show_error
from tintype.gui.file_dialogs import ask_model_folder
from tintype.gui.jobs import Jobs
from tintype.gui.memory_choice import MemoryChoice
from tintype.gui.preferences import Preferences
from tintype.gui.settings import (
    LEAST_PHOTO_MEMORY,
    LEAST_TILE_MEMORY,
    MOST_PHOTO_MEMORY,
    MOST_TILE_MEMORY,
    LanguageChoice,
    ThemeChoice,
)
from tintype.gui.slider_row import SliderRow
from tintype.gui.speed_test import SpeedTest
from tintype.gui.widgets import label, line, named

WIDTH = 580
NAMES = 120
CHOICES = 170
GAP = 10
TILE_MEMORY = LEAST_TILE_MEMORY, MOST_TILE_MEMORY, 512
PHOTO_MEMORY = LEAST_PHOTO_MEMORY, MOST_PHOTO_MEMORY, 4000


class PreferencesDialog(QDialog):
    """Shows the preferences; each change is in effect, and stored, at once."""

    def __init__(self, window: QWidget, preferences: Preferences, jobs: Jobs) -> None:
        """Use ``open`` to show it; it lives as long as ``window``."""
        super().__init__(window)
        self._preferences = preferences
        self.setWindowTitle(self.tr("Preferences"))
        devices: dict[Device, str] = {"auto": self.tr("Automatic"), "gpu": self.tr("GPU"), "cpu": self.tr("CPU")}
        qualities: dict[Quality, str] = {"fast": self.tr("Fast"), "best": self.tr("Best")}
        themes: dict[ThemeChoice, str] = {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")}
        themes["contrast"] = self.tr("High contrast")
        languages: dict[LanguageChoice, str] = {"system": self.tr("As the system"), "en": "English", "de": "Deutsch"}
        self.device = _drop_down(devices, self.tr("Device"))
        self.speed_test = SpeedTest(preferences.editor, jobs)
        in_tiles = self.tr("Large photos are worked on in tiles; smaller ones take less memory, and more time")
        self.tile_memory = MemoryChoice(self.tr("Memory for a tile"), in_tiles, TILE_MEMORY, self)
        not_opened = self.tr("A file that would take more is not opened; automatic is half of what is free")
        self.photo_memory = MemoryChoice(self.tr("Memory for a photo"), not_opened, PHOTO_MEMORY, self)
        self.quality = _drop_down(qualities, self.tr("Quality"))
        self.luminance = SliderRow(self.tr("Luminance"), 100, suffix=" %")
        self.colour = SliderRow(self.tr("Colour"), 100, suffix=" %")
        self.detail = SliderRow(self.tr("Detail"), 100, suffix=" %")
        self.theme = _drop_down(themes, self.tr("Theme"))
        self.language = _drop_down(languages, self.tr("Language"))
        self.language_note = label(self.tr("From the next start on"), "muted")
        self.folder = named(QLineEdit(readOnly=True), self.tr("Model folder"), "folder")
        self.open_folder = named(QPushButton(self.tr("Open")), self.tr("Open the model folder"))
        self.choose_folder = named(QPushButton(self.tr("Choose…")), self.tr("Choose the model folder"))
        self.folder_note = label("", "muted")
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.RestoreDefaults | QDialogButtonBox.StandardButton.Close)
        self.restore = self._box.button(QDialogButtonBox.StandardButton.RestoreDefaults)
        self._quality_name = QLabel(self.tr("Quality"))
        self._lay_out()
        self._set_up()
        self._connect()
        self.refresh()

    def _set_up(self) -> None:
        for amount in (self.luminance, self.colour, self.detail):
            amount.label.setFixedWidth(NAMES)
        for beside_the_names in (self.speed_test, self.folder_note):
            beside_the_names.setContentsMargins(NAMES + GAP, 0, 0, 0)
        for drop_down in (self.device, self.quality, self.theme, self.language):
            drop_down.setFixedWidth(CHOICES)
        self.folder_note.setWordWrap(True)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter ends the typing in a field, and does nothing else

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(8)
        column = QVBoxLayout()
        column.setSpacing(8)
        layout.addLayout(column)
        column.addWidget(label(self.tr("Speed"), "heading"))
        column.addLayout(_row(QLabel(self.tr("Device")), self.device, self.speed_test.button, None))
        column.addWidget(self.speed_test)
        column.addLayout(_row(QLabel(self.tr("Memory for a tile")), self.tile_memory.automatic, self.tile_memory.field, None))
        column.addLayout(_row(QLabel(self.tr("Memory for a photo")), self.photo_memory.automatic, self.photo_memory.field, None))
        _add_line(column)
        column.addWidget(label(self.tr("The Denoise panel starts with"), "heading"))
        column.addLayout(_row(self._quality_name, self.quality, None))
        column.addWidget(self.luminance)
        column.addWidget(self.colour)
        column.addWidget(self.detail)
        _add_line(column)
        column.addWidget(label(self.tr("Window"), "heading"))
        column.addLayout(_row(QLabel(self.tr("Theme")), self.theme, None))
        column.addLayout(_row(QLabel(self.tr("Language")), self.language, self.language_note, None))
        _add_line(column)
        column.addWidget(label(self.tr("Models of your own"), "heading"))
        column.addLayout(_row(QLabel(self.tr("Folder")), self.folder, self.open_folder, self.choose_folder))
        column.addWidget(self.folder_note)
        layout.addSpacing(8)
        layout.addStretch()
        layout.addWidget(self._box)
        column.addStrut(WIDTH - 2 * 22)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetFixedSize)  # it reckons with the wrapped lines, as no other size does

    def _connect(self) -> None:
        preferences = self._preferences
        self._box.rejected.connect(self.reject)
        self.restore.clicked.connect(preferences.restore_defaults)
        self.device.activated.connect(lambda _: self._set_device(self.device.currentData()))
        self.tile_memory.chosen.connect(preferences.set_tile_memory)
        self.photo_memory.chosen.connect(preferences.set_photo_memory)
        self.quality.activated.connect(
            lambda _: preferences.set_denoise(replace(preferences.denoise, quality=self.quality.currentData()))
        )
        for row, usual in ((self.luminance, 100.0), (self.colour, 100.0), (self.detail, 0.0)):
            row.changed.connect(self._set_amount)
            row.reset.connect(lambda row=row, usual=usual: row.field.setValue(usual))
        self.theme.activated.connect(lambda _: preferences.set_theme(self.theme.currentData()))
        self.language.activated.connect(lambda _: preferences.set_language(self.language.currentData()))
        self.open_folder.clicked.connect(self._open_folder)
        self.choose_folder.clicked.connect(self._choose_folder)
        preferences.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is in effect."""
        preferences = self._preferences
        for drop_down, choice in (
            (self.device, preferences.denoise.device),
            (self.quality, preferences.denoise.quality),
            (self.theme, preferences.theme),
            (self.language, preferences.language),
        ):
            drop_down.setCurrentIndex(drop_down.findData(choice))
        tiers = len(preferences.editor.shipped_models) > 1
        for widget in (self._quality_name, self.quality):
            widget.setVisible(tiers)
        self.luminance.show_value(preferences.denoise.amount.luminance * 100)
        self.colour.show_value(preferences.denoise.amount.colour * 100)
        self.detail.show_value(preferences.denoise.amount.detail * 100)
        self.tile_memory.show_value(preferences.tile_memory)
        self.photo_memory.show_value(preferences.photo_memory)
        self._show_folder()

    def _show_folder(self) -> None:
        self.folder.setText(str(self._preferences.model_folder))
        self.folder.setToolTip(self.folder.text())
        self.folder.setCursorPosition(0)
        by_environment = folder_by_environment() is not None
        self.choose_folder.setEnabled(not by_environment)
        self.folder_note.setText(
            self.tr("The environment variable TINTYPE_MODELS names this folder; it goes before what is chosen here.")
            if by_environment
            else self.tr("Commands such as tintype batch look into another folder only where TINTYPE_MODELS names it.")
        )

    def _set_device(self, device: Device) -> None:
        self.speed_test.clear()
        self._preferences.set_denoise(replace(self._preferences.denoise, device=device))

    def _set_amount(self) -> None:
        amount = Amount(self.luminance.value / 100, self.colour.value / 100, self.detail.value / 100)
        self._preferences.set_denoise(replace(self._preferences.denoise, amount=amount))

    def _open_folder(self) -> None:
        folder = self._preferences.model_folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            show_error(CannotWrite(folder, "the folder cannot be made"), self)
        else:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _choose_folder(self) -> None:
        folder = ask_model_folder(self, self._preferences.model_folder)
        if folder is not None:
            self._preferences.set_model_folder(folder)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is in effect now."""
        self.refresh()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for the speed any more."""
        self.speed_test.clear()
        super().hideEvent(event)


def _drop_down(
    choices: dict[Device, str] | dict[Quality, str] | dict[ThemeChoice, str] | dict[LanguageChoice, str], name: str
) -> DropDown:
    result = named(DropDown(), name)
    for choice, text in choices.items():
        result.addItem(text, choice)
    return result


def _row(name: QLabel, first: QWidget, *others: QWidget | None) -> QHBoxLayout:
    """A name and what stands beside it; None is room that is left over."""
    row = QHBoxLayout()
    row.setSpacing(GAP)
    name.setFixedWidth(NAMES)
    name.setBuddy(first)
    row.addWidget(name)
    for widget in (first, *others):
        if widget is None:
            row.addStretch()
        else:
            row.addWidget(widget)
    return row


def _add_line(column: QVBoxLayout) -> None:
    column.addSpacing(6)
    column.addWidget(line())
    column.addSpacing(4)
