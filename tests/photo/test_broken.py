"""Whatever is no photo gets its error class and one plain sentence, and nothing on the terminal."""

from __future__ import annotations

import io
import os
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from numpy.typing import NDArray
from PIL import Image

from tintype.errors import FileMissing, FolderGiven, PhotoError, UnreadablePhoto
from tintype.photo import WRITABLE, read_photo, write_photo
from tintype.photo.photo import Photo

Array = NDArray[Any]

FOREIGN = "it is not a JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, JPEG 2000, HEIC, GIF, BMP, PSD or camera raw picture"
DAMAGED = "the file is damaged or cut short"


def refusal(path: Path) -> str:
    with pytest.raises(UnreadablePhoto) as caught:
        read_photo(path)
    assert caught.value.path == path
    assert str(caught.value) == f"{path} cannot be read: {caught.value.reason}."
    assert re.fullmatch(r"[^\n.]+", caught.value.reason)
    return caught.value.reason


@pytest.fixture
def files(tmp_path: Path, colour8: Array, colour16: Array) -> dict[str, bytes]:
    """A healthy file of every format."""
    made = {}
    for depth, samples in ((8, colour8), (16, colour16)):
        photo = Photo(samples.astype(np.float32) / np.float32(np.iinfo(samples.dtype).max), depth=8 if depth == 8 else 16)
        for suffix in sorted(WRITABLE):
            write_photo(photo, tmp_path / f"photo{suffix}")
            made[f"{suffix} {depth}"] = (tmp_path / f"photo{suffix}").read_bytes()
    return made


def foreign_files() -> dict[str, bytes]:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as contents:
        contents.writestr("photo.jpg", b"nothing")
    return {
        "text": b"Dear Sir or Madam,",
        "short text": b"B",
        "html": b"<!DOCTYPE html><html><body>404</body></html>",
        "zip": archive.getvalue(),
        "sound": b"RIFF\x24\0\0\0WAVEfmt " + bytes(30),
        "film": b"\0\0\0\x18ftypisom" + bytes(40),
        "pdf": b"%PDF-1.7\n",
        "zeros": bytes(1000),
    }


@pytest.mark.parametrize("name", foreign_files())
def test_foreign_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(foreign_files()[name])
    assert refusal(path) == FOREIGN


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "photo.png").touch()
    assert refusal(tmp_path / "photo.png") == "the file is empty"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_cut_files(tmp_path: Path, files: dict[str, bytes], share: float, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "cut"
    for name, content in files.items():
        # What there is of a JPEG is read: see test_jpeg.
        if name.startswith((".jp", ".jfif")):
            continue
        path.write_bytes(content[: max(12, int(len(content) * share))])
        assert refusal(path) == DAMAGED, name
    assert capfd.readouterr() == ("", "")


def test_a_png_whose_header_is_missing(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 0) + b"IEND" + struct.pack(">I", zlib.crc32(b"IEND"))
    )
    assert refusal(tmp_path / "photo.png") == DAMAGED


def test_a_png_without_pixels(tmp_path: Path) -> None:
    (tmp_path / "photo.png").write_bytes(png_header(0, 5))
    assert refusal(tmp_path / "photo.png") == "it has no pixels"


def test_a_text_that_begins_like_a_bmp(tmp_path: Path) -> None:
    (tmp_path / "photo.bmp").write_bytes(b"BMW built this car.")
    assert refusal(tmp_path / "photo.bmp") == DAMAGED


