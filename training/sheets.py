"""Sheets of what time and use do to paper: its fibres, folds and wrinkles, stains of coffee, prints of shoes.

The kinds of faults are those of the NoisyOffice set (F. Zamora-Martínez, S. España-Boquera and M. J. Castro-Bleda,
"Behaviour-based clustering of neural networks applied to document enhancement", IWANN 2007). Each sheet is drawn from a
generator that is passed in; lengths are pixels.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
from numpy.typing import NDArray

Field = NDArray[np.float32]
Layer = NDArray[np.uint8]
Generate = Callable[[np.random.Generator, int], Field]
"""Draws a square field of so many pixels a side."""

EVEN = 128
"""Value of a relief's or a texture's pixel that changes nothing."""


def draw_sheets(kind: Generate, count: int, side: int, seed: int) -> list[Layer]:
    """Sheets of the seeds (seed, 0) to (seed, count - 1): uint8 side x side x 1, ``EVEN`` plus 127 times the field, clipped."""

    def draw(index: int) -> Layer:
        drawn = kind(np.random.default_rng((seed, index)), side)
        return np.clip(np.rint(EVEN + 127 * drawn), 0, 255).astype(np.uint8)[..., None]

    with ThreadPoolExecutor() as pool:
        return list(pool.map(draw, range(count)))


def fibres(rng: np.random.Generator, side: int) -> Field:
    """Texture of the paper itself and unevenness of its tone, with a deviation of about a quarter."""
    texture = np.zeros((side, side), np.float32)
    for cells in (8, 32, side // 5):
        texture += rng.uniform(0, 1) * smooth(rng, side, cells)
    grain = rng.standard_normal((side, side)).astype(np.float32)
    fibrous = cv2.GaussianBlur(grain, (0, 0), sigmaX=float(rng.uniform(0.5, 4)), sigmaY=float(rng.uniform(0.5, 1.5)))
    texture += fibrous / fibrous.std() * rng.uniform(0.2, 1)
    return np.asarray(texture / (4 * texture.std()), np.float32)


def relief(rng: np.random.Generator, side: int) -> Field:
    """Light and shade on folded or wrinkled paper, from -1 to 1."""
    shade = np.zeros((side, side), np.float32)
    if rng.random() < 0.7:
        for cells in ((2, 5), (5, 12), (10, 24)):
            shade += rng.uniform(0, 1) * wrinkles(rng, side, int(rng.integers(*cells)))
    if rng.random() < 0.6:
        for _ in range(int(rng.integers(1, 4))):
            shade += rng.uniform(0.3, 1) * fold(rng, side)
    return np.asarray(shade / max(1e-6, 2.2 * shade.std()) if shade.any() else shade, np.float32)


def wrinkles(rng: np.random.Generator, side: int, cells: int) -> Field:
    """Facets that slope in all directions, with crooked edges: the light on each changes evenly, and leaps at the edges."""
    seeds = np.full((side, side), 255, np.uint8)
    places = rng.integers(0, side, (cells * cells, 2))
    seeds[tuple(places.T)] = 0
    _, labels = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    count = int(labels.max()) + 1
    y, x = np.mgrid[:side, :side].astype(np.float32)
    level, *slopes = rng.standard_normal((3, count)).astype(np.float32)
    centre = np.zeros((count, 2), np.float32)
    centre[labels[tuple(places.T)]] = places
    turned = [(plane - centre[:, axis][labels]) * slopes[axis][labels] for axis, plane in enumerate((y, x))]
    facets = level[labels] + (turned[0] + turned[1]) * np.float32(1.5 * cells / side)
    bend = float(rng.uniform(0.03, 0.3)) * side / cells
    across, down = (plane + bend * smooth(rng, side, 2 * cells) for plane in (x, y))
    crooked = cv2.remap(facets, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
    soft = cv2.GaussianBlur(crooked, (0, 0), float(rng.uniform(0.02, 0.12)) * side / cells)
    sharp = cv2.GaussianBlur(crooked, (0, 0), float(rng.uniform(0.6, 1.5)))
    # The paper bulges beside a crease: what a broad blur loses stands out there.
    return np.asarray(soft + rng.uniform(0.2, 1) * (sharp - soft), np.float32)


def fold(rng: np.random.Generator, side: int) -> Field:
    """A straight crease: light on one side, shade on the other, and a bright or dark line where the paper broke."""
    angle = rng.choice([0, np.pi / 2, rng.uniform(0, np.pi)]) + rng.normal(0, 0.02)
    y, x = np.mgrid[:side, :side].astype(np.float32)
    distance = (x - rng.uniform(0, side)) * np.cos(angle) + (y - rng.uniform(0, side)) * np.sin(angle)
    distance = distance + 2 * smooth(rng, side, 12)
    broad, fine = side * rng.uniform(0.01, 0.15), rng.uniform(0.7, 2)
    shade = np.sign(distance) * np.exp(-np.abs(distance) / broad) * rng.uniform(0.2, 1)
    worn = np.clip(0.6 + 0.6 * smooth(rng, side, 16), 0, 1)
    line = np.exp(-((distance / fine) ** 2)) * worn * rng.choice([-1, 1]) * rng.uniform(0.5, 2)
    return np.asarray(shade + line, np.float32)


def stains(rng: np.random.Generator, side: int) -> Field:
    """How dark stains are, from 0 to 1; about one sheet in seven has none."""
    density = np.zeros((side, side), np.float32)
    for kind, share, most in ((ring, 0.4, 3), (blot, 0.4, 4), (spots, 0.3, 1), (shoe, 0.35, 2)):
        if rng.random() < share:
            for _ in range(int(rng.integers(1, most + 1))):
                density = np.maximum(density, rng.uniform(0.25, 1) * np.clip(kind(rng, side), 0, 1))
    return np.asarray(density, np.float32)


def ring(rng: np.random.Generator, side: int) -> Field:
    """What a cup leaves: a wobbly rim, darker than the inside, and not of the same strength all around."""
    y, x = (np.mgrid[:side, :side] - rng.uniform(0, side, (2, 1, 1))).astype(np.float32)
    y = y * rng.uniform(0.8, 1.25)
    turn, distance = np.arctan2(y, x), np.hypot(x, y) + 2.5 * smooth(rng, side, 20)
    radius = side * rng.uniform(0.08, 0.35)
    for wave in range(1, 4):
        radius = radius + side * rng.normal(0, 0.006) * np.cos(wave * turn + rng.uniform(0, 2 * np.pi))
    width = rng.uniform(1, 8)
    rim = np.exp(-np.abs(distance - radius) / width)
    inside = rng.choice([0, 0.1, 0.5]) * (distance < radius) * (0.7 + 0.2 * smooth(rng, side, 8))
    around = 0.65 + 0.35 * np.cos(turn + rng.uniform(0, 2 * np.pi))
    return np.asarray(np.maximum(rim * around, inside), np.float32)


def blot(rng: np.random.Generator, side: int) -> Field:
    """Something spilt: a soft or sharp outline, often darkest at its edge."""
    height = smooth(rng, side, int(rng.integers(2, 6))) + 0.15 * smooth(rng, side, 24) - rng.uniform(0.3, 1.5)
    soft = rng.uniform(0.02, 0.4)
    body = np.clip(height / soft, 0, 1)
    edge = body * np.exp(-np.maximum(height, 0) / rng.uniform(0.03, 0.2))
    share = rng.uniform(0.1, 0.9)
    return np.asarray((share * body + (1 - share) * edge) * (0.85 + 0.15 * smooth(rng, side, 40)), np.float32)


def spots(rng: np.random.Generator, side: int) -> Field:
    """Foxing, splashes and specks of dust."""
    density = np.zeros((side, side), np.float32)
    for _ in range(int(np.exp(rng.uniform(np.log(4), np.log(80))))):
        centre, radius = rng.integers(0, side, 2).tolist(), float(np.exp(rng.uniform(np.log(0.6), np.log(14))))
        cv2.circle(density, centre, max(1, round(radius)), float(rng.uniform(0.2, 1)), -1, cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(density, (0, 0), float(rng.uniform(0.5, 3))), np.float32)


def shoe(rng: np.random.Generator, side: int) -> Field:
    """The tread of a sole: rows of bars or blocks, patchy and faint."""
    length, width = side * rng.uniform(0.5, 1.2), side * rng.uniform(0.2, 0.4)
    angle = rng.uniform(0, np.pi)
    y, x = (np.mgrid[:side, :side] - rng.uniform(0.2, 0.8, (2, 1, 1)) * side).astype(np.float32)
    along, across = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    along, across = along + 3 * smooth(rng, side, 10), across + 3 * smooth(rng, side, 10)
    period, blocks = rng.uniform(0.05, 0.14) * side, rng.random() < 0.6
    tread = np.minimum(_wave(along, period), _wave(across, period * rng.uniform(0.8, 2)) if blocks else 1)
    sole = np.clip((1 - (2 * along / length) ** 2 - (2 * across / width) ** 2) * 6, 0, 1)
    patchy = np.clip(0.6 + 0.5 * smooth(rng, side, 12) + 0.25 * smooth(rng, side, 90), 0, 1)
    drawn = cv2.GaussianBlur((tread * sole * patchy).astype(np.float32), (0, 0), float(rng.uniform(0.7, 4)))
    return np.asarray(drawn, np.float32)


def _wave(place: Field, period: float) -> Field:
    return np.asarray(np.clip(0.5 + 2 * np.sin(place * np.float32(2 * np.pi / period)), 0, 1), np.float32)


def smooth(rng: np.random.Generator, side: int, cells: int) -> Field:
    """Normal noise with about ``cells`` waves a side."""
    grid = rng.standard_normal((cells + 3, cells + 3)).astype(np.float32)
    return np.asarray(cv2.resize(grid, (side, side), interpolation=cv2.INTER_CUBIC), np.float32)
