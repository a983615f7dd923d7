"""Edges and lines that a hole interrupts: which belong together, and the way between them.

Around the hole runs a contour. Where the picture changes along it, something crosses: an edge, or a side of a line. Crossings
that look alike and point at each other are joined by the curve that bends least (after the isophotes of Masnou 1998 and the
curves of Sun 2005), and their colours are painted along it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.exemplar.levels import Mask
from tintype.engine.exemplar.membrane import membrane
from tintype.photo import Pixels

Points = NDArray[np.float64]

AWAY = 5
"""Distance of the contour from the hole, so that derivatives see known pixels alone."""

BLUR, TENSOR_BLUR = 1.0, 2.5

FAINTEST = 0.04
"""Change of colour a pixel along the contour, after ``BLUR``; an edge of contrast 0.06 in all channels has it."""

CLEAREST = 0.6
"""Least coherence of the gradients about a crossing: texture changes as much, but in all directions."""

MOST = 64
"""Crossings, the strongest."""

REACH = 6
"""Half of a profile: the colours across an edge, as seen and as painted."""

TURN = np.deg2rad(80)
"""Most by which a curve may turn away from the straight way between its ends."""

SWERVE, BEND, UNLIKE = 0.3, 0.8, 0.3
"""One unit of doubt each: radians by which a curve leaves its circle, and by which the circle turns; difference of two profiles
as a share of their contrast."""

DOUBT = 1.2
"""Beyond this, two crossings are not joined."""

DISAGREEMENT = 0.1
"""Spread of the colours painted over a pixel, as the length of a colour, that halves the trust in them."""

LEAST_PAINT = 0.2


@dataclass(frozen=True, eq=False)
class Crossings:
    """Where things go into a hole.

    Attributes:
        places: N x 2, x and y.
        ways: N x 2, unit vectors into the hole.
        profiles: N x (2 REACH + 1) x 3, the colours across, from the left to the right of who goes in.
    """

    places: Points
    ways: Points
    profiles: Points

    def __len__(self) -> int:
        return len(self.places)


def draw(pixels: Pixels, hole: Mask) -> Pixels | None:
    """The curves that a hole interrupts.

    Args:
        pixels: float32 H x W x 3; what is in the hole is not looked at.
        hole: bool H x W.

    Returns:
        float32 H x W x 4, the colours on the curves and how sure they are, 0 to 1: less where they fade and where two disagree.
        None where there are none.
    """
    found = crossings(pixels, hole)
    joined = pairs(found)
    if not joined:
        return None
    drops = [_paint(found, first, second, hole.shape) for first, second in joined]
    cells, weights, tints = (np.concatenate([drop[k] for drop in drops]) for k in range(3))
    weight = _summed(cells, weights, hole.shape)[..., None]
    share = np.maximum(weight, 1e-6)
    colours = np.dstack([_summed(cells, weights * tints[:, channel], hole.shape) for channel in range(3)]) / share
    squares = _summed(cells, weights * (tints**2).sum(1), hole.shape)[..., None] / share
    disagreement = squares - (colours**2).sum(2, keepdims=True)
    sure = np.minimum(weight, 1) / (1 + np.maximum(disagreement, 0) / DISAGREEMENT**2) * hole[..., None]
    return np.ascontiguousarray(np.dstack([colours, sure]), np.float32)


def _summed(cells: NDArray[np.int64], values: Points, shape: tuple[int, ...]) -> Points:
    return np.asarray(np.bincount(cells, values, shape[0] * shape[1]).reshape(shape), np.float64)


def connect(guess: Pixels, hole: Mask, lines: Pixels) -> Pixels:
    """The guess (float32 H x W x 3) with the curves of ``draw`` in it, shifted smoothly between them and the hole's edge."""
    painted = hole & (lines[..., 3] > LEAST_PAINT)
    change = np.where(painted[..., None], lines[..., :3] - guess, np.float32(0)).astype(np.float32)
    return np.asarray(guess + np.where(hole[..., None], membrane(change, hole & ~painted), np.float32(0)), np.float32)


