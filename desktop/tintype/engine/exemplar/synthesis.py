"""Coarse to fine: each level improves the nearest-neighbour field of the one before and votes the fill anew."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import NamedTuple

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
    texture_of,
)
from tintype.engine.exemplar.guides import with_lines
from tintype.engine.exemplar.levels import RADIUS, Level, Mask, build, widened
from tintype.engine.exemplar.patchmatch import Canvas, Field, Gap, Terms, improve, peel, vote
from tintype.engine.exemplar.patterns import novelty
from tintype.engine.exemplar.seams import blend
from tintype.photo import Pixels
from tintype.progress import Progress


class Pull(NamedTuple):
    """What draws a patch to some sources, whatever they show.

    Attributes:
        guide: weight of a squared difference of low frequencies at the coarsest level, against one of the pixels.
        near: what a source one picture away costs more than one at hand, in mean costs of a patch.
    """

    guide: float
    near: float


OF_PATTERNS, OF_ALL_ELSE = Pull(6.0, 0.6), Pull(50.0, 1.5)
"""A pattern goes on best by itself. Elsewhere the structure and what lies at hand say more; but from 3.0 for what is near, single
stems and rows of bricks come out broken."""

NOVELTIES = (0.07, 0.25)
"""Of a brick wall, and of what counts as no pattern any more."""

GUIDE_FALL = 0.5
"""How much of that weight is left at each finer level: the field has then settled which structure goes where."""

TEXTURE_WEIGHT = 80.0
"""Of the square of what a source lacks in texture at the finest levels: something blurred would fit badly, but anywhere alike."""

TWIN_WEIGHT = 10.0
"""What a source costs more that lies at its own mirror image, in mean costs of a patch: a thing beside its twin is seen at once.
At half the hole's size, and farther away, a mirrored source costs what others do. Figures are alike from 1 to 30."""

BIAS_LIMIT = np.float32(0.03)
"""Enough for a sky that grows brighter; more, and dark water passes for wet planks."""

BIAS_SHARE = np.float32(0.6)

JITTER = np.float32(0.25)
"""Share by which chance may raise a cost while the first fill is peeled: enough for variants, too little for bad ones."""

PEEL_COMPARISONS = 3_000_000
"""In all, about half a second; a coarsest level with more than that takes its sources by lot."""

NARROW_COMPARISONS = 100_000
"""Of a narrow hole, whose pixels are all near known ones."""

PEEL_PART = 150_000
"""Comparisons in one call, some 40 ms."""

DRAFTS = 3
DRAFT_LEVEL = 3
"""Levels this coarse cost little: several fills are tried there, and the one that fits best goes on."""
DRAFT_LEVELS = 2
"""Of a hole with many levels, only so many are done for each."""
LINED_DRAFTS = 1
"""With lines to go by, drafts hardly differ."""

NARROW_DRAFTS = 1

RIVAL_LEVEL = 2
"""Where the fill with prolonged lines and the one without are compared: patterns of their own go on better without."""

RIVAL_LEVELS = 5
"""Of a hole with many levels, only so many are done for both."""

LAST_OF_MANY = 4
"""A hole with a level beyond this is over some 250 pixels across, and its finest levels take most of the time."""

ROUNDS, ROUNDS_OF_MANY = (3, 5, 8), (2, 3, 5)
"""Of the finest levels."""

ONE_WAY_LEVELS = 3
"""The finest levels are swept down and up in turn: their fields change little, and each vote helps more than a second sweep."""

BLENDING = 0.15
"""Share of the blending in the time that all takes."""


State = tuple[Gap, Canvas, Field]


