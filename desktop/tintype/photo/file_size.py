"""How large a file would become."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from tintype.geometry import Size
from tintype.photo.output import Output
from tintype.photo.photo import Photo
from tintype.photo.shrink import shrunk
from tintype.photo.stamp import Stamp
from tintype.photo.write import check_room, encode_photo
from tintype.progress import Progress

WHOLE_PIXELS = 8_000_000
"""A picture of so many pixels is encoded whole."""
SAMPLES, SAMPLE_SIDE = 4, 512
"""Of a larger one, so many places in a column and in a row, of so many pixels a side."""


@dataclass(frozen=True)
class FileSize:
    """What a file would be.

    Attributes:
        count: of its bytes.
        exact: whether that is no estimate.
        size: of the picture in it.
        losses: one sentence for each thing that it could not hold.
    """

    count: int
    exact: bool
    size: Size
    losses: tuple[str, ...]


def file_size(photo: Photo, target: Path, output: Output, progress: Progress, stamp: Stamp | None = None) -> FileSize:
    """Encode a photo to see how many bytes that takes; of a large one, places that lie evenly all over it.

    Raises:
        CannotWrite, InvalidPixels: as ``encode_photo``.
        Cancelled: told to stop.
    """
    if output.longest_side is not None:
        photo, output = shrunk(photo, output.longest_side), replace(output, longest_side=None)
    check_room(photo.size, target)
    progress.check()
    if photo.size.pixels <= WHOLE_PIXELS:
        encoded = encode_photo(photo, target, output, stamp)
        return FileSize(len(encoded.data), True, encoded.size, encoded.losses)
    sample = _samples(photo)
    encoded = encode_photo(sample, target, output, stamp)
    progress.check()
    # A picture of next to nothing tells what header and metadata take, which do not grow with the picture.
    fixed = len(encode_photo(_cut(photo, slice(0, 8), slice(0, 8)), target, output, stamp).data)
    count = fixed + (len(encoded.data) - fixed) * photo.size.pixels / sample.size.pixels
    return FileSize(round(count), False, photo.size, encoded.losses)


def _samples(photo: Photo) -> Photo:
    """Places of the photo put together to one picture."""
    rows, columns = _places(photo.size.height), _places(photo.size.width)
    cuts = [[_cut(photo, row, column) for column in columns] for row in rows]
    alpha = None if photo.alpha is None else np.block([[cut.alpha for cut in line] for line in cuts])
    return replace(photo, pixels=np.vstack([np.hstack([cut.pixels for cut in line]) for line in cuts]), alpha=alpha)


def _places(length: int) -> list[slice]:
    side = min(SAMPLE_SIDE, length)
    return [slice(start, start + side) for start in np.linspace(0, length - side, SAMPLES).astype(int)]


def _cut(photo: Photo, rows: slice, columns: slice) -> Photo:
    alpha = None if photo.alpha is None else photo.alpha[rows, columns]
    return replace(photo, pixels=photo.pixels[rows, columns], alpha=alpha)
