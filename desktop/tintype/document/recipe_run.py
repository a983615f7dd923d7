"""Running a recipe over the open photo: a job's work, which must not wait for the document nor change it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tintype.document.document import Document
from tintype.document.layer import filled
from tintype.document.mask import MaskCopy
from tintype.document.recipe import Recipe
from tintype.document.restore import Restored, restore
from tintype.document.result import Result
from tintype.document.shapes import Coverage, Shape
from tintype.document.state import Fill
from tintype.engine import Device, Engine, NoiseProfile
from tintype.engine.masks import bounds, holes
from tintype.geometry import Region, Size
from tintype.photo import Photo
from tintype.progress import Progress


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a document takes over.

    Attributes:
        fills: all that are in the picture then.
        result: of the denoising; None where there was none to be done.
    """

    fills: tuple[Fill, ...]
    result: Result | None = None


@dataclass(frozen=True, eq=False)
class RecipeRun:
    """A recipe that takes the place of a document's own. Fills painted by hand stay, and so does a repair that is the same.

    Attributes:
        recipe: the document's, afterwards.
        steps: what of it has to be done.
        fills: those that stay.
        photo: the photo.
        profile: its noise; None where it is not known yet.
    """

    recipe: Recipe
    steps: Recipe
    fills: tuple[Fill, ...]
    photo: Photo
    profile: NoiseProfile | None

    @classmethod
    def over(cls, document: Document, recipe: Recipe) -> RecipeRun:
        """What there is to do to a document."""
        state, repaired = document.state, recipe.repair == document.recipe.repair
        fills = state.fills if repaired else state.painted
        steps = recipe.with_repair(None) if repaired else recipe
        if repaired and recipe.denoise is not None and document.holds(recipe.denoise):
            steps = Recipe()
        return cls(recipe, steps, fills, document.photo, document.profile)

    def run(self, engine: Engine, device: Device, progress: Progress) -> Outcome:
        """Do it.

        Raises:
            InvalidMask, UnknownModel, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
        """
        whole = Region.of(self.photo.size)
        pixels = filled(self.photo.pixels, whole, self.fills) if self.fills else self.photo.pixels
        done = restore(engine, pixels, self._with_profile(engine), device, progress=progress)
        fills = (*self.fills, *self._repair(done))
        return Outcome(fills, None if done.denoised is None else Result.of(engine, done.denoised, fills))

    def _with_profile(self, engine: Engine) -> Recipe:
        """The steps with the noise of the photo as it was before any fill, as the window always measures it."""
        if self.steps.denoise is None:
            return self.steps
        profile = self.profile or engine.measure(self.photo.pixels)
        return self.steps.with_denoise(replace(self.steps.denoise, profile=profile))

    def _repair(self, done: Restored) -> tuple[Fill, ...]:
        repair = self.steps.repair
        if repair is None or done.filled is None or done.mask is None:
            return ()
        mask = _copied(done.mask, self.photo.size)
        return (Fill(done.filled.patches, mask, repair.seed, repair, done.filled.model.label),)


def _copied(coverage: Coverage, size: Size) -> MaskCopy:
    region = bounds(holes(coverage))
    return MaskCopy(size, Shape(region, coverage[region.slices].copy()))
