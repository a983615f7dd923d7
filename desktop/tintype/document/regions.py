"""Arithmetic on rectangles that only the document needs."""

from __future__ import annotations

import math

from tintype.geometry import Region, Size


def between(top: float, left: float, bottom: float, right: float, size: Size) -> Region:
    """The whole pixels of a picture of ``size`` that a rectangle touches; of no extent where it lies outside."""
    first_row, first_column = math.floor(top), math.floor(left)
    extent = Size(max(math.ceil(bottom) - first_row, 0), max(math.ceil(right) - first_column, 0))
    return Region(first_row, first_column, extent).clipped(size)


def cells(region: Region, side: int) -> tuple[slice, slice]:
    """Rows and columns of a grid of ``side`` pixels a cell that a rectangle touches."""
    return slice(region.top // side, -(-region.bottom // side)), slice(region.left // side, -(-region.right // side))
