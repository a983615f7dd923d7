"""Denoising a large photo in place, band by band, where two copies of it would take too much memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tintype.engine.denoise import Amount, Denoised, DenoiseSettings, blend
from tintype.engine.engine import Engine
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

LARGE = 24_000_000
"""Pixels from which on a photo is worth being worked on in bands."""

BAND = 4_000_000
"""Pixels of a band."""


@dataclass(frozen=True, eq=False)
class _Band:
    """Rows ``top`` to ``bottom`` of the picture, denoised together with as many around them as their blending depends on."""

    top: int
    bottom: int
    restored: Pixels


def denoise_in_place(engine: Engine, pixels: Pixels, settings: DenoiseSettings, progress: Progress) -> Denoised:
    """Denoise and blend as ``Engine.denoise`` and ``blend`` do, into ``pixels`` (float32 H x W x 3) themselves.

    Raises:
        InvalidPixels, UnknownModel, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
    """
    profile = engine.profile(pixels, settings, progress)
    settings = replace(settings, profile=profile)
    told = engine.denoise(pixels[:1, :1], replace(settings, noise=0.0))  # next to nothing runs; it tells model and device
    done = replace(told, restored=pixels, noise=profile.level if settings.noise is None else settings.noise)
    if not done.already_clean:
        last: _Band | None = None
        above = pixels[:0]
        for band in _bands(engine, pixels, settings, done.model.halo, progress):
            # One band late: the next one had still to see what this one was.
            if last is not None:
                above = _settle(pixels, last, above, settings.amount)
            last = band
        if last is not None:
            _settle(pixels, last, above, settings.amount)
    progress.report(1.0)
    return done


def _bands(engine: Engine, pixels: Pixels, settings: DenoiseSettings, halo: int, progress: Progress) -> Iterator[_Band]:
    height, width = pixels.shape[:2]
    reach = settings.amount.reach
    rows = max(BAND // width, 4 * (halo + reach), 1)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        first, last = max(top - reach, 0), min(bottom + reach, height)
        inner = Region(first + halo, halo, Size(last - first - 2 * halo, width - 2 * halo))  # the engine adds the halo
        part = progress.part(top / height, bottom / height)
        yield _Band(top, bottom, engine.denoise_part(pixels, [inner], settings, part)[0].pixels)


def _settle(pixels: Pixels, band: _Band, above: Pixels, amount: Amount) -> Pixels:
    """Blend a band into the pixels; ``above`` and what is returned are the last rows of a band as they were before that."""
    rows = slice(band.top, band.bottom)
    original = pixels[band.top : band.bottom + amount.reach]
    if len(above):
        original = np.concatenate((above, original))
    below = pixels[max(band.bottom - amount.reach, 0) : band.bottom].copy()
    mixed = blend(original, band.restored, amount, out=band.restored)
    pixels[rows] = mixed[len(above) :][: band.bottom - band.top]
    return below
