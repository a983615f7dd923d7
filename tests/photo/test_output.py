"""Depth, quality, size and metadata of a file that is exported, as other programs read it."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import imagecodecs
import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image
from skimage import data

from tintype.errors import CannotWrite, InvalidSetting
from tintype.geometry import Size
from tintype.photo import Metadata, Output, Photo, encode_photo, export_photo, file_size, read_photo, write_photo
from tintype.photo.exif import day_taken
from tintype.photo.shrink import shrunk
from tintype.progress import Progress

Array = NDArray[Any]

FINER = "16 bits a channel became 8, because the file's format holds no more."
ON_WHITE = "Transparent places were put on white, because the file's format holds no transparency."
SERIAL, PRESS = "SN-40961-SECRET", b"\x1c\x02\x05\x00\x0cPRESS-SECRET"
EVERY = [".jpg", ".png", ".tif", ".webp", ".avif", ".jxl", ".bmp"]


@pytest.fixture
def photo(colour16: Array) -> Photo:
    return Photo(colour16.astype(np.float32) / np.float32(65535), depth=16)


@pytest.fixture
def telling(photo: Photo, metadata: Metadata) -> Photo:
    """A photo that tells who took it where."""
    tags = Image.Exif()
    tags.load(metadata.exif or b"")
    tags.get_ifd(0x8769)[0xA431] = SERIAL
    tags.get_ifd(0x8825)[29] = "GPS-SECRET"
    xmp = (metadata.xmp or b"").replace("Großmutter".encode(), b"XMP-SECRET")
    exif = tags.tobytes().removeprefix(b"Exif\0\0")
    return replace(photo, metadata=replace(metadata, exif=exif, xmp=xmp, iptc=PRESS))


# --- depth ---


@pytest.mark.parametrize(("depth", "kind"), [(8, np.uint8), (16, np.uint16), (None, np.uint16)])
@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_the_depth_is_chosen(tmp_path: Path, photo: Photo, suffix: str, depth: Any, kind: type) -> None:
    target = tmp_path / f"photo{suffix}"
    assert export_photo(photo, target, Output(depth=depth)) == ()
    seen = tifffile.imread(target) if suffix == ".tif" else cv2.imread(str(target), cv2.IMREAD_UNCHANGED)
    assert seen is not None
    assert seen.dtype == kind
    shown = seen if suffix == ".tif" else seen[..., ::-1]
    np.testing.assert_array_equal(shown, np.rint(photo.pixels * np.float32(np.iinfo(kind).max)).astype(kind))


def test_8_bits_can_be_written_as_16_so_that_a_result_keeps_its_finer_steps(tmp_path: Path, photo: Photo) -> None:
    export_photo(replace(photo, depth=8), tmp_path / "photo.tif", Output(depth=16))
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "photo.tif"), np.rint(photo.pixels * 65535).astype(np.uint16))


@pytest.mark.parametrize(("depth", "bits"), [(8, 8), (16, 12), (None, 12)])
def test_avif_has_8_or_12_bits(tmp_path: Path, photo: Photo, depth: Any, bits: int) -> None:
    told = export_photo(photo, tmp_path / "photo.avif", Output(depth=depth, quality=100))
    assert told == (() if bits == 8 else ("16 bits a channel became 12, because the file's format holds no more.",))
    samples = imagecodecs.avif_decode((tmp_path / "photo.avif").read_bytes())
    assert (samples.dtype == np.uint8) == (bits == 8)
    assert samples.max() == 2**bits - 1


@pytest.mark.parametrize("suffix", [".jpg", ".webp", ".bmp"])
def test_finer_steps_that_are_lost_are_told_unless_that_was_asked_for(photo: Photo, suffix: str) -> None:
    target = Path(f"photo{suffix}")
    assert encode_photo(photo, target, Output()).losses == (FINER,)
    assert encode_photo(photo, target, Output(depth=8)).losses == ()
    assert encode_photo(replace(photo, depth=8), target, Output()).losses == ()


def test_transparency_that_is_lost_is_told(photo: Photo) -> None:
    opaque = replace(photo, depth=8, alpha=np.ones(photo.pixels.shape[:2], np.float32))
    clear = replace(opaque, alpha=np.full(photo.pixels.shape[:2], 0.5, np.float32))
    assert encode_photo(clear, Path("photo.jpg"), Output()).losses == (ON_WHITE,)
    assert encode_photo(opaque, Path("photo.jpg"), Output()).losses == ()
    assert encode_photo(clear, Path("photo.png"), Output()).losses == ()


# --- quality ---


def quality_of(encoded: bytes) -> dict[int, list[int]]:
    with Image.open(io.BytesIO(encoded)) as image:
        tables: dict[int, list[int]] = image.quantization  # type: ignore[attr-defined]
    return tables


def test_a_jpeg_of_a_jpeg_gets_its_quality_unless_another_is_asked_for(tmp_path: Path, colour8: Array) -> None:
    Image.fromarray(colour8).save(tmp_path / "source.jpg", quality=72)
    source, target = read_photo(tmp_path / "source.jpg"), Path("photo.jpg")
    with Image.open(tmp_path / "source.jpg") as image:
        assert quality_of(encode_photo(source, target, Output()).data) == image.quantization  # type: ignore[attr-defined]
    asked = quality_of(encode_photo(source, target, Output(quality=90)).data)
    assert asked == quality_of(encode_photo(replace(source, quality=None), target, Output(quality=90)).data)
    usual = encode_photo(replace(source, quality=None), target, Output())
    assert quality_of(usual.data) == quality_of(encode_photo(source, target, Output(quality=95)).data)
    webp = Path("photo.webp")
    assert encode_photo(source, webp, Output()).data == encode_photo(source, webp, Output(quality=95)).data


@pytest.mark.parametrize(
    "wrong", [{"quality": 0}, {"quality": 101}, {"quality": 90.5}, {"depth": 12}, {"longest_side": 0}, {"longest_side": -5}]
)
def test_impossible_choices_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidSetting):
        Output(**wrong)


# --- metadata ---


@pytest.mark.parametrize("suffix", EVERY)
def test_stripping_leaves_no_trace_and_the_colours_right(tmp_path: Path, telling: Photo, suffix: str) -> None:
    kept, bare = tmp_path / f"kept{suffix}", tmp_path / f"bare{suffix}"
    export_photo(telling, kept, Output())
    losses = export_photo(telling, bare, Output(keep_metadata=False))
    assert not any(name in " ".join(losses) for name in ("EXIF", "XMP", "IPTC"))
    assert b"SECRET" not in bare.read_bytes()
    if suffix != ".bmp":
        assert kept.read_bytes().count(b"SECRET") == 3 if suffix == ".png" else 4  # a PNG packs IPTC
    again = read_photo(bare)
    assert (again.metadata.xmp, again.metadata.iptc) == (None, None)
    tags = Image.Exif()
    tags.load(again.metadata.exif or b"")
    assert dict(tags) == ({282: 300, 283: 240, 296: 2} if suffix in (".webp", ".avif", ".jxl") else {})
    np.testing.assert_array_equal(again.pixels, read_photo(kept).pixels)
    if suffix == ".jxl":
        return
    with Image.open(bare) as image:
        assert not image.getexif().get_ifd(0x8825)
        assert not image.getexif().get_ifd(0x8769)
        assert suffix == ".bmp" or image.info["icc_profile"] == telling.metadata.icc
        if suffix in (".jpg", ".png", ".tif", ".bmp"):
            assert image.info["dpi"] == pytest.approx((300, 240), abs=0.5)


# --- size ---


def test_a_smaller_photo_has_the_size_that_was_asked_for_everywhere(tmp_path: Path, telling: Photo) -> None:
    tags = Image.Exif()
    tags.load(telling.metadata.exif or b"")
    tags.get_ifd(0x8769)[0xA002], tags.get_ifd(0x8769)[0xA003] = 83, 61
    exif = tags.tobytes().removeprefix(b"Exif\0\0")
    export_photo(replace(telling, metadata=Metadata(exif=exif)), tmp_path / "photo.jpg", Output(longest_side=40))
    with Image.open(tmp_path / "photo.jpg") as image:
        assert image.size == (40, 29)
        exposure = image.getexif().get_ifd(0x8769)
        assert (exposure[0xA002], exposure[0xA003]) == (40, 29)


@pytest.mark.parametrize("side", [83, 84, 5000])
def test_a_photo_is_never_made_larger(photo: Photo, side: int) -> None:
    assert shrunk(photo, side) is photo


def test_sizes_are_rounded_and_never_nothing() -> None:
    line = Photo(np.full((3, 4000, 3), 0.25, np.float32))
    assert shrunk(line, 100).size == Size(1, 100)
    assert shrunk(Photo(np.full((4000, 3, 3), 0.25, np.float32)), 100).size == Size(100, 1)
    np.testing.assert_allclose(shrunk(line, 100).pixels, 0.25, atol=1e-4)


@pytest.mark.parametrize("value", [0.0, 0.02, 0.2, 0.5, 0.9, 1.0])
def test_one_colour_stays_that_colour(value: float) -> None:
    pixels = np.full((64, 90, 3), value, np.float32)
    np.testing.assert_allclose(shrunk(Photo(pixels), 37).pixels, value, atol=1 / 65535)


def test_light_is_averaged_and_not_its_encoding() -> None:
    stripes = np.zeros((64, 64, 3), np.float32)
    stripes[:, ::2] = 1
    middle = shrunk(Photo(stripes), 8).pixels[2:-2, 2:-2]
    np.testing.assert_allclose(middle, 0.735, atol=0.02)  # sRGB's value of half the light


def test_edges_get_no_seams_and_steps_stay_in_range() -> None:
    edge = np.full((60, 90, 3), 0.2, np.float32)
    edge[:, 45:] = 1
    small = shrunk(Photo(edge), 31).pixels
    assert small.min() >= 0.2 - 1e-3
    assert small.max() <= 1
    assert (np.diff(small[:, :, 0], axis=1) >= -1e-4).all()


def test_a_photograph_keeps_its_place_and_detail() -> None:
    photograph = data.astronaut().astype(np.float32) / 255  # type: ignore[no-untyped-call, unused-ignore]
    small = shrunk(Photo(photograph), 256).pixels
    expected = cv2.resize(photograph, (256, 256), interpolation=cv2.INTER_AREA)
    assert np.abs(small - expected).mean() < 3 / 255


def test_what_is_transparent_lends_no_colour_to_its_neighbours() -> None:
    pixels, alpha = np.zeros((40, 40, 3), np.float32), np.zeros((40, 40), np.float32)
    pixels[:, 20:, 1], alpha[:, 20:] = 0.6, 1  # transparent black beside green
    pixels[:, :20, 0] = 1
    small = shrunk(Photo(pixels, alpha), 13)
    assert small.alpha is not None
    seen = small.alpha > 0.01
    np.testing.assert_allclose(small.pixels[seen], np.broadcast_to([0, 0.6, 0], small.pixels[seen].shape), atol=2e-3)
    assert small.alpha[:, 0].max() == 0
    assert small.alpha[:, -1].min() == 1


def test_grey_and_depth_stay(tmp_path: Path, photo: Photo) -> None:
    grey = replace(photo, pixels=np.repeat(photo.pixels[..., :1], 3, axis=2), grey=True)
    export_photo(grey, tmp_path / "photo.png", Output(longest_side=30))
    seen = cv2.imread(str(tmp_path / "photo.png"), cv2.IMREAD_UNCHANGED)
    assert seen is not None
    assert seen.shape == (22, 30)
    assert seen.dtype == np.uint16


# --- how large the file becomes ---


@pytest.fixture(scope="module")
def large() -> Photo:
    """10 megapixels of a photograph with grain, of which one half is smooth."""
    photograph = data.astronaut().astype(np.float32) / 255  # type: ignore[no-untyped-call, unused-ignore]
    pixels = cv2.resize(photograph, (4000, 2600), interpolation=cv2.INTER_CUBIC)
    pixels[:1300] += np.random.default_rng(1).normal(0, 6 / 255, (1300, 4000, 3)).astype(np.float32)
    return Photo(np.clip(pixels, 0, 1), metadata=Metadata(icc=bytes(100_000)))


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_the_size_of_a_large_file_is_estimated(large: Photo, suffix: str) -> None:
    target = Path(f"photo{suffix}")
    estimate = file_size(large, target, Output(), Progress())
    assert not estimate.exact
    assert estimate.size == large.size
    assert estimate.count == pytest.approx(len(encode_photo(large, target, Output()).data), rel=0.15)


@pytest.mark.parametrize("suffix", EVERY)
def test_the_size_of_a_file_is_exact(telling: Photo, suffix: str) -> None:
    target, output = Path(f"photo{suffix}"), Output(longest_side=50, quality=80)
    told, encoded = file_size(telling, target, output, Progress()), encode_photo(telling, target, output)
    assert (told.count, told.exact, told.size, told.losses) == (len(encoded.data), True, encoded.size, encoded.losses)


def test_a_large_photo_that_is_made_small_is_told_exactly(large: Photo) -> None:
    told = file_size(large, Path("photo.jpg"), Output(longest_side=800), Progress())
    assert (told.exact, told.size) == (True, Size(520, 800))


def test_a_large_photo_with_transparency_is_estimated_too(large: Photo) -> None:
    clear = replace(large, alpha=np.full(large.pixels.shape[:2], 0.5, np.float32))
    assert file_size(clear, Path("photo.jpg"), Output(), Progress()).losses == (ON_WHITE,)


def test_a_photo_too_large_for_the_format_has_no_size() -> None:
    wide = Photo(np.broadcast_to(np.float32(0.5), (600, 16384, 3)))
    with pytest.raises(CannotWrite, match="at most 16383 pixels a side"):
        file_size(wide, Path("photo.webp"), Output(), Progress())


# --- the day ---


def test_the_day_is_read_from_exif(exif: bytes) -> None:
    assert day_taken(exif) == "2001-02-03"
    assert day_taken(b"Exif\0\0" + exif) == "2001-02-03"
    assert day_taken(exif.replace(b"2001:02:03", b"    :  :  ")) is None
    assert day_taken(exif.replace(b"2001:02:03", b"2001:99:03")) is None
    assert day_taken(None) is None
    assert day_taken(b"none") is None


def test_write_photo_is_an_export_without_choices(tmp_path: Path, photo: Photo) -> None:
    write_photo(photo, tmp_path / "one.jpg", quality=70)
    export_photo(photo, tmp_path / "two.jpg", Output(quality=70))
    assert (tmp_path / "one.jpg").read_bytes() == (tmp_path / "two.jpg").read_bytes()
