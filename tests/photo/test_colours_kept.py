"""Pixels stay in the file's own encoding, whatever way the file has of telling it."""

from __future__ import annotations

import struct
import sys
import zlib
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from tests.photo.programs import needs, run
from tintype.errors import UnreadablePhoto
from tintype.photo import Metadata, Output, Photo, export_photo, read_photo, write_photo
from tintype.photo.code_points import HDR, SRGB, adobe_rgb, of_code_points, profile
from tintype.photo.decoding import decode, read_source
from tintype.photo.limits import memory_for_reading

Array = NDArray[Any]

P3, PQ = 12, 16
GREEN = np.array([[[0, 255, 0]]], np.uint8)


@pytest.fixture
def shallow(tmp_path: Path, colour8: Array) -> Path:
    path = tmp_path / "shallow.png"
    Image.fromarray(colour8).save(path)
    return path


def in_srgb(icc: bytes) -> list[float]:
    """What the profile's purest green is in sRGB, unclipped."""
    light = imagecodecs.cms_transform(
        GREEN.astype(np.float32) / 255, icc, profile(SRGB, gamma=1.0), colorspace="rgb", outcolorspace="rgb", intent=1
    )
    return [float(value) for value in light[0, 0]]


def test_profiles_that_are_made_mean_what_they_say() -> None:
    wide = of_code_points(P3, 13).icc
    assert wide is not None
    # Green of Display P3 in linear sRGB, by the matrices of both.
    assert in_srgb(wide) == pytest.approx([-0.2249, 1.0420, -0.0786], abs=0.003)
    assert in_srgb(profile(SRGB)) == pytest.approx([0, 1, 0], abs=0.001)
    assert of_code_points(1, 13).icc is None
    assert of_code_points(2, 2).icc is None


@needs("avifenc")
def test_avif_that_names_its_colours(tmp_path: Path, shallow: Path, colour8: Array) -> None:
    run("avifenc", "-l", "--cicp", "12/13/0", shallow, tmp_path / "photo.avif")
    photo = read_photo(tmp_path / "photo.avif")
    np.testing.assert_array_equal(np.rint(photo.pixels * 255), colour8)
    assert (photo.metadata.icc, photo.warnings) == (of_code_points(P3, 13).icc, ())
    run("avifenc", "-l", "--cicp", "9/16/0", shallow, tmp_path / "photo.avif")
    assert read_photo(tmp_path / "photo.avif").warnings == (HDR,)


@needs("cjxl")
@pytest.mark.parametrize("distance", ["0", "0.1"])
def test_jpeg_xl_that_names_its_colours(tmp_path: Path, shallow: Path, distance: str, colour8: Array) -> None:
    run("cjxl", shallow, tmp_path / "photo.jxl", "-d", distance, "-x", "color_space=RGB_D65_DCI_Per_SRG")
    photo = read_photo(tmp_path / "photo.jxl")
    assert np.abs(photo.pixels - colour8 / 255).mean() < (0.01 if distance != "0" else 1e-7)
    assert photo.metadata.icc is not None
    assert in_srgb(photo.metadata.icc) == pytest.approx([-0.2249, 1.0420, -0.0786], abs=0.003)


@needs("cjxl")
@pytest.mark.parametrize("distance", ["0", "0.1"])
def test_jpeg_xl_with_a_profile_of_its_own(tmp_path: Path, distance: str, colour8: Array, icc: bytes) -> None:
    for stored in (adobe_rgb(), icc):
        Image.fromarray(colour8).save(tmp_path / "wide.png", icc_profile=stored)
        run("cjxl", tmp_path / "wide.png", tmp_path / "photo.jxl", "-d", distance)
        photo = read_photo(tmp_path / "photo.jxl")
        assert np.abs(photo.pixels - colour8 / 255).mean() < (0.01 if distance != "0" else 1e-7)
        assert photo.metadata.icc == stored or (stored == icc and photo.metadata.icc is None)


