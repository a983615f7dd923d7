"""Metadata from one file to another, as ExifTool and Exiv2 read it."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.photo.programs import exiftool, exiv2, needs, run
from tintype.photo import Metadata, Output, Photo, export_photo, read_photo, write_photo
from tintype.photo.code_points import adobe_rgb

Array = NDArray[Any]

KEPT = [".jpg", ".png", ".tif", ".webp"]
EVERY = [*KEPT, ".avif", ".jxl"]
SIZES = {"ImageWidth", "ImageHeight", "ExifImageWidth", "ExifImageHeight", "Orientation"}
PHOTO = {
    "IFD0:Make": "Canon",
    "IFD0:Model": "Canon EOS 5D",
    "IFD0:Copyright": "© Ansel",
    "ExifIFD:ExposureTime": 0.008,
    "ExifIFD:LensModel": "EF 50mm",
    "ExifIFD:DateTimeOriginal": "2001:02:03 04:05:06",
    "GPS:GPSLatitudeRef": "N",
    "GPS:GPSLatitude": 52.5201388888889,
    "GPS:GPSLongitudeRef": "E",
    "GPS:GPSLongitude": 13.4045833333333,
    "XMP-dc:Title": "Großmutter",
    "XMP-xmp:Rating": 4,
    "IPTC:Headline": "Hochzeit",
    "IPTC:Keywords": ["Familie", "Berlin"],
}
NOTE = {
    "Canon:CanonImageType": "Canon EOS 5D of a test",
    "Canon:CanonFirmwareVersion": "Firmware 1.1.1",
    "Canon:OwnerName": "A. Tester",
}


def with_note(at: int) -> bytes:
    """An EXIF block with a Canon's note, whose offsets count from the block's beginning, at least ``at`` bytes from it."""

    def rows(*entries: tuple[int, int, int, int]) -> bytes:
        return struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)

    texts = [text.encode().ljust(32, b"\0") for text in NOTE.values()]
    words = at + 2 + 12 * 3 + 4
    note = rows(*((tag, 2, 32, words + 32 * place) for place, tag in enumerate((6, 7, 9)))) + b"".join(texts)
    photo = rows((0x927C, 7, len(note), at), (0xA002, 4, 1, 7), (0xA003, 4, 1, 9))
    head = b"II*\0" + struct.pack("<I", 8)
    first = rows((0x010F, 2, 6, 100), (0x0112, 3, 1, 6), (0x8769, 4, 1, 8 + 42))
    block = head + first + photo
    assert len(block) <= 100
    return (block.ljust(100, b"\0") + b"Canon\0").ljust(at, b"\0") + note


@pytest.fixture(scope="session")
def rich_content(tmp_path_factory: pytest.TempPathFactory, colour8: Array, icc: bytes) -> bytes:
    folder = tmp_path_factory.mktemp("rich")
    path = folder / "rich.jpg"
    Image.fromarray(colour8).save(path, quality=95, dpi=(300, 300), icc_profile=icc, exif=b"Exif\0\0" + with_note(200))
    small = folder / "small.jpg"
    Image.new("RGB", (40, 30), "red").save(small)
    told = [f"-{name}={value}" for name, value in PHOTO.items() if not isinstance(value, list)]
    lists = [f"-{name}={value}" for name, values in PHOTO.items() if isinstance(values, list) for value in values]
    run(
        "exiftool", "-q", "-overwrite_original", "-n", "-codedcharacterset=UTF8", f"-ThumbnailImage<={small}", *told, *lists, path
    )
    return path.read_bytes()


@pytest.fixture
def rich(tmp_path: Path, rich_content: bytes) -> Path:
    """A JPEG that lies on its side, with a Canon's note, a thumbnail, and everything that ExifTool can put in."""
    path = tmp_path / "rich.jpg"
    path.write_bytes(rich_content)
    return path


def assert_told(path: Path, expected: dict[str, Any]) -> None:
    found = exiftool(path)
    for name, value in expected.items():
        told = found[name]
        assert told == (pytest.approx(value) if isinstance(value, float) else value), name


