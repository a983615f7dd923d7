"""Lines that a hole interrupts are found and joined."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.structure import PLAN, puzzles
from tintype.engine.exemplar import Mask
from tintype.engine.exemplar.curves import crossings, draw, pairs


def disc(height: int, width: int, radius: float) -> Mask:
    rows, columns = np.mgrid[:height, :width]
    mask: Mask = np.hypot(rows - height / 2, columns - width / 2) < radius
    return mask


def test_the_drawn_pictures_are_what_they_promise() -> None:
    made = puzzles()
    assert len(made) == len(PLAN) == 24
    assert {puzzle.kind for puzzle in made} >= {"edge", "line", "stripes", "grid", "curve"}
    for puzzle, again in zip(made, puzzles(), strict=True):
        np.testing.assert_array_equal(puzzle.picture, again.picture)
        rows, columns = np.nonzero(puzzle.hole)
        assert all(35 <= np.ptp(places) + 1 <= 115 for places in (rows, columns))
        assert rows.min() > 0 and rows.max() < puzzle.hole.shape[0] - 1


def test_crossings_of_one_line_find_each_other() -> None:
    rows, columns = np.mgrid[:200, :240].astype(np.float32)
    pixels = np.full((200, 240, 3), 0.7, np.float32)
    pixels[np.abs(rows - 60 - columns / 3) < 4] = 0.2
    hole = disc(200, 240, 35)
    found = crossings(np.where(hole[..., None], np.float32(1), pixels), hole)
    assert len(found) == 4  # two sides of the line, twice
    np.testing.assert_allclose(np.abs(found.ways[:, 1] / found.ways[:, 0]), 1 / 3, atol=0.06)
    joined = pairs(found)
    assert len(joined) == 2
    for first, second in joined:
        (x, y), (u, v) = found.places[first], found.places[second]
        assert (v - y) / (u - x) == pytest.approx(1 / 3, abs=0.03)
    lines = draw(pixels, hole)
    assert lines is not None
    sure = lines[..., 3] > 0.8
    assert sure[hole].any() and not sure[~hole].any()
    assert np.abs(lines[..., :3] - pixels)[sure].mean() < 0.03


def test_nothing_is_drawn_where_nothing_crosses() -> None:
    flat = np.full((120, 120, 3), 0.4, np.float32)
    assert draw(flat, disc(120, 120, 30)) is None
    ended = flat.copy()
    ended[:60, 58:62] = 0.9  # a line that goes in and does not come out
    assert draw(ended, disc(120, 120, 30)) is None


@pytest.mark.parametrize("shape", [(3, 3), (12, 12), (12, 90)])
def test_small_and_covered_pictures_have_no_lines(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(0).random((*shape, 3), dtype=np.float32)
    assert draw(pixels, np.ones(shape, bool)) is None
    hole = np.zeros(shape, bool)
    hole[shape[0] // 2] = True
    lines = draw(pixels, hole)
    assert lines is None or np.isfinite(lines).all()
