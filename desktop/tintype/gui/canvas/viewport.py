"""A widget that shows a picture at some zoom and place, and paints no more of it than is seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QNativeGestureEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from tintype.geometry import Region, Size
from tintype.gui.canvas.painting import PicturePainter, clipped, to_qrect
from tintype.gui.canvas.picture import Look, Picture, Tile
from tintype.gui.canvas.view import Point, Rect, View

RENDERING_SECONDS = 0.006
"""A frame's share for tiles that were not seen before."""

ZOOM_MS = 120
"""So long after a turn of the wheel the picture is drawn a level coarser, with a quarter of the tiles, to keep up with it."""

NOTCH = 120

GAP = 6
"""Logical pixels between two panes."""


class Viewport(QWidget):
    """Zoom and pan; what is drawn over the picture, and which side of it, is the subclass's matter.

    Two panes show the same part of the picture: there is one view, and a point of the window is taken as one of its pane.

    Attributes:
        view_changed: zoom or place changed.
        complete: whether the last frame showed everything in full resolution.
    """

    view_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Empty."""
        super().__init__(parent)
        self.picture: Picture | None = None
        self.view = View.fit(Size(1, 1), Size(1, 1))
        self.complete = True
        self._background = QColor("grey")
        self._drafting = False
        self._zooming = QTimer(self, singleShot=True, interval=ZOOM_MS)
        self._zooming.timeout.connect(self.update)
        self._two_panes = False
        self._screen: bytes | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMinimumSize(240, 160)
        self.installEventFilter(self)

    def show_picture(self, picture: Picture | None) -> None:
        """Show another picture at the same zoom and place; the first one is shown as a whole."""
        if picture is not None:
            self.view = self.view.showing(picture.size) if self.picture else View.fit(picture.size, self._window())
        self.picture = picture
        self.set_screen_profile(self._screen)
        self._changed()

    def set_screen_profile(self, profile: bytes | None) -> None:
        """The ICC profile of the screen; None where it is unknown."""
        self._screen = profile
        if self.picture is not None:
            self.picture.set_screen(profile)
        self.update()

    def set_background(self, colour: QColor) -> None:
        """The grey around the picture."""
        self._background = colour
        self.update()

    def set_drafting(self, drafting: bool) -> None:
        """While a slider is dragged: below 100 %, show half the resolution, so that each step is there at once."""
        self._drafting = drafting
        self.update()

    # --- panes ---

    def set_two_panes(self, two: bool) -> None:
        """Show the picture twice, side by side, or once."""
        if two != self._two_panes:
            self._two_panes = two
            self._fit_into_window()

    @property
    def panes(self) -> tuple[int, ...]:
        """The left edges of the panes, in device pixels."""
        whole = round(self.width() * self.devicePixelRatioF())
        return (0, whole - self._window().width) if self._two_panes else (0,)

    def pane_rects(self) -> list[Rect]:
        """The panes, in device pixels."""
        size = self._window()
        return [Rect(left, 0, left + size.width, size.height) for left in self.panes]

    def pane_at(self, x: float) -> int:
        """The left edge of the pane at a coordinate of the window; the gap belongs to the pane before it."""
        return next((left for left in reversed(self.panes) if left <= x), 0)

    @property
    def region_in_view(self) -> Region | None:
        """The part of the picture that is seen, at full size."""
        return self.view.region_in(0, self.view.visible_rect) if self.picture else None

    # --- zoom and pan ---

    def zoom_to_fit(self) -> None:
        """Show the whole picture."""
        if self.picture is not None:
            self._set_view(View.fit(self.picture.size, self._window()))

    def zoom_to(self, scale: float, at: Point | None = None) -> None:
        """Set the scale, in device pixels for each picture pixel."""
        self._set_view(self.view.scaled(scale, at))

    def zoom_step(self, up: bool) -> None:
        """The next round figure."""
        self._set_view(self.view.stepped(up))

    def toggle_zoom(self, at: Point | None = None) -> None:
        """Between the whole picture and 100 %."""
        if self.view.fitted and self.view.scale < 1:
            self.zoom_to(1.0, at)
        else:
            self.zoom_to_fit()

    def pan(self, dx: float, dy: float) -> None:
        """Move the picture by some device pixels."""
        self._set_view(self.view.panned(dx, dy))

    def _set_view(self, view: View) -> None:
        if self.picture is not None and view != self.view:
            self.view = view
            self._changed()

    def _changed(self) -> None:
        self.update()
        self.view_changed.emit()

    def _fit_into_window(self) -> None:
        self.view = self.view.resized(self._window())
        self._changed()

    def _window(self) -> Size:
        """Size of a pane."""
        ratio = self.devicePixelRatioF()
        width = round(self.width() * ratio)
        if self._two_panes:
            width = (width - round(GAP * ratio)) // 2
        return Size(max(round(self.height() * ratio), 1), max(width, 1))

    def _device(self, position: QPointF) -> Point:
        """In the pane that it lies in."""
        ratio = self.devicePixelRatioF()
        x = position.x() * ratio
        return x - self.pane_at(x), position.y() * ratio

    # --- painting ---

    def draw_picture(self, frame: PicturePainter) -> None:
        """Draw the side or sides of the picture, in device pixels."""
        frame.draw("after", self.view.visible_rect)

    def decorate(self, side: Look, tile: Tile, image: QImage) -> QImage:  # noqa: ARG002  # for those who look at it
        """The image of a tile with what belongs on it."""
        return image

    def draw_marks(self, painter: QPainter) -> None:
        """Draw over the picture in device pixels, once for each pane."""

    def draw_over(self, painter: QPainter, ratio: float) -> None:
        """Draw over the picture in logical pixels of ``ratio`` device pixels."""

    def update_places(self, *places: Rect | None) -> None:
        """Paint parts of each pane anew, given in device pixels."""
        ratio = self.devicePixelRatioF()
        for place in places:
            if place is not None:
                for pane in self.panes:
                    self.update(to_qrect(place.moved(pane).over(ratio)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is visible of the part asked for; what takes longer than a frame follows in the next one."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._background)
        if self.picture is None:
            return
        ratio = self.devicePixelRatioF()
        asked = event.rect()
        dirty = Rect(asked.left(), asked.top(), asked.right() + 1, asked.bottom() + 1).over(1 / ratio)
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        zooming = self._zooming.isActive()
        coarser = 1 if (self._drafting or zooming) and self.view.scale < 1 else 0
        frame = PicturePainter(painter, self.picture, self.view, self.decorate, dirty, RENDERING_SECONDS, coarser)
        self.draw_picture(frame)
        for pane in self.panes:
            with clipped(painter, QRect(0, 0, self.view.window.width, self.view.window.height), pane):
                self.draw_marks(painter)
        painter.restore()
        self.draw_over(painter, ratio)
        self.complete = frame.complete and not zooming and (self.complete or asked == self.rect())
        if not frame.complete:
            QTimer.singleShot(0, self, self.update)

    # --- events ---

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002  # Qt's signature
        """Keep the zoom, or the whole picture in sight."""
        self._fit_into_window()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002  # only the viewport itself is watched
        """Zoom by a trackpad's gestures, and follow the window to a screen of another density.

        Not in ``event``: PySide6 (6.11) crashes when a handler that is called from an ``event`` in Python raises.
        """
        if isinstance(event, QNativeGestureEvent) and self._native_gesture(event):
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.view = self.view.resized(self._window())
        return False

    def _native_gesture(self, event: QNativeGestureEvent) -> bool:
        at = self._device(event.position())
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.zoom_to(self.view.scale * (1 + event.value()), at)
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self.toggle_zoom(at)
        else:
            return False
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor, by a wheel's notches or a trackpad's finer turns."""
        turned = event.angleDelta().y() or event.pixelDelta().y()
        if turned:
            self._zooming.start()
            self._set_view(self.view.wheeled(turned / NOTCH, self._device(event.position())))
        event.accept()
