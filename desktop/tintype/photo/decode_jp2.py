"""JPEG 2000 of every depth up to 16 bits."""

from __future__ import annotations

import struct
from uuid import UUID

import imagecodecs
import numpy as np

from tintype.geometry import Size
from tintype.photo import exif
from tintype.photo.boxes import Box, inside, read_boxes
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Source

_SIZES = b"\xff\x4f\xff\x51"
_SIGNED, _BITS = 0x80, 0x7F
_ENUMERATED, _PROFILED = 1, (2, 3)
_SRGB, _GREY = 16, 17
_EXIF = b"JpgTiffExif->JP2"
_XMP = UUID("be7acfcb-97a9-42e8-9c71-999491e3afac").bytes


def decode(source: Source) -> Raster:
    """Decode a JPEG 2000 file, with or without boxes around its codestream.

    Raises:
        UnreadablePhoto: it is too large, or its channels are of a kind that is not supported.
        RuntimeError, ValueError, ...: it is damaged.
    """
    boxes = tuple(read_boxes(source.data)) if source.data[4:8] == b"jP  " else ()
    bits = _checked(source, next((part.content for part in boxes if part.kind == b"jp2c"), source.data))
    colours = tuple(part.content for part in read_boxes(inside(source.data, b"jp2h") or b"") if boxes and part.kind == b"colr")
    if any(not _plain(colour) for colour in colours):
        raise source.refusal("its kind of colours is not supported")
    samples = np.atleast_3d(imagecodecs.jpeg2k_decode(source.data))
    if samples.shape[2] > 4:
        raise source.refusal("its kind of colours is not supported")
    metadata = _metadata(boxes, colours)
    return Raster(samples, 2**bits - 1, metadata, exif.orientation(metadata.exif))


def _checked(source: Source, stream: bytes) -> int:
    """The depth that the codestream tells, after its size was checked."""
    if stream[:4] != _SIZES:
        raise ValueError("a codestream without its sizes")
    right, bottom, left, top = struct.unpack_from(">4I", stream, 8)
    source.check(Size(max(bottom - top, 0), max(right - left, 0)))
    described = stream[42]
    bits = (described & _BITS) + 1
    if described & _SIGNED or bits > 16:
        raise source.refusal("its channels are not whole numbers of 8 or 16 bits")
    return bits


def _plain(colour: bytes) -> bool:
    """Whether a description of colours means RGB or grey."""
    return colour[:1] != bytes((_ENUMERATED,)) or struct.unpack_from(">I", colour, 3)[0] in (_SRGB, _GREY)


def _metadata(boxes: tuple[Box, ...], colours: tuple[bytes, ...]) -> Metadata:
    named = {part.content[:16]: part.content[16:] for part in boxes if part.kind == b"uuid"}
    block = exif.block(named.get(_EXIF))
    icc = next((colour[3:] for colour in colours if colour[0] in _PROFILED), None)
    return Metadata(icc=icc, exif=block, xmp=named.get(_XMP), dpi=exif.resolution(block))
