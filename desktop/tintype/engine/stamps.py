"""What a result's stamp says of the work that was done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from tintype.engine.denoise import DenoiseSettings
from tintype.engine.spec import ModelSpec
from tintype.photo import Stamp

Facts = Mapping[str, float]


def denoise_facts(settings: DenoiseSettings, noise: float) -> Facts:
    """Of a denoising: the level that was removed, in 8-bit units, and how much of the result was used."""
    amount = settings.amount
    return {"noise": round(noise * 255, 1), "luminance": amount.luminance, "colour": amount.colour}


def make_stamp(models: Sequence[ModelSpec], steps: Mapping[str, Facts]) -> Stamp:
    """The stamp for what these models did, with the figures of each step by its name."""
    return Stamp(tuple(f"{model.id} {model.version}" for model in models), json.dumps(steps, sort_keys=True))
