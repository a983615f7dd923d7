"""HEIC and its kin through libheif, 8 to 12 bits a channel."""

from __future__ import annotations

from io import BytesIO

import numpy as np

from tintype.photo import exif
from tintype.photo.boxes import code_points, largest
from tintype.photo.code_points import UNKNOWN, Colours, of_code_points
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Samples, Source, only_the_first


def decode(source: Source) -> Raster:
    """Decode the main picture of a HEIF file.

    Raises:
        UnreadablePhoto: it is too large.
        RuntimeError, OSError, ValueError, ...: it is damaged.
    """
    import pi_heif  # a library of its own, needed by few

    source.check(largest(source.data))
    file = pi_heif.open_heif(BytesIO(source.data), convert_hdr_to_8bit=False, hdr_to_16bit=False)
    image = file[file.primary_index]
    block = exif.block(image.info.get("exif"))
    icc = image.info.get("icc_profile") or None
    primaries, transfer, _ = code_points(source.data) or (UNKNOWN, UNKNOWN, UNKNOWN)
    colours = Colours(icc) if icc else of_code_points(primaries, transfer)
    return Raster(
        # A copy: the library frees what it decoded together with the file.
        _samples(image.mode, np.array(image)),
        2 ** image.info["bit_depth"] - 1,
        # libheif has turned the pixels already.
        Metadata(
            icc=colours.icc,
            exif=block and exif.upright(block),
            xmp=exif.upright_xmp(image.info["xmp"]) if image.info.get("xmp") else None,
            dpi=exif.resolution(block),
        ),
        warnings=(*colours.remarks, *only_the_first(len(file))),
    )


def _samples(mode: str, values: Samples) -> Samples:
    """H x W x C with straight alpha: libheif multiplies nothing, but the file may have."""
    samples = values[..., np.newaxis] if values.ndim == 2 else values
    if "a" not in mode:  # RGBa: alpha multiplied in
        return samples
    top = float(np.iinfo(samples.dtype).max)
    alpha = samples[..., 3:]
    share = alpha / max(float(alpha.max()), 1.0)
    divided = np.divide(samples[..., :3], share, out=np.zeros(samples[..., :3].shape), where=share > 0)
    return np.concatenate((np.rint(np.minimum(divided, top)).astype(samples.dtype), alpha), axis=2)
