"""What is done to one photo's pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tintype.batch.plan import State
from tintype.batch.request import Steps
from tintype.engine import DenoiseSettings, DeviceChoice, Engine, blend, damage_mask
from tintype.photo import Photo, Pixels
from tintype.progress import Progress

Coverage = NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Made:
    """What became of a photo's pixels.

    Attributes:
        pixels: the new ones; None where they are as they were.
        state: what was done.
        note: figures on it.
        device: where it ran; None where nothing ran.
    """

    pixels: Pixels | None
    state: State
    note: str
    device: DeviceChoice | None


class Worker:
    """Does the steps of a batch on one photo after another."""

    def __init__(self, engine: Engine, steps: Steps) -> None:
        self._engine = engine
        self._steps = steps

    def process(self, photo: Photo, mask: Coverage | None, progress: Progress) -> Made:
        """Fill, then denoise, as far as that is asked for.

        Raises:
            InvalidPixels, InvalidMask, Cancelled, OutOfMemory, InferenceFailed
        """
        denoise = self._steps.denoise
        if not self._steps.fills:
            assert denoise is not None  # there is a step at least
            return self._denoised(photo.pixels, denoise, progress)
        filled = self._filled(photo.pixels, mask, progress.part(0, 0.5) if denoise else progress)
        if denoise is None:
            return filled
        cleaned = self._denoised(photo.pixels if filled.pixels is None else filled.pixels, denoise, progress.part(0.5, 1))
        return _together(filled, cleaned)

    def _filled(self, pixels: Pixels, mask: Coverage | None, progress: Progress) -> Made:
        searching = self._steps.sensitivity is not None
        if searching:
            found = self._detected(pixels, progress.part(0, 0.5))
            mask = found if mask is None else np.maximum(mask, found)
        if mask is None or not mask.any():
            return Made(None, "nothing to fill", "nothing to fill", None)
        done = self._engine.inpaint(pixels, mask, self._steps.inpaint, progress.part(0.5, 1) if searching else progress)
        note = f"filled {(mask > 0).mean():.2%}"
        return Made(done.onto(pixels), "filled", note, done.device)

    def _detected(self, pixels: Pixels, progress: Progress) -> Coverage:
        probability = self._engine.detect_damage(pixels, self._steps.device, progress)
        return np.where(damage_mask(probability, self._steps.sensitivity or 0.0), np.uint8(255), np.uint8(0))

    def _denoised(self, pixels: Pixels, settings: DenoiseSettings, progress: Progress) -> Made:
        done = self._engine.denoise(pixels, settings, progress)
        note = f"noise {done.noise * 255:.1f}"
        if done.already_clean:
            return Made(None, "already clean", note, done.device)
        return Made(blend(pixels, done.restored, settings.amount, out=done.restored), "denoised", note, done.device)


def _together(filled: Made, cleaned: Made) -> Made:
    note = f"{filled.note}, {cleaned.note}"
    if filled.pixels is None:
        return Made(cleaned.pixels, cleaned.state, note, cleaned.device)
    if cleaned.pixels is None:
        return Made(filled.pixels, "filled", f"{note}, already clean", filled.device)
    return Made(cleaned.pixels, "filled and denoised", note, cleaned.device)
