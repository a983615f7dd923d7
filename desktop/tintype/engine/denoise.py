"""Denoising: what is asked for, what comes out, and how much of it is used."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tintype.engine.devices import Device, DeviceChoice
from tintype.engine.noise import ALREADY_CLEAN
from tintype.engine.spec import ModelSpec, Quality
from tintype.errors import InvalidSetting
from tintype.photo import Pixels

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
"""Weights of red, green and blue in luminance (ITU-R BT.709)."""

BLEND_ROWS = 256


@dataclass(frozen=True)
class Amount:
    """How much of the result replaces the original, 0 to 1, in luminance and in colour."""

    luminance: float = 1.0
    colour: float = 1.0

    def __post_init__(self) -> None:
        for name, value in (("luminance", self.luminance), ("colour", self.colour)):
            if not 0 <= value <= 1:
                raise InvalidSetting(f"The {name} amount", value, "from 0 to 1")


@dataclass(frozen=True)
class DenoiseSettings:
    """One request to denoise.

    Attributes:
        noise: standard deviation of the noise in units of a [0, 1] picture; None to measure it.
        amount: how much of the result is used.
        quality: tier of the model, where ``model`` does not name one.
        model: id or file of a model.
        device: where to run.
    """

    noise: float | None = None
    amount: Amount = Amount()
    quality: Quality = "fast"
    model: str | None = None
    device: Device = "auto"

    def __post_init__(self) -> None:
        if self.noise is not None and not 0 <= self.noise <= 1:
            raise InvalidSetting("The noise level", self.noise, "from 0 to 1")
        if self.quality not in ("fast", "best"):
            raise InvalidSetting("The quality", self.quality, "fast or best")
        if self.device not in ("auto", "cpu", "cuda"):
            raise InvalidSetting("The device", self.device, "auto, cpu or cuda")


@dataclass(frozen=True, eq=False)
class Denoised:
    """Result of a denoising at full strength.

    Attributes:
        restored: float32 H x W x 3, before any blending with the original.
        noise: the level that was removed.
        model: the model that did it.
        device: where it ran.
        seconds: how long it took.
    """

    restored: Pixels
    noise: float
    model: ModelSpec
    device: DeviceChoice
    seconds: float

    @property
    def already_clean(self) -> bool:
        """Whether there was too little noise to be worth removing, so that nothing was changed."""
        return self.noise < ALREADY_CLEAN


def blend(original: Pixels, restored: Pixels, amount: Amount, out: Pixels | None = None) -> Pixels:
    """Mix the original and the result, luminance and colour apart.

    Args:
        original: float32 H x W x 3.
        restored: the same, at full strength.
        amount: share of the result in each.
        out: where to write, which may be ``restored`` itself.

    Returns:
        float32 H x W x 3; exactly ``restored`` at full amount, exactly ``original`` at none.
    """
    out = np.empty_like(original) if out is None else out
    for row in range(0, len(original), BLEND_ROWS):
        rows = slice(row, row + BLEND_ROWS)
        _blend_rows(original[rows], restored[rows], amount, out[rows])
    return out


def _blend_rows(original: Pixels, restored: Pixels, amount: Amount, out: Pixels) -> None:
    if amount == Amount(1, 1):
        out[...] = restored
        return
    change = restored - original
    luminance = (change @ LUMINANCE)[..., None] * np.float32(amount.luminance - amount.colour)
    change *= np.float32(amount.colour)
    change += luminance
    np.add(original, change, out=out)
