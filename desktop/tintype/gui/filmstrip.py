"""The photos of the folder, below the one in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSignalBlocker, QTimer
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QListView

from tintype.gui.browser import Browser
from tintype.gui.filmstrip_delegate import CELL, PICTURE, FilmstripDelegate
from tintype.gui.filmstrip_model import PATH, FilmstripModel, Index
from tintype.gui.jobs import Jobs
from tintype.gui.theme import Theme
from tintype.gui.thumbnails import Thumbnails
from tintype.gui.widgets import named

SCROLL_BAR = 12


class Filmstrip(QListView):
    """One row of thumbnails, as many as fit; the ones in sight are made first, then the pages beside them."""

    def __init__(self, browser: Browser, jobs: Jobs, memory: Callable[[], int | None]) -> None:
        """Hidden until there is more than one photo; ``memory`` tells what reading one may take."""
        super().__init__()
        named(self, self.tr("Photos"), "filmstrip")
        self._browser = browser
        self.thumbnails = Thumbnails(jobs, self._wanted, self._side, self, memory)
        self.photos = FilmstripModel(browser, self.thumbnails, self)
        self._painter = FilmstripDelegate(self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._on = True
        self._lay_out()
        self._connect()

    def set_on(self, on: bool) -> None:
        """Show it where there is more than one photo, or never."""
        self._on = on
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self._painter.theme = theme
        self.viewport().update()

    @property
    def current_path(self) -> Path | None:
        """The photo that is marked as the one in sight."""
        path = self.currentIndex().data(PATH)
        return path if isinstance(path, Path) else None

    def _lay_out(self) -> None:
        self.setModel(self.photos)
        self.setItemDelegate(self._painter)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setFixedHeight(CELL.height() + SCROLL_BAR)
        self.hide()

    def _connect(self) -> None:
        self._browser.changed.connect(self._follow)
        self._browser.marks_changed.connect(self.photos.refresh)
        self._browser.rewritten.connect(self.thumbnails.forget)
        self._soon.timeout.connect(self.thumbnails.look)
        self.thumbnails.made.connect(self.photos.refresh)
        self.thumbnails.broken.connect(self._browser.note_failure)
        self.horizontalScrollBar().valueChanged.connect(lambda _: self._soon.start())
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)

    def _choose(self, index: QModelIndex) -> None:
        path = index.data(PATH)
        if isinstance(path, Path) and path != self._browser.roll.current:
            self._browser.go(path)
        self._mark_current()

    def _follow(self) -> None:
        if not set(self._browser.roll.photos) & set(self.photos.paths):
            self.thumbnails.stop()
        self.photos.follow()
        self.setVisible(self._on and len(self.photos.paths) > 1)
        self._mark_current()
        self._soon.start()

    def _mark_current(self) -> None:
        row = self.photos.row_of(self._browser.roll.current)
        index = self.photos.index(row) if row >= 0 else QModelIndex()
        if index == self.currentIndex():
            return
        with QSignalBlocker(self.selectionModel()):
            self.setCurrentIndex(index)
            if not index.isValid():
                self.clearSelection()
        if index.isValid():
            self.scrollTo(index, QListView.ScrollHint.PositionAtCenter)
        self.viewport().update()

    def _side(self) -> int:
        return round(max(PICTURE.width(), PICTURE.height()) * self.devicePixelRatioF())

    def _wanted(self) -> Iterator[Path]:
        """What is in sight, then a page after it and a page before it."""
        if not self.isVisible() or not self.photos.paths:
            return
        paths, page = self.photos.paths, self.width() // CELL.width() + 2
        first = self.horizontalScrollBar().value() // CELL.width()  # indexAt takes 100 ms where there are 5000 photos
        yield from paths[first : first + 2 * page]
        yield from reversed(paths[max(first - page, 0) : first])

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: ARG002  # Qt's signature
        """Draw anew; Qt would place all photos anew too, though none ever changes its size."""
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More, or fewer, are in sight."""
        super().resizeEvent(event)
        self._soon.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that turns up and down scrolls left and right."""
        turned, exact = event.angleDelta(), event.pixelDelta()
        moved = (exact.x() or exact.y()) if not exact.isNull() else (turned.x() or turned.y())
        bar = self.horizontalScrollBar()
        bar.setValue(bar.value() - moved)
        event.accept()
