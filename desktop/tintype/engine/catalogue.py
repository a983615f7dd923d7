"""The models that are installed, known from their specs alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from platformdirs import user_data_path

from tintype.engine.spec import ModelSpec, Quality, Suits, Task, read_spec
from tintype.errors import InvalidModel, NoModel, UnknownModel


def folder_by_environment() -> Path | None:
    """The folder for a user's own models that ``TINTYPE_MODELS`` names."""
    named = os.environ.get("TINTYPE_MODELS")
    return Path(named) if named else None


def user_folder(chosen: Path | None = None) -> Path:
    """Where a user's own models go: ``TINTYPE_MODELS``, or what was chosen, or the platform's data folder for Tintype."""
    return folder_by_environment() or chosen or user_data_path("tintype", appauthor=False) / "models"


def standard_folders() -> list[Path]:
    """The package's folder, which in a checkout lies beside ``desktop``, then the user's."""
    package = Path(str(files("tintype")))
    in_checkout = package.parent.name == "desktop"
    return [package.parents[1] / "models" if in_checkout else package / "models", user_folder()]


class Catalogue:
    """Models found in some folders; of two with the same id the earlier folder's counts.

    Attributes:
        folders: where it looked.
        own_folder: the user's; models in it are the user's own, all others come with Tintype.
        models: the valid ones, by id, but for int8 twins.
        refused: why the others were left out.
    """

    def __init__(self, folders: Iterable[Path] | None = None, own_folder: Path | None = None) -> None:
        """Look into ``folders``, by default the standard ones; those that do not exist are empty.

        Args:
            folders: of two models with the same id the earlier folder's counts.
            own_folder: which of them is the user's; by default the one that ``user_folder`` names.
        """
        self.folders = list(dict.fromkeys(standard_folders() if folders is None else folders))
        self.own_folder = user_folder(own_folder)
        self.models: dict[str, ModelSpec] = {}
        self._twins: dict[str, ModelSpec] = {}
        self.refused: list[InvalidModel] = []
        for folder in self.folders:
            for path in sorted(folder.glob("*.onnx")):
                self._add(path)
        for twin in self._twins.values():
            self.models.setdefault(twin.id, twin)

    def read_again(self, own_folder: Path | None = None) -> Catalogue:
        """A catalogue of the same folders as they are now, with ``own_folder`` in the place of the user's, if it is given."""
        own = self.own_folder if own_folder is None else user_folder(own_folder)
        if own == self.own_folder:
            return Catalogue(self.folders, own)
        return Catalogue([*(folder for folder in self.folders if folder != self.own_folder), own], own)

    def _add(self, path: Path) -> None:
        try:
            spec = read_spec(path)
        except InvalidModel as reason:
            self.refused.append(reason)
            return
        if spec.precision == "int8":
            self._twins.setdefault(spec.id, spec)
            return
        first = self.models.setdefault(spec.id, spec)
        if first is not spec:
            self.refused.append(InvalidModel(path, f"its id {spec.id} is that of {first.path}; export it with another --id"))

    def int8_of(self, model: ModelSpec) -> ModelSpec | None:
        """The int8 twin made from this very model, if there is one."""
        twin = self._twins.get(model.id)
        made_from_it = twin is not None and twin.card.get("training") == model.card.get("training")
        return twin if twin != model and made_from_it else None

    def is_own(self, model: ModelSpec) -> bool:
        """Whether the model lies in the user's folder."""
        return model.path.parent == self.own_folder

    def find(self, name: str) -> ModelSpec:
        """The model with this id, or in this file.

        Raises:
            UnknownModel: neither exists.
            InvalidModel: the file is no model.
        """
        if name in self.models:
            return self.models[name]
        path = Path(name)
        if path.is_file():
            return read_spec(path)
        raise UnknownModel(name, sorted(self.models))

    def of_task(self, task: Task) -> Sequence[ModelSpec]:
        """All models for the task, the cheapest first."""
        return sorted((m for m in self.models.values() if m.task == task), key=lambda model: model.macs_per_pixel)

    def choose(self, task: Task, quality: Quality, suits: Suits = "white") -> ModelSpec:
        """The cheapest model of the tier ``fast``, or the costliest for ``best``; what there is where a tier is missing.

        The user's own models are chosen by their id; here they count only where none comes with Tintype. Models for one kind of
        picture are chosen by their id alone.

        Args:
            task: what it does.
            quality: the tier.
            suits: what it was trained for; where there is no such model, one for white noise serves.

        Raises:
            NoModel: none is installed for the task.
        """
        installed = self.of_task(task)
        shipped = [model for model in installed if not self.is_own(model)] or installed
        models = [model for model in shipped if model.suits == suits] or [model for model in shipped if model.suits == "white"]
        if not models:
            raise NoModel(task)
        return models[0] if quality == "fast" else models[-1]
