"""Profile, EXIF and XMP put into an AVIF file that libavif wrote without them (ISO/IEC 23008-12 and 14496-12)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from tintype.photo.boxes import Box, box, read_boxes
from tintype.photo.photo import Metadata

_PLAIN = bytes(4)
_HIDDEN = b"\2\0\0\1"
_LOCATIONS = struct.Struct(">HHHII")
_SHORT_OFFSETS = b"\0\0\0\0\x44\0"


@dataclass(frozen=True)
class _Item:
    """Something that describes the picture: its kind, and what a list of items says about it besides."""

    kind: bytes
    said: bytes
    content: bytes


def graft(avif: bytes, metadata: Metadata) -> bytes:
    """The same file with the metadata as items and a property of its picture.

    Raises:
        ValueError: the file is not laid out as libavif does it.
    """
    items = []
    if metadata.exif:
        items.append(_Item(b"Exif", b"\0", bytes(4) + metadata.exif))
    if metadata.xmp:
        items.append(_Item(b"mime", b"\0application/rdf+xml\0\0", metadata.xmp))
    if not items and not metadata.icc:
        return avif
    outer = list(read_boxes(avif))
    if [part.kind for part in outer] != [b"ftyp", b"meta", b"mdat"]:
        raise ValueError("an AVIF file of another layout")
    start = box(b"ftyp", outer[0].content)
    old = box(b"meta", outer[1].content)
    # The length of the new box does not depend on the places it tells, so a first draft measures it.
    growth = len(_meta(outer[1].content, items, metadata.icc, 0, 0)) - len(old)
    meta = _meta(outer[1].content, items, metadata.icc, growth, len(avif) + growth + 8)
    tail = box(b"mdat", b"".join(item.content for item in items)) if items else b""
    return start + meta + box(b"mdat", outer[2].content) + tail


def _meta(content: bytes, items: list[_Item], icc: bytes | None, growth: int, place: int) -> bytes:
    """The new box, with the old data ``growth`` bytes further on and the data of the items from ``place`` on."""
    parts = {part.kind: part.content for part in read_boxes(content[4:])}
    (primary,) = struct.unpack_from(">H", parts[b"pitm"], 4)
    names = list(read_boxes(parts[b"iinf"][6:]))
    first = 1 + max(struct.unpack_from(">H", name.content, 4)[0] for name in names)
    new = dict(enumerate(items, first))
    parts[b"iloc"] = _places(parts[b"iloc"], new, growth, place)
    parts[b"iinf"] = _listed(names, new)
    links = b"".join(box(b"cdsc", struct.pack(">HHH", number, 1, primary)) for number in new)
    parts[b"iref"] = parts.get(b"iref", _PLAIN) + links
    if icc:
        parts[b"iprp"] = _with_profile(parts[b"iprp"], primary, icc)
    return box(b"meta", content[:4] + b"".join(box(kind, inner) for kind, inner in parts.items()))


def _places(content: bytes, new: dict[int, _Item], growth: int, place: int) -> bytes:
    if content[:6] != _SHORT_OFFSETS:
        raise ValueError("an AVIF file of another layout")
    table = b""
    for row in _LOCATIONS.iter_unpack(content[8:]):
        number, reference, extents, offset, length = row
        table += _LOCATIONS.pack(number, reference, extents, offset + growth, length)
    for number, item in new.items():
        table += _LOCATIONS.pack(number, 0, 1, place, len(item.content))
        place += len(item.content)
    return content[:6] + struct.pack(">H", len(table) // _LOCATIONS.size) + table


def _listed(names: list[Box], new: dict[int, _Item]) -> bytes:
    added = [box(b"infe", _HIDDEN + struct.pack(">HH", number, 0) + item.kind + item.said) for number, item in new.items()]
    old = [box(name.kind, name.content) for name in names]
    return _PLAIN + struct.pack(">H", len(old) + len(added)) + b"".join((*old, *added))


def _with_profile(content: bytes, primary: int, icc: bytes) -> bytes:
    """The properties with a profile at their end, tied to the picture."""
    known, ties = (part.content for part in read_boxes(content))
    number = 1 + sum(1 for _ in read_boxes(known))
    position, table = 8, ties[:8]
    while position < len(ties):
        item, count = struct.unpack_from(">HB", ties, position)
        own = ties[position + 3 : position + 3 + count] + (bytes((number,)) if item == primary else b"")
        table += struct.pack(">HB", item, len(own)) + own
        position += 3 + count
    return box(b"ipco", known + box(b"colr", b"prof" + icc)) + box(b"ipma", table)
