"""EXIF and XMP put into a JPEG XL container (ISO/IEC 18181-2)."""

from __future__ import annotations

from tintype.photo.boxes import Box, box, read_boxes
from tintype.photo.jxl_header import named_srgb
from tintype.photo.photo import Metadata

_PICTURE = b"jxlc"


def graft(jxl: bytes, metadata: Metadata) -> bytes:
    """The same container, its colours called sRGB, with the metadata in boxes of its own before the picture."""
    parts = [Box(part.kind, named_srgb(part.content)) if part.kind == _PICTURE else part for part in read_boxes(jxl)]
    added = []
    if metadata.exif:
        added.append(Box(b"Exif", bytes(4) + metadata.exif))
    if metadata.xmp:
        added.append(Box(b"xml ", metadata.xmp))
    first = next(index for index, part in enumerate(parts) if part.kind == _PICTURE)
    return b"".join(box(part.kind, part.content) for part in (*parts[:first], *added, *parts[first:]))
