"""AVIF: pixels of full depth through imagecodecs, what is told about them through Pillow."""

from __future__ import annotations

from io import BytesIO

import imagecodecs
import numpy as np
from PIL import Image

from tintype.photo import exif
from tintype.photo.boxes import code_points, largest, properties
from tintype.photo.code_points import UNKNOWN, Colours, of_code_points
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Source, only_the_first

_HIGH, _TWELVE = 0x40, 0x20
_RGB = 0


def decode(source: Source) -> Raster:
    """Decode the first picture of an AVIF file, 8, 10 or 12 bits a channel.

    Raises:
        UnreadablePhoto: it is too large.
        RuntimeError, OSError, ValueError: it is damaged.
    """
    source.check(largest(source.data))
    with Image.open(BytesIO(source.data), formats=("AVIF",)) as image:
        # Pillow puts the turns that the container prescribes into the block.
        block = exif.block(image.info.get("exif"))
        icc = image.info.get("icc_profile") or None
        primaries, transfer, matrix = code_points(source.data) or (UNKNOWN, UNKNOWN, UNKNOWN)
        colours = Colours(icc) if icc else of_code_points(primaries, transfer)
        metadata = Metadata(
            icc=colours.icc,
            exif=block,
            xmp=image.info.get("xmp") or None,
            dpi=exif.resolution(block),
        )
        frames = getattr(image, "n_frames", 1)
        # Of an animation, imagecodecs ends the process; Pillow decodes it with 8 bits.
        samples = np.asarray(image) if frames > 1 else imagecodecs.avif_decode(source.data, index=0)
        bits = 8 if frames > 1 else _bits(source.data)
    return Raster(
        samples[..., np.newaxis] if samples.ndim == 2 else samples,
        2**bits - 1,
        metadata,
        exif.orientation(block),
        (*colours.remarks, *only_the_first(frames)),
        # Without loss only RGB is coded as such; a grey picture does not say.
        lossless=matrix == _RGB,
    )


def _bits(data: bytes) -> int:
    flags = next(part.content[2] for part in properties(data) if part.kind == b"av1C" and len(part.content) > 2)
    return 8 if not flags & _HIGH else 12 if flags & _TWELVE else 10
