"""Putting a result in the place of its original, which is kept beside it."""

from __future__ import annotations

import os
import shutil
from itertools import count
from pathlib import Path

from tintype.errors import CannotWrite
from tintype.photo.atomic import reason_of, write_whole


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file: through links, or by letters whose case the disk does not tell apart."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):  # one of them is no file, so that nothing can be lost there
        return False


def backup_of(path: Path) -> Path:
    """Where an original would be kept: as NAME.original.EXT, or with a number if a file has that name already."""
    kept = path.resolve()
    names = (f"{kept.stem}.original{f' ({number})' if number > 1 else ''}{kept.suffix}" for number in count(1))
    return next(place for name in names if not os.path.lexists(place := kept.with_name(name)))


def replace_original(path: Path, data: bytes) -> Path:
    """Keep a file under another name beside it, then put ``data`` in its place, whole or not at all.

    Of a link, both happen where it leads to.

    Returns:
        The backup; no file that was there before is touched.

    Raises:
        CannotWrite: the backup or the file cannot be written; the file is as it was, and there is no backup.
    """
    backup = _kept(path)
    try:
        write_whole(path, data)
    except BaseException:
        backup.unlink()
        raise
    return backup


def _kept(path: Path) -> Path:
    backup = backup_of(path)
    try:
        _link_or_copy(path.resolve(), backup)
    except OSError as error:
        raise CannotWrite(backup, reason_of(error, backup)) from error
    return backup


def _link_or_copy(path: Path, backup: Path) -> None:
    """A second name for the same bytes, which costs nothing; a copy where the disk has no such names."""
    try:
        backup.hardlink_to(path)
    except OSError:
        _copy(path, backup)  # which, as the link, takes no name that is in use


def _copy(path: Path, backup: Path) -> None:
    with path.open("rb") as source, backup.open("xb") as copy:
        try:
            shutil.copyfileobj(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
            shutil.copystat(path, backup)
        except BaseException:
            copy.close()
            backup.unlink()
            raise
