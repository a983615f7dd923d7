"""A write that fails leaves the old file as it was, and nothing else behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tintype.errors import CannotWrite
from tintype.photo import WRITABLE, Photo, read_photo, write_photo

Array = NDArray[Any]
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions and limits")


@pytest.fixture
def photo(colour8: Array) -> Photo:
    return Photo(colour8.astype(np.float32) / np.float32(255))


def refusal(photo: Photo, target: Path) -> str:
    with pytest.raises(CannotWrite) as caught:
        write_photo(photo, target)
    assert caught.value.path == target
    assert str(caught.value) == f"{target} cannot be written: {caught.value.reason}."
    return caught.value.reason


@pytest.mark.parametrize("name", ["photo.gif", "photo", "photo.heic", ".png"])
def test_unknown_suffixes(tmp_path: Path, photo: Photo, name: str) -> None:
    known = ".jpg, .jpeg, .jpe, .jfif, .png, .tif, .tiff, .webp, .avif, .jxl, .bmp"
    assert refusal(photo, tmp_path / name) == f"its name must end in one of {known}"
    assert not list(tmp_path.iterdir())


def test_the_suffixes_that_are_written() -> None:
    assert {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".tif", ".tiff", ".webp", ".avif", ".jxl", ".bmp"} == WRITABLE


def test_a_missing_folder(tmp_path: Path, photo: Photo) -> None:
    folder = tmp_path / "none"
    assert refusal(photo, folder / "photo.png") == f"the folder {folder} does not exist"
    assert not folder.exists()


def test_a_file_in_place_of_the_folder(tmp_path: Path, photo: Photo) -> None:
    (tmp_path / "file").write_bytes(b"old")
    assert refusal(photo, tmp_path / "file" / "photo.png") == f"{tmp_path / 'file'} is not a folder"
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_folder_in_place_of_the_file(tmp_path: Path, photo: Photo) -> None:
    (tmp_path / "photo.png").mkdir()
    assert refusal(photo, tmp_path / "photo.png") == "it is a folder"
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


def test_names_that_no_disk_takes(tmp_path: Path, photo: Photo) -> None:
    assert refusal(photo, tmp_path / ("x" * 300 + ".png")) == "the name is too long"
    assert refusal(photo, tmp_path / "null\0.png") == "the name holds a null character"
    assert not list(tmp_path.iterdir())


def test_the_longest_name_that_a_disk_takes(tmp_path: Path, photo: Photo) -> None:
    target = tmp_path / ("x" * 251 + ".png")
    write_photo(photo, target)
    assert read_photo(target).size == photo.size


@posix
def test_a_device_is_not_replaced(tmp_path: Path, photo: Photo) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    assert refusal(photo, tmp_path / "pipe.png") == "it is not an ordinary file"
    assert stat.S_ISFIFO((tmp_path / "pipe.png").stat().st_mode)


@pytest.mark.parametrize(("suffix", "side"), [(".webp", 16384), (".jpg", 65501)])
def test_photos_larger_than_the_format(tmp_path: Path, suffix: str, side: int) -> None:
    reason = refusal(Photo(np.zeros((1, side, 3), np.float32)), tmp_path / f"photo{suffix}")
    assert reason == f"this format holds at most {side - 1} pixels a side, and the photo has {side}x1"
    write_photo(Photo(np.zeros((1, side - 1, 3), np.float32)), tmp_path / f"photo{suffix}")
    assert read_photo(tmp_path / f"photo{suffix}").size.width == side - 1


@posix
def test_a_disk_that_takes_only_the_beginning(tmp_path: Path) -> None:
    target = tmp_path / "photo.bmp"
    target.write_bytes(b"old")
    code = (
        "import resource, signal, sys; from pathlib import Path; import numpy as np\n"
        "from tintype.photo import Photo, write_photo\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try: write_photo(Photo(np.zeros((100, 100, 3), np.float32)), Path(sys.argv[1]))\n"
        "except Exception as error: print(type(error).__name__, error.reason)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout == "CannotWrite the file would be larger than is allowed there\n"
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["photo.bmp"]


@posix
def test_folders_and_files_closed_to_the_user(as_ordinary_user: Callable[[str], list[str]]) -> None:
    code = (
        "old = folder / 'old.png'; old.write_bytes(b'old'); old.chmod(0o444)\n"
        "def attempt(target):\n"
        "    try: write_photo(photo, target)\n"
        "    except Exception as error: print(type(error).__name__, error.reason.replace(name, 'FOLDER'))\n"
        "attempt(old)\n"
        "if root: os.seteuid(0)\n"
        "folder.chmod(0o555)\n"
        "if root: os.seteuid(65534)\n"
        "attempt(folder / 'new.png')\n"
        "print(old.read_bytes(), len(list(folder.iterdir())))\n"
    )
    assert as_ordinary_user(code) == [
        "CannotWrite it is write-protected",
        "CannotWrite you are not allowed to write in the folder FOLDER",
        "b'old' 1",
    ]


@posix
@pytest.mark.parametrize("umask", [0o022, 0o027])
def test_a_new_file_has_the_permissions_that_new_files_have(tmp_path: Path, photo: Photo, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_photo(photo, tmp_path / "photo.jpg")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "photo.jpg").stat().st_mode) == 0o666 & ~umask


@posix
@pytest.mark.parametrize("mode", [0o600, 0o664])
def test_a_replaced_file_keeps_its_permissions(tmp_path: Path, photo: Photo, mode: int) -> None:
    target = tmp_path / "photo.jpg"
    target.write_bytes(b"old")
    target.chmod(mode)
    write_photo(photo, target)
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert read_photo(target).size == photo.size
    assert [path.name for path in tmp_path.iterdir()] == ["photo.jpg"]


@posix
def test_a_link_stays_a_link(tmp_path: Path, photo: Photo) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "photo.png").write_bytes(b"old")
    (tmp_path / "link.png").symlink_to(tmp_path / "elsewhere" / "photo.png")
    write_photo(photo, tmp_path / "link.png")
    assert (tmp_path / "link.png").is_symlink()
    assert read_photo(tmp_path / "elsewhere" / "photo.png").size == photo.size


def test_a_relative_target(tmp_path: Path, photo: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_photo(photo, Path("photo.png"))
    assert read_photo(Path("photo.png")).size == photo.size
