"""Which pixels are to be filled, painted by strokes that can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.document.pyramid import Pyramid, maxima
from tintype.document.regions import cells
from tintype.document.shapes import Coverage, Shape
from tintype.document.versions import Versions
from tintype.geometry import Region, Size

TILE = 128

Tiles = dict[Region, tuple[Coverage, Coverage]]


@dataclass(frozen=True, eq=False)
class MaskEdit:
    """What a change did: for each touched tile the coverage before and after; a tile of one value takes no memory."""

    tiles: Tiles

    @cached_property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return sum(tile.nbytes for pair in self.tiles.values() for tile in pair if any(tile.strides))

    def then(self, later: MaskEdit) -> MaskEdit | None:
        """Both changes as one; None where the second took the first back."""
        both = {tile: (self.tiles.get(tile, pair)[0], pair[1]) for tile, pair in later.tiles.items()}
        tiles = {tile: pair for tile, pair in self.tiles.items() if tile not in both} | _changed(both)
        return MaskEdit(tiles) if tiles else None


@dataclass(frozen=True, eq=False)
class MaskCopy:
    """A mask as it was, without the empty space around it.

    Attributes:
        size: of the picture that it belongs to.
        shape: the coverage.
    """

    size: Size
    shape: Shape

    def whole(self) -> Coverage:
        """uint8 H x W of the whole picture."""
        result = np.zeros((self.size.height, self.size.width), np.uint8)
        result[self.shape.region.slices] = self.shape.coverage
        return result


class Mask:
    """Coverage of a picture: uint8, 0 is kept, 255 is filled. It takes no memory before the first change.

    Changes are collected until ``take_edit``, which makes one step of undo of them. Adding takes the maximum, subtracting the
    minimum, so that what is painted twice within one stroke is as if it was painted once.

    Attributes:
        versions: which places changed.
    """

    def __init__(self, size: Size) -> None:
        """An empty mask for a picture of ``size``."""
        self.size = size
        self.versions = Versions(size)
        self._pyramid: Pyramid[np.uint8] | None = None
        self._before: dict[tuple[int, int], Coverage] = {}

    @property
    def empty(self) -> bool:
        """Whether nothing is to be filled."""
        return self._pyramid is None or not self._pyramid.levels[-1].any()

    @property
    def coverage(self) -> Coverage:
        """uint8 H x W; not to be written to."""
        if self._pyramid is None:
            return np.broadcast_to(np.uint8(0), (self.size.height, self.size.width))
        return self._pyramid.levels[0]

    def crop(self, level: int, region: Region) -> Coverage | None:
        """A part of a pyramid level, each pixel the largest of those it stands for; None while nothing was ever painted."""
        return None if self._pyramid is None else self._pyramid.crop(level, region)

    def paint(self, shape: Shape, *, subtract: bool = False) -> Region | None:
        """Add a shape, or take it away; return the rectangle that this changes, None where it changes nothing."""
        before = self._allocated().levels[0][shape.region.slices]
        after = np.minimum(before, 255 - shape.coverage) if subtract else np.maximum(before, shape.coverage)
        left, top, width, height = cv2.boundingRect((after != before).view(np.uint8))
        if not width:
            return None
        inner = Region(top, left, Size(height, width))
        region = inner.moved(shape.region.top, shape.region.left)
        self.write(Shape(region, after[inner.slices]))
        return region

    def write(self, shape: Shape) -> None:
        """Put a shape's coverage in place of what is there."""
        self._open(shape.region)[...] = shape.coverage
        self._changed(shape.region)

    def clear(self) -> None:
        """Make it empty."""
        region = self.bounds()
        if region is not None:
            self.write(Shape(region, np.broadcast_to(np.uint8(0), (region.size.height, region.size.width))))

    def remove(self, copy: MaskCopy) -> None:
        """Clear what was as it is in the copy; what was added since stays."""
        region, coverage = copy.shape.region, self.coverage[copy.shape.region.slices]
        self.write(Shape(region, np.where(coverage > copy.shape.coverage, coverage, np.uint8(0))))

    def invert(self) -> None:
        """Fill what was kept, keep what was filled."""
        self.write(Shape(Region.of(self.size), 255 - self.coverage))

    def bounds(self) -> Region | None:
        """The smallest rectangle that holds all of it; None when it is empty."""
        if self._pyramid is None or self.empty:
            return None
        coarse = len(self._pyramid.levels) - 1
        around = _bounds(self._pyramid.levels[coarse])
        scale = 2**coarse
        size = Size(around.size.height * scale, around.size.width * scale)
        around = Region(around.top * scale, around.left * scale, size).clipped(self.size)
        return _bounds(self.coverage[around.slices]).moved(around.top, around.left)

    def copy(self) -> MaskCopy | None:
        """It as it is now; None when it is empty."""
        region = self.bounds()
        return None if region is None else MaskCopy(self.size, Shape(region, self.coverage[region.slices].copy()))

    def take_edit(self) -> MaskEdit | None:
        """What changed since the last call; None when nothing did."""
        coverage = self.coverage
        tiles = {_tile(row, column, self.size): before for (row, column), before in self._before.items()}
        changed = _changed({tile: (before, _compact(coverage[tile.slices])) for tile, before in tiles.items()})
        self._before = {}
        return MaskEdit(changed) if changed else None

    def apply(self, edit: MaskEdit, *, undo: bool = False) -> None:
        """Do a change again, or take it back; that is no change to be collected."""
        levels = self._allocated()
        for tile, (before, after) in edit.tiles.items():
            levels.levels[0][tile.slices] = before if undo else after
            self._changed(tile)

    def drop_changes(self) -> bool:
        """Take back what was not made a step of undo yet; tell whether there was something."""
        edit = self.take_edit()
        if edit is not None:
            self.apply(edit, undo=True)
        return edit is not None

    def _open(self, region: Region) -> Coverage:
        """A view to write to; what it held before is remembered."""
        coverage = self._allocated().levels[0]
        rows, columns = cells(region, TILE)
        for place in product(range(rows.start, rows.stop), range(columns.start, columns.stop)):
            if place not in self._before:
                self._before[place] = _compact(coverage[_tile(*place, self.size).slices])
        return coverage[region.slices]

    def _allocated(self) -> Pyramid[np.uint8]:
        if self._pyramid is None:
            self._pyramid = Pyramid.build(np.zeros((self.size.height, self.size.width), np.uint8), maxima)
        return self._pyramid

    def _changed(self, region: Region) -> None:
        self._allocated().refresh(region)
        self.versions.touch(region)


