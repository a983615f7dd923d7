"""What a batch has done, line by line, so that a run that was killed can go on."""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Literal

from tintype.batch.sources import Source
from tintype.errors import CannotWrite

NAME = ".tintype-batch.jsonl"

Mark = Literal["writing", "done", "failed", "clean", "stamped"]

_FAR = 2**40
"""Where the lock lies on Windows, beyond all that is read."""


@dataclass(frozen=True)
class Entry:
    """One line.

    Attributes:
        source: the photo's key.
        size: of its file.
        mtime_ns: when its file was last changed.
        target: path below the output folder, with slashes.
        settings: fingerprint of what was to be done.
        mark: "writing" before the target is touched, then "done" or "failed"; "clean" or "stamped" for what was left out as such.
        reason: what there is to say about it.
    """

    source: str
    size: int
    mtime_ns: int
    target: str
    settings: str
    mark: Mark
    reason: str = ""

    def is_about(self, source: Source, settings: str) -> bool:
        """Whether the photo and what is to be done are still the same."""
        return (self.size, self.mtime_ns, self.settings) == (source.size, source.mtime_ns, settings)


def read_journal(output: Path) -> Mapping[str, Entry]:
    """The last entry for each photo; lines that were torn by a crash are passed over.

    Raises:
        CannotWrite: there is a journal, and it may not be read.
    """
    try:
        text = (output / NAME).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise CannotWrite(output / NAME, (error.strerror or "the disk failed").lower()) from error
    entries = (_parse(line) for line in text.splitlines())
    return {entry.source: entry for entry in entries if entry is not None}


def _parse(line: bytes) -> Entry | None:
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError):
        return None
    # A journal may come from anywhere, and must not lead out of its own folder.
    inside = (
        isinstance(entry.target, str) and not PurePosixPath(entry.target).is_absolute() and ".." not in entry.target.split("/")
    )
    return entry if inside and isinstance(entry.source, str) else None


class Journal:
    """The journal of an output folder, open for one run alone."""

    def __init__(self, output: Path) -> None:
        """Open it, and make it and the folder where needed.

        Raises:
            CannotWrite: it cannot be, or another run has it open.
        """
        self._path = output / NAME
        self._lock, self._sync_lock = threading.Lock(), threading.Lock()
        self._synced = 0
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CannotWrite(output, f"the folder cannot be made ({error.strerror})") from error
        try:
            self._file = self._path.open("a+b", buffering=0)  # what could not be written is not to be tried again later
        except OSError as error:
            raise CannotWrite(self._path, (error.strerror or "the disk failed").lower()) from error
        try:
            _claim(self._file.fileno())
        except OSError as error:
            self._file.close()
            raise CannotWrite(self._path, "another batch is writing into this folder") from error
        self._mend()

    def _mend(self) -> None:
        """End a line that a crash has torn, so that the next one stands alone."""
        if self._file.seek(0, os.SEEK_END) and self._path.read_bytes()[-1:] != b"\n":
            self._append(b"\n")

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()

    def add(self, entry: Entry) -> None:
        """Append an entry; it has reached the disk when this returns. Safe to use from several threads.

        Raises:
            CannotWrite: the disk refuses.
        """
        with self._lock:
            end = self._append(json.dumps(asdict(entry)).encode() + b"\n")
        with self._sync_lock:
            if self._synced < end:  # else another thread has synced this line with its own
                self._sync()

    def _append(self, line: bytes) -> int:
        """Returns where the file ends now."""
        start = self._file.seek(0, os.SEEK_END)
        try:
            if self._file.write(line) < len(line):
                raise OSError(errno.ENOSPC, "the disk is full")
        except OSError as error:
            with suppress(OSError):
                self._file.truncate(start)  # no half of a line, which would spoil the next
            raise CannotWrite(self._path, (error.strerror or "the disk failed").lower()) from error
        return start + len(line)

    def _sync(self) -> None:
        with self._lock:
            end = self._file.seek(0, os.SEEK_END)
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            raise CannotWrite(self._path, (error.strerror or "the disk failed").lower()) from error
        self._synced = end


def _claim(handle: int) -> None:
    """Lock the file, until it is closed or the process ends; raises OSError where another has it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
