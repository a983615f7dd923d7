"""A file's samples, decoded in this very process, with one error class for all that may be wrong."""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from tintype.errors import FileMissing, FolderGiven, UnreadablePhoto
from tintype.geometry import Size
from tintype.photo.formats import FOREIGN, HEAD, Decoder, decoder_of
from tintype.photo.limits import beyond
from tintype.photo.source import Raster, Source

# These tell their opinion of odd files to the log, and where no log is set up, Python prints it.
for _name in ("tifffile", "imagecodecs"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

# What the libraries are known to raise for broken files.
_DAMAGE = (
    *(ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    *(struct.error, zlib.error),
)

DAMAGED = "the file is damaged or cut short"
EMPTY = "the file is empty"
NO_MEMORY = "there is not enough free memory for it"

PART = 16 * 2**20
"""Bytes that are read at a time of a file that is larger than it says."""

Decoded = Callable[[Source, Decoder], Raster]
"""Decodes a file by the decoder that is given for it."""

Admit = Callable[[Size], object]


def read_head(path: Path) -> bytes:
    """The first bytes of a file that begins a picture.

    Raises:
        FileMissing, FolderGiven, UnreadablePhoto
    """
    with _opened(path) as file:
        head = file.read(HEAD)
    if decoder_of(head) is None:
        raise UnreadablePhoto(path, FOREIGN if head else EMPTY)
    return head


def read_source(path: Path, admit: Admit, memory: int) -> Source:
    """The whole file, unless it is larger than the memory that reading may take.

    Raises:
        FileMissing, FolderGiven, UnreadablePhoto
    """
    with _opened(path) as file:
        length = path.stat().st_size
        _check(path, length, memory)
        data = file.read(length + 1)
        if len(data) > length:
            data = _to_the_end(path, file, data, memory)
    return Source(path, data, admit, memory)


def _to_the_end(path: Path, file: BinaryIO, begin: bytes, memory: int) -> bytes:
    """All of a file that is larger than it says; it may have no end."""
    data = bytearray(begin)
    while part := file.read(PART):
        data += part
        _check(path, len(data), memory)
    return bytes(data)


def _check(path: Path, length: int, memory: int) -> None:
    refusal = beyond(length, memory)
    if refusal:
        raise UnreadablePhoto(path, refusal)


def decode(source: Source, decoded: Decoded) -> Raster:
    """What ``decoded`` makes of a file.

    Raises:
        UnreadablePhoto: it is damaged, too large, or not a picture of the known formats.
    """
    decoder = decoder_of(source.data)
    if decoder is None:
        raise source.refusal(FOREIGN if source.data else EMPTY)
    try:
        return decoded(source, decoder)
    except ImportError as error:
        raise source.refusal(f"its decoder, {error.name}, is missing; install Tintype again") from error
    except MemoryError:
        raise source.refusal(NO_MEMORY) from None
    except _DAMAGE as error:
        raise source.refusal(DAMAGED) from error


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file, and whatever the system says about it as one of Tintype's errors."""
    try:
        if path.is_dir():
            raise FolderGiven(path)
        if path.exists() and not path.is_file():
            raise UnreadablePhoto(path, "it is not an ordinary file")
        with path.open("rb") as file:
            yield file
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a name with a null character
        raise FileMissing(path) from None
    except PermissionError as error:
        raise UnreadablePhoto(path, "you are not allowed to open it") from error
    except OSError as error:
        raise UnreadablePhoto(path, (error.strerror or "the disk failed").lower()) from error
    except MemoryError:
        raise UnreadablePhoto(path, NO_MEMORY) from None
