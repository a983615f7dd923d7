"""What the mouse does on the canvas while no other tool is chosen: pan, drag the split line, toggle the zoom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from tintype.gui.canvas.tool import Tool, Touch
from tintype.gui.canvas.view import Point

if TYPE_CHECKING:
    from tintype.gui.canvas.canvas import Canvas


class Hand(Tool):
    """Drags.

    Attributes:
        panning_only: while Space is held, or another tool is chosen, the split line is not taken hold of.
    """

    def __init__(self, canvas: Canvas) -> None:
        """The hand of a canvas."""
        self.panning_only = False
        self._canvas = canvas
        self._from: Point | None = None
        self._holds_split = False

    def press(self, touch: Touch) -> None:
        """Take hold of the split line or of the picture."""
        if touch.button == Qt.MouseButton.RightButton:
            return
        left = touch.button == Qt.MouseButton.LeftButton
        self._holds_split = left and not self.panning_only and self._canvas.grips_split(touch.point)
        self._from = touch.point

    def move(self, touch: Touch) -> None:
        """Drag what is held."""
        if self._from is None:
            return
        if self._holds_split:
            self._canvas.move_split(touch.point)
        else:
            self._canvas.pan(touch.point[0] - self._from[0], touch.point[1] - self._from[1])
        self._from = touch.point

    def release(self) -> None:
        """Let go."""
        self.cancel()

    def cancel(self) -> None:
        """Let go."""
        self._from = None
        self._holds_split = False

    def double_click(self, touch: Touch) -> None:
        """Centre the split line on its handle, toggle the zoom elsewhere."""
        if touch.button != Qt.MouseButton.LeftButton:
            return
        if self._canvas.on_split_handle(touch.point):
            self._canvas.set_split(self._canvas.split.at(0.5))
        else:
            self._canvas.toggle_zoom(touch.point)

    def cursor(self, point: Point) -> Qt.CursorShape:
        """What a press would do, or does."""
        if self._holds_split or (self._from is None and not self.panning_only and self._canvas.grips_split(point)):
            return Qt.CursorShape.SplitHCursor if self._canvas.split.upright else Qt.CursorShape.SplitVCursor
        if self._from is not None:
            return Qt.CursorShape.ClosedHandCursor
        return Qt.CursorShape.OpenHandCursor if self.panning_only else Qt.CursorShape.ArrowCursor
