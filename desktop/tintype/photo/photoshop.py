"""Photoshop's image resources, in which JPEG, TIFF, PSD and some PNG files keep IPTC records."""

from __future__ import annotations

import struct
from collections.abc import Iterator

RESOLUTION, IPTC, ICC, EXIF, XMP = 1005, 1028, 1039, 1058, 1060
_MARK, _HEADER = b"8BIM", b"Photoshop 3.0\0"
_RECORD = b"\x1c"


def resources(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each resource, up to where they are damaged."""
    position = 0
    while position + 12 <= len(packed) and packed[position : position + 4] == _MARK:
        number, name = struct.unpack_from(">HB", packed, position + 4)
        begin = position + 6 + name + 1 + (name + 1) % 2 + 4
        if begin > len(packed):
            return
        end = begin + struct.unpack_from(">I", packed, begin - 4)[0]
        yield number, packed[begin:end]
        position = end + (end - begin) % 2


def iptc_in(stored: bytes) -> bytes | None:
    """The records in what a file holds as IPTC: resources, with or without their header, or the records themselves."""
    if stored.startswith(_RECORD):
        return stored
    return dict(resources(stored.removeprefix(_HEADER))).get(IPTC) or None


def iptc_resource(records: bytes) -> bytes:
    """The records as the only resource, behind the header that a JPEG wants."""
    return _HEADER + _MARK + struct.pack(">HHI", IPTC, 0, len(records)) + records + bytes(len(records) % 2)
