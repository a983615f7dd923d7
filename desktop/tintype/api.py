"""The Python interface: arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tintype.engine import Amount, DenoiseSettings, Device, Engine, InpaintSettings, Mask, Quality, blend
from tintype.engine import damage_mask as threshold
from tintype.errors import InvalidSetting
from tintype.photo import Pixels
from tintype.progress import Progress

Watcher = Progress | Callable[[float], object] | None


@cache
def _engine() -> Engine:
    return Engine()


def denoise(
    pixels: Pixels,
    *,
    noise: float | None = None,
    amount: float | tuple[float, float] = 1.0,
    detail: float = 0.0,
    quality: Quality = "fast",
    device: Device = "auto",
    progress: Watcher = None,
) -> Pixels:
    """Remove the noise from a picture.

    Args:
        pixels: float32 H x W x 3, or H x W for grey, in [0, 1]; values beyond are neither clipped nor refused.
        noise: standard deviation of the noise in the same units, 0 to 1; None to measure it in the picture.
        amount: share of the result that replaces the original, 0 to 1; a pair sets luminance and colour apart.
        detail: how much of the fine texture that went with the noise is put back, 0 to 1; flat places stay clean.
        quality: "fast", or "best" for the best model that is there.
        device: "auto", "cpu", "gpu" or one of ``DEVICES``; the CPU serves where that does not work.
        progress: called with a fraction from 0 to 1, or a ``Progress``, whose ``cancel`` stops the work from another thread.

    Returns:
        A new array of the shape and type of ``pixels``, not clipped.

    Raises:
        tintype.errors.TintypeError: InvalidPixels, InvalidSetting, NoModel, OutOfMemory, Cancelled ...
    """
    grey, colour = pixels.ndim == 2, _in_colour(pixels)
    luminance, colours = amount if isinstance(amount, tuple) else (amount, amount)
    settings = DenoiseSettings(noise=noise, amount=Amount(luminance, colours, detail), quality=quality, device=device)
    restored = _engine().denoise(colour, settings, _watched(progress)).restored
    result = blend(colour, restored, settings.amount, out=restored)
    return np.asarray(result.mean(axis=2, dtype=np.float32)) if grey else result


def inpaint(
    pixels: Pixels,
    mask: Mask,
    *,
    device: Device = "auto",
    seed: int = 0,
    progress: Watcher = None,
) -> Pixels:
    """Fill what a mask covers from its surroundings.

    Args:
        pixels: float32 H x W x 3, or H x W for grey, in [0, 1].
        mask: H x W, True where to fill; or coverage as float of 0 to 1 or uint8 of 0 to 255, whose values between mix the fill
            with what was there.
        device: "auto", "cpu", "gpu" or one of ``DEVICES``; the CPU serves where that does not work.
        seed: the same seed gives the same fill, another one a variant of large holes.
        progress: called with a fraction from 0 to 1, or a ``Progress``, whose ``cancel`` stops the work from another thread.

    Returns:
        A new array of the shape and type of ``pixels``, bit-identical where the mask does not cover it; a copy for an empty mask.

    Raises:
        tintype.errors.TintypeError: InvalidPixels, InvalidMask, InvalidSetting, NoModel, OutOfMemory, Cancelled ...
    """
    grey, colour = pixels.ndim == 2, _in_colour(pixels)
    filled = _engine().inpaint(colour, mask, InpaintSettings(seed, device), _watched(progress)).onto(colour)
    return np.ascontiguousarray(filled[..., 0]) if grey else filled


def detect_damage(
    pixels: Pixels,
    *,
    sensitivity: float = 50.0,
    device: Device = "auto",
    progress: Watcher = None,
) -> NDArray[np.bool_]:
    """Find the dust, hairs, scratches and cracks of a scanned print.

    Args:
        pixels: float32 H x W x 3, or H x W for grey, in [0, 1].
        sensitivity: 0 finds only what is certain, 100 whatever is suspected.
        device: "auto", "cpu", "gpu" or one of ``DEVICES``; the CPU serves where that does not work.
        progress: as for ``inpaint``.

    Returns:
        bool H x W, True where there is damage; a mask for ``inpaint``.

    Raises:
        tintype.errors.TintypeError: InvalidPixels, InvalidSetting, NoModel, OutOfMemory, Cancelled ...
    """
    if not 0 <= sensitivity <= 100:
        raise InvalidSetting("The sensitivity", sensitivity, "from 0 to 100")
    return threshold(_engine().detect_damage(_in_colour(pixels), device, _watched(progress)), sensitivity)


def _in_colour(pixels: Pixels) -> Pixels:
    return np.repeat(pixels[..., None], 3, axis=2) if pixels.ndim == 2 else pixels


def _watched(progress: Watcher) -> Progress | None:
    return progress if isinstance(progress, Progress) or progress is None else Progress(progress)
