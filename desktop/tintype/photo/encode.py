"""One function for each format: integer samples, their bits and metadata in, the bytes of a file out."""

from __future__ import annotations

import struct
from io import BytesIO
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tintype.photo import avif_meta, jxl_boxes, png_chunks, xmp_segments
from tintype.photo.colour import linear, linear_srgb
from tintype.photo.exif_edit import with_the_rest
from tintype.photo.photo import Metadata
from tintype.photo.photoshop import iptc_resource
from tintype.photo.source import Samples
from tintype.photo.tiff_exif import begin_tiff, graft_into_tiff

_TIFF_LEVEL = 1
# On photographs three times as fast as the usual settings, and smaller files too.
_PNG_OPTIONS = {"level": 1, "strategy": imagecodecs.PNG.STRATEGY.RLE, "filter": imagecodecs.PNG.FILTER.PAETH}
_JPEG_SEGMENT = 65533
_XMP_ROOM = _JPEG_SEGMENT - len(b"http://ns.adobe.com/xap/1.0/\0")
JPEG_ROOM = {"exif": _JPEG_SEGMENT - len(b"Exif\0\0"), "iptc": _JPEG_SEGMENT - len(iptc_resource(b"")) - 1}
"""The longest EXIF and IPTC that fit into one segment of a JPEG, in bytes; longer XMP is split."""
_AVIF_SPEED = 7
_JXL_EFFORT = 5
_LOSSLESS = 100
_CLASSIC_TIFF_BYTES = 2**32 - 2**25


def jpeg(samples: Samples, _bits: int, metadata: Metadata, quality: int) -> bytes:
    """A JPEG file with colours at full resolution."""
    options: dict[str, Any] = {"quality": quality, "subsampling": "4:4:4", "extra": b""}
    if metadata.icc:
        options["icc_profile"] = metadata.icc
    if metadata.exif:
        options["exif"] = b"Exif\0\0" + metadata.exif
    if metadata.xmp and len(metadata.xmp) <= _XMP_ROOM:
        options["xmp"] = metadata.xmp
    elif metadata.xmp:
        options["xmp"], options["extra"] = xmp_segments.split(metadata.xmp)
    if metadata.iptc:
        block = iptc_resource(metadata.iptc)
        options["extra"] += b"\xff\xed" + struct.pack(">H", 2 + len(block)) + block
    if metadata.dpi:
        options["dpi"] = metadata.dpi
    return _saved(samples, "JPEG", options)


def webp(samples: Samples, _bits: int, metadata: Metadata, quality: int) -> bytes:
    """A WebP file, lossless at quality 100."""
    metadata = with_the_rest(metadata)
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


def avif(samples: Samples, bits: int, metadata: Metadata, quality: int) -> bytes:
    """An AVIF file with colours at full resolution; lossless at quality 100."""
    encoded = imagecodecs.avif_encode(
        _plain(samples),
        level=quality,
        speed=_AVIF_SPEED,
        bitspersample=bits,
        pixelformat="yuv400" if samples.shape[2] < 3 else "yuv444",
        # sRGB is told where no profile says something else; those who read both believe the profile.
        primaries=imagecodecs.AVIF.COLOR_PRIMARIES.BT709,
        transfer=imagecodecs.AVIF.TRANSFER_CHARACTERISTICS.SRGB,
    )
    return avif_meta.graft(bytes(encoded), with_the_rest(metadata))


def jxl(samples: Samples, bits: int, metadata: Metadata, quality: int) -> bytes:
    """A JPEG XL file, lossless at quality 100."""
    lossless = quality == _LOSSLESS
    # The distance that libjxl's own tools take for a quality (lib/jxl/encode.cc, JxlEncoderDistanceFromQuality).
    distance = 0.1 + (100 - quality) * 0.09 if quality >= 30 else 53 / 3000 * quality**2 - 23 / 20 * quality + 25
    encoded = imagecodecs.jpegxl_encode(
        _plain(samples if lossless else _as_light(samples, bits, metadata.icc)),
        lossless=lossless,
        distance=None if lossless else distance,
        effort=_JXL_EFFORT,
        bitspersample=bits if lossless else None,
        usecontainer=True,
    )
    return jxl_boxes.graft(bytes(encoded), with_the_rest(metadata), bits)


def _as_light(samples: Samples, bits: int, icc: bytes | None) -> NDArray[Any]:
    """The samples as imagecodecs wants them to make the format's own colours: 8 bits in sRGB, more as linear light."""
    if icc and samples.shape[2] > 2:
        return linear_srgb(samples, bits, icc)
    return samples if bits == 8 else linear(samples, bits)


def bmp(samples: Samples, _bits: int, metadata: Metadata, _quality: int) -> bytes:
    """A BMP file, which tells its resolution and nothing else."""
    return _saved(samples, "BMP", {"dpi": metadata.dpi} if metadata.dpi else {})


def png(samples: Samples, _bits: int, metadata: Metadata, _quality: int) -> bytes:
    """A PNG file."""
    return png_chunks.graft(bytes(imagecodecs.png_encode(_plain(samples), **_PNG_OPTIONS)), metadata)


def tiff(samples: Samples, _bits: int, metadata: Metadata, _quality: int) -> bytes:
    """A TIFF file, deflated with a predictor.

    EXIF lies at its beginning as it is, so that the offsets in makers' notes hold.
    """
    import tifffile  # loaded here, for a window opens sooner without it

    file = BytesIO()
    big = samples.nbytes > _CLASSIC_TIFF_BYTES
    begin = 0 if big or metadata.exif is None else begin_tiff(file, metadata.exif)
    colours = 1 if samples.shape[2] < 3 else 3
    tifffile.imwrite(
        file,
        _plain(samples),
        bigtiff=big,
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
    graft_into_tiff(file, metadata, begin)
    return file.getvalue()


def _saved(samples: Samples, name: str, options: dict[str, Any]) -> bytes:
    file = BytesIO()
    Image.fromarray(_plain(samples)).save(file, name, **options)
    return file.getvalue()


def _plain(samples: NDArray[Any]) -> NDArray[Any]:
    """H x W for a single channel, as the encoders want it."""
    return np.ascontiguousarray(samples[..., 0] if samples.shape[2] == 1 else samples)
