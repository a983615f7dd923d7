"""The platform's dialogs for files, and the names they propose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tintype.document.document import Document
from tintype.document.state import State
from tintype.photo import READABLE, WRITABLE

FALLBACK_SUFFIX = ".png"
MASK_SUFFIX = ".png"
MODEL_SUFFIX = ".onnx"
FORMATS = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "TIFF": (".tif", ".tiff"),
    "WebP": (".webp",),
    "AVIF": (".avif",),
    "JPEG XL": (".jxl",),
    "BMP": (".bmp",),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("file_dialogs", text)


def readable_formats() -> str:
    """Names of the formats that can be opened, for people."""
    return ", ".join((*FORMATS, "JPEG 2000", "HEIC", "GIF", "PSD", _tr("camera raw")))


def ask_open(parent: QWidget, folder: Path) -> Path | None:
    """The photo that the user picks; None if the dialog is cancelled."""
    patterns = " ".join(f"*{suffix}" for suffix in sorted(READABLE))
    filters = f"{_tr('Photos')} ({patterns});;{_tr('All files')} (*)"
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Open a Photo"), str(folder), filters)
    return Path(name) if name else None


def ask_save(parent: QWidget, proposal: Path) -> Path | None:
    """The target that the user picks, with a suffix that can be written; None if the dialog is cancelled."""
    filters = [
        f"{name} ({' '.join(f'*{s}' for s in suffixes)})" for name, suffixes in FORMATS.items() if WRITABLE.issuperset(suffixes)
    ]
    chosen = next((text for text in filters if f"*{proposal.suffix.lower()}" in text), filters[0])
    name, _ = QFileDialog.getSaveFileName(parent, _tr("Save As"), str(proposal), ";;".join(filters), chosen)
    if not name:
        return None
    target = Path(name)
    return target if target.suffix.lower() in WRITABLE else target.with_name(target.name + proposal.suffix)


def proposed_target(document: Document, folder: Path) -> Path:
    """Where a document's result may go; in ``folder`` for a picture that is no file yet."""
    return target_beside(document.path, document.state, folder)


def target_beside(source: Path | None, state: State, folder: Path) -> Path:
    """Beside the source, with the task in its name; in ``folder`` for a picture that is no file yet."""
    task = "restored" if state.fills and state.recipe.denoise else "filled" if state.fills else "denoised"
    if source is None:
        return folder / f"{_tr('pasted')}_{task}{FALLBACK_SUFFIX}"
    suffix = source.suffix if source.suffix.lower() in WRITABLE else FALLBACK_SUFFIX
    return source.with_name(f"{source.stem}_{task}{suffix}")


def ask_folder(parent: QWidget, folder: Path) -> Path | None:
    """The folder of photos that the user picks; None if the dialog is cancelled."""
    name = QFileDialog.getExistingDirectory(parent, _tr("Open a Folder"), str(folder))
    return Path(name) if name else None


def ask_load_mask(parent: QWidget, folder: Path) -> Path | None:
    """The mask that the user picks; None if the dialog is cancelled."""
    patterns = " ".join(f"*{suffix}" for suffix in sorted(READABLE))
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Load a Mask"), str(folder), f"{_tr('Pictures')} ({patterns})")
    return Path(name) if name else None


def ask_save_mask(parent: QWidget, document: Document, folder: Path) -> Path | None:
    """Where the user wants the mask, always a PNG; None if the dialog is cancelled."""
    source = document.path or folder / _tr("pasted")
    proposal = source.with_name(f"{source.stem}_mask{MASK_SUFFIX}")
    name, _ = QFileDialog.getSaveFileName(parent, _tr("Save the Mask"), str(proposal), f"PNG (*{MASK_SUFFIX})")
    target = Path(name)
    if not name or target.suffix.lower() == MASK_SUFFIX:
        return target if name else None
    return target.with_name(target.name + MASK_SUFFIX)


def ask_model_folder(parent: QWidget, folder: Path) -> Path | None:
    """The folder for models that the user picks; None if the dialog is cancelled."""
    name = QFileDialog.getExistingDirectory(parent, _tr("Choose the Model Folder"), str(folder))
    return Path(name) if name else None


def ask_model(parent: QWidget, folder: Path) -> Path | None:
    """The model that the user picks; None if the dialog is cancelled."""
    name, _ = QFileDialog.getOpenFileName(parent, _tr("Add a Model"), str(folder), f"{_tr('Models')} (*{MODEL_SUFFIX})")
    return Path(name) if name else None
