"""What is special about JPEG: quality, files cut short, press metadata, thumbnails."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tintype.errors import UnreadablePhoto
from tintype.photo import Metadata, Photo, read_photo, write_photo
from tintype.photo.jpeg_quality import estimate_quality

Array = NDArray[Any]

CUT = "The file is cut short; what is missing was left grey or blurred."
RECORDS = b"\x1c\x02\x05\x00\x05Title\x1c\x02\x78\x00\x07Caption"


def jpeg(image: Image.Image, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    return file.getvalue()


def photo_of(samples: Array, metadata: Metadata | None = None) -> Photo:
    return Photo(samples.astype(np.float32) / np.float32(255), metadata=metadata or Metadata())


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
@pytest.mark.parametrize("quality", [1, 20, 49, 50, 75, 90, 95, 99, 100])
def test_the_quality_is_read_off_the_tables(tmp_path: Path, mode: str, quality: int, colour8: Array) -> None:
    (tmp_path / "photo.jpg").write_bytes(jpeg(Image.fromarray(colour8).convert(mode), quality=quality))
    assert read_photo(tmp_path / "photo.jpg").quality == quality


def test_tables_of_other_makers_get_the_nearest_quality() -> None:
    with Image.open(io.BytesIO(jpeg(Image.new("RGB", (8, 8)), quality=80))) as image:
        written = image.quantization  # type: ignore[attr-defined]
    tables = {number: [step + (place % 7 == 0) for place, step in enumerate(steps)] for number, steps in written.items()}
    assert estimate_quality(tables) in (79, 80)
    assert estimate_quality({}) is None


def test_other_formats_tell_no_quality(tmp_path: Path, colour8: Array) -> None:
    for suffix in (".png", ".webp"):
        write_photo(photo_of(colour8), tmp_path / f"photo{suffix}")
        assert read_photo(tmp_path / f"photo{suffix}").quality is None


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_a_cut_file_is_read_as_far_as_it_goes(tmp_path: Path, share: float, progressive: bool) -> None:
    from skimage import data

    samples = data.astronaut()  # type: ignore[no-untyped-call, unused-ignore]
    content = jpeg(Image.fromarray(samples), quality=90, progressive=progressive)
    (tmp_path / "photo.jpg").write_bytes(content[: int(len(content) * share)])
    photo = read_photo(tmp_path / "photo.jpg")
    assert photo.warnings == (CUT,)
    assert photo.pixels.shape == samples.shape
    assert np.abs(photo.pixels - samples / 255)[:100].mean() < (0.06 if progressive else 0.02)


def test_a_file_cut_before_its_picture_is_refused(tmp_path: Path, colour8: Array) -> None:
    content = jpeg(Image.fromarray(colour8))
    begin = content.index(b"\xff\xda")
    for end in (20, begin // 2, begin, begin + 14):
        (tmp_path / "photo.jpg").write_bytes(content[:end])
        with pytest.raises(UnreadablePhoto, match="damaged or cut short"):
            read_photo(tmp_path / "photo.jpg")


def test_only_the_end_mark_is_missing(tmp_path: Path, colour8: Array) -> None:
    content = jpeg(Image.fromarray(colour8))
    (tmp_path / "whole.jpg").write_bytes(content)
    (tmp_path / "photo.jpg").write_bytes(content[:-2])
    np.testing.assert_array_equal(read_photo(tmp_path / "photo.jpg").pixels, read_photo(tmp_path / "whole.jpg").pixels)


@pytest.mark.parametrize("suffix", [".jpg", ".tif"])
@pytest.mark.parametrize("records", [RECORDS, RECORDS + b"x"])
def test_iptc_goes_through(tmp_path: Path, suffix: str, records: bytes, colour8: Array) -> None:
    assert write_photo(photo_of(colour8, Metadata(iptc=records)), tmp_path / f"photo{suffix}") == ()
    again = read_photo(tmp_path / f"photo{suffix}")
    assert again.metadata.iptc == records
    write_photo(again, tmp_path / "next.jpg")
    assert read_photo(tmp_path / "next.jpg").metadata.iptc == records


def test_iptc_is_seen_by_others(tmp_path: Path, colour8: Array, metadata: Metadata) -> None:
    from PIL import IptcImagePlugin

    write_photo(
        photo_of(colour8, Metadata(icc=metadata.icc, exif=metadata.exif, xmp=metadata.xmp, iptc=RECORDS)), tmp_path / "photo.jpg"
    )
    with Image.open(tmp_path / "photo.jpg") as image:
        told = IptcImagePlugin.getiptcinfo(image)
        assert told == {(2, 5): b"Title", (2, 120): b"Caption"}
        assert image.info["icc_profile"] == metadata.icc


def test_what_a_format_cannot_hold_is_told(tmp_path: Path, colour8: Array, metadata: Metadata) -> None:
    long = Metadata(exif=b"II*\0\x08\0\0\0\0\0\0\0\0\0" + bytes(70_000), xmp=b"<x>" + bytes(70_000), iptc=bytes(70_000))
    assert write_photo(photo_of(colour8, long), tmp_path / "photo.jpg") == (
        "The EXIF was left out, because the file's format holds at most 65527 bytes.",
        "The IPTC was left out, because the file's format holds at most 65506 bytes.",
    )
    assert read_photo(tmp_path / "photo.jpg").metadata == Metadata(xmp=long.xmp)
    assert len(write_photo(photo_of(colour8, metadata), tmp_path / "photo.bmp")) == 2


def test_the_longest_that_one_segment_holds(tmp_path: Path, colour8: Array) -> None:
    longest = Metadata(exif=b"II*\0\x08\0\0\0\0\0\0\0\0\0".ljust(65527, b"\0"), xmp=bytes(65504), iptc=bytes(65506))
    assert write_photo(photo_of(colour8, longest), tmp_path / "photo.jpg") == ()
    assert read_photo(tmp_path / "photo.jpg").metadata == longest


@pytest.mark.parametrize("kind", [3, 4])
@pytest.mark.parametrize("order", ["<", ">"])
def test_exif_tells_the_size_that_is_written_and_loses_its_old_thumbnail(
    tmp_path: Path, kind: int, order: str, colour8: Array
) -> None:
    thumbnail = jpeg(Image.new("RGB", (16, 16), "red"))
    block = with_thumbnail(order, kind, thumbnail)
    (tmp_path / "old.jpg").write_bytes(jpeg(Image.fromarray(colour8), exif=b"Exif\0\0" + block))
    write_photo(read_photo(tmp_path / "old.jpg"), tmp_path / "photo.jpg")
    with Image.open(tmp_path / "photo.jpg") as image:
        exif = image.getexif()
        photo = exif.get_ifd(0x8769)
        assert (photo[0xA002], photo[0xA003]) == (colour8.shape[1], colour8.shape[0])
        assert not exif.get_ifd(1)
    assert thumbnail not in (tmp_path / "photo.jpg").read_bytes()


def with_thumbnail(order: str, kind: int, thumbnail: bytes) -> bytes:
    """A block with dimensions of 7 x 9 and a thumbnail at its end."""

    def entry(tag: int, of: int, value: int) -> bytes:
        return struct.pack(f"{order}HHI" + ("HH" if of == 3 else "I"), tag, of, 1, *((value, 0) if of == 3 else (value,)))

    def directory(following: int, *entries: bytes) -> bytes:
        return struct.pack(order + "H", len(entries)) + b"".join(entries) + struct.pack(order + "I", following)

    header = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", 8)
    first = directory(56, entry(0x8769, 4, 26))
    photo = directory(0, entry(0xA002, kind, 7), entry(0xA003, kind, 9))
    last = directory(0, entry(0x0103, 3, 6), entry(0x0201, 4, 98), entry(0x0202, 4, len(thumbnail)))
    return header + first + photo + last + thumbnail
