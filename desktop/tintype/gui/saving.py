"""Writing the open photo's result where the user wants it, the original's place included."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QMessageBox, QWidget

from tintype.document.document import Document
from tintype.document.snapshot import Snapshot
from tintype.gui.error_texts import said
from tintype.gui.language import tr
from tintype.photo import Output, Photo, foreseen_losses
from tintype.photo.atomic import write_whole
from tintype.photo.original import backup_of, replace_original, same_file


@dataclass(frozen=True)
class Saved:
    """What became of a save.

    Attributes:
        losses: one sentence for each thing that the file could not hold.
        backup: where the original is kept now, if its place was taken.
    """

    losses: tuple[str, ...]
    backup: Path | None = None


def original_at(document: Document, target: Path) -> bool:
    """Whether the target is the original: the file that was opened, or from the time that it was replaced on its backup."""
    return document.original is not None and same_file(target, document.original)


def save(snapshot: Snapshot, target: Path, original: Path | None) -> Saved:
    """Write the result; where that is in the place of ``original``, this is kept beside it first.

    Raises:
        CannotWrite: it did not work; the file is as it was.
    """
    encoded = snapshot.encode(target, Output())
    if original is not None and same_file(target, original):
        return Saved(encoded.losses, replace_original(target, encoded.data))
    write_whole(target, encoded.data)
    return Saved(encoded.losses)


def ask_losses(parent: QWidget, photo: Photo, target: Path, write: Callable[[], None], elsewhere: Callable[[], None]) -> None:
    """Ask whether to go on where the target's format cannot hold all of the pixels, and do what was answered; else ``write``."""
    losses = foreseen_losses(photo, target, Output())
    if not losses:
        write()
        return
    role = QMessageBox.ButtonRole
    box = QMessageBox(parent, icon=QMessageBox.Icon.NoIcon)
    box.setWindowTitle(tr("Save As"))
    box.setText(tr("{0} cannot hold all of the photo. Save it all the same?").format(target.name))
    box.setInformativeText(" ".join(map(said, losses)))
    save_as = box.addButton(tr("Save As…"), role.ActionRole)
    confirm = box.addButton(QMessageBox.StandardButton.Save)
    box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(confirm)

    def answered() -> None:
        if box.clickedButton() is confirm:
            write()
        elif box.clickedButton() is save_as:
            elsewhere()

    box.finished.connect(answered)
    box.finished.connect(box.deleteLater)
    box.open()


def ask_replace(parent: QWidget, target: Path, replace: Callable[[], None], elsewhere: Callable[[], None]) -> None:
    """Ask whether the original's place may be taken, and do what was answered."""
    role = QMessageBox.ButtonRole
    box = QMessageBox(parent, icon=QMessageBox.Icon.NoIcon)
    box.setWindowTitle(tr("Replace the Original"))
    box.setText(tr("Replace the original?"))
    box.setInformativeText(tr("A copy of it is kept as {0}.").format(backup_of(target).name))
    save_as = box.addButton(tr("Save As…"), role.ActionRole)
    confirm = box.addButton(tr("Replace"), role.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))

    def answered() -> None:
        if box.clickedButton() is confirm:
            replace()
        elif box.clickedButton() is save_as:
            elsewhere()

    box.finished.connect(answered)
    box.finished.connect(box.deleteLater)
    box.open()
