"""A whole recipe run over one photo: the window, the command line and the batch all do it by this."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tintype.document.recipe import Recipe
from tintype.document.shapes import Coverage
from tintype.engine import (
    LARGE,
    Denoised,
    DenoiseSettings,
    Device,
    Engine,
    Filled,
    InpaintSettings,
    blend,
    damage_mask,
    denoise_in_place,
    denoise_step,
    fill_step,
    lay_over,
    make_stamp,
)
from tintype.geometry import Region, Size
from tintype.photo import Pixels, Stamp
from tintype.progress import Progress


@dataclass(frozen=True, eq=False)
class Restored:
    """What a recipe made of a picture.

    Attributes:
        mask: what was filled, uint8 H x W; None where nothing was.
        filled: the fill, without its patches where they were laid in place; None where nothing was filled.
        whole: the picture with the fill, float32 H x W x 3; the very one that was given where nothing was filled, or in place.
        denoised: of ``whole``, at full strength; None where that was not asked for. Where it holds ``whole`` itself, this was
            large, and is the result already.
    """

    mask: Coverage | None
    filled: Filled | None
    whole: Pixels
    denoised: Denoised | None

    def render(self, recipe: Recipe) -> Pixels:
        """The result of the recipe that was given, float32 H x W x 3; it uses up ``denoised``."""
        done = self.denoised
        if done is None or recipe.denoise is None or done.already_clean or done.restored is self.whole:
            return self.whole
        return blend(self.whole, done.restored, recipe.denoise.amount, out=done.restored)

    def stamp(self, recipe: Recipe) -> Stamp | None:
        """What a file of the result of the recipe that was given says of it; None where no pixel has changed."""
        filled = cleaned = None
        if self.mask is not None and self.filled is not None:
            sensitivity = None if recipe.repair is None else recipe.repair.sensitivity
            filled = fill_step(self.mask > 0, [self.filled.model.label], sensitivity)
        if self.denoised is not None and recipe.denoise is not None:
            cleaned = denoise_step(self.denoised, recipe.denoise.amount)
        return make_stamp(filled, cleaned)


def restore(
    engine: Engine,
    pixels: Pixels,
    recipe: Recipe,
    device: Device = "auto",
    mask: Coverage | None = None,
    progress: Progress | None = None,
    *,
    in_place: bool = False,
) -> Restored:
    """Find damage, fill it, then denoise, as far as the recipe asks for that.

    Args:
        engine: runs the models.
        pixels: float32 H x W x 3, the photo. Its noise is measured before anything is filled.
        recipe: what is done.
        device: where to run, whatever the recipe says.
        mask: what is filled besides the damage that is found.
        progress: told how far the work is.
        in_place: the result may be written into ``pixels``, which saves the memory for copies of large pictures.

    Raises:
        InvalidPixels, InvalidMask, UnknownModel, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
    """
    progress, denoise = progress or Progress(), recipe.denoise
    settings = None if denoise is None else _measured(engine, denoise, pixels, device)
    fills = mask is not None or recipe.repair is not None
    mask, filled = _fill(engine, pixels, recipe, device, mask, progress.part(0, 0.5 if denoise else 1)) if fills else (None, None)
    size = Size(pixels.shape[0], pixels.shape[1])
    whole = pixels
    if filled is not None and in_place:
        lay_over(pixels, Region.of(size), filled.patches)
        filled = replace(filled, patches=())
    elif filled is not None:
        whole = filled.onto(pixels)
    if settings is None:
        return Restored(mask, filled, whole, None)
    progress = progress.part(0.5 if fills else 0, 1)
    if in_place and size.pixels >= LARGE:
        return Restored(mask, filled, whole, denoise_in_place(engine, whole, settings, progress))
    return Restored(mask, filled, whole, engine.denoise(whole, settings, progress))


def _fill(
    engine: Engine, pixels: Pixels, recipe: Recipe, device: Device, mask: Coverage | None, progress: Progress
) -> tuple[Coverage | None, Filled | None]:
    """Fill the mask and the damage; none of either gives None."""
    repair = recipe.repair
    if repair is not None:
        probability = engine.detect_damage(pixels, device, progress.part(0, 0.5))
        found = np.where(damage_mask(probability, repair.sensitivity), np.uint8(255), np.uint8(0))
        mask = found if mask is None else np.maximum(mask, found)
        progress = progress.part(0.5, 1)
    if mask is None or not mask.any():
        return None, None
    return mask, engine.inpaint(pixels, mask, InpaintSettings(repair.seed if repair else 0, device), progress)


def _measured(engine: Engine, settings: DenoiseSettings, pixels: Pixels, device: Device) -> DenoiseSettings:
    return replace(settings, profile=engine.profile(pixels, settings), device=device)