@needs("djxl")
@pytest.mark.parametrize("deep", [False, True])
def test_djxl_reads_pixels_and_profile_of_a_jpeg_xl(tmp_path: Path, deep: bool, colour8: Array, colour16: Array) -> None:
    samples = colour16 if deep else colour8
    top = np.iinfo(samples.dtype).max
    photo = Photo(samples.astype(np.float32) / np.float32(top), depth=16 if deep else 8, metadata=Metadata(icc=adobe_rgb()))
    write_photo(photo, tmp_path / "photo.jxl", quality=100)
    run("djxl", tmp_path / "photo.jxl", tmp_path / "again.png")
    again = read_photo(tmp_path / "again.png")
    assert again.metadata.icc == adobe_rgb()
    np.testing.assert_array_equal(again.pixels, photo.pixels)


@needs("avifdec")
@pytest.mark.parametrize("deep", [False, True])
def test_avifdec_reads_pixels_and_profile_of_an_avif(tmp_path: Path, deep: bool, colour8: Array, colour16: Array) -> None:
    samples = colour16 >> 4 if deep else colour8
    top = 4095 if deep else 255
    photo = Photo(
        samples.astype(np.float32) / np.float32(top),
        depth=16 if deep else 8,
        bits=12 if deep else None,
        metadata=Metadata(icc=adobe_rgb()),
    )
    assert write_photo(photo, tmp_path / "photo.avif", quality=100) == ()
    run("avifdec", tmp_path / "photo.avif", tmp_path / "again.png")
    again = read_photo(tmp_path / "again.png")
    assert again.metadata.icc == adobe_rgb()
    np.testing.assert_allclose(again.pixels, photo.pixels, atol=0.6 / top)


def png_with(colour8: Array, *chunks: tuple[bytes, bytes]) -> bytes:
    content = bytes(imagecodecs.png_encode(colour8))
    middle = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return content[:33] + middle + content[33:]


ADOBE_POINTS = struct.pack(">8I", 31270, 32900, 64000, 33000, 21000, 71000, 15000, 6000)
SRGB_POINTS = struct.pack(">8I", 31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000)
GAMMA = struct.pack(">I", 45455)


@pytest.mark.parametrize(
    ("chunks", "wide"),
    [
        ([(b"cICP", bytes((P3, 13, 0, 1)))], True),
        ([(b"gAMA", GAMMA), (b"cHRM", ADOBE_POINTS)], True),
        ([(b"gAMA", struct.pack(">I", 100_000))], True),
        ([(b"gAMA", GAMMA), (b"cHRM", SRGB_POINTS)], False),
        ([(b"gAMA", GAMMA)], False),
        ([(b"cHRM", ADOBE_POINTS)], False),
        ([(b"sRGB", b"\0"), (b"gAMA", GAMMA), (b"cHRM", ADOBE_POINTS)], False),
        ([(b"gAMA", bytes(4))], False),
    ],
)
def test_png_that_measures_its_colours(tmp_path: Path, chunks: list[tuple[bytes, bytes]], wide: bool, colour8: Array) -> None:
    (tmp_path / "photo.png").write_bytes(png_with(colour8, *chunks))
    photo = read_photo(tmp_path / "photo.png")
    np.testing.assert_array_equal(np.rint(photo.pixels * 255), colour8)
    assert (photo.metadata.icc is not None) == wide
    if wide:
        write_photo(photo, tmp_path / "again.tif")
        assert read_photo(tmp_path / "again.tif").metadata.icc == photo.metadata.icc


def test_hdr_is_told(tmp_path: Path, colour8: Array) -> None:
    (tmp_path / "photo.png").write_bytes(png_with(colour8, (b"cICP", bytes((9, PQ, 0, 1)))))
    photo = read_photo(tmp_path / "photo.png")
    assert photo.warnings == (HDR,)
    assert photo.metadata.icc == of_code_points(9, PQ).icc


@pytest.mark.parametrize(("suffix", "bits"), [(".avif", 10), (".avif", 12), (".jxl", 10), (".jxl", 12), (".jxl", 14)])
def test_depths_between_8_and_16_come_back(tmp_path: Path, suffix: str, bits: int, colour16: Array) -> None:
    samples = colour16 >> (16 - bits)
    encode = imagecodecs.avif_encode if suffix == ".avif" else imagecodecs.jpegxl_encode
    options = {"level": 100, "pixelformat": "yuv444"} if suffix == ".avif" else {"lossless": True}
    (tmp_path / f"photo{suffix}").write_bytes(encode(samples, bitspersample=bits, **options))
    photo = read_photo(tmp_path / f"photo{suffix}")
    assert (photo.depth, photo.bits) == (16, bits)
    assert write_photo(photo, tmp_path / f"again{suffix}", quality=100) == ()
    again = read_photo(tmp_path / f"again{suffix}")
    assert (again.depth, again.bits, again.metadata.icc) == (16, bits, photo.metadata.icc)
    np.testing.assert_array_equal(again.pixels, photo.pixels)


