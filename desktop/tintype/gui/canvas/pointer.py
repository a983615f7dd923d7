"""Which tool the mouse belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from tintype.gui.canvas.area import Lasso, Rectangle
from tintype.gui.canvas.brush import Brush
from tintype.gui.canvas.hand import Hand
from tintype.gui.canvas.tool import Tool, Touch
from tintype.gui.canvas.view import Rect

if TYPE_CHECKING:
    from tintype.gui.canvas.canvas import Canvas
    from tintype.gui.mask_editor import MaskEditor, ToolName

OUTSIDE = (-1e6, -1e6)


class Pointer:
    """The chosen tool, or the hand: with the middle button and while Space is held."""

    def __init__(self, canvas: Canvas, masks: MaskEditor) -> None:
        """Begin with the hand."""
        self._canvas = canvas
        self._masks = masks
        self._hand = Hand(canvas)
        self._tools: dict[ToolName, Tool] = {
            "hand": self._hand,
            "brush": Brush(canvas, masks, erases=False),
            "eraser": Brush(canvas, masks, erases=True),
            "lasso": Lasso(canvas, masks),
            "rectangle": Rectangle(canvas, masks),
        }
        self._in_use: Tool | None = None
        self._space = False
        self._touch = Touch(OUTSIDE)
        self._drawn: Rect | None = None

    @property
    def tool(self) -> Tool:
        """Who gets the next press of the left button."""
        return self._in_use or (self._hand if self._space else self._tools[self._masks.tool])

    @property
    def busy(self) -> bool:
        """Whether a button is held."""
        return self._in_use is not None

    @property
    def paints(self) -> bool:
        """Whether that is a tool for the mask."""
        return self.tool is not self._hand

    def press(self, touch: Touch, *, double: bool = False) -> None:
        """A button goes down; what was in use before is finished."""
        if self._in_use is not None:
            self._in_use.release()
            self._in_use = None
        self._touch = touch
        self._in_use = self._hand if touch.button == Qt.MouseButton.MiddleButton else self.tool
        if double:
            self._in_use.double_click(touch)
        else:
            self._in_use.press(touch)
        self.refresh()

    def move(self, touch: Touch) -> None:
        """The mouse moves."""
        self._touch = touch
        self.tool.move(touch)
        self.refresh()

    def release(self, touch: Touch) -> None:
        """A button goes up."""
        self._touch = touch
        if self._in_use is not None:
            tool, self._in_use = self._in_use, None
            tool.release()
        self.refresh()

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self._touch = Touch(OUTSIDE)
        self.refresh()

    def cancel(self) -> bool:
        """Drop what is being drawn; tell whether there was something."""
        tool, self._in_use = self._in_use, None
        if tool is not None:
            tool.cancel()
        self.refresh()
        return tool is not None and tool is not self._hand

    def hold_space(self, held: bool) -> None:
        """While Space is held the mouse pans, whatever the tool."""
        self._space = held
        self._hand.panning_only = held
        self.refresh()

    def hold_alt(self, held: bool) -> None:
        """The ring shows what Alt does, before the mouse moves."""
        alt, none = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier
        self._touch = Touch(self._touch.point, keys=alt if held else none)
        self.refresh()

    def draw(self, painter: QPainter, ratio: float) -> None:
        """What the tool draws over the picture."""
        if self._touch.point != OUTSIDE:
            self.tool.draw(painter, self._touch, ratio)

    def refresh(self) -> None:
        """Follow with the cursor, and paint anew where the tool drew and draws."""
        drawn = None if self._touch.point == OUTSIDE else self.tool.extent(self._touch)
        self._canvas.update_places(self._drawn, drawn)
        self._drawn = drawn
        self._canvas.setCursor(self.tool.cursor(self._touch.point))
