"""The arrays that the kernels work on, made for each level, and what is done to them between the kernels."""

from __future__ import annotations

import cv2
import numpy as np

from tintype.engine.exemplar.bands import Band
from tintype.engine.exemplar.levels import RADIUS, SIDE, Level, Mask, interior, sources, widened
from tintype.engine.exemplar.patchmatch import Canvas, Field, Gap
from tintype.photo import Pixels

COLOURS = 3

TRUST_FALL = 1.3
"""By how much a vote counts less with each pixel away from the known ones (Wexler 2007)."""

CROWD_WEIGHT = 0.5
"""What each use of a source beyond its fair share costs, in mean costs of a patch."""


def make_canvas(level: Level, channels: int, guide: Pixels | None) -> Canvas:
    """The sources of a level, with the first ``channels`` of its pixels, and with a guide or without."""
    height, width = level.hole.shape
    pixels = _with_mirror(level.pixels[..., :channels])
    return Canvas(
        pixels.reshape(height, -1),
        _with_mirror(_patch_means(level.pixels[..., :COLOURS])),
        _no_guide() if guide is None else _with_mirror(guide),
        _mask_with_mirror(~level.hole),
        _mask_with_mirror(sources(level.hole)),
        np.zeros((height, 2 * width), np.float32),
    )


def make_gap(level: Level, channels: int, guide: Pixels | None) -> Gap:
    """The hole of a level, empty yet."""
    height, width = level.hole.shape
    inside = cv2.distanceTransform(level.hole.astype(np.uint8), cv2.DIST_L2, 3)
    return Gap(
        np.ascontiguousarray(level.pixels[..., :channels]).reshape(height, -1),
        np.zeros((height, width, COLOURS), np.float32),
        _no_guide() if guide is None else guide,
        level.hole,
        interior((height, width)) & widened(level.hole, RADIUS),
        np.maximum(np.float32(TRUST_FALL) ** -inside, np.float32(1e-3)),
        np.zeros((height, width, COLOURS + 1), np.float32) if level.lines is None else level.lines,
    )


def random_field(gap: Gap, canvas: Canvas, random: np.random.Generator) -> Field:
    """Any source for each centre."""
    places = np.flatnonzero(canvas.valid)
    picked = places[random.integers(len(places), size=np.count_nonzero(gap.centres))]
    y, x = (np.zeros(gap.hole.shape, np.int32) for _ in range(2))
    y[gap.centres], x[gap.centres] = np.divmod(picked, canvas.valid.shape[1])
    return Field(y, x, np.ones(gap.hole.shape, np.float32))


def carried(before: Field, gap: Gap, canvas: Canvas, random: np.random.Generator) -> Field:
    """A field at twice the resolution; chance where it would lead to no source."""
    field = random_field(gap, canvas, random)
    (height, width), (half_height, half_width) = gap.hole.shape, before.y.shape
    y, x = np.nonzero(gap.centres)
    # Patches at the border have no parent, for that would reach beyond it: the next one's offset serves.
    parent_y = np.clip(y // 2, RADIUS, half_height - 1 - RADIUS)
    parent_x = np.clip(x // 2, RADIUS, half_width - 1 - RADIUS)
    coarse_x = before.x[parent_y, parent_x]
    across = x - 2 * parent_x
    source_y = 2 * before.y[parent_y, parent_x] + y - 2 * parent_y
    flipped = 2 * width - 2 * (2 * half_width - 1 - coarse_x) - 2 + across
    source_x = np.where(coarse_x < half_width, 2 * coarse_x + across, flipped)
    good = (source_y >= 0) & (source_y < height) & (source_x >= 0) & (source_x < 2 * width)
    good &= canvas.valid[np.where(good, source_y, 0), np.where(good, source_x, 0)]
    field.y[y[good], x[good]], field.x[y[good], x[good]] = source_y[good], source_x[good]
    field.cost[y, x] = before.cost[parent_y, parent_x]
    return field


def as_picture(gap: Gap) -> Pixels:
    """The pixels with their channels as an axis of their own; not a copy."""
    return gap.pixels.reshape(*gap.hole.shape, -1)


def enlarge(coarse: Pixels, gap: Gap) -> None:
    """Put the coarser fill into the hole, for the patches' means alone: its pixels, being soft, are voted anew at once."""
    height, width = gap.hole.shape
    colours = np.ascontiguousarray(coarse[..., :COLOURS])
    as_picture(gap)[gap.hole, :COLOURS] = cv2.resize(colours, (width, height), interpolation=cv2.INTER_LINEAR)[gap.hole]
    take_means(gap)


def texture_of(coarse: Gap, shape: tuple[int, int]) -> Pixels:
    """The texture features of the coarser fill, or those that it was held to, at a finer level's height and width."""
    known = as_picture(coarse)[..., COLOURS:]
    texture = np.ascontiguousarray(known if known.shape[2] else coarse.guide)
    return np.asarray(cv2.resize(texture, shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def take_means(gap: Gap) -> None:
    """Bring the patches' means up to date with the fill."""
    box = box_of(gap.centres)
    window = slice(box.top - RADIUS, box.bottom + RADIUS), slice(box.left - RADIUS, box.right + RADIUS)
    gap.means[window] = _patch_means(as_picture(gap)[window][..., :COLOURS])


def price_crowds(canvas: Canvas, gap: Gap, field: Field, mean_cost: float) -> None:
    """Make sources dear that are used more often than there is reason to (after Kaspar 2015): no visible repetition."""
    height, double = canvas.valid.shape
    places = field.y[gap.centres] * double + field.x[gap.centres]
    uses = np.bincount(places, minlength=height * double).reshape(height, double).astype(np.float32)
    uses = _patch_means(uses + uses[:, ::-1])
    fair = max(1.0, 2.0 * len(places) / (np.count_nonzero(canvas.valid) / 2))
    np.multiply(np.clip(uses / fair - 1, 0, 4), np.float32(CROWD_WEIGHT * mean_cost), out=canvas.crowding)


def box_of(mask: Mask) -> Band:
    """The smallest rectangle around all that is True."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return Band(int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1)


def _patch_means(planes: Pixels) -> Pixels:
    return np.asarray(cv2.blur(np.ascontiguousarray(planes), (SIDE, SIDE)), np.float32)


def _with_mirror(planes: Pixels) -> Pixels:
    planes = np.ascontiguousarray(planes)
    # Nine times as fast as a mirrored border of three channels.
    return np.asarray(cv2.hconcat([planes, cv2.flip(planes, 1)]), np.float32)


def _mask_with_mirror(mask: Mask) -> Mask:
    return np.concatenate([mask, mask[:, ::-1]], axis=1)


def _no_guide() -> Pixels:
    return np.zeros((1, 1, COLOURS), np.float32)
