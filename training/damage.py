"""Synthetic damage of scanned prints: scratches, cracks, creases, hairs and dust, and the look of the prints themselves.

The elements are those by which Wan et al. ("Bringing Old Photos Back to Life", 2020, arXiv:2004.09484) and the makers of film
scanners describe damage. Everything is drawn from a generator that is passed in; sizes are in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from training.masks import FULL, SUBPIXEL_BITS, Mask

Layer = NDArray[np.uint8]
"""H x W x 3: opacity, tone, and the width in pixels of what a person would call damage there, 0 where nothing is."""

LABELLED = 0.3
"""Opacity from which a pixel belongs to the damage rather than to its soft rim."""

CREASE_STEP = 3
"""Length in pixels of the pieces of a crease."""

CREASE_STRETCH = 4
"""Pieces over which its wear is much the same."""


class Stroke(NamedTuple):
    """A piece of an element.

    Attributes:
        coverage: of the sheet.
        width: of what it shows, in pixels.
    """

    coverage: Mask
    width: int


def _line(rng: np.random.Generator, side: int, *, segments: int, step: float, bend: float, width: int) -> Stroke:
    """A line that turns by about ``bend`` radians a segment, and that fades out in places."""
    coverage = np.zeros((side, side), np.uint8)
    angles = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, bend, segments))
    steps = np.stack([np.cos(angles), np.sin(angles)], 1) * step
    path = np.concatenate([[[0, 0]], np.cumsum(steps, 0)]) + rng.uniform(0, side, 2)
    points = np.rint(path * (1 << SUBPIXEL_BITS)).astype(np.int32)
    breaks = rng.random(segments) < rng.choice([0.0, 0.0, 0.15])
    for start, end, gap in zip(points, points[1:], breaks, strict=False):
        if not gap:
            thickness = max(1, round(float(width * rng.uniform(0.8, 1.2))))
            cv2.line(coverage, start.tolist(), end.tolist(), FULL, thickness, cv2.LINE_AA, SUBPIXEL_BITS)
    return Stroke(coverage, int(width))


def _scratch(rng: np.random.Generator, side: int) -> list[Stroke]:
    step = side * rng.uniform(0.03, 0.15)
    return [_line(rng, side, segments=10, step=step, bend=0.04, width=rng.choice([1, 1, 2, 2, 3, 5]))]


def _hair(rng: np.random.Generator, side: int) -> list[Stroke]:
    return [_line(rng, side, segments=30, step=rng.uniform(1.5, 5), bend=0.25, width=rng.choice([1, 1, 2, 3]))]


def _crack(rng: np.random.Generator, side: int) -> list[Stroke]:
    return [
        _line(rng, side, segments=24, step=rng.uniform(3, 9), bend=0.5, width=rng.choice([1, 2, 3]))
        for _ in range(rng.integers(1, 4))
    ]


def _crease(rng: np.random.Generator, side: int, widths: Sequence[int] = (1, 2, 3, 4)) -> list[Stroke]:
    """A fold right across the sheet, ragged and patchy, where the coat has broken off the paper."""
    coverage = np.zeros((side, side), np.uint8)
    width = int(rng.choice(widths))
    count = int(1.6 * side / CREASE_STEP)
    turn = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, 0.008, count))
    along = np.stack([np.cos(turn), np.sin(turn)], 1)
    path = np.cumsum(CREASE_STEP * along, 0)
    path += rng.uniform(0.2 * side, 0.8 * side, 2) - path[count // 2]
    path += along[:, ::-1] * (-1, 1) * rng.normal(0, rng.uniform(0.2, 0.3 * width + 0.3), (count, 1))
    points = np.rint(path * (1 << SUBPIXEL_BITS)).astype(np.int32)
    # Wear comes in stretches: a moving mean of noise, from none to full.
    wear = np.convolve(rng.normal(0, 1, count + CREASE_STRETCH - 1), np.full(CREASE_STRETCH, CREASE_STRETCH**-0.5), "valid")
    strength = np.clip(rng.uniform(0.5, 1.1) + rng.uniform(0.1, 0.7) * wear, 0, 1) * FULL
    thickness = np.maximum(np.rint(width * rng.uniform(0.5, 1.3, count)), 1).astype(int)
    for number in np.argsort(strength[1:]):  # the strongest last, for each piece covers what is under it
        start, end, value = points[number], points[number + 1], int(strength[number + 1])
        cv2.line(coverage, start.tolist(), end.tolist(), value, int(thickness[number]), cv2.LINE_AA, SUBPIXEL_BITS)
    return [Stroke(coverage, width)]


def _speck(rng: np.random.Generator, side: int) -> list[Stroke]:
    coverage = np.zeros((side, side), np.uint8)
    centre = (rng.uniform(0, side, 2) * (1 << SUBPIXEL_BITS)).astype(int)
    radii = np.exp(rng.uniform(np.log(0.8), np.log(5), 2))
    axes = (radii * (1 << SUBPIXEL_BITS)).astype(int)
    turn = float(rng.uniform(0, 180))
    cv2.ellipse(coverage, centre.tolist(), axes.tolist(), turn, 0, 360, FULL, -1, cv2.LINE_AA, SUBPIXEL_BITS)
    return [Stroke(coverage, round(2 * float(radii.min())) + 1)]  # OpenCV's rim adds a pixel


def _dust(rng: np.random.Generator, side: int) -> list[Stroke]:
    """Many of the smallest specks, unlike in strength, over a part of the sheet or all of it."""
    coverage = np.zeros((side, side), np.uint8)
    count = round(float(np.exp(rng.uniform(np.log(20), np.log(300)))))
    places = rng.normal(rng.uniform(0, side, 2), rng.uniform(0.1, 0.6) * side, (count, 2))
    for x, y in np.rint(places * (1 << SUBPIXEL_BITS)).astype(int).tolist():
        radius, value = rng.uniform(0.2, 0.9), int(rng.uniform(0.5, 1) * FULL)
        cv2.circle(coverage, (x, y), int(radius * (1 << SUBPIXEL_BITS)), value, -1, cv2.LINE_AA, SUBPIXEL_BITS)
    return [Stroke(coverage, 1)]


def _web(rng: np.random.Generator, side: int) -> list[Stroke]:
    """Fine cracks that branch, most of them in two or three directions, as where a corner was bent."""
    coverage = np.zeros((side, side), np.uint8)
    spread = rng.uniform(20, 80)
    directions = rng.uniform(0, np.pi, 3)
    knots = [rng.uniform(0, side, 2)]
    for _ in range(int(rng.integers(6, 30))):
        start = knots[int(rng.integers(len(knots)))] if rng.random() < 0.7 else knots[0] + rng.normal(0, spread / 2, 2)
        pieces = int(rng.integers(3, 10))
        turn = rng.choice(directions) + np.pi * rng.integers(2) + np.cumsum(rng.normal(0, 0.25, pieces))
        steps = np.stack([np.cos(turn), np.sin(turn)], 1) * (spread * rng.uniform(0.3, 1.2) / pieces)
        path = start + np.concatenate([[[0, 0]], np.cumsum(steps, 0)])
        knots += list(path[1:])
        value, thickness = int(rng.uniform(0.4, 1) * FULL), 1 + int(rng.random() < 0.2)
        points = np.rint(path * (1 << SUBPIXEL_BITS)).astype(np.int32)
        cv2.polylines(coverage, [points], False, value, thickness, cv2.LINE_AA, SUBPIXEL_BITS)
    return [Stroke(coverage, 1)]


Elements = Sequence[tuple[Callable[[np.random.Generator, int], list[Stroke]], int]]
"""What is drawn, and how many of it at most."""

SCORED: Elements = ((_scratch, 5), (_hair, 4), (_crack, 2), (_speck, 30), (_crease, 2))
"""What detectors are scored on. It stays as it is, so that their versions compare."""

LEARNT: Elements = (
    *SCORED[:-1],
    (partial(_crease, widths=(1, 2, 3, 4, 6)), 2),
    (_dust, 2),
    (_web, 2),
)
"""What they learn from."""


def draw_layer(rng: np.random.Generator, side: int, elements: Elements = SCORED) -> Layer:
    """One sheet of damage, ``side`` pixels square; one in five is empty, since most of a print is sound."""
    opacity, tone, widths = (np.zeros((side, side), np.uint8) for _ in range(3))
    if rng.random() < 0.2:
        return np.stack([opacity, tone, widths], 2)
    for element, most in elements:
        if rng.random() < 0.4:
            continue
        for _ in range(rng.integers(1, most + 1)):
            strokes = element(rng, side)
            blur = rng.uniform(0.3, 0.8)
            colour = rng.normal(235, 25) if rng.random() < 0.65 else rng.normal(30, 25)
            strength = rng.uniform(0.3, 1)
            for coverage, width in strokes:
                soft = cv2.GaussianBlur(coverage, (0, 0), blur)
                tone[soft > opacity] = np.clip(colour, 0, 255)
                np.maximum(opacity, (soft * strength).astype(np.uint8), out=opacity)
                np.maximum(widths, width, out=widths, where=soft >= LABELLED * FULL)
    return np.stack([opacity, tone, widths], 2)


def draw_layers(count: int, side: int, seed: int, elements: Elements = SCORED) -> list[Layer]:
    """Layers of the seeds (seed, 0) to (seed, count - 1)."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(lambda index: draw_layer(np.random.default_rng((seed, index)), side, elements), range(count)))