def crossings(pixels: Pixels, hole: Mask) -> Crossings:
    """All that crosses the contour around a hole, the strongest first."""
    known = (~hole).astype(np.float32)
    share = np.maximum(cv2.GaussianBlur(known, (0, 0), BLUR), 1e-3)[..., None]
    smooth = cv2.GaussianBlur(np.where(hole[..., None], np.float32(0), pixels), (0, 0), BLUR) / share
    tensor = _tensor(np.asarray(smooth, np.float32), hole)
    sure = cv2.distanceTransform(known.astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_3)
    inside = (sure < AWAY).astype(np.uint8)
    found: list[tuple[float, Points, Points]] = []
    for contour in cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        found += _along(contour[:, 0].astype(np.float64), tensor, inside > 0)
    found = sorted(found, key=lambda one: -one[0])[:MOST]
    places, ways = (np.array([one[k] for one in found], np.float64).reshape(-1, 2) for k in (1, 2))
    across = np.stack([-ways[:, 1], ways[:, 0]], axis=1)
    offsets = np.arange(-REACH, REACH + 1.0)
    at = (places[:, None] + offsets[None, :, None] * across[:, None]).astype(np.float32)
    backwards = [at - k * ways[:, None].astype(np.float32) for k in (0, 1, 2, 3)]
    seen = membrane(pixels, hole)  # a profile may reach into the hole
    profiles = np.mean([_sample(seen, at_k) for at_k in backwards], 0) if found else np.zeros((0, len(offsets), 3))
    return Crossings(places, ways, profiles)


def pairs(found: Crossings) -> list[tuple[int, int]]:
    """Which crossings belong together, the least doubtful first; each has one partner at most."""
    doubts = sorted(
        (doubt, first, second)
        for first in range(len(found))
        for second in range(first + 1, len(found))
        if (doubt := _doubt(found, first, second)) < DOUBT
    )
    taken: set[int] = set()
    chosen = []
    for _, first, second in doubts:
        if first not in taken and second not in taken:
            taken |= {first, second}
            chosen.append((first, second))
    return chosen


def _doubt(found: Crossings, first: int, second: int) -> float:
    """How unlikely two crossings are one curve: by how it leaves a circle and turns, and by how their profiles differ."""
    start, end = _angles(found, first, second)
    if max(abs(start), abs(end)) > TURN:
        return np.inf
    bend = ((start + end) / SWERVE) ** 2 + ((start - end) / 2 / BEND) ** 2
    ours, theirs = found.profiles[first], found.profiles[second][::-1]
    contrast = (np.ptp(ours, axis=0).max() + np.ptp(theirs, axis=0).max()) / 2
    unlike = np.sqrt(np.mean((ours - theirs) ** 2)) / contrast / UNLIKE
    return float(bend + unlike**2)


def _angles(found: Crossings, first: int, second: int) -> tuple[float, float]:
    """By how much the curve's two ends turn from the straight way between them, in radians with a sign."""
    chord = complex(*(found.places[second] - found.places[first]))
    into, out = complex(*found.ways[first]), -complex(*found.ways[second])
    return float(np.angle(into * chord.conjugate())), float(np.angle(out * chord.conjugate()))


def _paint(found: Crossings, first: int, second: int, shape: tuple[int, ...]) -> tuple[NDArray[np.int64], Points, Points]:
    """Flat indices, weights and colours along the curve between two crossings: a cubic, almost a circle where that fits."""
    ends, ways = found.places[[first, second]], found.ways[[first, second]] * [[1], [-1]]
    length = float(np.hypot(*(ends[1] - ends[0])))
    start, end = _angles(found, first, second)
    pull = length / np.cos((abs(start) + abs(end)) / 4) ** 2
    t = np.linspace(0, 1, max(int(3 * pull), 2))[:, None]
    places = (2 * t**3 - 3 * t**2 + 1) * ends[0] + (3 * t**2 - 2 * t**3) * ends[1]
    places += pull * ((t**3 - 2 * t**2 + t) * ways[0] + (t**3 - t**2) * ways[1])
    steps = np.gradient(places, axis=0)
    steps /= np.maximum(np.hypot(steps[:, :1], steps[:, 1:]), 1e-9)
    fine = np.linspace(-REACH, REACH, 4 * REACH + 1)
    at = np.rint(places[:, None] + fine[None, :, None] * np.stack([-steps[:, 1], steps[:, 0]], 1)[:, None]).astype(int)
    both = [_finer(profile, fine) for profile in (found.profiles[first], found.profiles[second][::-1])]
    colours = (1 - t[..., None]) * both[0] + t[..., None] * both[1]
    inside = (at >= 0).all(-1) & (at[..., 0] < shape[1]) & (at[..., 1] < shape[0])
    nearness = np.broadcast_to(np.exp(-((fine / REACH * 2) ** 2)), inside.shape)[inside]
    x, y = at[inside].T
    return y * shape[1] + x, nearness, colours[inside]


