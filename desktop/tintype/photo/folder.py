"""The photos of one folder, in the order in which people expect them."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable
from pathlib import Path

from tintype.errors import FileMissing, UnreadablePhoto
from tintype.photo.formats import READABLE

SYSTEM = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "@eadir", "__macosx", "lost+found", "system volume information"})


def natural_key(name: str) -> tuple[tuple[tuple[str | int, ...], ...], str]:
    """Sorts relative paths as people do, with 2 before 10; the path itself settles what is left equal."""
    parts = (re.split(r"([0-9]+)", part.casefold()) for part in name.split("/"))
    return tuple(tuple(int(bit) if index % 2 else bit for index, bit in enumerate(part)) for part in parts), name


def is_hidden(entry: os.DirEntry[str]) -> bool:
    """Whether it is a hidden or a system file or folder."""
    name = entry.name.lower()
    if name.startswith((".", "$")) or name in SYSTEM:
        return True
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)


def photos_in(folder: Path) -> dict[Path, int]:
    """The photos of a folder in natural order, told by their suffixes, with the time of their last change in nanoseconds.

    Folders inside are not entered; hidden and system files are passed over.

    Raises:
        FileMissing: there is no such folder.
        UnreadablePhoto: it cannot be listed.
    """
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries if _is_photo(entry)]
    except (FileNotFoundError, NotADirectoryError):
        raise FileMissing(folder) from None
    except PermissionError as error:
        raise UnreadablePhoto(folder, "you are not allowed to open this folder") from error
    except OSError as error:
        raise UnreadablePhoto(folder, (error.strerror or "the disk failed").lower()) from error
    return changed_when(folder / name for name in names)


def changed_when(paths: Iterable[Path]) -> dict[Path, int]:
    """Those of some files that are there, in natural order, with the time of their last change in nanoseconds."""
    times = {}
    for path in sorted(paths, key=lambda path: natural_key(path.as_posix())):
        try:
            times[path] = path.stat().st_mtime_ns
        except (OSError, ValueError):  # it is gone, is a link to nowhere, or its name holds a null character
            continue
    return times


def _is_photo(entry: os.DirEntry[str]) -> bool:
    if Path(entry.name).suffix.lower() not in READABLE:
        return False
    try:
        return not is_hidden(entry) and entry.is_file()
    except OSError:  # it vanished meanwhile, or is a link that leads to itself
        return False
