"""Every failure that a user can meet, each a class with its data and one plain sentence: what, why, what to do.

``str(error)`` is that sentence. Command line, window and batch show it as it is; anything else that is raised is a bug.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class TintypeError(Exception):
    """Base of all failures that are shown to a user."""


class Cancelled(TintypeError):
    """The user stopped the work."""

    def __init__(self) -> None:
        super().__init__("Cancelled.")


class PhotoError(TintypeError):
    """A failure that concerns one file."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(sentence)
        self.path = path


class FileMissing(PhotoError):
    """There is nothing at the path."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"{path} does not exist; check the name.")


class FolderGiven(PhotoError):
    """The path is a folder where a file is needed."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, f"{path} is a folder; name a photo inside it.")


class UnreadablePhoto(PhotoError):
    """The file is broken, cut short, too large, or not a picture that Tintype reads."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, f"{path} cannot be read: {reason}.")
        self.reason = reason


class CannotWrite(PhotoError):
    """The target cannot be written; whatever was there before is unharmed."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(path, f"{path} cannot be written: {reason}.")
        self.reason = reason


class InvalidPixels(TintypeError):
    """An array given to the Python API has the wrong shape, type or values."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"These pixels cannot be processed: {reason}.")


class InvalidMask(TintypeError):
    """The mask does not fit the photo, or leaves nothing of it to fill from."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This mask cannot be used: {reason}.")


class InvalidSetting(TintypeError):
    """A setting given to the Python API or read from a recipe is out of its range."""

    def __init__(self, name: str, value: object, allowed: str) -> None:
        super().__init__(f"{name} is {value!r}, but it must be {allowed}.")


class UnknownModel(TintypeError):
    """No installed model has this id, and it is no file either."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        names = ", ".join(known) or "none"
        super().__init__(f"There is no model called {name}; installed are: {names}.")


class NoModel(TintypeError):
    """No installed model can do the task."""

    def __init__(self, task: str) -> None:
        super().__init__(f"No model for the task {task} is installed; install Tintype again, or add a model to the model folder.")


class InvalidModel(TintypeError):
    """The file is not a model that Tintype can run."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be used as a model: {reason}.")
        self.path = path
        self.reason = reason


class ModelExists(TintypeError):
    """There is an own model with this id already."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(f"You have a model called {name} already ({path}); add --replace, or export this one with another --id.")
        self.name = name
        self.path = path


class CannotRemoveModel(TintypeError):
    """The model is not the user's to remove, or its file cannot be deleted."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"The model {name} cannot be removed: {reason}.")


class RayMissing(TintypeError):
    """A batch on a cluster was asked for, and Ray is not installed."""

    def __init__(self) -> None:
        super().__init__('A batch on a cluster needs Ray; install it with: python -m pip install "tintype[cluster]"')


class NoCluster(TintypeError):
    """No Ray cluster answers."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"The Ray cluster {address} cannot be reached: {reason}.")


class OutOfMemory(TintypeError):
    """Even the smallest tile does not fit into the memory that is free."""

    def __init__(self) -> None:
        super().__init__("There is not enough free memory for this photo; close other programs and try again.")


class InferenceFailed(TintypeError):
    """The runtime failed for a reason of its own."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"The model could not be run: {reason}")
