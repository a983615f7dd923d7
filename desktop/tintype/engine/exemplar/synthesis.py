"""Coarse to fine: each level improves the nearest-neighbour field of the one before and votes the fill anew."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from tintype.engine.exemplar.bands import Crew
from tintype.engine.exemplar.fields import (
    COLOURS,
    as_picture,
    box_of,
    carried,
    enlarge,
    make_canvas,
    make_gap,
    price_crowds,
    random_field,
    take_means,
)
from tintype.engine.exemplar.levels import RADIUS, Mask, build, widened
from tintype.engine.exemplar.patchmatch import Canvas, Field, Gap, Terms, improve, peel, vote
from tintype.engine.exemplar.seams import blend
from tintype.photo import Pixels
from tintype.progress import Progress

GUIDE_WEIGHT = 6.0
"""Of a squared difference of low frequencies at the coarsest level, against one of the pixels."""

GUIDE_FALL = 0.5
"""How much of that weight is left at each finer level: the field has then settled which structure goes where."""

NEAR_WEIGHT = 0.6
"""What a source one picture away costs more than one at hand, in mean costs of a patch."""

BIAS_LIMIT = np.float32(0.03)
"""Enough for a sky that grows brighter; more, and dark water passes for wet planks."""

BIAS_SHARE = np.float32(0.6)

JITTER = np.float32(0.25)
"""Share by which chance may raise a cost while the first fill is peeled: enough for variants, too little for bad ones."""

PEEL_COMPARISONS = 3_000_000
"""In all, about half a second; a coarsest level with more than that takes its sources by lot."""

PEEL_PART = 150_000
"""Comparisons in one call, some 40 ms."""

DRAFTS = 3
DRAFT_LEVEL = 3
"""Levels this coarse cost little: several fills are tried there, and the one that fits best goes on."""

BLENDING = 0.15
"""Share of the blending in the time that all takes."""


State = tuple[Gap, Canvas, Field]


def fill(pixels: Pixels, hole: Mask, structure: Pixels | None, seed: int, progress: Progress, threads: int | None) -> Pixels:
    """Fill as ``synthesise`` promises; at least one patch must be free of the hole.

    Returns:
        float32 H x W x 3; the values may lie a little beyond those of the known pixels.
    """
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        return _Synthesis(pixels, hole, structure, seed, progress, Crew(pool, progress)).run()


def _mean_cost(state: State) -> float:
    gap, _, field = state
    return float(field.cost[gap.centres].mean())


class _Synthesis:
    """One fill on its way through the levels."""

    def __init__(self, pixels: Pixels, hole: Mask, structure: Pixels | None, seed: int, progress: Progress, crew: Crew) -> None:
        self._levels = build(pixels, hole, structure, progress)
        self._random = np.random.default_rng(seed)
        self._progress = progress
        self._crew = crew
        self._drafted = DRAFT_LEVEL if len(self._levels) > DRAFT_LEVEL else 0
        self._effort = sum(self._cost_of(number) for number in range(len(self._levels)))
        self._done = 0

    def run(self) -> Pixels:
        """From the coarsest level to the finest, then the blending."""
        drafts = [self._draft() for _ in range(DRAFTS)] if self._drafted else [self._start()]
        gap, canvas, field = min(drafts, key=_mean_cost)
        for number in range(self._drafted or len(self._levels) - 1)[::-1]:
            gap, canvas, field = self._finer(number, gap, field)
        return blend(gap, canvas, field, self._crew)

    def _draft(self) -> State:
        """A fill down to the level where drafts are compared."""
        gap, canvas, field = self._start()
        for number in range(self._drafted, len(self._levels) - 1)[::-1]:
            gap, canvas, field = self._finer(number, gap, field)
        return gap, canvas, field

    def _start(self) -> State:
        """The fill at the coarsest level."""
        last = len(self._levels) - 1
        gap, canvas = self._open(last)
        field = random_field(gap, canvas, self._random)
        self._peel(gap, canvas, self._terms(last), field)
        self._refine(last, gap, canvas, field)
        return gap, canvas, field

    def _finer(self, number: int, coarse: Gap, before: Field) -> State:
        """The fill at a level from that at the coarser one."""
        gap, canvas = self._open(number)
        field = carried(before, gap, canvas, self._random)
        self._progress.check()
        enlarge(as_picture(coarse), gap)
        self._vote(gap, canvas, field, self._terms(number), 0.0)
        self._refine(number, gap, canvas, field)
        return gap, canvas, field

    def _cost_of(self, number: int) -> int:
        times = DRAFTS if 0 < self._drafted <= number else 1
        return int(np.count_nonzero(self._levels[number].hole)) * self._rounds(number) * times

    def _coarsest(self, number: int) -> bool:
        return number == len(self._levels) - 1

    def _guided(self, number: int) -> bool:
        """Whether low frequencies are compared; at the finest levels they say no more than the coarse field does."""
        return self._levels[number].guide is not None and (number > 1 or self._coarsest(number))

    def _channels(self, number: int) -> int:
        """All features while it is being settled what goes where; then the colours say all."""
        return self._levels[number].pixels.shape[2] if number > 1 else COLOURS

    def _rounds(self, number: int) -> int:
        """How often a level is searched and voted: the finer, the less is left to change."""
        return 12 if self._coarsest(number) else (3, 5)[number] if number < 2 else 8

    def _open(self, number: int) -> tuple[Gap, Canvas]:
        level, channels = self._levels[number], self._channels(number)
        gap = make_gap(level, channels)
        self._progress.check()
        canvas = make_canvas(level, channels, self._guided(number))
        self._progress.check()
        return gap, canvas

    def _terms(self, number: int) -> Terms:
        weight = GUIDE_WEIGHT * GUIDE_FALL ** (len(self._levels) - 1 - number) if self._guided(number) else 0.0
        return Terms(np.int64(self._channels(number)), np.float32(weight), np.float32(0), BIAS_LIMIT, BIAS_SHARE)

    def _refine(self, number: int, gap: Gap, canvas: Canvas, field: Field) -> None:
        """Search and vote in turn."""
        height, width = gap.hole.shape
        terms = self._terms(number)
        reach = max(height, width) if number > 1 or self._coarsest(number) else 8 * (number + 1)
        for _ in range(self._rounds(number)):
            mean_cost = float(field.cost[gap.centres].mean())
            if number > 0:  # the finest level finds no new places, and the picture's largest takes longest to count
                price_crowds(canvas, gap, field, mean_cost)
            terms = terms._replace(near=np.float32(NEAR_WEIGHT * mean_cost / (height + width)))
            take_means(gap)
            self._search(gap, canvas, field, terms, reach)
            self._vote(gap, canvas, field, terms, 0.02 * mean_cost)
            self._done += int(np.count_nonzero(gap.hole))
            self._progress.report((1 - BLENDING) * self._done / self._effort)

    def _search(self, gap: Gap, canvas: Canvas, field: Field, terms: Terms, reach: int) -> None:
        before = Field(field.y.copy(), field.x.copy(), field.cost)
        seed = int(self._random.integers(2**62))
        bands = box_of(gap.centres).split()
        self._crew.each(lambda band: improve(gap, canvas, field, before, terms, band, reach, seed), bands)

    def _vote(self, gap: Gap, canvas: Canvas, field: Field, terms: Terms, floor: float) -> None:
        least = np.float32(max(floor, 1e-6))
        self._crew.each(lambda band: vote(gap, canvas, field, terms, band, least), box_of(gap.hole).split())

    def _peel(self, gap: Gap, canvas: Canvas, terms: Terms, field: Field) -> None:
        """Fill layer by layer from the edge; a smooth start would match smooth sources and stay smooth."""
        height, width = gap.hole.shape
        most = max(200, PEEL_COMPARISONS // int(np.count_nonzero(gap.hole)))
        places = np.flatnonzero(canvas.valid)
        if len(places) > most:
            places = np.sort(places[self._random.integers(len(places), size=most)])
        pool = np.stack(np.divmod(places, canvas.valid.shape[1]), axis=1).astype(np.int32)
        step = max(1, PEEL_PART // len(pool))
        spread = canvas.pixels.reshape(height, 2 * width, -1)
        seed = int(self._random.integers(2**62))
        known = ~gap.hole
        while not known.all():
            ring = np.ascontiguousarray(np.argwhere(~known & widened(known, 1)), np.int32)
            best = np.zeros_like(ring)
            parts = [slice(first, first + step) for first in range(0, len(ring), step)]
            self._crew.each(
                lambda part: peel(gap, canvas, terms, known, ring[part], pool, JITTER, seed, best[part]),  # noqa: B023
                parts,
            )
            y, x = ring.T
            centre_y, centre_x = np.clip(y, RADIUS, height - 1 - RADIUS), np.clip(x, RADIUS, width - 1 - RADIUS)
            as_picture(gap)[y, x] = spread[best[:, 0] + y - centre_y, best[:, 1] + x - centre_x]
            field.y[centre_y, centre_x], field.x[centre_y, centre_x] = best.T
            known[y, x] = True
