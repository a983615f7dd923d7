"""PNG of every kind, 16 bits included."""

from __future__ import annotations

import struct
from collections import defaultdict

import imagecodecs
import numpy as np

from tintype.geometry import Size
from tintype.photo import exif
from tintype.photo.png_chunks import metadata_of, read_chunks
from tintype.photo.source import Raster, Source, only_the_first

_PIXELS = b"IDAT"


def decode(source: Source) -> Raster:
    """Decode a PNG file.

    Raises:
        UnreadablePhoto: it is too large, or has no header.
        RuntimeError, ValueError: it is damaged.
    """
    chunks = [chunk for chunk in read_chunks(source.data) if chunk.kind != _PIXELS]
    if not chunks or chunks[0].kind != b"IHDR" or len(chunks[0].content) != 13:
        raise source.refusal("the file is damaged or cut short")
    width, height, bits = struct.unpack(">IIB", chunks[0].content[:9])
    source.check(Size(height, width))
    contents: dict[bytes, list[bytes]] = defaultdict(list)
    for chunk in chunks:
        contents[chunk.kind].append(chunk.content)
    samples = np.atleast_3d(imagecodecs.png_decode(source.data))
    metadata, remarks = metadata_of(contents)
    return Raster(
        samples,
        maximum=65535 if bits == 16 else 255,
        metadata=metadata,
        orientation=exif.orientation(metadata.exif),
        warnings=(*remarks, *only_the_first(_frames(contents[b"acTL"]))),
    )


def _frames(controls: list[bytes]) -> int:
    return int(struct.unpack_from(">I", controls[0])[0]) if controls and len(controls[0]) >= 4 else 1
