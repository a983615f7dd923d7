"""Reading a photo from a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from tintype.errors import UnreadablePhoto
from tintype.photo import exif, exif_edit
from tintype.photo.decoding import DAMAGED, NO_MEMORY, Admit, Decoded, decode, read_head, read_source
from tintype.photo.formats import Decoder
from tintype.photo.helper import helpers
from tintype.photo.helper_talk import Job
from tintype.photo.limits import memory_for_reading
from tintype.photo.orientation import SIDEWAYS, turned_upright
from tintype.photo.photo import Metadata, Photo, Pixels
from tintype.photo.source import Raster, Samples, Source
from tintype.photo.trust import is_plain, may_be_trusted

BAND = 16
"""Rows that are worked on at a time, so that they stay in the processor's cache."""


def read_photo(path: Path, admit: Admit = lambda _: None, memory: int | None = None) -> Photo:
    """Read a picture of any kind that ``FOREIGN`` lists, turned upright, with its metadata.

    The content decides about the format, not the suffix. Of several pages or frames the first is read.

    Args:
        path: the file.
        admit: told the picture's size before it is decoded; it may wait, and what it raises ends the reading.
        memory: most bytes that reading it may take; None for half of what is free.

    Returns:
        The photo; what could not be read as it should is told in its warnings.

    Raises:
        FileMissing: there is nothing at the path.
        FolderGiven: the path is a folder.
        UnreadablePhoto: it may not be read, is damaged, too large, or not a picture of these formats.
    """
    return read_with(path, _whole, admit, memory)


def read_with(path: Path, decoded: Decoded, admit: Admit = lambda _: None, memory: int | None = None) -> Photo:
    """Read a picture as ``read_photo`` does, by ``decoded``, which is given the decoder for the file.

    It may be called in another process, and so must be a function of a module, or a ``partial`` of one.
    """
    most = memory_for_reading(memory)
    raster = _raster(path, decoded, admit, most)
    try:
        return _photo(raster)
    except MemoryError:
        raise UnreadablePhoto(path, NO_MEMORY) from None
    except ValueError as error:  # metadata that cannot be understood
        raise UnreadablePhoto(path, DAMAGED) from error


def _whole(source: Source, decoder: Decoder) -> Raster:
    return decoder(source)


def _raster(path: Path, decoded: Decoded, admit: Admit, memory: int) -> Raster:
    if may_be_trusted(read_head(path)):
        source = read_source(path, admit, memory)
        if is_plain(source):
            return decode(source, decoded)
        del source
    return helpers.decode(Job(path, decoded, memory), admit)


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
