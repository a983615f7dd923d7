"""The brush and the eraser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from tintype.gui.canvas.tool import Tool, Touch
from tintype.gui.canvas.view import Point, Rect

if TYPE_CHECKING:
    from tintype.gui.canvas.canvas import Canvas
    from tintype.gui.mask_editor import MaskEditor

DARK = QColor(0, 0, 0, 170)
BRIGHT = QColor(255, 255, 255)
FAINT = QColor(255, 255, 255, 150)
SMALLEST_RING = 2.5
SIGN = 4.0
MARGIN = 4.0
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class Brush(Tool):
    """Paints along the way of the mouse; Alt and the right button take away."""

    def __init__(self, canvas: Canvas, masks: MaskEditor, *, erases: bool) -> None:
        """``erases`` tells that it always takes away."""
        self._canvas = canvas
        self._masks = masks
        self._erases = erases
        self._subtracts = False
        self._at: tuple[Point, float] | None = None

    def press(self, touch: Touch) -> None:
        """Begin a stroke; with Shift, straight from the end of the last one."""
        if touch.button not in BUTTONS:
            return
        self._subtracts = self._takes_away(touch)
        place, radius = self._place(touch), self._masks.radius * touch.pressure
        last = self._masks.last_place if touch.keys & Qt.KeyboardModifier.ShiftModifier else None
        self._at = last or place, radius
        self._go(place, radius)

    def move(self, touch: Touch) -> None:
        """Go on."""
        if self._at is not None:
            self._go(self._place(touch), self._masks.radius * touch.pressure)

    def release(self) -> None:
        """End the stroke."""
        if self._at is not None:
            self._at = None
            self._masks.end_stroke()

    def cancel(self) -> None:
        """Drop the stroke."""
        if self._at is not None:
            self._at = None
            self._masks.drop_stroke()

    def cursor(self, point: Point) -> Qt.CursorShape:  # noqa: ARG002  # the same everywhere
        """None, for the ring says more."""
        return Qt.CursorShape.BlankCursor

    def extent(self, touch: Touch) -> Rect | None:
        """Around the ring."""
        reach = self._ring() + (SIGN + MARGIN) * self._canvas.devicePixelRatioF()
        x, y = touch.point
        return Rect(x - reach, y - reach, x + reach, y + reach)

    def draw(self, painter: QPainter, touch: Touch, ratio: float) -> None:
        """The ring, dark and bright so that it is seen on anything, with a minus where it takes away; and where it is soft."""
        centre, radius = QPointF(*touch.point), self._ring()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((DARK, 3.0), (BRIGHT, 1.2)):
            painter.setPen(QPen(colour, width * ratio))
            painter.drawEllipse(centre, radius, radius)
            if radius > 2 * SIGN * ratio and (self._subtracts if self._at is not None else self._takes_away(touch)):
                painter.drawLine(centre - QPointF(SIGN * ratio, 0), centre + QPointF(SIGN * ratio, 0))
        inner = radius * self._masks.hardness
        if SMALLEST_RING * ratio < inner < radius - 2 * ratio:
            painter.setPen(QPen(FAINT, ratio))
            painter.drawEllipse(centre, inner, inner)

    def _ring(self) -> float:
        """Radius in device pixels."""
        return max(self._masks.radius * self._canvas.view.scale, SMALLEST_RING * self._canvas.devicePixelRatioF())

    def _takes_away(self, touch: Touch) -> bool:
        held = touch.button == Qt.MouseButton.RightButton or bool(touch.keys & Qt.KeyboardModifier.AltModifier)
        return self._erases or held

    def _place(self, touch: Touch) -> Point:
        return self._canvas.view.to_picture(touch.point)

    def _go(self, place: Point, radius: float) -> None:
        if self._at is not None:
            (start, start_radius), self._at = self._at, (place, radius)
            self._masks.paint_stroke(start, place, (start_radius, radius), subtract=self._subtracts)