# --- from a JPEG to everything ---


@needs("exiftool")
@pytest.mark.parametrize("suffix", EVERY)
def test_everything_that_a_jpeg_tells_is_in_the_result(tmp_path: Path, rich: Path, suffix: str, icc: bytes) -> None:
    target = tmp_path / f"result{suffix}"
    assert write_photo(read_photo(rich), target) == ()
    if suffix == ".jxl":  # which this ExifTool may not look into
        target = tmp_path / "again.jpg"
        write_photo(read_photo(tmp_path / "result.jxl"), target)
    assert_told(target, PHOTO | NOTE)
    assert run("exiftool", "-b", "-icc_profile", target) == icc
    assert exiftool(target).get("IFD0:Orientation", 1) == 1
    assert read_photo(target).metadata.dpi == pytest.approx((300, 300), abs=0.01)


@needs("exiftool", "exiv2")
@pytest.mark.parametrize("suffix", KEPT)
def test_exiv2_reads_the_same_in_the_result_as_in_the_source(tmp_path: Path, rich: Path, suffix: str) -> None:
    write_photo(read_photo(rich), tmp_path / f"result{suffix}")
    source, result = exiv2(rich), exiv2(tmp_path / f"result{suffix}")
    groups = ("Exif.Photo", "Exif.GPSInfo", "Exif.Canon", "Xmp.dc", "Xmp.xmp", *(("Iptc",) if suffix != ".webp" else ()))
    for group in groups:
        names = {name for name in source if name.startswith(group) and not name.endswith(("Dimension", "GPSTag"))}
        assert names, group
        for name in names:
            assert result[name] == source[name], name
    assert result["Exif.Photo.PixelXDimension"] == "61"


@needs("exiftool")
def test_from_format_to_format_and_back(tmp_path: Path, rich: Path) -> None:
    source = rich
    for number, suffix in enumerate((".tif", ".png", ".webp", ".tif", ".jpg", ".avif", ".jxl", ".jpg")):
        target = tmp_path / f"{number}{suffix}"
        write_photo(read_photo(source), target, quality=100)
        source = target
    assert_told(source, PHOTO | NOTE)


@needs("exiftool")
@pytest.mark.parametrize("suffix", [".jpg", ".png"])
def test_a_block_that_needs_no_change_stays_byte_for_byte(tmp_path: Path, rich: Path, suffix: str) -> None:
    run(
        "exiftool",
        "-q",
        "-overwrite_original",
        "-n",
        "-Orientation=1",
        "-IFD1:all=",
        "-ExifImageWidth=83",
        "-ExifImageHeight=61",
        rich,
    )
    block = run("exiftool", "-b", "-exif", rich)
    write_photo(read_photo(rich), tmp_path / f"result{suffix}")
    assert run("exiftool", "-b", "-exif", tmp_path / f"result{suffix}") == block
    assert run("exiftool", "-b", "-xmp", tmp_path / f"result{suffix}") == run("exiftool", "-b", "-xmp", rich)


# --- into the files of other programs, and out of them ---


@needs("exiftool", "convert")
@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp", ".jpg"])
def test_what_exiftool_has_put_into_a_file_is_read(tmp_path: Path, suffix: str, colour8: Array) -> None:
    source = tmp_path / f"source{suffix}"
    run("convert", "rose:", source)
    holds = {name: value for name, value in PHOTO.items() if suffix != ".webp" or not name.startswith("IPTC")}
    told = [f"-{name}={value}" for name, value in holds.items() if not isinstance(value, list)]
    lists = [f"-{name}={value}" for name, values in holds.items() if isinstance(values, list) for value in values]
    run("exiftool", "-q", "-overwrite_original", "-n", *told, *lists, source)
    write_photo(read_photo(source), tmp_path / "result.jpg")
    assert_told(tmp_path / "result.jpg", holds)


