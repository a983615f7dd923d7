"""Writing a photo to a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tintype.errors import CannotWrite, InvalidPixels
from tintype.geometry import Size
from tintype.photo.atomic import write_whole
from tintype.photo.carried import carried
from tintype.photo.colour import is_usable, without_profile
from tintype.photo.output import LOSSLESS, USUAL_QUALITY, Output
from tintype.photo.photo import Metadata, Photo, Pixels
from tintype.photo.shrink import shrunk
from tintype.photo.source import Samples
from tintype.photo.stamp import NO_PLACE, Stamp, stamped
from tintype.photo.writable import FORMATS, JPEG, JXL, Format

BAND = 16
"""Rows that are worked on at a time, so that they stay in the processor's cache."""

_SPACE = slice(16, 20)
"""Where a profile names the kind of its colours."""


@dataclass(frozen=True, eq=False)
class Encoded:
    """A photo as it lies in a file.

    Attributes:
        data: the whole file.
        size: of the picture in it.
        losses: one sentence for each thing that it could not hold.
    """

    data: bytes
    size: Size
    losses: tuple[str, ...]


def write_photo(photo: Photo, target: Path, *, quality: int = USUAL_QUALITY) -> tuple[str, ...]:
    """Write a photo at its own size and depth, with all its metadata; see ``export_photo``.

    Raises:
        CannotWrite, InvalidPixels
        InvalidSetting: the quality is not from 1 to 100.
    """
    return export_photo(photo, target, Output(quality=quality))


def export_photo(photo: Photo, target: Path, output: Output, stamp: Stamp | None = None) -> tuple[str, ...]:
    """Write a photo in the format of the target's suffix, whole or not at all.

    Args:
        photo: what to write.
        target: the file to make or replace; an existing one keeps its permissions.
        output: how.
        stamp: as for ``encode_photo``.

    Returns:
        One sentence for each thing that the file could not hold.

    Raises:
        CannotWrite: as ``encode_photo``, or the disk refuses; an old target is as it was.
        InvalidPixels: as ``encode_photo``.
    """
    encoded = encode_photo(photo, target, output, stamp)
    write_whole(target, encoded.data)
    return encoded.losses


def encode_photo(photo: Photo, target: Path, output: Output, stamp: Stamp | None = None) -> Encoded:
    """A photo in the format of the target's suffix; nothing is written.

    PNG, TIFF and JPEG XL keep 16 bits, AVIF 12 of them, all others get 8. JPEG and BMP get transparent pixels on white.
    Profile, EXIF, XMP, IPTC and resolution go along as far as the format can hold them; EXIF gets the picture's size and
    loses its thumbnail. A JPEG XL is converted to sRGB.

    Args:
        photo: values outside [0, 1] are clipped, and all are rounded to the nearest step.
        target: the file that it is for.
        output: how.
        stamp: what was done to the photo, which is told in its XMP; without metadata it is left out too.

    Raises:
        CannotWrite: the suffix is unknown, or the format cannot hold the photo.
        InvalidPixels: the pixels are not H x W x 3, the alpha not H x W, or they hold values that are not numbers.
    """
    form = _format_of(target)
    _check(photo)
    photo = shrunk(photo, output.longest_side) if output.longest_side else photo
    check_room(photo.size, target)
    losses = _lost_pixels(photo, form, output)
    photo, unmarked = _with_metadata(photo, form, output, stamp)
    photo, remarks = (photo, ()) if _holds_profile(photo, form) else without_profile(photo)
    metadata, lost = carried(photo, form)
    bits = _bits(photo, form, output)
    samples = _samples(photo, form, bits)
    size, quality = photo.size, _quality(photo, form, output)
    del photo  # where the caller has let go of it too, packing gets its memory
    return Encoded(form.encode(samples, bits, metadata, quality), size, (*losses, *remarks, *unmarked, *lost))


