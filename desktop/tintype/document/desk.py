"""Everything that is being worked on: the document in sight, and what was done to other photos."""

from __future__ import annotations

import os
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tintype.document.document import Document
from tintype.document.work import Work
from tintype.errors import FileMissing, SourceChanged
from tintype.photo import read_photo

Mark = Literal["", "edited", "done"]

BUDGET = 2_000_000_000
BYTES_A_PIXEL = 48
"""A photo, its smaller copies, and about two more pictures made of it."""


@dataclass(frozen=True)
class Stamp:
    """Tells one content of a file from another.

    Attributes:
        size: in bytes.
        mtime_ns: when it was last changed.
    """

    size: int
    mtime_ns: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The file as it is now.

        Raises:
            FileMissing: there is none.
        """
        try:
            facts = os.stat(path)  # noqa: PTH116  # as quick as can be
        except (OSError, ValueError):
            raise FileMissing(path) from None
        return cls(facts.st_size, facts.st_mtime_ns)


@dataclass(frozen=True, eq=False)
class Kept:
    """What was done to a photo, and what the photo was like then."""

    work: Work
    stamp: Stamp

    def reopened(self, path: Path, memory: int | None = None) -> Document:
        """Read the photo, and go on with the work on it; takes seconds for a large one.

        Args:
            path: the photo.
            memory: most bytes that reading it may take; None for half of what is free.

        Raises:
            FileMissing: it is gone.
            SourceChanged: it is another one now.
            UnreadablePhoto: it may not be read any more.
        """
        if Stamp.of(path) != self.stamp:
            raise SourceChanged(path)
        photo = read_photo(path, memory=memory)
        masks = [fill.mask for fill in self.work.state.fills] + ([self.work.mask] if self.work.mask else [])
        if any(mask.size != photo.size for mask in masks):
            raise SourceChanged(path)
        document = Document(photo, path)
        document.resume(self.work)
        return document


class Desk:
    """Keeps work by the path of its photo; the latest documents whole with their undo list, as far as memory goes.

    Attributes:
        current: the document in sight.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        """``budget`` is in bytes, for documents out of sight."""
        self.current: Document | None = None
        self._budget = budget
        self._documents: OrderedDict[Path, tuple[Document, Stamp]] = OrderedDict()
        self._kept: dict[Path, Kept] = {}

    def show(self, document: Document | None, stamp: Stamp | None = None) -> None:
        """Put a document in sight; ``stamp`` is that of its file when it was read."""
        self.current = document
        if document is not None and document.path is not None and stamp is not None:
            self._kept.pop(document.path, None)
            self._documents.pop(document.path, None)
            self._documents[document.path] = document, stamp
        self._make_room()

    def find(self, path: Path) -> tuple[Document, Stamp] | Kept | None:
        """What there is of a photo that was worked on: the document, or only what was done to it."""
        held = self._documents.get(path)
        return held if held is not None and Work.of(held[0]).worth_keeping else self._kept.get(path)

    def keep(self, path: Path, kept: Kept) -> None:
        """Take over work from elsewhere."""
        self._kept[path] = kept

    def forget(self, path: Path) -> None:
        """Drop what was done to a photo."""
        self._kept.pop(path, None)
        self._documents.pop(path, None)

    def mark_saved(self, path: Path, saved: Work) -> None:
        """Note that the work on a photo out of sight is in a file."""
        held = self._documents.get(path)
        if held is not None:
            held[0].saved_to = saved.saved_to
            held[0].history.mark_saved(saved.state)
        elif path in self._kept:
            self._kept[path] = Kept(saved, self._kept[path].stamp)

    def stamp(self, path: Path) -> Stamp | None:
        """What the file of a photo was like when it was read; None where nothing is known of it."""
        held = self._documents.get(path) or self._kept.get(path)
        return held.stamp if isinstance(held, Kept) else held[1] if held else None

    def mark(self, path: Path) -> Mark:
        """How far the work on a photo is."""
        held = self._documents.get(path)
        if held is not None:
            return _mark(unsaved=held[0].history.dirty, saved_to=held[0].saved_to)
        kept = self._kept.get(path)
        return _mark(unsaved=kept.work.unsaved, saved_to=kept.work.saved_to) if kept else ""

    @property
    def unsaved(self) -> list[Path | None]:
        """The photos with unsaved work; None stands for a pasted picture, which is in sight."""
        files: list[Path | None] = [path for path in (*self._kept, *self._documents) if self.mark(path) == "edited"]
        pasted = self.current is not None and self.current.path is None and self.current.history.dirty
        return [*files, None] if pasted else files

    def _make_room(self) -> None:
        budget = self._budget
        for path, (document, stamp) in reversed(list(self._documents.items())):
            if document is self.current:
                continue
            work = Work.of(document)
            budget -= document.photo.size.pixels * BYTES_A_PIXEL
            if not work.worth_keeping or budget < 0:
                del self._documents[path]
                if work.worth_keeping:
                    self._kept[path] = Kept(work, stamp)


def _mark(*, unsaved: bool, saved_to: Path | None) -> Mark:
    return "edited" if unsaved else "done" if saved_to is not None else ""
