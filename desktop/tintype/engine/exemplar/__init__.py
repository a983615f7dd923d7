"""Filling large holes from the photo itself: texture synthesis that a neural network's guess may guide.

Free of models and, until a hole is filled, of numba, whose import alone takes most of a second.
"""

from __future__ import annotations

import numpy as np

from tintype.engine.exemplar.levels import Mask, sources
from tintype.engine.exemplar.membrane import membrane
from tintype.engine.exemplar.warm import await_warm_up, start_warm_up, warm_up
from tintype.photo import Pixels
from tintype.progress import Progress

__all__ = ["Mask", "start_warm_up", "synthesise", "warm_up"]


def synthesise(
    pixels: Pixels,
    hole: Mask,
    structure: Pixels | None,
    *,
    seed: int = 0,
    progress: Progress | None = None,
    threads: int | None = None,
    narrow: bool = False,
) -> Pixels:
    """Fill a hole with pieces of its surroundings.

    Patches of 7 x 7 pixels are matched by PatchMatch (Barnes 2009) and voted (Wexler 2007) from coarse to fine, with texture
    features beside the colours (Newson 2014), sources shifted in brightness and mirrored (Darabi 2012), and a price on what is
    used often (Kaspar 2015). The coarsest level is peeled from the edge inwards (after Efros and Leung 1999). In the end each
    pixel is copied from one source, and seams are blended in the gradient domain (Perez 2003). Equal inputs and seeds give equal
    results on any number of threads.

    Args:
        pixels: float32 H x W x 3, about [0, 1]: the surroundings of one hole. What is in the hole is not looked at.
        hole: bool H x W, True where to fill; it may touch the border.
        structure: float32 H x W x 3, a guess that is right in its low frequencies, equal to ``pixels`` outside the hole; or None.
        seed: another one gives another variant.
        progress: told how far the work is.
        threads: at most so many at a time; None for one a core.
        narrow: the hole is a few pixels wide, and the structure is not smooth in it: lines need not be prolonged, and less trying
            out will do.

    Returns:
        float32 H x W x 3: ``pixels`` to the bit outside the hole, and filled inside. Where no patch of the surroundings is whole,
        the hole is filled with the structure or, without one, smoothly.

    Raises:
        ValueError: the hole is everything and there is no structure.
        Cancelled: within 0.2 seconds of the wish; nothing runs on.
    """
    progress = progress or Progress()
    progress.report(0.0)
    result = pixels.copy()
    if hole.any():
        result[hole] = _filled(pixels, hole, structure, seed, progress, threads, narrow)
    progress.report(1.0)
    return result


def _filled(
    pixels: Pixels, hole: Mask, structure: Pixels | None, seed: int, progress: Progress, threads: int | None, narrow: bool
) -> Pixels:
    """The colours of the hole's pixels, float32 N x 3."""
    if not sources(hole).any():
        if structure is not None:
            return structure[hole]
        if hole.all():
            raise ValueError("There is nothing to fill the hole from: no known pixel and no structure.")
        return membrane(pixels, hole)[hole]
    await_warm_up(progress)
    from tintype.engine.exemplar.synthesis import fill

    filled = fill(pixels, hole, structure, seed, progress, threads, narrow)[hole]
    progress.check()
    known = [pixels[..., channel][~hole] for channel in range(3)]
    for channel, plane in enumerate(known):
        np.clip(filled[:, channel], plane.min(), plane.max(), out=filled[:, channel])
    if all(np.array_equal(known[0], plane) for plane in known[1:]):
        filled[...] = filled[:, :1]  # a grey photo stays grey whatever colours the structure has
    return filled
