"""The small version of a photo inside its EXIF block."""

from __future__ import annotations

from io import BytesIO

import cv2
import numpy as np
from PIL import Image

from tintype.photo import exif
from tintype.photo.photo import Photo, Pixels

LONGEST_SIDE = 160
"""In pixels, as cameras do it (DCF)."""
_QUALITY = 80


def renewed(block: bytes, photo: Photo, room: int) -> bytes:
    """A block that has lost an old thumbnail with one of ``photo``; as it is where that does not fit into ``room`` bytes.

    Its colours are the photo's own, as those of a camera's thumbnail are.
    """
    grown = exif.with_thumbnail(block, _thumbnail(photo))
    return grown if len(grown) <= room else block


def _thumbnail(photo: Photo) -> bytes:
    pixels = _small(photo.pixels)
    if photo.alpha is not None:
        alpha = _small(photo.alpha)[..., np.newaxis]
        pixels = pixels * alpha + (1 - alpha)
    file = BytesIO()
    Image.fromarray(np.rint(np.clip(pixels, 0, 1) * 255).astype(np.uint8)).save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _small(values: Pixels) -> Pixels:
    height, width = values.shape[:2]
    scale = min(1.0, LONGEST_SIDE / max(height, width))
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small: Pixels = np.asarray(cv2.resize(np.ascontiguousarray(values), size, interpolation=cv2.INTER_AREA))
    return small