def fill(
    pixels: Pixels,
    hole: Mask,
    structure: Pixels | None,
    seed: int,
    progress: Progress,
    threads: int | None,
    narrow: bool = False,
) -> Pixels:
    """Fill as ``synthesise`` promises; at least one patch must be free of the hole.

    Returns:
        float32 H x W x 3; the values may lie a little beyond those of the known pixels.
    """
    with ExitStack() as stack:
        pool = None if threads == 1 else stack.enter_context(ThreadPoolExecutor(threads or os.cpu_count() or 1))
        crew = Crew(pool, progress)
        levels = build(pixels, hole, structure, progress)
        lined = None if narrow else with_lines(levels, pixels, structure, progress)
        drafts = NARROW_DRAFTS if narrow else DRAFTS
        plans = [(levels, drafts)] if lined is None else [(levels, drafts), (lined, LINED_DRAFTS)]
        effort = _Effort(progress, levels, [drafts for _, drafts in plans])
        comparisons = NARROW_COMPARISONS if narrow else PEEL_COMPARISONS
        pull = OF_PATTERNS if narrow else _pull(levels)
        rivals = [_Synthesis(plan, drafts, comparisons, pull, seed, effort, crew) for plan, drafts in plans]
        states = [rival.start() for rival in rivals]
        best = min(range(len(rivals)), key=lambda number: _mean_cost(states[number]))
        return blend(*rivals[best].finish(states[best]), crew)


def _pull(levels: list[Level]) -> Pull:
    """Between that of patterns and that of all else, as the surroundings are."""
    share = float(np.interp(novelty(levels[_parted(levels)]), NOVELTIES, (0, 1)))
    return Pull(*(float(least * (most / least) ** share) for least, most in zip(OF_PATTERNS, OF_ALL_ELSE, strict=True)))


def _mean_cost(state: State) -> float:
    gap, _, field = state
    return float(field.cost[gap.centres].mean())


def _rounds(number: int, last: int) -> int:
    """How often a level is searched and voted: the finer, the less is left to change."""
    if number == last:
        return 12
    rounds = ROUNDS_OF_MANY if last > LAST_OF_MANY else ROUNDS
    return rounds[number] if number < len(rounds) else 8


def _drafted(levels: list[Level]) -> int:
    """The level where drafts are compared; 0 where there is none."""
    return max(DRAFT_LEVEL, len(levels) - DRAFT_LEVELS) if len(levels) > DRAFT_LEVEL else 0


def _parted(levels: list[Level]) -> int:
    """The level where rivals are compared."""
    return min(max(RIVAL_LEVEL, len(levels) - RIVAL_LEVELS), len(levels) - 1)


class _Effort:
    """Work done and to do, in pixels that are voted."""

    def __init__(self, progress: Progress, levels: list[Level], drafts: list[int]) -> None:
        """Count what is to do for rivals that make so many drafts each."""
        self.progress = progress
        self._done, self._all = 0, 0
        last, drafted, parted = len(levels) - 1, _drafted(levels), _parted(levels)
        for number, level in enumerate(levels):
            times = sum(drafts) if 0 < drafted <= number else len(drafts) if number >= parted else 1
            self._all += int(np.count_nonzero(level.hole)) * _rounds(number, last) * times

    def add(self, gap: Gap) -> None:
        """One round is done."""
        self._done += int(np.count_nonzero(gap.hole))
        self.progress.report((1 - BLENDING) * self._done / self._all)


