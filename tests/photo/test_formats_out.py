"""AVIF and JPEG XL as Tintype writes them, and what others read in them."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tintype.photo import Metadata, Photo, read_photo, write_photo
from tintype.photo.code_points import adobe_rgb
from tintype.photo.jxl_describe import named_srgb
from tintype.photo.jxl_header import read_header

Array = NDArray[Any]


FEWER = ("16 bits a channel became 12, because the file's format holds no more.",)


def assert_within(block: bytes | None, old: bytes | None) -> None:
    """All of a block but where its first directory lies is in a block that tells the resolution besides."""
    assert block is not None
    assert old is not None
    assert block[8 : len(old)] == old[8:]


def photo_of(samples: Array, alpha: Array | None = None, metadata: Metadata | None = None) -> Photo:
    top = np.float32(np.iinfo(samples.dtype).max)
    colours = np.dstack([samples] * 3) if samples.ndim == 2 else samples
    return Photo(
        colours.astype(np.float32) / top,
        None if alpha is None else alpha.astype(np.float32) / top,
        16 if samples.dtype == np.uint16 else 8,
        samples.ndim == 2,
        metadata or Metadata(),
    )


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("grey", [False, True])
@pytest.mark.parametrize("deep", [False, True])
def test_jpeg_xl_of_quality_100_returns_every_bit(
    tmp_path: Path, deep: bool, grey: bool, transparent: bool, colour8: Array, colour16: Array, alpha8: Array, alpha16: Array
) -> None:
    samples, alpha = (colour16, alpha16) if deep else (colour8, alpha8)
    photo = photo_of(samples[..., 0] if grey else samples, alpha if transparent else None)
    assert write_photo(photo, tmp_path / "photo.jxl", quality=100) == ()
    assert_same(read_photo(tmp_path / "photo.jxl"), photo, 0)


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("grey", [False, True])
@pytest.mark.parametrize("deep", [False, True])
def test_avif_of_quality_100_returns_8_and_12_bits(
    tmp_path: Path, deep: bool, grey: bool, transparent: bool, colour8: Array, colour16: Array, alpha8: Array, alpha16: Array
) -> None:
    samples, alpha = (colour16, alpha16) if deep else (colour8, alpha8)
    photo = photo_of(samples[..., 0] if grey else samples, alpha if transparent else None)
    assert write_photo(photo, tmp_path / "photo.avif", quality=100) == (FEWER if deep else ())
    again = read_photo(tmp_path / "photo.avif")
    assert_same(again, photo, 0.6 / 4095 if deep else 0)


def assert_same(again: Photo, photo: Photo, tolerance: float) -> None:
    np.testing.assert_allclose(again.pixels, photo.pixels, atol=tolerance)
    assert (again.depth, again.grey, again.warnings) == (photo.depth, photo.grey, ())
    assert (again.alpha is None) == (photo.alpha is None)
    if photo.alpha is not None and again.alpha is not None:
        np.testing.assert_allclose(again.alpha, photo.alpha, atol=tolerance)


@pytest.mark.parametrize("suffix", [".avif", ".jxl"])
def test_quality_makes_files_smaller(tmp_path: Path, suffix: str, colour16: Array) -> None:
    sizes = []
    for quality in (10, 40, 95):
        write_photo(photo_of(colour16), tmp_path / f"photo{suffix}", quality=quality)
        sizes.append((tmp_path / f"photo{suffix}").stat().st_size)
    assert sizes[0] < sizes[1] < sizes[2]


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("deep", [False, True])
def test_avif_holds_all_metadata(
    tmp_path: Path,
    deep: bool,
    transparent: bool,
    colour8: Array,
    colour16: Array,
    alpha8: Array,
    alpha16: Array,
    metadata: Metadata,
) -> None:
    samples, alpha = (colour16, alpha16) if deep else (colour8, alpha8)
    photo = photo_of(samples, alpha if transparent else None, metadata)
    assert write_photo(photo, tmp_path / "photo.avif", quality=100) == (FEWER if deep else ())
    again = read_photo(tmp_path / "photo.avif")
    assert_same(again, photo, 0.6 / 4095 if deep else 0)
    assert (again.metadata.icc, again.metadata.xmp, again.metadata.dpi) == (metadata.icc, metadata.xmp, metadata.dpi)
    assert_within(again.metadata.exif, metadata.exif)
    with Image.open(tmp_path / "photo.avif") as image:
        image.load()
        assert image.info["icc_profile"] == metadata.icc
        assert image.info["xmp"] == metadata.xmp


@pytest.mark.parametrize("kept", ["icc", "exif", "xmp"])
def test_avif_holds_each_of_the_metadata_alone(tmp_path: Path, kept: str, colour8: Array, metadata: Metadata) -> None:
    write_photo(photo_of(colour8, None, Metadata(**{kept: getattr(metadata, kept)})), tmp_path / "photo.avif")
    again = read_photo(tmp_path / "photo.avif").metadata
    assert {name for name in ("icc", "exif", "xmp") if getattr(again, name)} == {kept}


@pytest.mark.parametrize("deep", [False, True])
def test_jpeg_xl_holds_exif_and_xmp(tmp_path: Path, deep: bool, colour8: Array, colour16: Array, metadata: Metadata) -> None:
    samples = colour16 if deep else colour8
    assert write_photo(photo_of(samples, None, metadata), tmp_path / "photo.jxl", quality=100) == ()
    again = read_photo(tmp_path / "photo.jxl")
    assert (again.metadata.icc, again.metadata.xmp, again.metadata.dpi) == (metadata.icc, metadata.xmp, metadata.dpi)
    assert_within(again.metadata.exif, metadata.exif)
    assert_same(again, photo_of(samples), 0)


@pytest.mark.parametrize("quality", [90, 100])
@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("deep", [False, True])
def test_jpeg_xl_keeps_a_wide_gamut(
    tmp_path: Path, deep: bool, transparent: bool, quality: int, colour8: Array, colour16: Array
) -> None:
    samples = colour16 if deep else colour8
    smooth = np.repeat(np.repeat(samples[:5, :5], 16, axis=0), 16, axis=1)
    smooth[:16, :16] = np.array([0, 1, 0]) * np.iinfo(samples.dtype).max  # beyond sRGB
    opaque = np.full(smooth.shape[:2], np.iinfo(samples.dtype).max, samples.dtype)
    wide = adobe_rgb()
    photo = photo_of(smooth, opaque if transparent else None, Metadata(icc=wide))
    assert write_photo(photo, tmp_path / "photo.jxl", quality=quality) == ()
    again = read_photo(tmp_path / "photo.jxl")
    assert (again.metadata.icc, again.depth, again.warnings, again.lossless) == (wide, photo.depth, (), quality == 100)
    assert (again.alpha is not None) == transparent
    assert np.abs(again.pixels - photo.pixels).mean() < (0.01 if quality < 100 else 1e-7)
    assert again.pixels[2:14, 2:14, 0].max() < 0.3  # clipped to sRGB, it would be 0.56


def test_a_damaged_profile_stops_no_jpeg_xl(tmp_path: Path, colour8: Array) -> None:
    warnings = write_photo(photo_of(colour8, None, Metadata(icc=b"no profile")), tmp_path / "photo.jxl", quality=100)
    assert warnings == ("The colour profile is damaged and was left out.",)
    assert_same(read_photo(tmp_path / "photo.jxl"), photo_of(colour8), 0)


def test_jpeg_xl_headers(colour8: Array, colour16: Array) -> None:
    for samples, bits in (
        (colour8, 8),
        (colour16, 16),
        (colour16 >> 6, 10),
        (colour8[..., 0], 8),
        (colour8[:, :, [0, 1, 2, 0]], 8),
    ):
        for options in ({"lossless": True}, {"distance": 1.0}):
            coded = bytes(imagecodecs.jpegxl_encode(samples, bitspersample=bits, usecontainer=False, **options))
            stream = coded[coded.index(b"\xff\x0a") :] if coded[:2] != b"\xff\x0a" else coded
            header = read_header(stream)
            assert (header.size.height, header.size.width) == samples.shape[:2]
            # imagecodecs names 16 bits linear light.
            assert (header.bits, header.animated, header.srgb) == (bits, False, bits == 8)
            assert read_header(named_srgb(stream)).srgb


@pytest.mark.parametrize("grey", [False, True])
def test_lossy_jpeg_xl_of_16_bits_keeps_its_colours(tmp_path: Path, grey: bool, colour16: Array, alpha16: Array) -> None:
    smooth = np.repeat(np.repeat(colour16[:4, :4], 16, axis=0), 16, axis=1)
    photo = photo_of(smooth[..., 0] if grey else smooth, np.full((64, 64), 30000, np.uint16))
    write_photo(photo, tmp_path / "photo.jxl", quality=97)
    again = read_photo(tmp_path / "photo.jxl")
    assert (again.depth, again.grey, again.warnings) == (16, grey, ())
    assert np.abs(again.pixels - photo.pixels).mean() < 0.01
    assert again.alpha is not None
    np.testing.assert_allclose(again.alpha, 30000 / 65535, atol=1e-4)


@pytest.mark.parametrize("stream", [b"", b"\xff\x0a", b"\xff\x0a\xff"])
def test_jpeg_xl_headers_cut_short(stream: bytes) -> None:
    with pytest.raises(ValueError, match="cut short"):
        read_header(stream)


def test_a_jpeg_xl_bomb_is_refused(tmp_path: Path) -> None:
    from tintype.errors import UnreadablePhoto

    # small = 0, then 30-bit sides of 2 ** 29, ratio 1:1.
    bits = 0 | 0b11 << 1 | (2**29 - 1) << 3 | 1 << 33
    (tmp_path / "bomb.jxl").write_bytes(b"\xff\x0a" + struct.pack("<Q", bits) + bytes(50))
    with pytest.raises(UnreadablePhoto, match="more than a gigapixel"):
        read_photo(tmp_path / "bomb.jxl")
