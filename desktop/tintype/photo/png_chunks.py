"""The chunks of a PNG file: metadata read from them, and put between the header and the pixels."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from tintype.photo import exif
from tintype.photo.photo import Metadata

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = len(SIGNATURE) + 25
_INCHES_A_METRE = 1 / 0.0254
_XMP_KEYWORD = b"XML:com.adobe.xmp"
MOST_CHUNKS = 100_000
"""No program writes as many; a hundred megabytes of empty ones would take gigabytes as objects."""
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


def metadata_of(chunks: dict[bytes, list[bytes]]) -> Metadata:
    """Profile, EXIF, XMP and resolution; what is damaged counts as missing."""
    block = exif.block(next(iter(chunks.get(b"eXIf", [])), None))
    icc = next((_profile(content) for content in chunks.get(b"iCCP", [])), None)
    xmp = next((text for content in chunks.get(b"iTXt", []) if (text := _xmp(content))), None)
    dpi = next((_resolution(content) for content in chunks.get(b"pHYs", [])), None)
    return Metadata(icc=icc, exif=block, xmp=xmp, dpi=dpi or exif.resolution(block))


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
    if metadata.xmp:
        chunks.append(Chunk.of(b"iTXt", _XMP_KEYWORD + b"\0\0\0\0\0" + metadata.xmp))
    return png[:_HEADER_END] + b"".join(chunk.whole for chunk in chunks) + png[_HEADER_END:]


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