@needs("exiftool", "convert")
@pytest.mark.parametrize("suffix", [".png", ".tif", ".webp"])
def test_what_imagemagick_has_carried_over_is_read(tmp_path: Path, rich: Path, suffix: str, icc: bytes) -> None:
    """It leaves EXIF out of a TIFF, and XMP out of a WebP."""
    source = tmp_path / f"source{suffix}"
    run("convert", rich, "-auto-orient", source)
    told = {name.replace("IPTC2:", "IPTC:"): value for name, value in exiftool(source).items()}
    expected = {name: value for name, value in PHOTO.items() if name in told}
    assert len(expected) >= 4
    write_photo(read_photo(source), tmp_path / "result.jpg")
    assert_told(tmp_path / "result.jpg", expected)
    assert read_photo(tmp_path / "result.jpg").metadata.icc == icc


# --- makers' notes ---


@needs("exiftool")
@pytest.mark.parametrize("at", [100 + 6, 3000, 50_000])
def test_a_makers_note_survives_tiff_wherever_it_lies(tmp_path: Path, at: int, colour8: Array) -> None:
    Image.fromarray(colour8).save(tmp_path / "source.jpg", exif=b"Exif\0\0" + with_note(at))
    assert_told(tmp_path / "source.jpg", NOTE)
    source = tmp_path / "source.jpg"
    for suffix in (".tif", ".png", ".tif", ".tif", ".jpg"):
        write_photo(read_photo(source), source.with_suffix(suffix))
        source = source.with_suffix(suffix)
        assert_told(source, NOTE)
        assert "ExifTool:Warning" not in exiftool(source)


@needs("exiftool")
def test_of_exif_that_is_too_long_for_a_jpeg_only_the_longest_entry_goes(tmp_path: Path, rich: Path) -> None:
    long = tmp_path / "long.bin"
    long.write_bytes(bytes(range(256)) * 300)
    write_photo(read_photo(rich), tmp_path / "source.tif")
    run("exiftool", "-q", "-overwrite_original", f"-IFD0:ImageDescription<={long}", tmp_path / "source.tif")
    told = write_photo(read_photo(tmp_path / "source.tif"), tmp_path / "result.jpg")
    assert told == ("The longest entries of the EXIF were left out, because the file's format holds at most 65527 bytes.",)
    assert_told(tmp_path / "result.jpg", PHOTO)
    assert write_photo(read_photo(tmp_path / "source.tif"), tmp_path / "result.png") == ()


@needs("exiftool")
@pytest.mark.parametrize("length", [60_000, 70_000, 300_000])
def test_xmp_longer_than_a_segment_goes_through_a_jpeg(tmp_path: Path, rich: Path, length: int) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Word " * (length // 5))
    write_photo(read_photo(rich), tmp_path / "source.png")
    run("exiftool", "-q", "-overwrite_original", f"-XMP-dc:Description<={words}", tmp_path / "source.png")
    photo = read_photo(tmp_path / "source.png")
    assert write_photo(photo, tmp_path / "result.jpg") == ()
    assert exiftool(tmp_path / "result.jpg")["XMP-dc:Description"] == words.read_text()
    assert read_photo(tmp_path / "result.jpg").metadata.xmp == photo.metadata.xmp


