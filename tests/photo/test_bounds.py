"""Files that claim too much: pixels, bytes, directories, scans, chunks."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from tintype.errors import UnreadablePhoto
from tintype.geometry import Size
from tintype.photo import Photo, read_mask, read_photo, write_photo
from tintype.photo.decoding import DAMAGED, read_source
from tintype.photo.ifd import read_first
from tintype.photo.limits import free_memory, memory_for_reading
from tintype.photo.png_chunks import MOST_CHUNKS, SIGNATURE, Chunk, read_chunks
from tintype.photo.source import Source
from tintype.photo.thumbnail import read_thumbnail
from tintype.photo.trust import MOST_SCANS, is_plain, may_be_trusted

MEGABYTE = 10**6


def refusal(path: Path, memory: int | None = None) -> str:
    with pytest.raises(UnreadablePhoto) as caught:
        read_photo(path, memory=memory)
    return caught.value.reason


# --- memory ---


@pytest.mark.parametrize("suffix", [".png", ".tif"])
def test_a_photo_that_takes_more_memory_than_it_may(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"photo{suffix}"
    write_photo(Photo(np.zeros((500, 1000, 3), np.float32)), path)
    sentence = "reading it takes 8 MB, and 7 MB may be used; close other programs"
    assert refusal(path, 7 * MEGABYTE) == f"{sentence}, or allow more (Preferences, --memory)"
    for read in (read_mask, lambda path, memory: read_thumbnail(path, 100, memory)):
        with pytest.raises(UnreadablePhoto, match="reading it takes 8 MB"):
            read(path, memory=7 * MEGABYTE)
    assert read_photo(path, memory=8 * MEGABYTE).size == Size(500, 1000)


def test_half_of_what_is_free_is_the_usual_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert memory_for_reading(None) == pytest.approx(free_memory() / 2, rel=0.5)
    assert memory_for_reading(123) == 123
    write_photo(Photo(np.zeros((500, 1000, 3), np.float32)), tmp_path / "photo.png")
    monkeypatch.setattr("tintype.photo.limits.free_memory", lambda: 14 * MEGABYTE)
    assert "reading it takes 8 MB, and 7 MB may be used" in refusal(tmp_path / "photo.png")


def test_a_file_larger_than_the_memory_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    write_photo(Photo(np.zeros((5, 5, 3), np.float32)), path)
    with path.open("r+b") as file:
        file.truncate(10**13)  # a hole, which takes no room
    assert refusal(path, 100 * MEGABYTE).startswith("reading it takes 10000000 MB, and 100 MB may be used")


def test_a_file_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems say that a file is empty, and give bytes as long as one asks."""
    path = tmp_path / "photo.png"
    write_photo(Photo(np.zeros((5, 5, 3), np.float32)), path)
    whole = path.read_bytes()
    path.write_bytes(whole + bytes(3 * MEGABYTE))
    stat = Path.stat

    class Nothing:
        st_size = 0

        def __init__(self, facts: Any) -> None:
            self.st_mode = facts.st_mode

    monkeypatch.setattr(Path, "stat", lambda self, **options: Nothing(stat(self, **options)))
    monkeypatch.setattr("tintype.photo.decoding.PART", 1000)
    assert "and 2 MB may be used" in refusal(path, 2 * MEGABYTE)
    assert len(read_source(path, lambda _: None, 10 * MEGABYTE).data) == len(whole) + 3 * MEGABYTE


# --- directories of tags ---


def tiff(tmp_path: Path) -> tuple[Path, bytearray, int]:
    """A file, its bytes, and where its first directory ends with the place of the next."""
    path = tmp_path / "photo.tif"
    tifffile.imwrite(path, np.full((7, 9, 3), 200, np.uint8), metadata=None)
    data = bytearray(path.read_bytes())
    (start,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, start)
    return path, data, start + 2 + 12 * count


def test_directories_that_run_in_a_circle(tmp_path: Path) -> None:
    path, data, end = tiff(tmp_path)
    struct.pack_into("<I", data, end, struct.unpack_from("<I", data, 4)[0])
    path.write_bytes(data)
    assert read_photo(path).size == Size(7, 9)


