from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from tests.engine.test_exemplar import disc, noise
from tintype.engine.exemplar import Mask, synthesise
from tintype.engine.exemplar.levels import build
from tintype.engine.exemplar.patterns import novelty
from tintype.photo import Pixels
from tintype.progress import Progress


def photo(name: str) -> Pixels:
    picture = getattr(data, name)()
    return np.ascontiguousarray(np.broadcast_to(np.atleast_3d(picture), (*picture.shape[:2], 3)) / np.float32(255), np.float32)


def grid(height: int, width: int, period: int) -> Pixels:
    y, x = np.mgrid[:height, :width]
    lines = np.where((x % period < 2) | (y % period < 2), 0.25, 0.7).astype(np.float32)
    return np.repeat(cv2.GaussianBlur(lines, (0, 0), 0.7)[..., None], 3, axis=2)


def new(pixels: Pixels, hole: Mask) -> float:
    return novelty(build(pixels, hole, None, Progress())[1])


@pytest.mark.parametrize(
    "pixels, least, most",
    [
        (grid(300, 360, 20), 0, 0.01),
        (photo("brick"), 0.02, 0.1),
        (photo("grass"), 0.5, 1),
        (photo("gravel"), 0.3, 1),
        (photo("chelsea"), 0.4, 1),
        (noise(300, 360), 0.5, 2),
        (np.full((300, 360, 3), 0.4, np.float32), 0, 0.02),
    ],
)
def test_what_repeats_itself_is_told_from_what_does_not(pixels: Pixels, least: float, most: float) -> None:
    assert least <= new(pixels, disc(len(pixels), pixels.shape[1], 150, 180, 45)) <= most


def test_where_hardly_a_patch_is_known_nothing_is_said_to_repeat() -> None:
    hole = np.ones((60, 60), bool)
    hole[:16, :16] = False
    level = build(photo("brick")[:60, :60], hole, None, Progress())[0]
    assert 0 <= novelty(level) < np.inf
    hole[8:, :] = True
    hole[:8, 8:] = True
    assert novelty(build(photo("brick")[:60, :60], hole, None, Progress())[0]) == 1  # all that is known overlaps


def test_a_pattern_goes_on_though_the_structure_is_a_little_wrong() -> None:
    pixels, hole = grid(240, 280, 20), disc(240, 280, 120, 140, 45)
    stain = cv2.GaussianBlur(np.random.default_rng(0).normal(size=hole.shape).astype(np.float32), (0, 0), 8)
    wrong = cv2.GaussianBlur(pixels, (0, 0), 6) + (stain * np.float32(0.04) / stain.std())[..., None]
    filled = synthesise(pixels, hole, np.where(hole[..., None], wrong, pixels).astype(np.float32))
    assert np.sqrt(np.mean((filled - pixels)[hole] ** 2)) < 0.005


def test_elsewhere_the_structure_says_where_it_is_brighter() -> None:
    pixels, hole, bright = noise(240, 280, 0.05), disc(240, 280, 120, 170, 40), disc(240, 280, 120, 170, 18)
    pixels[:, :110] += 0.1
    truth = pixels + np.float32(0.1) * bright[..., None]
    structure = np.where(hole[..., None], cv2.GaussianBlur(truth, (0, 0), 5), pixels)
    filled = synthesise(pixels, hole, structure)
    assert filled[disc(240, 280, 120, 170, 12)].mean() - pixels[:, 110:].mean() > 0.05
