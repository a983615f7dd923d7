"""Directories of tags (IFD): the structure shared by EXIF blocks and TIFF files.

Values are handled as raw bytes, so that what is not understood stays as it was.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, LONG8 = 1, 2, 3, 4, 5, 7, 16
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_INTEGERS = {BYTE: "B", SHORT: "H", LONG: "I", LONG8: "Q"}

EXIF_TAG, GPS_TAG, INTEROPERABILITY_TAG = 34665, 34853, 40965
_CHILDREN = frozenset({EXIF_TAG, GPS_TAG, INTEROPERABILITY_TAG})
_LEVELS = 3

Data = bytes | bytearray | memoryview


@dataclass(frozen=True)
class Form:
    """Byte order, and whether offsets have 64 bits (BigTIFF)."""

    order: Literal["<", ">"]
    big: bool = False

    @property
    def offset(self) -> struct.Struct:
        """An offset, or the room for a short value."""
        return struct.Struct(self.order + ("Q" if self.big else "I"))

    @property
    def length(self) -> struct.Struct:
        """The number of entries in a directory."""
        return struct.Struct(self.order + ("Q" if self.big else "H"))

    @property
    def entry(self) -> struct.Struct:
        """Tag, kind, count; the value or its offset follows."""
        return struct.Struct(self.order + ("HHQ" if self.big else "HHI"))

    @property
    def start(self) -> int:
        """Where the header keeps the offset of the first directory."""
        return 8 if self.big else 4


@dataclass(frozen=True)
class Entry:
    """One tag: its type and count, where its value lies in the data, and that value's raw bytes."""

    tag: int
    kind: int
    count: int
    position: int
    value: bytes

    @classmethod
    def of_numbers(cls, tag: int, kind: int, numbers: Sequence[int], form: Form) -> Entry:
        """A new entry of unsigned integers, or of one fraction, which is two of them."""
        value = struct.pack(f"{form.order}{len(numbers)}{_INTEGERS.get(kind, 'I')}", *numbers)
        return cls(tag, kind, 1 if kind == RATIONAL else len(numbers), 0, value)

    def integer(self, form: Form) -> int | None:
        """The first value, if it is an unsigned integer."""
        code = _INTEGERS.get(self.kind)
        return int(struct.unpack_from(form.order + code, self.value)[0]) if code and self.value else None

    def packed(self, number: int, form: Form) -> bytes:
        """A single integer in the bytes of this entry's own type."""
        return struct.pack(form.order + _INTEGERS[self.kind], number)

    def fits(self, number: int, form: Form) -> bool:
        """Whether this entry has room for a single integer."""
        return self.integer(form) is not None and number < 256 ** _SIZES[self.kind]

    def ratio(self, form: Form) -> float | None:
        """The first value, if it is a fraction."""
        if self.kind != RATIONAL or not self.value:
            return None
        above, below = struct.unpack_from(form.order + "II", self.value)
        return above / below if below else None


@dataclass(frozen=True)
class Directory:
    """Entries, and the directories that some tags point to."""

    entries: tuple[Entry, ...]
    children: Mapping[int, Directory] = field(default_factory=dict)


def read_form(data: Data) -> Form:
    """Byte order and width of a block that begins with a TIFF header.

    Raises:
        ValueError: it does not.
    """
    forms = {b"II*\0": Form("<"), b"MM\0*": Form(">"), b"II+\0": Form("<", big=True), b"MM\0+": Form(">", big=True)}
    form = forms.get(bytes(data[:4]))
    if form is None or len(data) < form.start + form.offset.size:
        raise ValueError("no TIFF header")
    return form


def first_offset(data: Data, form: Form) -> int:
    """Where the first directory lies."""
    return int(form.offset.unpack_from(data, form.start)[0])


def read_first(data: Data) -> tuple[Form, Directory]:
    """How a block is written, and its first directory with those below it.

    Raises:
        ValueError: it does not begin with a TIFF header.
    """
    form = read_form(data)
    return form, _read_directory(data, form, first_offset(data, form), _LEVELS)


