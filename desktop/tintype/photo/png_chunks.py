"""The chunks of a PNG file: metadata read from them, and put between the header and the pixels."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tintype.photo import exif
from tintype.photo.code_points import SRGB, Colours, of_code_points, of_measures
from tintype.photo.photo import Metadata
from tintype.photo.photoshop import iptc_in

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(SIGNATURE) + 25
_INCHES_A_METRE = 1 / 0.0254
_XMP_KEYWORD = b"XML:com.adobe.xmp"
MOST_CHUNKS = 100_000
"""No program writes as many; a hundred megabytes of empty ones would take gigabytes as objects."""
_RAW_PROFILE = b"Raw profile type "
_LENGTH = re.compile(rb"^\n?[^\n]*\n\s*\d+\s")
_LINE = 72
_SHARES = 100_000
_MAX_INFLATED = 64 * 1024 * 1024


@dataclass(frozen=True)
class Chunk:
    """One chunk: its four letters, what it holds, and both as they lie in a file, with length and checksum."""

    kind: bytes
    content: bytes
    whole: bytes

    @classmethod
    def of(cls, kind: bytes, content: bytes) -> Chunk:
        """A new chunk."""
        body = kind + content
        return cls(kind, content, struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body)))


def read_chunks(data: bytes) -> Iterator[Chunk]:
    """The chunks of a file, up to where it was cut short, or to the ``MOST_CHUNKS``th."""
    position = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if position + 12 > len(data):
            return
        end = position + 12 + int(struct.unpack_from(">I", data, position)[0])
        whole = data[position:end]
        yield Chunk(whole[4:8], whole[8:-4], whole)
        position = end


def metadata_of(chunks: Mapping[bytes, Sequence[bytes]]) -> tuple[Metadata, tuple[str, ...]]:
    """Colours, EXIF, XMP, IPTC and resolution, and what to tell about the colours; what is damaged counts as missing."""
    raw = dict(found for kind in (b"zTXt", b"tEXt") for content in chunks.get(kind, ()) if (found := _raw_profile(kind, content)))
    block = exif.block(next(iter(chunks.get(b"eXIf", ())), None) or raw.get(b"exif") or raw.get(b"APP1"))
    xmp = next((text for content in chunks.get(b"iTXt", ()) if (text := _xmp(content))), None) or raw.get(b"xmp")
    dpi = next((_resolution(content) for content in chunks.get(b"pHYs", ())), None)
    iptc = next((records for name in (b"iptc", b"8bim") if (records := iptc_in(raw.get(name, b"")))), None)
    colours = _colours(chunks, raw.get(b"icc"))
    return Metadata(icc=colours.icc, exif=block, xmp=xmp, dpi=dpi or exif.resolution(block), iptc=iptc), colours.remarks


def graft(png: bytes, metadata: Metadata) -> bytes:
    """The same file with the metadata in chunks of its own, right behind the header."""
    chunks = []
    if metadata.icc:
        chunks.append(Chunk.of(b"iCCP", b"ICC profile\0\0" + zlib.compress(metadata.icc)))
    if metadata.dpi:
        metres = [round(dots * _INCHES_A_METRE) for dots in metadata.dpi]
        chunks.append(Chunk.of(b"pHYs", struct.pack(">IIB", *metres, 1)))
    if metadata.exif:
        chunks.append(Chunk.of(b"eXIf", metadata.exif))
    if metadata.iptc:
        chunks.append(Chunk.of(b"zTXt", _RAW_PROFILE + b"iptc\0\0" + zlib.compress(_hexadecimal(metadata.iptc))))
    if metadata.xmp:
        chunks.append(Chunk.of(b"iTXt", _XMP_KEYWORD + b"\0\0\0\0\0" + metadata.xmp))
    return png[:_HEADER_END] + b"".join(chunk.whole for chunk in chunks) + png[_HEADER_END:]


def _colours(chunks: Mapping[bytes, Sequence[bytes]], raw: bytes | None) -> Colours:
    """The colours by the chunk that counts most."""
    points = next((content for content in chunks.get(b"cICP", ()) if len(content) == 4), None)
    if points is not None:
        return of_code_points(points[0], points[1])
    icc = next((_profile(content) for content in chunks.get(b"iCCP", ())), None) or raw
    gamma = next((content for content in chunks.get(b"gAMA", ()) if len(content) == 4 and any(content)), None)
    if icc or gamma is None or b"sRGB" in chunks:
        return Colours(icc)
    measured = next((content for content in chunks.get(b"cHRM", ()) if len(content) == 32), None)
    primaries = SRGB if measured is None else tuple(part / _SHARES for part in struct.unpack(">8I", measured))
    return Colours(of_measures(_SHARES / struct.unpack(">I", gamma)[0], primaries))


def _raw_profile(kind: bytes, content: bytes) -> tuple[bytes, bytes] | None:
    """Name and bytes of what ImageMagick and ExifTool store as hexadecimal digits in a text chunk."""
    keyword, _, rest = content.partition(b"\0")
    if not keyword.startswith(_RAW_PROFILE):
        return None
    text = (_inflated(rest[1:]) or b"") if kind == b"zTXt" else rest
    digits = _LENGTH.sub(b"", text, count=1)
    try:
        return keyword.removeprefix(_RAW_PROFILE), bytes.fromhex(digits.decode("ascii"))
    except ValueError:
        return None


def _hexadecimal(content: bytes) -> bytes:
    digits = content.hex().encode()
    lines = (digits[place : place + _LINE] for place in range(0, len(digits), _LINE))
    return b"\niptc\n%8d\n%s\n" % (len(content), b"\n".join(lines))


def _profile(content: bytes) -> bytes | None:
    _, _, packed = content.partition(b"\0")
    return _inflated(packed[1:])


def _xmp(content: bytes) -> bytes | None:
    keyword, _, rest = content.partition(b"\0")
    if keyword != _XMP_KEYWORD or len(rest) < 2:
        return None
    text = rest[2:].split(b"\0", 2)[-1]  # behind language and translated keyword
    return _inflated(text) if rest[0] else text


def _inflated(packed: bytes) -> bytes | None:
    try:
        return zlib.decompressobj().decompress(packed, _MAX_INFLATED) or None
    except zlib.error:
        return None


def _resolution(content: bytes) -> tuple[float, float] | None:
    if len(content) != 9 or content[8] != 1:
        return None
    across, down = (dots / _INCHES_A_METRE for dots in struct.unpack(">II", content[:8]))
    return (across, down) if across and down else None
