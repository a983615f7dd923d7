"""Pairs of photographs: noisy, and clean of another moment."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data

from benchmarks.pairs import aligned, compare_pairs, difference_of_light


def test_light_is_what_is_coarse() -> None:
    noise = np.random.default_rng(0).normal(0, 5, (256, 320, 3))
    assert np.sqrt(np.square(difference_of_light(noise)).mean()) < 0.2
    ramp = np.linspace(-3, 3, 320)[None, :, None] + np.zeros((256, 1, 3))
    assert np.abs(difference_of_light(noise + ramp) - ramp)[64:-64, 64:-64].mean() < 0.2


def test_a_photograph_comes_to_its_place_and_light() -> None:
    clean = cv2.GaussianBlur(data.astronaut().astype(np.float64)[:256, 100:356], (0, 0), 1)
    there = np.array([[1, 0, 0.4], [0, 1, -0.25]])
    moved = cv2.warpAffine(clean, there, (256, 256), flags=cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REFLECT)
    noisy = moved - 3 + np.random.default_rng(0).normal(0, 5, clean.shape)
    inside = np.s_[8:-8, 8:-8]
    found = aligned(clean, noisy)
    before, after = (np.sqrt(np.square(picture - moved + 3)[inside].mean()) for picture in (clean, found.pixels))
    assert before > 3
    assert after < 0.4
    assert found.distance == pytest.approx(np.hypot(0.4, 0.25), abs=0.02)
    assert found.brightness == pytest.approx(3, abs=0.1)


def test_photographs_of_different_things_are_no_pair() -> None:
    with pytest.raises(ValueError, match="do not show the same"):
        aligned(np.full((64, 64, 3), 128.0), np.full((64, 64, 3), 100.0))


def test_another_place_and_light_count_in_one_mean_and_not_in_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = data.astronaut()[:129, 100:229, ::-1].astype(np.float64)
    noise = np.random.default_rng(0).normal(0, 8, (128, 128, 3))
    for folder, pixels in (("clean", picture[:-1, :-1]), ("noisy", (picture[1:, :-1] + picture[:-1, :-1]) / 2 + noise - 4)):
        (tmp_path / folder).mkdir()
        cv2.imwrite(str(tmp_path / folder / "photo.png"), np.rint(np.clip(pixels, 0, 255)).astype(np.uint8))
    compare_pairs(tmp_path / "noisy", tmp_path / "clean")
    lines = capsys.readouterr().out.splitlines()
    photo, mean, same = ([float(word) for word in lines[number].split()[-4:]] for number in (1, 2, 4))
    assert photo == mean
    assert lines[4].startswith("mean, aligned")
    assert all(there > here + 0.4 for here, there in zip(mean, same, strict=True))
    assert same[1] > same[0] + 1.5, "noise goes"
    assert lines[5].endswith("0 of 1 pictures are worse than before.")
    moved = [float(word) for word in lines[6].replace("pixels,", "").split() if word[0].isdigit()]
    assert moved[0] == moved[1] == pytest.approx(0.5, abs=0.05)
    assert moved[2] == pytest.approx(4, abs=0.2)
    assert mean[1] < float(lines[7].split()[-6]) < 40, "the ceiling of the first mean"
