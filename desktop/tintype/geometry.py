"""Sizes and places in a picture, as whole pixels."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Size:
    """Height and width in pixels."""

    height: int
    width: int

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return self.height * self.width

    def padded_to(self, multiple: int, minimum: int = 1) -> Size:
        """The smallest size that holds this one, is at least ``minimum`` a side, and is made of multiples of ``multiple``."""
        height, width = (-(-max(side, minimum) // multiple) * multiple for side in (self.height, self.width))
        return Size(height, width)

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, order=True)
class Region:
    """A rectangle: its first row and column, and its size."""

    top: int
    left: int
    size: Size

    @classmethod
    def of(cls, size: Size) -> Region:
        """The whole of a picture."""
        return cls(0, 0, size)

    @property
    def bottom(self) -> int:
        """The first row below."""
        return self.top + self.size.height

    @property
    def right(self) -> int:
        """The first column to the right."""
        return self.left + self.size.width

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an array with."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def moved(self, rows: int, columns: int) -> Region:
        """The same rectangle elsewhere."""
        return Region(self.top + rows, self.left + columns, self.size)

    def grown(self, margin: int) -> Region:
        """The rectangle with ``margin`` pixels more on each side; it may reach beyond the picture."""
        return Region(self.top - margin, self.left - margin, Size(self.size.height + 2 * margin, self.size.width + 2 * margin))

    def within(self, outer: Region) -> Region:
        """The same rectangle, in coordinates that begin at the first pixel of ``outer``."""
        return self.moved(-outer.top, -outer.left)

    def intersected(self, other: Region) -> Region:
        """The common part; of no size where there is none."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        height = max(min(self.bottom, other.bottom) - top, 0)
        width = max(min(self.right, other.right) - left, 0)
        return Region(top, left, Size(height, width))

    def clipped(self, size: Size) -> Region:
        """The part of it that lies in a picture of ``size``."""
        return self.intersected(Region.of(size))
