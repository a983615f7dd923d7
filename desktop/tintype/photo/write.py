"""Writing a photo to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from tintype.errors import CannotWrite, InvalidPixels, InvalidSetting
from tintype.photo import encode, exif
from tintype.photo.atomic import write_whole
from tintype.photo.colour import without_profile
from tintype.photo.photo import Metadata, Photo, Pixels
from tintype.photo.source import Samples

BAND = 16
"""Rows that are worked on at a time, so that they stay in the processor's cache."""


@dataclass(frozen=True)
class _Format:
    """How a format is written, and what it can hold."""

    encode: Callable[[Samples, Metadata, int], bytes]
    longest_side: int
    bits: int = 8
    holds: frozenset[str] = frozenset({"icc", "exif", "xmp"})
    room: Mapping[str, int] = field(default_factory=dict)
    grey: bool = True
    alpha: bool = False


_ALL = frozenset({"icc", "exif", "xmp", "iptc"})
_JPEG = _Format(encode.jpeg, longest_side=65500, holds=_ALL, room=encode.JPEG_ROOM)
_PNG = _Format(encode.png, longest_side=1_000_000, bits=16, alpha=True)
_TIFF = _Format(encode.tiff, longest_side=2**31 - 1, bits=16, alpha=True, holds=_ALL)
_WEBP = _Format(encode.webp, longest_side=16383, grey=False, alpha=True)
_AVIF = _Format(encode.avif, longest_side=65536, bits=encode.AVIF_BITS, alpha=True)
_JXL = _Format(encode.jxl, longest_side=2**30, bits=16, alpha=True, holds=frozenset({"exif", "xmp"}))
_BMP = _Format(encode.bmp, longest_side=2**31 - 1, holds=frozenset())
_FORMATS = {
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".png": _PNG,
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".webp": _WEBP,
    ".avif": _AVIF,
    ".jxl": _JXL,
    ".bmp": _BMP,
}
_NAMES = {"icc": "colour profile", "exif": "EXIF", "xmp": "XMP", "iptc": "IPTC"}

_MAX_DPI = 65535
_ENDLESS = 2**62

WRITABLE = frozenset(_FORMATS)


def write_photo(photo: Photo, target: Path, *, quality: int = 95) -> tuple[str, ...]:
    """Write a photo in the format of the target's suffix, whole or not at all.

    PNG, TIFF and JPEG XL keep 16 bits, AVIF 12 of them, all others get 8. JPEG and BMP get transparent pixels on white.
    Profile, EXIF, XMP, IPTC and resolution go along as far as the format can hold them; EXIF gets the photo's size and
    loses its thumbnail. A JPEG XL is converted to sRGB.

    Args:
        photo: what to write; values outside [0, 1] are clipped, and all are rounded to the nearest step.
        target: the file to make or replace; an existing one keeps its permissions.
        quality: 1 to 100 for JPEG, WebP, AVIF and JPEG XL; all but JPEG are lossless at 100.

    Returns:
        One sentence for each thing that the file could not hold.

    Raises:
        CannotWrite: the suffix is unknown, the format cannot hold the photo, or the disk refuses; an old target is as it was.
        InvalidPixels: the pixels are not H x W x 3, the alpha not H x W, or they hold values that are not numbers.
        InvalidSetting: the quality is out of its range.
    """
    form = _FORMATS.get(target.suffix.lower())
    if form is None:
        raise CannotWrite(target, f"its name must end in one of {', '.join(_FORMATS)}")
    if quality not in range(1, 101):
        raise InvalidSetting("quality", quality, "a whole number from 1 to 100")
    _check(photo)
    if max(photo.size.height, photo.size.width) > form.longest_side:
        raise CannotWrite(target, f"this format holds at most {form.longest_side} pixels a side, and the photo has {photo.size}")
    photo, remarks = (photo, ()) if "icc" in form.holds else without_profile(photo)
    metadata, lost = _held(_storable(photo), form)
    samples = _samples(photo, form)
    del photo  # where the caller has let go of it too, packing gets its memory
    write_whole(target, form.encode(samples, metadata, quality))
    return (*remarks, *lost)


def _check(photo: Photo) -> None:
    if photo.pixels.ndim != 3 or photo.pixels.shape[2] != 3 or not photo.pixels.size:
        raise InvalidPixels(f"their shape is {photo.pixels.shape}, not height x width x 3")
    if photo.alpha is not None and photo.alpha.shape != photo.pixels.shape[:2]:
        raise InvalidPixels(f"their alpha has the shape {photo.alpha.shape}, not {photo.pixels.shape[:2]}")
    if not all(np.isfinite((values.min(), values.max())).all() for values in (photo.pixels, photo.alpha) if values is not None):
        raise InvalidPixels("they hold values that are not numbers")


def _storable(photo: Photo) -> Metadata:
    """Without a resolution that no format could hold, and with EXIF of the photo as it is now."""
    dpi, block = photo.metadata.dpi, exif.block(photo.metadata.exif)
    plausible = dpi is None or all(1 <= dots <= _MAX_DPI for dots in dpi)
    return replace(photo.metadata, dpi=dpi if plausible else None, exif=block and exif.fitted(block, photo.size))


def _held(metadata: Metadata, form: _Format) -> tuple[Metadata, tuple[str, ...]]:
    """What the format holds of the metadata, and sentences about the rest."""
    given = [name for name in _NAMES if getattr(metadata, name)]
    lost = {name: "cannot hold any" for name in given if name not in form.holds}
    lost |= {
        name: f"holds at most {form.room[name]} bytes"
        for name in given
        if name in form.holds and len(getattr(metadata, name)) > form.room.get(name, _ENDLESS)
    }
    sentences = (f"The {_NAMES[name]} was left out, because the file's format {why}." for name, why in lost.items())
    return replace(metadata, **dict.fromkeys(lost)), tuple(sentences)


def _samples(photo: Photo, form: _Format) -> Samples:
    """The photo's values as the integers that the format stores, H x W x C."""
    colours = photo.pixels
    if photo.grey and form.grey:
        # A processed grey photo may have channels that differ a little.
        colours = colours.mean(axis=2, keepdims=True, dtype=np.float32)
    if photo.alpha is not None and form.alpha:
        colours = np.concatenate((colours, photo.alpha[..., np.newaxis]), axis=2)
    elif photo.alpha is not None:
        colours = _on_white(colours, photo.alpha[..., np.newaxis])
    return _quantised(colours, min(photo.depth, form.bits))


def _on_white(colours: Pixels, alpha: Pixels) -> Pixels:
    return colours * alpha + (1 - alpha)


def _quantised(values: Pixels, depth: int) -> Samples:
    top = np.float32(2**depth - 1)
    samples: Samples = np.empty(values.shape, np.uint16 if depth > 8 else np.uint8)
    for row in range(0, len(values), BAND):
        steps = values[row : row + BAND] * top
        np.rint(steps, out=steps)
        np.minimum(np.maximum(steps, 0, out=steps), top, out=steps)
        samples[row : row + BAND] = steps
    return samples
