"""Every format that is read, in files that other programs have written."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.photo.programs import needs, run
from tintype.photo import Photo, read_photo

Array = NDArray[Any]

CUT = "The file is cut short; what is missing was left grey or blurred."
SECOND = ("The file holds 2 pictures; only the first was opened.",)
NO_PROFILE = ("The colours were converted from CMYK without a profile and may look different.",)


@pytest.fixture
def shallow(tmp_path: Path, colour8: Array) -> Path:
    path = tmp_path / "shallow.png"
    Image.fromarray(colour8).save(path)
    return path


@pytest.fixture
def plain(tmp_path: Path, colour8: Array) -> Path:
    path = tmp_path / "plain.ppm"
    Image.fromarray(colour8).save(path)
    return path


@pytest.fixture
def deep(tmp_path: Path, colour16: Array) -> Path:
    path = tmp_path / "deep.png"
    path.write_bytes(imagecodecs.png_encode(colour16))
    return path


@pytest.fixture
def clear(tmp_path: Path, colour8: Array, alpha8: Array) -> Path:
    path = tmp_path / "clear.png"
    Image.fromarray(np.dstack((colour8, alpha8))).save(path)
    return path


def assert_exact(photo: Photo, samples: Array, bits: int = 0) -> None:
    top = 2**bits - 1 if bits else np.iinfo(samples.dtype).max
    np.testing.assert_array_equal(np.rint(photo.pixels * top).astype(np.uint16), samples)
    assert photo.depth == (8 if top == 255 else 16)
    assert photo.warnings == ()


def assert_near(photo: Photo, samples: Array, steps: float = 4) -> None:
    """Within so many steps of 8 bits in the mean."""
    shown = samples / np.iinfo(samples.dtype).max
    assert np.abs(photo.pixels - shown).mean() < steps / 255


# --- JPEG ---


@needs("cjpeg")
@pytest.mark.parametrize(
    "options", [[], ["-progressive"], ["-arithmetic"], ["-sample", "2x1"], ["-sample", "1x2"], ["-restart", "1"], ["-rgb"]]
)
def test_jpeg(tmp_path: Path, plain: Path, colour8: Array, options: list[str]) -> None:
    """With ``-rgb`` the colours are not YCbCr, which only Adobe's marker tells."""
    run("cjpeg", "-quality", "90", *options, "-outfile", tmp_path / "photo.jpg", plain)
    photo = read_photo(tmp_path / "photo.jpg")
    assert_near(photo, colour8)
    assert (photo.quality, photo.depth, photo.grey, photo.warnings) == (90, 8, False, ())


@needs("cjpeg")
def test_grey_jpeg(tmp_path: Path, plain: Path) -> None:
    run("cjpeg", "-grayscale", "-outfile", tmp_path / "photo.jpg", plain)
    assert read_photo(tmp_path / "photo.jpg").grey