@pytest.mark.parametrize("tag", [34665, 34853, 330])
def test_a_directory_below_itself(tmp_path: Path, tag: int) -> None:
    path, data, end = tiff(tmp_path)
    (start,) = struct.unpack_from("<I", data, 4)
    struct.pack_into("<HHII", data, end - 12, tag, 4, 1, start)
    path.write_bytes(data)
    try:
        assert read_photo(path).size == Size(7, 9)
    except UnreadablePhoto as error:
        assert error.reason == DAMAGED


def test_thousands_of_directories_that_lie_upon_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each begins two bytes behind the one before, and has as many entries as there is room for."""
    path, data, end = tiff(tmp_path)
    struct.pack_into("<I", data, end, len(data))
    path.write_bytes(data + b"\xff\x03" * 100_000)
    monkeypatch.setattr("tintype.photo.limits.SECONDS", 1.0)
    try:
        assert read_photo(path).size == Size(7, 9)
    except UnreadablePhoto as error:
        assert "probably damaged" in error.reason or error.reason == DAMAGED


def test_values_that_lie_upon_one_another_are_not_copied_each() -> None:
    count, size = 60_000, 2 * MEGABYTE
    entry = struct.pack("<HHII", 270, 2, size - 100, 8)
    data = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", count) + entry * count
    data += bytes(size - len(data))
    entries = read_first(data)[1].entries
    assert sum(len(entry.value) for entry in entries) <= len(data)


# --- scans, inks and chunks ---


def jpeg(**options: Any) -> bytes:
    packed = io.BytesIO()
    pixels = np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    Image.fromarray(pixels).convert(options.pop("mode", "RGB")).save(packed, "JPEG", **options)
    return packed.getvalue()


def with_scans(count: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    whole = jpeg(progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * count + whole[-2:]


def plain(data: bytes) -> bool:
    return may_be_trusted(data) and is_plain(Source(Path("photo"), data))


def test_only_plain_files_are_decoded_in_the_apps_own_process(tmp_path: Path) -> None:
    assert plain(jpeg())
    assert plain(jpeg(progressive=True))
    assert plain(jpeg(mode="L"))
    assert not plain(jpeg(mode="CMYK"))
    assert not plain(with_scans(MOST_SCANS))
    assert not plain(jpeg()[:100])
    expected_of = {".webp": True, ".png": True, ".bmp": False, ".tif": False, ".avif": False, ".jxl": False}
    for suffix, expected in expected_of.items():
        write_photo(Photo(np.zeros((20, 20, 3), np.float32)), tmp_path / f"photo{suffix}")
        assert plain((tmp_path / f"photo{suffix}").read_bytes()) == expected


def test_a_jpeg_of_many_scans_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(with_scans(2000))
    try:
        assert read_photo(path).size == Size(40, 60)
    except UnreadablePhoto as error:
        assert error.reason == DAMAGED


def test_a_png_of_empty_chunks(tmp_path: Path, colour8: NDArray[Any]) -> None:
    path = tmp_path / "photo.png"
    write_photo(Photo(colour8.astype(np.float32) / np.float32(255)), path)
    whole = path.read_bytes()
    path.write_bytes(whole[:-12] + Chunk.of(b"teXt", b"").whole * (MOST_CHUNKS + 1) + whole[-12:])
    assert read_photo(path).size == Size(61, 83)
    assert sum(1 for _ in read_chunks(path.read_bytes())) == MOST_CHUNKS


def test_a_profile_that_inflates_without_end(tmp_path: Path, colour8: NDArray[Any]) -> None:
    path = tmp_path / "photo.png"
    write_photo(Photo(colour8.astype(np.float32) / np.float32(255)), path)
    whole = path.read_bytes()
    bomb = Chunk.of(b"iCCP", b"x\0\0" + zlib.compress(bytes(80 * MEGABYTE), 1)).whole
    path.write_bytes(whole[: len(SIGNATURE) + 25] + bomb + whole[len(SIGNATURE) + 25 :])
    profile = read_photo(path).metadata.icc
    assert profile is None or len(profile) <= 64 * 2**20
