"""Cameras' raw files, developed by LibRaw."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import TYPE_CHECKING

from tintype.geometry import Size
from tintype.photo import exif
from tintype.photo.boxes import inside, read_boxes
from tintype.photo.code_points import SRGB, profile
from tintype.photo.ifd import EXIF_TAG, GPS_TAG, Directory, read_first, write_directory
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Samples, Source
from tintype.photo.tiff_exif import IPTC_TAG, XMP_TAG, exif_from_tiff

if TYPE_CHECKING:
    import rawpy

_SRGB_CURVE = (2.4, 12.92)
_BLOWN = 0.0005
"""The share of pixels that the automatic exposure may bring to white; LibRaw's own 0.01 shows in the sky."""
_CANON = bytes.fromhex("85c0b687820f11e08111f4ce462b6a48")
_FUJI, _FUJI_PREVIEW = b"FUJIFILM", 84
_EXIF_MARK = b"Exif\0\0"


def decode(source: Source) -> Raster:
    """Develop a raw file: the camera's white balance, sRGB, 16 bits, upright.

    Raises:
        UnreadablePhoto: it is too large, of a camera that LibRaw does not know, or damaged.
    """
    return _decoded(source, halved=False)


def decode_reduced(source: Source) -> Raster:
    """Develop at half the size, several times as quick; for the rest as ``decode``."""
    return _decoded(source, halved=True)


def _decoded(source: Source, *, halved: bool) -> Raster:
    import rawpy  # a large library, needed by few

    try:
        with rawpy.RawPy() as raw:
            raw.open_buffer(BytesIO(source.data))
            source.check(Size(raw.sizes.raw_height, raw.sizes.raw_width))
            raw.unpack()
            return Raster(_developed(raw, halved=halved), 65535, _metadata(source.data))
    except rawpy.LibRawUnsufficientMemoryError:
        raise MemoryError from None
    except (rawpy.LibRawFileUnsupportedError, rawpy.LibRawRequestForNonexistentImageError) as error:
        raise source.refusal("it is a camera's raw file of a kind that is not supported; develop it to a TIFF first") from error
    except rawpy.LibRawError as error:
        raise source.refusal("the file is damaged or cut short") from error


def _developed(raw: rawpy.RawPy, *, halved: bool) -> Samples:
    import rawpy

    return raw.postprocess(
        use_camera_wb=True,
        output_bps=16,
        output_color=rawpy.ColorSpace.sRGB,
        gamma=_SRGB_CURVE,
        auto_bright_thr=_BLOWN,
        half_size=halved,
    )


def _metadata(data: bytes) -> Metadata:
    """EXIF where it lies in a known place; the pixels are upright already."""
    try:
        block = _block(data)
        # The resolution of a raw file is that of its preview.
        return Metadata(
            # Where the camera names other colours, they are those of its own JPEG.
            icc=profile(SRGB) if block and exif.names_adobe_rgb(block) else None,
            exif=block and exif.upright(block),
            xmp=_value(data, XMP_TAG),
            iptc=_value(data, IPTC_TAG),
        )
    except (ValueError, struct.error):
        return Metadata()


def _value(data: bytes, tag: int) -> bytes | None:
    """A value of the first directory, if the file is a TIFF."""
    if data[:4] not in (b"II*\0", b"MM\0*"):
        return None
    return next((entry.value for entry in read_first(data)[1].entries if entry.tag == tag), None) or None


def _block(data: bytes) -> bytes | None:
    if data.startswith(_FUJI):
        begin, length = struct.unpack_from(">II", data, _FUJI_PREVIEW)
        preview = data[begin : begin + length]
        place = preview.find(_EXIF_MARK, 0, 64)
        return exif.block(preview[place:]) if place >= 0 else None
    if data[4:8] == b"ftyp":
        return _of_canon(data)
    # Olympus and Panasonic put letters of their own where TIFF has its number.
    return exif_from_tiff((b"MM\0*" if data.startswith(b"MM") else b"II*\0") + data[4:])


def _of_canon(data: bytes) -> bytes | None:
    """The three directories of a CR3 file, each in a box of its own, as one block."""
    own = next((part.content[16:] for part in read_boxes(inside(data, b"moov") or b"") if part.content.startswith(_CANON)), b"")
    parts = {part.kind: part.content for part in read_boxes(own)}
    if b"CMT1" not in parts:
        return None
    form, photo = read_first(parts[b"CMT1"])
    below = {EXIF_TAG: b"CMT2", GPS_TAG: b"CMT4"}
    children = {tag: read_first(parts[name])[1] for tag, name in below.items() if name in parts}
    header = parts[b"CMT1"][:4] + form.offset.pack(8)
    return header + write_directory(Directory(photo.entries, children), form, 8)
