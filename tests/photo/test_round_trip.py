"""What is written and read again is the same."""

from __future__ import annotations

import struct
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from tintype.errors import InvalidPixels, InvalidSetting
from tintype.photo import Metadata, Photo, read_photo, write_photo

Array = NDArray[Any]


def photo_of(samples: Array, alpha: Array | None = None, **changes: Any) -> Photo:
    top = np.float32(np.iinfo(samples.dtype).max)
    pixels = samples.astype(np.float32) / top
    grey = pixels.ndim == 2
    return Photo(
        pixels=np.repeat(pixels[..., np.newaxis], 3, axis=2) if grey else pixels,
        alpha=None if alpha is None else alpha.astype(np.float32) / top,
        depth=16 if samples.dtype == np.uint16 else 8,
        grey=grey,
        **changes,
    )


@pytest.fixture(params=[8, 16])
def samples(request: pytest.FixtureRequest, colour8: Array, colour16: Array) -> Array:
    return colour8 if request.param == 8 else colour16


@pytest.fixture
def alpha(samples: Array, alpha8: Array, alpha16: Array) -> Array:
    return alpha8 if samples.dtype == np.uint8 else alpha16


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("grey", [False, True])
@pytest.mark.parametrize("suffix", [".png", ".tif", ".TIFF"])
def test_lossless_formats_return_every_bit(
    tmp_path: Path, suffix: str, samples: Array, alpha: Array, grey: bool, transparent: bool
) -> None:
    photo = photo_of(samples[..., 1] if grey else samples, alpha if transparent else None)
    write_photo(photo, tmp_path / f"photo{suffix}")
    again = read_photo(tmp_path / f"photo{suffix}")
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    assert again.pixels.dtype == np.float32
    assert (again.depth, again.grey, again.warnings) == (photo.depth, grey, ())
    if photo.alpha is None:
        assert again.alpha is None
    else:
        np.testing.assert_array_equal(again.alpha, photo.alpha)


@pytest.mark.parametrize("grey", [False, True])
def test_bmp_returns_every_bit(tmp_path: Path, colour8: Array, grey: bool) -> None:
    photo = photo_of(colour8[..., 1] if grey else colour8)
    write_photo(photo, tmp_path / "photo.bmp")
    again = read_photo(tmp_path / "photo.bmp")
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    assert again.grey is grey


def test_webp_of_quality_100_returns_every_bit_even_under_full_transparency(
    tmp_path: Path, colour8: Array, alpha8: Array
) -> None:
    photo = photo_of(colour8, alpha8)
    write_photo(photo, tmp_path / "photo.webp", quality=100)
    again = read_photo(tmp_path / "photo.webp")
    np.testing.assert_array_equal(again.pixels, photo.pixels)
    np.testing.assert_array_equal(again.alpha, photo.alpha)


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("grey", [False, True])
def test_other_readers_see_the_same_png(tmp_path: Path, samples: Array, alpha: Array, grey: bool, transparent: bool) -> None:
    shown = samples[..., 1] if grey else samples
    write_photo(photo_of(shown, alpha if transparent else None), tmp_path / "photo.png")
    seen = cv2.imread(str(tmp_path / "photo.png"), cv2.IMREAD_UNCHANGED)
    assert seen is not None
    assert seen.dtype == samples.dtype
    if transparent:  # OpenCV makes four channels of grey and alpha
        np.testing.assert_array_equal(seen[..., 3], alpha)
        np.testing.assert_array_equal(seen[..., 1] if grey else seen[..., 2::-1], shown)
    else:
        np.testing.assert_array_equal(seen if grey else seen[..., ::-1], shown)


@pytest.mark.parametrize("transparent", [False, True])
@pytest.mark.parametrize("grey", [False, True])
def test_other_readers_see_the_same_tiff(
    tmp_path: Path, samples: Array, alpha: Array, grey: bool, transparent: bool, metadata: Metadata
) -> None:
    shown = samples[..., 1] if grey else samples
    expected = np.dstack((shown, alpha)) if transparent else shown
    write_photo(photo_of(shown, alpha if transparent else None, metadata=metadata), tmp_path / "photo.tif")
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "photo.tif"), expected)
    if not transparent:
        seen = cv2.imread(str(tmp_path / "photo.tif"), cv2.IMREAD_UNCHANGED)
        assert seen is not None
        np.testing.assert_array_equal(seen if grey else seen[..., ::-1], expected)


def test_jpeg_keeps_full_colour_resolution_and_grey(tmp_path: Path, colour8: Array) -> None:
    write_photo(photo_of(colour8), tmp_path / "colour.jpg")
    write_photo(photo_of(colour8[..., 0]), tmp_path / "grey.jpeg")
    with Image.open(tmp_path / "colour.jpg") as colour, Image.open(tmp_path / "grey.jpeg") as grey:
        assert [layer[1:3] for layer in colour.layer] == [(1, 1)] * 3  # type: ignore[attr-defined]
        assert grey.mode == "L"
    assert read_photo(tmp_path / "grey.jpeg").grey
    assert np.abs(read_photo(tmp_path / "colour.jpg").pixels - photo_of(colour8).pixels).mean() < 2 / 255


