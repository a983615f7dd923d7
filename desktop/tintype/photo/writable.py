"""The formats that can be written, and what each can hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tintype.photo import encode
from tintype.photo.photo import Metadata
from tintype.photo.source import Samples


@dataclass(frozen=True)
class Format:
    """How a format is written, and what it can hold.

    Attributes:
        encode: from samples, metadata and quality to the bytes of a file.
        longest_side: in pixels.
        bits: most bits a channel.
        holds: names of the metadata that have a place in it.
        room: most bytes of some of them.
        grey: whether it can hold a single channel.
        alpha: whether it can hold transparency.
        lossy: whether the quality counts.
    """

    encode: Callable[[Samples, Metadata, int], bytes]
    longest_side: int
    bits: int = 8
    holds: frozenset[str] = frozenset({"icc", "exif", "xmp"})
    room: Mapping[str, int] = field(default_factory=dict)
    grey: bool = True
    alpha: bool = False
    lossy: bool = False


_ALL = frozenset({"icc", "exif", "xmp", "iptc"})
JPEG = Format(encode.jpeg, longest_side=65500, holds=_ALL, room=encode.JPEG_ROOM, lossy=True)
_PNG = Format(encode.png, longest_side=1_000_000, bits=16, alpha=True)
_TIFF = Format(encode.tiff, longest_side=2**31 - 1, bits=16, alpha=True, holds=_ALL)
_WEBP = Format(encode.webp, longest_side=16383, grey=False, alpha=True, lossy=True)
_AVIF = Format(encode.avif, longest_side=65536, bits=encode.AVIF_BITS, alpha=True, lossy=True)
_JXL = Format(encode.jxl, longest_side=2**30, bits=16, alpha=True, holds=frozenset({"exif", "xmp"}), lossy=True)
_BMP = Format(encode.bmp, longest_side=2**31 - 1, holds=frozenset())
FORMATS = {
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".png": _PNG,
    ".tif": _TIFF,
    ".tiff": _TIFF,
    ".webp": _WEBP,
    ".avif": _AVIF,
    ".jxl": _JXL,
    ".bmp": _BMP,
}
"""By suffix, in small letters."""

WRITABLE = frozenset(FORMATS)


def most_bits(suffix: str) -> int:
    """How many bits a channel the format of a suffix out of ``WRITABLE`` holds: 8, 12 or 16."""
    return FORMATS[suffix].bits


def is_lossy(suffix: str) -> bool:
    """Whether a quality can be chosen in the format of a suffix out of ``WRITABLE``."""
    return FORMATS[suffix].lossy
