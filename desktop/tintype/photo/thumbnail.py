"""Small copies of photos, for lists."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.photo.photo import Pixels
from tintype.photo.read import read_photo

Thumbnail = NDArray[np.uint8]
T = TypeVar("T", np.uint8, np.float32)

_JPEG = b"\xff\xd8\xff"


def read_thumbnail(path: Path, side: int) -> Thumbnail:
    """A photo, upright, at most ``side`` pixels wide and high and never enlarged; uint8 H x W x 3, its profile left aside.

    Raises:
        FileMissing, FolderGiven, UnreadablePhoto
    """
    return _read_jpeg(path, side) if _is_jpeg(path) else _from_pixels(read_photo(path).pixels, side)


def _is_jpeg(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_JPEG)) == _JPEG
    except (OSError, ValueError):
        return False


def _read_jpeg(path: Path, side: int) -> Thumbnail:
    """Decoded at an eighth of its size where that is large enough, which is quicker by as much."""
    data = np.fromfile(path, np.uint8)
    for how in (cv2.IMREAD_REDUCED_COLOR_8, cv2.IMREAD_COLOR):
        try:
            picture = cv2.imdecode(data, how)
        except cv2.error:
            break
        if picture is None:
            break
        if max(picture.shape) >= side or how == cv2.IMREAD_COLOR:
            return _reduced(np.asarray(picture[..., ::-1], np.uint8), side)
    return _from_pixels(read_photo(path).pixels, side)  # it knows more odd files, and what to say of broken ones


def _from_pixels(pixels: Pixels, side: int) -> Thumbnail:
    small = _reduced(pixels, side)
    return np.asarray(np.rint(np.clip(np.nan_to_num(small), 0, 1) * 255), np.uint8)


def _reduced(picture: NDArray[T], side: int) -> NDArray[T]:
    height, width = picture.shape[:2]
    scale = min(side / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    return np.ascontiguousarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(picture.dtype))
