"""The formats that can be written, and what each can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from tintype.photo import encode
from tintype.photo.photo import Metadata
from tintype.photo.source import Samples


@dataclass(frozen=True)
class Format:
    """How a format is written, and what it can hold.

    Attributes:
        encode: from samples, their bits, metadata and quality to the bytes of a file.
        longest_side: in pixels.
        depths: how many bits a channel it can have, in rising order.
        holds: names of the metadata that have a place in it.
        room: most bytes of some of them.
        thumbnail: whether its EXIF may hold a small version of the picture.
        grey: whether it can hold a single channel.
        alpha: whether it can hold transparency.
        lossy: whether the quality counts.
    """

    encode: Callable[[Samples, int, Metadata, int], bytes]
    longest_side: int
    depths: Sequence[int] = (8,)
    holds: frozenset[str] = frozenset({"icc", "exif", "xmp", "iptc"})
    room: Mapping[str, int] = field(default_factory=dict)
    thumbnail: bool = True
    grey: bool = True
    alpha: bool = False
    lossy: bool = False


JPEG = Format(encode.jpeg, longest_side=65500, room=encode.JPEG_ROOM, lossy=True)
_PNG = Format(encode.png, longest_side=1_000_000, depths=(8, 16), alpha=True)
_TIFF = Format(encode.tiff, longest_side=2**31 - 1, depths=(8, 16), alpha=True, thumbnail=False)
_WEBP = Format(encode.webp, longest_side=16383, grey=False, alpha=True, lossy=True)
_AVIF = Format(encode.avif, longest_side=65536, depths=(8, 10, 12), alpha=True, lossy=True)
JXL = Format(encode.jxl, longest_side=2**30, depths=range(8, 17), alpha=True, lossy=True)
_BMP = Format(encode.bmp, longest_side=2**31 - 1, holds=frozenset())
FORMATS = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jpe": JPEG,
    ".jfif": JPEG,
    ".png": _PNG,
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".webp": _WEBP,
    ".avif": _AVIF,
    ".jxl": JXL,
    ".bmp": _BMP,
}
"""By suffix, in small letters."""

WRITABLE = frozenset(FORMATS)


def most_bits(suffix: str) -> int:
    """How many bits a channel the format of a suffix out of ``WRITABLE`` holds: 8, 12 or 16."""
    return FORMATS[suffix].depths[-1]


def is_lossy(suffix: str) -> bool:
    """Whether a quality can be chosen in the format of a suffix out of ``WRITABLE``."""
    return FORMATS[suffix].lossy
