from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from tintype.engine.remnants import LENGTH, remnants
from tintype.photo import Pixels

SKY = 0.7
SHAPE = (80, 120)


def sky(grain: float = 1.0) -> Pixels:
    noise = np.random.default_rng(0).normal(0, grain / 255, (*SHAPE, 3)).astype(np.float32)
    return np.full((*SHAPE, 3), SKY, np.float32) + noise


def wire(pixels: Pixels, start: tuple[int, int], end: tuple[int, int], width: int, tone: float = 0.1) -> Pixels:
    """Drawn with soft edges; x and y."""
    share = np.zeros(pixels.shape[:2], np.uint8)
    cv2.line(share, start, end, 255, width, cv2.LINE_AA)
    opacity = share[..., None] / np.float32(255)
    return np.asarray(pixels * (1 - opacity) + np.float32(tone) * opacity, np.float32)


def band(top: int, bottom: int) -> np.ndarray:
    hole = np.zeros(SHAPE, np.uint8)
    hole[top:bottom, 10:110] = 1
    return hole


@pytest.mark.parametrize("tone", [0.1, 1.0])
@pytest.mark.parametrize("grain", [0, 1, 4])
def test_what_is_left_of_a_wire_is_found(tone: float, grain: float) -> None:
    picture = wire(sky(grain), (0, 40), (119, 40), 7, tone)  # its rows are 37 to 43
    found = remnants(picture, band(34, 43))
    assert found[43, 14:106].mean() > 0.8
    assert not found[:43].any()
    assert not found[46:].any()


def test_a_mask_that_covers_all_of_it_leaves_nothing() -> None:
    assert not remnants(wire(sky(), (0, 40), (119, 40), 7), band(35, 46)).any()


@pytest.mark.parametrize("end", [(60, 79), (100, 79), (119, 60)])
def test_a_line_that_comes_out_of_the_hole_is_none(end: tuple[int, int]) -> None:
    assert not remnants(wire(sky(), (119 - end[0], 79 - end[1]), end, 2), band(34, 44)).any()


@pytest.mark.parametrize("bottom", [40, 41, 42, 43, 44])
def test_an_edge_that_the_mask_follows_is_none(bottom: int) -> None:
    """Behind the rim there is more of one side, and behind so narrow a hole of the other."""
    picture = sky()
    picture[43:] -= 0.5
    assert not remnants(picture, band(bottom - 6, bottom)).any()


def test_what_is_unlike_the_covered_is_none() -> None:
    """A white line along a mask over something dark."""
    picture = sky()
    picture[34:43] = 0.1
    picture[43] = 1.0
    assert not remnants(picture, band(34, 43)).any()


def test_a_short_one_is_none() -> None:
    picture = sky(0)
    picture[36:44, 50 : 50 + LENGTH - 1] = 0.1
    assert not remnants(picture, band(34, 43)).any()
    picture[36:44, 50 : 50 + LENGTH] = 0.1
    assert remnants(picture, band(34, 43)).sum() == LENGTH


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "rocket"])
def test_photographs_have_hardly_any(name: str) -> None:
    picture = np.asarray(getattr(data, name)(), np.float32) / np.float32(255)
    hole, rng = np.zeros(picture.shape[:2], np.uint8), np.random.default_rng(1)
    for _ in range(8):
        start, end = rng.integers(0, hole.shape[::-1], (2, 2))
        cv2.line(hole, start.tolist(), end.tolist(), 1, int(rng.integers(2, 12)))
    rim = cv2.dilate(hole, np.ones((5, 5), np.uint8)) - hole
    assert remnants(picture, hole).sum() < 0.005 * rim.sum()


@pytest.mark.parametrize("value", [0, 1])
def test_no_hole_and_nothing_else_have_none(value: int) -> None:
    assert not remnants(sky(), np.full(SHAPE, value, np.uint8)).any()
