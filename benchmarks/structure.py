"""Pictures made of edges, lines, stripes, grids and curves, with a hole in each.

They tell whether what crosses a hole comes out connected. All are drawn from formulas with soft edges of one pixel, in
several colours, some with grain or a slope of brightness; the holes are 40 to 100 pixels across, round, rectangular or blobs.
Equal numbers give equal pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Plane = NDArray[np.float64]

SEED = 11
ACROSS = (40.0, 100.0)
SIDES = (256, 384)


@dataclass(frozen=True)
class Place:
    """Coordinates about the hole's centre in pixels: ``along`` and ``beside`` a direction of chance, ``y`` and ``x``."""

    along: Plane
    beside: Plane
    y: Plane
    x: Plane


Drawing = Callable[[Place, np.random.Generator], Plane]
"""Draws one picture's share of the second colour, 0 to 1."""


def soft(distance: Plane) -> Plane:
    """1 where the signed distance in pixels is positive, 0 where it is negative, and a slope of one pixel between."""
    return np.clip(distance + 0.5, 0, 1)


def wave(distance: Plane, period: float, width: float) -> Plane:
    """Bars of a width, one a period."""
    return soft(width / 2 - np.abs((distance + period / 2) % period - period / 2))


def edge(place: Place, rng: np.random.Generator) -> Plane:
    """Two areas that meet in a straight line near the hole's middle."""
    return soft(place.beside - rng.uniform(-8, 8))


def line(place: Place, rng: np.random.Generator) -> Plane:
    """Two crossing lines of 3 to 9 pixels."""
    first = soft(rng.uniform(1.5, 4.5) - np.abs(place.beside - rng.uniform(-8, 8)))
    second = soft(rng.uniform(1.5, 4.5) - np.abs(place.along - rng.uniform(-8, 8)))
    return np.maximum(first, second)


def stripes(place: Place, rng: np.random.Generator) -> Plane:
    """Bars of a period of 9 to 36 pixels."""
    period = rng.uniform(9, 36)
    return wave(place.beside, period, period * rng.uniform(0.3, 0.6))


def grid(place: Place, rng: np.random.Generator) -> Plane:
    """Bars both ways."""
    periods = rng.uniform(16, 34, 2)
    return np.maximum(wave(place.beside, periods[0], 4), wave(place.along, periods[1], 4))


def bricks(place: Place, rng: np.random.Generator) -> Plane:
    """Rows of bricks, every other one moved by half a brick."""
    height, length = rng.uniform(14, 22), rng.uniform(28, 40)
    row = np.floor((place.beside + height / 2) / height)
    return np.maximum(wave(place.beside - height / 2, height, 3), wave(place.along + row % 2 * length / 2, length, 3))


def board(place: Place, rng: np.random.Generator) -> Plane:
    """Squares of a chessboard."""
    side = rng.uniform(14, 28)
    first, second = (wave(axis, 2 * side, side) for axis in (place.beside, place.along))
    return first + second - 2 * first * second


def curve(place: Place, rng: np.random.Generator) -> Plane:
    """Part of a large disc, whose edge crosses the hole."""
    radius = rng.uniform(70, 160)
    return soft(radius - np.hypot(place.along, place.beside + radius + rng.uniform(-8, 8)))


def rings(place: Place, rng: np.random.Generator) -> Plane:
    """Concentric rings whose centre is beside the hole."""
    period = rng.uniform(14, 30)
    return wave(np.hypot(place.along, place.beside + rng.uniform(80, 140)), period, period / 2)


def band(place: Place, rng: np.random.Generator) -> Plane:
    """A road of 12 to 30 pixels in a gentle bow."""
    bow = rng.uniform(150, 300)
    return soft(rng.uniform(6, 15) - np.abs(np.hypot(place.along, place.beside + bow) - bow))


DRAWINGS: Sequence[Drawing] = (edge, line, stripes, grid, bricks, board, curve, rings, band)
PLAN: Sequence[Drawing] = (*DRAWINGS, *DRAWINGS, edge, line, stripes, stripes, grid, curve)
"""24 pictures."""


@dataclass(frozen=True, eq=False)
class Puzzle:
    """A picture with known truth and the hole to fill; ``kind`` says what it is made of."""

    kind: str
    picture: Bytes
    hole: Mask


def puzzles(plan: Sequence[Drawing] = PLAN) -> list[Puzzle]:
    """All pictures of a plan."""
    return [_puzzle(drawing, index) for index, drawing in enumerate(plan)]


def _puzzle(drawing: Drawing, index: int) -> Puzzle:
    rng = np.random.default_rng((SEED, index))
    height, width = rng.integers(SIDES[0], SIDES[1] + 1, 2)
    centre = np.array([height, width]) * rng.uniform(0.42, 0.58, 2)
    y, x = np.mgrid[:height, :width] - centre[:, None, None]
    turn = rng.uniform(0, np.pi)
    place = Place(np.cos(turn) * x + np.sin(turn) * y, np.cos(turn) * y - np.sin(turn) * x, y, x)
    share = drawing(place, rng)[..., None]
    first, second = _colours(rng)
    picture = first * (1 - share) + second * share
    if index % 3 == 1:  # grain
        field = cv2.GaussianBlur(rng.normal(size=picture.shape), (0, 0), rng.uniform(0.5, 1.2))
        picture = picture + field * rng.uniform(0.01, 0.03) / field.std()
    if index % 3 == 2:  # a slope of brightness
        picture = picture + (place.x / width * rng.uniform(-0.15, 0.15))[..., None]
    hole = (_round, _rectangle, _blob)[rng.integers(3)](y, x, rng.uniform(*ACROSS), rng)
    return Puzzle(drawing.__name__, np.rint(np.clip(picture, 0, 1) * 255).astype(np.uint8), hole)


def _colours(rng: np.random.Generator) -> NDArray[np.float64]:
    """Two colours that differ well, away from black and white."""
    while True:
        colours = rng.uniform(0.12, 0.88, (2, 3))
        if 0.25 < np.abs(colours[0] - colours[1]).mean() < 0.5:
            return colours


def _round(y: Plane, x: Plane, across: float, _rng: np.random.Generator) -> Mask:
    return np.asarray(np.hypot(y, x) < across / 2)


def _rectangle(y: Plane, x: Plane, across: float, rng: np.random.Generator) -> Mask:
    other = rng.uniform(ACROSS[0], across)
    return np.asarray((np.abs(y) < across / 2) & (np.abs(x) < other / 2))


def _blob(y: Plane, x: Plane, across: float, rng: np.random.Generator) -> Mask:
    angle, radius = np.arctan2(y, x), np.ones_like(y)
    for waves in (2, 3, 4):
        radius += rng.normal(0, 0.15 / waves) * np.cos(waves * angle + rng.uniform(0, 2 * np.pi))
    return np.asarray(np.hypot(y, x) < across / 2 * np.clip(radius, 0.8, 1.25) / 1.25 * 1.1)
