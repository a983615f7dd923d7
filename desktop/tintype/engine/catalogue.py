"""The models that are installed, known from their specs alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from platformdirs import user_data_path

from tintype.engine.spec import ModelSpec, Quality, Task, read_spec
from tintype.errors import InvalidModel, NoModel, UnknownModel


def user_folder() -> Path:
    """Where a user's own models go: ``TINTYPE_MODELS``, or the platform's data folder for Tintype."""
    chosen = os.environ.get("TINTYPE_MODELS")
    return Path(chosen) if chosen else user_data_path("tintype", appauthor=False) / "models"


def standard_folders() -> list[Path]:
    """The user's folder, then the package's, which in a checkout lies beside ``desktop``."""
    package = Path(str(files("tintype")))
    in_checkout = package.parent.name == "desktop"
    return [user_folder(), package.parents[1] / "models" if in_checkout else package / "models"]


class Catalogue:
    """Models found in some folders; of two with the same id the earlier folder's counts.

    Attributes:
        models: the valid ones, by id.
        refused: why the others were left out.
    """

    def __init__(self, folders: Iterable[Path] | None = None) -> None:
        """Look into ``folders``, by default the standard ones; those that do not exist are empty."""
        self.models: dict[str, ModelSpec] = {}
        self.refused: list[InvalidModel] = []
        for folder in standard_folders() if folders is None else folders:
            for path in sorted(folder.glob("*.onnx")):
                self._add(path)

    def _add(self, path: Path) -> None:
        try:
            spec = read_spec(path)
        except InvalidModel as reason:
            self.refused.append(reason)
        else:
            self.models.setdefault(spec.id, spec)

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

    def choose(self, task: Task, quality: Quality) -> ModelSpec:
        """The cheapest model of the tier ``fast``, or the costliest for ``best``; what there is where a tier is missing.

        Raises:
            NoModel: none is installed for the task.
        """
        models = self.of_task(task)
        if not models:
            raise NoModel(task)
        return models[0] if quality == "fast" else models[-1]
