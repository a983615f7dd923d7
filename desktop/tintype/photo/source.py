"""What every decoder takes and gives: a file's bytes on one side, its samples on the other."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tintype.errors import UnreadablePhoto
from tintype.geometry import Size
from tintype.photo.limits import BYTES_A_PIXEL, beyond
from tintype.photo.photo import Metadata

Samples = NDArray[np.uint8 | np.uint16]

MAX_PIXELS = 1_000_000_000


@dataclass(frozen=True)
class Source:
    """A file that has been read whole.

    Attributes:
        path: where it is.
        data: its bytes.
        admit: told the picture's size before it is decoded; it may wait, and what it raises ends the reading.
        memory: most bytes that reading it may take.
    """

    path: Path
    data: bytes = field(repr=False)
    admit: Callable[[Size], object] = lambda _: None
    memory: int = sys.maxsize

    def refusal(self, reason: str) -> UnreadablePhoto:
        """The error to raise for this file."""
        return UnreadablePhoto(self.path, reason)

    def check(self, size: Size) -> None:
        """Refuse a picture that the memory cannot hold, before it is decoded.

        Raises:
            UnreadablePhoto: it has more than a gigapixel, or none at all, or takes more memory than it may.
        """
        if size.pixels > MAX_PIXELS:
            raise self.refusal(f"it has {size} pixels, and more than a gigapixel cannot be opened")
        if size.pixels == 0:
            raise self.refusal("it has no pixels")
        refusal = beyond(size.pixels * BYTES_A_PIXEL, self.memory)
        if refusal:
            raise self.refusal(refusal)
        self.admit(size)


@dataclass(frozen=True, eq=False)
class Raster:
    """A decoded picture, not yet turned upright.

    Attributes:
        samples: H x W x C, with C = 1 grey, 2 grey and alpha, 3 colour, 4 colour and alpha; alpha is straight, not multiplied in.
        maximum: the sample that means white.
        metadata: as the file has it; the EXIF block still has the file's orientation.
        orientation: how the samples lie, 1 to 8 as in EXIF.
        warnings: one sentence for each thing that could not be read as it should.
        quality: of a JPEG, 1 to 100.
        lossless: whether a file of a format that can lose something (WebP, AVIF, JPEG XL) has lost nothing.
    """

    samples: Samples
    maximum: int = 255
    metadata: Metadata = field(default_factory=Metadata)
    orientation: int = 1
    warnings: tuple[str, ...] = ()
    quality: int | None = None
    lossless: bool = False


def only_the_first(pictures: int) -> tuple[str, ...]:
    """The warning for a file with several pages or frames, or none."""
    return (f"The file holds {pictures} pictures; only the first was opened.",) if pictures > 1 else ()
