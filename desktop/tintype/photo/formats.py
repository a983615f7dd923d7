"""Which decoder reads which file, told by its first bytes."""

from __future__ import annotations

import re
from collections.abc import Callable

from tintype.photo import (
    decode_avif,
    decode_heif,
    decode_jp2,
    decode_jxl,
    decode_pillow,
    decode_png,
    decode_psd,
    decode_raw,
    decode_tiff,
)
from tintype.photo.source import Raster, Source

PICTURES = frozenset(
    {
        *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".apng", ".tif", ".tiff", ".webp", ".avif", ".avifs", ".jxl"),
        *(".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx", ".heic", ".heif", ".hif"),
        *(".gif", ".bmp", ".dib", ".psd", ".psb"),
    }
)
RAW = frozenset(
    {
        *(".dng", ".cr2", ".cr3", ".crw", ".nef", ".nrw", ".arw", ".sr2", ".srf", ".raf", ".orf", ".rw2", ".pef", ".srw"),
        *(".3fr", ".iiq", ".x3f", ".mrw", ".erf", ".kdc", ".dcr", ".mos", ".rwl"),
        *(".mef", ".fff", ".gpr", ".cap"),
    }
)
READABLE = PICTURES | RAW

FOREIGN = "it is not a JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, JPEG 2000, HEIC, GIF, BMP, PSD or camera raw picture"

HEAD = 64
"""How many bytes tell a file's kind."""

Decoder = Callable[[Source], Raster]
_DECODERS: tuple[tuple[re.Pattern[bytes], Decoder], ...] = tuple(
    (re.compile(mark, re.DOTALL), decode)
    for mark, decode in (
        (rb"\xff\xd8\xff|BM|RIFF....WEBP|GIF8[79]a", decode_pillow.decode),
        (rb"\x89PNG\r\n\x1a\n", decode_png.decode),
        (rb"II[*+]\0|MM\0[*+]", decode_tiff.decode),
        (rb"\xff\x0a|\0\0\0\x0cJXL \r\n\x87\n", decode_jxl.decode),
        (rb"\xff\x4f\xff\x51|\0\0\0\x0cjP  \r\n\x87\n", decode_jp2.decode),
        # The general brands may hold either kind of picture; the list behind them tells.
        (rb"....ftyp(?:avi[fs]|(?:mif1|msf1|miaf).{4,40}?avi[fs])", decode_avif.decode),
        (rb"....ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)", decode_heif.decode),
        (rb"8BPS\0[\1\2]", decode_psd.decode),
        (rb"....ftypcrx |FUJIFILMCCD-RAW|II(?:U\0|RO|RS)|MMOR|II\x1a\0\0\0HEAP|FOVb|\0MRM", decode_raw.decode),
    )
)


def decoder_of(head: bytes) -> Decoder | None:
    """The decoder for a file that begins with these bytes; None where no picture begins so."""
    return next((decode for mark, decode in _DECODERS if mark.match(head)), None)