class _Synthesis:
    """One fill on its way through the levels."""

    def __init__(
        self,
        levels: list[Level],
        drafts: int,
        comparisons: int,
        pull: Pull,
        seed: int,
        effort: _Effort,
        crew: Crew,
    ) -> None:
        self._levels = levels
        self._pull = pull
        self._drafts = drafts
        self._comparisons = comparisons
        self._random = np.random.default_rng(seed)
        self._progress = effort.progress
        self._effort = effort
        self._crew = crew
        self._drafted, self._parted = _drafted(levels), _parted(levels)

    def start(self) -> State:
        """From the coarsest level to the one where rivals are compared."""
        drafts = [self._draft() for _ in range(self._drafts)] if self._drafted else [self._coarsest_fill()]
        return self._descend(min(drafts, key=_mean_cost), self._drafted or len(self._levels) - 1, self._parted)

    def finish(self, state: State) -> State:
        """From there to the finest."""
        return self._descend(state, self._parted, 0)

    def _draft(self) -> State:
        """A fill down to the level where drafts are compared."""
        return self._descend(self._coarsest_fill(), len(self._levels) - 1, self._drafted)

    def _descend(self, state: State, start: int, end: int) -> State:
        for number in range(end, start)[::-1]:
            gap, _, field = state
            state = self._finer(number, gap, field)
        return state

    def _coarsest_fill(self) -> State:
        last = len(self._levels) - 1
        gap, canvas = self._open(last, None)
        field = random_field(gap, canvas, self._random)
        self._peel(gap, canvas, self._terms(last), field)
        self._refine(last, gap, canvas, field)
        return gap, canvas, field

    def _finer(self, number: int, coarse: Gap, before: Field) -> State:
        """The fill at a level from that at the coarser one."""
        gap, canvas = self._open(number, coarse)
        field = carried(before, gap, canvas, self._random)
        self._progress.check()
        enlarge(as_picture(coarse), gap)
        self._vote(gap, canvas, field, self._terms(number), 0.0)
        self._refine(number, gap, canvas, field)
        return gap, canvas, field

    def _settles(self, number: int) -> bool:
        """Whether it is being settled what goes where, by all features and low frequencies; then colours and texture say all."""
        return number > 1 or number == len(self._levels) - 1

    def _channels(self, number: int) -> int:
        return self._levels[number].pixels.shape[2] if number > 0 and self._settles(number) else COLOURS

    def _open(self, number: int, coarse: Gap | None) -> tuple[Gap, Canvas]:
        level, channels = self._levels[number], self._channels(number)
        target = source = level.guide
        if coarse is not None and not self._settles(number):
            target, source = texture_of(coarse, level.hole.shape), level.pixels[..., COLOURS:]
        gap = make_gap(level, channels, target)
        self._progress.check()
        canvas = make_canvas(level, channels, source)
        self._progress.check()
        return gap, canvas

    def _terms(self, number: int) -> Terms:
        settles = self._settles(number)
        guided = settles and self._levels[number].guide is not None
        return Terms(
            channels=np.int64(self._channels(number)),
            guide=np.float32(self._pull.guide * GUIDE_FALL ** (len(self._levels) - 1 - number) if guided else 0),
            texture=np.float32(0 if settles else TEXTURE_WEIGHT),
            near=np.float32(0),
            apart=np.float32(0),
            twin=np.float32(0),
            bias_limit=BIAS_LIMIT,
            bias_share=BIAS_SHARE,
        )

    def _refine(self, number: int, gap: Gap, canvas: Canvas, field: Field) -> None:
        """Search and vote in turn."""
        height, width = gap.hole.shape
        terms = self._terms(number)
        box = box_of(gap.hole)
        apart = max(box.bottom - box.top, box.right - box.left) / 2
        reach = max(height, width) if self._settles(number) else 8 * (number + 1)
        for turn in range(_rounds(number, len(self._levels) - 1)):
            mean_cost = float(field.cost[gap.centres].mean())
            if number > 0:  # the finest level finds no new places, and the picture's largest takes longest to count
                price_crowds(canvas, gap, field, mean_cost)
            near, twin = self._pull.near * mean_cost / (height + width), TWIN_WEIGHT * mean_cost / apart
            terms = terms._replace(near=np.float32(near), apart=np.float32(apart), twin=np.float32(twin))
            take_means(gap)
            self._search(gap, canvas, field, terms, reach, self._direction(number, turn))
            self._vote(gap, canvas, field, terms, 0.02 * mean_cost)
            self._effort.add(gap)

    def _direction(self, number: int, turn: int) -> int:
        """Of the sweeps of a round; 0 for both."""
        if number >= ONE_WAY_LEVELS:
            return 0
        return 1 if turn % 2 == 0 else -1

    def _search(self, gap: Gap, canvas: Canvas, field: Field, terms: Terms, reach: int, direction: int) -> None:
        before = Field(field.y.copy(), field.x.copy(), field.cost)
        seed = int(self._random.integers(2**62))
        bands = box_of(gap.centres).split()
        self._crew.each(lambda band: improve(gap, canvas, field, before, terms, band, reach, seed, direction), bands)

    def _vote(self, gap: Gap, canvas: Canvas, field: Field, terms: Terms, floor: float) -> None:
        least = np.float32(max(floor, 1e-6))
        self._crew.each(lambda band: vote(gap, canvas, field, terms, band, least), box_of(gap.hole).split())

    def _peel(self, gap: Gap, canvas: Canvas, terms: Terms, field: Field) -> None:
        """Fill layer by layer from the edge; a smooth start would match smooth sources and stay smooth."""
        height, width = gap.hole.shape
        most = max(200, self._comparisons // int(np.count_nonzero(gap.hole)))
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
