"""Denoising again where a fill changed the picture: a job's work, which must not wait for the document nor change it."""

from __future__ import annotations

from collections.abc import Sequence

from tintype.engine import DenoiseSettings, Engine, Patch, lay_over
from tintype.engine.tiling import aligned
from tintype.geometry import Size
from tintype.photo import Pixels
from tintype.progress import Progress


def denoise_patches(
    engine: Engine, pixels: Pixels, patches: Sequence[Patch], settings: DenoiseSettings, progress: Progress
) -> tuple[Patch, ...]:
    """What denoising the whole picture with the patches in it gives wherever the patches can be seen.

    Each patch is laid into a copy of its surroundings, as large as the model sees.

    Args:
        engine: runs the model.
        pixels: float32 H x W x 3, the picture without the patches; it is not changed.
        patches: what is laid over it.
        settings: with the noise level given.
        progress: told how far the work is.
    """
    model = engine.model_for(settings)
    size = Size(pixels.shape[0], pixels.shape[1])
    result: list[Patch] = []
    for done, patch in enumerate(patches):
        window = aligned(patch.region.grown(2 * model.halo), model.multiple_of).clipped(size)
        surroundings = pixels[window.slices].copy()
        lay_over(surroundings, window, list(patches))
        part = progress.part(done / len(patches), (done + 1) / len(patches))
        there = engine.denoise_part(surroundings, [patch.region.within(window)], settings, part)
        result.extend(Patch(piece.region.moved(window.top, window.left), piece.pixels) for piece in there)
    return tuple(result)
