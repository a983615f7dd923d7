"""The picture on screen with its tools: split, peek, and what mouse and keys do."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from tintype.gui.canvas.hand import Hand
from tintype.gui.canvas.overlay import draw_label, draw_split
from tintype.gui.canvas.painting import PicturePainter
from tintype.gui.canvas.picture import Picture
from tintype.gui.canvas.split import Peek, Split
from tintype.gui.canvas.view import Point, Rect
from tintype.gui.canvas.viewport import Viewport

NUDGE = 0.01
LARGE_NUDGE = 0.1


class Canvas(Viewport):
    """A picture that can be zoomed, panned, split and peeked under.

    Attributes:
        compare_changed: split or peek was switched.
    """

    compare_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.split = Split()
        self.peek = Peek()
        self._hand = Hand(self)
        self.setAccessibleName(self.tr("Photo"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_picture(self, picture: Picture | None) -> None:
        """Show another picture; the split line stays where it is."""
        self.set_peek(Peek())
        super().show_picture(picture)

    # --- before and after ---

    def set_split(self, split: Split) -> None:
        """Switch the split on or off, or move its line."""
        switched = split.on != self.split.on
        self.split = split
        self.update()
        if switched:
            self.compare_changed.emit()

    def set_peek(self, peek: Peek) -> None:
        """Show the original, or no longer."""
        switched = peek.on != self.peek.on
        self.peek = peek
        if switched:
            self.update()
            self.compare_changed.emit()

    def move_split(self, x: float) -> None:
        """Put the split line at a window coordinate."""
        self.set_split(self.split.moved_to(x, self.view.visible_rect))

    def grips_split(self, point: Point) -> bool:
        """Whether the mouse is near enough to drag the split line."""
        return self._split_shown and self.split.grips(point, self.view.visible_rect, self.devicePixelRatioF())

    def on_split_handle(self, point: Point) -> bool:
        """Whether the mouse is on the split line's round handle."""
        return self._split_shown and self.split.on_handle(point, self.view.visible_rect, self.devicePixelRatioF())

    @property
    def _split_shown(self) -> bool:
        return self.split.on and not self.peek.on

    def draw_picture(self, frame: PicturePainter) -> None:
        """One side, or both beside the split line."""
        visible = self.view.visible_rect
        if not self._split_shown:
            frame.draw("before" if self.peek.on else "after", visible)
            return
        x = self.split.x(visible)
        frame.draw("before", Rect(visible.left, visible.top, x, visible.bottom))
        frame.draw("after", Rect(x, visible.top, visible.right, visible.bottom))

    def draw_over(self, painter: QPainter, ratio: float) -> None:
        """The split line, and which side is which."""
        visible = self.view.visible_rect
        if self.peek.on:
            draw_label(painter, self.tr("Before"), visible.over(ratio), right=False)
        elif self.split.on:
            names = self.tr("Before"), self.tr("After")
            draw_split(painter, visible.over(ratio), self.split.x(visible) / ratio, names, self.hasFocus())

    # --- events ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Left and middle button go to the hand."""
        if self.picture is not None and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._hand.press(self._device(event.position()), event.button())
            self._show_cursor(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """To the hand."""
        self._hand.move(self._device(event.position()))
        self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """To the hand."""
        self._hand.release()
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """To the hand."""
        if self.picture is not None and event.button() == Qt.MouseButton.LeftButton:
            self._hand.double_click(self._device(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge the split line; Space makes the mouse pan whatever the tool."""
        way = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if way and self._split_shown:
            step = LARGE_NUDGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else NUDGE
            self.set_split(self.split.at(self.split.position + way * step))
        elif event.key() == Qt.Key.Key_Space:
            self._hold_space(True)
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._hold_space(False)
        super().keyReleaseEvent(event)

    def _hold_space(self, held: bool) -> None:
        self._hand.panning_only = held
        self._show_cursor(QPointF(self.mapFromGlobal(self.cursor().pos())))

    def _show_cursor(self, position: QPointF) -> None:
        self.setCursor(self._hand.cursor(self._device(position)))
