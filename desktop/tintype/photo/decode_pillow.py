"""JPEG, WebP and BMP through Pillow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from warnings import catch_warnings, simplefilter

import numpy as np
from PIL import Image

from tintype.geometry import Size
from tintype.photo import exif
from tintype.photo.colour import to_srgb
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Samples, Source, only_the_first

# Pillow warns and refuses by a limit of its own; Source.check() is the one that holds here.
Image.MAX_IMAGE_PIXELS = None

_PLAIN = {"1": "L", "L": "L", "P": "RGB", "RGB": "RGB", "RGBX": "RGB", "RGBA": "RGBA"}
_lock = threading.Lock()


def decode(source: Source) -> Raster:
    """Decode JPEG, WebP or BMP.

    Raises:
        UnreadablePhoto: the file is none of these, or is too large.
        OSError, SyntaxError, ValueError: it is damaged.
    """
    with _opened(source) as image:
        samples, remarks = _samples(image, source)
        block = exif.block(image.info.get("exif"))
        # A phone's JPEG (MPO) carries previews and gain maps behind the photo: nothing is missing without them.
        frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
        metadata = Metadata(
            icc=None if image.mode == "CMYK" else image.info.get("icc_profile") or None,
            exif=block,
            xmp=image.info.get("xmp") or None,
            dpi=_resolution(image, block),
        )
    warnings = (*remarks, *only_the_first(frames))
    return Raster(samples, metadata=metadata, orientation=exif.orientation(block), warnings=warnings)


@contextmanager
def _opened(source: Source) -> Iterator[Image.Image]:
    """The file as Pillow sees it, with Pillow's remarks about odd files kept off the terminal."""
    # Silencing swaps a global list: two threads at once could leave it swapped.
    with _lock, catch_warnings():
        simplefilter("ignore")
        with Image.open(BytesIO(source.data), formats=("JPEG", "WEBP", "BMP", "DIB")) as image:
            source.check(Size(image.height, image.width))
            yield image


def _samples(image: Image.Image, source: Source) -> tuple[Samples, tuple[str, ...]]:
    """The pixels of an image as H x W x C, and what to tell about their conversion.

    Raises:
        UnreadablePhoto: its pixels are of a kind that is not supported.
    """
    remarks: tuple[str, ...] = ()
    if image.mode == "CMYK":
        image, remarks = to_srgb(image, image.info.get("icc_profile"))
    if image.mode not in _PLAIN:
        raise source.refusal(f"its kind of pixels ({image.mode}) is not supported")
    samples = np.asarray(image.convert(_PLAIN[image.mode]))
    return (samples[..., np.newaxis] if samples.ndim == 2 else samples), remarks


def _resolution(image: Image.Image, block: bytes | None) -> tuple[float, float] | None:
    # Pillow says 72 dpi for a JPEG that says nothing; the file's own words are in jfif_unit.
    stated = image.format == "BMP" or image.info.get("jfif_unit") in (1, 2)
    across, down = image.info.get("dpi", (0, 0)) if stated else (0, 0)
    return (float(across), float(down)) if across > 0 and down > 0 else exif.resolution(block)
