"""Gradient-domain blending (Perez 2003), which makes one picture of the copied pieces; screened: no colour spreads far."""

from __future__ import annotations

import cv2
import numpy as np

from tintype.engine.exemplar.bands import Band, Crew
from tintype.engine.exemplar.fields import as_picture, box_of
from tintype.engine.exemplar.levels import Mask
from tintype.engine.exemplar.membrane import membrane
from tintype.engine.exemplar.patchmatch import Bools, Canvas, Field, Floats, Gap, Whole, compiled, elect
from tintype.photo import Pixels

ANCHOR = np.float32(1 / 20**2)
"""Differences of brightness are mended within some 20 pixels of a seam; what is smoother stays as it was voted."""

TOLERANCE = np.float32(0.05)
"""Difference of two steps, as the length of a colour, above which they rather tell of two things than of one."""

CUT = np.float32(0.025)
"""Mean difference of colour from a smooth fill at which a cut is told from texture; from twice this on it is softened wholly."""

CUT_BLUR = 1.5
CUT_WIDTH = np.float32(3)

OVER_RELAXATION = np.float32(1.7)
SWEEPS = 40


def blend(gap: Gap, canvas: Canvas, field: Field, crew: Crew) -> Pixels:
    """Copy the single best source of each pixel and make the pieces fit.

    Args:
        gap: with the voted fill, whose colours are right and whose detail is an average.
        canvas: the sources.
        field: of the finest level.
        crew: does the work.

    Returns:
        float32 H x W x 3, ``gap.pixels`` outside the hole.
    """
    result = as_picture(gap).copy()
    around = _with_margin(box_of(gap.hole), gap.hole.shape)
    window = slice(around.top, around.bottom), slice(around.left, around.right)
    rows, columns = (np.zeros(gap.hole.shape, np.int32) for _ in range(2))
    crew.each(lambda band: elect(gap, field, band, rows, columns), around.split())
    chosen_y, chosen_x = np.ascontiguousarray(rows[window]), np.ascontiguousarray(columns[window])
    voted, hole = np.ascontiguousarray(result[window]), np.ascontiguousarray(gap.hole[window])
    copied = voted.copy()
    copied[hole] = canvas.pixels.reshape(*canvas.valid.shape, -1)[chosen_y[hole], chosen_x[hole]]
    cuts = breaks(canvas, voted, hole, chosen_y, chosen_x)
    pairs = np.zeros((*hole.shape, 4, 4), np.float32)
    bands = Band(0, hole.shape[0], 0, hole.shape[1]).split()
    crew.each(lambda band: gather(canvas, copied, hole, chosen_y, chosen_x, TOLERANCE, band, pairs), bands)
    copied += np.where(hole[..., None], cv2.GaussianBlur(voted - copied, (0, 0), 5.0), np.float32(0))  # near the solution
    for parity in (0, 1) * SWEEPS:
        crew.each(lambda band: relax(copied, hole, pairs, voted, ANCHOR, OVER_RELAXATION, parity, band), bands)  # noqa: B023
    result[window] = soften_cuts(copied, hole, cuts)
    return result


def breaks(canvas: Canvas, picture: Pixels, hole: Mask, chosen_y: Whole, chosen_x: Whole) -> tuple[Pixels, Pixels]:
    """By how much the sources go on otherwise beyond the hole's edge than the picture does.

    Args:
        canvas: the sources.
        picture: float32 H x W x 3.
        hole: bool H x W.
        chosen_y: int32 H x W, the row in the canvas that each pixel of the hole was copied from.
        chosen_x: the column.

    Returns:
        float32 H x W x 3, for each pixel at the edge the sum over its known neighbours of the neighbour's colour less that of the
        source's neighbour; float32 H x W, the number of those neighbours.
    """
    height, double = canvas.valid.shape
    colours = canvas.pixels.reshape(height, double, -1)[..., :3]
    total, count = np.zeros_like(picture), np.zeros(hole.shape, np.float32)
    for dy, dx in ((1, 0), (-1, 0), (0, 1), (0, -1)):
        y, x = np.nonzero(hole)
        v, u = y + dy, x + dx
        there = (v >= 0) & (v < hole.shape[0]) & (u >= 0) & (u < hole.shape[1])
        y, x, v, u = y[there], x[there], v[there], u[there]
        sy, sx = chosen_y[y, x] + dy, chosen_x[y, x] + dx
        there = ~hole[v, u] & (sy >= 0) & (sy < height) & (sx >= 0) & (sx < double)
        there[there] = canvas.known[sy[there], sx[there]]
        total[y[there], x[there]] += picture[v[there], u[there]] - colours[sy[there], sx[there]]
        count[y[there], x[there]] += 1
    return total, count


def soften_cuts(filled: Pixels, hole: Mask, cuts: tuple[Pixels, Pixels]) -> Pixels:
    """Where a thing ends at the hole's edge, let it end within a few pixels, as things in photographs do, and not in a cut.

    Args:
        filled: float32 H x W x 3.
        hole: bool H x W.
        cuts: of ``breaks``; what goes on through the edge, as a line should, stays sharp.

    Returns:
        ``filled``, mixed with a smooth surface near the edge as far as the sources differ there beyond texture.
    """
    smooth = membrane(filled, hole)
    depth = cv2.distanceTransform(hole.view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_3)
    total, count = (cv2.GaussianBlur(planes, (0, 0), CUT_BLUR) for planes in cuts)
    differs = np.abs(total).max(axis=2) / np.maximum(count, np.float32(1e-4))
    share = np.clip(differs / CUT - 1, 0, 1) * np.clip((CUT_WIDTH + 0.5 - depth) / CUT_WIDTH, 0, 1) * hole
    return np.asarray(filled + share[..., None] * (smooth - filled), np.float32)


