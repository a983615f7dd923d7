"""The platform's dialogs for files, and the names they propose."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from tintype.photo import READABLE, WRITABLE

FALLBACK_SUFFIX = ".png"
FORMATS = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "TIFF": (".tif", ".tiff"),
    "WebP": (".webp",),
    "BMP": (".bmp",),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("file_dialogs", text)


def readable_formats() -> str:
    """Names of the formats that can be opened, for people."""
    return ", ".join(name for name, suffixes in FORMATS.items() if READABLE.intersection(suffixes))


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


def proposed_target(source: Path | None, folder: Path) -> Path:
    """Beside the source, with the task in its name; in ``folder`` for a picture that is no file yet."""
    if source is None:
        return folder / f"{_tr('pasted')}_denoised{FALLBACK_SUFFIX}"
    suffix = source.suffix if source.suffix.lower() in WRITABLE else FALLBACK_SUFFIX
    return source.with_name(f"{source.stem}_denoised{suffix}")
