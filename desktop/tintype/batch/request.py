"""What a batch is asked to do, as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

from tintype.batch.checksum import checksum
from tintype.document.recipe import Recipe, RepairSettings
from tintype.engine import DenoiseSettings, Device, Engine, ModelSpec
from tintype.errors import InvalidSetting
from tintype.photo.naming import check_template

Format = Literal["same", "jpg", "png", "tif", "webp"]
Conflict = Literal["skip", "rename", "overwrite", "if-changed"]
Clean = Literal["copy", "skip"]

MOST_JOBS = 64


@dataclass(frozen=True)
class Steps:
    """What is done to each photo, in this order: fill, then denoise.

    Attributes:
        denoise: how to denoise; None for not at all.
        masks: a mask for all photos, or a folder of masks named as the photos are; white is filled.
        sensitivity: 0 to 100, how readily something counts as damage to fill; None for no search.
        device: where to run.
        seed: variant of the fills; always the same, so that a resumed batch gives what an unbroken one would.
    """

    denoise: DenoiseSettings | None = None
    masks: Path | None = None
    sensitivity: float | None = None
    device: Device = "auto"
    seed: int = 0

    def __post_init__(self) -> None:
        if self.denoise is None and not self.fills:
            raise InvalidSetting("The list of steps", "empty", "a step at least")

    @classmethod
    def of(cls, recipe: Recipe, masks: Path | None = None, device: Device = "auto") -> Steps:
        """The steps of a recipe, after the fill of ``masks``."""
        repair = recipe.repair
        if repair is None:
            return cls(recipe.denoise, masks, device=device)
        return cls(recipe.denoise, masks, repair.sensitivity, device, repair.seed)

    @property
    def recipe(self) -> Recipe:
        """All but the masks, as a recipe."""
        repair = None if self.sensitivity is None else RepairSettings(self.sensitivity, self.seed)
        return Recipe.of(repair, self.denoise)

    @property
    def fills(self) -> bool:
        """Whether something is filled."""
        return self.masks is not None or self.sensitivity is not None

    @property
    def task(self) -> str:
        """What was done, for file names."""
        return "_".join(["filled"] * self.fills + ["denoised"] * (self.denoise is not None))

    def models(self, engine: Engine) -> tuple[ModelSpec, ...]:
        """The models that the steps need.

        Raises:
            UnknownModel, InvalidModel, NoModel
        """
        needed = [engine.catalogue.choose("detect", "best")] if self.sensitivity is not None else []
        needed += [engine.catalogue.choose("inpaint", "best")] if self.fills else []
        needed += engine.models_for(self.denoise) if self.denoise is not None else []
        return tuple(needed)

    def fingerprint(self, models: Sequence[ModelSpec], mask: Path | None) -> str:
        """Two runs with the same one make the same of a photo. The device is left out: it changes the speed alone."""
        denoise = asdict(self.denoise) if self.denoise is not None else {}
        for name in ("device", "profile"):
            denoise.pop(name, None)
        found = mask.stat() if mask is not None and mask.is_file() else None
        facts = {
            "denoise": denoise,
            "sensitivity": self.sensitivity,
            "seed": self.seed,
            "mask": found and [mask and mask.name, found.st_size, found.st_mtime_ns],
            "models": [[model.id, model.version, checksum(model.path)] for model in models],
        }
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Request:
    """One batch.

    Attributes:
        inputs: photos and folders of photos.
        output: the folder that the same tree of results is made in.
        steps: what is done to each photo.
        recursive: whether the folders inside folders count too.
        name: template of the file names, of ``{stem}`` and ``{task}``, without the suffix.
        format: of the results; "same" for that of each photo, or TIFF where that can only be read.
        on_conflict: what happens where a file has the target's name already.
        resume: leave alone what the journal in ``output`` says is done, or has failed.
        retry_failed: as ``resume``, but what has failed is tried again.
        jobs: how many photos may be in memory at a time.
        clean: whether photos without noise are copied or left out.
        again: whether photos that carry Tintype's stamp are worked on too.
        memory: most bytes that reading a photo may take; None for half of what is free.
    """

    inputs: tuple[Path, ...]
    output: Path
    steps: Steps
    recursive: bool = True
    name: str = "{stem}"
    format: Format = "same"
    on_conflict: Conflict = "skip"
    resume: bool = False
    retry_failed: bool = False
    jobs: int = 6
    clean: Clean = "copy"
    again: bool = False
    memory: int | None = None

    def __post_init__(self) -> None:
        check_template(self.name)
        if self.format not in get_args(Format):
            raise InvalidSetting("The format", self.format, " or ".join(get_args(Format)))
        if self.on_conflict not in get_args(Conflict):
            raise InvalidSetting("The rule for conflicts", self.on_conflict, " or ".join(get_args(Conflict)))
        if self.clean not in get_args(Clean):
            raise InvalidSetting("The rule for clean photos", self.clean, " or ".join(get_args(Clean)))
        if self.jobs not in range(1, MOST_JOBS + 1):
            raise InvalidSetting("The number of jobs", self.jobs, f"from 1 to {MOST_JOBS}")

    @property
    def goes_on(self) -> bool:
        """Whether the journal of an earlier run counts."""
        return self.resume or self.retry_failed
