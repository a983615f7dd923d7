"""What a batch is to do: photos, folder, recipe, and behind a button the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from tintype.batch import Clean, Conflict, Format
from tintype.document.recipe import Recipe
from tintype.gui.batch_settings import BatchSettings, Choice
from tintype.gui.drop_down import DropDown
from tintype.gui.elided_label import ElidedLabel
from tintype.gui.widgets import named
from tintype.photo import READABLE

NAMES = 90
CHOICES = 250


class BatchForm(QWidget):
    """Edits ``BatchSettings``.

    Attributes:
        settings: what is set.
        changed: they are others.
    """

    changed = Signal()

    def __init__(self, settings: BatchSettings) -> None:
        """Begin with these."""
        super().__init__()
        self.settings = settings
        self._offered: Recipe | None = None
        choices: Mapping[Choice, str] = {
            "photo": self.tr("As the open photo"),
            "fast": self.tr("Denoise, automatic"),
            "best": self.tr("Denoise, best quality"),
            "repair": self.tr("Repair damage and denoise"),
            "mask": self.tr("Fill a mask"),
        }
        formats: Mapping[Format, str] = {
            "same": self.tr("As the original"),
            "jpg": "JPEG",
            "png": "PNG",
            "tif": "TIFF",
            "webp": "WebP",
        }
        conflicts: Mapping[Conflict, str] = {
            "skip": self.tr("Skip the photo"),
            "rename": self.tr("Add a number"),
            "overwrite": self.tr("Replace the file"),
            "if-changed": self.tr("Replace if the photo is newer"),
        }
        cleans: Mapping[Clean, str] = {"copy": self.tr("Copy them"), "skip": self.tr("Leave them out")}
        self.sources = ElidedLabel(self.tr("Photos and folders"))
        self.add_folder = QPushButton(self.tr("Add Folder…"))
        self.add_photos = QPushButton(self.tr("Add Photos…"))
        self.clear = named(QPushButton(self.tr("Clear")), self.tr("Take all photos out of the batch"))
        self.recipe = _drop_down(choices, self.tr("What is done"))
        self.mask_name = ElidedLabel(self.tr("Mask"))
        self.choose_mask = named(QPushButton(self.tr("Mask…")), self.tr("Choose a mask for all photos"))
        self.choose_masks = named(
            QPushButton(self.tr("Folder of Masks…")), self.tr("Choose a folder of masks named as the photos")
        )
        self.output = ElidedLabel(self.tr("Folder of the results"))
        self.choose_output = named(QPushButton(self.tr("Change…")), self.tr("Choose the folder of the results"))
        self.options = QPushButton(self.tr("Options"))
        self.options.setCheckable(True)
        self.options.setToolTip(self.tr("Names, format, and what happens to files that are there already"))
        self.name = named(QLineEdit(), self.tr("Names of the results"))
        self.name.setToolTip(self.tr("{stem} is the photo's name, {task} what was done to it").replace("{{", "{"))
        self.format = _drop_down(formats, self.tr("Format of the results"))
        self.conflict = _drop_down(conflicts, self.tr("If a file of the name exists"))
        self.clean = _drop_down(cleans, self.tr("Photos without noise"))
        self.recursive = QCheckBox(self.tr("Folders inside folders too"))
        self.again = QCheckBox(self.tr("Tintype's results too"))
        self.again.setToolTip(self.tr("Work on photos that Tintype has worked on before; otherwise they are skipped"))
        self.watch = QCheckBox(self.tr("Go on looking for new photos"))
        self.watch.setToolTip(self.tr("The batch does not end: what is put into its folders is done as well, until you stop it"))
        self._more = QWidget()
        self._lay_out()
        self._connect()
        self._show()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(_row(self.tr("Photos"), self.sources, self.add_folder, self.add_photos, self.clear))
        recipe = _row(self.tr("Recipe"), self.recipe, self.mask_name, self.choose_mask, self.choose_masks)
        recipe.setStretchFactor(self.mask_name, 1)
        recipe.addStretch()
        column.addLayout(recipe)
        column.addLayout(_row(self.tr("Results in"), self.output, self.choose_output, self.options))
        more = QGridLayout(self._more)
        more.setContentsMargins(NAMES + 10, 0, 0, 0)
        more.setHorizontalSpacing(10)
        more.setVerticalSpacing(8)
        fields: Sequence[tuple[str, QWidget]] = (
            (self.tr("Names"), self.name),
            (self.tr("Format"), self.format),
            (self.tr("If the file exists"), self.conflict),
            (self.tr("Photos without noise"), self.clean),
        )
        for place, (text, widget) in enumerate(fields):
            title = QLabel(text)
            title.setBuddy(widget)
            more.addWidget(title, 0, place)
            more.addWidget(widget, 1, place)
        switches = QHBoxLayout()
        switches.setSpacing(18)
        for switch in (self.recursive, self.again, self.watch):
            switches.addWidget(switch)
        switches.addStretch()
        more.addLayout(switches, 2, 0, 1, len(fields) + 1)
        more.setColumnStretch(len(fields), 1)
        column.addWidget(self._more)
        self.recipe.setMinimumWidth(CHOICES)
        self.name.setMinimumWidth(120)
        self.name.setAcceptDrops(False)  # what is dropped there is meant for the window

    def _connect(self) -> None:
        self.add_folder.clicked.connect(self._ask_folder)
        self.add_photos.clicked.connect(self._ask_photos)
        self.clear.clicked.connect(lambda: self.take(replace(self.settings, inputs=())))
        self.recipe.activated.connect(lambda _: self.choose(self.recipe.currentData()))
        self.choose_mask.clicked.connect(self._ask_mask)
        self.choose_masks.clicked.connect(self._ask_masks)
        self.choose_output.clicked.connect(self._ask_output)
        self.options.toggled.connect(self._more.setVisible)
        self.name.textEdited.connect(lambda text: self.take(replace(self.settings, name=text)))
        self.format.activated.connect(lambda _: self.take(replace(self.settings, format=self.format.currentData())))
        self.conflict.activated.connect(lambda _: self.take(replace(self.settings, on_conflict=self.conflict.currentData())))
        self.clean.activated.connect(lambda _: self.take(replace(self.settings, clean=self.clean.currentData())))
        self.recursive.clicked.connect(lambda on: self.take(replace(self.settings, recursive=on)))
        self.again.clicked.connect(lambda on: self.take(replace(self.settings, again=on)))
        self.watch.clicked.connect(lambda on: self.take(replace(self.settings, watch=on)))

    # --- changing ---

    def take(self, settings: BatchSettings) -> None:
        """Take over other settings."""
        if settings != self.settings:
            self.settings = settings
            self._show()
            self.changed.emit()

    def add(self, paths: Sequence[Path]) -> None:
        """Add photos and folders."""
        self.take(self.settings.with_inputs(tuple(path.absolute() for path in paths)))

    def offer_recipe(self, recipe: Recipe | None) -> None:
        """What is done to the open photo, to be chosen; None where no photo is open."""
        self._offered = recipe
        self._show()

    def choose(self, choice: Choice) -> None:
        """Choose what is done; "photo" means what is done to the open photo now."""
        recipe = self._offered if choice == "photo" and self._offered is not None else self.settings.recipe
        self.take(replace(self.settings, choice=choice, recipe=recipe))

    def _show(self) -> None:
        settings = self.settings
        self.sources.show_text(self._sources_text(), "\n".join(map(str, settings.inputs)))
        self.clear.setEnabled(bool(settings.inputs))
        self.output.show_text(str(settings.folder or "\u2013"))
        self.choose_output.setEnabled(bool(settings.inputs))
        self.recipe.setCurrentIndex(self.recipe.findData(settings.choice))
        _enable(self.recipe, 0, self._offered is not None or settings.choice == "photo")
        for widget in (self.mask_name, self.choose_mask, self.choose_masks):
            widget.setVisible(settings.choice == "mask")
        self.mask_name.show_text(self.tr("none chosen") if settings.mask is None else str(settings.mask))
        self.format.setCurrentIndex(self.format.findData(settings.format))
        self.conflict.setCurrentIndex(self.conflict.findData(settings.on_conflict))
        self.clean.setCurrentIndex(self.clean.findData(settings.clean))
        self.recursive.setChecked(settings.recursive)
        self.again.setChecked(settings.again)
        self.watch.setChecked(settings.watch)
        self._more.setVisible(self.options.isChecked())
        if self.name.text() != settings.name:
            with QSignalBlocker(self.name):
                self.name.setText(settings.name)

    def _sources_text(self) -> str:
        inputs = self.settings.inputs
        if not inputs:
            return self.tr("none yet; drop photos or folders anywhere here")
        if len(inputs) == 1:
            return str(inputs[0])
        return self.tr("{0} and {1} more").format(inputs[0], len(inputs) - 1)

    # --- dialogs ---

    @property
    def _place(self) -> str:
        inputs = self.settings.inputs
        return str(inputs[-1].parent if inputs else Path.home())

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Add a Folder of Photos"), self._place)
        if name:
            self.add([Path(name)])

    def _ask_photos(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(READABLE))
        filters = self.tr("Photos ({0})").format(patterns)
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Add Photos"), self._place, filters)
        self.add([Path(name) for name in names])

    def _ask_output(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose the Folder of the Results"), self._place)
        if name:
            self.take(replace(self.settings, output=Path(name)))

    def _ask_mask(self) -> None:
        patterns = " ".join(f"*{suffix}" for suffix in sorted(READABLE))
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a Mask"), self._place, self.tr("Pictures ({0})").format(patterns)
        )
        if name:
            self.take(replace(self.settings, mask=Path(name)))

    def _ask_masks(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a Folder of Masks"), self._place)
        if name:
            self.take(replace(self.settings, mask=Path(name)))


def _drop_down(
    choices: Mapping[Choice, str] | Mapping[Format, str] | Mapping[Conflict, str] | Mapping[Clean, str], name: str
) -> DropDown:
    result = named(DropDown(), name)
    for choice, text in choices.items():
        result.addItem(text, choice)
    return result


def _enable(drop_down: DropDown, place: int, on: bool) -> None:
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    drop_down.model().setData(
        drop_down.model().index(place, 0), flags if on else Qt.ItemFlag.NoItemFlags, Qt.ItemDataRole.UserRole - 1
    )


def _row(name: str, *widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    title = QLabel(name)
    title.setFixedWidth(NAMES)
    title.setBuddy(widgets[0])
    row.addWidget(title)
    for widget in widgets:
        row.addWidget(widget, 1 if isinstance(widget, ElidedLabel) else 0)
    return row