@pytest.mark.parametrize("suffix", [".jpg", ".webp"])
def test_quality_makes_files_smaller(tmp_path: Path, suffix: str, colour8: Array) -> None:
    sizes = []
    for quality in (40, 95):
        write_photo(photo_of(colour8), tmp_path / f"photo{suffix}", quality=quality)
        sizes.append((tmp_path / f"photo{suffix}").stat().st_size)
    assert sizes[0] < 0.7 * sizes[1]


@pytest.mark.parametrize("suffix", [".jpg", ".bmp"])
@pytest.mark.parametrize("grey", [False, True])
def test_formats_without_alpha_show_it_on_white(tmp_path: Path, suffix: str, grey: bool) -> None:
    black = np.zeros((32, 32) if grey else (32, 32, 3), np.uint8)
    alpha = np.full((32, 32), 51, np.uint8)
    write_photo(photo_of(black, alpha), tmp_path / f"photo{suffix}")
    again = read_photo(tmp_path / f"photo{suffix}")
    assert again.alpha is None
    assert again.grey is grey
    np.testing.assert_allclose(again.pixels, 204 / 255, atol=1.01 / 255)


def test_values_are_rounded_and_clipped(tmp_path: Path) -> None:
    values = np.array([-0.5, 0.4 / 255, 0.6 / 255, 100.4 / 255, 254.6 / 255, 1.5], np.float32)
    photo = Photo(np.repeat(values[np.newaxis, :, np.newaxis], 3, axis=2))
    write_photo(photo, tmp_path / "photo.png")
    with Image.open(tmp_path / "photo.png") as image:
        assert np.asarray(image)[0, :, 1].tolist() == [0, 0, 1, 100, 255, 255]


def test_a_grey_photo_with_slightly_different_channels_stays_grey(tmp_path: Path) -> None:
    pixels = np.broadcast_to(np.array([0.4, 0.5, 0.6], np.float32), (4, 4, 3))
    write_photo(Photo(pixels, grey=True), tmp_path / "photo.png")
    again = read_photo(tmp_path / "photo.png")
    assert again.grey
    np.testing.assert_allclose(again.pixels, 128 / 255)


@pytest.mark.parametrize("depth", [8, 16])
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_metadata_comes_back(
    tmp_path: Path, suffix: str, depth: int, colour8: Array, colour16: Array, metadata: Metadata
) -> None:
    write_photo(photo_of(colour8 if depth == 8 else colour16, metadata=metadata), tmp_path / f"photo{suffix}")
    again = read_photo(tmp_path / f"photo{suffix}")
    assert again.metadata.icc == metadata.icc
    assert again.metadata.xmp == metadata.xmp
    if suffix == ".tif":
        assert told(again.metadata.exif) == told(metadata.exif, without=[0x0112])
    elif suffix == ".webp":  # which tells the resolution there
        assert told(again.metadata.exif, without=[282, 283, 296]) == told(metadata.exif)
        assert (again.metadata.exif or b"")[8:].startswith((metadata.exif or b"")[8:])
    else:
        assert again.metadata.exif == metadata.exif
    assert again.metadata.dpi == pytest.approx((300, 240), abs=0.01)
    with warnings.catch_warnings(), Image.open(tmp_path / f"photo{suffix}") as image:
        warnings.simplefilter("error")
        image.load()
        assert image.info["icc_profile"] == metadata.icc
        assert told(image.getexif().tobytes())[1] == told(metadata.exif)[1]


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp", ".bmp"])
def test_no_metadata_stays_none(tmp_path: Path, suffix: str, colour8: Array) -> None:
    write_photo(photo_of(colour8), tmp_path / f"photo{suffix}")
    again = read_photo(tmp_path / f"photo{suffix}").metadata
    # A BMP cannot leave its resolution out.
    assert replace(again, dpi=None) == Metadata()
    assert suffix == ".bmp" or again.dpi is None


def test_exif_of_either_byte_order_goes_through_every_format(tmp_path: Path, colour8: Array, exif: bytes) -> None:
    tags = Image.Exif()
    tags.load(exif)
    tags.endian = "<"
    swapped = tags.tobytes().removeprefix(b"Exif\0\0")
    assert (exif[:2], swapped[:2]) == (b"MM", b"II")
    source = tmp_path / "photo.jpg"
    write_photo(photo_of(colour8, metadata=Metadata(exif=swapped)), source)
    for suffix in (".png", ".tif", ".webp", ".jpg"):
        write_photo(read_photo(source), tmp_path / f"next{suffix}")
        source = tmp_path / f"next{suffix}"
    assert told(read_photo(source).metadata.exif) == told(exif, without=[0x0112])