def foreseen_losses(photo: Photo, target: Path, output: Output) -> tuple[str, ...]:
    """One sentence for each thing of the pixels that the target's format cannot hold; nothing is encoded for that."""
    form = FORMATS.get(target.suffix.lower())
    return () if form is None else _lost_pixels(photo, form, output)


def check_room(size: Size, target: Path) -> None:
    """Raise ``CannotWrite`` unless the format of the target's suffix holds a picture of this size."""
    form = _format_of(target)
    if max(size.height, size.width) > form.longest_side:
        raise CannotWrite(target, f"this format holds at most {form.longest_side} pixels a side, and the photo has {size}")


def _format_of(target: Path) -> Format:
    form = FORMATS.get(target.suffix.lower())
    if form is None:
        raise CannotWrite(target, f"its name must end in one of {', '.join(FORMATS)}")
    return form


def _bits(photo: Photo, form: Format, output: Output) -> int:
    """How many bits a channel are written: the photo's own where nothing else is asked for, as far as the format holds them."""
    wanted = output.depth or photo.bits or photo.depth
    return next((depth for depth in form.depths if depth >= wanted), form.depths[-1])


def _quality(photo: Photo, form: Format, output: Output) -> int:
    of_source = photo.quality if form is JPEG else LOSSLESS if photo.lossless else None
    return output.quality or of_source or USUAL_QUALITY


def _holds_profile(photo: Photo, form: Format) -> bool:
    """Whether the photo's profile goes along; a JPEG XL takes it for colours alone."""
    if form is not JXL:
        return "icc" in form.holds
    icc = photo.metadata.icc
    return icc is None or (icc[_SPACE] == b"RGB " and not photo.grey and is_usable(icc))


def _with_metadata(photo: Photo, form: Format, output: Output, stamp: Stamp | None) -> tuple[Photo, tuple[str, ...]]:
    """The photo with what is to be written beside its pixels, and what is to be said of the stamp."""
    if not output.keep_metadata:
        return replace(photo, metadata=Metadata(icc=photo.metadata.icc, dpi=photo.metadata.dpi)), ()
    if stamp is None:
        return photo, ()
    return stamped(photo, stamp) if "xmp" in form.holds else (photo, (NO_PLACE,))


def _lost_pixels(photo: Photo, form: Format, output: Output) -> tuple[str, ...]:
    """What the format cannot hold of the pixels."""
    losses = []
    bits = min(photo.bits or photo.depth, output.depth or photo.depth)
    if bits > form.depths[-1]:
        losses.append(f"{bits} bits a channel became {form.depths[-1]}, because the file's format holds no more.")
    if photo.alpha is not None and not form.alpha and photo.alpha.min() < 1:
        losses.append("Transparent places were put on white, because the file's format holds no transparency.")
    return tuple(losses)


def _check(photo: Photo) -> None:
    if photo.pixels.ndim != 3 or photo.pixels.shape[2] != 3 or not photo.pixels.size:
        raise InvalidPixels(f"their shape is {photo.pixels.shape}, not height x width x 3")
    if photo.alpha is not None and photo.alpha.shape != photo.pixels.shape[:2]:
        raise InvalidPixels(f"their alpha has the shape {photo.alpha.shape}, not {photo.pixels.shape[:2]}")
    if not all(np.isfinite((values.min(), values.max())).all() for values in (photo.pixels, photo.alpha) if values is not None):
        raise InvalidPixels("they hold values that are not numbers")


def _samples(photo: Photo, form: Format, bits: int) -> Samples:
    """The photo's values as the integers that the format stores, H x W x C."""
    colours = photo.pixels
    if photo.grey and form.grey:
        # A processed grey photo may have channels that differ a little.
        colours = colours.mean(axis=2, keepdims=True, dtype=np.float32)
    if photo.alpha is not None and form.alpha:
        colours = np.concatenate((colours, photo.alpha[..., np.newaxis]), axis=2)
    elif photo.alpha is not None:
        colours = _on_white(colours, photo.alpha[..., np.newaxis])
    return _quantised(colours, bits)


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
