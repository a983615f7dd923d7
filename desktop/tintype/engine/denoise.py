"""Denoising: what is asked for, what comes out, and how much of it is used."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tintype.engine.detail import LUMINANCE, REACH, texture
from tintype.engine.devices import DEVICES, Device, DeviceChoice
from tintype.engine.noise import ALREADY_CLEAN
from tintype.engine.noise_profile import NoiseProfile
from tintype.engine.spec import ModelSpec, Quality
from tintype.errors import InvalidSetting
from tintype.photo import Pixels

BLEND_ROWS = 256


@dataclass(frozen=True)
class Amount:
    """How much of the result replaces the original, from 0 to 1.

    Attributes:
        luminance, colour: share of the result in either.
        detail: how much of the fine texture that went with the noise is put back; flat places stay clean.
    """

    luminance: float = 1.0
    colour: float = 1.0
    detail: float = 0.0

    def __post_init__(self) -> None:
        for name, value in (("luminance", self.luminance), ("colour", self.colour), ("detail", self.detail)):
            if not 0 <= value <= 1:
                raise InvalidSetting(f"The {name} amount", value, "from 0 to 1")

    @property
    def reach(self) -> int:
        """How many pixels around a region ``blend`` has to be given to give in it what it gives of the whole picture."""
        return REACH if self.detail else 0


@dataclass(frozen=True)
class DenoiseSettings:
    """One request to denoise.

    Attributes:
        noise: standard deviation of the noise in units of a [0, 1] picture; None for what is measured.
        amount: how much of the result is used.
        quality: tier of the model, where ``model`` does not name one.
        model: id or file of a model.
        device: where to run.
        profile: what was measured in the photo; None to measure it. It is no wish, and two requests are equal whatever it is.
    """

    noise: float | None = None
    amount: Amount = Amount()
    quality: Quality = "fast"
    model: str | None = None
    device: Device = "auto"
    profile: NoiseProfile | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.noise is not None and not 0 <= self.noise <= 1:
            raise InvalidSetting("The noise level", self.noise, "from 0 to 1")
        if self.quality not in ("fast", "best"):
            raise InvalidSetting("The quality", self.quality, "fast or best")
        if self.device not in DEVICES:
            raise InvalidSetting("The device", self.device, f"one of {', '.join(DEVICES)}")


@dataclass(frozen=True, eq=False)
class Denoised:
    """Result of a denoising at full strength.

    Attributes:
        restored: float32 H x W x 3, before any blending with the original.
        noise: the level that was removed, or that was there when a page was cleaned.
        profile: the picture's noise, as it was measured.
        model: the model that did it.
        device: where it ran.
        seconds: how long it took.
    """

    restored: Pixels
    noise: float
    profile: NoiseProfile
    model: ModelSpec
    device: DeviceChoice
    seconds: float

    @property
    def already_clean(self) -> bool:
        """Whether there was too little noise to be worth removing, so that nothing was changed."""
        return nothing_to_do(self.model, self.noise)


def nothing_to_do(model: ModelSpec, noise: float) -> bool:
    """Whether the model leaves a picture with this level of noise as it is."""
    return model.heeds_noise and noise < ALREADY_CLEAN


def blend(original: Pixels, restored: Pixels, amount: Amount, out: Pixels | None = None, level: int = 0) -> Pixels:
    """Mix the original and the result, luminance and colour apart, and put texture back.

    Args:
        original: float32 H x W x 3.
        restored: the same, at full strength.
        amount: share of the result in each.
        out: where to write, which may be ``restored`` itself.
        level: of the pyramid that both are from.

    Returns:
        float32 H x W x 3; exactly ``restored`` at full amount without detail, exactly ``original`` at none.
    """
    out = np.empty_like(original) if out is None else out
    # All of it before anything is written: each weight depends on the rows below and above.
    weights = texture(original, restored, level) if amount.detail else None
    for row in range(0, len(original), BLEND_ROWS):
        rows = slice(row, row + BLEND_ROWS)
        _blend_rows(original[rows], restored[rows], amount, out[rows], None if weights is None else weights[rows])
    return out


def _blend_rows(original: Pixels, restored: Pixels, amount: Amount, out: Pixels, weights: NDArray[np.float32] | None) -> None:
    if amount == Amount(1, 1):
        out[...] = restored
        return
    change = restored - original
    share: NDArray[np.float32] | np.float32 = np.float32(amount.luminance - amount.colour)
    if weights is not None:
        share = share - weights * np.float32(amount.luminance * amount.detail)
    luminance = ((change @ LUMINANCE) * share)[..., None]
    change *= np.float32(amount.colour)
    change += luminance
    np.add(original, change, out=out)
