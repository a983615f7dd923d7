"""The holes that fills are compared in.

Thin: lines of 1 to 8 pixels and specks; medium: strokes of 10 to 40 pixels; large: one blob of 100 to 160 pixels. In these the
picture is black. Missed: wires of 3 to 8 pixels, drawn over the picture, of which the mask misses 1 or 2 pixels on one side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

SEED = 7


def _stroke(rng: np.random.Generator, mask: Bytes, widths: tuple[int, int], length: float, bend: float, segments: int) -> None:
    height, width = mask.shape
    angles = rng.uniform(0, 2 * np.pi) + np.cumsum(rng.normal(0, bend, segments))
    steps = np.stack([np.cos(angles), np.sin(angles)], 1) * length / segments
    path = np.concatenate([[[0, 0]], np.cumsum(steps, 0)])
    path += rng.uniform((0, 0), (width, height)) - path.mean(0)
    cv2.polylines(mask, [np.rint(path).astype(np.int32)], False, 255, int(rng.integers(widths[0], widths[1] + 1)))


def thin(rng: np.random.Generator, mask: Bytes) -> None:
    """Lines of 1 to 8 pixels and specks."""
    for _ in range(8):
        _stroke(rng, mask, (1, 8), rng.uniform(60, 240), 0.15, 8)
    for _ in range(24):
        centre = rng.uniform((0, 0), mask.shape[::-1]).astype(int)
        cv2.circle(mask, centre.tolist(), int(rng.integers(1, 5)), 255, -1)


def medium(rng: np.random.Generator, mask: Bytes) -> None:
    """Strokes of 10 to 40 pixels."""
    for _ in range(4):
        _stroke(rng, mask, (10, 40), rng.uniform(40, 140), 0.5, 4)


def large(rng: np.random.Generator, mask: Bytes) -> None:
    """One blob of 100 to 160 pixels across, inside the picture."""
    across = rng.uniform(100, 160)
    turn = np.linspace(0, 2 * np.pi, 90, endpoint=False)
    radius = np.ones_like(turn)
    for wave in (2, 3, 4):
        radius += rng.normal(0, 0.12 / wave) * np.cos(wave * turn + rng.uniform(0, 2 * np.pi))
    outline = np.stack([np.cos(turn), np.sin(turn)], 1) * radius[:, None]
    outline *= across / np.ptp(outline, axis=0).max()
    room = np.maximum(np.array(mask.shape[::-1]) - across - 16, 1)
    outline += across / 2 + 8 + rng.uniform(0, 1, 2) * room
    cv2.fillPoly(mask, [np.rint(outline).astype(np.int32)], 255)


@dataclass(frozen=True)
class Wire:
    """A line of soft edges: its ends and what the mask misses it by (x, y), its width and its tone."""

    ends: NDArray[np.float64]
    miss: NDArray[np.float64]
    width: int
    tone: int

    def draw(self, plane: Bytes, *, line: int, missing: bool = False) -> None:
        """As the mask covers it, or as it is."""
        start, end = np.rint(16 * (self.ends + self.miss * missing)).astype(int)  # in sixteenths of a pixel
        cv2.line(plane, start.tolist(), end.tolist(), 255, self.width, line, 4)


def wires(rng: np.random.Generator, shape: tuple[int, ...]) -> list[Wire]:
    """Three dark and two bright ones across the picture."""
    made = []
    for index in range(5):
        ends = rng.uniform((0, 0), shape[1::-1], (2, 2))
        across = (ends[1] - ends[0])[::-1] * (-1, 1) / max(float(np.linalg.norm(ends[1] - ends[0])), 1.0)
        made.append(Wire(ends, across * rng.uniform(1, 2), int(rng.integers(3, 9)), 240 if index % 2 else 20))
    return made


def missed(rng: np.random.Generator, mask: Bytes) -> None:
    """The mask of the wires."""
    for wire in wires(rng, mask.shape):
        wire.draw(mask, line=cv2.LINE_8, missing=True)


CLASSES: Mapping[str, Callable[[np.random.Generator, Bytes], None]] = {
    "thin": thin,
    "medium": medium,
    "large": large,
    "missed": missed,
}


def _random(label: str, index: int) -> np.random.Generator:
    return np.random.default_rng((SEED, list(CLASSES).index(label), index))


def hole_for(label: str, index: int, shape: tuple[int, ...]) -> Mask:
    """The hole of a class for the picture of an index."""
    mask = np.zeros(shape[:2], np.uint8)
    CLASSES[label](_random(label, index), mask)
    return mask > 0


def broken_for(label: str, index: int, clean: Bytes, hole: Mask) -> Bytes:
    """What the methods get to see."""
    if label != "missed":
        return np.where(hole[..., None], np.uint8(0), clean)
    broken = clean.astype(np.float32)
    for wire in wires(_random(label, index), clean.shape):
        opacity = np.zeros(clean.shape[:2], np.uint8)
        wire.draw(opacity, line=cv2.LINE_AA)
        broken += (wire.tone - broken) * (opacity / np.float32(255))[..., None]
    return np.rint(broken).astype(np.uint8)
