"""Small pictures of files, made in the background for those in sight alone."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPixmap

from tintype.gui.jobs import Job, Jobs
from tintype.photo import Thumbnail, read_thumbnail

WIDTH, HEIGHT = 60, 40
SHARPNESS = 2
"""Device pixels for each of these, so that it is sharp on a fine screen too."""
MOST_KEPT = 600


class Thumbnails(QObject):
    """Reads one file after another, the first in sight first.

    Attributes:
        arrived: a picture of the path is there.
        read: number of files that were read.
    """

    arrived = Signal(object)

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        """Nothing is wanted yet."""
        super().__init__(parent)
        self.read = 0
        self._jobs = jobs
        self._made: OrderedDict[Path, QPixmap | None] = OrderedDict()
        self._wanted: list[Path] = []
        self._job: Job | None = None

    def of(self, path: Path) -> QPixmap | None:
        """The picture of a file; None where it is not there yet, or cannot be made."""
        return self._made.get(path)

    def want(self, paths: Sequence[Path]) -> None:
        """Make these, and nothing that was wanted before."""
        self._wanted = [path for path in paths if path not in self._made]
        self._next()

    def forget(self) -> None:
        """Nothing is wanted, and files may have changed."""
        self._wanted.clear()
        self._made.clear()

    def _next(self) -> None:
        if self._job is not None or not self._wanted:
            return
        path = self._wanted.pop(0)
        self.read += 1
        self._job = Job(lambda _: read_thumbnail(path, max(WIDTH, HEIGHT) * SHARPNESS))
        self._job.succeeded.connect(lambda picture: self._keep(path, _framed(picture)))
        self._job.failed.connect(lambda _: self._keep(path, None))  # what is wrong with it, the batch says
        self._job.finished.connect(self._ended)
        self._jobs.start(self._job)

    def _keep(self, path: Path, picture: QPixmap | None) -> None:
        self._made[path] = picture
        if len(self._made) > MOST_KEPT:
            self._made.popitem(last=False)
        self.arrived.emit(path)

    def _ended(self) -> None:
        self._job = None
        self._next()


def _framed(picture: Thumbnail) -> QPixmap:
    """In the middle of a rectangle that all have the size of."""
    height, width = picture.shape[:2]
    image = QImage(picture.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    result = QPixmap(WIDTH * SHARPNESS, HEIGHT * SHARPNESS)
    result.fill(Qt.GlobalColor.transparent)
    scale = min(result.width() / width, result.height() / height, 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRect((result.width() - size[0]) // 2, (result.height() - size[1]) // 2, *size), image)
    painter.end()
    result.setDevicePixelRatio(SHARPNESS)
    return result