@needs("exiftool")
def test_xmp_that_exiftool_has_split_is_read_whole(tmp_path: Path, rich: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("Word " * 20_000)
    run("exiftool", "-q", "-overwrite_original", f"-XMP-dc:Description<={words}", rich)
    assert b"http://ns.adobe.com/xmp/extension/" in rich.read_bytes()
    write_photo(read_photo(rich), tmp_path / "result.png")
    assert_told(tmp_path / "result.png", PHOTO | {"XMP-dc:Description": words.read_text()})


# --- size, orientation, thumbnail, resolution ---


@needs("exiftool")
@pytest.mark.parametrize("suffix", [".jpg", ".png", ".webp", ".avif"])
def test_size_orientation_and_thumbnail_are_those_of_the_result(tmp_path: Path, rich: Path, suffix: str) -> None:
    run(
        "exiftool",
        "-q",
        "-overwrite_original",
        "-n",
        "-XMP-tiff:Orientation=6",
        "-XMP-exif:ExifImageWidth=83",
        "-XMP-tiff:ImageWidth=83",
        rich,
    )
    photo = read_photo(rich)
    green = np.broadcast_to(np.array([0, 0.8, 0], np.float32), photo.pixels.shape)
    export_photo(photo.with_pixels(np.ascontiguousarray(green)), tmp_path / f"result{suffix}", Output(longest_side=40))
    told = exiftool(tmp_path / f"result{suffix}")
    assert (told["ExifIFD:ExifImageWidth"], told["ExifIFD:ExifImageHeight"]) == (29, 40)
    assert (told["XMP-exif:ExifImageWidth"], told["XMP-tiff:ImageWidth"], told["XMP-tiff:Orientation"]) == (29, 29, 1)
    assert told["IFD0:Orientation"] == 1
    (tmp_path / "small.jpg").write_bytes(run("exiftool", "-b", "-ThumbnailImage", tmp_path / f"result{suffix}"))
    with Image.open(tmp_path / "small.jpg") as small:
        assert small.size == (29, 40)
        assert np.abs(np.asarray(small) - np.array([0, 204, 0])).max() < 6


@needs("exiftool")
def test_a_thumbnail_is_small_and_comes_only_where_there_was_one(tmp_path: Path, rich: Path) -> None:
    large = replace(read_photo(rich), pixels=np.full((400, 600, 3), 0.5, np.float32))
    write_photo(large, tmp_path / "result.jpg")
    (tmp_path / "small.jpg").write_bytes(run("exiftool", "-b", "-ThumbnailImage", tmp_path / "result.jpg"))
    with Image.open(tmp_path / "small.jpg") as small:
        assert small.size == (160, 107)
    run("exiftool", "-q", "-overwrite_original", "-IFD1:all=", rich)
    write_photo(read_photo(rich), tmp_path / "bare.jpg")
    assert run("exiftool", "-b", "-ThumbnailImage", tmp_path / "bare.jpg") == b""


@needs("exiftool")
@pytest.mark.parametrize("suffix", EVERY)
def test_the_resolution_alone(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"photo{suffix}"
    write_photo(Photo(np.full((8, 8, 3), 0.5, np.float32), metadata=Metadata(dpi=(240, 120))), target)
    assert read_photo(target).metadata.dpi == pytest.approx((240, 120), abs=0.02)
    if suffix != ".jxl":
        told = exiftool(target)
        names = [name for name in told if name.endswith(":XResolution")] or [
            name for name in told if name.endswith("PixelsPerUnitX")
        ]
        assert told[names[0]] == (9449 if suffix == ".png" else 240)


# --- stripped ---


@needs("exiftool")
@pytest.mark.parametrize("suffix", EVERY)
def test_stripped_on_request(tmp_path: Path, rich: Path, suffix: str, icc: bytes) -> None:
    target = tmp_path / f"result{suffix}"
    assert export_photo(read_photo(rich), target, Output(keep_metadata=False)) == ()
    told = exiftool(target)
    kinds = {name.split(":")[0] for name in told}
    assert not any(kind.startswith(("XMP", "IPTC", "GPS", "ExifIFD", "Canon", "IFD1")) for kind in kinds)
    assert {name for name in told if name.startswith("IFD0")} <= {
        *("IFD0:XResolution", "IFD0:YResolution", "IFD0:ResolutionUnit"),
        *(name for name in told if suffix == ".tif"),
    }
    assert read_photo(target).metadata.icc == icc


# --- colour ---


@needs("exiftool")
def test_adobe_rgb_that_only_exif_tells_is_kept_as_a_profile(tmp_path: Path, rich: Path) -> None:
    run("exiftool", "-q", "-overwrite_original", "-n", "-icc_profile:all=", "-InteropIndex=R03", "-ColorSpace=65535", rich)
    photo = read_photo(rich)
    assert photo.metadata.icc == adobe_rgb()
    export_photo(photo, tmp_path / "result.png", Output(keep_metadata=False))
    assert read_photo(tmp_path / "result.png").metadata.icc == adobe_rgb()
    run("exiftool", "-q", "-overwrite_original", "-InteropIndex=R98", rich)
    assert read_photo(rich).metadata.icc is None
