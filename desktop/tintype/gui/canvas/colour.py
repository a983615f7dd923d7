"""From a photo's own colours to those of a screen, or to sRGB where that screen is unknown."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

Bytes = NDArray[np.uint8]

GRID = 9
INVISIBLE = 1


class Conversion:
    """The conversion from one ICC profile to another: relative colorimetric, with black point compensation."""

    def __init__(self, transform: ImageCms.ImageCmsTransform, grey: bool) -> None:
        """``grey`` tells that the photo's profile describes a single channel."""
        self._transform = transform
        self._grey = grey

    @classmethod
    def of(cls, icc: bytes | None, screen: bytes | None = None) -> Conversion | None:
        """The conversion from a photo's profile to a screen's; None where none is needed.

        A profile that is missing, broken or of other channels is taken as sRGB.
        """
        source, target = _opened(icc, ("RGB", "GRAY")), _opened(screen, ("RGB",))
        if source is None and target is None:
            return None
        grey = source is not None and _space(source) == "GRAY"
        srgb = ImageCms.createProfile("sRGB")
        try:
            transform = ImageCms.buildTransform(
                source or srgb,
                target or srgb,
                "L" if grey else "RGB",
                "RGB",
                ImageCms.Intent.RELATIVE_COLORIMETRIC,
                ImageCms.Flags.BLACKPOINTCOMPENSATION,
            )
        except ImageCms.PyCMSError:
            return None if target is None else cls.of(icc)
        conversion = cls(transform, grey)
        return conversion if conversion._changes_something() else None

    def __call__(self, pixels: Bytes) -> Bytes:
        """uint8 H x W x 3 in the photo's colours to uint8 H x W x 3 in the screen's."""
        source = Image.fromarray(np.ascontiguousarray(pixels[..., 0]) if self._grey else pixels)
        return np.asarray(self._transform.apply(source))

    def _changes_something(self) -> bool:
        steps = np.linspace(0, 255, GRID).astype(np.uint8)
        axes = [steps] * 3
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(GRID, -1, 3)
        if self._grey:
            grid = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
        return int(np.abs(self(grid).astype(int) - grid).max()) > INVISIBLE


def profile_name(icc: bytes) -> str:
    """What a screen's profile calls itself; empty when it cannot be used for a screen."""
    profile = _opened(icc, ("RGB",))
    return "" if profile is None else ImageCms.getProfileDescription(profile).strip()


def _opened(icc: bytes | None, spaces: tuple[str, ...]) -> ImageCms.ImageCmsProfile | None:
    """A profile, if it can be used and is of one of the colour spaces."""
    if not icc:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    except OSError:
        return None
    return profile if _space(profile) in spaces else None


def _space(profile: ImageCms.ImageCmsProfile) -> str:
    return profile.profile.xcolor_space.strip()
