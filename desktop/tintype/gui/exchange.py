"""Copy, paste, drag and drop."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QWidget

from tintype.document.recipe_file import is_recipe
from tintype.gui.canvas.picture import Picture
from tintype.gui.clipboard import paths_in, photo_in, result_image
from tintype.gui.error_box import show_error
from tintype.gui.files import Files
from tintype.gui.jobs import Job, Jobs
from tintype.gui.own_models import OwnModels, models_among
from tintype.gui.toast import Toast


class Exchange(QObject):
    """What a window gives to other programs and takes from them.

    Attributes:
        recipe_given: the path of a recipe that was dropped or pasted.
    """

    recipe_given = Signal(object)

    def __init__(self, window: QWidget, jobs: Jobs, files: Files, own_models: OwnModels, toast: Toast) -> None:
        """``files`` opens the photos that come in, ``own_models`` adds the models."""
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._files = files
        self._own_models = own_models
        self._toast = toast

    def copy(self, picture: Picture) -> None:
        """Put the result, at full size, into the clipboard."""

        def done(image: QImage) -> None:
            QGuiApplication.clipboard().setImage(image)
            self._toast.show_message(self.tr("Copied"))

        snapshot = picture.document.snapshot()
        job = Job(lambda _: result_image(picture, snapshot))
        job.succeeded.connect(done)
        job.failed.connect(lambda error: show_error(error, self._window))
        self._jobs.start(job)

    def paste(self) -> None:
        """Open what is in the clipboard: files, the path of one, or a picture."""
        self.take(QGuiApplication.clipboard().mimeData())

    def take(self, data: QMimeData) -> None:
        """Open or add what was pasted or dropped."""
        paths = paths_in(data)
        photo = None if paths else photo_in(data)
        if paths:
            self.take_files(paths)
        elif photo is not None:
            self._files.open_photo(photo)
        else:
            self._toast.show_message(self.tr("There is no picture in the clipboard."), "warning")

    def take_files(self, paths: Sequence[Path]) -> None:
        """Open a photo, or apply a recipe to the open one; add models."""
        models = models_among(paths)
        for path in models:
            self._own_models.add(path)
        recipes = [path for path in paths if is_recipe(path)]
        photos = [path for path in paths if path not in models and path not in recipes]
        if photos:
            self._files.open_paths(photos)
        elif recipes:
            self.recipe_given.emit(recipes[0])
        if len(recipes) > (not photos):
            self._toast.show_message(self.tr("One recipe at a time can be applied, once the photo is open."), "warning")

    @staticmethod
    def can_take(data: QMimeData) -> bool:
        """Whether ``take`` would open something."""
        return bool(paths_in(data)) or data.hasImage()
