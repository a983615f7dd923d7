"""What can be chosen about a file that is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from tintype.errors import InvalidSetting
from tintype.photo.photo import Depth

USUAL_QUALITY, LOSSLESS = 95, 100


@dataclass(frozen=True)
class Output:
    """How a photo is written; the defaults change nothing that the format can keep.

    Attributes:
        depth: bits a channel; None for the photo's own. A format that has fewer gets as many as it has: AVIF 12, JPEG 8.
        quality: 1 to 100 for JPEG, WebP, AVIF and JPEG XL; all but JPEG are lossless at 100. None for that of the JPEG which
            a JPEG is made from, for ``LOSSLESS`` where the photo's file was, and for ``USUAL_QUALITY`` otherwise.
        keep_metadata: False leaves EXIF, with the place, XMP and IPTC out. Profile and resolution stay: without the one the
            colours would be wrong, and the other says nothing about the photographer.
        longest_side: in pixels; a larger photo is made smaller, a smaller one stays as it is. None for the photo's own.
    """

    depth: Depth | None = None
    quality: int | None = None
    keep_metadata: bool = True
    longest_side: int | None = None

    def __post_init__(self) -> None:
        if self.depth is not None and self.depth not in get_args(Depth):
            raise InvalidSetting("depth", self.depth, "8 or 16")
        if self.quality is not None and self.quality not in range(1, 101):
            raise InvalidSetting("quality", self.quality, "a whole number from 1 to 100")
        if self.longest_side is not None and self.longest_side < 1:
            raise InvalidSetting("longest side", self.longest_side, "1 pixel or more")
