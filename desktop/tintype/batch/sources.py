"""Which photos there are: folders walked in a natural, stable order."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from pathlib import Path

from tintype.errors import FileMissing, UnreadablePhoto
from tintype.photo import READABLE
from tintype.photo.folder import is_hidden, natural_key

OWN = ".tintype-"
"""Begins the names of journals and of unfinished files."""


@dataclass(frozen=True)
class Source:
    """One photo as it was found.

    Attributes:
        path: where it is.
        key: its path below the folder that was named, with slashes; no other source of a batch has the same.
        size: of the file, in bytes.
        mtime_ns: when the file was last changed.
        trouble: why it cannot be read, as one sentence, where that is known already.
    """

    path: Path
    key: str
    size: int = 0
    mtime_ns: int = 0
    trouble: str = ""


@dataclass
class Found:
    """What a search found.

    Attributes:
        sources: the photos, in natural order.
        hidden: number of hidden and system files and folders that were passed over.
        other: number of files that are no photos.
        closed: number of masks and of earlier results among the photos.
    """

    sources: list[Source] = field(default_factory=list)
    hidden: int = 0
    other: int = 0
    closed: int = 0


def real(path: Path) -> Path:
    """The place that a path leads to through its links, even where they run in a circle."""
    return Path(os.path.realpath(path))


def find_sources(inputs: Sequence[Path], recursive: bool, closed: AbstractSet[Path]) -> Found:
    """Look for photos.

    Args:
        inputs: photos, and folders to walk. Several folders keep their names in the keys.
        recursive: whether to enter the folders inside.
        closed: resolved paths that are not entered and not taken: the output folder, masks, earlier results.
    """
    found, seen, keys = Found(), set[tuple[Path, str]](), dict[str, int]()
    many = sum(path.is_dir() for path in inputs) > 1
    for given in inputs:
        for source in _of_input(given, f"{real(given).name}/" if many else "", recursive, closed, found):
            place = (real(source.path.parent), source.path.name)
            if place in seen:
                continue
            seen.add(place)
            keys[source.key] = count = keys.get(source.key, 0) + 1
            found.sources.append(source if count == 1 else replace(source, key=f"{source.key}:{count}"))
    return found


def _of_input(given: Path, prefix: str, recursive: bool, closed: AbstractSet[Path], found: Found) -> list[Source]:
    if not given.is_dir():
        return [_identify(given, given.name)]
    listed = list(_walk(given, recursive, closed, found))
    sources = [_identify(path, prefix + path.relative_to(given).as_posix()) for path in listed]
    return sorted(sources, key=lambda source: natural_key(source.key))


def _identify(path: Path, key: str) -> Source:
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):  # only a folder that could not be listed comes here
            return Source(path, key, trouble=str(UnreadablePhoto(path, "you are not allowed to open this folder")))
        return Source(path, key, facts.st_size, facts.st_mtime_ns)
    except (OSError, ValueError):  # ValueError: a name with a null character
        return Source(path, key, trouble=str(FileMissing(path)))


def _walk(root: Path, recursive: bool, closed: AbstractSet[Path], found: Found) -> Iterator[Path]:
    """The photos below a folder, and the folders that cannot be listed.

    Links are followed after all real folders, so that what can be reached both ways keeps its real place.
    """
    start = real(root)
    seen = {start, *start.parents, *(closed - {start})}
    folders, links = [root], list[Path]()
    while folders or links:
        followed = not folders
        folder = links.pop(0) if followed else folders.pop()
        if followed and real(folder) in seen:
            continue
        seen.add(real(folder))
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: natural_key(entry.name))
        except OSError:
            yield folder
            continue
        for entry in entries:
            path = folder / entry.name
            if is_hidden(entry):
                found.hidden += not entry.name.startswith(OWN)
            elif _leads_to_folder(entry):
                if recursive and real(path) not in seen:
                    (links if entry.is_symlink() else folders).append(path)
            elif path.suffix.lower() not in READABLE:
                found.other += 1
            elif real(path) in closed:
                found.closed += 1
            else:
                yield path


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False
