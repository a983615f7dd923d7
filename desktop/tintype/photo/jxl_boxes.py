"""EXIF and XMP put into a JPEG XL container (ISO/IEC 18181-2)."""

from __future__ import annotations

from tintype.photo.boxes import Box, box, read_boxes
from tintype.photo.jxl_describe import described, named_srgb
from tintype.photo.photo import Metadata

_PICTURE = b"jxlc"


def graft(jxl: bytes, metadata: Metadata, bits: int) -> bytes:
    """The same container, its samples called so many bits and described by the profile, or called sRGB where there is none.

    The metadata comes in boxes of its own before the picture.
    """

    def named(stream: bytes) -> bytes:
        return described(stream, bits, metadata.icc) if metadata.icc else named_srgb(stream)

    parts = [Box(part.kind, named(part.content)) if part.kind == _PICTURE else part for part in read_boxes(jxl)]
    added = []
    if metadata.exif:
        added.append(Box(b"Exif", bytes(4) + metadata.exif))
    if metadata.xmp:
        added.append(Box(b"xml ", metadata.xmp))
    first = next(index for index, part in enumerate(parts) if part.kind == _PICTURE)
    return b"".join(box(part.kind, part.content) for part in (*parts[:first], *added, *parts[first:]))
