"""What the tools paint: discs drawn along a line, polygons and rectangles, as coverage of pixels.

Points are x and y in picture coordinates: the first pixel reaches from 0 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.document.regions import between
from tintype.geometry import Region, Size

Coverage = NDArray[np.uint8]
Point = tuple[float, float]

STRIP = 64
"""Rows computed at a time, so that the intermediate arrays stay in the processor's cache: three times as fast."""

PIECE = 64.0
SUBPIXEL_BITS = 4


@dataclass(frozen=True, eq=False)
class Shape:
    """Coverage inside a rectangle: uint8, 0 is none, 255 is whole; outside there is none."""

    region: Region
    coverage: Coverage


def _smoothstep() -> NDArray[np.uint8]:
    x = np.linspace(0, 1, 256)
    return np.rint(255 * x * x * (3 - 2 * x)).astype(np.uint8)


PROFILE = _smoothstep()


def stroke(start: Point, end: Point, radii: tuple[float, float], hardness: float, size: Size) -> Iterator[Shape]:
    """A brush drawn straight from one point to another, without gaps, in pieces whose rectangles stay small.

    Args:
        start: the first point.
        end: the last point, which may be the same.
        radii: of the brush at either, in pixels; between them it changes evenly.
        hardness: share of the radius that is covered wholly, 0 to 1; an edge is never harder than one pixel.
        size: of the picture; nothing lies outside of it.
    """
    length = math.dist(start, end)
    pieces = max(math.ceil(length / max(2 * max(radii), PIECE)), 1)
    for number in range(pieces):
        shares = number / pieces, (number + 1) / pieces
        points = [(_mix(start[0], end[0], share), _mix(start[1], end[1], share)) for share in shares]
        shape = _capsule(points[0], points[1], (_mix(*radii, shares[0]), _mix(*radii, shares[1])), hardness, size)
        if shape is not None:
            yield shape


def _mix(first: float, last: float, share: float) -> float:
    return first + (last - first) * share


def _capsule(start: Point, end: Point, radii: tuple[float, float], hardness: float, size: Size) -> Shape | None:
    """All points by their distance to a line, computed along it and across it; None where all lie outside the picture."""
    reach = max(radii) + 1
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(start, end, strict=True))
    region = between(top - reach, left - reach, bottom + reach, right + reach, size)
    if not region.size.pixels:
        return None
    length = math.dist(start, end)
    cosine, sine = ((end[0] - start[0]) / length, (end[1] - start[1]) / length) if length else (1.0, 0.0)
    x = np.arange(region.left, region.right, dtype=np.float32)[None] + np.float32(0.5 - start[0])
    y = np.arange(region.top, region.bottom, dtype=np.float32)[:, None] + np.float32(0.5 - start[1])
    step = 255 / max((1 - hardness) * max(radii), 1.0)
    slope = (radii[1] - radii[0]) / length * step if length else 0.0
    coverage = np.empty((region.size.height, region.size.width), np.uint8)
    for row in range(0, region.size.height, STRIP):
        rows = slice(row, row + STRIP)
        along = np.float32(sine) * y[rows] + np.float32(cosine) * x
        across = np.float32(cosine) * y[rows] - np.float32(sine) * x
        nearest = np.clip(along, np.float32(0), np.float32(length))
        distance = cv2.magnitude(np.subtract(along, nearest, out=along), across)
        coverage[rows] = cv2.addWeighted(nearest, slope, distance, -step, (radii[0] + 0.5) * step, dtype=cv2.CV_8U)
    return Shape(region, np.asarray(cv2.LUT(coverage, PROFILE), np.uint8))


def polygon(points: Sequence[Point], size: Size) -> Shape:
    """The inside of a closed line, its edges smoothed."""
    corners = np.asarray(points, np.float64)
    (left, top), (right, bottom) = corners.min(axis=0) - 1, corners.max(axis=0) + 1
    region = between(float(top), float(left), float(bottom), float(right), size)
    coverage = np.zeros((region.size.height, region.size.width), np.uint8)
    if coverage.size:
        placed = np.rint((corners - 0.5 - (region.left, region.top)) * 2**SUBPIXEL_BITS).astype(np.int32)
        cv2.fillPoly(coverage, [placed], 255, cv2.LINE_AA, SUBPIXEL_BITS)
    return Shape(region, coverage)


def rectangle(corner: Point, opposite: Point, size: Size) -> Shape:
    """All pixels that a rectangle touches."""
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(corner, opposite, strict=True))
    region = between(top, left, bottom, right, size)
    return Shape(region, np.full((region.size.height, region.size.width), 255, np.uint8))
