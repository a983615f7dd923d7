"""Small versions of photos, at less than the cost of reading them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import cv2
import numpy as np

from tintype.photo import decode_pillow, decode_raw
from tintype.photo.formats import Decoder
from tintype.photo.photo import Photo
from tintype.photo.read import read_with
from tintype.photo.source import Raster, Samples, Source


def read_thumbnail(path: Path, side: int, memory: int | None = None) -> Photo:
    """Read a photo as ``read_photo`` does, but no larger than ``side`` pixels a side.

    A JPEG is decoded at a reduced scale, a camera's raw file at half its size. ``memory`` is as for a photo too.

    Raises:
        FileMissing, FolderGiven, UnreadablePhoto: as for a photo.
    """
    return read_with(path, partial(_small, side=side), memory=memory)


def _small(source: Source, decode: Decoder, side: int) -> Raster:
    return _shrunk(_quick(source, decode, side), side)


def _quick(source: Source, decode: Decoder, side: int) -> Raster:
    if decode is decode_pillow.decode:
        try:
            return decode_pillow.decode_reduced(source, side)
        except OSError:  # a file that is cut short, which only the plain way makes the best of
            return decode(source)
    return decode_raw.decode_reduced(source) if decode is decode_raw.decode else decode(source)


def _shrunk(raster: Raster, side: int) -> Raster:
    height, width, channels = raster.samples.shape
    scale = side / max(height, width)
    if scale >= 1:
        return raster
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    samples: Samples = np.asarray(cv2.resize(np.ascontiguousarray(raster.samples), size, interpolation=cv2.INTER_AREA))
    return replace(raster, samples=samples.reshape(size[1], size[0], channels))
