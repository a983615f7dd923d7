"""Cutting a picture into tiles so that the result is that of the whole.

The plan is pure data. Each tile has a window, which the model is run on, and a core, which is kept of its result. The cores
cover the picture once; a core's pixel lies at least ``halo`` away from every edge of its window that is not an edge of the
picture, so no cut can reach it through the model's receptive field. All windows have one size, which spares the runtime new plans
for new shapes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tintype.geometry import Region, Size


@dataclass(frozen=True)
class Tile:
    """One run of the model: ``window`` goes in, ``core`` of the result is kept; both in the picture's coordinates."""

    window: Region
    core: Region


Urgency = tuple[bool, int, int]


@dataclass(frozen=True)
class _Span:
    """A tile along one axis."""

    start: int
    core_start: int
    core_end: int


def plan(size: Size, side: int, halo: int, multiple: int) -> list[Tile]:
    """Tiles for a picture whose height and width are multiples of ``multiple``.

    Args:
        size: of the picture.
        side: largest height and width of a window; rounded down to the multiple, but never to less than what has a core.
        halo: radius of the receptive field.
        multiple: windows start at and measure multiples of this.
    """
    rows, height = _spans(size.height, side, halo, multiple)
    columns, width = _spans(size.width, side, halo, multiple)
    return [
        Tile(
            Region(row.start, column.start, Size(height, width)),
            Region(
                row.core_start,
                column.core_start,
                Size(row.core_end - row.core_start, column.core_end - column.core_start),
            ),
        )
        for row in rows
        for column in columns
    ]


def plan_part(part: Region, size: Size, side: int, halo: int, multiple: int, minimum: int = 1) -> list[Tile]:
    """Tiles whose cores cover nothing but a part of the picture, for the result that ``plan`` gives there.

    Args:
        part: in the picture's coordinates.
        size: of the picture, which is made of multiples of ``multiple`` and at least ``minimum`` a side.
        side: as for ``plan``.
        halo: as for ``plan``.
        multiple: as for ``plan``.
        minimum: smallest height and width of a window.
    """
    around = aligned(part.grown(max(halo, minimum)), multiple).clipped(size)
    tiles = [
        Tile(tile.window.moved(around.top, around.left), tile.core.moved(around.top, around.left).intersected(part))
        for tile in plan(around.size, side, halo, multiple)
    ]
    return [tile for tile in tiles if tile.core.size.pixels]


def urgency(tile: Tile, seen: Region) -> Urgency:
    """Sorts tiles for someone who sees a part of the picture: those in sight first, the nearest to its middle first.

    Nearest is the core with the nearest pixel; of several such the one whose middle is nearest.
    """
    core = tile.core
    # All lengths are doubled, so that middles are whole numbers.
    row, column = seen.top + seen.bottom, seen.left + seen.right
    rows = max(2 * core.top - row, 0, row - 2 * core.bottom)
    columns = max(2 * core.left - column, 0, column - 2 * core.right)
    middle = (core.top + core.bottom - row) ** 2 + (core.left + core.right - column) ** 2
    return not core.intersected(seen).size.pixels, rows**2 + columns**2, middle


def aligned(region: Region, multiple: int) -> Region:
    """The smallest region around this one that starts and ends at multiples of ``multiple``."""
    top, left = (start // multiple * multiple for start in (region.top, region.left))
    bottom, right = (-(-end // multiple) * multiple for end in (region.bottom, region.right))
    return Region(top, left, Size(bottom - top, right - left))


def smallest_side(halo: int, multiple: int) -> int:
    """The smallest window that leaves a core between two halos."""
    return 2 * _round_up(halo, multiple) + multiple


def _spans(length: int, side: int, halo: int, multiple: int) -> tuple[Sequence[_Span], int]:
    """Windows along one axis and their common length."""
    margin = _round_up(halo, multiple)
    side = max(side // multiple * multiple, smallest_side(halo, multiple))
    if length <= side:
        return [_Span(0, 0, length)], length
    stride = side - 2 * margin
    count = -(-(length - 2 * margin) // stride)
    # Even spacing: the last window would otherwise nearly repeat the one before.
    window = _round_up(-(-(length - 2 * margin) // count), multiple) + 2 * margin
    starts = [min(i * (window - 2 * margin), length - window) for i in range(count)]
    ends = [start + window - margin for start in starts[:-1]] + [length]
    return [_Span(start, begin, end) for start, begin, end in zip(starts, [0, *ends[:-1]], ends, strict=True)], window


def _round_up(value: int, multiple: int) -> int:
    return -(-value // multiple) * multiple
