"""Measuring noise with a network, which texture, clumping and compression do not mislead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.noise import LUMA, estimate_noise, is_silent
from tintype.engine.noise_profile import TONES, NoiseProfile
from tintype.engine.tiled import to_planes, window_of
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

if TYPE_CHECKING:
    from tintype.engine.session import Session

WINDOW = 192
"""Side of the windows of a picture that are measured."""

WINDOWS = 5
"""So many are spread over its height and over its width, at most."""

CELL = 8
"""Side of the cells that the network tells the noise of."""

BANDWIDTH = 0.08
"""Standard deviation of the tones that a tone's noise is averaged over."""

BELIEF = 0.02
"""Weight of the picture's mean noise in that of a tone, as a share of all cells: it decides where a tone is hardly there."""

LEAST = 0.5 / 255
"""Added before logarithms are taken, as in training."""

WHITE = 0.75
"""Clumped noise seems weaker than this share of itself where white noise is looked for."""

LUMA_SHARES = 1 / 3, float(LUMA @ LUMA) - 1 / 3
"""Of the variances of luminance and of colour in that of the luma, in which white noise is looked for."""

Cells = NDArray[np.float64]


def measure_noise(pixels: Pixels, session: Session, progress: Progress) -> NoiseProfile:
    """Measure luminance and colour in each tone.

    Args:
        pixels: float32 H x W x 3 in [0, 1]; values beyond are clipped, as those of files are.
        session: a model of the task ``measure``.
        progress: cancels.

    Raises:
        Cancelled, OutOfMemory, InferenceFailed
    """
    if is_silent(pixels):
        return NoiseProfile.white(0.0)
    tones, levels, certainty = _cells(pixels, session, progress)
    curves = np.stack([_curve(tones, levels[:, plane], certainty[:, plane]) for plane in range(2)])
    luminance, colour = (float(np.square(np.interp(tones, TONES, curve)).mean()) for curve in curves)
    if luminance + colour == 0:
        return NoiseProfile.white(0.0)
    in_luma = luminance * LUMA_SHARES[0] + colour * LUMA_SHARES[1]
    ratio = estimate_noise(np.clip(pixels, 0, 1)) / float(np.sqrt(in_luma / sum(LUMA_SHARES)))
    if ratio >= WHITE:  # of white noise as such there is no better measure
        curves, luminance, colour = curves * ratio, luminance * ratio**2, colour * ratio**2
    level = float(np.sqrt((luminance + 2 * colour) / 3))
    return NoiseProfile(level, tuple(curves[0].tolist()), tuple(curves[1].tolist()), clumped=ratio < WHITE)


def _cells(pixels: Pixels, session: Session, progress: Progress) -> tuple[Cells, Cells, Cells]:
    """Of the cells of all windows: brightness (N), deviations of luminance and colour (N x 2), and how certain they are."""
    tones, found = [], []
    for window in _windows(Size(*pixels.shape[:2]), session.model.multiple_of):
        planes = np.clip(to_planes(window_of(pixels, window)), 0, 1)
        found.append(session.run({"picture": planes}, progress)[0].reshape(4, -1))
        mean = planes[0].mean(axis=0)
        tones.append(cv2.resize(mean, (mean.shape[1] // CELL, mean.shape[0] // CELL), interpolation=cv2.INTER_AREA).ravel())
    together = np.concatenate(found, axis=1).T.astype(np.float64)
    return np.concatenate(tones).astype(np.float64), together[:, :2], together[:, 2:]


def _windows(size: Size, multiple: int) -> list[Region]:
    """Windows spread evenly over a picture; the whole of a small one, grown to whole multiples."""
    multiple = max(multiple, CELL)
    side = Size(min(WINDOW, size.height), min(WINDOW, size.width)).padded_to(multiple, multiple)
    rows, columns = (_starts(length, window) for length, window in ((size.height, side.height), (size.width, side.width)))
    return [Region(top, left, side) for top in rows for left in columns]


def _starts(length: int, window: int) -> list[int]:
    count = min(WINDOWS, max(length // window, 1))
    return np.linspace(0, max(length - window, 0), count).astype(int).tolist() if count > 1 else [max(length - window, 0) // 2]


def _curve(tones: Cells, levels: Cells, certainty: Cells) -> Cells:
    """The noise at each of ``TONES``: means of the logarithm over cells of about that tone, weighted by their certainty."""
    logarithms = np.log2(levels + LEAST)
    near = np.exp(-np.square((np.array(TONES)[:, None] - tones) / BANDWIDTH) / 2) + BELIEF
    weights = near * certainty
    return np.asarray(np.maximum(np.exp2((weights * logarithms).sum(1) / weights.sum(1)) - LEAST, 0))
