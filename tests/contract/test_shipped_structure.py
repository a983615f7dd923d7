"""What crosses a hole of 40 to 100 pixels comes out connected."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from benchmarks.fill import psnr_inside, tintype_fill
from benchmarks.structure import Puzzle, puzzles

PUZZLES = puzzles()


def gain(puzzle: Puzzle) -> float:
    """PSNR in the hole, in dB above that of Telea's fill."""
    broken = np.where(puzzle.hole[..., None], np.uint8(0), puzzle.picture)
    telea = np.asarray(cv2.inpaint(broken, puzzle.hole.view(np.uint8), 3, cv2.INPAINT_TELEA), np.uint8)
    ours, theirs = (psnr_inside(puzzle.picture, done, puzzle.hole) for done in (tintype_fill(broken, puzzle.hole), telea))
    return ours - theirs


@pytest.mark.parametrize("kind", ["edge", "line", "stripes", "grid", "bricks", "board", "rings", "band"])
def test_what_crosses_a_hole_goes_on(kind: str) -> None:
    assert gain(next(puzzle for puzzle in PUZZLES if puzzle.kind == kind)) > 6


def test_a_curve_stays_round() -> None:
    assert gain(PUZZLES[15]) > 4


def test_a_road_is_not_cut_in_two() -> None:
    assert gain(PUZZLES[17]) > 12