def read_entries(data: Data, form: Form, offset: int) -> tuple[tuple[Entry, ...], int]:
    """The readable entries of the directory at ``offset``, and the offset of the next directory (0: none)."""
    if not 0 < offset <= len(data) - form.length.size:
        return (), 0
    width = form.entry.size + form.offset.size
    end = end_of_entries(data, form, offset)
    following = form.offset.unpack_from(data, end)[0] if end + form.offset.size <= len(data) else 0
    return tuple(_read_all(data, form, range(offset + form.length.size, end, width))), following


def _read_all(data: Data, form: Form, places: range) -> Iterator[Entry]:
    room = len(data)
    for place in places:
        entry = _read_entry(data, form, place, room)
        if entry is not None:
            room -= len(entry.value)
            yield entry


def told_entries(data: Data, form: Form, offset: int) -> int:
    """How many entries the directory at ``offset`` says that it has; 0 where it lies outside."""
    return int(form.length.unpack_from(data, offset)[0]) if 0 < offset <= len(data) - form.length.size else 0


def end_of_entries(data: Data, form: Form, offset: int) -> int:
    """Where the directory at ``offset`` keeps the offset of the next one, or would if it were not cut short."""
    width = form.entry.size + form.offset.size
    begin = offset + form.length.size
    told = int(form.length.unpack_from(data, offset)[0])
    return begin + min(told, (len(data) - begin) // width) * width


def _read_entry(data: Data, form: Form, position: int, room: int) -> Entry | None:
    """The entry, unless it is damaged; its value must fit into ``room``, for honest ones do not lie upon one another."""
    tag, kind, count = form.entry.unpack_from(data, position)
    length = _SIZES.get(kind, 0) * count
    place = position + form.entry.size
    if length > form.offset.size:
        place = form.offset.unpack_from(data, place)[0]
    if kind not in _SIZES or place + length > len(data) or length > room:
        return None
    return Entry(tag, kind, count, place, bytes(data[place : place + length]))


def _read_directory(data: Data, form: Form, offset: int, levels: int) -> Directory:
    entries, _ = read_entries(data, form, offset)
    # A damaged file may point back to where it came from: the levels end that.
    pointers = {entry.tag: entry.integer(form) for entry in entries if entry.tag in _CHILDREN and levels}
    children = {tag: _read_directory(data, form, place, levels - 1) for tag, place in pointers.items() if place}
    return Directory(tuple(entry for entry in entries if entry.tag not in _CHILDREN), children)


def write_directory(directory: Directory, form: Form, start: int) -> bytes:
    """The directory and all below it, as they lie in a file from the even position ``start`` on."""
    entries = {entry.tag: entry for entry in directory.entries}
    tags = sorted({*entries, *directory.children})
    width = form.entry.size + form.offset.size
    values = start + form.length.size + len(tags) * width + form.offset.size
    table, body = bytearray(form.length.pack(len(tags))), bytearray()
    for tag in tags:
        place = values + len(body)
        if tag in directory.children:
            row, outside = pointer(tag, form, place), write_directory(directory.children[tag], form, place)
        else:
            row, outside = write_entry(entries[tag], form, place)
        table += row
        body += outside
    return bytes(table) + bytes(form.offset.size) + bytes(body)


def pointer(tag: int, form: Form, place: int) -> bytes:
    """The row of a tag that tells where another directory lies."""
    return form.entry.pack(tag, LONG8 if form.big else LONG, 1) + form.offset.pack(place)


def write_entry(entry: Entry, form: Form, place: int) -> tuple[bytes, bytes]:
    """The row of an entry in its directory, and its value, of even length, if that must lie outside, at ``place``."""
    row = form.entry.pack(entry.tag, entry.kind, entry.count)
    if len(entry.value) <= form.offset.size:
        return row + entry.value.ljust(form.offset.size, b"\0"), b""
    return row + form.offset.pack(place), entry.value + bytes(len(entry.value) % 2)
