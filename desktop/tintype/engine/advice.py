"""How strongly to denoise clumped noise, which a network tells from what the denoiser takes away at each strength."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tintype.engine.tiled import to_planes, window_of
from tintype.engine.windows import windows
from tintype.geometry import Size
from tintype.photo import Pixels
from tintype.progress import Progress

if TYPE_CHECKING:
    from tintype.engine.session import Session

STRENGTHS = tuple(3 * 2**octave / 255 for octave in range(6))
"""Deviations of white noise that the denoiser is told in turn."""

WINDOWS = 3
"""So many are looked at over a picture's height and over its width."""


@dataclass(frozen=True)
class Advice:
    """What to tell the denoiser, and what the noise is; all in units of a [0, 1] picture.

    Attributes:
        strength: deviation of white noise that the denoiser does best with when it is told it.
        luminance, colour: deviations of the noise.
    """

    strength: float
    luminance: float
    colour: float


def advise(pixels: Pixels, model: Session, denoiser: Session, progress: Progress) -> Advice:
    """Ask the model, whose task is ``strength``, with the denoiser that it was trained for.

    Args:
        pixels: float32 H x W x 3 in [0, 1], of which windows are looked at; values beyond are clipped.
        model: ready to run.
        denoiser: likewise.
        progress: cancels.

    Raises:
        Cancelled, OutOfMemory, InferenceFailed
    """
    multiple = max(session.model.multiple_of for session in (model, denoiser))
    looked_at = windows(Size(*pixels.shape[:2]), multiple, WINDOWS)
    pictures = [np.clip(to_planes(window_of(pixels, window)), 0, 1) for window in looked_at]
    results = [_results(picture, denoiser, progress) for picture in pictures]
    # One below the other, for the network looks at each of its cells by itself.
    feeds = {"picture": np.concatenate(pictures, axis=2), "results": np.concatenate(results, axis=2)}
    return Advice(*model.run(feeds, progress)[0, :, 0, 0].tolist())


def _results(picture: NDArray[np.float32], denoiser: Session, progress: Progress) -> NDArray[np.float32]:
    """1 x 3 x H x W at each of the strengths: 1 x 3S x H x W."""
    plane = np.ones((1, 1, *picture.shape[2:]), np.float32)
    feeds = ({"picture": picture, "noise_map": plane * np.float32(strength)} for strength in STRENGTHS)
    return np.concatenate([denoiser.run(feed, progress) for feed in feeds], axis=1)
