"""Unsaved work in files, so that it outlives a crash.

A session is a folder with one folder for each photo. In that, ``state.json`` is the whole truth at every moment: the files that
it names were written before it, and those that it does not name are left over.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from tintype.document.arrays import (
    BROKEN,
    fill_arrays,
    mask_arrays,
    picture_arrays,
    read_arrays,
    to_fill,
    to_mask,
    to_picture,
    write_arrays,
)
from tintype.document.desk import Stamp
from tintype.document.mask import MaskCopy
from tintype.document.recipe import Recipe
from tintype.document.state import Fill, State
from tintype.document.work import Work
from tintype.errors import CannotWrite, DamagedWork, InvalidSetting
from tintype.photo import Photo
from tintype.photo.atomic import write_whole

FORMAT = 1
STATE = "state.json"


@dataclass(frozen=True, eq=False)
class Entry:
    """The unsaved work on one photo.

    Attributes:
        path: the photo's; None for a pasted picture.
        work: what is done to it.
        stamp: of the photo's file; None for a pasted picture.
        picture: the pasted picture itself.
    """

    path: Path | None
    work: Work
    stamp: Stamp | None = None
    picture: Photo | None = None


@dataclass(frozen=True)
class Stored:
    """An entry in files, of which only the name was read.

    Attributes:
        folder: where it is.
        path: the photo's; None for a pasted picture.
        damaged: whether not even that much could be read.
    """

    folder: Path
    path: Path | None = None
    damaged: bool = False


class Session:
    """Writes the entries of one window, and reads those of others. No two threads may use it at a time."""

    def __init__(self, folder: Path) -> None:
        """``folder`` is made when there is something to put into it."""
        self.folder = folder
        self._writers: dict[Path | None, _Writer] = {}

    def put(self, entry: Entry) -> None:
        """Write an entry in place of the one before; a fill that is in a file already is not written again.

        Raises:
            CannotWrite: the disk refuses; the entry before is as it was.
        """
        if entry.path not in self._writers:
            self._writers[entry.path] = _Writer(self.folder / uuid4().hex)
        self._writers[entry.path].put(entry)

    def drop(self, path: Path | None) -> None:
        """Remove the entry of a photo, if there is one."""
        writer = self._writers.pop(path, None)
        if writer is not None:
            remove(writer.folder)

    def stored(self) -> list[Stored]:
        """The entries that are there, the damaged ones too."""
        folders = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return [_identified(folder) for folder in folders if (folder / STATE).exists()]

    def close(self) -> None:
        """Remove everything."""
        self._writers.clear()
        remove(self.folder)


def load(stored: Stored) -> Entry:
    """Read an entry.

    Raises:
        DamagedWork: it cannot be read.
    """
    folder = stored.folder
    try:
        data = _read_state(folder)
        fills = tuple(to_fill(read_arrays(folder / _name(name))) for name in data["fills"])
        mask = to_mask(read_arrays(folder / _name(data["mask"]))) if data["mask"] else None
        picture = to_picture(read_arrays(folder / _name(data["picture"]))) if data["picture"] else None
        state = State(Recipe.from_json(data["recipe"]), fills)
        path, stamp = _source(data)
    except (*BROKEN, InvalidSetting) as error:
        raise DamagedWork(folder) from error
    if (path is None) != (picture is not None):
        raise DamagedWork(folder)
    saved_to = Path(data["saved_to"]) if data["saved_to"] else None
    return Entry(path, Work(state, mask, None if path is None else State(), saved_to), stamp, picture)


def remove(folder: Path) -> None:
    """Delete a folder with all that is in it, as far as the disk lets."""
    shutil.rmtree(folder, ignore_errors=True)


class _Writer:
    """One entry's folder, and what of the work is in it already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._fills: dict[Fill, str] = {}
        self._picture: tuple[Photo | None, str] = None, ""

    def put(self, entry: Entry) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(self.folder, (error.strerror or "the disk failed").lower()) from error
        fills = [self._fill(fill) for fill in entry.work.state.fills]
        mask = self._mask(entry.work.mask)
        picture = self._put_picture(entry.picture)
        data = _described(entry, fills, mask, picture)
        write_whole(self.folder / STATE, json.dumps(data, indent=2).encode())
        self._clear_all_but({STATE, mask, picture, *fills})

    def _fill(self, fill: Fill) -> str:
        if fill not in self._fills:
            self._fills[fill] = self._write(fill_arrays(fill))
        return self._fills[fill]

    def _mask(self, mask: MaskCopy | None) -> str:
        return "" if mask is None else self._write(mask_arrays(mask))

    def _put_picture(self, picture: Photo | None) -> str:
        if picture is not self._picture[0]:
            self._picture = picture, self._write(picture_arrays(picture)) if picture else ""
        return self._picture[1]

    def _write(self, arrays: dict[str, Any]) -> str:
        name = f"{uuid4().hex}.npz"
        write_arrays(self.folder / name, arrays)
        return name

    def _clear_all_but(self, names: set[str]) -> None:
        self._fills = {fill: name for fill, name in self._fills.items() if name in names}
        for file in self.folder.iterdir():
            if file.name not in names:
                file.unlink(missing_ok=True)


def _described(entry: Entry, fills: list[str], mask: str, picture: str) -> dict[str, object]:
    stamp = entry.stamp
    return {
        "format": FORMAT,
        "path": str(entry.path) if entry.path else None,
        "size": stamp.size if stamp else None,
        "mtime_ns": stamp.mtime_ns if stamp else None,
        "saved_to": str(entry.work.saved_to) if entry.work.saved_to else None,
        "recipe": entry.work.state.recipe.to_json(),
        "fills": fills,
        "mask": mask,
        "picture": picture,
    }


def _identified(folder: Path) -> Stored:
    try:
        return Stored(folder, _source(_read_state(folder))[0])
    except BROKEN:
        return Stored(folder, damaged=True)


def _read_state(folder: Path) -> dict[str, Any]:
    data = json.loads((folder / STATE).read_bytes())
    if not isinstance(data, dict) or data["format"] != FORMAT:
        raise ValueError("no state of this format")
    return data


def _source(data: dict[str, Any]) -> tuple[Path | None, Stamp | None]:
    if data["path"] is None:
        return None, None
    return Path(data["path"]), Stamp(int(data["size"]), int(data["mtime_ns"]))


def _name(name: str) -> str:
    """A file name, which may not lead elsewhere."""
    if Path(name).name != name:
        raise ValueError("no plain name")
    return name