def _with_margin(box: Band, shape: tuple[int, ...]) -> Band:
    """One pixel more on each side, so that all neighbours of the hole are there."""
    return Band(max(box.top - 1, 0), min(box.bottom + 1, shape[0]), max(box.left - 1, 0), min(box.right + 1, shape[1]))


@compiled
def step_between(canvas: Canvas, y: int, x: int, dy: int, dx: int, out: Floats) -> bool:
    """Write the colour at (y, x) less that at its neighbour, where both lie in the same picture and are known."""
    height, double = canvas.known.shape
    width = double // 2
    v, u = y + dy, x + dx
    if not (0 <= v < height and 0 <= u < double and u // width == x // width and canvas.known[v, u] and canvas.known[y, x]):
        return False
    channels = canvas.pixels.shape[1] // double
    for c in range(3):
        out[c] += canvas.pixels[y, x * channels + c] - canvas.pixels[v, u * channels + c]
    return True


@compiled
def gather(
    canvas: Canvas,
    picture: Floats,
    hole: Bools,
    chosen_y: Whole,
    chosen_x: Whole,
    tolerance: np.float32,
    band: Band,
    pairs: Floats,
) -> None:
    """For each pixel and its four neighbours, the step that the fill should have, and how much that counts.

    Both pixels of a pair tell of the step, each in the place that it was copied from; at a seam their mean counts (Darabi 2012),
    and the less the more they differ: there two things meet, and evening them out would smear one over the other.

    Args:
        canvas: the sources.
        picture: float32 H x W x 3, the copied pixels and the known ones.
        hole: bool H x W.
        chosen_y: int32 H x W, row in the canvas that each pixel of the hole is copied from.
        chosen_x: the columns.
        tolerance: difference of the two that halves the weight.
        band: rows and columns to work on.
        pairs: float32 H x W x 4 x 4: weight, and that times the step, for the neighbours below, above, right and left.
    """
    height, width = hole.shape
    ours, theirs = np.zeros(3, np.float32), np.zeros(3, np.float32)
    for y in range(band.top, band.bottom):
        for x in range(band.left, band.right):
            if not hole[y, x]:
                continue
            for k in range(4):
                dy, dx = (k == 0) - (k == 1), (k == 2) - (k == 3)
                v, u = y + dy, x + dx
                if not (0 <= v < height and 0 <= u < width):
                    continue
                ours[:] = 0
                theirs[:] = 0
                one = step_between(canvas, chosen_y[y, x], chosen_x[y, x], dy, dx, ours)
                other = hole[v, u] and step_between(canvas, chosen_y[v, u], chosen_x[v, u], -dy, -dx, theirs)
                differs = np.float32(0)
                for c in range(3):
                    now = picture[y, x, c] - picture[v, u, c]
                    first = ours[c] if one else now
                    second = -theirs[c] if other else now
                    differs += (first - second) ** 2
                    ours[c] = (first + second) / 2 if one == other else (first if one else second)
                weight = tolerance * tolerance / (tolerance * tolerance + differs)
                pairs[y, x, k, 0] = weight
                for c in range(3):
                    pairs[y, x, k, 1 + c] = weight * ours[c]


@compiled
def relax(
    picture: Floats, hole: Bools, pairs: Floats, near: Floats, anchor: np.float32, pull: np.float32, parity: int, band: Band
) -> None:
    """Half a sweep of red-black successive over-relaxation for the screened Poisson equation.

    Args:
        picture: float32 H x W x 3, changed in the hole at the pixels of one colour of the chessboard.
        hole: bool H x W.
        pairs: of ``gather``.
        near: float32 H x W x 3, the colours that the result should stay near.
        anchor: weight of those colours.
        pull: over-relaxation, 1 to 2.
        parity: which colour of the chessboard.
        band: rows and columns to work on.
    """
    for y in range(band.top, band.bottom):
        for x in range(band.left + (band.left + y + parity) % 2, band.right, 2):
            if not hole[y, x]:
                continue
            total = anchor
            sums = (anchor * near[y, x, 0], anchor * near[y, x, 1], anchor * near[y, x, 2])
            for k in range(4):
                weight = pairs[y, x, k, 0]
                if weight > 0:
                    v, u = y + (k == 0) - (k == 1), x + (k == 2) - (k == 3)
                    total += weight
                    sums = (
                        sums[0] + weight * picture[v, u, 0] + pairs[y, x, k, 1],
                        sums[1] + weight * picture[v, u, 1] + pairs[y, x, k, 2],
                        sums[2] + weight * picture[v, u, 2] + pairs[y, x, k, 3],
                    )
            picture[y, x, 0] += pull * (sums[0] / total - picture[y, x, 0])
            picture[y, x, 1] += pull * (sums[1] / total - picture[y, x, 1])
            picture[y, x, 2] += pull * (sums[2] / total - picture[y, x, 2])
