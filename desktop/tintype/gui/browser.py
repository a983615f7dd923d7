"""Going through the photos of a folder, or those that were dropped together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from tintype.document.desk import Desk, Mark
from tintype.document.roll import Roll
from tintype.errors import NoPhotos, PhotoError
from tintype.gui.canvas.picture import Picture
from tintype.gui.error_box import show_error
from tintype.gui.error_texts import sentence_of
from tintype.gui.file_dialogs import ask_folder
from tintype.gui.files import Files
from tintype.gui.jobs import Job, Jobs
from tintype.gui.settings import Settings
from tintype.gui.toast import Toast
from tintype.photo.folder import changed_when, photos_in

REST_MS = 300
"""A folder that is being written to tells of each file."""


@dataclass(frozen=True)
class Place:
    """Where the photos come from: all of some folders, and some files."""

    folders: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()

    def photos(self) -> dict[Path, int]:
        """The photos with the time of their last change.

        Raises:
            PhotoError: a folder cannot be listed.
        """
        listed = [path for folder in self.folders for path in photos_in(folder)]
        return changed_when({*listed, *self.files})

    @property
    def watched(self) -> set[str]:
        """The folders in which something may change."""
        return {str(folder) for folder in (*self.folders, *(file.parent for file in self.files))}


class Browser(QObject):
    """Knows which photos there are and which one is in sight, and goes to others.

    Attributes:
        changed: there are other photos, or another one is in sight.
        marks_changed: the state of a photo, by its path, or of all.
        rewritten: a photo's file is another one now; its path.
        roll: the photos.
        failures: why photos cannot be read, by their paths.
    """

    changed = Signal()
    marks_changed = Signal(object)
    rewritten = Signal(object)

    def __init__(self, window: QWidget, jobs: Jobs, settings: Settings, files: Files, desk: Desk, toast: Toast) -> None:
        """``files`` opens the photos, ``desk`` knows what was done to them."""
        super().__init__(window)
        self.roll = Roll()
        self.failures: dict[Path, str] = {}
        self._window = window
        self._jobs = jobs
        self._settings = settings
        self._files = files
        self._desk = desk
        self._toast = toast
        self._place = Place()
        self._listing: Job | None = None
        self._watcher = QFileSystemWatcher(self)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._watcher.directoryChanged.connect(lambda _: self._rest.start())
        self._rest.timeout.connect(lambda: self._list(self._place))
        files.several.connect(self.open_paths)
        files.browsed.connect(self._set_current)
        files.opened.connect(self._follow_opened)
        files.unopened.connect(lambda path, error: self.note_failure(path, sentence_of(error)))
        files.saved.connect(lambda: self.marks_changed.emit(None))
        files.discarded.connect(self._forget_failure)

    # --- which photos ---

    def ask_folder(self) -> None:
        """Let the user pick a folder."""
        folder = ask_folder(self._window, self._settings.folder)
        if folder is not None:
            self.open_paths([folder])

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Go through these photos, and those of these folders, from the first one on."""
        folders = tuple(path for path in paths if path.is_dir())
        self._list(Place(folders, tuple(path for path in paths if path not in folders)), open_first=True)

    def show_only(self, paths: Sequence[Path]) -> None:
        """Go through exactly these photos; the one in sight stays."""
        self._list(Place((), tuple(paths)))

    def mark(self, path: Path) -> Mark | Literal["failed"]:
        """How far the work on a photo is."""
        return "failed" if path in self.failures else self._desk.mark(path)

    def note_failure(self, path: Path, sentence: str) -> None:
        """Remember that a photo cannot be read."""
        self.failures[path] = sentence
        self.marks_changed.emit(path)

    def _list(self, place: Place, *, open_first: bool = False) -> None:
        if self._listing is not None:
            self._listing.cancel()
        job = self._listing = Job(lambda _: place.photos())
        job.succeeded.connect(lambda photos: self._take(place, photos, open_first=open_first))
        job.failed.connect(lambda error: self._refuse(error, told=open_first))
        self._jobs.start(job)

    def _take(self, place: Place, photos: dict[Path, int], *, open_first: bool) -> None:
        if open_first and not photos:
            self._refuse(NoPhotos((place.folders or place.files)[0]), told=True)
            return
        before, self._place = self.roll.photos, place
        self.roll = Roll(photos, self.roll.current)
        self._watch(place)
        for path in photos.keys() & before.keys():
            if photos[path] != before[path]:
                self.failures.pop(path, None)
                self.rewritten.emit(path)
        self.changed.emit()
        if open_first:
            self._settings.folder = next(iter(photos)).parent
            self.go(next(iter(photos)))

    def _refuse(self, error: Exception, *, told: bool) -> None:
        if not isinstance(error, PhotoError):
            show_error(error, self._window)
        elif told:
            self._toast.show_message(sentence_of(error), "warning")
        else:  # the folder is gone, and with it its photos
            self.roll = Roll({}, self.roll.current)
            self.changed.emit()

    def _watch(self, place: Place) -> None:
        before, wanted = set(self._watcher.directories()), place.watched
        if before - wanted:
            self._watcher.removePaths(sorted(before - wanted))
        if wanted - before:
            self._watcher.addPaths(sorted(wanted - before))

    # --- which one ---

    def go(self, path: Path) -> None:
        """Go to a photo."""
        self._files.browse_to(path)

    def step(self, by: int) -> None:
        """Go some photos on, or back; at the ends, stay."""
        path = self.roll.stepped(by)
        if path is not None:
            self.go(path)

    def go_to_end(self, *, last: bool) -> None:
        """Go to the first photo, or to the last one."""
        paths = self.roll.paths
        if paths and paths[-1 if last else 0] != self.roll.current:
            self.go(paths[-1 if last else 0])

    def _set_current(self, path: Path | None) -> None:
        self.roll = self.roll.at(path)
        self.changed.emit()

    def _follow_opened(self, picture: Picture | None) -> None:
        path = picture.document.path if picture else None
        if path is not None:
            self._forget_failure(path)
        if path is not None and path not in self.roll.photos:
            self.roll = Roll({path: 0}, path)
            self._list(Place((path.parent,), (path,)))
        elif picture is None:
            self.roll, self._place = Roll(), Place()
            self._watch(self._place)
        self._set_current(path)
        self.marks_changed.emit(None)

    def _forget_failure(self, path: Path | None) -> None:
        if path is not None and self.failures.pop(path, None) is not None:
            self.rewritten.emit(path)
            self.marks_changed.emit(path)
