"""Arithmetic on rectangles that only the document needs."""

from __future__ import annotations

import math
from collections.abc import Iterable

from tintype.geometry import Region, Size


def between(top: float, left: float, bottom: float, right: float, size: Size) -> Region:
    """The whole pixels of a picture of ``size`` that a rectangle touches; of no extent where it lies outside."""
    first_row, first_column = math.floor(top), math.floor(left)
    extent = Size(max(math.ceil(bottom) - first_row, 0), max(math.ceil(right) - first_column, 0))
    return Region(first_row, first_column, extent).clipped(size)


def cells(region: Region, side: int) -> tuple[slice, slice]:
    """Rows and columns of a grid of ``side`` pixels a cell that a rectangle touches."""
    return slice(region.top // side, -(-region.bottom // side)), slice(region.left // side, -(-region.right // side))


def uncovered(region: Region, others: Iterable[Region]) -> list[Region]:
    """What is left of a rectangle without others, as rectangles that do not overlap."""
    left = [region] if region.size.pixels else []
    for other in others:
        left = [piece for rest in left for piece in _without(rest, other)]
    return left


def _without(region: Region, other: Region) -> list[Region]:
    """The strips above, below, left and right of the common part."""
    common = region.intersected(other)
    if not common.size.pixels:
        return [region]
    width, height = region.size.width, common.size.height
    strips = [
        Region(region.top, region.left, Size(common.top - region.top, width)),
        Region(common.bottom, region.left, Size(region.bottom - common.bottom, width)),
        Region(common.top, region.left, Size(height, common.left - region.left)),
        Region(common.top, common.right, Size(height, region.right - common.right)),
    ]
    return [strip for strip in strips if strip.size.pixels]
