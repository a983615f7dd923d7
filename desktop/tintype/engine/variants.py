"""Several fills of one mask, the best first by a score that the pixels alone tell.

The score is the sum of two differences of brightness, both of 0 to 1, lower being better:

- coherence: how unlike the fill's patches are to those of its surroundings, the root of the mean squared difference to the most
  similar one (the coherence term of Simakov 2008, which is also the energy of Wexler 2007). Lines that end, kinks and blurs are
  found nowhere else, and cost. It is taken on a reduced copy, where a patch sees structure and not grain.
- seam: by how much neighbours differ across the hole's edge more than neighbours beside it do (after Kwatra 2003).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tintype.engine.engine import Engine
from tintype.engine.inpaint import LARGEST_SEED, Filled, InpaintSettings
from tintype.engine.masks import Mask, holes
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

Hole = NDArray[np.bool_]

SIDE = 5
"""Of a patch on the reduced copy."""

REDUCED = 64
"""Longer side of a fill on that copy."""

MOST_TARGETS, MOST_SOURCES = 600, 12_000
MOST_PIECES = 8
"""The largest pieces of a fill are scored; the others hardly vary."""

NEAR = 4


@dataclass(frozen=True)
class Score:
    """How well a fill fits; see the module for the terms. Lower is better.

    Attributes:
        coherence: unlikeness to the surroundings, 0 to 1.
        seam: how far the edge shows, 0 to 1.
    """

    coherence: float
    seam: float

    @property
    def total(self) -> float:
        """What variants are ordered by."""
        return self.coherence + self.seam


@dataclass(frozen=True, eq=False)
class Variant:
    """One of several fills: ``seed`` makes it again."""

    seed: int
    filled: Filled
    score: Score


def make_variants(
    engine: Engine,
    pixels: Pixels,
    mask: Mask,
    count: int,
    settings: InpaintSettings | None = None,
    progress: Progress | None = None,
) -> list[Variant]:
    """Fill a mask several times.

    Args:
        engine: does it.
        pixels: float32 H x W x 3, about [0, 1].
        mask: as for ``Engine.inpaint``.
        count: how many variants, at least 1.
        settings: the first seed, from which the others count up, and the device.
        progress: told how far the work is.

    Returns:
        The variants, the best first; of equal scores the smaller seed.

    Raises:
        InvalidPixels, InvalidMask, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
    """
    settings, progress = settings or InpaintSettings(), progress or Progress()
    made = []
    for number in range(count):
        part = progress.part(number / count, (number + 1) / count)
        asked = replace(settings, seed=(settings.seed + number) % (LARGEST_SEED + 1))
        filled = engine.inpaint(pixels, mask, asked, part)
        made.append(Variant(asked.seed, filled, score(pixels, mask, filled)))
    return sorted(made, key=lambda variant: variant.score.total)


def score(pixels: Pixels, mask: Mask, filled: Filled) -> Score:
    """How well a fill of ``mask`` (H x W) fits into ``pixels`` (float32 H x W x 3): the mean over its largest pieces, by area."""
    hole = holes(mask) > 0
    pieces = sorted(filled.patches, key=lambda patch: -int(hole[patch.region.slices].sum()))[:MOST_PIECES]
    scores = [_score_piece(filled, pixels, hole, piece.region) for piece in pieces]
    areas = [float(hole[piece.region.slices].sum()) for piece in pieces]
    return Score(_mean([one.coherence for one in scores], areas), _mean([one.seam for one in scores], areas))


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return float(np.average(values, weights=weights)) if sum(weights) > 0 else 0.0


def _score_piece(filled: Filled, pixels: Pixels, hole: Hole, region: Region) -> Score:
    window = region.grown(max(region.size.height, region.size.width) // 2 + 4 * SIDE).clipped(Size(*hole.shape))
    there = hole[window.slices]
    picture = filled.within(pixels, window)
    return Score(coherence(picture, there), seam(picture, there))


def coherence(picture: Pixels, hole: Hole) -> float:
    """Root mean square of the differences between the patches in a hole and the known patches most similar to them."""
    rows, columns = np.nonzero(hole)
    if not len(rows):
        return 0.0
    scale = min(1.0, REDUCED / max(np.ptp(rows) + 1, np.ptp(columns) + 1))
    size = tuple(max(round(length * scale), SIDE) for length in hole.shape[::-1])
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)
    inside = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0
    patches = sliding_window_view(small, (SIDE, SIDE), axis=(0, 1)).reshape(-1, 3 * SIDE * SIDE)
    touched = sliding_window_view(inside, (SIDE, SIDE)).any(axis=(2, 3)).ravel()
    targets, sources = _thinned(patches[touched], MOST_TARGETS), _thinned(patches[~touched], MOST_SOURCES)
    if not len(targets) or not len(sources):
        return 0.0
    squares = (targets**2).sum(1)[:, None] + (sources**2).sum(1) - 2 * targets @ sources.T
    return float(np.sqrt(np.maximum(squares.min(axis=1), 0).mean() / targets.shape[1]))


def seam(picture: Pixels, hole: Hole) -> float:
    """Mean difference of neighbours across a hole's edge beyond that of neighbours on either side of it; never below 0."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * NEAR + 1, 2 * NEAR + 1))
    near = (cv2.dilate(hole.view(np.uint8), kernel) > 0) & (cv2.erode(hole.view(np.uint8), kernel) == 0)
    across, beside = [], []
    for axis in (0, 1):
        step = np.abs(np.diff(picture, axis=axis)).mean(axis=2)
        crosses = np.diff(hole, axis=axis)
        close = near[tuple(slice(length) for length in crosses.shape)]
        across.append(step[crosses])
        beside.append(step[close & ~crosses])
    edge, rest = np.concatenate(across), np.concatenate(beside)
    return max(0.0, float(edge.mean() - rest.mean())) if len(edge) and len(rest) else 0.0


def _thinned(rows: Pixels, most: int) -> Pixels:
    """At most so many rows, evenly taken."""
    return rows[:: -(-len(rows) // most)] if len(rows) else rows