def tiles_where(chosen: NDArray[np.bool_]) -> Iterator[Region]:
    """The tiles that hold any chosen pixel; bool H x W."""
    rows = np.stack([chosen[top : top + TILE].any(axis=0) for top in range(0, chosen.shape[0], TILE)])
    for row, column in np.argwhere(np.logical_or.reduceat(rows, np.arange(0, chosen.shape[1], TILE), axis=1)):
        yield _tile(int(row), int(column), Size(*chosen.shape))


def _tile(row: int, column: int, size: Size) -> Region:
    return Region(row * TILE, column * TILE, Size(TILE, TILE)).clipped(size)


def _compact(tile: Coverage) -> Coverage:
    """A copy; of a single number where the tile holds no other."""
    first = tile[0, 0]
    return np.broadcast_to(first, tile.shape) if (tile == first).all() else tile.copy()


def _changed(tiles: Tiles) -> Tiles:
    return {tile: pair for tile, pair in tiles.items() if not np.array_equal(*pair)}


def _bounds(coverage: Coverage) -> Region:
    rows, columns = np.flatnonzero(coverage.any(axis=1)), np.flatnonzero(coverage.any(axis=0))
    return Region(int(rows[0]), int(columns[0]), Size(int(rows[-1] - rows[0]) + 1, int(columns[-1] - columns[0]) + 1))
