"""JPEG XL: pixels through imagecodecs, metadata from the boxes around them."""

from __future__ import annotations

import struct

import imagecodecs
import numpy as np

from tintype.photo import exif
from tintype.photo.boxes import Box, read_boxes
from tintype.photo.floats import TOP, rounded
from tintype.photo.jxl_header import read_header
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Source

_BARE = b"\xff\x0a"
_PACKED = b"brob"
_MAX_INFLATED = 64 * 1024 * 1024
_OTHER_COLOURS = "The colours are not described as sRGB, but were taken for it, and may look different."


def decode(source: Source) -> Raster:
    """Decode the first frame of a JPEG XL file, with or without boxes around its codestream.

    Raises:
        UnreadablePhoto: it is too large, or has more channels than colours and alpha.
        RuntimeError, ValueError, ...: it is damaged.
    """
    bare = source.data.startswith(_BARE)
    boxes = () if bare else tuple(_unpacked(part) for part in read_boxes(source.data))
    header = read_header(source.data if bare else _stream(boxes))
    source.check(header.size)
    values = np.atleast_3d(imagecodecs.jpegxl_decode(source.data, index=0))
    if values.ndim != 3 or values.shape[2] > 4:
        raise source.refusal("its kind of colours is not supported")
    samples, maximum = values, 2**header.bits - 1
    remarks: tuple[str, ...] = ()
    if values.dtype.kind == "f":
        (samples, remarks), maximum = rounded(values), TOP
    metadata = _metadata(boxes)
    return Raster(
        samples,
        maximum,
        metadata,
        warnings=(
            *remarks,
            *(() if header.srgb else (_OTHER_COLOURS,)),
            *(("The file holds an animation; only its first picture was opened.",) if header.animated else ()),
        ),
    )


def _stream(boxes: tuple[Box, ...]) -> bytes:
    """The beginning of the codestream, whole or in parts."""
    for part in boxes:
        if part.kind == b"jxlc":
            return part.content
        if part.kind == b"jxlp":
            return part.content[4:]
    raise ValueError("a container without a picture")


def _unpacked(part: Box) -> Box:
    if part.kind != _PACKED:
        return part
    return Box(part.content[:4], bytes(imagecodecs.brotli_decode(part.content[4:], out=_MAX_INFLATED)))


def _metadata(boxes: tuple[Box, ...]) -> Metadata:
    # The codestream decides how the picture lies, whatever the block says.
    block = next((_behind_offset(part.content) for part in boxes if part.kind == b"Exif"), None)
    packet = next((part.content for part in boxes if part.kind == b"xml "), None)
    return Metadata(exif=block and exif.upright(block), xmp=packet and exif.upright_xmp(packet), dpi=exif.resolution(block))


def _behind_offset(content: bytes) -> bytes | None:
    if len(content) < 4:
        return None
    return exif.block(content[4 + struct.unpack_from(">I", content)[0] :])
