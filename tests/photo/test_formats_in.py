"""Formats that are read and not written, and the kinds of AVIF and JPEG XL that others write."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from tintype.errors import UnreadablePhoto
from tintype.photo import Photo, read_photo
from tintype.photo.code_points import SRGB, profile

Array = NDArray[Any]


def read(tmp_path: Path, content: bytes | bytearray) -> Photo:
    (tmp_path / "photo.dat").write_bytes(content)
    return read_photo(tmp_path / "photo.dat")


def samples_of(photo: Photo, top: int) -> Array:
    samples: Array = np.rint(photo.pixels * top).astype(np.uint16)
    return samples


def test_gif_and_its_first_frame(tmp_path: Path, colour8: Array) -> None:
    image = Image.fromarray(colour8).quantize(200)
    content = io.BytesIO()
    image.save(content, "GIF")
    photo = read(tmp_path, content.getvalue())
    np.testing.assert_array_equal(samples_of(photo, 255), np.asarray(image.convert("RGB")))
    assert (photo.alpha, photo.warnings) == (None, ())
    content = io.BytesIO()
    image.save(content, "GIF", save_all=True, append_images=[image.rotate(180)])
    assert read(tmp_path, content.getvalue()).warnings == ("The file holds 2 pictures; only the first was opened.",)


def test_gif_with_transparency(tmp_path: Path, colour8: Array) -> None:
    image = Image.fromarray(colour8).quantize(200)
    content = io.BytesIO()
    image.save(content, "GIF", transparency=7)
    with Image.open(io.BytesIO(content.getvalue())) as same:
        expected = np.asarray(same.convert("RGBA"))
    photo = read(tmp_path, content.getvalue())
    assert photo.alpha is not None
    np.testing.assert_array_equal(np.rint(photo.alpha * 255), expected[..., 3])


@pytest.mark.parametrize("numbers", ["float16", "float32", "float64"])
def test_tiff_of_floating_point_numbers(tmp_path: Path, numbers: str, colour16: Array) -> None:
    values = (colour16 / 65535).astype(numbers)
    content = io.BytesIO()
    tifffile.imwrite(content, values, photometric="rgb", metadata=None)
    photo = read(tmp_path, content.getvalue())
    # A half has fewer steps than the 16 bits that these numbers come from, and others of its own near black.
    rounded = ("Floating point numbers were rounded to 16 bits a channel.",) if numbers == "float16" else ()
    assert (photo.depth, photo.warnings) == (16, rounded)
    np.testing.assert_allclose(photo.pixels, values.astype(np.float32), atol=0.6 / 65535)


def test_floating_point_numbers_beyond_white_are_told(tmp_path: Path) -> None:
    values = np.array([[-1, 0.5], [np.nan, 3]], np.float32)
    content = io.BytesIO()
    tifffile.imwrite(content, values, photometric="minisblack", metadata=None)
    photo = read(tmp_path, content.getvalue())
    assert photo.warnings == (
        "Values darker than black or brighter than white were clipped.",
        "Floating point numbers were rounded to 16 bits a channel.",
    )
    np.testing.assert_allclose(photo.pixels[..., 0], np.array([[0, 0.5], [0, 1]], np.float32), atol=1e-5)


@pytest.mark.parametrize("codec", ["jp2", "j2k"])
@pytest.mark.parametrize("deep", [False, True])
def test_jpeg_2000(tmp_path: Path, codec: str, deep: bool, colour8: Array, colour16: Array) -> None:
    samples = colour16 if deep else colour8
    photo = read(tmp_path, imagecodecs.jpeg2k_encode(samples, level=0, codecformat=codec))
    assert (photo.depth, photo.warnings) == (16 if deep else 8, ())
    np.testing.assert_array_equal(samples_of(photo, 65535 if deep else 255), samples)


def test_jpeg_2000_with_metadata_in_boxes(tmp_path: Path, colour8: Array, exif: bytes, xmp: bytes) -> None:
    content = bytes(imagecodecs.jpeg2k_encode(colour8, level=0, codecformat="jp2"))
    names = (b"JpgTiffExif->JP2", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"))
    tail = b"".join(
        struct.pack(">I", 24 + len(part)) + b"uuid" + name + part for name, part in zip(names, (exif, xmp), strict=True)
    )
    photo = read(tmp_path, content + tail)
    assert (photo.metadata.exif, photo.metadata.xmp) == (exif, xmp)


@pytest.mark.parametrize(("bits", "level"), [(8, 100), (10, 100), (12, 100)])
def test_avif_of_every_depth(tmp_path: Path, bits: int, level: int, colour8: Array, colour16: Array) -> None:
    samples = colour8 if bits == 8 else colour16 >> (16 - bits)
    photo = read(tmp_path, imagecodecs.avif_encode(samples, level=level, bitspersample=bits, pixelformat="yuv444"))
    assert photo.depth == (8 if bits == 8 else 16)
    np.testing.assert_array_equal(samples_of(photo, 2**bits - 1), samples)


@pytest.mark.parametrize("orientation", [1, 3, 6, 7])
def test_avif_is_turned_upright(tmp_path: Path, orientation: int, colour8: Array) -> None:
    tags = Image.Exif()
    tags[0x0112] = orientation
    content = io.BytesIO()
    Image.fromarray(colour8).save(content, "AVIF", exif=tags, quality=95)
    photo = read(tmp_path, content.getvalue())
    assert photo.pixels.shape[:2] == (colour8.shape[:2] if orientation < 5 else colour8.shape[1::-1])


def test_animated_avif(tmp_path: Path, colour8: Array) -> None:
    content = io.BytesIO()
    image = Image.fromarray(colour8)
    image.save(content, "AVIF", save_all=True, append_images=[image.rotate(180)])
    assert read(tmp_path, content.getvalue()).warnings == ("The file holds 2 pictures; only the first was opened.",)


def test_jpeg_xl_of_10_bits_reaches_white(tmp_path: Path, colour16: Array) -> None:
    photo = read(tmp_path, imagecodecs.jpegxl_encode(colour16 >> 6, lossless=True, bitspersample=10))
    np.testing.assert_array_equal(samples_of(photo, 1023), colour16 >> 6)
    assert photo.warnings == ()
    assert photo.metadata.icc == profile(SRGB, gamma=1.0)  # imagecodecs names it linear light


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("packing", [0, 1])
def test_photoshops_composite(tmp_path: Path, packing: int, deep: bool, colour8: Array, colour16: Array, icc: bytes) -> None:
    samples = colour16 if deep else colour8
    photo = read(tmp_path, psd(samples, packing, icc))
    assert (photo.depth, photo.metadata.icc, photo.warnings) == (16 if deep else 8, icc, ())
    np.testing.assert_array_equal(samples_of(photo, 65535 if deep else 255), samples)


def psd(samples: Array, packing: int, icc: bytes) -> bytes:
    height, width, channels = samples.shape
    header = struct.pack(">4sH6xHIIHH", b"8BPS", 1, channels, height, width, 8 * samples.itemsize, 3)
    resource = b"8BIM" + struct.pack(">HHI", 1039, 0, len(icc)) + icc + bytes(len(icc) % 2)
    planes = np.moveaxis(samples, -1, 0).astype(samples.dtype.newbyteorder(">"))
    rows = [row.tobytes() for plane in planes for row in plane]
    if packing:
        rows = [bytes(imagecodecs.packbits_encode(row)) for row in rows]
    lengths = b"".join(struct.pack(">H", len(row)) for row in rows) if packing else b""
    between = struct.pack(">II", 0, len(resource)) + resource + struct.pack(">I", 0)
    return header + between + struct.pack(">H", packing) + lengths + b"".join(rows)


def test_a_raw_file_of_bayer_samples_is_developed(tmp_path: Path) -> None:
    grey = np.full((64, 96), 2000, np.uint16)
    tags = [
        *((50706, 1, 4, (1, 4, 0, 0), True), (50707, 1, 4, (1, 1, 0, 0), True), (50708, 2, 0, "Maker Camera", True)),
        *((33421, 3, 2, (2, 2), True), (33422, 1, 4, (0, 1, 1, 2), True), (50717, 3, 1, 4095, True)),
        (50721, 10, 9, tuple(number for value in (1, 0, 0, 0, 1, 0, 0, 0, 1) for number in (value, 1)), True),
        *((50728, 5, 3, (1, 1) * 3, True), (50778, 3, 1, 21, True), (271, 2, 0, "Maker", True), (274, 3, 1, 6, True)),
    ]
    content = io.BytesIO()
    tifffile.imwrite(content, grey, photometric=32803, metadata=None, extratags=tags)
    photo = read(tmp_path, content.getvalue())
    assert photo.depth == 16
    assert photo.pixels.shape == (96, 64, 3)
    named = Image.Exif()
    named.load(photo.metadata.exif or b"")
    assert (named[271], named.get(274, 1)) == ("Maker", 1)


@pytest.mark.parametrize("mark", [b"FUJIFILMCCD-RAW ", b"IIU\0", b"\0\0\0\x18ftypcrx ", b"FOVb"])
def test_raw_files_without_content_are_refused(tmp_path: Path, mark: bytes) -> None:
    with pytest.raises(UnreadablePhoto, match=r"raw file of a kind|damaged"):
        read(tmp_path, mark + bytes(3000))


def test_bombs_are_refused_before_they_are_decoded(tmp_path: Path, colour8: Array) -> None:
    avif = bytearray(imagecodecs.avif_encode(colour8))
    place = avif.index(b"ispe") + 8
    avif[place : place + 8] = struct.pack(">II", 60_000, 60_000)
    jp2 = bytearray(imagecodecs.jpeg2k_encode(colour8, level=0))
    place = jp2.index(b"\xff\x4f\xff\x51") + 8
    jp2[place : place + 8] = struct.pack(">II", 60_000, 60_000)
    photoshop = struct.pack(">4sH6xHIIHH", b"8BPS", 1, 3, 60_000, 60_000, 8, 3)
    sides = struct.pack("<HH", 60_000, 60_000)
    gif = b"GIF89a" + sides + b"\0\0\0," + bytes(4) + sides + b"\0\x08\0;"
    for bomb in (bytes(avif), bytes(jp2), photoshop, gif):
        with pytest.raises(UnreadablePhoto, match="it has 60000x60000 pixels, and more than a gigapixel cannot be opened"):
            read(tmp_path, bomb)
