"""Reading a photo from a file."""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from tintype.errors import FileMissing, FolderGiven, UnreadablePhoto
from tintype.geometry import Size
from tintype.photo import exif, exif_edit
from tintype.photo.formats import FOREIGN, HEAD, Decoder, decoder_of
from tintype.photo.orientation import SIDEWAYS, turned_upright
from tintype.photo.photo import Metadata, Photo, Pixels
from tintype.photo.source import Raster, Samples, Source

# These tell their opinion of odd files to the log, and where no log is set up, Python prints it.
for _name in ("tifffile", "imagecodecs"):
    logging.getLogger(_name).addHandler(logging.NullHandler())

BAND = 16
"""Rows that are worked on at a time, so that they stay in the processor's cache."""

# What the libraries are known to raise for broken files.
_DAMAGE = (
    *(ArithmeticError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError, ValueError),
    *(struct.error, zlib.error),
)


def read_photo(path: Path, admit: Callable[[Size], object] = lambda _: None) -> Photo:
    """Read a picture of any kind that ``FOREIGN`` lists, turned upright, with its metadata.

    The content decides about the format, not the suffix. Of several pages or frames the first is read.

    Args:
        path: the file.
        admit: told the picture's size before it is decoded; it may wait, and what it raises ends the reading.

    Returns:
        The photo; what could not be read as it should is told in its warnings.

    Raises:
        FileMissing: there is nothing at the path.
        FolderGiven: the path is a folder.
        UnreadablePhoto: it may not be read, is damaged, too large, or not a picture of these formats.
    """
    return read_with(path, lambda source, decode: decode(source), admit)


def read_with(
    path: Path, decoded: Callable[[Source, Decoder], Raster], admit: Callable[[Size], object] = lambda _: None
) -> Photo:
    """Read a picture as ``read_photo`` does, by ``decoded``, which is given the decoder for the file."""
    data = _content(path)
    source = Source(path, data, admit)
    decode = decoder_of(data)
    if decode is None:
        raise source.refusal(FOREIGN if data else "the file is empty")
    try:
        raster = decoded(source, decode)
        del data, source  # the largest need the room for their pixels
        return _photo(raster)
    except ImportError as error:
        raise UnreadablePhoto(path, f"its decoder, {error.name}, is missing; install Tintype again") from error
    except MemoryError:
        raise UnreadablePhoto(path, "there is not enough free memory for it") from None
    except _DAMAGE as error:
        raise UnreadablePhoto(path, "the file is damaged or cut short") from error


def _content(path: Path) -> bytes:
    """The file's bytes, or only its first ones if they begin no picture."""
    try:
        if path.is_dir():
            raise FolderGiven(path)
        if path.exists() and not path.is_file():
            raise UnreadablePhoto(path, "it is not an ordinary file")
        with path.open("rb") as file:
            head = file.read(HEAD)
            return head + file.read() if decoder_of(head) else head
    except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: a name with a null character
        raise FileMissing(path) from None
    except PermissionError as error:
        raise UnreadablePhoto(path, "you are not allowed to open it") from error
    except OSError as error:
        raise UnreadablePhoto(path, (error.strerror or "the disk failed").lower()) from error


def _photo(raster: Raster) -> Photo:
    samples = turned_upright(raster.samples, raster.orientation)
    channels = samples.shape[2]
    colours = channels - 1 if channels in (2, 4) else channels
    values = _unit_range(samples, raster.maximum)
    return Photo(
        pixels=np.repeat(values[..., :1], 3, axis=2) if colours == 1 else np.ascontiguousarray(values[..., :3]),
        alpha=np.ascontiguousarray(values[..., colours]) if channels > colours else None,
        depth=16 if raster.maximum > 255 else 8,
        grey=colours == 1,
        metadata=_upright(_apart(raster.metadata), raster.orientation),
        warnings=raster.warnings,
        quality=raster.quality,
        lossless=raster.lossless,
        bits=raster.maximum.bit_length() if 255 < raster.maximum < 65535 else None,
    )


def _unit_range(samples: Samples, maximum: int) -> Pixels:
    values = np.empty(samples.shape, np.float32)
    for row in range(0, len(samples), BAND):  # twenty times as quick as a division that converts
        band = values[row : row + BAND]
        band[...] = samples[row : row + BAND]
        band /= np.float32(maximum)
    return values


def _apart(metadata: Metadata) -> Metadata:
    """IPTC records apart from the EXIF in which some formats keep them."""
    if metadata.exif is None:
        return metadata
    block, records = exif_edit.without_iptc(metadata.exif)
    return replace(metadata, exif=block, iptc=metadata.iptc or records)


def _upright(metadata: Metadata, orientation: int) -> Metadata:
    if orientation == 1:
        return metadata
    block, packet, dpi = metadata.exif, metadata.xmp, metadata.dpi
    return replace(
        metadata,
        exif=block and exif.upright(block),
        xmp=packet and exif.upright_xmp(packet),
        dpi=dpi[::-1] if dpi and orientation in SIDEWAYS else dpi,
    )
