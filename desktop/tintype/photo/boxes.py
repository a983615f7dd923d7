"""The boxes of ISO media files: JPEG 2000, JPEG XL, AVIF, HEIF and Canon's CR3."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from tintype.geometry import Size

_HEADER, _LONG_HEADER, _FULL = 8, 16, 4
_TO_PROPERTIES = (b"meta", b"iprp", b"ipco")


@dataclass(frozen=True)
class Box:
    """One box: its four letters and what it holds."""

    kind: bytes
    content: bytes


def read_boxes(data: bytes) -> Iterator[Box]:
    """The boxes that lie side by side in ``data``; one that was cut short is given as far as it goes."""
    position = 0
    while position + _HEADER <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        begin = position + _HEADER
        if length == 1 and position + _LONG_HEADER <= len(data):
            length, begin = struct.unpack_from(">Q", data, begin)[0], position + _LONG_HEADER
        end = len(data) if length == 0 else position + length
        if end < begin:
            return
        yield Box(kind, data[begin:end])
        position = end


def box(kind: bytes, content: bytes) -> bytes:
    """A box as it lies in a file."""
    return struct.pack(">I4s", _HEADER + len(content), kind) + content


def inside(data: bytes, *path: bytes) -> bytes | None:
    """What the first box along a path of four letters each holds; None where there is none."""
    for kind in path:
        found = next((part.content for part in read_boxes(data) if part.kind == kind), None)
        if found is None:
            return None
        data = found[_FULL:] if kind == b"meta" else found
    return data


def properties(data: bytes) -> tuple[Box, ...]:
    """The properties of all pictures in an AVIF or HEIF file."""
    return tuple(read_boxes(inside(data, *_TO_PROPERTIES) or b""))


def largest(data: bytes) -> Size:
    """The size of the largest picture in an AVIF or HEIF file.

    Raises:
        ValueError: it tells of none.
    """
    extents = [part.content[_FULL:12] for part in properties(data) if part.kind == b"ispe" and len(part.content) >= 12]
    if not extents:
        raise ValueError("a picture without a size")
    sizes = [Size(height, width) for width, height in (struct.unpack(">II", extent) for extent in extents)]
    return max(sizes, key=lambda size: size.pixels)


def code_points(data: bytes) -> tuple[int, int, int] | None:
    """What stands for primaries, transfer and matrix of the pictures in an AVIF or HEIF file (ITU-T H.273), if told."""
    told = (part.content for part in properties(data) if part.kind == b"colr" and part.content.startswith(b"nclx"))
    return next((struct.unpack_from(">3H", content, 4) for content in told if len(content) >= 10), None)
