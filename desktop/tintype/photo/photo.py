"""A photo in memory."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tintype.geometry import Size

Pixels = NDArray[np.float32]

Depth = Literal[8, 16]


@dataclass(frozen=True)
class Metadata:
    """What a file says besides its pixels, kept as the bytes it came in.

    Attributes:
        icc: ICC profile of the pixels.
        exif: EXIF block, beginning with the TIFF header, its orientation already reset to "upright".
        xmp: XMP packet.
        dpi: horizontal and vertical resolution in pixels an inch.
        iptc: IPTC-IIM records, as press agencies write them.
    """

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    iptc: bytes | None = None


@dataclass(frozen=True, eq=False)
class Photo:
    """Pixels in the file's own encoding, upright, with all that is needed to write them back as they came.

    Attributes:
        pixels: float32 H x W x 3, [0, 1]; a grey photo has three equal channels.
        alpha: float32 H x W, [0, 1], or None for an opaque photo.
        depth: bits a channel in the file, 16 for all between 9 and 16.
        grey: whether the file holds one channel; it is written back as one.
        metadata: profile, EXIF, XMP and resolution.
        quality: 1 to 100, with which a JPEG was saved as far as its tables tell; None for every other format.
        lossless: whether the file, of a format that can lose something (WebP, AVIF, JPEG XL), has lost nothing.
        bits: a channel in the file where they are from 9 to 15; None otherwise.
        warnings: one sentence for each thing that could not be read as it should.
    """

    pixels: Pixels
    alpha: Pixels | None = None
    depth: Depth = 8
    grey: bool = False
    metadata: Metadata = field(default_factory=Metadata)
    warnings: tuple[str, ...] = ()
    quality: int | None = None
    lossless: bool = False
    bits: int | None = None

    @property
    def size(self) -> Size:
        """Height and width."""
        return Size(self.pixels.shape[0], self.pixels.shape[1])

    def with_pixels(self, pixels: Pixels) -> Photo:
        """The same photo with other colours."""
        return replace(self, pixels=pixels)