@pytest.mark.parametrize("suffix", [".webp", ".avif", ".jxl"])
@pytest.mark.parametrize("quality", [80, 100])
def test_what_was_kept_without_loss_is_written_so_again(tmp_path: Path, suffix: str, quality: int, colour8: Array) -> None:
    write_photo(Photo(colour8.astype(np.float32) / np.float32(255)), tmp_path / f"photo{suffix}", quality=quality)
    source = read_photo(tmp_path / f"photo{suffix}")
    assert source.lossless == (quality == 100)
    for target in (tmp_path / f"again{suffix}", tmp_path / "again.jpg"):
        export_photo(source, target, Output())
    again = read_photo(tmp_path / f"again{suffix}")
    assert again.lossless == source.lossless
    assert np.array_equal(again.pixels, source.pixels) == source.lossless
    assert read_photo(tmp_path / "again.jpg").quality == 95


# --- camera raw ---


def dng(folder: Path, neutral: tuple[int, int, int]) -> Path:
    """A grey wall under light in which the sensor's channels answer with ``neutral`` hundredths of white."""
    mosaic = np.empty((64, 96), np.uint16)
    for row, column, channel in ((0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 2)):
        mosaic[row::2, column::2] = 20 * neutral[channel]
    neutrals = tuple(number for share in neutral for number in (share, 100))
    identity = tuple(number for value in (1, 0, 0, 0, 1, 0, 0, 0, 1) for number in (value, 1))
    tags = [
        *((50706, 1, 4, (1, 4, 0, 0), True), (50707, 1, 4, (1, 1, 0, 0), True), (50708, 2, 0, "Maker Camera", True)),
        *((33421, 3, 2, (2, 2), True), (33422, 1, 4, (0, 1, 1, 2), True), (50717, 3, 1, 4095, True)),
        *((50721, 10, 9, identity, True), (50728, 5, 3, neutrals, True), (50778, 3, 1, 21, True)),
        *((271, 2, 0, "Maker", True), (700, 1, 7, b"<x:xmp>", True)),
    ]
    path = folder / "photo.dng"
    tifffile.imwrite(path, mosaic, photometric=32803, metadata=None, extratags=tags)
    return path


@pytest.mark.parametrize("neutral", [(100, 100, 100), (50, 100, 75), (90, 100, 40)])
def test_a_raw_file_is_developed_with_the_cameras_white_balance(tmp_path: Path, neutral: tuple[int, int, int]) -> None:
    photo = read_photo(dng(tmp_path, neutral))
    assert (photo.depth, photo.metadata.xmp) == (16, b"<x:xmp>")
    red, green, blue = photo.pixels[16:48, 16:80].mean(axis=(0, 1))
    assert abs(red - green) < 0.02
    assert abs(blue - green) < 0.02
    assert green > 0.2


# --- decoders ---


@pytest.mark.parametrize(("name", "mark"), [("rawpy", b"FUJIFILMCCD-RAW "), ("pi_heif", b"\0\0\0\x18ftypheic")])
def test_a_missing_decoder_gets_one_sentence(
    tmp_path: Path, name: str, mark: bytes, monkeypatch: pytest.MonkeyPatch, colour8: Array
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    (tmp_path / "photo").write_bytes(mark + b"\0\0\0\0mif1heic" + HEIF_SIZE)
    source = read_source(tmp_path / "photo", lambda _: None, memory_for_reading(None))
    with pytest.raises(UnreadablePhoto, match=rf"^.* cannot be read: its decoder, {name}, is missing; install Tintype again\.$"):
        decode(source, lambda source, decoder: decoder(source))  # as the helper does it, in this process


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


HEIF_SIZE = box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", box(b"ispe", struct.pack(">III", 0, 8, 8)))))
