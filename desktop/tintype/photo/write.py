"""Writing a photo to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tintype.errors import CannotWrite, InvalidPixels, InvalidSetting
from tintype.photo import encode
from tintype.photo.atomic import write_whole
from tintype.photo.photo import Depth, Metadata, Photo, Pixels
from tintype.photo.source import Samples


@dataclass(frozen=True)
class _Format:
    """How a format is written, and what it can hold."""

    encode: Callable[[Samples, Metadata, int], bytes]
    longest_side: int
    deep: bool = False
    grey: bool = True
    alpha: bool = False


_JPEG = _Format(encode.jpeg, longest_side=65500)
_PNG = _Format(encode.png, longest_side=1_000_000, deep=True, alpha=True)
_TIFF = _Format(encode.tiff, longest_side=2**31 - 1, deep=True, alpha=True)
_WEBP = _Format(encode.webp, longest_side=16383, grey=False, alpha=True)
_BMP = _Format(encode.bmp, longest_side=2**31 - 1)
_FORMATS = {".jpg": _JPEG, ".jpeg": _JPEG, ".png": _PNG, ".tif": _TIFF, ".tiff": _TIFF, ".webp": _WEBP, ".bmp": _BMP}

_MAX_DPI = 65535

WRITABLE = frozenset(_FORMATS)


def write_photo(photo: Photo, target: Path, *, quality: int = 95) -> None:
    """Write a photo in the format of the target's suffix, whole or not at all.

    PNG and TIFF keep 16 bits, all others get 8. JPEG and BMP get transparent pixels on white. Profile, EXIF, XMP and
    resolution go along as far as the format can hold them.

    Args:
        photo: what to write; values outside [0, 1] are clipped, and all are rounded to the nearest step.
        target: the file to make or replace; an existing one keeps its permissions.
        quality: 1 to 100 for JPEG and WebP; a WebP of quality 100 is lossless.

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
    write_whole(target, form.encode(_samples(photo, form), _storable(photo.metadata), quality))


def _check(photo: Photo) -> None:
    if photo.pixels.ndim != 3 or photo.pixels.shape[2] != 3 or not photo.pixels.size:
        raise InvalidPixels(f"their shape is {photo.pixels.shape}, not height x width x 3")
    if photo.alpha is not None and photo.alpha.shape != photo.pixels.shape[:2]:
        raise InvalidPixels(f"their alpha has the shape {photo.alpha.shape}, not {photo.pixels.shape[:2]}")
    if not all(np.isfinite((values.min(), values.max())).all() for values in (photo.pixels, photo.alpha) if values is not None):
        raise InvalidPixels("they hold values that are not numbers")


def _storable(metadata: Metadata) -> Metadata:
    """Without a resolution that no format could hold."""
    plausible = metadata.dpi is None or all(1 <= dots <= _MAX_DPI for dots in metadata.dpi)
    return metadata if plausible else replace(metadata, dpi=None)


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
    return _quantised(colours, photo.depth if form.deep else 8)


def _on_white(colours: Pixels, alpha: Pixels) -> Pixels:
    return colours * alpha + (1 - alpha)


def _quantised(values: Pixels, depth: Depth) -> Samples:
    top = 2**depth - 1
    steps: Pixels = np.clip(values, 0, 1) * np.float32(top)
    np.rint(steps, out=steps)
    return steps.astype(np.uint16) if depth == 16 else steps.astype(np.uint8)
