"""One function for each format: integer samples and metadata in, the bytes of a file out."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import imagecodecs
import numpy as np
import tifffile
from PIL import Image

from tintype.photo import png_chunks
from tintype.photo.photo import Metadata
from tintype.photo.source import Samples
from tintype.photo.tiff_exif import graft_into_tiff

_TIFF_LEVEL = 1
# On photographs three times as fast as the usual settings, and smaller files too.
_PNG_OPTIONS = {"level": 1, "strategy": imagecodecs.PNG.STRATEGY.RLE, "filter": imagecodecs.PNG.FILTER.PAETH}
_JPEG_SEGMENT = 65533
_JPEG_EXIF = _JPEG_SEGMENT - len(b"Exif\0\0")
_JPEG_XMP = _JPEG_SEGMENT - len(b"http://ns.adobe.com/xap/1.0/\0")
_LOSSLESS = 100
_CLASSIC_TIFF_BYTES = 2**32 - 2**25


def jpeg(samples: Samples, metadata: Metadata, quality: int) -> bytes:
    """A JPEG file with colours at full resolution; EXIF or XMP longer than one segment holds is left out."""
    options: dict[str, Any] = {"quality": quality, "subsampling": "4:4:4"}
    if metadata.icc:
        options["icc_profile"] = metadata.icc
    if metadata.exif and len(metadata.exif) <= _JPEG_EXIF:
        options["exif"] = b"Exif\0\0" + metadata.exif
    if metadata.xmp and len(metadata.xmp) <= _JPEG_XMP:
        options["xmp"] = metadata.xmp
    if metadata.dpi:
        options["dpi"] = metadata.dpi
    return _saved(samples, "JPEG", options)


def webp(samples: Samples, metadata: Metadata, quality: int) -> bytes:
    """A WebP file, lossless at quality 100; its resolution is only told by EXIF."""
    return _saved(
        samples,
        "WEBP",
        {
            "quality": quality,
            "lossless": quality == _LOSSLESS,
            "exact": True,
            "icc_profile": metadata.icc or b"",
            "exif": metadata.exif or b"",
            "xmp": metadata.xmp or b"",
        },
    )


def bmp(samples: Samples, metadata: Metadata, _quality: int) -> bytes:
    """A BMP file, which tells its resolution and nothing else."""
    return _saved(samples, "BMP", {"dpi": metadata.dpi} if metadata.dpi else {})


def png(samples: Samples, metadata: Metadata, _quality: int) -> bytes:
    """A PNG file."""
    return png_chunks.graft(bytes(imagecodecs.png_encode(_plain(samples), **_PNG_OPTIONS)), metadata)


def tiff(samples: Samples, metadata: Metadata, _quality: int) -> bytes:
    """A TIFF file, deflated with a predictor."""
    file = BytesIO()
    colours = 1 if samples.shape[2] < 3 else 3
    tifffile.imwrite(
        file,
        _plain(samples),
        bigtiff=samples.nbytes > _CLASSIC_TIFF_BYTES,
        # The values of the EXIF block go in as they are, so the file takes over their byte order.
        byteorder=">" if metadata.exif and metadata.exif.startswith(b"MM") else "<",
        photometric="rgb" if colours == 3 else "minisblack",
        planarconfig="contig",
        extrasamples=["unassalpha"] * (samples.shape[2] - colours),
        compression="adobe_deflate",
        compressionargs={"level": _TIFF_LEVEL},
        predictor=True,
        resolution=metadata.dpi,
        resolutionunit="inch" if metadata.dpi else None,
        metadata=None,
        software=False,
    )
    graft_into_tiff(file, metadata.exif, metadata.xmp, metadata.icc)
    return file.getvalue()


def _saved(samples: Samples, name: str, options: dict[str, Any]) -> bytes:
    file = BytesIO()
    Image.fromarray(_plain(samples)).save(file, name, **options)
    return file.getvalue()


def _plain(samples: Samples) -> Samples:
    """H x W for a single channel, as the encoders want it."""
    return np.ascontiguousarray(samples[..., 0] if samples.shape[2] == 1 else samples)
