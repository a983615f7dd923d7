"""EXIF in TIFF files, where it has no block of its own: its tags lie among those that describe the pixels."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Literal

import numpy as np

from tintype.photo.ifd import (
    BYTE,
    EXIF_TAG,
    GPS_TAG,
    LONG,
    SHORT,
    UNDEFINED,
    Data,
    Directory,
    Entry,
    Form,
    first_offset,
    read_entries,
    read_first,
    read_form,
    told_entries,
    write_directory,
)
from tintype.photo.photo import Metadata

XMP_TAG, IPTC_TAG, RESOURCES_TAG, ICC_TAG = 700, 33723, 34377, 34675
_STRIPS, _MAKER_NOTE = 273, 37500
_SHORT, _FAR = 4, 2**16

# Tags of the first directory that tell about the photo; the others tell how this very file stores its pixels.
_DESCRIPTIVE = frozenset(
    {
        *(269, 270, 271, 272, 285, 305, 306, 315, 316),  # names, description, maker and model, software, date, artist
        *(18246, 18249, 33432, 40091, 40092, 40093, 40094, 40095, 50341),  # rating, copyright, Windows' own
    }
)
_HEADERS = {"<": b"II*\0\x08\0\0\0", ">": b"MM\0*\0\0\0\x08"}


def exif_from_tiff(data: Data) -> bytes | None:
    """The tags that describe the photo, as an EXIF block of their own; None if there are none.

    A maker's note stays at its place where that is not far from the beginning: its offsets count from there.
    """
    form, whole = read_first(data)
    told = _descriptive(whole)
    if not told.entries and not told.children:
        return None
    header = _HEADERS[form.order]
    note = _note(told)
    plain = write_directory(told, read_form(header), len(header))
    if note is None or not len(header) < note.position <= _FAR:
        return header + plain
    return _around(note, told, form.order)


def _note(told: Directory) -> Entry | None:
    photo = told.children.get(EXIF_TAG, Directory(()))
    return next((entry for entry in photo.entries if entry.tag == _MAKER_NOTE and len(entry.value) > _SHORT), None)


def _around(note: Entry, told: Directory, order: Literal["<", ">"]) -> bytes:
    """A block with the note at its place, and the rest before it or, where there is no room, behind it."""
    form = Form(order)
    photo = told.children[EXIF_TAG]
    # As a short value, the note's row holds whatever bytes it is given: here its place.
    placed = replace(note, value=form.offset.pack(note.position))
    entries = tuple(placed if entry is note else entry for entry in photo.entries)
    tree = Directory(told.entries, {**told.children, EXIF_TAG: Directory(entries, photo.children)})
    header = _HEADERS[order]
    before = header + write_directory(tree, form, len(header))
    if len(before) <= note.position:
        return before.ljust(note.position, b"\0") + note.value
    start = note.position + len(note.value) + len(note.value) % 2 + note.position % 2
    head = header[: form.start] + form.offset.pack(start)
    return (head.ljust(note.position, b"\0") + note.value).ljust(start, b"\0") + write_directory(tree, form, start)


def begin_tiff(file: BytesIO, block: bytes) -> int:
    """Begin a TIFF with an EXIF block that is sound, and tell where it goes on; nothing is written for any other."""
    form, first = read_first(block)
    if form.big or not _is_sound(block, first, form):
        return 0
    return file.write(block.ljust(len(block) + len(block) % 2, b"\0"))


def _is_sound(block: bytes, first: Directory, form: Form) -> bool:
    """Whether all entries below the first directory can be read, so that none of them will point into the pixels."""
    rows = {entry.tag: entry.integer(form) or 0 for entry in read_entries(block, form, first_offset(block, form))[0]}
    return all(
        len(read_entries(block, form, rows[tag])[0]) == told_entries(block, form, rows[tag]) and child.entries
        for tag, child in first.children.items()
    )


def graft_into_tiff(file: BytesIO, metadata: Metadata, begin: int) -> None:
    """Give a TIFF without metadata a new first directory at its end: its own tags, and those given.

    Args:
        file: ``begin_tiff``'s part if there is one, then the TIFF, in the byte order of its EXIF.
        metadata: what goes in.
        begin: how long that part is.
    """
    with file.getbuffer() as data, data[begin:] as made:
        form, pixels = read_first(made)
        pointers = _pointers(data, form) if begin else ()
    told = _descriptive(read_first(metadata.exif)[1]) if metadata.exif else Directory(())
    blobs = [(XMP_TAG, BYTE, metadata.xmp), (IPTC_TAG, UNDEFINED, metadata.iptc), (ICC_TAG, UNDEFINED, metadata.icc)]
    extra = [Entry(tag, kind, len(value), 0, value) for tag, kind, value in blobs if value]
    own = tuple(_moved(entry, begin, form) for entry in pixels.entries)
    end = file.seek(0, 2)
    start = end + end % 2
    file.write(bytes(start - end))
    children = {} if begin else told.children
    file.write(write_directory(Directory((*told.entries, *own, *extra, *pointers), children), form, start))
    if begin:
        file.seek(0)
        file.write(_HEADERS[form.order])
    file.seek(form.start)
    file.write(form.offset.pack(start))


def _pointers(data: Data, form: Form) -> tuple[Entry, ...]:
    """The entries that tell where the directories below the first one lie."""
    entries, _ = read_entries(data, form, first_offset(data, form))
    return tuple(entry for entry in entries if entry.tag in (EXIF_TAG, GPS_TAG))


def _moved(entry: Entry, begin: int, form: Form) -> Entry:
    """An entry of a TIFF that begins so much further on; only the places of its pixels change."""
    if entry.tag != _STRIPS or not begin:
        return entry
    kind = {SHORT: "u2", LONG: "u4"}[entry.kind]
    places = np.frombuffer(entry.value, form.order + kind).astype(form.order + "u4") + np.uint32(begin)
    return replace(entry, kind=LONG, value=places.astype(form.order + "u4").tobytes())


def _descriptive(directory: Directory) -> Directory:
    return Directory(tuple(entry for entry in directory.entries if entry.tag in _DESCRIPTIVE), directory.children)
