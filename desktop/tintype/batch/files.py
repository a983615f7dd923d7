"""The files of one photo: what is read for it, what is written, and what the journal says of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from tintype.batch.journal import Entry, Mark
from tintype.batch.plan import Row
from tintype.batch.request import Request
from tintype.batch.sources import OWN, Source
from tintype.batch.work import Made
from tintype.document.shapes import Coverage
from tintype.errors import CannotWrite, FileMissing, UnreadablePhoto
from tintype.geometry import Size
from tintype.photo import Output, Photo, encode_photo, is_stamped, read_mask, read_photo
from tintype.photo.atomic import write_whole

HEAD = 12

DONE_BY_TINTYPE = "It is a result of Tintype already."


class Notes(Protocol):
    """Where entries go."""

    def add(self, entry: Entry) -> None:
        """Keep an entry."""


class Files:
    """Reads photos, writes results and keeps the journal, for one batch."""

    def __init__(self, request: Request, journal: Notes) -> None:
        self._request = request
        self._journal = journal

    def read(self, row: Row, admit: Callable[[Size], object] = lambda _: None) -> tuple[Photo, Coverage | None]:
        """The photo and its mask; ``admit`` is told the photo's size before it is decoded.

        Raises:
            FileMissing, FolderGiven, UnreadablePhoto, InvalidMask, Cancelled
        """
        memory = self._request.memory
        photo = read_photo(row.source.path, admit, memory)
        _check_unchanged(row.source)
        return photo, None if row.mask is None else read_mask(row.mask, photo.size, memory)

    def is_to_be_done(self, photo: Photo) -> bool:
        """Whether the photo is none of Tintype's own results, or those count too."""
        return self._request.again or not is_stamped(photo.metadata.xmp)

    def write(self, row: Row, made: Made) -> tuple[Mark, str]:
        """Write the result, whole or not at all; where no pixel has changed, that is the file itself if it can be.

        Returns:
            What goes into the journal, and what there is to say: the figures, and whatever the target could not hold.

        Raises:
            CannotWrite: it did not work, or a file has come to be there since the plan was made.
            UnreadablePhoto: the source, which was to be copied, has changed meanwhile.
        """
        if made.state == "already clean" and self._request.clean == "skip":
            return "clean", f"{made.note}; left out"
        self.begin(row)
        return "done", "; ".join((made.note, *_written(row.source, _target(row), made)))

    def begin(self, row: Row) -> None:
        """Make sure of the target, and say in the journal that it is going to be written.

        Raises:
            CannotWrite: there is no writing it, or a file has come to be there since the plan was made.
        """
        target = _target(row)
        if not row.replaces and os.path.lexists(target):
            raise CannotWrite(target, "another program has put a file there since the batch began")
        _make_folder(target.parent)
        self.note(row, "writing")

    def note(self, row: Row, mark: Mark) -> None:
        """Put into the journal where a photo stands.

        Raises:
            CannotWrite: the disk refuses.
        """
        source, target = row.source, _target(row).relative_to(self._request.output).as_posix()
        reason = "" if mark == "writing" else row.reason
        self._journal.add(Entry(source.key, source.size, source.mtime_ns, target, row.settings, mark, reason))


def clear_remains(targets: Iterable[Path]) -> None:
    """Remove the unfinished files that a killed run has left beside these targets."""
    for folder in {target.parent for target in targets}:
        with suppress(OSError):  # what cannot be removed does no harm
            for remains in folder.glob(f"{OWN}*.tmp"):
                remains.unlink()


def _written(source: Source, target: Path, made: Made) -> tuple[str, ...]:
    """Write the result; returns a sentence for each thing that the target could not hold."""
    if made.stamp is None and target.suffix.lower() in (source.path.suffix.lower(), _format(source.path)):
        data = source.path.read_bytes()
        _check_unchanged(source)
        write_whole(target, data)
        return ()
    encoded = encode_photo(made.take(), target, Output(), made.stamp)
    write_whole(target, encoded.data)
    return encoded.losses


def _check_unchanged(source: Source) -> None:
    """Raise unless the file is still what it was when the plan was made."""
    try:
        facts = source.path.stat()
    except OSError:
        raise FileMissing(source.path) from None
    if (facts.st_size, facts.st_mtime_ns) != (source.size, source.mtime_ns):
        raise UnreadablePhoto(source.path, "it was changed while the batch ran; run the batch again with --resume")


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
