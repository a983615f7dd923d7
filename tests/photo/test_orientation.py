"""Photos lie upright in memory, whichever way the file holds them, and say so from then on."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image, ImageOps

from tintype.photo import read_photo, write_photo

Array = NDArray[Any]

ORIENTATION = 0x0112


def oriented(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[ORIENTATION] = orientation
    return tags


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
def test_pixels_and_alpha_are_turned_once(tmp_path: Path, name: str, orientation: int, colour8: Array, alpha8: Array) -> None:
    image = Image.fromarray(colour8 if name == "JPEG" else np.dstack((colour8, alpha8)))
    path = tmp_path / "photo"
    image.save(path, name, exif=oriented(orientation), lossless=True, exact=True)
    with Image.open(path) as same:
        expected = np.asarray(ImageOps.exif_transpose(same))
    photo = read_photo(path)
    np.testing.assert_array_equal(np.rint(photo.pixels * 255), expected[..., :3])
    if name != "JPEG":
        assert photo.alpha is not None
        np.testing.assert_array_equal(np.rint(photo.alpha * 255), expected[..., 3])
    assert photo.pixels.flags.c_contiguous
    assert said(photo.metadata.exif) == 1


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("deep", [False, True])
def test_tiff_is_turned_once_too(tmp_path: Path, orientation: int, deep: bool, colour8: Array, colour16: Array) -> None:
    samples = colour16 if deep else colour8
    tag = (ORIENTATION, 3, 1, orientation, True)
    tifffile.imwrite(tmp_path / "photo.tif", samples, photometric="rgb", metadata=None, extratags=[tag])
    turned = Image.fromarray(colour8)
    turned.info["exif"] = oriented(orientation).tobytes()
    rows = Image.fromarray(np.arange(colour8.shape[0] * colour8.shape[1], dtype=np.int32).reshape(colour8.shape[:2]))
    rows.info["exif"] = turned.info["exif"]
    places = np.asarray(ImageOps.exif_transpose(rows))
    photo = read_photo(tmp_path / "photo.tif")
    np.testing.assert_array_equal(np.rint(photo.pixels * np.iinfo(samples.dtype).max), samples.reshape(-1, 3)[places])


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif", ".webp"])
def test_what_is_written_again_is_not_turned_again(tmp_path: Path, suffix: str, colour8: Array) -> None:
    Image.fromarray(colour8).save(tmp_path / "sideways.jpg", exif=oriented(6))
    once = read_photo(tmp_path / "sideways.jpg")
    write_photo(once, tmp_path / f"again{suffix}")
    assert read_photo(tmp_path / f"again{suffix}").size == once.size
    with Image.open(tmp_path / f"again{suffix}") as image:
        assert ImageOps.exif_transpose(image).size == (once.size.width, once.size.height)


def test_a_jpeg_that_tells_no_resolution_has_none(tmp_path: Path, colour8: Array) -> None:
    Image.fromarray(colour8).save(tmp_path / "photo.jpg", exif=oriented(1))
    assert read_photo(tmp_path / "photo.jpg").metadata.dpi is None


@pytest.mark.parametrize(("unit", "factor"), [(2, 1), (3, 2.54)])
def test_resolution_is_taken_from_exif_where_nothing_else_tells_it(
    tmp_path: Path, unit: int, factor: float, colour8: Array
) -> None:
    tags = Image.Exif()
    tags[0x011A], tags[0x011B], tags[0x0128] = 300.0, 150.0, unit
    for name in ("photo.jpg", "photo.webp", "photo.png"):
        Image.fromarray(colour8).save(tmp_path / name, exif=tags)
        assert read_photo(tmp_path / name).metadata.dpi == pytest.approx((300 * factor, 150 * factor))


def test_resolution_turns_with_the_photo(tmp_path: Path, colour8: Array) -> None:
    Image.fromarray(colour8).save(tmp_path / "photo.jpg", exif=oriented(8), dpi=(300, 100))
    assert read_photo(tmp_path / "photo.jpg").metadata.dpi == (100, 300)


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", [1, 3, 4])
def test_only_the_two_orientations_change_in_the_block(tmp_path: Path, order: str, kind: int, colour8: Array) -> None:
    block = block_with_thumbnail(order, kind, 6)
    Image.fromarray(colour8).save(tmp_path / "photo.png", exif=block)
    carried = read_photo(tmp_path / "photo.png").metadata.exif
    assert carried == block_with_thumbnail(order, kind, 1)
    assert carried is not None
    assert sum(before != after for before, after in zip(block, carried, strict=True)) == 2


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_impossible_orientation_counts_as_upright(tmp_path: Path, orientation: int, colour8: Array) -> None:
    Image.fromarray(colour8).save(tmp_path / "photo.png", exif=block_with_thumbnail("<", 3, orientation))
    photo = read_photo(tmp_path / "photo.png")
    np.testing.assert_array_equal(np.rint(photo.pixels * 255), colour8)


@pytest.mark.parametrize("words", [b'tiff:Orientation="6"', b"<tiff:Orientation>6</tiff:Orientation>"])
def test_the_xmp_packet_does_not_turn_the_photo_again(tmp_path: Path, words: bytes, colour8: Array) -> None:
    packet = b"<x:xmpmeta " + words + b"/>"
    Image.fromarray(colour8).save(tmp_path / "photo.jpg", exif=oriented(6), xmp=packet)
    assert read_photo(tmp_path / "photo.jpg").metadata.xmp == packet.replace(b"6", b"1")


def test_a_broken_block_spoils_neither_photo_nor_copies(tmp_path: Path, colour8: Array) -> None:
    healthy = block_with_thumbnail("<", 3, 3)
    for length in range(0, len(healthy), 3):
        file = io.BytesIO()
        Image.fromarray(colour8[:4, :4]).save(file, "PNG", exif=healthy[:length])
        (tmp_path / "photo.png").write_bytes(file.getvalue())
        photo = read_photo(tmp_path / "photo.png")
        for suffix in (".tif", ".jpg", ".webp"):
            write_photo(photo, tmp_path / f"again{suffix}")
            assert read_photo(tmp_path / f"again{suffix}").size == photo.size


def said(block: bytes | None) -> int | None:
    tags = Image.Exif()
    tags.load(block or b"")
    orientation: int | None = tags.get(ORIENTATION)
    return orientation


def block_with_thumbnail(order: str, kind: int, orientation: int) -> bytes:
    """A block of two directories, each with a maker and an orientation of the given type."""
    value = struct.pack(order + {1: "B3x", 3: "H2x", 4: "I"}[kind], orientation % 256 if kind == 1 else orientation)
    entries = struct.pack(order + "HHI4s", 0x010F, 2, 3, b"Me\0\0") + struct.pack(order + "HHI4s", ORIENTATION, kind, 1, value)
    directory = struct.pack(order + "H", 2) + entries
    header = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8)
    thumbnail = 8 + len(directory) + 4
    return header + directory + struct.pack(order + "I", thumbnail) + directory + bytes(4) + b"left as it is"
