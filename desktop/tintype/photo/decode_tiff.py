"""TIFF through tifffile, whose codecs keep 16 bits and raise what libtiff prints."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import numpy as np
from tifffile import TIFF, TiffFile, TiffPage

from tintype.geometry import Size
from tintype.photo import decode_raw, exif
from tintype.photo.ifd import Entry, Form, first_offset, read_entries, read_form
from tintype.photo.photo import Metadata
from tintype.photo.photoshop import iptc_in
from tintype.photo.source import Raster, Samples, Source, only_the_first
from tintype.photo.tiff_colour import COLOURS, FLOAT_COLOURS, decodes_to_rgb, interpreted, profile_is_used_up
from tintype.photo.tiff_exif import ICC_TAG, IPTC_TAG, RESOURCES_TAG, XMP_TAG, exif_from_tiff

_SUBFILE_TAG, _SUB_DIRECTORIES_TAG, _DNG_VERSION_TAG = 254, 330, 50706
_REDUCED, _REDUCED_OR_MASK = 0b001, 0b101
_UNSIGNED, _FLOAT = 1, 3


def decode(source: Source) -> Raster:
    """Decode the first page of a TIFF file, or develop it if it is a camera's raw file.

    Raises:
        UnreadablePhoto: it is too large, or its pixels are of a kind that is not supported.
        RuntimeError, ValueError, ...: it is damaged.
    """
    form = read_form(source.data)
    entries, _ = read_entries(source.data, form, first_offset(source.data, form))
    tags = {entry.tag: entry for entry in entries}
    icc = _value(tags, ICC_TAG)
    if _is_raw(source.data, tags, form):
        return decode_raw.decode(source)
    with TiffFile(BytesIO(source.data)) as tiff:
        page = tiff.pages.first
        _check(source, page)
        samples, maximum, remarks = interpreted(_stored(page), page, icc)
    return Raster(
        samples,
        maximum,
        Metadata(
            icc=None if profile_is_used_up(page) else icc,
            exif=exif_from_tiff(source.data),
            xmp=_value(tags, XMP_TAG),
            dpi=exif.resolution_of(entries, form),
            iptc=_press(tags),
        ),
        exif.orientation_of(entries, form),
        (*remarks, *only_the_first(_pictures(source.data))),
    )


def _is_raw(data: bytes, tags: Mapping[int, Entry], form: Form) -> bool:
    reduced = tags[_SUBFILE_TAG].integer(form) or 0 if _SUBFILE_TAG in tags else 0
    preview_first = reduced & _REDUCED and _SUB_DIRECTORIES_TAG in tags
    return bool(_DNG_VERSION_TAG in tags or preview_first or data[8:10] == b"CR")


def _check(source: Source, page: TiffPage) -> None:
    if page.compression not in TIFF.DECOMPRESSORS:
        raise source.refusal(f"its compression (number {int(page.compression)}) is not supported")
    if page.photometric not in COLOURS or page.imagedepth > 1 or (page.is_subsampled and not decodes_to_rgb(page)):
        raise source.refusal("its kind of colours is not supported")
    plain = page.sampleformat == _UNSIGNED and page.bitspersample <= 16
    if not plain and not (page.sampleformat == _FLOAT and page.photometric in FLOAT_COLOURS):
        raise source.refusal("its channels are neither whole numbers of 8 or 16 bits nor floating point numbers")
    source.check(Size(page.imagelength, page.imagewidth))


def _stored(page: TiffPage) -> Samples:
    """The samples as they lie in the file, H x W x C."""
    values = page.asarray(squeeze=False)[:, 0]
    samples: Samples = values[0] if len(values) == 1 else np.moveaxis(values[..., 0], 0, -1)
    if page.sampleformat == _FLOAT:
        return samples
    return samples.astype(np.uint16 if page.bitspersample > 8 else np.uint8, copy=False)


def _value(tags: Mapping[int, Entry], tag: int) -> bytes | None:
    return tags[tag].value or None if tag in tags else None


def _press(tags: Mapping[int, Entry]) -> bytes | None:
    """The IPTC records, of which ImageMagick cuts those outside Photoshop's resources short."""
    records = (_value(tags, IPTC_TAG), iptc_in(_value(tags, RESOURCES_TAG) or b""))
    return max((told for told in records if told), key=len, default=None)


def _pictures(data: bytes) -> int:
    """The number of pages that are neither thumbnails nor masks of another."""
    form = read_form(data)
    offset = first_offset(data, form)
    seen: set[int] = set()
    pictures = 0
    while offset and offset not in seen:
        seen.add(offset)
        entries, offset = read_entries(data, form, offset)
        kinds = [entry.integer(form) or 0 for entry in entries if entry.tag == _SUBFILE_TAG]
        pictures += bool(entries) and not (kinds and kinds[0] & _REDUCED_OR_MASK)
    return pictures
