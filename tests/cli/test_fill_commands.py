from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from skimage import data

from tests.cli.test_commands import run
from tintype.photo import Photo, read_mask, read_photo, write_mask, write_photo


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    Image.fromarray(data.astronaut()[100:300, 150:450]).save(path)
    return path


def scratch(shape: tuple[int, ...] = (200, 300)) -> np.ndarray:
    mask = np.zeros(shape[:2], np.uint8)
    cv2.line(mask, (20, 30), (270, 160), 255, 4)
    return mask


@pytest.fixture
def mask(tmp_path: Path) -> Path:
    write_mask(scratch(), tmp_path / "mask.png")
    return tmp_path / "mask.png"


def changed(before: Path, after: Path) -> np.ndarray:
    return np.asarray((read_photo(before).pixels != read_photo(after).pixels).any(axis=2))


def test_white_is_filled_and_all_else_stays(photo: Path, mask: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = photo.read_bytes()
    assert run("inpaint", photo, "--mask", mask) == 0
    target = photo.with_name("photo_filled.png")
    hole = scratch() > 0
    assert not changed(photo, target)[~hole].any()
    assert changed(photo, target)[hole].mean() > 0.8
    assert photo.read_bytes() == before
    said = capsys.readouterr()
    assert f"{photo} -> {target}: filled 2.34% of 300x200 in " in said.out
    assert not said.err


def test_the_file_is_that_of_a_batch_with_its_stamp(photo: Path, mask: Path, tmp_path: Path) -> None:
    assert run("inpaint", photo, "--mask", mask) == 0
    assert run("batch", photo, "--mask", mask, "-o", tmp_path / "out") == 0
    filled = photo.with_name("photo_filled.png")
    assert filled.read_bytes() == (tmp_path / "out" / photo.name).read_bytes()
    packet = read_photo(filled).metadata.xmp
    assert packet is not None
    assert b"&quot;share&quot;: 0.0234" in packet
    write_mask(np.zeros((200, 300), np.uint8), mask)
    assert run("inpaint", photo, "--mask", mask, "-o", tmp_path / "same.png") == 0
    assert read_photo(tmp_path / "same.png").metadata.xmp is None


def test_sixteen_bits_alpha_and_grey_stay(tmp_path: Path, mask: Path) -> None:
    rng = np.random.default_rng(0)
    grey = np.repeat(rng.integers(0, 65536, (200, 300, 1)).astype(np.float32) / 65535, 3, axis=2)
    alpha = rng.integers(0, 65536, (200, 300)).astype(np.float32) / 65535
    write_photo(Photo(grey.astype(np.float32), alpha=alpha.astype(np.float32), depth=16, grey=True), tmp_path / "deep.tif")
    assert run("inpaint", tmp_path / "deep.tif", "--mask", mask) == 0
    before, after = read_photo(tmp_path / "deep.tif"), read_photo(tmp_path / "deep_filled.tif")
    assert (after.depth, after.grey) == (16, True)
    assert before.alpha is not None
    np.testing.assert_array_equal(before.alpha, after.alpha)
    np.testing.assert_array_equal((before.pixels != after.pixels).any(axis=2) & (scratch() == 0), False)


def test_growing_fills_more(photo: Path, mask: Path, tmp_path: Path) -> None:
    assert run("inpaint", photo, "--mask", mask, "-o", tmp_path / "narrow.png") == 0
    assert run("inpaint", photo, "--mask", mask, "--grow", 3, "-o", tmp_path / "wide.png") == 0
    assert changed(photo, tmp_path / "wide.png").sum() > 1.5 * changed(photo, tmp_path / "narrow.png").sum()


def test_seeds(photo: Path, tmp_path: Path) -> None:
    hole = np.zeros((200, 300), np.uint8)
    hole[60:140, 100:190] = 255
    write_mask(hole, tmp_path / "large.png")
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert run("inpaint", photo, "--mask", tmp_path / "large.png", "--seed", seed, "-o", tmp_path / f"{name}.png") == 0
    assert not changed(tmp_path / "a.png", tmp_path / "b.png").any()
    assert changed(tmp_path / "a.png", tmp_path / "c.png").any()


def test_variants_are_written_best_first(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hole = np.zeros((200, 300), np.uint8)
    hole[60:140, 100:190] = 255
    write_mask(hole, tmp_path / "large.png")
    assert run("inpaint", photo, "--mask", tmp_path / "large.png", "--variants", 3) == 0
    lines = capsys.readouterr().out.splitlines()
    places = [photo.with_name(f"photo_filled-{number}.png") for number in (1, 2, 3)]
    scores = [float(line.split("score ")[1].split()[0]) for line in lines]
    assert all(str(place) in line for place, line in zip(places, lines, strict=True))
    assert scores == sorted(scores)
    assert changed(places[0], places[1]).any() and changed(places[1], places[2]).any()
    assert not changed(photo, places[0])[hole == 0].any()


def test_a_variant_never_replaces_the_photo(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_mask(scratch(), tmp_path / "mask.png")
    numbered = photo.rename(photo.with_name("photo-1.png"))
    before = numbered.read_bytes()
    target = tmp_path / "photo.png"
    assert run("inpaint", numbered, "--mask", tmp_path / "mask.png", "--variants", 2, "-o", target) == 1
    assert "it is one of the originals" in capsys.readouterr().err
    assert numbered.read_bytes() == before and not target.exists()


def test_a_variant_never_replaces_another_photo(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_mask(scratch(), tmp_path / "mask.png")
    other = photo.with_name("photo_filled-2.png")
    other.write_bytes(photo.read_bytes())
    before = other.read_bytes()
    assert run("inpaint", photo, other, "--mask", tmp_path / "mask.png", "--variants", 2) == 1
    assert f"{other} cannot be written: it is one of the originals" in capsys.readouterr().err
    assert other.read_bytes() == before
    assert not photo.with_name("photo_filled-1.png").exists()
    assert photo.with_name("photo_filled-2_filled-1.png").exists(), "the other photo is filled all the same"


def test_variants_of_two_photos_never_share_a_name(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_mask(scratch(), tmp_path / "mask.png")
    twin = tmp_path / "elsewhere" / photo.name
    twin.parent.mkdir()
    twin.write_bytes(photo.read_bytes())
    folder = tmp_path / "out"
    assert run("inpaint", photo, twin, "--mask", tmp_path / "mask.png", "--variants", 2, "-o", folder) == 1
    assert "would both go there" in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == ["photo-1.png", "photo-2.png"]


def test_one_mask_for_several_photos(photo: Path, mask: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.png"
    second.write_bytes(photo.read_bytes())
    assert run("inpaint", photo, second, "--mask", mask, "-o", tmp_path / "out") == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["photo.png", "second.png"]


def test_a_folder_of_masks(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second, third = tmp_path / "second.png", tmp_path / "third.png"
    for other in (second, third):
        other.write_bytes(photo.read_bytes())
    masks = tmp_path / "masks"
    masks.mkdir()
    write_mask(scratch(), masks / "photo.png")
    write_mask(scratch()[:, ::-1].copy(), masks / "second.png")
    assert run("inpaint", photo, second, third, "--mask", masks, "-o", tmp_path / "out") == 1
    assert f"holds no mask named third for {third}" in capsys.readouterr().err
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["photo.png", "second.png"]
    assert not changed(photo, tmp_path / "out" / "photo.png")[scratch() == 0].any()
    assert not changed(second, tmp_path / "out" / "second.png")[scratch()[:, ::-1] == 0].any()
    write_photo(read_photo(masks / "photo.png"), masks / "photo.tif")
    assert run("inpaint", photo, "--mask", masks) == 1
    assert "holds 2 masks named photo" in capsys.readouterr().err


def test_an_empty_mask_changes_nothing_and_says_so(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_mask(np.zeros((200, 300), np.uint8), tmp_path / "empty.png")
    assert run("inpaint", photo, "--mask", tmp_path / "empty.png") == 0
    assert "the mask is empty, pixels unchanged; white is filled" in capsys.readouterr().out
    assert not changed(photo, photo.with_name("photo_filled.png")).any()


@pytest.mark.parametrize(
    ("write", "sentence"),
    [
        (lambda path: write_mask(np.full((200, 300), 255, np.uint8), path), "it covers the whole photo"),
        (lambda path: write_mask(scratch((100, 300)), path), "measures 300x100 and the photo 300x200"),
        (lambda path: path.write_text("nothing"), "cannot be read"),
        (lambda path: None, "does not exist"),
    ],
)
def test_masks_that_cannot_be_used(
    photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], write: object, sentence: str
) -> None:
    assert callable(write)
    write(tmp_path / "bad.png")
    assert run("inpaint", photo, "--mask", tmp_path / "bad.png") == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert "Traceback" not in said
    assert not photo.with_name("photo_filled.png").exists()


@pytest.mark.parametrize(
    "words", [["--grow", "-1"], ["--grow", "x"], ["--seed", "-1"], ["--seed", "x"], ["--variants", "0"], ["--variants", "x"]]
)
def test_wrong_usage(photo: Path, mask: Path, words: list[str]) -> None:
    assert run("inpaint", photo, "--mask", mask, *words) == 2


def test_detected_damage_is_a_mask_for_filling(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pixels = np.asarray(Image.open(photo)).copy()
    pixels[scratch() > 0] = 250
    Image.fromarray(pixels).save(photo)
    assert run("detect", photo) == 0
    found = read_mask(tmp_path / "photo_mask.png")
    assert set(np.unique(found)) <= {0, 255}
    assert (found[scratch() > 0] > 0).mean() > 0.7
    assert "looks damaged" in capsys.readouterr().out
    assert run("inpaint", photo, "--mask", tmp_path / "photo_mask.png", "-o", tmp_path / "whole.png") == 0
    assert read_photo(tmp_path / "whole.png").pixels[scratch() > 0].mean() < 0.8


def test_sensitivity_and_names(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shares = []
    for sensitivity in (0, 50, 100):
        assert run("detect", photo, "--sensitivity", sensitivity, "-o", tmp_path / "masks") == 0
        shares.append((read_mask(tmp_path / "masks" / "photo.png") > 0).mean())
    assert shares[0] <= shares[1] < shares[2]
    assert run("detect", photo, "-o", tmp_path / "mask.jpg") == 1
    assert "let its name end in .png" in capsys.readouterr().err
    assert run("detect", photo, "--sensitivity", 101) == 2
