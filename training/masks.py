"""Masks to learn filling with: what people brush over, and what time does to prints.

Strokes, boxes and their sizes follow LaMa (Suvorov et al., 2022, arXiv:2109.07161: thin, medium and thick masks, given there
for pictures of 512 pixels); scratches, hairs, dust and text are the thin damage of scanned prints. Everything is drawn from a
generator that is passed in. Sizes are in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Recipe = Callable[[np.random.Generator, Mask], None]
"""Paints 255 into a mask."""

FULL = 255
MOST = 0.5
"""A mask that covers more than this share of the picture is drawn again."""
SUBPIXEL_BITS = 4


def _uniform(rng: np.random.Generator, low: float, high: float) -> int:
    """A whole number, its logarithm being uniform: small things are more frequent than large ones."""
    return round(float(np.exp(rng.uniform(np.log(low), np.log(high)))))


def _path(rng: np.random.Generator, side: int, segments: int, length: float, bend: float) -> NDArray[np.float64]:
    """Corners of a line that turns by about ``bend`` radians after each segment; x and y."""
    angles = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, bend, segments))
    steps = np.stack([np.cos(angles), np.sin(angles)], 1) * (length * rng.uniform(0.4, 1, (segments, 1)))
    return np.concatenate([[[0, 0]], np.cumsum(steps, 0)]) + rng.uniform(0, side, 2)


def _line(mask: Mask, path: NDArray[np.float64], width: int) -> None:
    points = np.rint(path * (1 << SUBPIXEL_BITS)).astype(np.int32)
    cv2.polylines(mask, [points], False, FULL, width, cv2.LINE_8, SUBPIXEL_BITS)


def strokes(rng: np.random.Generator, mask: Mask, *, widths: tuple[int, int], most: int, segments: int, length: float) -> None:
    """Free brush strokes with round ends."""
    for _ in range(rng.integers(1, most + 1)):
        width = _uniform(rng, *widths)
        path = _path(rng, len(mask), int(rng.integers(1, segments + 1)), length, 0.9)
        _line(mask, path, width)
        for x, y in np.rint(path).astype(int):
            cv2.circle(mask, (int(x), int(y)), width // 2, FULL, -1)


def scratches(rng: np.random.Generator, mask: Mask) -> None:
    """Long, nearly straight lines of 1 to 8 pixels, most of them in one direction."""
    side = len(mask)
    for _ in range(rng.integers(1, 6)):
        _line(mask, _path(rng, side, 6, side / 3, 0.06), _uniform(rng, 1, 8))


def hairs(rng: np.random.Generator, mask: Mask) -> None:
    """Thin curls."""
    for _ in range(rng.integers(1, 6)):
        _line(mask, _path(rng, len(mask), 24, rng.uniform(2, 8), 0.35), _uniform(rng, 1, 4))


def dust(rng: np.random.Generator, mask: Mask) -> None:
    """Specks of 1 to 12 pixels."""
    side = len(mask)
    for _ in range(_uniform(rng, 4, 60)):
        centre = tuple(int(v) for v in rng.integers(0, side, 2))
        axes = (_uniform(rng, 1, 6), _uniform(rng, 1, 6))
        cv2.ellipse(mask, centre, axes, float(rng.uniform(0, 180)), 0, 360, FULL, -1)


def text(rng: np.random.Generator, mask: Mask) -> None:
    """Words, as of a date stamp or a watermark."""
    side = len(mask)
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/:.-"
    scale = rng.uniform(0.4, 1.6)
    for _ in range(rng.integers(1, 4)):
        word = "".join(rng.choice(list(letters), 10))
        place = (int(rng.integers(-side // 4, side // 2)), int(rng.integers(side // 8, side)))
        font = int(rng.choice([cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_SCRIPT_SIMPLEX, cv2.FONT_HERSHEY_TRIPLEX]))
        cv2.putText(mask, word, place, font, scale, FULL, int(rng.integers(1, 5)))
    mask[:] = np.where(mask > FULL // 2, FULL, 0)  # OpenCV smooths the edges of letters


def boxes(rng: np.random.Generator, mask: Mask, *, sides: tuple[int, int], most: int) -> None:
    """Upright rectangles."""
    for _ in range(rng.integers(1, most + 1)):
        size = np.array([_uniform(rng, *sides) for _ in range(2)])
        left, top = rng.integers(-size // 2, len(mask) - size // 2)
        cv2.rectangle(mask, (int(left), int(top)), (int(left + size[0]), int(top + size[1])), FULL, -1)


def shapes(rng: np.random.Generator, mask: Mask, *, sizes: tuple[int, int], most: int) -> None:
    """Closed outlines with lobes, as of things that are brushed over."""
    for _ in range(rng.integers(1, most + 1)):
        turn = np.linspace(0, 2 * np.pi, 64, endpoint=False)
        radius = np.ones_like(turn)
        for wave in range(2, 6):
            radius += rng.normal(0, 0.45 / wave) * np.cos(wave * turn + rng.uniform(0, 2 * np.pi))
        radius = np.maximum(radius, 0.25) * _uniform(rng, *sizes) / 2
        stretch = rng.uniform(0.5, 1)
        outline = np.stack([radius * np.cos(turn), stretch * radius * np.sin(turn)], 1)
        angle = rng.uniform(0, np.pi)
        outline = outline @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        cv2.fillPoly(mask, [np.rint(outline + rng.uniform(0, len(mask), 2)).astype(np.int32)], FULL)


THIN: tuple[Recipe, ...] = (
    scratches,
    hairs,
    dust,
    text,
    partial(strokes, widths=(2, 8), most=6, segments=5, length=40),
)
MEDIUM: tuple[Recipe, ...] = (
    partial(strokes, widths=(8, 40), most=3, segments=5, length=60),
    partial(strokes, widths=(10, 40), most=2, segments=3, length=80),
    partial(boxes, sides=(10, 44), most=3),
    partial(shapes, sizes=(16, 48), most=3),
)
THICK: tuple[Recipe, ...] = (
    partial(strokes, widths=(30, 64), most=2, segments=3, length=60),
    partial(boxes, sides=(32, 80), most=1),
    partial(shapes, sizes=(40, 90), most=2),
)


@dataclass(frozen=True)
class MaskMixture:
    """How often each class of masks is drawn; the rest is thick.

    Attributes:
        thin: share of the masks.
        medium: likewise.
        density: elements are added until a share of the picture that is drawn up to this is covered, so that each picture teaches
            more; 0 for one element.
    """

    thin: float = 0.5
    medium: float = 0.42
    density: float = 0.35

    def draw(self, rng: np.random.Generator, side: int) -> Mask:
        """One mask: uint8 side x side, 255 where to fill; neither empty nor more than half full."""
        while True:
            chance = rng.random()
            recipes: Sequence[Recipe] = THIN if chance < self.thin else MEDIUM if chance < self.thin + self.medium else THICK
            mask = np.zeros((side, side), np.uint8)
            least = rng.uniform(0, self.density) * mask.size
            while not mask.any() or np.count_nonzero(mask) < least:
                recipes[int(rng.integers(len(recipes)))](rng, mask)
            if 0 < np.count_nonzero(mask) <= MOST * mask.size:
                return mask

    def draw_many(self, count: int, side: int, seed: int) -> list[Mask]:
        """Masks of the seeds (seed, 0) to (seed, count - 1)."""
        with ThreadPoolExecutor() as pool:
            return list(pool.map(lambda index: self.draw(np.random.default_rng((seed, index)), side), range(count)))
