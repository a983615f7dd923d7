"""The composite picture of Photoshop's PSD and PSB, which lies ready behind the layers."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import imagecodecs
import numpy as np
from PIL import Image

from tintype.geometry import Size
from tintype.photo import exif, photoshop
from tintype.photo.colour import to_srgb
from tintype.photo.photo import Metadata
from tintype.photo.source import Raster, Samples, Source

_HEADER = struct.Struct(">4sH6xHIIHH")
_COLOURS = {1: 1, 2: 1, 3: 3, 4: 4, 8: 1, 9: 3}
_INDEXED, _CMYK, _LAB = 2, 4, 9
_MODES = {_CMYK: "CMYK", _LAB: "LAB"}
_RAW, _RUNS = 0, 1
_BIG = 2

_Interpreted = tuple[Samples, tuple[str, ...]]


@dataclass(frozen=True)
class _Head:
    big: bool
    channels: int
    size: Size
    bits: int
    mode: int


def decode(source: Source) -> Raster:
    """Decode the composite of a PSD or PSB file.

    Raises:
        UnreadablePhoto: it is too large, or its pixels are of a kind that is not supported.
        RuntimeError, ValueError, ...: it is damaged.
    """
    _, version, channels, height, width, bits, mode = _HEADER.unpack_from(source.data)
    head = _Head(version == _BIG, channels, Size(height, width), bits, mode)
    source.check(head.size)
    if mode not in _COLOURS or bits not in (8, 16) or not _COLOURS[mode] <= channels <= 56:
        raise source.refusal("its kind of pixels is not supported; save it as a TIFF")
    palette, position = _block(source.data, _HEADER.size, ">I")
    packed, position = _block(source.data, position, ">I")
    layers, position = _block(source.data, position, ">Q" if head.big else ">I")
    told = dict(photoshop.resources(packed))
    samples, remarks = _samples(_planes(source, head, position), head, palette, told.get(photoshop.ICC), _has_alpha(layers, head))
    return Raster(samples, 255 if samples.dtype == np.uint8 else 65535, _metadata(told, head), warnings=remarks)


def _block(data: bytes, position: int, length: str) -> tuple[bytes, int]:
    """A block behind its length, and where the next one begins."""
    begin = position + struct.calcsize(length)
    end = begin + struct.unpack_from(length, data, position)[0]
    return data[begin:end], end


def _has_alpha(layers: bytes, head: _Head) -> bool:
    """Whether the first channel behind the colours is their alpha: then the number of layers is written as negative."""
    width = 8 if head.big else 4
    return len(layers) >= width + 2 and int(struct.unpack_from(">h", layers, width)[0]) < 0


def _planes(source: Source, head: _Head, position: int) -> Samples:
    """The channels as they are stored, C x H x W."""
    (packing,) = struct.unpack_from(">H", source.data, position)
    body = source.data[position + 2 :]
    height, width = head.size.height, head.size.width
    row = width * head.bits // 8
    planes = min(head.channels, _COLOURS[head.mode] + 1)
    wanted = planes * height
    if packing == _RUNS:
        lengths = np.frombuffer(body, ">u4" if head.big else ">u2", head.channels * height)
        ends = lengths.nbytes + np.cumsum(lengths, dtype=np.int64)
        begins = ends - lengths
        body = b"".join(
            bytes(imagecodecs.packbits_decode(body[a:b]))[:row].ljust(row, b"\0")
            for a, b in zip(begins[:wanted], ends[:wanted], strict=True)
        )
    elif packing != _RAW:
        raise source.refusal("its compression is not supported; save it as a TIFF")
    kind = ">u1" if head.bits == 8 else ">u2"
    return np.frombuffer(body, kind, wanted * width).reshape(planes, height, width)


def _samples(planes: Samples, head: _Head, palette: bytes, icc: bytes | None, transparent: bool) -> _Interpreted:
    count, top = _COLOURS[head.mode], 2**head.bits - 1
    stored: Samples = np.moveaxis(planes, 0, -1).astype(np.uint8 if head.bits == 8 else np.uint16)
    colours = stored[..., :count]
    if head.mode == _INDEXED:
        return np.frombuffer(palette, np.uint8, 768).reshape(3, 256).T[colours[..., 0]], ()
    if head.mode in _MODES:
        inks = colours if top == 255 else (colours >> 8).astype(np.uint8)
        inks = 255 - inks if head.mode == _CMYK else inks  # stored with 0 as full ink
        converted, remarks = to_srgb(Image.frombytes(_MODES[head.mode], inks.shape[1::-1], inks.tobytes()), icc)
        return np.asarray(converted), (*remarks, *(("The colours were converted with 8 bits a channel.",) if top > 255 else ()))
    if not transparent or stored.shape[2] == count:
        return colours, ()
    return _off_white(colours, stored[..., count:], top), ()


def _off_white(colours: Samples, alpha: Samples, top: int) -> Samples:
    """Colours freed of the white that the composite has behind what is transparent, with their alpha."""
    share = alpha / top
    freed = np.divide(colours - top * (1 - share), share, out=np.zeros(colours.shape), where=share > 0)
    return np.concatenate((np.rint(np.clip(freed, 0, top)).astype(colours.dtype), alpha), axis=2)


def _metadata(told: dict[int, bytes], head: _Head) -> Metadata:
    block = exif.block(told.get(photoshop.EXIF))
    fixed = told.get(photoshop.RESOLUTION, b"")
    across, down = (struct.unpack_from(">I", fixed, place)[0] / 65536 for place in (0, 8)) if len(fixed) >= 16 else (0, 0)
    return Metadata(
        icc=None if head.mode in _MODES else told.get(photoshop.ICC),
        # Photoshop turns the pixels itself.
        exif=block and exif.upright(block),
        xmp=told.get(photoshop.XMP),
        iptc=told.get(photoshop.IPTC),
        dpi=(across, down) if across >= 1 and down >= 1 else None,
    )
