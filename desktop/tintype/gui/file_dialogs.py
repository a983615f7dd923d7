"""The platform's dialogs for files, and the names they propose."""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from tintype.document.document import Document
from tintype.document.recipe_file import SUFFIX as RECIPE_SUFFIX
from tintype.document.recipe_file import is_recipe
from tintype.document.state import State
from tintype.gui.language import tr
from tintype.photo import READABLE, WRITABLE

FALLBACK_SUFFIX = ".png"
MASK_SUFFIX = ".png"
MODEL_SUFFIX = ".onnx"
SUFFIX = re.compile(r"\.[a-z][a-z0-9]{1,4}")
"""What looks like a suffix and not like the end of a name with a full stop in it."""
FORMATS = {
    "JPEG": (".jpg", ".jpeg", ".jpe", ".jfif"),
    "PNG": (".png",),
    "TIFF": (".tif", ".tiff"),
    "WebP": (".webp",),
    "AVIF": (".avif",),
    "JPEG XL": (".jxl",),
    "BMP": (".bmp",),
}


def readable_formats() -> str:
    """Names of the formats that can be opened, for people."""
    return ", ".join((*FORMATS, "JPEG 2000", "HEIC", "GIF", "PSD", tr("camera raw")))


def ask_open(parent: QWidget, folder: Path) -> Path | None:
    """The photo that the user picks; None if the dialog is cancelled."""
    patterns = " ".join(f"*{suffix}" for suffix in sorted(READABLE))
    photos, everything = tr("Photos"), tr("All files")
    filters = f"{photos} ({patterns});;{everything} (*)"
    name, _ = QFileDialog.getOpenFileName(parent, tr("Open a Photo"), str(folder), filters)
    return Path(name) if name else None


def ask_save(parent: QWidget, proposal: Path) -> Path | None:
    """The target that the user picks; None if the dialog is cancelled.

    A name without a suffix gets that of the chosen format, and so does the proposed name where another format was chosen.
    A name that is completed into one that exists is asked about once more. A suffix that cannot be written stays.
    """
    filters = {f"{name} ({' '.join(f'*{s}' for s in suffixes)})": suffixes for name, suffixes in FORMATS.items()}
    usual = next((text for text, suffixes in filters.items() if proposal.suffix.lower() in suffixes), next(iter(filters)))
    while True:
        name, chosen = QFileDialog.getSaveFileName(parent, tr("Save As"), str(proposal), ";;".join(filters), usual)
        if not name:
            return None
        chosen = chosen if chosen in filters else usual
        typed = Path(name)
        target = _completed(typed, proposal, filters[chosen], chosen != usual)
        if target == typed or not os.path.lexists(target):
            return target
        proposal, usual = target, chosen


def _completed(typed: Path, proposal: Path, suffixes: tuple[str, ...], other: bool) -> Path:
    """The name with a suffix; ``other`` is whether its format is not the proposed one."""
    suffix = typed.suffix.lower()
    if other and suffix == proposal.suffix.lower():
        return typed.with_suffix(suffixes[0])
    if suffix in WRITABLE or SUFFIX.fullmatch(suffix):
        return typed
    return typed.with_name(typed.name + (proposal.suffix if proposal.suffix.lower() in suffixes else suffixes[0]))


def proposed_target(document: Document, folder: Path) -> Path:
    """Where a document's result may go; in ``folder`` for a picture that is no file yet."""
    return target_beside(document.path, document.state, folder)


def target_beside(source: Path | None, state: State, folder: Path) -> Path:
    """Beside the source, with the task in its name; in ``folder`` for a picture that is no file yet."""
    task = task_of(state)
    if source is None:
        return folder / f"{pasted_stem()}_{task}{FALLBACK_SUFFIX}"
    suffix = source.suffix if source.suffix.lower() in WRITABLE else FALLBACK_SUFFIX
    return source.with_name(f"{source.stem}_{task}{suffix}")


def task_of(state: State) -> str:
    """What was done to the photo, as one word for file names."""
    denoised = state.recipe.denoise is not None
    if state.fills:
        return "restored" if denoised else "filled"
    return "denoised" if denoised else "copy"


def pasted_stem() -> str:
    """What stands for a file's name where there is none."""
    return tr("pasted")


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """The folder of photos that the user picks; None if the dialog is cancelled."""
    name = QFileDialog.getExistingDirectory(parent, tr("Open a Folder"), str(folder))
    return Path(name) if name else None


def ask_load_mask(parent: QWidget, folder: Path) -> Path | None:
    """The mask that the user picks; None if the dialog is cancelled."""
    patterns = " ".join(f"*{suffix}" for suffix in sorted(READABLE))
    pictures = tr("Pictures")
    name, _ = QFileDialog.getOpenFileName(parent, tr("Load a Mask"), str(folder), f"{pictures} ({patterns})")
    return Path(name) if name else None


def ask_save_mask(parent: QWidget, document: Document, folder: Path) -> Path | None:
    """Where the user wants the mask, always a PNG; None if the dialog is cancelled."""
    source = document.path or folder / tr("pasted")
    proposal = source.with_name(f"{source.stem}_mask{MASK_SUFFIX}")
    name, _ = QFileDialog.getSaveFileName(parent, tr("Save the Mask"), str(proposal), f"PNG (*{MASK_SUFFIX})")
    target = Path(name)
    if not name or target.suffix.lower() == MASK_SUFFIX:
        return target if name else None
    return target.with_name(target.name + MASK_SUFFIX)


def ask_export_folder(parent: QWidget, folder: Path) -> Path | None:
    """The folder for exported photos that the user picks; None if the dialog is cancelled."""
    name = QFileDialog.getExistingDirectory(parent, tr("Export to"), str(folder))
    return Path(name) if name else None


def ask_load_recipe(parent: QWidget, folder: Path) -> Path | None:
    """The recipe that the user picks; None if the dialog is cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, tr("Load a Recipe"), str(folder), _recipe_filter())
    return Path(name) if name else None


def ask_save_recipe(parent: QWidget, document: Document, folder: Path) -> Path | None:
    """Where the user wants the recipe; None if the dialog is cancelled."""
    source = document.path or folder / tr("pasted")
    proposal = source.with_name(source.stem + RECIPE_SUFFIX)
    name, _ = QFileDialog.getSaveFileName(parent, tr("Save the Recipe"), str(proposal), _recipe_filter())
    target = Path(name)
    if not name or is_recipe(target):
        return target if name else None
    return target.with_name((target.stem if target.suffix.lower() == ".json" else target.name) + RECIPE_SUFFIX)


def _recipe_filter() -> str:
    return tr("Recipes") + f" (*{RECIPE_SUFFIX})"


def ask_model_folder(parent: QWidget, folder: Path) -> Path | None:
    """The folder for models that the user picks; None if the dialog is cancelled."""
    name = QFileDialog.getExistingDirectory(parent, tr("Choose the Model Folder"), str(folder))
    return Path(name) if name else None


def ask_model(parent: QWidget, folder: Path) -> Path | None:
    """The model that the user picks; None if the dialog is cancelled."""
    models = tr("Models")
    name, _ = QFileDialog.getOpenFileName(parent, tr("Add a Model"), str(folder), f"{models} (*{MODEL_SUFFIX})")
    return Path(name) if name else None
