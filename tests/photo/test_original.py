"""A result in the place of its original, which is kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tintype.errors import CannotWrite
from tintype.photo.original import backup_of, replace_original, same_file

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX links and permissions")


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "photo.jpg"
    path.write_bytes(b"original")
    return path


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(params=[True, False], ids=["linked", "copied"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk with and one without hard links."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links")

    if not request.param:
        monkeypatch.setattr(Path, "hardlink_to", refuse)


def test_the_original_is_kept_beside_the_result(original: Path, disk: None) -> None:
    os.utime(original, (1_000_000_000, 1_000_000_000))
    assert replace_original(original, b"result") == original.with_name("photo.original.jpg")
    assert files(original.parent) == {"photo.jpg": b"result", "photo.original.jpg": b"original"}
    assert original.with_name("photo.original.jpg").stat().st_mtime == 1_000_000_000


def test_an_earlier_backup_stays(original: Path, disk: None) -> None:
    original.with_name("photo.original.jpg").write_bytes(b"first")
    assert backup_of(original).name == "photo.original (2).jpg"
    replace_original(original, b"result")
    replace_original(original, b"second result")
    assert files(original.parent) == {
        "photo.jpg": b"second result",
        "photo.original.jpg": b"first",
        "photo.original (2).jpg": b"original",
        "photo.original (3).jpg": b"result",
    }


def test_without_a_backup_nothing_is_replaced(tmp_path: Path, disk: None) -> None:
    path = tmp_path / f"{'x' * 245}.jpg"
    path.write_bytes(b"original")
    with pytest.raises(CannotWrite, match="the name is too long"):
        replace_original(path, b"result")
    assert files(tmp_path) == {path.name: b"original"}


def test_a_result_that_cannot_be_written_leaves_no_backup(original: Path, disk: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CannotWrite, match="the disk is full"):
        replace_original(original, b"result")
    assert files(original.parent) == {"photo.jpg": b"original"}


@posix
def test_in_a_closed_folder_nothing_is_replaced(as_ordinary_user: Callable[[str], list[str]]) -> None:
    code = (
        "from tintype.photo import replace_original\n"
        "old = folder / 'old.png'; old.write_bytes(b'old')\n"
        "if root: os.seteuid(0)\n"
        "folder.chmod(0o555)\n"
        "if root: os.seteuid(65534)\n"
        "try: replace_original(old, b'new')\n"
        "except Exception as error: print(type(error).__name__, error.path.name, error.reason.replace(name, 'FOLDER'))\n"
        "print(old.read_bytes(), len(list(folder.iterdir())))\n"
    )
    assert as_ordinary_user(code) == [
        "CannotWrite old.original.png you are not allowed to write in the folder FOLDER",
        "b'old' 1",
    ]


@posix
def test_a_link_stays_and_its_file_is_kept(tmp_path: Path) -> None:
    album = tmp_path / "album"
    album.mkdir()
    (album / "photo.jpg").write_bytes(b"original")
    link = tmp_path / "link.jpg"
    link.symlink_to(album / "photo.jpg")
    assert replace_original(link, b"result") == album / "photo.original.jpg"
    assert link.is_symlink()
    assert files(album) == {"photo.jpg": b"result", "photo.original.jpg": b"original"}


@posix
def test_a_file_is_known_by_all_its_names(original: Path) -> None:
    folder = original.parent
    (folder / "soft.jpg").symlink_to(original)
    (folder / "hard.jpg").hardlink_to(original)
    (folder / "equal.jpg").write_bytes(b"original")
    (folder / "here").symlink_to(folder)
    assert same_file(folder / "soft.jpg", original)
    assert same_file(folder / "hard.jpg", original)
    assert same_file(folder / "here" / ".." / folder.name / "photo.jpg", original)
    assert not same_file(folder / "equal.jpg", original)
    assert not same_file(folder / "none.jpg", original)
    assert not same_file(folder / "none.jpg", folder / "none.jpg")
