"""EXIF in TIFF files, where it has no block of its own: its tags lie among those that describe the pixels."""

from __future__ import annotations

from io import BytesIO

from tintype.photo.ifd import BYTE, Data, Directory, Entry, read_first, read_form, write_directory
from tintype.photo.photo import Metadata

XMP_TAG, IPTC_TAG, ICC_TAG = 700, 33723, 34675
_UNDEFINED = 7

# Tags of the first directory that tell about the photo; the others tell how this very file stores its pixels.
_DESCRIPTIVE = frozenset(
    {
        *(269, 270, 271, 272, 285, 305, 306, 315, 316),  # names, description, maker and model, software, date, artist
        *(18246, 18249, 33432, 33723, 40091, 40092, 40093, 40094, 40095, 50341),  # rating, copyright, IPTC, Windows' own
    }
)
_HEADERS = {"<": b"II*\0\x08\0\0\0", ">": b"MM\0*\0\0\0\x08"}


def exif_from_tiff(data: Data) -> bytes | None:
    """The tags that describe the photo, as an EXIF block of their own; None if there are none."""
    form, whole = read_first(data)
    told = _descriptive(whole)
    if not told.entries and not told.children:
        return None
    header = _HEADERS[form.order]
    return header + write_directory(told, read_form(header), len(header))


def graft_into_tiff(file: BytesIO, metadata: Metadata) -> None:
    """Give a TIFF without metadata a new first directory at its end: its own tags, and those given.

    The byte order of its EXIF must be that of the file.
    """
    with file.getbuffer() as data:
        form, pixels = read_first(data)
    told = _descriptive(read_first(metadata.exif)[1]) if metadata.exif else Directory(())
    blobs = [(XMP_TAG, BYTE, metadata.xmp), (IPTC_TAG, _UNDEFINED, metadata.iptc), (ICC_TAG, _UNDEFINED, metadata.icc)]
    extra = [Entry(tag, kind, len(value), 0, value) for tag, kind, value in blobs if value]
    end = file.seek(0, 2)
    start = end + end % 2
    file.write(bytes(start - end))
    file.write(write_directory(Directory((*pixels.entries, *told.entries, *extra), told.children), form, start))
    file.seek(form.start)
    file.write(form.offset.pack(start))


def _descriptive(directory: Directory) -> Directory:
    return Directory(tuple(entry for entry in directory.entries if entry.tag in _DESCRIPTIVE), directory.children)
