"""The Python interface: arrays in, arrays out."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from tintype.engine import Amount, DenoiseSettings, Device, Engine, Quality, blend
from tintype.photo import Pixels
from tintype.progress import Progress


@cache
def _engine() -> Engine:
    return Engine()


def denoise(
    pixels: Pixels,
    *,
    noise: float | None = None,
    amount: float | tuple[float, float] = 1.0,
    quality: Quality = "fast",
    device: Device = "auto",
    progress: Progress | Callable[[float], object] | None = None,
) -> Pixels:
    """Remove the noise from a picture.

    Args:
        pixels: float32 H x W x 3, or H x W for grey, in [0, 1]; values beyond are neither clipped nor refused.
        noise: standard deviation of the noise in the same units, 0 to 1; None to measure it in the picture.
        amount: share of the result that replaces the original, 0 to 1; a pair sets luminance and colour apart.
        quality: "fast", or "best" for the best model that is there.
        device: "auto", "cpu" or "cuda"; the CPU serves where CUDA does not work.
        progress: called with a fraction from 0 to 1, or a ``Progress``, whose ``cancel`` stops the work from another thread.

    Returns:
        A new array of the shape and type of ``pixels``, not clipped.

    Raises:
        tintype.errors.TintypeError: InvalidPixels, InvalidSetting, NoModel, OutOfMemory, Cancelled ...
    """
    grey = pixels.ndim == 2
    colour = np.repeat(pixels[..., None], 3, axis=2) if grey else pixels
    luminance_amount, colour_amount = amount if isinstance(amount, tuple) else (amount, amount)
    settings = DenoiseSettings(noise=noise, amount=Amount(luminance_amount, colour_amount), quality=quality, device=device)
    watcher = progress if isinstance(progress, Progress) or progress is None else Progress(progress)
    restored = _engine().denoise(colour, settings, watcher).restored
    result = blend(colour, restored, settings.amount, out=restored)
    return np.asarray(result.mean(axis=2, dtype=np.float32)) if grey else result
