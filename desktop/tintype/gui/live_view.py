"""A denoising seen while it runs, the part in view first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from tintype.document.document import Document
from tintype.document.partial import PartialResult
from tintype.engine import Amount, Viewer
from tintype.geometry import Region


class LiveView(QObject):
    """Brings finished parts from the engine's thread to the document in the window's.

    Attributes:
        changed: what is in sight changed.
        view_done: whether all that the window shows is new, while the rest is still worked on.
        in_view: the part of the picture that the window shows; None for none.
    """

    changed = Signal()
    view_done = Signal(bool)
    _finished = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing runs yet."""
        super().__init__(parent)
        self.in_view: Region | None = None
        self._document: Document | None = None
        self._view_done = False
        self._finished.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def look_at(self, region: Region | None) -> None:
        """The window shows another part of the picture; what runs turns to it."""
        self.in_view = region
        self._tell_view()

    def begin(self, document: Document, amount: Amount) -> Callable[[], Viewer]:
        """Have a denoising of the document in sight until ``end``.

        Returns:
            What makes the engine's viewer; to be called by the job, for it copies the picture.
        """
        self._document = document
        partial = document.begin_partial(amount)

        def finished(region: Region) -> None:
            partial.wrote(region)
            self._finished.emit(partial, region)

        def viewer() -> Viewer:
            return Viewer(partial.prepare(), lambda: self.in_view, finished)

        return viewer

    def set_amount(self, amount: Amount) -> None:
        """Mix in another amount of what there is."""
        partial = self._document.partial if self._document else None
        if partial is not None:
            partial.mix(amount)
            self.changed.emit()

    def end(self) -> None:
        """Show again what was in sight before."""
        document, self._document = self._document, None
        if document is not None and document.drop_partial():
            self.changed.emit()
        self._tell_view()

    def _take(self, partial: PartialResult, region: Region) -> None:
        if self._document is not None and self._document.partial is partial:
            partial.take(region)
            self.changed.emit()
            self._tell_view()

    def _tell_view(self) -> None:
        partial = self._document.partial if self._document else None
        done = partial is not None and self.in_view is not None and partial.covers(self.in_view)
        if done != self._view_done:
            self._view_done = done
            self.view_done.emit(done)
