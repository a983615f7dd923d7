"""Which places of a picture changed since they were drawn."""

from __future__ import annotations

import numpy as np

from tintype.document.regions import cells
from tintype.geometry import Region, Size

CELL = 256


class Versions:
    """A version number for each place, on a grid of ``CELL`` pixels.

    Attributes:
        latest: the highest number; it grows with each change.
    """

    def __init__(self, size: Size) -> None:
        """All of a picture of ``size`` has version 0."""
        self.latest = 0
        self._cells = np.zeros((-(-size.height // CELL), -(-size.width // CELL)), np.int64)

    def touch(self, region: Region | None = None) -> None:
        """Note that a place, or everything, changed."""
        self.latest += 1
        self._cells[... if region is None else cells(region, CELL)] = self.latest

    def of(self, region: Region) -> int:
        """The number of the latest change in a place."""
        return int(self._cells[cells(region, CELL)].max(initial=0))
