"""Pairs of photographs: noisy, and clean of another moment."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data

from benchmarks.pairs import compare_pairs, difference_of_light


def test_light_is_what_is_coarse() -> None:
    noise = np.random.default_rng(0).normal(0, 5, (256, 320, 3))
    assert np.sqrt(np.square(difference_of_light(noise)).mean()) < 0.2
    ramp = np.linspace(-3, 3, 320)[None, :, None] + np.zeros((256, 1, 3))
    assert np.abs(difference_of_light(noise + ramp) - ramp)[64:-64, 64:-64].mean() < 0.2


def test_another_light_counts_in_one_mean_and_not_in_the_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clean = data.astronaut()[:128, 100:228, ::-1]
    rng = np.random.default_rng(0)
    for folder, picture in (("clean", clean), ("noisy", clean + rng.normal(0, 10, clean.shape) - 4)):
        (tmp_path / folder).mkdir()
        cv2.imwrite(str(tmp_path / folder / "photo.png"), np.rint(np.clip(picture, 0, 255)).astype(np.uint8))
    compare_pairs(tmp_path / "noisy", tmp_path / "clean")
    lines = capsys.readouterr().out.splitlines()
    photo, mean, light = ([float(word) for word in line.split()[-4:]] for line in lines[1:4])
    assert photo == mean
    assert lines[3].startswith("mean, in the same light")
    assert all(there > here + 0.4 for here, there in zip(mean, light, strict=True))
    assert mean[1] > mean[0] + 1.5, "noise goes"
    assert lines[-1].endswith("0 of 1 pictures are worse than before.")