@needs("cjpeg")
@pytest.mark.parametrize("options", [[], ["-progressive"]])
def test_a_jpeg_cut_short_is_read_with_a_warning(tmp_path: Path, plain: Path, colour8: Array, options: list[str]) -> None:
    run("cjpeg", "-quality", "90", *options, "-outfile", tmp_path / "photo.jpg", plain)
    content = (tmp_path / "photo.jpg").read_bytes()
    (tmp_path / "photo.jpg").write_bytes(content[: len(content) * 3 // 4])
    photo = read_photo(tmp_path / "photo.jpg")
    assert photo.warnings == (CUT,)
    assert np.abs(photo.pixels - colour8 / 255)[:16].mean() < 0.1


@needs("convert")
def test_cmyk_jpeg(tmp_path: Path, shallow: Path, colour8: Array) -> None:
    """ImageMagick writes Adobe's marker, by which inks are stored upside down."""
    run("convert", shallow, "-colorspace", "CMYK", "-quality", "95", tmp_path / "photo.jpg")
    assert b"Adobe" in (tmp_path / "photo.jpg").read_bytes()
    photo = read_photo(tmp_path / "photo.jpg")
    assert_near(photo, colour8)
    assert photo.warnings == NO_PROFILE


# --- PNG ---


@needs("convert")
def test_interlaced_png(tmp_path: Path, shallow: Path, deep: Path, colour8: Array, colour16: Array) -> None:
    run("convert", shallow, "-interlace", "PNG", tmp_path / "photo.png")
    run("convert", deep, "-interlace", "PNG", tmp_path / "finer.png")
    assert_exact(read_photo(tmp_path / "photo.png"), colour8)
    assert_exact(read_photo(tmp_path / "finer.png"), colour16)


@needs("convert")
@pytest.mark.parametrize("kind", ["png8", "png24", "png32", "png48", "png64"])
def test_png_of_every_kind(tmp_path: Path, shallow: Path, clear: Path, kind: str, colour8: Array) -> None:
    transparent = kind in ("png32", "png64")
    run(
        "convert",
        clear if transparent else shallow,
        *(["-colors", "64"] if kind == "png8" else []),
        f"{kind}:{tmp_path}/photo.png",
    )
    photo = read_photo(tmp_path / "photo.png")
    assert_near(photo, colour8, 8 if kind == "png8" else 0.1)
    assert (photo.depth, photo.warnings) == (16 if kind in ("png48", "png64") else 8, ())
    assert (photo.alpha is not None) == transparent


# --- TIFF ---


@needs("convert")
@pytest.mark.parametrize("compression", ["None", "LZW", "Zip", "RLE"])
@pytest.mark.parametrize("endian", ["LSB", "MSB"])
def test_tiff(tmp_path: Path, deep: Path, shallow: Path, compression: str, endian: str, colour8: Array, colour16: Array) -> None:
    for source, samples in ((shallow, colour8), (deep, colour16)):
        run("convert", source, "-compress", compression, "-endian", endian, tmp_path / "photo.tif")
        assert_exact(read_photo(tmp_path / "photo.tif"), samples)


@needs("convert", "tiffcp")
@pytest.mark.parametrize(
    "options",
    [
        *(["-t", "-w", "32", "-l", "16", "-c", "zip:2"], ["-t", "-w", "64", "-l", "64", "-c", "lzw"], ["-8"], ["-B"]),
        *(["-c", "lzw:2"], ["-r", "5", "-c", "zip"], ["-c", "packbits"]),
    ],
)
def test_tiff_in_tiles_and_strips(tmp_path: Path, deep: Path, options: list[str], colour16: Array) -> None:
    run("convert", deep, tmp_path / "source.tif")
    run("tiffcp", *options, tmp_path / "source.tif", tmp_path / "photo.tif")
    assert_exact(read_photo(tmp_path / "photo.tif"), colour16)


@needs("convert", "tiffcp")
def test_tiff_in_planes(tmp_path: Path, shallow: Path, colour8: Array) -> None:
    run("convert", shallow, tmp_path / "source.tif")
    run("tiffcp", "-p", "separate", "-c", "lzw", tmp_path / "source.tif", tmp_path / "photo.tif")
    assert_exact(read_photo(tmp_path / "photo.tif"), colour8)


@needs("convert", "tiffcp")
@pytest.mark.parametrize("compression", ["none", "zip:3", "lzw"])
def test_tiff_of_32_bit_floats(tmp_path: Path, deep: Path, compression: str, colour16: Array) -> None:
    run("convert", deep, "-depth", "32", "-define", "quantum:format=floating-point", tmp_path / "source.tif")
    run("tiffcp", "-c", compression, tmp_path / "source.tif", tmp_path / "photo.tif")
    assert_exact(read_photo(tmp_path / "photo.tif"), colour16)


@needs("convert")
def test_tiff_pages_and_cmyk_are_told(tmp_path: Path, shallow: Path, colour8: Array) -> None:
    run("convert", shallow, "(", shallow, "-rotate", "90", ")", tmp_path / "pages.tif")
    pages = read_photo(tmp_path / "pages.tif")
    assert pages.warnings == SECOND
    np.testing.assert_array_equal(np.rint(pages.pixels * 255), colour8)
    run("convert", shallow, "-colorspace", "CMYK", tmp_path / "inks.tif")
    inks = read_photo(tmp_path / "inks.tif")
    assert_near(inks, colour8, 1)
    assert inks.warnings == NO_PROFILE


# --- WebP, BMP, GIF, PSD ---


@needs("cwebp")
def test_webp(tmp_path: Path, shallow: Path, clear: Path, colour8: Array, alpha8: Array) -> None:
    run("cwebp", "-quiet", "-q", "95", shallow, "-o", tmp_path / "photo.webp")
    lossy = read_photo(tmp_path / "photo.webp")
    assert_near(lossy, colour8)
    assert not lossy.lossless
    run("cwebp", "-quiet", "-lossless", "-exact", clear, "-o", tmp_path / "photo.webp")
    photo = read_photo(tmp_path / "photo.webp")
    assert_exact(photo, colour8)
    assert photo.lossless
    assert photo.alpha is not None
    np.testing.assert_array_equal(np.rint(photo.alpha * 255), alpha8)


@needs("convert")
@pytest.mark.parametrize("kind", ["bmp", "bmp2", "bmp3"])
def test_bmp(tmp_path: Path, shallow: Path, kind: str, colour8: Array) -> None:
    run("convert", shallow, f"{kind}:{tmp_path}/photo.bmp")
    assert_exact(read_photo(tmp_path / "photo.bmp"), colour8)


@needs("convert")
def test_gif(tmp_path: Path, shallow: Path, colour8: Array) -> None:
    run("convert", shallow, tmp_path / "photo.gif")
    assert_near(read_photo(tmp_path / "photo.gif"), colour8, 5)
    run("convert", shallow, "(", shallow, "-flip", ")", tmp_path / "film.gif")
    film = read_photo(tmp_path / "film.gif")
    assert_near(film, colour8, 5)
    assert film.warnings == SECOND


@needs("convert")
def test_the_composite_of_a_psd(tmp_path: Path, shallow: Path, deep: Path, colour8: Array, colour16: Array) -> None:
    for source, samples in ((shallow, colour8), (deep, colour16)):
        run("convert", source, tmp_path / "photo.psd")
        assert_exact(read_photo(tmp_path / "photo.psd"), samples)
    for space in ("CMYK", "Lab"):
        run("convert", shallow, "-colorspace", space, tmp_path / "photo.psd")
        assert_near(read_photo(tmp_path / "photo.psd"), colour8)


# --- JPEG 2000, JPEG XL ---


@needs("convert", "opj_compress")
@pytest.mark.parametrize("suffix", ["jp2", "j2k"])
def test_jpeg_2000(tmp_path: Path, plain: Path, deep: Path, suffix: str, colour8: Array, colour16: Array) -> None:
    run("convert", deep, tmp_path / "deep.ppm")
    for source, samples in ((plain, colour8), (tmp_path / "deep.ppm", colour16)):
        run("opj_compress", "-i", source, "-o", tmp_path / f"photo.{suffix}")
        assert_exact(read_photo(tmp_path / f"photo.{suffix}"), samples)
    run("opj_compress", "-i", plain, "-o", tmp_path / f"photo.{suffix}", "-I", "-r", "8")
    assert_near(read_photo(tmp_path / f"photo.{suffix}"), colour8)


@needs("cjxl")
def test_jpeg_xl(tmp_path: Path, shallow: Path, deep: Path, clear: Path, colour8: Array, colour16: Array, alpha8: Array) -> None:
    for source, samples in ((shallow, colour8), (deep, colour16), (clear, colour8)):
        run("cjxl", source, tmp_path / "photo.jxl", "-d", "0")
        photo = read_photo(tmp_path / "photo.jxl")
        assert_exact(photo, samples)
        assert photo.lossless
        assert (photo.alpha is not None) == (source == clear)
    assert photo.alpha is not None
    np.testing.assert_array_equal(np.rint(photo.alpha * 255), alpha8)
    run("cjxl", shallow, tmp_path / "photo.jxl", "-d", "1")
    lossy = read_photo(tmp_path / "photo.jxl")
    assert_near(lossy, colour8)
    assert not lossy.lossless


@needs("cjpeg", "cjxl")
def test_a_jpeg_packed_as_jpeg_xl(tmp_path: Path, plain: Path) -> None:
    run("cjpeg", "-quality", "90", "-outfile", tmp_path / "photo.jpg", plain)
    run("cjxl", tmp_path / "photo.jpg", tmp_path / "photo.jxl")
    packed = read_photo(tmp_path / "photo.jxl")
    assert np.abs(packed.pixels - read_photo(tmp_path / "photo.jpg").pixels).mean() < 1 / 255
    assert not packed.lossless


# --- AVIF, HEIC ---


@needs("avifenc")
@pytest.mark.parametrize("bits", [8, 10, 12])
def test_avif(tmp_path: Path, shallow: Path, deep: Path, bits: int, colour8: Array, colour16: Array) -> None:
    source, samples = (shallow, colour8) if bits == 8 else (deep, colour16)
    for layout, steps in (("420", 5), ("444", 4)):
        run("avifenc", "-d", str(bits), "-y", layout, "--min", "0", "--max", "10", source, tmp_path / "photo.avif")
        photo = read_photo(tmp_path / "photo.avif")
        assert_near(photo, samples, steps)
        assert (photo.depth, photo.bits) == (8 if bits == 8 else 16, None if bits == 8 else bits)
        assert not photo.lossless


@needs("avifenc")
def test_avif_without_loss_turned_and_clear(tmp_path: Path, shallow: Path, clear: Path, colour8: Array, alpha8: Array) -> None:
    run("avifenc", "-l", "--irot", "1", shallow, tmp_path / "photo.avif")
    turned = read_photo(tmp_path / "photo.avif")
    assert_exact(turned, np.rot90(colour8))
    assert turned.lossless
    run("avifenc", "-l", clear, tmp_path / "photo.avif")
    photo = read_photo(tmp_path / "photo.avif")
    assert_exact(photo, colour8)
    assert photo.alpha is not None
    np.testing.assert_array_equal(np.rint(photo.alpha * 255), alpha8)


def write_heic(*arguments: str | Path) -> None:
    """By libheif, whose packages bring an encoder or not."""
    try:
        run("heif-enc", *arguments)
    except subprocess.CalledProcessError:
        pytest.skip("this heif-enc has no encoder for HEIC")


@needs("heif-enc")
@pytest.mark.parametrize("bits", [8, 10])
def test_heic(tmp_path: Path, shallow: Path, deep: Path, bits: int, colour8: Array, colour16: Array) -> None:
    source, samples = (shallow, colour8) if bits == 8 else (deep, colour16)
    write_heic("-q", "95", "-b", str(bits), source, "-o", tmp_path / "photo.heic")
    photo = read_photo(tmp_path / "photo.heic")
    assert_near(photo, samples)
    assert (photo.depth, photo.bits, photo.warnings) == (8 if bits == 8 else 16, None if bits == 8 else 10, ())


@needs("heif-enc")
def test_heic_without_loss_and_with_transparency(
    tmp_path: Path, shallow: Path, clear: Path, colour8: Array, alpha8: Array
) -> None:
    write_heic("-L", "-p", "chroma=444", "--matrix_coefficients=0", shallow, "-o", tmp_path / "photo.heic")
    assert np.abs(read_photo(tmp_path / "photo.heic").pixels * 255 - colour8).max() < 1.5
    write_heic("-q", "95", clear, "-o", tmp_path / "photo.heic")
    photo = read_photo(tmp_path / "photo.heic")
    assert photo.alpha is not None
    assert np.abs(photo.alpha * 255 - alpha8).mean() < 8
