"""The few things an EXIF block is asked, and those that are changed in it."""

from __future__ import annotations

import re

from tintype.geometry import Size
from tintype.photo.ifd import (
    EXIF_TAG,
    INTEROPERABILITY_TAG,
    LONG,
    SHORT,
    Directory,
    Entry,
    Form,
    end_of_entries,
    first_offset,
    read_entries,
    read_first,
    read_form,
    write_directory,
)

_ORIENTATION, _X_RESOLUTION, _Y_RESOLUTION, _RESOLUTION_UNIT = 274, 282, 283, 296
_WIDTH, _HEIGHT, _PIXEL_WIDTH, _PIXEL_HEIGHT = 256, 257, 40962, 40963
_TAKEN = 36867
_DAY = re.compile(rb"(\d{4}):(0[1-9]|1[0-2]):(0[1-9]|[12]\d|3[01])")
_COMPRESSION, _JPEG, _THUMBNAIL, _THUMBNAIL_LENGTH = 259, 6, 513, 514
_INCHES_BY_UNIT = {2: 1.0, 3: 2.54}
_INDEX, _OPTIONAL = 1, b"R03"
_PREFIX = b"Exif\0\0"
_XMP_THUMBNAILS = re.compile(rb"<(xmp|xap):Thumbnails>.*?</\1:Thumbnails>\s*", re.DOTALL)


def block(stored: bytes | None) -> bytes | None:
    """The block from its TIFF header on, whatever the container put before it; None where there is no such header."""
    if stored is None:
        return None
    bare = stored.removeprefix(_PREFIX)
    try:
        read_form(bare)
    except ValueError:
        return None
    return bare


def orientation(exif: bytes | None) -> int:
    """How the pixels lie, 1 (upright) to 8; 1 where the block does not say."""
    if exif is None:
        return 1
    form = read_form(exif)
    entries, _ = read_entries(exif, form, first_offset(exif, form))
    return orientation_of(entries, form)


def orientation_of(entries: tuple[Entry, ...], form: Form) -> int:
    """How the pixels lie, 1 (upright) to 8, from the tags of a first directory."""
    values = (entry.integer(form) for entry in entries if entry.tag == _ORIENTATION)
    return next((value for value in values if value and value <= 8), 1)


def day_taken(exif: bytes | None) -> str | None:
    """The day on which the photo was taken, as YYYY-MM-DD, where the block says."""
    stored = block(exif)
    if stored is None:
        return None
    _, first = read_first(stored)
    entries = first.children[EXIF_TAG].entries if EXIF_TAG in first.children else ()
    told = next((entry.value for entry in entries if entry.tag == _TAKEN), b"")
    found = _DAY.match(told)
    return None if found is None else b"-".join(found.groups()).decode()


def names_adobe_rgb(exif: bytes) -> bool:
    """Whether the block says that the colours are those of Adobe RGB, as cameras do it in the place of a profile (DCF 2.0)."""
    _, first = read_first(exif)
    photo = first.children.get(EXIF_TAG, Directory(()))
    rules = photo.children.get(INTEROPERABILITY_TAG, Directory(()))
    return any(entry.tag == _INDEX and entry.value.startswith(_OPTIONAL) for entry in rules.entries)


def upright(exif: bytes) -> bytes:
    """The same block with the orientation of photo and thumbnail set to 1, all other bytes as they were."""
    form = read_form(exif)
    patched = bytearray(exif)
    photo, following = read_entries(exif, form, first_offset(exif, form))
    thumbnail, _ = read_entries(exif, form, following)
    for entry in (*photo, *thumbnail):
        if entry.tag == _ORIENTATION and entry.integer(form) is not None:
            one = entry.packed(1, form)
            patched[entry.position : entry.position + len(one)] = one
    return bytes(patched)


def fitted(exif: bytes, size: Size) -> bytes:
    """The same block for a picture of this size: its dimensions told anew, the thumbnail of the old picture taken out."""
    form = read_form(exif)
    patched = bytearray(exif)
    start = first_offset(exif, form)
    photo, following = read_entries(exif, form, start)
    place = next((entry.integer(form) or 0 for entry in photo if entry.tag == EXIF_TAG), 0)
    sides = {_WIDTH: size.width, _HEIGHT: size.height, _PIXEL_WIDTH: size.width, _PIXEL_HEIGHT: size.height}
    for entry in (*photo, *read_entries(exif, form, place)[0]):
        # A side too long for its type stays as it was: there is no room for a wider one.
        if entry.tag in sides and entry.fits(sides[entry.tag], form):
            number = entry.packed(sides[entry.tag], form)
            patched[entry.position : entry.position + len(number)] = number
    if following:
        _without_thumbnail(patched, form, start, following)
    return bytes(patched)


