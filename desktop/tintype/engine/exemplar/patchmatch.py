"""Compiled kernels: the search for nearest neighbours among patches, and the votes that make pixels of them.

Importing this module imports numba, which is slow; only ``synthesis`` does so, and only when a hole is filled.

Each kernel works on a band of rows and lets go of the interpreter's lock, so that bands run side by side. A band reads what lies
beyond its edge from a copy made before the sweep: the result depends on the bands' layout, never on the threads' timing.
Random numbers come from a hash of seed and place for the same reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numba
import numpy as np
from numpy.typing import NDArray

from tintype.engine.exemplar.bands import Band
from tintype.engine.exemplar.levels import RADIUS, SIDE

AREA = SIDE * SIDE

Floats = NDArray[np.float32]
Whole = NDArray[np.int32]
Bools = NDArray[np.bool_]
Index = int | np.int64
Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(kernel: Kernel) -> Kernel:
    """Compile at the first call and keep the machine code on disk."""
    result: Kernel = numba.njit(nogil=True, error_model="numpy", fastmath={"reassoc", "contract", "arcp", "nsz"}, cache=True)(
        kernel
    )
    return result


class Canvas(NamedTuple):
    """What is copied from: the picture and, right of it, its mirror image.

    Attributes:
        pixels: float32 H x (2 W channels), rows of colours and texture features, channels last.
        means: float32 H x 2W x 3, of the colours in the patch around each pixel.
        guide: float32 H x 2W x 3, low frequencies; or x 2, texture features.
        known: bool H x 2W, False in the hole.
        valid: bool H x 2W, True at the centre of a patch without a pixel of the hole.
        crowding: float32 H x 2W, what a copy from there costs because others copy it too.
    """

    pixels: Floats
    means: Floats
    guide: Floats
    known: Bools
    valid: Bools
    crowding: Floats


class Gap(NamedTuple):
    """What is filled.

    Attributes:
        pixels: float32 H x (W channels), the picture with the current fill.
        means: float32 H x W x 3, of the colours in the patch around each pixel.
        guide: float32 H x W x 3, low frequencies of the structure; or x 2, texture features of the coarser fill.
        hole: bool H x W.
        centres: bool H x W, True at the centre of each patch with a pixel of the hole.
        trust: float32 H x W, the weight of a patch's vote: more near the edge of the hole.
        lines: float32 H x W x 4, colours that are expected and the share of the vote that they have.
    """

    pixels: Floats
    means: Floats
    guide: Floats
    hole: Bools
    centres: Bools
    trust: Floats
    lines: Floats


class Field(NamedTuple):
    """The nearest-neighbour field: for each centre the row and column in the canvas (int32 H x W) and the cost (float32)."""

    y: Whole
    x: Whole
    cost: Floats


class Terms(NamedTuple):
    """How the parts of a patch's cost are weighed.

    Attributes:
        channels: colours and texture features a pixel.
        guide: weight of a difference of low frequencies.
        texture: weight of texture features that a source lacks; where it is not 0, the guides hold those features.
        near: cost of each pixel between a patch and its source.
        apart: distance in pixels from which on a mirrored source costs no more than others.
        twin: cost of each pixel by which it is nearer.
        bias_limit: largest brightness by which a copy may be shifted, a channel.
        bias_share: share of the difference of means that is shifted away.
    """

    channels: np.int64
    guide: np.float32
    texture: np.float32
    near: np.float32
    apart: np.float32
    twin: np.float32
    bias_limit: np.float32
    bias_share: np.float32


@compiled
def scrambled(state: np.uint64) -> np.uint64:
    """The next number of a splitmix64 sequence."""
    z = state + np.uint64(0x9E3779B97F4A7C15)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@compiled
def bias(gap: Gap, canvas: Canvas, terms: Terms, ty: Index, tx: Index, sy: Index, sx: Index, channel: int) -> np.float32:
    """What is added to one colour of a source patch so that it fits its target better."""
    gone: np.float32 = gap.means[ty, tx, channel] - canvas.means[sy, sx, channel]
    return min(max(gone * terms.bias_share, -terms.bias_limit), terms.bias_limit)


@compiled
def guide_difference(gap: Gap, canvas: Canvas, ty: Index, tx: Index, sy: Index, sx: Index) -> np.float32:
    """Sum of squared differences of the low frequencies; five points tell all that these smooth pictures hold in a patch."""
    total = np.float32(0)
    for k in range(5):
        dy = 0 if k == 0 else (RADIUS if k > 2 else -RADIUS)
        dx = 0 if k == 0 else (RADIUS if k % 2 == 0 else -RADIUS)
        for c in range(3):
            d = gap.guide[ty + dy, tx + dx, c] - canvas.guide[sy + dy, sx + dx, c]
            total += d * d
    return total


@compiled
def missing_texture(gap: Gap, canvas: Canvas, ty: Index, tx: Index, sy: Index, sx: Index) -> np.float32:
    """Sum of squares of what the source lacks in texture; one point tells, for the features are means over more than a patch."""
    total = np.float32(0)
    for c in range(2):
        d = max(gap.guide[ty, tx, c] - canvas.guide[sy, sx, c], np.float32(0))
        total += d * d
    return total


@compiled
def mismatch(gap: Gap, canvas: Canvas, terms: Terms, ty: Index, tx: Index, sy: Index, sx: Index, cut: np.float32) -> np.float32:
    """Cost of the source patch at (sy, sx) for the target at (ty, tx); once it is above ``cut``, any number above it.

    The bias enters as the saving that it brings, which the patches' means alone tell: sums of squares need no second pass.
    """
    width = gap.hole.shape[1]
    across = sx if sx < width else 2 * width - 1 - sx
    distance = np.float32(abs(ty - sy) + abs(tx - across))
    total: np.float32 = canvas.crowding[sy, sx] + terms.near * distance
    if sx >= width and distance < terms.apart:
        total += terms.twin * (terms.apart - distance)
    for c in range(3):
        gone = gap.means[ty, tx, c] - canvas.means[sy, sx, c]
        shift = bias(gap, canvas, terms, ty, tx, sy, sx, c)
        total += AREA * ((1 / terms.bias_share) * shift * shift - 2 * shift * gone)
    if terms.guide > 0:
        total += terms.guide * guide_difference(gap, canvas, ty, tx, sy, sx)
    if terms.texture > 0:
        total += terms.texture * missing_texture(gap, canvas, ty, tx, sy, sx)
    length = SIDE * terms.channels
    first, other = (tx - RADIUS) * terms.channels, (sx - RADIUS) * terms.channels
    for row in range(-RADIUS, RADIUS + 1):
        ours = gap.pixels[ty + row, first : first + length]
        theirs = canvas.pixels[sy + row, other : other + length]
        for i in range(length):
            d = ours[i] - theirs[i]
            total += d * d
        # The savings of the bias were counted first, so that the sum only grows from here.
        if total > cut:
            return total
    return total


@compiled
def improve(
    gap: Gap, canvas: Canvas, field: Field, before: Field, terms: Terms, band: Band, radius: int, seed: int, direction: int
) -> None:
    """One round of PatchMatch (Barnes 2009) in a band: costs anew, then a sweep down, a sweep up, or both.

    Args:
        gap: with the current fill.
        canvas: the sources.
        field: improved in place.
        before: a copy of it; what neighbouring bands are seen as.
        terms: weights of the cost.
        band: the centres to work on.
        radius: where the random search starts; it halves down to 1.
        seed: of the random search.
        direction: 1 down, -1 up, 0 for both.
    """
    # Arrays taken out of their tuples once: within the loops each access would count references, atomically.
    centres, valid, field_y, field_x, cost = gap.centres, canvas.valid, field.y, field.x, field.cost
    before_y, before_x, columns = before.y, before.x, band.right - band.left
    for y in range(band.top, band.bottom):
        for x in range(band.left, band.right):
            if centres[y, x]:
                sy, sx = np.int64(field_y[y, x]), np.int64(field_x[y, x])
                cost[y, x] = mismatch(gap, canvas, terms, y, x, sy, sx, np.float32(1e30))
    for step in (1, -1):
        if step == -direction:
            continue
        for q in range((band.bottom - band.top) * columns):
            k = q if step == 1 else (band.bottom - band.top) * columns - 1 - q
            y, x = band.top + k // columns, band.left + k % columns
            if not centres[y, x]:
                continue
            state = np.uint64(seed) ^ np.uint64((y * centres.shape[1] + x) * 2 + (step + 1) // 2)
            turn, reach = 0, radius
            while turn < 2 or reach >= 1:
                v, u = (y - step, x) if turn == 0 else (y, x - step)
                if turn >= 2:  # the random search; before it come the two neighbours that this sweep has done
                    state = scrambled(state)
                    sy = field_y[y, x] + np.int64((state >> np.uint64(40)) % np.uint64(2 * reach + 1)) - reach
                    sx = field_x[y, x] + np.int64((state & np.uint64(0xFFFFFF)) % np.uint64(2 * reach + 1)) - reach
                    reach //= 2
                elif not (0 <= v < centres.shape[0] and 0 <= u < centres.shape[1] and centres[v, u]):
                    sy, sx = np.int64(-1), np.int64(-1)
                elif band.top <= v < band.bottom:
                    sy, sx = field_y[v, u] + (y - v), field_x[v, u] + (x - u)
                else:
                    sy, sx = before_y[v, u] + (y - v), before_x[v, u] + (x - u)
                turn += 1
                if 0 <= sy < valid.shape[0] and 0 <= sx < valid.shape[1] and valid[sy, sx]:
                    now = mismatch(gap, canvas, terms, y, x, sy, sx, cost[y, x])
                    if now < cost[y, x]:
                        cost[y, x] = now
                        field_y[y, x], field_x[y, x] = sy, sx


@compiled
def vote(gap: Gap, canvas: Canvas, field: Field, terms: Terms, band: Band, floor: np.float32) -> None:
    """Make each pixel of the hole the mean of what the patches over it say (Wexler 2007), the better ones counting more.

    The weight is the eighth power of least cost over cost: like a Gaussian of the cost, without its own scale and quick. Lower
    powers average more, and what is averaged finds smooth sources at the next search and stays smooth.
    ``floor`` is added to both, so that among costs near nothing none rules alone.
    """
    channels = terms.channels
    for y in range(band.top, band.bottom):
        for x in range(band.left, band.right):
            if not gap.hole[y, x]:
                continue
            rows = range(max(y - RADIUS, 0), min(y + RADIUS + 1, gap.hole.shape[0]))
            columns = range(max(x - RADIUS, 0), min(x + RADIUS + 1, gap.hole.shape[1]))
            least = np.float32(1e30)
            for v in rows:
                for u in columns:
                    if gap.centres[v, u]:
                        least = min(least, field.cost[v, u])
            out = gap.pixels[y, x * channels : (x + 1) * channels]
            out[:] = 0
            total = np.float32(0)
            for v in rows:
                for u in columns:
                    if not gap.centres[v, u]:
                        continue
                    closeness = (least + floor) / (field.cost[v, u] + floor)
                    closeness *= closeness
                    closeness *= closeness
                    weight = closeness * closeness * gap.trust[v, u]
                    sy, sx = field.y[v, u], field.x[v, u]
                    start = (sx + x - u) * channels
                    theirs = canvas.pixels[sy + y - v, start : start + channels]
                    for c in range(channels):
                        out[c] += weight * theirs[c]
                    for c in range(3):
                        out[c] += weight * bias(gap, canvas, terms, v, u, sy, sx, c)
                    total += weight
            for c in range(channels):
                out[c] /= total
            share = gap.lines[y, x, 3]
            if share > 0:
                for c in range(3):
                    out[c] += share * (gap.lines[y, x, c] - out[c])


@compiled
def elect(gap: Gap, field: Field, band: Band, chosen_y: Whole, chosen_x: Whole) -> None:
    """For each pixel of the hole, the one pixel of the canvas that the best patch over it names: nothing is averaged away."""
    for y in range(band.top, band.bottom):
        for x in range(band.left, band.right):
            least = np.float32(1e30)
            if not gap.hole[y, x]:
                continue
            for v in range(max(y - RADIUS, 0), min(y + RADIUS + 1, gap.hole.shape[0])):
                for u in range(max(x - RADIUS, 0), min(x + RADIUS + 1, gap.hole.shape[1])):
                    if gap.centres[v, u] and field.cost[v, u] < least:
                        least = field.cost[v, u]
                        chosen_y[y, x] = field.y[v, u] + y - v
                        chosen_x[y, x] = field.x[v, u] + x - u


@compiled
def peel(
    gap: Gap,
    canvas: Canvas,
    terms: Terms,
    known: Bools,
    ring: Whole,
    candidates: Whole,
    jitter: np.float32,
    seed: int,
    best: Whole,
) -> None:
    """For pixels at the rim of the unknown, the source whose patch agrees best with what is known (after Efros and Leung 1999).

    Args:
        gap: filled where ``known``.
        canvas: the sources.
        terms: weights of the cost.
        known: bool H x W.
        ring: int32 N x 2, rows and columns of the pixels.
        candidates: int32 M x 2, centres of source patches.
        jitter: by how much, as a share, chance may raise a cost; makes variants.
        seed: of that chance.
        best: int32 N x 2, receives the centre for each pixel's own patch, which is moved inside the picture at its border.
    """
    height, width = known.shape
    for k in range(len(ring)):
        ty = min(max(ring[k, 0], RADIUS), height - 1 - RADIUS)
        tx = min(max(ring[k, 1], RADIUS), width - 1 - RADIUS)
        count = 0
        for v in range(ty - RADIUS, ty + RADIUS + 1):
            for u in range(tx - RADIUS, tx + RADIUS + 1):
                count += known[v, u]
        least = np.float32(1e30)
        for j in range(len(candidates)):
            sy, sx = candidates[j, 0], candidates[j, 1]
            chance = scrambled(np.uint64(seed) ^ np.uint64((ring[k, 0] * width + ring[k, 1]) * 1048576 + j)) >> np.uint64(40)
            scale = np.float32(1) + jitter * np.float32(chance) / np.float32(16777216)
            total = np.float32(0)
            if terms.guide > 0:
                total = terms.guide * guide_difference(gap, canvas, ty, tx, sy, sx)
            for v in range(-RADIUS, RADIUS + 1):
                for u in range(-RADIUS, RADIUS + 1):
                    if known[ty + v, tx + u]:
                        for c in range(terms.channels):
                            d = gap.pixels[ty + v, (tx + u) * terms.channels + c]
                            d -= canvas.pixels[sy + v, (sx + u) * terms.channels + c]
                            total += d * d * np.float32(AREA / count)
                if total * scale > least:
                    break
            if total * scale < least:
                least = total * scale
                best[k, 0], best[k, 1] = sy, sx
