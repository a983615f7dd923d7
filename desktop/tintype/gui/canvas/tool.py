"""What every tool of the canvas offers, and what it is told."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from tintype.gui.canvas.view import Point, Rect


@dataclass(frozen=True)
class Touch:
    """What the mouse or the pen does.

    Attributes:
        point: where, in device pixels of the window.
        button: which button went down or up.
        keys: keys that are held.
        pressure: of the pen, 0 to 1; 1 for a mouse.
    """

    point: Point
    button: Qt.MouseButton = Qt.MouseButton.NoButton
    keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    pressure: float = 1.0


class Tool:
    """A tool that does nothing; a tool in use gets ``press``, any number of ``move``, and ``release`` or ``cancel``."""

    def press(self, touch: Touch) -> None:
        """A button goes down."""

    def move(self, touch: Touch) -> None:
        """The mouse moves, whether or not a button is held."""

    def release(self) -> None:
        """The button goes up."""

    def double_click(self, touch: Touch) -> None:
        """A button goes down again, quickly."""
        self.press(touch)

    def cancel(self) -> None:
        """Leave what was begun as if it had not been."""

    def cursor(self, point: Point) -> Qt.CursorShape:  # noqa: ARG002  # for those who look at it
        """What the mouse looks like at a point."""
        return Qt.CursorShape.CrossCursor

    def extent(self, touch: Touch) -> Rect | None:  # noqa: ARG002  # for those who look at it
        """Where ``draw`` draws, in device pixels."""
        return None

    def draw(self, painter: QPainter, touch: Touch, ratio: float) -> None:
        """Draw over the picture, in device pixels, of which ``ratio`` make a logical one; ``touch`` is where the mouse is."""
