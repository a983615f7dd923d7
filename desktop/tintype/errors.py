"""Every failure that a user can meet, each a class with its data and one plain sentence: what, why, what to do.

``str(error)`` is that sentence. Command line, window and batch show it as it is; anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar


class TintypeError(Exception):
    """Base of all failures that are shown to a user.

    Attributes:
        template: the sentence in English, with names in braces for the data; empty where each failure brings its own sentence.
        data: what belongs into the braces, so that the sentence can be made in another language.
    """

    template: ClassVar[str] = ""

    def __init__(self, sentence: str = "", **data: object) -> None:
        super().__init__(sentence or self.template.format(**data))
        self.data = data


class Cancelled(TintypeError):
    """The user stopped the work."""

    template = "Cancelled."


class PhotoError(TintypeError):
    """A failure that concerns one file."""

    def __init__(self, path: Path, sentence: str = "", **data: object) -> None:
        super().__init__(sentence, path=path, **data)
        self.path = path


class FileMissing(PhotoError):
    """There is nothing at the path."""

    template = "{path} does not exist; check the name."


class FolderGiven(PhotoError):
    """The path is a folder where a file is needed."""

    template = "{path} is a folder; name a photo inside it."


class UnreadablePhoto(PhotoError):
    """The file is broken, cut short, too large, or not a picture that Tintype reads."""

    template = "{path} cannot be read: {reason}."

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason=reason)
        self.reason = reason


class NoPhotos(PhotoError):
    """The folder holds nothing that can be opened."""

    template = "{path} holds no photos; folders inside it are not searched."


class SourceChanged(PhotoError):
    """The photo is not the one any more that unsaved work was done on."""

    template = "{path} has changed since it was worked on, so the unsaved work does not fit it; it is kept."


class DamagedWork(PhotoError):
    """What was kept of unsaved work cannot be read."""

    template = "The unsaved work in {path} is damaged and cannot be restored."


class CannotWrite(PhotoError):
    """The target cannot be written; whatever was there before is unharmed."""

    template = "{path} cannot be written: {reason}."

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason=reason)
        self.reason = reason


class InvalidRecipe(PhotoError):
    """The file is no recipe."""

    template = "{path} cannot be used as a recipe: {reason}."

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, reason=reason)
        self.reason = reason


class InvalidPixels(TintypeError):
    """An array given to the Python API has the wrong shape, type or values."""

    template = "These pixels cannot be processed: {reason}."

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class InvalidMask(TintypeError):
    """The mask does not fit the photo, or leaves nothing of it to fill from."""

    template = "This mask cannot be used: {reason}."

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


class InvalidSetting(TintypeError):
    """A setting given to the Python API or read from a recipe is out of its range."""

    template = "{name} is {value!r}, but it must be {allowed}."

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(name=name, value=value, allowed=allowed)


class UnknownModel(TintypeError):
    """No installed model has this id, and it is no file either."""

    template = "There is no model called {name}; installed are: {known}."

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(name=name, known=", ".join(known) or "none")


class NoModel(TintypeError):
    """No installed model can do the task."""

    template = "No model for the task {task} is installed; install Tintype again, or add a model to the model folder."

    def __init__(self, task: str) -> None:
        super().__init__(task=task)


class InvalidModel(TintypeError):
    """The file is not a model that Tintype can run."""

    template = "{path} cannot be used as a model: {reason}."

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path=path, reason=reason)
        self.path = path
        self.reason = reason


class ModelExists(TintypeError):
    """There is an own model with this id already."""

    template = "You have a model called {name} already ({path}); add --replace, or export this one with another --id."

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(name=name, path=path)
        self.name = name
        self.path = path


class CannotRemoveModel(TintypeError):
    """The model is not the user's to remove, or its file cannot be deleted."""

    template = "The model {name} cannot be removed: {reason}."

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name=name, reason=reason)


class RayMissing(TintypeError):
    """A batch on a cluster was asked for, and Ray is not installed."""

    template = 'A batch on a cluster needs Ray; install it with: python -m pip install "tintype[cluster]"'


class NoCluster(TintypeError):
    """No Ray cluster answers."""

    template = "The Ray cluster {address} cannot be reached: {reason}."

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(address=address, reason=reason)


class OutOfMemory(TintypeError):
    """Even the smallest tile does not fit into the memory that is free."""

    template = "There is not enough free memory for this photo; close other programs and try again."


class InferenceFailed(TintypeError):
    """The runtime failed for a reason of its own."""

    template = "The model could not be run: {reason}"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)
