"""What an exported file is called, and where it goes."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from tintype.document.document import Document
from tintype.errors import CannotWrite
from tintype.gui.export_settings import FIELDS, ExportSettings
from tintype.gui.file_dialogs import pasted_stem, task_of
from tintype.photo.exif import day_taken
from tintype.photo.naming import check_template, target_name
from tintype.photo.original import same_file


@dataclass(frozen=True)
class Subject:
    """What the name of an exported file is made of.

    Attributes:
        originals: the file that was opened, and its backup if a result has taken its place.
        folder: beside the photo.
        stem: name of the original without its suffix.
        task: what was done to the photo.
        day: on which it was taken, or else today, as YYYY-MM-DD.
    """

    originals: tuple[Path, ...]
    folder: Path
    stem: str
    task: str
    day: str

    @classmethod
    def of(cls, document: Document, folder: Path) -> Subject:
        """The open photo; ``folder`` is for a picture that is no file."""
        path = document.path
        return cls(
            originals=tuple(place for place in (path, document.backup) if place is not None),
            folder=path.parent if path else folder,
            stem=path.stem if path else pasted_stem(),
            task=task_of(document.state),
            day=day_taken(document.photo.metadata.exif) or date.today().isoformat(),
        )


def export_target(settings: ExportSettings, subject: Subject, taken: Collection[Path] = ()) -> Path:
    """The file to write, which is never the original.

    Where names are numbered, and always where the template has a number, it is the first that is free.

    Args:
        settings: folder, template and format.
        subject: what the name is made of.
        taken: files that are about to be written.

    Raises:
        InvalidSetting: the template makes no file name.
        CannotWrite: the folder is gone, or the name is the original's.
    """
    check_template(settings.template, FIELDS)
    folder = settings.folder or subject.folder
    if not folder.is_dir():
        raise CannotWrite(folder / _name(settings, subject, 1), f"the folder {folder} does not exist")
    if settings.on_conflict == "number" or _counts(settings, subject):
        targets = (folder / _name(settings, subject, number) for number in count(1))
        return next(target for target in targets if target not in taken and not os.path.lexists(target))
    target = folder / _name(settings, subject, 1)
    if any(same_file(target, original) for original in subject.originals):
        raise CannotWrite(target, "it is the original; choose another name or folder")
    return target


def _name(settings: ExportSettings, subject: Subject, number: int) -> str:
    """The name with this number: where the template has it, or else behind it from 2 on."""
    return _formatted(settings, subject, number) if _counts(settings, subject) else _formatted(settings, subject, 1, number)


def _counts(settings: ExportSettings, subject: Subject) -> bool:
    """Whether the number is part of the name, and was not cut off with the end of a long one."""
    return _formatted(settings, subject, 1) != _formatted(settings, subject, 2)


def _formatted(settings: ExportSettings, subject: Subject, number: int, behind: int = 1) -> str:
    others = {"date": subject.day, "number": f"{number:03}"}
    return target_name(settings.template, subject.stem, subject.task, settings.suffix, behind, others)
