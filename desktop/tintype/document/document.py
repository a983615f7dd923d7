"""The open photo: what it was, what is done to it, and what that looks like."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tintype.document.history import History
from tintype.document.pyramid import Pyramid
from tintype.document.recipe import Recipe
from tintype.document.result import InferenceKey, Result, ResultCache
from tintype.engine import DenoiseSettings, blend
from tintype.geometry import Region
from tintype.photo import Photo, Pixels

Side = Literal["before", "after"]


class Document:
    """A photo with its recipe and the results of inference.

    The last result stays in sight until another one is there: ``shown`` may belong to an older recipe, which ``pending`` tells.

    Attributes:
        photo: as it was read.
        path: the file it came from; None for a pasted picture.
        saved_to: where the result was last saved.
        measured: standard deviation of the photo's noise in units of a [0, 1] picture; None until it is measured.
        version: changes whenever ``render`` of the after side would return other pixels.
    """

    def __init__(self, photo: Photo, path: Path | None = None, pyramid: Pyramid | None = None) -> None:
        """``pyramid`` is the photo's, where a job has built it already."""
        self.photo = photo
        self.path = path
        self.saved_to: Path | None = None
        self.measured: float | None = None
        self.history = History()
        self.version = 0
        self.pyramid = pyramid or Pyramid.build(photo.pixels)
        self.alpha = None if photo.alpha is None else Pyramid.build(photo.alpha)
        self._cache = ResultCache()
        self._shown: Result | None = None
        if path is None:
            self.history.mark_unsaved()

    @property
    def recipe(self) -> Recipe:
        """The present recipe."""
        return self.history.recipe

    @property
    def shown(self) -> Result | None:
        """The result in sight; None while the photo is shown as it was."""
        return self._shown

    @property
    def pending(self) -> bool:
        """Whether the recipe asks for an inference whose result is not there (any more)."""
        step = self.recipe.denoise
        return step is not None and self._cache.get(InferenceKey.of(step)) is None

    @property
    def remaining(self) -> float | None:
        """Noise of what is in sight, reckoned from the two measurements and the amount; None without a result."""
        step, shown = self.recipe.denoise, self._shown
        if step is None or shown is None or self.measured is None:
            return None
        amount = step.amount.luminance
        return (1 - amount) * self.measured + amount * min(shown.remaining, self.measured)

    def accept(self, settings: DenoiseSettings, result: Result, change: str = "denoise") -> None:
        """Take the result of an inference, and make its settings the recipe's."""
        self._cache.put(InferenceKey.of(settings), result)
        self.history.push(self.recipe.with_denoise(settings), change)
        self._follow()

    def holds(self, settings: DenoiseSettings) -> bool:
        """Whether the result for these settings is there, so that ``apply`` needs no inference."""
        return self._cache.get(InferenceKey.of(settings)) is not None

    def apply(self, settings: DenoiseSettings | None, change: str, *, merge: bool = False) -> None:
        """Change the recipe's denoising step, or take it out; see ``History.push``."""
        self.history.push(self.recipe.with_denoise(settings), change, merge=merge)
        self._follow()

    def undo(self) -> None:
        """Go to the recipe before."""
        self.history.undo()
        self._follow()

    def redo(self) -> None:
        """Go to the recipe that was undone."""
        self.history.redo()
        self._follow()

    def render(self, side: Side, level: int, region: Region) -> Pixels:
        """A part of the picture as it is shown: float32 H x W x 3 of the given pyramid level; not to be written to."""
        original = self.pyramid.crop(level, region)
        step, shown = self.recipe.denoise, self._shown
        if side == "before" or step is None or shown is None:
            return original
        return blend(original, shown.pyramid.crop(level, region), step.amount)

    def _follow(self) -> None:
        step = self.recipe.denoise
        if step is None:
            self._shown = None
        else:
            self._shown = self._cache.get(InferenceKey.of(step)) or self._shown
        self.version += 1


def render_photo(photo: Photo, result: Result | None, recipe: Recipe) -> Photo:
    """The photo with a recipe applied: a pure function, so that a job may run it while the document changes."""
    step = recipe.denoise
    if step is None or result is None:
        return photo
    return photo.with_pixels(blend(photo.pixels, result.denoised.restored, step.amount))
