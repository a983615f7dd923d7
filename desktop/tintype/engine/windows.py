"""Windows that stand for a whole picture where its noise is measured."""

from __future__ import annotations

import numpy as np

from tintype.geometry import Region, Size

WINDOW = 192
"""Side of the windows."""

BLOCK = 16
"""Side of the largest blocks that JPEG stores."""


def windows(size: Size, multiple: int, count: int) -> list[Region]:
    """Windows spread evenly over a picture, on the grid of its JPEG; the whole of a small one.

    Args:
        size: of the picture.
        multiple: the windows' sides are grown to whole multiples of it.
        count: so many along each side; what is no longer than they together is taken whole.
    """
    heights, widths = (_spread(length, count) for length in (size.height, size.width))
    side = Size(heights[1], widths[1]).padded_to(multiple, multiple)
    return [Region(top, left, side) for top in heights[0] for left in widths[0]]


def _spread(length: int, count: int) -> tuple[list[int], int]:
    """Where along a side the windows begin, and how long they are."""
    if length <= count * WINDOW:
        return [0], length
    return (np.linspace(0, length - WINDOW, count).astype(int) // BLOCK * BLOCK).tolist(), WINDOW
