"""The picture on screen with what lies over it: comparison, peek, mask and tools."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPalette,
    QSinglePointEvent,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from tintype.geometry import Region
from tintype.gui.canvas.compare import Compare
from tintype.gui.canvas.mask_overlay import MaskOverlay
from tintype.gui.canvas.overlay import draw_label, draw_ring, draw_split
from tintype.gui.canvas.painting import PicturePainter
from tintype.gui.canvas.picture import Look, Picture, Tile
from tintype.gui.canvas.pointer import Pointer
from tintype.gui.canvas.split import Peek, Split
from tintype.gui.canvas.tool import Touch
from tintype.gui.canvas.view import Point
from tintype.gui.canvas.viewport import NOTCH, Viewport
from tintype.gui.mask_editor import MaskEditor

NUDGE = 0.01
LARGE_NUDGE = 0.1
NUDGES_UPRIGHT = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
NUDGES_LEVEL = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Canvas(Viewport):
    """A picture that can be zoomed, panned, compared, peeked under and masked.

    Attributes:
        compare_changed: another comparison was chosen, or peek was switched.
    """

    compare_changed = Signal()

    def __init__(self, masks: MaskEditor, parent: QWidget | None = None) -> None:
        """Empty; ``masks`` tells which tool is chosen and takes what it paints."""
        super().__init__(parent)
        self.compare = Compare()
        self.split = Split()
        self.peek = Peek()
        self.pointer = Pointer(self, masks)
        self._masks = masks
        self._pane = 0
        self._overlay: MaskOverlay | None = None
        self._ringed = False
        masks.painted.connect(self._show_painted)
        masks.options_changed.connect(self._follow_options)
        self.setAccessibleName(self.tr("Photo"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    def show_picture(self, picture: Picture | None) -> None:
        """Show another picture; the split line stays where it is."""
        self.pointer.cancel()
        self.set_peek(Peek())
        self._overlay = MaskOverlay(picture.document) if picture else None
        super().show_picture(picture)

    # --- before and after ---

    def set_compare(self, compare: Compare) -> None:
        """Choose how before and after are shown; the split line keeps its place."""
        if compare == self.compare:
            return
        self.pointer.cancel()
        self.compare = compare
        self.set_two_panes(compare.mode == "beside")
        self.set_split(replace(self.split, on=compare.slides, upright=compare.upright))
        self.compare_changed.emit()

    def set_split(self, split: Split) -> None:
        """Move the split line."""
        self.split = split
        self.update()

    def set_peek(self, peek: Peek) -> None:
        """Show the original, or no longer."""
        switched = peek.on != self.peek.on
        self.peek = peek
        if switched:
            self.update()
            self.compare_changed.emit()

    def move_split(self, point: Point) -> None:
        """Put the split line at a point of the window."""
        self.set_split(self.split.moved_to(point, self.view.visible_rect))

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
        """One side, both beside the split line or in a pane each, or what changed."""
        visible = self.view.visible_rect
        if self._split_shown:
            before, after = self.split.halves(visible)
            frame.draw("before", before)
            frame.draw("after", after)
            return
        for pane, look in zip(self.panes, self._looks(), strict=True):
            frame.draw(look, visible, pane)

    def _looks(self) -> tuple[Look, ...]:
        """What each pane shows while there is no split line."""
        if self.compare.mode == "beside":
            return "before", "before" if self.peek.on else "after"
        if self.peek.on:
            return ("before",)
        return ("difference" if self.compare.mode == "difference" else "after",)

    def decorate(self, side: Look, tile: Tile, image: QImage) -> QImage:
        """Lay the mask on it; single pixels need no outline."""
        if self._overlay is None or not self._masks.shown or self.peek.on:
            return image
        return self._overlay.over(side, tile, image, self.view.smooth)

    def draw_marks(self, painter: QPainter) -> None:
        """What the tool draws."""
        self.pointer.draw(painter, self.devicePixelRatioF())

    def draw_over(self, painter: QPainter, ratio: float) -> None:
        """The split line, and which side is which."""
        visible, names = self.view.visible_rect, self._names()
        if self._split_shown:
            before, after = self.split.halves(visible)
            halves = before.over(ratio), after.over(ratio)
            draw_split(painter, halves, self.split.upright, (names["before"], names["after"]), self.hasFocus())
        elif self.compare.mode == "beside":
            for place, look in zip(self.pane_rects(), self._looks(), strict=True):
                draw_label(painter, names[look], place.over(ratio))
        elif self.peek.on or self.compare.mode == "difference":
            draw_label(painter, names[self._looks()[0]], visible.over(ratio))
        if self._ringed:
            draw_ring(painter, self.rect(), self.palette().color(QPalette.ColorRole.Highlight))

    def _names(self) -> dict[Look, str]:
        """Without any change the difference is an even grey, which needs a word."""
        changed = self.picture is not None and self.picture.document.changed
        difference = self.tr("Difference x8") if changed else self.tr("Difference x8: nothing has changed yet")
        return {"before": self.tr("Before"), "after": self.tr("After"), "difference": difference}

    def _show_painted(self, region: Region) -> None:
        """A part of the mask changed; two pixels more, for smoothing reaches beyond it."""
        self.update_places(self.view.place(0, region).grown(2 * max(self.view.scale, 1)))

    def _follow_options(self) -> None:
        self.pointer.refresh()
        self.update()

    # --- events ---

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the keys that nudge the split line from meaning something else."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._nudge(event):
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Those who go from control to control by key see where they are; for all others it would be in the way."""
        self._ringed = event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        self._ringed = False
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """To the tool."""
        if self.picture is not None:
            self.pointer.press(self._touch(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """To the tool."""
        self.pointer.move(self._touch(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """To the tool."""
        self.pointer.release(self._touch(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """To the tool."""
        if self.picture is not None:
            self.pointer.press(self._touch(event), double=True)

    def tabletEvent(self, event: QTabletEvent) -> None:
        """A pen paints with its pressure; for all else it is a mouse."""
        if self.picture is None or not self.pointer.paints:
            event.ignore()
            return
        pressure = event.pressure() if event.type() != QEvent.Type.TabletRelease else 1.0
        touch = self._touch(event, pressure)
        act = {QEvent.Type.TabletPress: self.pointer.press, QEvent.Type.TabletRelease: self.pointer.release}
        act.get(event.type(), self.pointer.move)(touch)
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is drawn at the mouse any more."""
        self.pointer.leave()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom; with Alt, change the size of the brush, which some platforms tell as a turn sideways."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and self.pointer.paints:
            turned: QPoint = event.angleDelta()
            self._masks.step_size((turned.y() or turned.x()) / NOTCH)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nudge the split line; Space makes the mouse pan whatever the tool."""
        way = self._nudge(event)
        if way:
            step = LARGE_NUDGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else NUDGE
            self.set_split(self.split.at(self.split.position + way * step))
        elif event.key() == Qt.Key.Key_Space:
            self.pointer.hold_space(True)
        elif event.key() == Qt.Key.Key_Escape:  # while the mask is empty, so that it is no shortcut
            self.pointer.cancel()
        else:
            self.pointer.hold_alt(event.key() == Qt.Key.Key_Alt)
            super().keyPressEvent(event)

    def _nudge(self, event: QKeyEvent) -> int:
        """Which way a key moves the split line; 0 for none."""
        way = (NUDGES_UPRIGHT if self.split.upright else NUDGES_LEVEL).get(Qt.Key(event.key()), 0)
        return way if self._split_shown else 0

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space or Alt is let go."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self.pointer.hold_space(False)
        self.pointer.hold_alt(False)
        super().keyReleaseEvent(event)

    def pane_at(self, x: float) -> int:
        """The pane under the mouse; while a button is held, the one where it went down, so that no stroke jumps."""
        if not self.pointer.busy:
            self._pane = super().pane_at(x)
        return self._pane

    def _touch(self, event: QSinglePointEvent, pressure: float = 1.0) -> Touch:
        return Touch(self._device(event.position()), event.button(), event.modifiers(), pressure)
