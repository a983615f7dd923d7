"""What is done to one photo's pixels."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from tintype.batch.bands import LARGE, denoise_in_place
from tintype.batch.plan import State
from tintype.batch.request import Steps
from tintype.engine import (
    Denoised,
    DenoiseSettings,
    DeviceChoice,
    Engine,
    Facts,
    ModelSpec,
    blend,
    damage_mask,
    denoise_facts,
    lay_over,
    make_stamp,
)
from tintype.geometry import Region
from tintype.photo import Photo, Pixels, Stamp
from tintype.progress import Progress

Coverage = NDArray[np.uint8]


@dataclass(eq=False)
class Made:
    """What became of a photo.

    Attributes:
        photo: with its new pixels, or as it was.
        state: what was done.
        note: figures on it.
        noise: standard deviation that was measured, in [0, 1]; None where none was.
        device: where it ran; None where nothing ran.
        steps: the figures of each step that changed pixels.
        models: those that changed pixels.
    """

    photo: Photo
    state: State
    note: str
    noise: float | None = None
    device: DeviceChoice | None = None
    steps: dict[str, Facts] = field(default_factory=dict)
    models: tuple[ModelSpec, ...] = ()

    @property
    def stamp(self) -> Stamp | None:
        """What the file will say of it; None where no pixel has changed."""
        return make_stamp(self.models, self.steps) if self.steps else None

    def take(self) -> Photo:
        """The photo, whose pixels are given away with it."""
        photo = self.photo
        self.photo = photo.with_pixels(np.empty((0, 0, 3), np.float32))  # no view, which would keep them
        return photo


class Worker:
    """Does the steps of a batch on one photo after another."""

    def __init__(self, engine: Engine, steps: Steps) -> None:
        self._engine = engine
        self._steps = steps

    def process(self, photo: Photo, mask: Coverage | None, progress: Progress) -> Made:
        """Fill, then denoise, as far as that is asked for; the photo's own pixels may be overwritten.

        Raises:
            InvalidPixels, InvalidMask, Cancelled, OutOfMemory, InferenceFailed
        """
        denoise = self._steps.denoise
        if not self._steps.fills:
            assert denoise is not None  # there is a step at least
            return self._denoised(photo, denoise, progress)
        filled = self._filled(photo, mask, progress.part(0, 0.5) if denoise else progress)
        return filled if denoise is None else _together(filled, self._denoised(photo, denoise, progress.part(0.5, 1)))

    def _filled(self, photo: Photo, mask: Coverage | None, progress: Progress) -> Made:
        searching = self._steps.sensitivity is not None
        if searching:
            found = self._detected(photo.pixels, progress.part(0, 0.5))
            mask = found if mask is None else np.maximum(mask, found)
        if mask is None or not mask.any():
            return Made(photo, "nothing to fill", "nothing to fill")
        done = self._engine.inpaint(photo.pixels, mask, self._steps.inpaint, progress.part(0.5, 1) if searching else progress)
        lay_over(photo.pixels, Region.of(photo.size), done.patches)
        share = float((mask > 0).mean())
        facts = {"share": round(share, 6), **({"sensitivity": self._steps.sensitivity or 0.0} if searching else {})}
        model = self._engine.catalogue.choose("inpaint", "best")
        return Made(photo, "filled", f"filled {share:.2%}", None, done.device, {"fill": facts}, (model,))

    def _detected(self, pixels: Pixels, progress: Progress) -> Coverage:
        probability = self._engine.detect_damage(pixels, self._steps.device, progress)
        return np.where(damage_mask(probability, self._steps.sensitivity or 0.0), np.uint8(255), np.uint8(0))

    def _denoised(self, photo: Photo, settings: DenoiseSettings, progress: Progress) -> Made:
        done = self._clean(photo.pixels, settings, progress)
        note = f"noise {done.noise * 255:.1f}"
        measured = done.noise if settings.noise is None else None
        if done.already_clean:
            return Made(photo, "already clean", note, measured, done.device)
        steps = {"denoise": denoise_facts(settings, done.noise)}
        return Made(photo.with_pixels(done.restored), "denoised", note, measured, done.device, steps, (done.model,))

    def _clean(self, pixels: Pixels, settings: DenoiseSettings, progress: Progress) -> Denoised:
        if pixels.shape[0] * pixels.shape[1] >= LARGE:
            return denoise_in_place(self._engine, pixels, settings, progress)
        done = self._engine.denoise(pixels, settings, progress)
        return replace(done, restored=blend(pixels, done.restored, settings.amount, out=done.restored))


def _together(filled: Made, cleaned: Made) -> Made:
    note = f"{filled.note}, {cleaned.note}"
    if not filled.steps:
        return replace(cleaned, note=note)
    if not cleaned.steps:
        return replace(filled, note=f"{note}, already clean", noise=cleaned.noise)
    steps, models = {**filled.steps, **cleaned.steps}, (*filled.models, *cleaned.models)
    return replace(cleaned, state="filled and denoised", note=note, steps=steps, models=models)
