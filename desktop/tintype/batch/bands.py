"""Denoising a large photo in place, band by band, where two copies of it would take too much memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tintype.engine import Denoised, DenoiseSettings, Engine, Patch, blend, estimate_noise
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

LARGE = 24_000_000
"""Pixels from which on a photo is worked on in bands."""

BAND = 4_000_000
"""Pixels of a band."""


def denoise_in_place(engine: Engine, pixels: Pixels, settings: DenoiseSettings, progress: Progress) -> Denoised:
    """Denoise and blend as ``Engine.denoise`` and ``blend`` do, into ``pixels`` (float32 H x W x 3) themselves.

    Raises:
        InvalidPixels, UnknownModel, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
    """
    noise = estimate_noise(pixels) if settings.noise is None else settings.noise
    told = engine.denoise(pixels[:1, :1], replace(settings, noise=0.0))  # nothing runs; it tells model and device
    done = replace(told, restored=pixels, noise=noise)
    if not done.already_clean:
        last: Patch | None = None
        for patch in _bands(engine, pixels, replace(settings, noise=noise), done.model.halo, progress):
            # One band late: the next one had still to see what this one was.
            _settle(pixels, last, settings)
            last = patch
        _settle(pixels, last, settings)
    progress.report(1.0)
    return done


def _bands(engine: Engine, pixels: Pixels, settings: DenoiseSettings, halo: int, progress: Progress) -> Iterator[Patch]:
    height, width = pixels.shape[:2]
    rows = max(BAND // width, 4 * halo)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        inner = Region(top + halo, halo, Size(bottom - top - 2 * halo, width - 2 * halo))  # the engine adds the halo
        yield engine.denoise_part(pixels, [inner], settings, progress.part(top / height, bottom / height))[0]


def _settle(pixels: Pixels, patch: Patch | None, settings: DenoiseSettings) -> None:
    if patch is not None:
        rows = pixels[patch.region.slices]
        rows[...] = blend(rows, patch.pixels, settings.amount, out=patch.pixels)
