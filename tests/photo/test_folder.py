from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tintype.document.roll import Roll
from tintype.errors import FileMissing, UnreadablePhoto
from tintype.photo import Photo, read_photo, write_photo
from tintype.photo.folder import photos_in
from tintype.photo.thumbnail import read_thumbnail


def test_photos_of_a_folder_in_natural_order(tmp_path: Path) -> None:
    for name in ("b10.jpg", "b2.JPG", "a.png", ".hidden.png", "notes.txt", "Thumbs.db", "$x.png"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "inside.png").mkdir()
    (tmp_path / "gone.png").symlink_to(tmp_path / "nowhere.png")
    assert [path.name for path in photos_in(tmp_path)] == ["a.png", "b2.JPG", "b10.jpg"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        photos_in(tmp_path / "gone")


def test_steps_through_a_roll() -> None:
    paths = [Path(f"/p/{number}.png") for number in (1, 2, 10)]
    roll = Roll(dict.fromkeys(paths, 0), paths[1])
    assert (roll.stepped(-1), roll.stepped(1)) == (paths[0], paths[2])
    assert roll.at(paths[2]).stepped(1) is None
    assert roll.at(paths[0]).stepped(-1) is None
    vanished = roll.at(Path("/p/5.png"))
    assert (vanished.stepped(-1), vanished.stepped(1)) == (paths[1], paths[2])
    assert Roll().stepped(1) is None


@pytest.mark.parametrize("suffix", [".jpg", ".png", ".tif"])
def test_a_thumbnail_is_the_photo_made_small(tmp_path: Path, suffix: str) -> None:
    rows, columns = np.mgrid[:300, :450].astype(np.float32)
    pixels = np.stack([rows / 300, columns / 450, np.full_like(rows, 0.5)], axis=-1)
    path = tmp_path / f"ramp{suffix}"
    write_photo(Photo(pixels), path)
    small = read_thumbnail(path, 90)
    assert small.pixels.shape == (60, 90, 3)
    expected = read_photo(path).pixels.reshape(60, 5, 90, 5, 3).mean(axis=(1, 3))
    np.testing.assert_allclose(small.pixels, expected, atol=0.03)


def test_a_thumbnail_is_upright(tmp_path: Path) -> None:
    path, exif = tmp_path / "sideways.jpg", Image.Exif()
    exif[274] = 6
    Image.new("RGB", (400, 200), "red").save(path, exif=exif)
    assert read_thumbnail(path, 100).pixels.shape == (100, 50, 3)


def test_a_small_photo_is_its_own_thumbnail(tmp_path: Path) -> None:
    path = tmp_path / "small.png"
    write_photo(Photo(np.full((20, 30, 3), 0.2, np.float32)), path)
    assert read_thumbnail(path, 100).pixels.shape == (20, 30, 3)


def test_a_thumbnail_of_a_broken_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken.jpg"
    path.write_bytes(b"\xff\xd8\xff\xe0 not a photo")
    with pytest.raises(UnreadablePhoto, match=r"broken\.jpg"):
        read_thumbnail(path, 100)
