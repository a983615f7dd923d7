"""The files of one photo: what is read for it, what is written, and what the journal says of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from tintype.batch.journal import Entry, Journal, Mark
from tintype.batch.plan import Row
from tintype.batch.sources import OWN
from tintype.batch.work import Made
from tintype.document.shapes import Coverage
from tintype.errors import CannotWrite
from tintype.photo import Photo, read_mask, read_photo, write_photo
from tintype.photo.atomic import write_whole

HEAD = 12


class Files:
    """Reads photos, writes results and keeps the journal, for one output folder."""

    def __init__(self, output: Path, journal: Journal) -> None:
        self._output = output
        self._journal = journal

    def read(self, row: Row) -> tuple[Photo, Coverage | None]:
        """The photo and its mask.

        Raises:
            FileMissing, FolderGiven, UnreadablePhoto, InvalidMask
        """
        photo = read_photo(row.source.path)
        return photo, None if row.mask is None else read_mask(row.mask, photo.size)

    def write(self, row: Row, photo: Photo, made: Made) -> None:
        """Write the result, whole or not at all; where no pixel has changed, that is the file itself if it can be.

        Raises:
            CannotWrite: it did not work, or a file has come to be there since the plan was made.
        """
        target = _target(row)
        if not row.replaces and os.path.lexists(target):
            raise CannotWrite(target, "another program has put a file there since the batch began")
        _make_folder(target.parent)
        self.note(row, "writing")
        if made.pixels is not None:
            write_photo(photo.with_pixels(made.pixels), target)
        elif target.suffix.lower() in (row.source.path.suffix.lower(), _format(row.source.path)):
            write_whole(target, row.source.path.read_bytes())
        else:
            write_photo(photo, target)

    def note(self, row: Row, mark: Mark) -> None:
        """Put into the journal where a photo stands.

        Raises:
            CannotWrite: the disk refuses.
        """
        source, target = row.source, _target(row).relative_to(self._output).as_posix()
        reason = "" if mark == "writing" else row.reason
        self._journal.add(Entry(source.key, source.size, source.mtime_ns, target, row.settings, mark, reason))


def clear_remains(targets: Iterable[Path]) -> None:
    """Remove the unfinished files that a killed run has left beside these targets."""
    for folder in {target.parent for target in targets}:
        with suppress(OSError):  # what cannot be removed does no harm
            for remains in folder.glob(f"{OWN}*.tmp"):
                remains.unlink()


def _target(row: Row) -> Path:
    assert row.target is not None  # every row that is worked on has one
    return row.target


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(folder, f"the folder cannot be made ({error.strerror})") from error


def _format(path: Path) -> str:
    """The suffix that a file's first bytes ask for, among those that can be chosen for results."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    marks = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"II*\0": ".tif", b"MM\0*": ".tif"}
    named = next((suffix for mark, suffix in marks.items() if head.startswith(mark)), "")
    return ".webp" if head[:4] == b"RIFF" and head[8:] == b"WEBP" else named