def test_tiff_to_tiff_keeps_the_exif_block_byte_for_byte(tmp_path: Path, colour16: Array, metadata: Metadata) -> None:
    write_photo(photo_of(colour16, metadata=metadata), tmp_path / "first.tif")
    first = read_photo(tmp_path / "first.tif")
    write_photo(first, tmp_path / "second.tif")
    assert read_photo(tmp_path / "second.tif").metadata == first.metadata


def test_the_directory_of_a_tiff_begins_at_an_even_place(tmp_path: Path, metadata: Metadata) -> None:
    for width in range(20, 40):
        noise = np.random.default_rng(width).integers(0, 256, (7, width, 3)).astype(np.uint8)
        write_photo(photo_of(noise, metadata=metadata), tmp_path / "photo.tif")
        content = (tmp_path / "photo.tif").read_bytes()
        assert content[:4] == b"MM\0*"
        assert int.from_bytes(content[4:8], "big") % 2 == 0


def test_a_block_that_points_to_itself_ends(tmp_path: Path, colour8: Array) -> None:
    pointers = b"".join(struct.pack("<HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005))
    loop = b"II*\0" + struct.pack("<IH", 8, 3) + pointers + bytes(4)
    write_photo(photo_of(colour8, metadata=Metadata(exif=loop)), tmp_path / "photo.tif")
    np.testing.assert_array_equal(read_photo(tmp_path / "photo.tif").pixels, photo_of(colour8).pixels)


def test_jpeg_holds_a_large_profile_and_leaves_out_what_is_too_long(tmp_path: Path, colour8: Array) -> None:
    profile = np.random.default_rng(2).bytes(200_000)
    long = Metadata(icc=profile, exif=b"II*\0\x08\0\0\0\0\0\0\0\0\0" + bytes(70_000), xmp=b"<x>" + bytes(70_000))
    write_photo(photo_of(colour8, metadata=long), tmp_path / "photo.jpg")
    assert read_photo(tmp_path / "photo.jpg").metadata == Metadata(icc=profile, xmp=long.xmp)
    write_photo(photo_of(colour8, metadata=long), tmp_path / "photo.png")
    assert read_photo(tmp_path / "photo.png").metadata == long


@pytest.mark.parametrize("dpi", [(0.001, 0.001), (1e9, 1e9), (float("nan"), 72.0)])
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".bmp"])
def test_an_absurd_resolution_stops_no_photo(tmp_path: Path, suffix: str, dpi: tuple[float, float], colour8: Array) -> None:
    write_photo(photo_of(colour8, metadata=Metadata(dpi=dpi)), tmp_path / f"photo{suffix}")
    assert read_photo(tmp_path / f"photo{suffix}").size.width == colour8.shape[1]


@pytest.mark.parametrize("quality", [0, 101, 90.5])
def test_quality_out_of_range_is_refused(tmp_path: Path, quality: Any, colour8: Array) -> None:
    with pytest.raises(InvalidSetting, match="from 1 to 100"):
        write_photo(photo_of(colour8), tmp_path / "photo.jpg", quality=quality)


@pytest.mark.parametrize(
    "photo",
    [
        Photo(np.zeros((4, 4), np.float32)),
        Photo(np.zeros((4, 4, 4), np.float32)),
        Photo(np.zeros((0, 4, 3), np.float32)),
        Photo(np.zeros((4, 4, 3), np.float32), alpha=np.zeros((4, 5), np.float32)),
        Photo(np.full((4, 4, 3), np.nan, np.float32)),
        Photo(np.full((4, 4, 3), np.inf, np.float32)),
        Photo(np.zeros((4, 4, 3), np.float32), alpha=np.full((4, 4), np.nan, np.float32)),
    ],
)
def test_impossible_pixels_are_refused_before_the_file_is_touched(tmp_path: Path, photo: Photo) -> None:
    with pytest.raises(InvalidPixels):
        write_photo(photo, tmp_path / "photo.png")
    assert not list(tmp_path.iterdir())


def told(block: bytes | None, without: list[int] | None = None) -> tuple[dict[int, Any], dict[int, Any], dict[int, Any]]:
    """The entries of the photo, the exposure and the place, as Pillow reads them."""
    assert block is not None
    tags = Image.Exif()
    tags.load(block)
    exposure, place = tags.get_ifd(0x8769), tags.get_ifd(0x8825)
    first = {tag: value for tag, value in tags.items() if tag not in (0x8769, 0x8825, *(without or []))}
    return first, exposure, place


def test_the_helper_reads_what_the_fixture_wrote(exif: bytes) -> None:
    photo, exposure, place = told(exif)
    assert photo[0x010F] == "Maker"
    assert exposure[0x927C] == bytes(range(200))
    assert place[1] == "N"
