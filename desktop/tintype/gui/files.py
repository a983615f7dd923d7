"""Opening, saving and leaving photos: the dialogs, the jobs, and what is said about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from tintype.document.desk import Desk, Kept, Stamp
from tintype.document.document import Document
from tintype.document.pyramid import Pyramid
from tintype.errors import FileMissing, TintypeError
from tintype.gui.canvas.colour import Conversion
from tintype.gui.canvas.picture import Picture
from tintype.gui.error_box import show_error
from tintype.gui.error_texts import said
from tintype.gui.file_dialogs import ask_open, ask_save, proposed_target
from tintype.gui.jobs import Job, Jobs
from tintype.gui.saving import Saved, ask_losses, ask_replace, original_at, save
from tintype.gui.settings import Settings
from tintype.gui.toast import Toast
from tintype.photo import Photo, read_photo

Opened = tuple[Picture, Stamp]


class Files(QObject):
    """What happens to files on behalf of a window.

    Attributes:
        opened: a ``Picture``, or None when the photo was closed.
        saved: the result is in a file.
        browsed: a photo of the strip is being read; its path.
        unopened: it could not be; its path and the exception.
        several: paths that are more than one photo.
        discarded: what was done to a photo is dropped; its path, or None for a pasted picture.
        recent_changed: the list of recent files changed.
    """

    opened = Signal(object)
    saved = Signal()
    recent_changed = Signal()
    browsed = Signal(object)
    unopened = Signal(object, object)
    several = Signal(object)
    discarded = Signal(object)

    def __init__(self, window: QWidget, jobs: Jobs, settings: Settings, toast: Toast, desk: Desk) -> None:
        """``window`` owns the dialogs, ``desk`` keeps what is done to photos out of sight."""
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._settings = settings
        self._toast = toast
        self._desk = desk
        self._reading: Job | None = None

    # --- opening ---

    def ask_open(self) -> None:
        """Let the user pick a photo."""
        path = ask_open(self._window, self._settings.folder)
        if path is not None:
            self.open_path(path)

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open what was dropped or named: a photo, or the photos of folders."""
        absolute = [path.absolute() for path in paths]
        if len(absolute) == 1 and not absolute[0].is_dir():
            self.open_path(absolute[0])
        else:
            self.several.emit(absolute)

    def open_path(self, path: Path) -> None:
        """Read a photo; what was done to the one in sight is kept. If it fails, that one stays."""

        def failed(error: Exception) -> None:
            if isinstance(error, FileMissing):
                self._settings.forget_recent_file(path)
                self.recent_changed.emit()
            show_error(error, self._window)

        def done(opened: Opened) -> None:
            self._settings.folder = path.parent
            self._settings.add_recent_file(path)
            self.recent_changed.emit()
            self._show(*opened)

        path = path.absolute()
        self._leave_pasted(lambda: self._read(path, done, failed))

    def browse_to(self, path: Path) -> None:
        """Read a photo of the strip; if it fails, none is in sight."""

        def failed(error: Exception) -> None:
            if not isinstance(error, TintypeError):
                show_error(error, self._window)
            self._desk.show(None)
            self.unopened.emit(path, error)

        def start() -> None:
            self.browsed.emit(path)
            self._read(path, lambda opened: self._show(*opened), failed)

        self._leave_pasted(start)

    def _read(self, path: Path, done: Callable[[Opened], None], failed: Callable[[Exception], None]) -> None:
        if self._reading is not None:
            self._reading.cancel()
        held = self._desk.find(path)
        memory = self._settings.bytes_for_reading
        job = self._reading = Job(lambda _: open_picture(path, held, memory))
        job.succeeded.connect(done)
        job.failed.connect(failed)
        self._toast.watch(job, self.tr("Opening {0}").format(path.name))
        self._jobs.start(job)

    def open_photo(self, photo: Photo) -> None:
        """Show a picture that is no file, such as one from the clipboard."""

        def start() -> None:
            job = Job(lambda _: make_picture(photo, None))
            job.succeeded.connect(self._show)
            job.failed.connect(lambda error: show_error(error, self._window))
            self._jobs.start(job)

        self._leave_pasted(start)

    def open_pasted(self, picture: Picture, then: Callable[[], None]) -> None:
        """Show a picture that is no file, and that was worked on before; ``then`` follows if it is shown."""

        def start() -> None:
            self._show(picture)
            then()

        self._leave_pasted(start)

    def close_photo(self) -> None:
        """Go back to the empty window; what was done to the photo is dropped, unless it is saved."""

        def close() -> None:
            self.discard(self._document.path if self._document else None)
            self._show(None)

        self.leave(close)

    def discard(self, path: Path | None) -> None:
        """Drop what was done to a photo, or to a pasted picture."""
        if path is not None:
            self._desk.forget(path)
        self.discarded.emit(path)

    @property
    def _document(self) -> Document | None:
        return self._desk.current

    def _show(self, picture: Picture | None, stamp: Stamp | None = None) -> None:
        self._reading = None
        self._desk.show(picture.document if picture else None, stamp)
        self.opened.emit(picture)
        if picture is not None and picture.document.photo.warnings:
            self._toast.show_message(" ".join(map(said, picture.document.photo.warnings)), "warning")

    # --- saving ---

    def save(self) -> None:
        """Save where it was saved before; never over the original without asking."""
        if self._document is not None and self._document.saved_to is not None:
            self._write(self._document.saved_to)
        else:
            self.save_as()

    def save_as(self, then: Callable[[], None] | None = None) -> None:
        """Let the user pick a target; ``then`` follows if the photo was written."""
        document = self._document
        if document is None:
            return
        target = ask_save(self._window, document.saved_to or proposed_target(document, self._settings.folder))
        if target is not None and original_at(document, target):
            ask_replace(self._window, target, lambda: self._write(target, then), lambda: self.save_as(then))
        elif target is not None:
            ask_losses(self._window, document.photo, target, lambda: self._write(target, then), lambda: self.save_as(then))

    def _write(self, target: Path, then: Callable[[], None] | None = None) -> None:
        document = self._document
        if document is None:
            return
        if document.pending:
            self._toast.show_message(self.tr("The denoising is not done yet; save when it is."), "warning")
            return
        snapshot = document.snapshot()

        def done(saved: Saved) -> None:
            losses = saved.losses
            document.saved_to = target
            document.backup = saved.backup or document.backup
            document.history.mark_saved(snapshot.state)
            self._settings.folder = target.parent
            told = self.tr("Saved as {0}").format(target.name)
            if saved.backup is not None:
                told = self.tr("Saved as {0}; the original is kept as {1}").format(target.name, saved.backup.name)
            if losses:
                self._toast.show_message(" ".join((f"{told}.", *map(said, losses))), "warning")
            else:
                self._toast.show_message(told)
            self.saved.emit()
            if then is not None:
                then()

        original = document.original
        job = Job(lambda _: save(snapshot, target, original))
        job.succeeded.connect(done)
        job.failed.connect(lambda error: show_error(error, self._window))
        self._toast.watch(job, self.tr("Saving {0}").format(target.name))
        self._jobs.start(job)

    # --- leaving ---

    def leave(self, then: Callable[[], None]) -> None:
        """Do ``then`` once the open photo may go: at once, or after the question about unsaved changes."""
        if self._document is None or not self._document.history.dirty:
            then()
            return
        button = QMessageBox.StandardButton
        box = QMessageBox(self._window, icon=QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Unsaved Changes"))
        name = self._document.path.name if self._document.path else self.tr("the pasted picture")
        box.setText(self.tr("Save the changes to {0}?").format(name))
        box.setInformativeText(self.tr("Without saving, the result is lost. The original file stays as it is."))
        box.setStandardButtons(button.Save | button.Discard | button.Cancel)
        box.setDefaultButton(button.Save)
        box.finished.connect(lambda result: self._answered(button(result), then))
        box.finished.connect(box.deleteLater)
        box.open()

    def _leave_pasted(self, then: Callable[[], None]) -> None:
        """Do ``then``, after the question if a pasted picture is in sight, which could not be come back to."""
        if self._document is not None and self._document.path is None:
            self.leave(then)
        else:
            then()

    def _answered(self, answer: QMessageBox.StandardButton, then: Callable[[], None]) -> None:
        if answer == QMessageBox.StandardButton.Discard:
            then()
        elif answer == QMessageBox.StandardButton.Save and self._document is not None and self._document.saved_to is not None:
            self._write(self._document.saved_to, then)
        elif answer == QMessageBox.StandardButton.Save:
            self.save_as(then)


def open_picture(path: Path, held: tuple[Document, Stamp] | Kept | None, memory: int | None = None) -> Opened:
    """A photo as it is in its file, or with what was done to it; takes as long as reading it."""
    if held is None:
        picture = make_picture(read_photo(path, memory=memory), path)
        return picture, Stamp.of(path)
    document, stamp = (held.reopened(path, memory), held.stamp) if isinstance(held, Kept) else held
    return Picture(document, Conversion.of(document.photo.metadata.icc)), stamp


def make_picture(photo: Photo, path: Path | None) -> Picture:
    """A document with all that showing it needs; takes about half a second for 50 megapixels."""
    return Picture(Document(photo, path, Pyramid.build(photo.pixels)), Conversion.of(photo.metadata.icc))
