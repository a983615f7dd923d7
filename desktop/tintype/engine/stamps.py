"""What a result's stamp says of the work that was done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from tintype.engine.denoise import Amount, Denoised
from tintype.photo import Stamp


@dataclass(frozen=True)
class StampedStep:
    """A step that changed pixels.

    Attributes:
        name: of the step.
        models: those that did it, each with its version.
        facts: figures on it.
    """

    name: str
    models: tuple[str, ...]
    facts: Mapping[str, float]


def fill_step(covered: NDArray[np.bool_], models: Sequence[str], sensitivity: float | None = None) -> StampedStep:
    """A fill of places that were covered, H x W; ``sensitivity`` is that of the search for damage, if there was one."""
    searched = {} if sensitivity is None else {"sensitivity": sensitivity}
    return StampedStep("fill", tuple(models), {"share": round(float(covered.mean()), 6), **searched})


def denoise_step(denoised: Denoised, amount: Amount) -> StampedStep | None:
    """A denoising: the level that was removed, in 8-bit units, and how much of the result was used; None where none was."""
    if denoised.already_clean or amount.luminance == amount.colour == 0:
        return None
    return StampedStep("denoise", (denoised.model.label,), {"noise": round(denoised.noise * 255, 1), **asdict(amount)})


def make_stamp(*steps: StampedStep | None) -> Stamp | None:
    """The stamp for these steps, in their order; None where there is none, so that no pixel has changed."""
    done = [step for step in steps if step is not None]
    models = dict.fromkeys(model for step in done for model in step.models)
    settings = json.dumps({step.name: dict(step.facts) for step in done}, sort_keys=True)
    return Stamp(tuple(models), settings) if done else None
