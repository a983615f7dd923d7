"""What is done to one photo's pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tintype.batch.plan import State
from tintype.batch.request import Steps
from tintype.document.restore import Restored, restore
from tintype.document.shapes import Coverage
from tintype.engine import DeviceChoice, Engine
from tintype.photo import Photo, Pixels
from tintype.progress import Progress


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
        steps, recipe = self._steps, self._steps.recipe
        done = restore(self._engine, photo.pixels, recipe, steps.device, mask, progress)
        cleaned = done.denoised is not None and not done.denoised.already_clean
        pixels = done.render(recipe) if cleaned or done.filled else None
        last = done.denoised or done.filled
        return Made(pixels, _state(done, cleaned), ", ".join(_notes(done, steps)), last.device if last else None)


def _state(done: Restored, cleaned: bool) -> State:
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
        yield f"noise {done.denoised.noise * 255:.1f}"
        if done.denoised.already_clean and done.filled is not None:
            yield "already clean"
