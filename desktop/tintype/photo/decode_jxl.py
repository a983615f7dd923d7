"""JPEG XL: pixels through imagecodecs, metadata from the boxes around them."""

from __future__ import annotations

import struct
from dataclasses import replace

import imagecodecs
import numpy as np

from tintype.photo import exif
from tintype.photo.boxes import Box, read_boxes
from tintype.photo.colour import from_wide, of_bits
from tintype.photo.floats import TOP, rounded
from tintype.photo.jxl_describe import described
from tintype.photo.jxl_header import Header, read_header, read_profile
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Source

_BARE = b"\xff\x0a"
_PACKED, _PACKED_JPEG = b"brob", b"jbrd"
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
    stream = source.data if bare else _stream(boxes)
    header = read_header(stream)
    source.check(header.size)
    icc = _profile(stream, header)
    # The decoder knows nothing of profiles: where it is to make the colours of one, it gives linear light.
    unmade = header.own and header.profiled and icc is not None
    values = np.atleast_3d(imagecodecs.jpegxl_decode(described(stream, 16, None) if unmade else source.data, index=0))
    if values.ndim != 3 or values.shape[2] > 4:
        raise source.refusal("its kind of colours is not supported")
    samples, maximum = values, 2**header.bits - 1
    remarks: tuple[str, ...] = ()
    if values.dtype.kind == "f":
        (samples, remarks), maximum = rounded(values), TOP
    if unmade:
        icc = None if header.grey else icc
        samples = of_bits(from_wide(samples, icc) if icc else samples, header.bits)
    metadata = replace(_metadata(boxes), icc=icc)
    return Raster(
        samples,
        maximum,
        metadata,
        warnings=(
            *remarks,
            *(() if header.srgb or icc or unmade else (_OTHER_COLOURS,)),
            *header.colours.remarks,
            *(("The file holds an animation; only its first picture was opened.",) if header.animated else ()),
        ),
        # A JPEG that was merely packed keeps its own colours too.
        lossless=not header.own and not any(part.kind == _PACKED_JPEG for part in boxes),
    )


def _profile(stream: bytes, header: Header) -> bytes | None:
    try:
        return read_profile(stream, header)
    except ValueError:  # the pixels do not depend on it
        return None


def _stream(boxes: tuple[Box, ...]) -> bytes:
    """The codestream, whole or in parts."""
    whole = next((part.content for part in boxes if part.kind == b"jxlc"), None)
    stream = b"".join(part.content[4:] for part in boxes if part.kind == b"jxlp") if whole is None else whole
    if not stream:
        raise ValueError("a container without a picture")
    return stream


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
