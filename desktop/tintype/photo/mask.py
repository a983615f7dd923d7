"""Masks in files: grey pictures, white where to fill."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tintype.errors import InvalidMask
from tintype.geometry import Size
from tintype.photo import encode
from tintype.photo.atomic import write_whole
from tintype.photo.photo import Metadata
from tintype.photo.read import read_photo

LOSSY = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".webp", ".avif", ".jxl", ".heic", ".heif", ".hif"})
RIPPLE = 16
"""Lossy compression makes black and white uncertain by less than this."""


def read_mask(path: Path, size: Size | None = None, memory: int | None = None) -> NDArray[np.uint8]:
    """Read a mask from a picture of any readable format: white is filled, black is kept, what is transparent is kept too.

    Args:
        path: the file.
        size: of the photo that the mask is for.
        memory: most bytes that reading it may take; None for half of what is free.

    Returns:
        uint8 H x W, coverage from 0 to 255.

    Raises:
        FileMissing, FolderGiven, UnreadablePhoto: as for a photo.
        InvalidMask: it is not of the photo's size.
    """
    picture = read_photo(path, memory=memory)
    if size is not None and picture.size != size:
        raise InvalidMask(f"{path} measures {picture.size} and the photo {size}")
    white = picture.pixels.mean(axis=2, dtype=np.float32)
    covered = white if picture.alpha is None else white * picture.alpha
    mask: NDArray[np.uint8] = np.rint(covered * 255).astype(np.uint8)
    if path.suffix.lower() in LOSSY:
        mask[mask < RIPPLE] = 0
        mask[mask > 255 - RIPPLE] = 255
    return mask


def write_mask(mask: NDArray[np.uint8], path: Path) -> None:
    """Write a mask (uint8 H x W) as a grey PNG, without loss, whole or not at all.

    Raises:
        CannotWrite: the disk refuses; an old file is as it was.
    """
    write_whole(path, encode.png(mask[..., np.newaxis], 8, Metadata(), 100))
