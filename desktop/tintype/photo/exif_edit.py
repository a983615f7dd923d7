"""Entries put into and taken out of an EXIF block.

What is not meant stays where it lies, byte for byte: makers' notes hold offsets that count from the block's beginning.
"""

from __future__ import annotations

import math

from tintype.photo import exif
from tintype.photo.ifd import (
    RATIONAL,
    SHORT,
    UNDEFINED,
    Directory,
    Entry,
    Form,
    end_of_entries,
    first_offset,
    read_entries,
    read_first,
    read_form,
    told_entries,
    write_directory,
    write_entry,
)
from tintype.photo.photo import Metadata

_IPTC = 33723
_X_RESOLUTION, _Y_RESOLUTION, _UNIT, _INCH = 282, 283, 296, 2
_EMPTY = b"II*\0\x08\0\0\0\0\0\0\0\0\0"
_STEPS_A_DOT = 1000
_SAME = 0.001


def with_the_rest(metadata: Metadata) -> Metadata:
    """Metadata for a format that holds EXIF, and resolution and IPTC nowhere but in there."""
    block = metadata.exif
    if metadata.dpi and not _tells(block, metadata.dpi):
        block = with_entries(block or _EMPTY, _resolution(metadata.dpi, read_form(block or _EMPTY)))
    if metadata.iptc:
        records = Entry(_IPTC, UNDEFINED, len(metadata.iptc), 0, metadata.iptc)
        block = with_entries(block or _EMPTY, (records,))
    return Metadata(icc=metadata.icc, exif=block, xmp=metadata.xmp)


def without_iptc(block: bytes) -> tuple[bytes, bytes | None]:
    """The block without IPTC records among its entries, and the records."""
    form = read_form(block)
    start = first_offset(block, form)
    entries, _ = read_entries(block, form, start)
    found = next((entry for entry in entries if entry.tag == _IPTC and entry.value), None)
    if found is None:
        return block, None
    patched = bytearray(block)
    patched[found.position : found.position + len(found.value)] = bytes(len(found.value))
    end = end_of_entries(block, form, start)
    width = form.entry.size + form.offset.size
    begin = start + form.length.size
    rows = [patched[place : place + width] for place in range(begin, end, width)]
    kept = b"".join(row for row in rows if form.entry.unpack_from(row)[0] != _IPTC)
    tail = patched[end : end + form.offset.size]
    patched[begin : end + form.offset.size] = (kept + tail).ljust(end + form.offset.size - begin, b"\0")
    form.length.pack_into(patched, start, len(kept) // width)
    if found.position + len(found.value) >= len(block) - 1:
        del patched[found.position :]
    return bytes(patched), found.value


def with_entries(block: bytes, added: tuple[Entry, ...]) -> bytes:
    """The block with a new first directory at its end: its old entries, and those given in the place of old ones."""
    form = read_form(block)
    start = first_offset(block, form)
    new = {entry.tag: entry for entry in added}
    _, following = read_entries(block, form, start)
    width = form.entry.size + form.offset.size
    end = end_of_entries(block, form, start) if told_entries(block, form, start) else 0
    old = (bytes(block[place : place + width]) for place in range(start + form.length.size, end, width))
    rows = {int(form.entry.unpack_from(row)[0]): row for row in old}
    place = len(block) + len(block) % 2
    values = place + form.length.size + len(rows | new) * width + form.offset.size
    body = bytearray()
    for entry in added:
        rows[entry.tag], outside = write_entry(entry, form, values + len(body))
        body += outside
    table = form.length.pack(len(rows)) + b"".join(rows[tag] for tag in sorted(rows)) + form.offset.pack(following)
    grown = bytearray(block.ljust(place, b"\0")) + table + body
    form.offset.pack_into(grown, form.start, place)
    return bytes(grown)


def shortened(block: bytes, room: int) -> bytes | None:
    """The block without as many of its longest entries as must go for it to fit into ``room`` bytes; None if nothing is left."""
    form, first = read_first(block)
    header = block[: form.start] + form.offset.pack(form.start + form.offset.size)
    while first.entries or first.children:
        body = write_directory(first, form, len(header))
        if len(header) + len(body) <= room:
            return header + body
        first = _without(first, max(_lengths(first)))
    return None


def _lengths(directory: Directory) -> list[int]:
    own = [len(entry.value) for entry in directory.entries]
    return own + [length for child in directory.children.values() for length in _lengths(child)] or [0]


def _without(directory: Directory, length: int) -> Directory:
    """Without the entries of this length, and without directories that are empty then."""
    children = {tag: _without(child, length) for tag, child in directory.children.items()}
    return Directory(
        tuple(entry for entry in directory.entries if len(entry.value) != length),
        {tag: child for tag, child in children.items() if child.entries or child.children},
    )


def _tells(block: bytes | None, dpi: tuple[float, float]) -> bool:
    told = exif.resolution(block)
    return told is not None and all(math.isclose(*pair, rel_tol=_SAME) for pair in zip(told, dpi, strict=True))


def _resolution(dpi: tuple[float, float], form: Form) -> tuple[Entry, ...]:
    def ratio(tag: int, dots: float) -> Entry:
        return Entry.of_numbers(tag, RATIONAL, (round(dots * _STEPS_A_DOT), _STEPS_A_DOT), form)

    unit = Entry.of_numbers(_UNIT, SHORT, (_INCH,), form)
    return ratio(_X_RESOLUTION, dpi[0]), ratio(_Y_RESOLUTION, dpi[1]), unit
