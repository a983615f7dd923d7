"""Procedural pictures to train on where no photographs are at hand: coloured dead leaves.

Discs of random place, radius, colour and texture that hide one another, as things in the world do. The radii follow a power law
of exponent 3, which gives the picture the scale invariance of natural images (Lee, Mumford and Huang, 2001; as training data:
Achddou, Gousseau and Ladjal, "Synthetic images as a regularity prior for image restoration neural networks", 2021).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Plane = NDArray[np.float32]

SMALLEST_RADIUS = 4.0
LEAF_PIXELS = 100
"""One leaf is painted for so many pixels: a leaf has about 400, so the picture is covered four times over."""


def _radius(rng: np.random.Generator, largest: float) -> float:
    """A draw from the density proportional to r^-3 between the smallest and the largest radius."""
    low, high = SMALLEST_RADIUS**-2, largest**-2
    return float((low - rng.random() * (low - high)) ** -0.5)


def _cloud(rng: np.random.Generator, side: int) -> Plane:
    """A ``side`` x ``side`` field of zero mean and unit deviation with a 1/f^a spectrum, a between 0.5 and 1.5."""
    fy, fx = np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None, :]
    frequency = np.maximum(np.hypot(fy, fx), 1 / side)
    spectrum = np.fft.rfft2(rng.standard_normal((side, side))) / frequency ** rng.uniform(0.5, 1.5)
    field = np.fft.irfft2(spectrum, s=(side, side))
    return np.asarray((field - field.mean()) / field.std(), dtype=np.float32)


def _stripes(rng: np.random.Generator, side: int) -> Plane:
    """A sinusoidal grating of random direction and period, between -1 and 1."""
    angle, period = rng.uniform(0, np.pi), rng.uniform(3, 40)
    y, x = np.mgrid[:side, :side]
    wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / period + rng.uniform(0, 2 * np.pi))
    return np.asarray(wave, dtype=np.float32)


def _colour(rng: np.random.Generator, palette: Plane) -> Plane:
    """A colour near one of the palette's: pictures have few hues and many shades."""
    base = palette[rng.integers(len(palette))] * rng.uniform(0.4, 1.3)
    return np.asarray(np.clip(base + rng.normal(0, 0.04, 3), 0, 1), dtype=np.float32)


def _paint_leaf(rng: np.random.Generator, canvas: Plane, palette: Plane, textures: Sequence[Plane]) -> None:
    """Put one disc on top of what is there."""
    side = len(canvas)
    radius = _radius(rng, side / 3)
    y, x = rng.uniform(-radius, side + radius, 2)
    top, left = (max(0, int(c - radius)) for c in (y, x))
    bottom, right = (min(side, int(c + radius) + 2) for c in (y, x))
    if top >= bottom or left >= right:
        return
    window = np.s_[top:bottom, left:right]
    rows, columns = np.ogrid[window]
    inside = (rows - y) ** 2 + (columns - x) ** 2 <= radius**2
    texture = textures[int(rng.integers(len(textures)))][window][..., None] * np.float32(rng.gamma(1.0, 0.05))
    np.copyto(canvas[window], _colour(rng, palette) * (1 + texture), where=inside[..., None])


def dead_leaves(seed: int, side: int = 320) -> Picture:
    """One picture, uint8 ``side`` x ``side`` x 3, the same for the same seed."""
    rng = np.random.default_rng(seed)
    work = 2 * side  # drawn at twice the size and reduced, which smooths the edges as a lens does
    palette = np.asarray(rng.random((6, 1)) * 0.7 + rng.normal(0, 0.12, (6, 3)) + 0.1, dtype=np.float32)
    textures = [_cloud(rng, work) for _ in range(3)] + [_stripes(rng, work) for _ in range(2)]
    canvas = np.broadcast_to(_colour(rng, palette), (work, work, 3)).copy()
    for _ in range(work * work // LEAF_PIXELS):
        _paint_leaf(rng, canvas, palette, textures)
    small = cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small * 255 + 0.5, 0, 255), dtype=np.uint8)
