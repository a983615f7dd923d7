"""One function for each format: integer samples and metadata in, the bytes of a file out."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

import imagecodecs
import numpy as np
from PIL import Image

from tintype.photo import avif_meta, jxl_boxes, png_chunks
from tintype.photo.colour import linear
from tintype.photo.photo import Metadata
from tintype.photo.source import Samples
from tintype.photo.tiff_exif import graft_into_tiff

_TIFF_LEVEL = 1
# On photographs three times as fast as the usual settings, and smaller files too.
_PNG_OPTIONS = {"level": 1, "strategy": imagecodecs.PNG.STRATEGY.RLE, "filter": imagecodecs.PNG.FILTER.PAETH}
_JPEG_SEGMENT = 65533
_PHOTOSHOP = b"Photoshop 3.0\x008BIM\x04\x04\0\0"
JPEG_ROOM = {
    "exif": _JPEG_SEGMENT - len(b"Exif\0\0"),
    "xmp": _JPEG_SEGMENT - len(b"http://ns.adobe.com/xap/1.0/\0"),
    "iptc": _JPEG_SEGMENT - len(_PHOTOSHOP) - 5,
}
"""The longest EXIF, XMP and IPTC that fit into one segment of a JPEG, in bytes."""
AVIF_BITS = 12
_AVIF_SPEED = 7
_JXL_EFFORT = 5
_LOSSLESS = 100
_CLASSIC_TIFF_BYTES = 2**32 - 2**25


def jpeg(samples: Samples, metadata: Metadata, quality: int) -> bytes:
    """A JPEG file with colours at full resolution."""
    options: dict[str, Any] = {"quality": quality, "subsampling": "4:4:4"}
    if metadata.icc:
        options["icc_profile"] = metadata.icc
    if metadata.exif:
        options["exif"] = b"Exif\0\0" + metadata.exif
    if metadata.xmp:
        options["xmp"] = metadata.xmp
    if metadata.iptc:
        block = _PHOTOSHOP + struct.pack(">I", len(metadata.iptc)) + metadata.iptc + bytes(len(metadata.iptc) % 2)
        options["extra"] = b"\xff\xed" + struct.pack(">H", 2 + len(block)) + block
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


def avif(samples: Samples, metadata: Metadata, quality: int) -> bytes:
    """An AVIF file with colours at full resolution, of 12 bits a channel if the samples have 16; lossless at quality 100."""
    encoded = imagecodecs.avif_encode(
        _plain(samples),
        level=quality,
        speed=_AVIF_SPEED,
        bitspersample=8 if samples.dtype == np.uint8 else AVIF_BITS,
        pixelformat="yuv400" if samples.shape[2] < 3 else "yuv444",
        # sRGB is told where no profile says something else; those who read both believe the profile.
        primaries=imagecodecs.AVIF.COLOR_PRIMARIES.BT709,
        transfer=imagecodecs.AVIF.TRANSFER_CHARACTERISTICS.SRGB,
    )
    return avif_meta.graft(bytes(encoded), metadata)


def jxl(samples: Samples, metadata: Metadata, quality: int) -> bytes:
    """A JPEG XL file in sRGB, which cannot be given a profile; lossless at quality 100."""
    lossless = quality == _LOSSLESS
    # The distance that libjxl's own tools take for a quality (lib/jxl/encode.cc, JxlEncoderDistanceFromQuality).
    distance = 0.1 + (100 - quality) * 0.09 if quality >= 30 else 53 / 3000 * quality**2 - 23 / 20 * quality + 25
    # imagecodecs calls 16 bits linear light. Without loss that is a mere name, which is put right afterwards.
    stored = samples if lossless or samples.dtype == np.uint8 else linear(samples)
    encoded = imagecodecs.jpegxl_encode(
        _plain(stored), lossless=lossless, distance=None if lossless else distance, effort=_JXL_EFFORT, usecontainer=True
    )
    return jxl_boxes.graft(bytes(encoded), metadata)


def bmp(samples: Samples, metadata: Metadata, _quality: int) -> bytes:
    """A BMP file, which tells its resolution and nothing else."""
    return _saved(samples, "BMP", {"dpi": metadata.dpi} if metadata.dpi else {})


def png(samples: Samples, metadata: Metadata, _quality: int) -> bytes:
    """A PNG file."""
    return png_chunks.graft(bytes(imagecodecs.png_encode(_plain(samples), **_PNG_OPTIONS)), metadata)


def tiff(samples: Samples, metadata: Metadata, _quality: int) -> bytes:
    """A TIFF file, deflated with a predictor."""
    import tifffile  # loaded here, for a window opens sooner without it

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
    graft_into_tiff(file, metadata)
    return file.getvalue()


def _saved(samples: Samples, name: str, options: dict[str, Any]) -> bytes:
    file = BytesIO()
    Image.fromarray(_plain(samples)).save(file, name, **options)
    return file.getvalue()


def _plain(samples: Samples) -> Samples:
    """H x W for a single channel, as the encoders want it."""
    return np.ascontiguousarray(samples[..., 0] if samples.shape[2] == 1 else samples)
