"""Thumbnails, made in the background, one at a time, of what is wanted at that moment."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from tintype.errors import PhotoError
from tintype.gui.canvas.colour import Conversion
from tintype.gui.canvas.picture import to_image
from tintype.gui.error_box import show_error
from tintype.gui.error_texts import sentence_of
from tintype.gui.jobs import Job, Jobs
from tintype.photo.thumbnail import read_thumbnail

MOST = 1000
"""Kept at the same time; about 100 kB each on a dense screen."""


class Thumbnails(QObject):
    """Knows the latest thumbnails, and which photos have none because they are broken.

    Attributes:
        made: the path of a photo whose thumbnail is there.
        broken: the path of a photo that cannot be read, and the sentence about it.
    """

    made = Signal(object)
    broken = Signal(object, str)

    def __init__(
        self,
        jobs: Jobs,
        wanted: Callable[[], Iterable[Path]],
        side: Callable[[], int],
        parent: QObject,
        memory: Callable[[], int | None] = lambda: None,
    ) -> None:
        """Make none yet.

        Args:
            jobs: run the work.
            wanted: names the photos to make thumbnails of, the most urgent first.
            side: tells their size in pixels.
            parent: owns this.
            memory: tells the most bytes that reading a photo may take; None for half of what is free.
        """
        super().__init__(parent)
        self._jobs = jobs
        self._wanted = wanted
        self._side = side
        self._memory = memory
        self._images: OrderedDict[Path, QImage] = OrderedDict()
        self._broken: set[Path] = set()
        self._job: Job | None = None

    def of(self, path: Path) -> QImage | None:
        """The thumbnail, if it is there."""
        image = self._images.get(path)
        if image is not None:
            self._images.move_to_end(path)
        return image

    def look(self) -> None:
        """Make the next thumbnail, if one is wanted and none is being made."""
        if self._job is not None:
            return
        path = next((path for path in self._wanted() if path not in self._images and path not in self._broken), None)
        if path is not None:
            self._start(path)

    def forget(self, path: Path) -> None:
        """The file is another one now."""
        self._images.pop(path, None)
        self._broken.discard(path)

    def clear(self) -> None:
        """Any file may be another one now."""
        self.stop()
        self._images.clear()
        self._broken.clear()

    def stop(self) -> None:
        """Drop the thumbnail that is being made."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _start(self, path: Path) -> None:
        side, memory = self._side(), self._memory()
        job = self._job = Job(lambda _: thumbnail_image(path, side, memory))
        job.succeeded.connect(lambda image: self._take(path, image))
        job.failed.connect(lambda error: self._fail(path, error))
        job.finished.connect(lambda: self._end(job))
        self._jobs.start(job)

    def _take(self, path: Path, image: QImage) -> None:
        self._images[path] = image
        while len(self._images) > MOST:
            self._images.popitem(last=False)
        self.made.emit(path)

    def _fail(self, path: Path, error: Exception) -> None:
        self._broken.add(path)
        if isinstance(error, PhotoError):
            self.broken.emit(path, sentence_of(error))
        else:
            show_error(error, None)

    def _end(self, job: Job) -> None:
        if job is self._job:
            self._job = None
            self.look()


def thumbnail_image(path: Path, side: int, memory: int | None = None) -> QImage:
    """A photo in the screen's colours, ``side`` pixels a side at most.

    Raises:
        PhotoError: it cannot be read.
    """
    photo = read_thumbnail(path, side, memory)
    colours = np.rint(photo.pixels * 255).astype(np.uint8)
    conversion = Conversion.of(photo.metadata.icc)
    alpha = None if photo.alpha is None else np.rint(photo.alpha * 255).astype(np.uint8)
    return to_image(conversion(colours) if conversion else colours, alpha)
