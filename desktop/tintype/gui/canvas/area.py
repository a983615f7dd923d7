"""The lasso and the rectangle: what they surround is painted when the button goes up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from tintype.document.shapes import Shape, polygon, rectangle
from tintype.geometry import Size
from tintype.gui.canvas.tool import Tool, Touch
from tintype.gui.canvas.view import Point, Rect

if TYPE_CHECKING:
    from tintype.gui.canvas.canvas import Canvas
    from tintype.gui.mask_editor import MaskEditor

PENS = ((QColor(0, 0, 0, 170), 3.0, Qt.PenStyle.SolidLine), (QColor(255, 255, 255), 1.2, Qt.PenStyle.DashLine))
MARGIN = 4.0
BUTTONS = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)


class Area(Tool, ABC):
    """A line drawn by the mouse, kept in picture coordinates so that zoom and pan do not spoil it."""

    def __init__(self, canvas: Canvas, masks: MaskEditor) -> None:
        """Nothing is drawn yet."""
        self._canvas = canvas
        self._masks = masks
        self._points: list[Point] = []
        self._subtracts = False

    def press(self, touch: Touch) -> None:
        """Begin; Alt and the right button take away."""
        if touch.button in BUTTONS:
            self._subtracts = touch.button == BUTTONS[1] or bool(touch.keys & Qt.KeyboardModifier.AltModifier)
            self._points = [self._canvas.view.to_picture(touch.point)]

    def move(self, touch: Touch) -> None:
        """Go on."""
        if self._points:
            self._points.append(self._canvas.view.to_picture(touch.point))

    def release(self) -> None:
        """Paint the inside, unless the mouse only clicked."""
        points, self._points = self._points, []
        if len(points) > 1:
            self._masks.paint_shape(self.shape(points, self._masks.size), subtract=self._subtracts)
            self._masks.end_stroke()

    def cancel(self) -> None:
        """Forget the line."""
        self._points = []

    @abstractmethod
    def shape(self, points: list[Point], size: Size) -> Shape:
        """The inside of the line, in a picture of ``size``."""

    def extent(self, touch: Touch) -> Rect | None:  # noqa: ARG002  # the line ends there
        """Around the line."""
        if not self._points:
            return None
        xs, ys = zip(*self._in_window(), strict=True)
        return Rect(min(xs), min(ys), max(xs), max(ys)).grown(MARGIN * self._canvas.devicePixelRatioF())

    def draw(self, painter: QPainter, touch: Touch, ratio: float) -> None:  # noqa: ARG002  # the line ends there
        """The line, dark and bright so that it is seen on anything."""
        if self._points:
            for colour, width, style in PENS:
                painter.setPen(QPen(colour, width * ratio, style))
                self.draw_line(painter, self._in_window())

    @abstractmethod
    def draw_line(self, painter: QPainter, points: list[Point]) -> None:
        """Draw the line through points of the window."""

    def _in_window(self) -> list[Point]:
        return [self._canvas.view.to_window(point) for point in self._points]


class Lasso(Area):
    """Surrounds by a free line."""

    def shape(self, points: list[Point], size: Size) -> Shape:
        """A polygon."""
        return polygon(points, size)

    def draw_line(self, painter: QPainter, points: list[Point]) -> None:
        """All of it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPolyline([QPointF(*point) for point in points])


class Rectangle(Area):
    """Surrounds from corner to corner."""

    def shape(self, points: list[Point], size: Size) -> Shape:
        """From the first point to the last."""
        return rectangle(points[0], points[-1], size)

    def draw_line(self, painter: QPainter, points: list[Point]) -> None:
        """Four sides."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(QPointF(*points[0]), QPointF(*points[-1])).normalized())