def _without_thumbnail(block: bytearray, form: Form, start: int, following: int) -> None:
    """Cut the chain of directories behind the first one, and the thumbnail itself off the end or out of the middle."""
    told = {entry.tag: entry.integer(form) or 0 for entry in read_entries(block, form, following)[0]}
    form.offset.pack_into(block, end_of_entries(block, form, start), 0)
    begin, length = told.get(_THUMBNAIL, 0), told.get(_THUMBNAIL_LENGTH, 0)
    end = min(begin + length, len(block))
    if begin <= form.start or end <= begin:
        return
    if end >= len(block) - 1:
        del block[begin:]
    else:
        block[begin:end] = bytes(end - begin)


def has_thumbnail(exif: bytes) -> bool:
    """Whether the block holds a small version of the picture."""
    form = read_form(exif)
    _, following = read_entries(exif, form, first_offset(exif, form))
    return any(entry.tag == _THUMBNAIL for entry in read_entries(exif, form, following)[0])


def with_thumbnail(exif: bytes, thumbnail: bytes) -> bytes:
    """The block, which has none, with a thumbnail behind it; ``thumbnail`` is a JPEG file."""
    form = read_form(exif)
    place = len(exif) + len(exif) % 2
    told = ((_COMPRESSION, SHORT, _JPEG), (_THUMBNAIL, LONG, 0), (_THUMBNAIL_LENGTH, LONG, len(thumbnail)))
    begin = place + len(write_directory(_numbers(told, form), form, place))
    told = ((_COMPRESSION, SHORT, _JPEG), (_THUMBNAIL, LONG, begin), (_THUMBNAIL_LENGTH, LONG, len(thumbnail)))
    grown = bytearray(exif.ljust(place, b"\0")) + write_directory(_numbers(told, form), form, place) + thumbnail
    form.offset.pack_into(grown, end_of_entries(exif, form, first_offset(exif, form)), place)
    return bytes(grown)


def _numbers(told: tuple[tuple[int, int, int], ...], form: Form) -> Directory:
    return Directory(tuple(Entry.of_numbers(tag, kind, (number,), form) for tag, kind, number in told))


def fitted_xmp(xmp: bytes, size: Size) -> bytes:
    """The same packet with the picture's size told anew, wherever it tells one, and without thumbnails."""
    packet = _XMP_THUMBNAILS.sub(b"", xmp)
    for names, side in (
        (b"(?:tiff:ImageWidth|exif:PixelXDimension)", size.width),
        (b"(?:tiff:ImageLength|exif:PixelYDimension)", size.height),
    ):
        packet = re.sub(rb"""(%s(?:\s*=\s*["']|>)\s*)\d+""" % names, rb"\g<1>%d" % side, packet)
    return packet


def upright_xmp(xmp: bytes) -> bytes:
    """The same packet, of the same length, with ``tiff:Orientation`` set to 1."""
    return re.sub(rb"""(tiff:Orientation(?:\s*=\s*["']|>)\s*)[2-8]""", rb"\g<1>1", xmp)


def resolution(exif: bytes | None) -> tuple[float, float] | None:
    """Pixels an inch, horizontally and vertically, where the block says."""
    if exif is None:
        return None
    form = read_form(exif)
    return resolution_of(read_entries(exif, form, first_offset(exif, form))[0], form)


def resolution_of(entries: tuple[Entry, ...], form: Form) -> tuple[float, float] | None:
    """Pixels an inch, horizontally and vertically, from the tags of a first directory."""
    found = {entry.tag: entry for entry in entries}
    across, down = (found[tag].ratio(form) if tag in found else None for tag in (_X_RESOLUTION, _Y_RESOLUTION))
    unit = found[_RESOLUTION_UNIT].integer(form) if _RESOLUTION_UNIT in found else 2
    factor = _INCHES_BY_UNIT.get(unit or 0)
    return (across * factor, down * factor) if across and down and factor else None
