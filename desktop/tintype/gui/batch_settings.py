"""What the batch window is set to: where from, where to, and what is done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, TypeVar, get_args

from tintype.batch import Clean, Conflict, Format, Request, Steps
from tintype.document.recipe import Recipe
from tintype.engine import DenoiseSettings, Device
from tintype.errors import InvalidSetting

T = TypeVar("T")
Choice = Literal["photo", "fast", "best", "repair", "mask"]

FOLDER = "tintype"
SENSITIVITY = 50.0


@dataclass(frozen=True)
class BatchSettings:
    """All that the window asks for.

    Attributes:
        inputs: photos and folders.
        output: folder of the results; None for the one that is proposed.
        choice: what is done: as the open photo, denoise fast or best, repair and denoise, fill a mask.
        recipe: what was done to the open photo, where the choice is that.
        mask: a mask for all, or a folder of masks, where the choice is that.
        recursive: whether the folders inside folders count too.
        name, format, on_conflict, clean, again: as in ``Request``.
        watch: whether to go on looking for new photos once all is done.
    """

    inputs: tuple[Path, ...] = ()
    output: Path | None = None
    choice: Choice = "fast"
    recipe: Recipe = field(default_factory=Recipe)
    mask: Path | None = None
    recursive: bool = True
    name: str = "{stem}"
    format: Format = "same"
    on_conflict: Conflict = "skip"
    clean: Clean = "copy"
    again: bool = False
    watch: bool = False

    @property
    def folder(self) -> Path | None:
        """Where the results go: what was chosen, else a folder inside that of the first photos; None without photos."""
        if self.output is not None or not self.inputs:
            return self.output
        first = self.inputs[0]
        return (first if first.is_dir() else first.parent) / FOLDER

    def steps(self, device: Device) -> Steps | None:
        """What is done to each photo; None while something is missing."""
        if self.choice == "mask":
            return None if self.mask is None else Steps(masks=self.mask, device=device)
        if self.choice == "photo":
            return _steps_of(self.recipe, device)
        denoise = DenoiseSettings(quality="best" if self.choice == "best" else "fast", device=device)
        return Steps(denoise, sensitivity=SENSITIVITY if self.choice == "repair" else None, device=device)

    def request(self, device: Device, memory: int | None = None) -> Request | None:
        """The batch, which goes on where an earlier one was broken off; None while something is missing.

        Raises:
            InvalidSetting: the template makes no file name.
        """
        steps, folder = self.steps(device), self.folder
        if steps is None or folder is None or not self.inputs:
            return None
        return Request(
            self.inputs,
            folder,
            steps,
            recursive=self.recursive,
            name=self.name.strip(),
            format=self.format,
            on_conflict=self.on_conflict,
            resume=True,
            clean=self.clean,
            again=self.again,
            memory=memory,
        )

    def with_inputs(self, paths: tuple[Path, ...]) -> BatchSettings:
        """The same with more photos and folders, each once."""
        return replace(self, inputs=tuple(dict.fromkeys((*self.inputs, *paths))))

    def emptied(self) -> BatchSettings:
        """The same for other photos; a batch ends unless it is asked not to."""
        choice: Choice = "fast" if self.choice == "photo" else self.choice
        return replace(self, inputs=(), output=None, choice=choice, recipe=Recipe(), watch=False)

    def to_json(self) -> str:
        """All of it as one JSON object."""
        return json.dumps(
            {
                "inputs": [str(path) for path in self.inputs],
                "output": None if self.output is None else str(self.output),
                "choice": self.choice,
                "recipe": self.recipe.to_json(),
                "mask": None if self.mask is None else str(self.mask),
                "recursive": self.recursive,
                "name": self.name,
                "format": self.format,
                "on_conflict": self.on_conflict,
                "clean": self.clean,
                "again": self.again,
                "watch": self.watch,
            }
        )

    @classmethod
    def from_json(cls, text: str) -> BatchSettings:
        """Read what ``to_json`` wrote; what is no such thing counts as nothing."""
        try:
            data = json.loads(text)
            return _parse(data) if isinstance(data, Mapping) else cls()
        except (ValueError, KeyError, TypeError, InvalidSetting):
            return cls()


def _steps_of(recipe: Recipe, device: Device) -> Steps | None:
    return Steps.of(recipe, device=device) if recipe.steps else None


def _parse(data: Mapping[str, object]) -> BatchSettings:
    inputs = data["inputs"]
    if not isinstance(inputs, list):
        raise TypeError("the inputs are no list")
    return BatchSettings(
        inputs=tuple(Path(str(path)) for path in inputs),
        output=_path(data["output"]),
        choice=_one_of(get_args(Choice), data["choice"], "fast"),
        recipe=Recipe.from_json(str(data["recipe"])),
        mask=_path(data["mask"]),
        recursive=data["recursive"] is True,
        name=str(data["name"]),
        format=_one_of(get_args(Format), data["format"], "same"),
        on_conflict=_one_of(get_args(Conflict), data["on_conflict"], "skip"),
        clean=_one_of(get_args(Clean), data.get("clean"), "copy"),
        again=data.get("again") is True,
        watch=data.get("watch") is True,
    )


def _path(value: object) -> Path | None:
    return None if value is None else Path(str(value))


def _one_of(allowed: Sequence[T], value: object, default: T) -> T:
    return next((one for one in allowed if one == value), default)
