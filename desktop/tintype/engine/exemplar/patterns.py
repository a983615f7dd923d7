"""How far the surroundings of a hole repeat themselves."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tintype.engine.exemplar.fields import COLOURS
from tintype.engine.exemplar.levels import RADIUS, SIDE, Level, Mask, sources, widened

NEAR = 8
"""Pixels from the hole within which patches are looked at."""

MOST_TARGETS, MOST_SOURCES = 100, 4000
"""Of these kinds of patches so many are drawn by lot: some 20 ms."""

APART = 2 * RADIUS
"""A patch no farther away than this, in rows and columns, shares pixels with another and says nothing about it."""

LEAST = 0.01
"""Of what a patch shows, as a sum of squares: with nothing but rounding all are alike."""

Places = NDArray[np.int64]
Patches = NDArray[np.float32]


def novelty(level: Level) -> float:
    """The share of what patches near the hole show that the patch most like each of them, elsewhere, does not.

    A grid has 0.01, a brick wall 0.06, a meadow 0.85. Taken from the colours; what all patches have in common, as a flat wall
    has, is not counted.

    Args:
        level: with at least one patch that is free of the hole.

    Returns:
        From 0, all is repeated; over 1 where patches are less alike than each is to its own mean.
    """
    rng = np.random.default_rng(0)
    free = sources(level.hole)
    near = widened(level.hole, NEAR) & free
    targets = _drawn(rng, near if near.any() else free, MOST_TARGETS)
    others = _drawn(rng, free, MOST_SOURCES)
    wanted, offered = _patches(level, targets), _patches(level, others)
    unlike = np.square(wanted).sum(1)[:, None] + np.square(offered).sum(1) - 2 * wanted @ offered.T
    overlapping = (np.abs(targets[:, None] - others) <= APART).all(2)
    unlike[overlapping] = np.inf
    nearest = unlike.min(1)
    found = np.isfinite(nearest)
    if not found.any():
        return 1.0
    by_channel = wanted[found].reshape(-1, COLOURS, SIDE * SIDE)
    shown = np.square(by_channel - by_channel.mean(2, keepdims=True)).sum()
    return float(np.maximum(nearest[found], 0).sum() / max(float(shown), LEAST * len(by_channel)))


def _drawn(rng: np.random.Generator, mask: Mask, most: int) -> Places:
    """Rows and columns of what is True, N x 2; ``most`` of them by lot where there are more."""
    places = np.argwhere(mask)
    return places if len(places) <= most else places[rng.choice(len(places), most, replace=False)]


def _patches(level: Level, centres: Places) -> Patches:
    """N x (3 SIDE SIDE), colours of the patches."""
    windows = sliding_window_view(level.pixels[..., :COLOURS], (SIDE, SIDE), (0, 1))
    y, x = (centres - RADIUS).T
    return np.ascontiguousarray(windows[y, x].reshape(len(centres), -1))