@dataclass(frozen=True)
class Print:
    """What turns a photograph into the scan of a print: no colour or a brown one, faded, soft, grainy.

    Attributes:
        toned: share of prints without colour; half of them are brown.
        blur: largest standard deviation of the softness.
        grain: largest standard deviation of the grain, in 8-bit units.
        fading: largest share of the contrast that is lost.
    """

    toned: float = 0.6
    blur: float = 1.2
    grain: float = 10.0
    fading: float = 0.4

    def apply(self, picture: Tensor, generator: torch.Generator) -> Tensor:
        """Age float32 N x 3 x H x W in [0, 1], each picture in its own way but for the softness, which the batch shares."""
        count, device = len(picture), picture.device
        chance = torch.rand(8, count, 1, 1, 1, generator=generator, device=device)
        weights = torch.tensor([0.299, 0.587, 0.114], device=device)[:, None, None]
        brown = torch.where(chance[0] < self.toned / 2, torch.tensor([1.0, 0.87, 0.68], device=device)[:, None, None], 1.0)
        toned = (picture * weights).sum(1, keepdim=True) * brown
        aged = torch.where(chance[1] < self.toned, toned, picture)
        aged = _soften(aged, float(chance[2, 0]) * self.blur)
        lost = chance[3] * self.fading
        aged = aged * (1 - lost) + lost * chance[4]
        noise = torch.randn(aged.shape, generator=generator, device=device)
        noise = torch.where(chance[1] < self.toned, noise[:, :1], noise)
        return aged + noise * (chance[5] ** 2 * self.grain / 255)


def _soften(picture: Tensor, sigma: float) -> Tensor:
    if sigma < 0.2:
        return picture
    place = torch.arange(-3, 4, device=picture.device, dtype=torch.float32)
    kernel = torch.exp(-(place**2) / (2 * sigma**2))
    kernel = (kernel / kernel.sum()).expand(3, 1, 1, 7)
    padded = F.pad(picture, (3, 3, 3, 3), mode="reflect")
    return F.conv2d(F.conv2d(padded, kernel, groups=3), kernel.transpose(2, 3), groups=3)
