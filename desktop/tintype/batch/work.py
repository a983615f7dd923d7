"""What is done to one photo's pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tintype.batch.plan import State
from tintype.batch.request import Steps
from tintype.document.recipe import Recipe
from tintype.document.restore import Restored, restore
from tintype.document.shapes import Coverage
from tintype.engine import DeviceChoice, Engine
from tintype.photo import Photo, Stamp
from tintype.progress import Progress


@dataclass(eq=False)
class Made:
    """What became of a photo.

    Attributes:
        photo: with its new pixels, or as it was.
        state: what was done.
        note: figures on it.
        noise: standard deviation that was measured, in [0, 1]; None where none was.
        device: where it ran; None where nothing ran.
        stamp: what the file will say of it; None where no pixel has changed.
    """

    photo: Photo
    state: State
    note: str
    noise: float | None = None
    device: DeviceChoice | None = None
    stamp: Stamp | None = None

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
        steps, recipe = self._steps, self._steps.recipe
        done = restore(self._engine, photo.pixels, recipe, steps.device, mask, progress, in_place=True)
        last = done.denoised or done.filled
        return Made(
            photo.with_pixels(done.render(recipe)),
            _state(done),
            ", ".join(_notes(done, steps)),
            _measured(done, recipe),
            last.device if last else None,
            done.stamp(recipe),
        )


def _measured(done: Restored, recipe: Recipe) -> float | None:
    by_hand = recipe.denoise is not None and recipe.denoise.noise is not None
    return None if done.denoised is None or by_hand or not done.denoised.model.heeds_noise else done.denoised.noise


def _state(done: Restored) -> State:
    cleaned = done.denoised is not None and not done.denoised.already_clean
    if done.filled is not None:
        return "filled and denoised" if cleaned else "filled"
    if cleaned:
        return "denoised"
    return "nothing to fill" if done.denoised is None else "already clean"


def _notes(done: Restored, steps: Steps) -> Iterator[str]:
    if done.mask is not None:
        yield f"filled {(done.mask > 0).mean():.2%}"
    elif steps.fills:
        yield "nothing to fill"
    if done.denoised is not None:
        yield f"noise {done.denoised.noise * 255:.1f}" if done.denoised.model.heeds_noise else "page cleaned"
        if done.denoised.already_clean and done.filled is not None:
            yield "already clean"
