"""An open document as tiles for the canvas: rendered when they are first seen, kept within a bound."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from tintype.document.document import Document, Side
from tintype.engine.detail import REACH
from tintype.geometry import Region, Size
from tintype.gui.canvas.colour import Conversion
from tintype.photo import Pixels

TILE = 256
APRON = 1
CACHE_BYTES = 400_000_000

Look = Side | Literal["difference"]
"""What of a document is seen: one of its sides, or what changed from one to the other."""

GAIN = 8
NO_DIFFERENCE = 128


@dataclass(frozen=True)
class Tile:
    """A place in the grid of a pyramid level."""

    level: int
    row: int
    column: int

    def core(self, level: Size) -> Region:
        """The part of the level that the tile stands for."""
        return Region(self.row * TILE, self.column * TILE, Size(TILE, TILE)).clipped(level)

    def drawn(self, level: Size) -> Region:
        """The core with a rim of neighbouring pixels, which smooth scaling needs."""
        return _drawn(self, level)

    def covered(self, level: Size) -> Region:
        """The part of the full-size picture that ``drawn`` depends on; it may reach beyond its last row and column."""
        return _covered(self, level)


@lru_cache(maxsize=4096)
def _drawn(tile: Tile, level: Size) -> Region:
    """Kept, for each frame asks several times for each tile."""
    return tile.core(level).grown(APRON).clipped(level)


@lru_cache(maxsize=4096)
def _covered(tile: Tile, level: Size) -> Region:
    drawn, side = tile.drawn(level).grown(REACH).clipped(level), 2**tile.level
    return Region(drawn.top * side, drawn.left * side, Size(drawn.size.height * side, drawn.size.width * side))


def tiles_in(level: int, region: Region) -> Iterator[Tile]:
    """The tiles that a region of a level touches."""
    for row in range(region.top // TILE, -(-region.bottom // TILE)):
        for column in range(region.left // TILE, -(-region.right // TILE)):
            yield Tile(level, row, column)


class Picture:
    """Both sides of a document and their difference, as images in the screen's colours."""

    def __init__(self, document: Document, to_srgb: Conversion | None) -> None:
        """``to_srgb`` converts the photo's colours; None where they are as good as sRGB, as which a screen is taken."""
        self.document = document
        self._to_srgb = self._to_screen = to_srgb
        self._screen: bytes | None = None
        self._tiles: OrderedDict[tuple[Look, Tile], tuple[int, QImage]] = OrderedDict()
        self._bytes = 0

    def set_screen(self, profile: bytes | None) -> None:
        """Show the colours on a screen with this ICC profile, or on one that is taken as sRGB."""
        if profile != self._screen:
            self._screen = profile
            self._to_screen = Conversion.of(self.document.photo.metadata.icc, profile) if profile else self._to_srgb
            self._tiles.clear()
            self._bytes = 0

    @property
    def size(self) -> Size:
        """Of the photo at full size."""
        return self.document.photo.size

    @property
    def transparent(self) -> bool:
        """Whether something has to be painted below it."""
        return self.document.alpha is not None

    @property
    def levels(self) -> int:
        """Number of pyramid levels."""
        return len(self.document.pyramid.levels)

    def level_size(self, level: int) -> Size:
        """Size of a pyramid level."""
        return self.document.pyramid.size(level)

    def fresh(self, side: Look, tile: Tile) -> QImage | None:
        """The image of a tile, if it is there and up to date; of a level that does not exist none is."""
        if tile.level >= self.levels:
            return None
        side = self._effective(side, tile)
        entry = self._tiles.get((side, tile))
        if entry is None or entry[0] != self._version(side, tile):
            return None
        self._tiles.move_to_end((side, tile))
        return entry[1]

    def stale(self, side: Look, tile: Tile) -> QImage | None:
        """The image of a tile as it once was, or else of the before side, if it is there."""
        entry = self._tiles.get((self._effective(side, tile), tile))
        if entry is None and side == "after":
            entry = self._tiles.get(("before", tile))
        return entry and entry[1]

    def render(self, side: Look, tile: Tile) -> QImage:
        """Make the image of a tile, with its apron, and keep it."""
        side = self._effective(side, tile)
        image = self._difference(tile) if side == "difference" else self._side(side, tile)
        self._keep((side, tile), (self._version(side, tile), image))
        return image

    def _side(self, side: Side, tile: Tile) -> QImage:
        alpha, region = self.document.alpha, tile.drawn(self.level_size(tile.level))
        pixels = self.document.render(side, tile.level, region)
        return self.to_screen(pixels, None if alpha is None else alpha.crop(tile.level, region))

    def _difference(self, tile: Tile) -> QImage:
        render, region = self.document.render, tile.drawn(self.level_size(tile.level))
        return to_image(difference(render("before", tile.level, region), render("after", tile.level, region)))

    def to_screen(self, pixels: Pixels, alpha: Pixels | None) -> QImage:
        """Pixels of the photo (float32 H x W x 3, alpha H x W) in the screen's colours."""
        return _converted(pixels, alpha, self._to_screen)

    def to_srgb(self, pixels: Pixels, alpha: Pixels | None) -> QImage:
        """The same in sRGB, for other programs."""
        return _converted(pixels, alpha, self._to_srgb)

    def _effective(self, side: Look, tile: Tile) -> Look:
        if side == "after" and not self.document.differs(tile.covered(self.level_size(tile.level))):
            return "before"
        return side

    def _version(self, side: Look, tile: Tile) -> int:
        return 0 if side == "before" else self.document.versions.of(tile.covered(self.level_size(tile.level)))

    def _keep(self, key: tuple[Look, Tile], entry: tuple[int, QImage]) -> None:
        replaced = self._tiles.pop(key, None)
        self._bytes += entry[1].sizeInBytes() - (replaced[1].sizeInBytes() if replaced else 0)
        self._tiles[key] = entry
        while self._bytes > CACHE_BYTES and len(self._tiles) > 1:
            _, (_, oldest) = self._tiles.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()


def difference(before: Pixels, after: Pixels) -> NDArray[np.uint8]:
    """What changed, ``GAIN`` times as much: brighter than mid grey where the picture became brighter, darker where darker.

    With its sign, not as an amount on black: grain that was removed looks like grain, while its amount would look like texture
    with every edge doubled; a picture that became brighter or tinted as a whole shows as another grey; and a slight change is not
    lost in black. It is the high-pass look that retouchers know. The values are the photo's own, without its profile, for a
    difference is no colour.
    """
    gain = 255 * GAIN
    return np.asarray(cv2.addWeighted(after, gain, before, -gain, NO_DIFFERENCE, dtype=cv2.CV_8U))


def to_image(colours: NDArray[np.uint8], alpha: NDArray[np.uint8] | None = None) -> QImage:
    """A Qt image with its own memory from uint8 H x W x 3 and, optionally, uint8 H x W."""
    pixels = cv2.cvtColor(colours, cv2.COLOR_RGB2BGRA)
    height, width = pixels.shape[:2]
    if alpha is None:
        return QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32).copy()
    pixels[..., 3] = alpha
    image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_ARGB32)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _converted(pixels: Pixels, alpha: Pixels | None, conversion: Conversion | None) -> QImage:
    colours = _to_bytes(pixels)
    return to_image(colours if conversion is None else conversion(colours), None if alpha is None else _to_bytes(alpha))


def _to_bytes(pixels: Pixels) -> NDArray[np.uint8]:
    return np.asarray(cv2.addWeighted(pixels, 255, pixels, 0, 0, dtype=cv2.CV_8U))
