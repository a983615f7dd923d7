"""Which part of a picture the canvas shows: zoom and pan as plain numbers, free of Qt.

Window coordinates are device pixels from the canvas's top left corner; picture coordinates are picture pixels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from tintype.geometry import Region, Size

Point = tuple[float, float]
"""x and y."""

SMALLEST_SCALE = 1 / 32
LARGEST_SCALE = 32.0
SMOOTH_BELOW = 3.0
LADDER = (
    1 / 32,
    1 / 24,
    1 / 16,
    1 / 12,
    1 / 8,
    1 / 6,
    1 / 4,
    1 / 3,
    1 / 2,
    2 / 3,
    1.0,
    1.5,
    2.0,
    3.0,
    4.0,
    6.0,
    8.0,
    12.0,
    16.0,
    24.0,
    32.0,
)
NOTCHES_AN_OCTAVE = 3


@dataclass(frozen=True)
class Rect:
    """A rectangle in window coordinates."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Extent from left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Extent from top to bottom."""
        return self.bottom - self.top

    def over(self, ratio: float) -> Rect:
        """The same in logical pixels, of ``ratio`` device pixels each."""
        return Rect(self.left / ratio, self.top / ratio, self.right / ratio, self.bottom / ratio)

    def grown(self, margin: float) -> Rect:
        """The rectangle with ``margin`` more on each side."""
        return Rect(self.left - margin, self.top - margin, self.right + margin, self.bottom + margin)

    def moved(self, dx: float) -> Rect:
        """The rectangle moved to the right."""
        return Rect(self.left + dx, self.top, self.right + dx, self.bottom)

    def intersected(self, other: Rect) -> Rect:
        """The common part; of no extent where there is none."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        return Rect(left, top, max(min(self.right, other.right), left), max(min(self.bottom, other.bottom), top))


@dataclass(frozen=True)
class View:
    """Zoom and place of a picture in a window.

    Attributes:
        picture: size of the picture.
        window: size of the canvas in device pixels.
        scale: device pixels for each picture pixel; 1 is 100 %.
        centre: the picture point in the middle of the window.
        fitted: whether the whole picture is kept in the window when that changes its size.
    """

    picture: Size
    window: Size
    scale: float
    centre: Point
    fitted: bool = False

    @classmethod
    def fit(cls, picture: Size, window: Size) -> View:
        """The whole picture, at 100 % at most."""
        scale = min(window.width / picture.width, window.height / picture.height, 1.0)
        return cls(picture, window, max(scale, SMALLEST_SCALE), (picture.width / 2, picture.height / 2), fitted=True)

    @property
    def origin(self) -> tuple[int, int]:
        """Where the picture's top left corner lies, on whole device pixels so that 100 % is sharp."""
        x, y = self.centre
        return round(self.window.width / 2 - x * self.scale), round(self.window.height / 2 - y * self.scale)

    @property
    def picture_rect(self) -> Rect:
        """The whole picture."""
        left, top = self.origin
        return Rect(left, top, left + self.picture.width * self.scale, top + self.picture.height * self.scale)

    @property
    def visible_rect(self) -> Rect:
        """The part of the window that the picture covers."""
        return self.picture_rect.intersected(Rect(0, 0, self.window.width, self.window.height))

    @property
    def smooth(self) -> bool:
        """Whether pixels are interpolated; past 300 % they are shown as squares."""
        return self.scale < SMOOTH_BELOW

    def to_picture(self, point: Point) -> Point:
        """Picture coordinates of a window point."""
        left, top = self.origin
        return (point[0] - left) / self.scale, (point[1] - top) / self.scale

    def to_window(self, point: Point) -> Point:
        """Window coordinates of a picture point."""
        left, top = self.origin
        return left + point[0] * self.scale, top + point[1] * self.scale

    def scaled(self, scale: float, at: Point | None = None) -> View:
        """Another zoom; the picture point at ``at``, by default the middle, stays where it is as far as edges allow."""
        scale = min(max(scale, SMALLEST_SCALE), LARGEST_SCALE)
        middle = (self.window.width / 2, self.window.height / 2)
        at = at or middle
        x, y = (
            centre + (place - half) / self.scale - (place - half) / scale
            for centre, place, half in zip(self.centre, at, middle, strict=True)
        )
        return replace(self, scale=scale, centre=(x, y), fitted=False)._clamped()

    def wheeled(self, notches: float, at: Point) -> View:
        """The zoom after some notches of a wheel, which rests at 100 % on its way."""
        scale = self.scale * 2 ** (notches / NOTCHES_AN_OCTAVE)
        if abs(notches) >= 1 and min(self.scale, scale) < 0.999 and max(self.scale, scale) > 1.001:
            scale = 1.0
        return self.scaled(scale, at)

    def stepped(self, up: bool) -> View:
        """The next zoom of a ladder of round figures."""
        if up:
            return self.scaled(next((step for step in LADDER if step > self.scale * 1.001), LARGEST_SCALE))
        return self.scaled(next((step for step in reversed(LADDER) if step < self.scale * 0.999), SMALLEST_SCALE))

    def panned(self, dx: float, dy: float) -> View:
        """The picture moved by some device pixels."""
        centre = (self.centre[0] - dx / self.scale, self.centre[1] - dy / self.scale)
        return replace(self, centre=centre, fitted=False)._clamped()

    def resized(self, window: Size) -> View:
        """The same zoom in a window of another size, or still the whole picture."""
        return View.fit(self.picture, window) if self.fitted else replace(self, window=window)._clamped()

    def showing(self, picture: Size) -> View:
        """The same place of another picture: in relation to its sides, for the two may be one photo at two sizes.

        From 100 % on, where single pixels are judged, the zoom stays what it is; below, the same share of the picture is seen.
        """
        if picture == self.picture:
            return self
        fit = View.fit(picture, self.window)
        if self.fitted:
            return fit
        in_relation = min(self.scale * fit.scale / View.fit(self.picture, self.window).scale, 1.0)
        x, y = self.centre[0] / self.picture.width, self.centre[1] / self.picture.height
        view = replace(fit, scale=self.scale if self.scale >= 1 else in_relation, fitted=False)
        return replace(view, centre=(x * picture.width, y * picture.height))._clamped()

    def level(self, levels: int) -> int:
        """The coarsest of some pyramid levels that still has a pixel for every device pixel."""
        return min(max(math.floor(math.log2(1 / self.scale) + 1e-6), 0), levels - 1)

    def region_in(self, level: int, rect: Rect) -> Region:
        """The part of a pyramid level that a part of the window shows."""
        side = 2**level
        size = Size(-(-self.picture.height // side), -(-self.picture.width // side))
        (left, top), (right, bottom) = self.to_picture((rect.left, rect.top)), self.to_picture((rect.right, rect.bottom))
        first_row, first_column = math.floor(top / side), math.floor(left / side)
        extent = Size(max(math.ceil(bottom / side) - first_row, 0), max(math.ceil(right / side) - first_column, 0))
        return Region(first_row, first_column, extent).clipped(size)

    def place(self, level: int, region: Region) -> Rect:
        """Where a part of a pyramid level lies in the window."""
        side = 2**level
        left, top = self.to_window((region.left * side, region.top * side))
        right, bottom = self.to_window((region.right * side, region.bottom * side))
        return Rect(left, top, right, bottom)

    def _clamped(self) -> View:
        """Without empty space beside the picture; one that is smaller than the window is centred."""
        x = _clamp(self.centre[0], self.window.width / 2 / self.scale, self.picture.width)
        y = _clamp(self.centre[1], self.window.height / 2 / self.scale, self.picture.height)
        return replace(self, centre=(x, y))


def _clamp(centre: float, half_window: float, extent: int) -> float:
    if 2 * half_window >= extent:
        return extent / 2
    return min(max(centre, half_window), extent - half_window)