def test_changed_bytes_never_end_in_another_error(
    tmp_path: Path, files: dict[str, bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    random = np.random.default_rng(3)
    path = tmp_path / "changed"
    outcomes: set[type] = set()
    for content in files.values():
        for _ in range(12):
            changed = bytearray(content)
            for place in random.integers(0, len(changed), 8):
                changed[place] = random.integers(0, 256)
            path.write_bytes(changed)
            try:
                outcomes.add(type(read_photo(path)))
            except UnreadablePhoto as error:
                outcomes.add(type(error))
    assert outcomes == {Photo, UnreadablePhoto}
    assert capfd.readouterr() == ("", "")


def test_nothing_is_printed_where_no_log_is_set_up(tmp_path: Path, files: dict[str, bytes]) -> None:
    paths = []
    for number, (name, content) in enumerate(files.items()):
        broken = bytearray(content)
        broken[len(broken) // 2 :: 7] = bytes(len(range(len(broken) // 2, len(broken), 7)))
        paths.append(tmp_path / f"broken{number}{name.split()[0]}")
        paths[-1].write_bytes(broken)
    bad_page = tmp_path / "bad page.tif"
    tifffile.imwrite(bad_page, np.zeros((9, 9), np.uint16), extratags=[(65000, 3, 1, 7, True)])
    bad_page.write_bytes(bad_page.read_bytes().replace(struct.pack("<HH", 65000, 3), struct.pack("<HH", 65000, 99)))
    code = (
        "import sys; from pathlib import Path; from tintype.photo import read_photo; from tintype.errors import UnreadablePhoto\n"
        "for name in sys.argv[1:]:\n"
        "    try: read_photo(Path(name))\n"
        "    except UnreadablePhoto: pass\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, (*paths, bad_page))], capture_output=True, env=environment, check=True
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def png_header(width: int, height: int) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))


def test_pictures_beyond_a_gigapixel_are_not_even_begun(tmp_path: Path, files: dict[str, bytes]) -> None:
    sentence = "it has {} pixels, and more than a gigapixel cannot be opened"
    (tmp_path / "bomb.png").write_bytes(png_header(40_000, 25_001))
    assert refusal(tmp_path / "bomb.png") == sentence.format("40000x25001")
    bmp = bytearray(files[".bmp 8"])
    bmp[18:26] = struct.pack("<ii", 50_000, 50_000)
    (tmp_path / "bomb.bmp").write_bytes(bmp)
    assert refusal(tmp_path / "bomb.bmp") == sentence.format("50000x50000")
    jpeg = bytearray(files[".jpg 8"])
    frame = jpeg.index(b"\xff\xc0")
    jpeg[frame + 5 : frame + 9] = struct.pack(">HH", 65_000, 65_000)
    (tmp_path / "bomb.jpg").write_bytes(jpeg)
    assert refusal(tmp_path / "bomb.jpg") == sentence.format("65000x65000")
    tifffile.imwrite(tmp_path / "bomb.tif", np.zeros((4, 4), np.uint16), metadata=None)
    with tifffile.TiffFile(tmp_path / "bomb.tif", mode="r+") as tiff:
        tiff.pages.first.tags["ImageWidth"].overwrite(60_000)
        tiff.pages.first.tags["ImageLength"].overwrite(60_000)
    assert refusal(tmp_path / "bomb.tif") == sentence.format("60000x60000")


def test_pillows_own_lower_limit_does_not_hold(tmp_path: Path) -> None:
    # Beyond 179 megapixels Pillow would raise an error of its own; this one is merely cut short.
    Image.new("1", (8, 8)).save(tmp_path / "large.bmp")
    bmp = bytearray((tmp_path / "large.bmp").read_bytes())
    bmp[18:26] = struct.pack("<ii", 20_000, 10_000)
    (tmp_path / "large.bmp").write_bytes(bmp)
    assert refusal(tmp_path / "large.bmp") == DAMAGED


def test_missing_files(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "none.jpg", tmp_path / "none" / "none.jpg", tmp_path / "file" / "none.jpg", tmp_path / "null\0.jpg"):
        with pytest.raises(FileMissing, match="does not exist; check the name"):
            read_photo(path)


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FolderGiven, match="is a folder; name a photo inside it"):
        read_photo(tmp_path)


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(PhotoError):
        read_photo(tmp_path / ("x" * 300))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    assert refusal(tmp_path / "pipe.jpg") == "it is not an ordinary file"


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="this system has no such permissions")
def test_a_file_that_may_not_be_opened(as_ordinary_user: Callable[[str], list[str]]) -> None:
    code = (
        "path = folder / 'photo.png'; path.write_bytes(b'x'); path.chmod(0)\n"
        "try: read_photo(path)\n"
        "except Exception as error: print(type(error).__name__, error.reason)\n"
    )
    assert as_ordinary_user(code) == ["UnreadablePhoto you are not allowed to open it"]
