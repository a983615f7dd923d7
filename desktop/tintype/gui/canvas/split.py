"""The line between before and after, and the key that shows the original: plain state, free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tintype.gui.canvas.view import Point, Rect

GRIP = 8
HANDLE_RADIUS = 16
TAP_SECONDS = 0.25


@dataclass(frozen=True)
class Split:
    """A line over the visible part of the picture, which is before on its left or upper side.

    Attributes:
        on: whether the line is there.
        position: its place, from 0 at the visible part's left or upper edge to 1 at the edge opposite.
        upright: whether it runs from top to bottom rather than from left to right.
    """

    on: bool = False
    position: float = 0.5
    upright: bool = True

    def line(self, visible: Rect) -> int:
        """The line's window coordinate across its run, on a whole device pixel."""
        start, end = self._across(visible)
        return round(start + self.position * (end - start))

    def halves(self, visible: Rect) -> tuple[Rect, Rect]:
        """The parts of the window before and after the line."""
        line = self.line(visible)
        if self.upright:
            return replace(visible, right=line), replace(visible, left=line)
        return replace(visible, bottom=line), replace(visible, top=line)

    def moved_to(self, point: Point, visible: Rect) -> Split:
        """The line at a window point, or at the nearest edge."""
        start, end = self._across(visible)
        return self if end <= start else self.at((point[self._axis] - start) / (end - start))

    def at(self, position: float) -> Split:
        """The line at another position."""
        return replace(self, position=min(max(position, 0.0), 1.0))

    def grips(self, point: Point, visible: Rect, ratio: float) -> bool:
        """Whether a window point is near enough to drag the line; ``ratio`` is the device pixels for each logical one."""
        start, end = self._along(visible)
        inside = start <= point[1 - self._axis] <= end
        near = abs(point[self._axis] - self.line(visible)) <= GRIP * ratio
        return self.on and inside and (near or self.on_handle(point, visible, ratio))

    def on_handle(self, point: Point, visible: Rect, ratio: float) -> bool:
        """Whether a window point is on the round handle in the middle of the line."""
        across, along = point[self._axis] - self.line(visible), point[1 - self._axis] - sum(self._along(visible)) / 2
        return self.on and across**2 + along**2 <= (HANDLE_RADIUS * ratio) ** 2

    @property
    def _axis(self) -> int:
        """Which coordinate of a point tells its distance from the line."""
        return 0 if self.upright else 1

    def _across(self, visible: Rect) -> tuple[float, float]:
        return (visible.left, visible.right) if self.upright else (visible.top, visible.bottom)

    def _along(self, visible: Rect) -> tuple[float, float]:
        return (visible.top, visible.bottom) if self.upright else (visible.left, visible.right)


@dataclass(frozen=True)
class Peek:
    """Whether the original is shown: while a key is held, or from one tap to the next.

    Attributes:
        on: whether it is shown now.
        was_on: whether it was before the key went down.
        since: when the key went down, in seconds; None while it is up.
    """

    on: bool = False
    was_on: bool = False
    since: float | None = None

    def pressed(self, now: float) -> Peek:
        """The key goes down; a repeated press changes nothing."""
        return self if self.since is not None else Peek(True, self.on, now)

    def released(self, now: float) -> Peek:
        """The key goes up: a tap toggles, a hold ends."""
        if self.since is None:
            return self
        return Peek(now - self.since < TAP_SECONDS and not self.was_on)
