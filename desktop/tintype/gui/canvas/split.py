"""The line between before and after, and the key that shows the original: plain state, free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tintype.gui.canvas.view import Point, Rect

GRIP = 8
HANDLE_RADIUS = 16
TAP_SECONDS = 0.25


@dataclass(frozen=True)
class Split:
    """An upright line over the visible part of the picture.

    Attributes:
        on: whether the line is there.
        position: its place, from 0 at the visible part's left edge to 1 at its right.
    """

    on: bool = False
    position: float = 0.5

    def x(self, visible: Rect) -> int:
        """The line's window coordinate, on a whole device pixel."""
        return round(visible.left + self.position * visible.width)

    def moved_to(self, x: float, visible: Rect) -> Split:
        """The line at a window coordinate, or at the nearest edge."""
        return self if visible.width <= 0 else self.at((x - visible.left) / visible.width)

    def at(self, position: float) -> Split:
        """The line at another position."""
        return replace(self, position=min(max(position, 0.0), 1.0))

    def grips(self, point: Point, visible: Rect, ratio: float) -> bool:
        """Whether a window point is near enough to drag the line; ``ratio`` is the device pixels for each logical one."""
        inside = visible.top <= point[1] <= visible.bottom
        return self.on and inside and (abs(point[0] - self.x(visible)) <= GRIP * ratio or self.on_handle(point, visible, ratio))

    def on_handle(self, point: Point, visible: Rect, ratio: float) -> bool:
        """Whether a window point is on the round handle in the middle of the line."""
        across, along = point[0] - self.x(visible), point[1] - (visible.top + visible.bottom) / 2
        return self.on and across**2 + along**2 <= (HANDLE_RADIUS * ratio) ** 2


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
