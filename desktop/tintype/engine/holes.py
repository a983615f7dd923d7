"""From one mask to pieces of work: deep holes one by one, thin damage in tiles that hold any."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.masks import bounds
from tintype.geometry import Region, Size

Binary = NDArray[np.uint8]
"""H x W of 0 and 1."""

CELL = 32
TILE_CELLS = 12
"""A tile of thin damage measures so many cells at most."""

AROUND = 4
"""What a deep hole takes along on all sides, in depths at which holes are deep: it is filled in one go with its outline."""


@dataclass(frozen=True)
class Piece:
    """What is filled in one go: a deep hole, or the thin ones of a tile.

    Attributes:
        region: rectangle around it.
        hole: 0 and 1, of the region's size.
        depth: distance from its innermost pixel to the nearest known one.
    """

    region: Region
    hole: Binary
    depth: float

    def moved(self, down: int, right: int) -> Piece:
        """The same elsewhere."""
        return replace(self, region=self.region.moved(down, right))


def split_by_depth(hole: Binary, deepest: float) -> tuple[Binary, list[Piece]]:
    """Part the places with a pixel farther than ``deepest`` from what is known, and what lies around those, from all others.

    A scratch as long as the picture does not become one deep hole by crossing another.

    Returns:
        What is thin, as large as ``hole``; and the deep holes, the shallowest first.
    """
    depth = cv2.distanceTransform(hole, cv2.DIST_L2, cv2.DIST_MASK_3)
    core = (depth > deepest).view(np.uint8)
    if not core.any():
        return hole, []
    reach = int(AROUND * deepest)
    near = cv2.bitwise_and(cv2.dilate(core, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)), hole)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(near, connectivity=8)
    deep = []
    for label in np.unique(labels[core > 0]):
        left, top, width, height = (int(number) for number in stats[label, :4])
        region = Region(top, left, Size(height, width))
        own = (labels[region.slices] == label).view(np.uint8)
        deep.append(Piece(region, own, float((depth[region.slices] * own).max())))
    thin = hole.copy()
    for piece in deep:
        thin[piece.region.slices][piece.hole > 0] = 0
    return thin, sorted(deep, key=lambda piece: piece.depth)


def thin_pieces(hole: Binary) -> list[Piece]:
    """The tiles of thin damage with what is in each."""
    depth = cv2.distanceTransform(hole, cv2.DIST_L2, cv2.DIST_MASK_3)
    return [Piece(tile, hole[tile.slices], float(depth[tile.slices].max())) for tile in thin_tiles(hole)]


def thin_tiles(hole: Binary) -> list[Region]:
    """Rectangles that hold every pixel of a hole; none overlaps another, and none is larger than a tile.

    What lies close together shares a rectangle, so that small marks are never cut in two.
    """
    cells = _cells(hole)
    size = Size(hole.shape[0], hole.shape[1])
    tiles = []
    for block in _separate_blocks(cells):
        for row in range(block.top, block.bottom, TILE_CELLS):
            for column in range(block.left, block.right, TILE_CELLS):
                tile = Region(row, column, Size(TILE_CELLS, TILE_CELLS)).intersected(block)
                pixels = Region(tile.top * CELL, tile.left * CELL, Size(tile.size.height * CELL, tile.size.width * CELL)).clipped(
                    size
                )
                tight = bounds(hole[pixels.slices])
                if tight.size.pixels:
                    tiles.append(tight.moved(pixels.top, pixels.left))
    return tiles


def _cells(hole: Binary) -> Binary:
    """Which cells of a coarse grid hold anything."""
    height, width = hole.shape
    rows = np.maximum.reduceat(hole, np.arange(0, height, CELL), axis=0)
    return np.asarray(np.maximum.reduceat(rows, np.arange(0, width, CELL), axis=1), np.uint8)


def _separate_blocks(cells: Binary) -> list[Region]:
    """Rectangles around the connected parts of the grid, united until none touches another."""
    while True:
        _, _, stats, _ = cv2.connectedComponentsWithStats(cells, connectivity=8)
        blocks = [Region(int(top), int(left), Size(int(height), int(width))) for left, top, width, height, _ in stats[1:]]
        filled = np.zeros_like(cells)
        for block in blocks:
            filled[block.slices] = 1
        if (filled == cells).all():
            return blocks
        cells = filled
