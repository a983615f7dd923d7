"""From the colours of print, measurement and other profiles to sRGB."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from tintype.photo.code_points import BT2100, PRIMARIES, SRGB, profile
from tintype.photo.photo import Photo, Pixels
from tintype.photo.source import Samples

_VISIBLE = 1 / 255
_RELATIVE = 1

BAND = 16
"""Rows that are worked on at a time, so that they stay in the processor's cache."""


def to_srgb(image: Image.Image, icc: bytes | None) -> tuple[Image.Image, tuple[str, ...]]:
    """A CMYK or Lab picture in sRGB, through its profile if that can be used, and what to tell about it."""
    try:
        return _through_profile(image, icc), (f"The colours were converted from {image.mode} to sRGB.",)
    except ImageCms.PyCMSError:
        return image.convert("RGB"), (f"The colours were converted from {image.mode} without a profile and may look different.",)


def _through_profile(image: Image.Image, icc: bytes | None) -> Image.Image:
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("LAB") if image.mode == "LAB" else ImageCms.getOpenProfile(BytesIO(icc or b"")),
        ImageCms.createProfile("sRGB"),
        image.mode,
        "RGB",
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    return transform.apply(image)


def without_profile(photo: Photo) -> tuple[Photo, tuple[str, ...]]:
    """The photo for a format without profiles, its colours converted to sRGB if they are others, and what to tell about it."""
    icc = photo.metadata.icc
    if icc is None:
        return photo, ()
    bare = replace(photo, metadata=replace(photo.metadata, icc=None))
    try:
        if photo.grey or _is_srgb(icc):
            return bare, ()
        pixels = _from_profile(photo.pixels, icc)
    except (RuntimeError, ValueError):
        return bare, ("The colour profile is damaged and was left out.",)
    return bare.with_pixels(pixels), ("The colours were converted to sRGB, because the file's format was given no profile.",)


def to_light(values: Pixels) -> Pixels:
    """Values of sRGB as linear light, clipped to [0, 1] and to steps of 16 bits."""
    table, top = _light(65535).astype(np.float32), np.float32(65535)
    light = np.empty(values.shape, np.float32)
    for row in range(0, len(values), BAND):  # three times as quick as all at once
        steps = np.rint(values[row : row + BAND] * top)
        light[row : row + BAND] = table[np.clip(steps, 0, top, out=steps).astype(np.uint16)]
    return light


def from_light(light: Pixels) -> Pixels:
    """Linear light in [0, 1] as values of sRGB."""
    values: Pixels = np.where(
        light <= 0.0031308, light * np.float32(12.92), np.float32(1.055) * light ** np.float32(1 / 2.4) - np.float32(0.055)
    )
    return values


def _light(top: int) -> NDArray[np.float64]:
    """The light of each of the steps up to ``top``, which is white."""
    steps = np.linspace(0, 1, top + 1)
    return np.where(steps <= 0.04045, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4)


def linear(samples: Samples, bits: int) -> Samples:
    """The colours of sRGB samples, H x W x C of so many bits, as linear light of 16 bits; alpha with 16 bits too."""
    top = 2**bits - 1
    converted: Samples = np.rint(samples * (65535 / top)).astype(np.uint16)
    colours = samples.shape[2] - 1 if samples.shape[2] in (2, 4) else samples.shape[2]
    converted[..., :colours] = np.rint(_light(top) * 65535).astype(np.uint16)[samples[..., :colours]]
    return converted


def linear_srgb(samples: Samples, bits: int, icc: bytes) -> Pixels:
    """Samples of a profile, H x W x 3 or 4 of so many bits, as linear light of sRGB, which lies below 0 or above 1 outside it.

    Raises:
        RuntimeError, ValueError: the profile is damaged.
    """
    values = np.divide(samples, np.float32(2**bits - 1), dtype=np.float32)
    light = profile(SRGB, gamma=1.0)
    values[..., :3] = imagecodecs.cms_transform(
        np.ascontiguousarray(values[..., :3]), icc, light, colorspace="rgb", outcolorspace="rgb", intent=_RELATIVE
    )
    return values


def from_wide(samples: Samples, icc: bytes) -> Samples:
    """Samples, H x W x 3 or 4 of 16 bits, in the primaries of BT.2100 with the curve of sRGB, in the colours of a profile.

    Raises:
        RuntimeError, ValueError: the profile is damaged.
    """
    converted = samples.copy()
    wide = profile(PRIMARIES[BT2100])
    converted[..., :3] = imagecodecs.cms_transform(
        np.ascontiguousarray(samples[..., :3]), wide, icc, colorspace="rgb", outcolorspace="rgb", intent=_RELATIVE
    )
    return converted


def of_bits(samples: Samples, bits: int) -> Samples:
    """Samples of 16 bits with fewer."""
    top = 2 ** min(bits, 16) - 1
    fewer: Samples = np.rint(samples * (top / 65535)).astype(np.uint8 if top < 256 else np.uint16)
    return fewer


def is_usable(icc: bytes) -> bool:
    """Whether a profile of RGB can be understood."""
    try:
        _from_profile(np.zeros((1, 1, 3), np.float32), icc)
    except (RuntimeError, ValueError):
        return False
    return True


def _is_srgb(icc: bytes) -> bool:
    """Whether the profile changes no colour by a visible step."""
    ramp = np.linspace(0, 1, 9, dtype=np.float32)
    cube = np.stack(np.meshgrid(ramp, ramp, ramp), axis=-1).reshape(27, 27, 3)
    return bool(np.abs(_from_profile(cube, icc) - cube).max() < _VISIBLE)


def _from_profile(pixels: Pixels, icc: bytes) -> Pixels:
    steps = np.rint(np.clip(pixels, 0, 1) * np.float32(65535)).astype(np.uint16)
    converted = imagecodecs.cms_transform(steps, icc, imagecodecs.cms_profile("srgb"), colorspace="rgb", outcolorspace="rgb")
    values: Pixels = np.divide(converted, np.float32(65535), dtype=np.float32)
    return values
