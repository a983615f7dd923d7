"""From a photo's own colours to those of the screen, which is taken as sRGB."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

Bytes = NDArray[np.uint8]

GRID = 9
INVISIBLE = 1


class ToSrgb:
    """The conversion from one ICC profile."""

    def __init__(self, transform: ImageCms.ImageCmsTransform, grey: bool) -> None:
        """``grey`` tells that the profile describes a single channel."""
        self._transform = transform
        self._grey = grey

    @classmethod
    def of(cls, icc: bytes | None) -> ToSrgb | None:
        """The conversion for a profile; None where none is needed, or the profile is broken or of other channels."""
        if icc is None:
            return None
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            grey = profile.profile.xcolor_space.strip() == "GRAY"
            transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), "L" if grey else "RGB", "RGB")
        except (ImageCms.PyCMSError, OSError):
            return None
        conversion = cls(transform, grey)
        return conversion if conversion._changes_something() else None

    def __call__(self, pixels: Bytes) -> Bytes:
        """uint8 H x W x 3 in the profile's colours to uint8 H x W x 3 in sRGB."""
        source = Image.fromarray(np.ascontiguousarray(pixels[..., 0]) if self._grey else pixels)
        return np.asarray(self._transform.apply(source))

    def _changes_something(self) -> bool:
        steps = np.linspace(0, 255, GRID).astype(np.uint8)
        axes = [steps] * 3
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(GRID, -1, 3)
        if self._grey:
            grid = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
        return int(np.abs(self(grid).astype(int) - grid).max()) > INVISIBLE