def _finer(profile: Points, at: Points) -> Points:
    coarse = np.arange(-REACH, REACH + 1.0)
    return np.stack([np.interp(at, coarse, profile[:, channel]) for channel in range(3)], axis=1)


def _tensor(smooth: Pixels, hole: Mask) -> Pixels:
    """The structure tensor of all channels (Di Zenzo 1986), xx, xy and yy, and its mean over pixels that see none of the hole."""
    dx, dy = (cv2.Sobel(smooth, cv2.CV_32F, 1 - k, k, scale=1 / 8, borderType=cv2.BORDER_REPLICATE) for k in (0, 1))
    products = np.stack([(dx * dx).sum(2), (dx * dy).sum(2), (dy * dy).sum(2)], axis=2)
    usable = (cv2.distanceTransform((~hole).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_3) >= AWAY - 1).astype(np.float32)
    share = np.maximum(cv2.GaussianBlur(usable, (0, 0), TENSOR_BLUR), 1e-3)
    mean = cv2.GaussianBlur(products * usable[..., None], (0, 0), TENSOR_BLUR) / share[..., None]
    return np.dstack([products, mean]).astype(np.float32)


def _along(contour: Points, tensor: Pixels, inside: Mask) -> list[tuple[float, Points, Points]]:
    """Strength, place and way of each crossing of one closed contour."""
    if len(contour) < 4 * REACH:
        return []
    smooth = sum(np.roll(contour, k, axis=0) for k in range(-2, 3)) / 5
    step = np.roll(smooth, -2, axis=0) - np.roll(smooth, 2, axis=0)
    step /= np.maximum(np.hypot(step[:, :1], step[:, 1:]), 1e-9)
    x, y = contour.astype(int).T
    xx, xy, yy, mean_xx, mean_xy, mean_yy = tensor[y, x].T.astype(np.float64)
    strength = np.sqrt(np.maximum(xx * step[:, 0] ** 2 + 2 * xy * step[:, 0] * step[:, 1] + yy * step[:, 1] ** 2, 0))
    spread = np.hypot(mean_xx - mean_yy, 2 * mean_xy)
    clear = spread > CLEAREST * np.maximum(mean_xx + mean_yy, 1e-9)
    peak = np.max([np.roll(strength, k) for k in range(-2, 3)], axis=0) == strength
    height, width = inside.shape
    whole = (x > AWAY) & (y > AWAY) & (x < width - AWAY) & (y < height - AWAY)
    found = []
    for k in np.flatnonzero(peak & clear & whole & (strength > FAINTEST)):
        turn = 0.5 * np.arctan2(2 * mean_xy[k], mean_xx[k] - mean_yy[k]) + np.pi / 2
        way = np.array([np.cos(turn), np.sin(turn)])
        ahead, behind = (_depth_along(contour[k], sign * way, inside) for sign in (1, -1))
        if ahead != behind:
            centre = _summit(strength, contour, int(k))
            found.append((float(strength[k]), centre, way if ahead > behind else -way))
    return found


def _summit(strength: Points, contour: Points, k: int) -> Points:
    """The peak's place between pixels, as the centre of gravity of what is around it."""
    near = np.arange(k - 2, k + 3) % len(contour)
    return np.asarray((contour[near] * strength[near, None] ** 2).sum(0) / (strength[near] ** 2).sum())


def _depth_along(place: Points, way: Points, inside: Mask) -> int:
    steps = np.rint(place + np.arange(1, 3 * AWAY)[:, None] * way).astype(int)
    x, y = np.clip(steps, 0, np.array(inside.shape[::-1]) - 1).T
    return int(inside[y, x].sum())


def _sample(pixels: Pixels, at: NDArray[np.float32]) -> Points:
    x, y = np.ascontiguousarray(at[..., 0]), np.ascontiguousarray(at[..., 1])
    return np.asarray(cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float64)
