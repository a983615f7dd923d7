"""JPEG, WebP, GIF and BMP through Pillow."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from warnings import catch_warnings, simplefilter

import numpy as np
from PIL import Image

from tintype.geometry import Size
from tintype.photo import exif, xmp_segments
from tintype.photo.code_points import adobe_rgb
from tintype.photo.colour import to_srgb
from tintype.photo.jpeg_quality import estimate_quality
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Samples, Source, only_the_first

# Pillow warns and refuses by a limit of its own; Source.check() is the one that holds here.
Image.MAX_IMAGE_PIXELS = None

_PLAIN = {"1": "L", "L": "L", "P": "RGB", "RGB": "RGB", "RGBX": "RGB", "RGBA": "RGBA"}
_lock = threading.Lock()

_JPEG, _END_OF_IMAGE = b"\xff\xd8", b"\xff\xd9"
_CUT = "The file is cut short; what is missing was left grey or blurred."
_IPTC = 0x0404
_BLOCK = 16


def decode(source: Source) -> Raster:
    """Decode JPEG, WebP, BMP or the first frame of a GIF.

    Raises:
        UnreadablePhoto: the file is none of these, or is too large.
        OSError, SyntaxError, ValueError: it is damaged; a JPEG that is merely cut short is read as far as it goes.
    """
    try:
        return _decoded(source)
    except OSError:
        if not source.data.startswith(_JPEG):
            raise
        # libjpeg fills up what is missing when it meets the end of the picture, but not when it meets that of the file.
        raster = _decoded(replace(source, data=source.data + _END_OF_IMAGE))
        if _is_flat(raster.samples):
            raise
        return replace(raster, warnings=(*raster.warnings, _CUT))


def decode_reduced(source: Source, side: int) -> Raster:
    """Decode at a reduced scale, where the format can, but with ``side`` pixels a side at least; else as ``decode``."""
    return _decoded(source, side)


def _is_flat(samples: Samples) -> bool:
    """Whether a picture is one colour but for the block at its beginning, which libjpeg makes up where it has nothing."""
    rest = np.concatenate(
        (samples[:_BLOCK, _BLOCK:].reshape(-1, samples.shape[2]), samples[_BLOCK:].reshape(-1, samples.shape[2]))
    )
    return not (rest != rest[:1]).any()


def _decoded(source: Source, side: int | None = None) -> Raster:
    with _opened(source) as image:
        size = Size(image.height, image.width)
    source.check(size)  # not under the lock, for it may wait
    with _opened(source) as image:
        if side is not None:
            image.draft(None, (side, side))
        samples, remarks = _samples(image, source)
        block = exif.block(image.info.get("exif"))
        # A phone's JPEG (MPO) carries previews and gain maps behind the photo: nothing is missing without them.
        frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
        packet = image.info.get("xmp") or None
        metadata = Metadata(
            icc=_profile(image, block),
            exif=block,
            xmp=xmp_segments.joined(packet, source.data) if packet and source.data.startswith(_JPEG) else packet,
            dpi=_resolution(image, block),
            iptc=_iptc(image),
        )
        quality = estimate_quality(getattr(image, "quantization", {}))
    warnings = (*remarks, *only_the_first(frames))
    return Raster(
        samples,
        metadata=metadata,
        orientation=exif.orientation(block),
        warnings=warnings,
        quality=quality,
        lossless=_is_lossless_webp(source.data),
    )


@contextmanager
def _opened(source: Source) -> Iterator[Image.Image]:
    """The file as Pillow sees it, with Pillow's remarks about odd files kept off the terminal."""
    # Silencing swaps a global list: two threads at once could leave it swapped.
    with _lock, catch_warnings():
        simplefilter("ignore")
        with Image.open(BytesIO(source.data), formats=("JPEG", "WEBP", "BMP", "DIB", "GIF")) as image:
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
    plain = "RGBA" if image.has_transparency_data else _PLAIN[image.mode]
    samples = np.asarray(image.convert(plain))
    return (samples[..., np.newaxis] if samples.ndim == 2 else samples), remarks


def _is_lossless_webp(data: bytes) -> bool:
    """Whether the first picture among the chunks of a WebP file is coded without loss."""
    position = 12
    while data.startswith(b"RIFF") and position + 8 <= len(data):
        kind, length = struct.unpack_from("<4sI", data, position)
        if kind in (b"VP8L", b"VP8 ", b"ANMF"):
            return bool(kind == b"VP8L")
        position += 8 + length + length % 2
    return False


def _profile(image: Image.Image, block: bytes | None) -> bytes | None:
    """That of the file, or what its EXIF says instead; none for inks, which become sRGB."""
    if image.mode == "CMYK":
        return None
    told = block is not None and image.format in ("JPEG", "MPO") and exif.names_adobe_rgb(block)
    return image.info.get("icc_profile") or (adobe_rgb() if told and image.mode != "L" else None)


def _iptc(image: Image.Image) -> bytes | None:
    resources = image.info.get("photoshop")
    return resources.get(_IPTC) or None if isinstance(resources, dict) else None


def _resolution(image: Image.Image, block: bytes | None) -> tuple[float, float] | None:
    # Pillow says 72 dpi for a JPEG that says nothing; the file's own words are in jfif_unit.
    stated = image.format == "BMP" or image.info.get("jfif_unit") in (1, 2)
    across, down = image.info.get("dpi", (0, 0)) if stated else (0, 0)
    return (float(across), float(down)) if across > 0 and down > 0 else exif.resolution(block)
