"""Measuring noise: with a network, which texture, clumping and compression do not mislead, where it is not plainly white."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.advice import STRENGTHS, Advice
from tintype.engine.noise import ALREADY_CLEAN, LUMA, WhiteNoise, estimate_noise, is_silent
from tintype.engine.noise_profile import TONES, NoiseProfile
from tintype.engine.tiled import to_planes, window_of
from tintype.engine.windows import windows
from tintype.geometry import Size
from tintype.photo import Pixels
from tintype.progress import Progress

if TYPE_CHECKING:
    from tintype.engine.session import Session

WINDOWS = 5
"""So many are measured over a picture's height and over its width."""

CELL = 8
"""Side of the cells that the network tells the noise of."""

FEWEST_CELLS = 256
"""A picture of fewer may have no smooth place; only white noise is looked for there."""

BANDWIDTH = 0.04
"""Standard deviation of the tones that a tone's noise is averaged over."""

BELIEF = 0.02
"""Weight of the picture's mean noise in that of a tone, as a share of all cells: it decides where a tone is hardly there."""

LEAST = 0.5 / 255
"""Added before logarithms are taken, as in training."""

WHITE = 0.95
"""White noise is halved where four pixels become one, clumped noise less: the ratio of both, in that of white noise."""

TEXTURED = 0.8
"""A tone that looks less white holds texture that was taken for noise."""

SEEN = 0.65
"""Share of what the network finds that a measure of white noise must see where noise is white."""

ALIKE = 2.0
"""White noise has the same variance in luminance and in colour; within this factor both are taken for equal."""

OF_CAMERAS = 5.0
"""A camera's noise has two to four times the variance in luminance that it has in a colour, and is clumped in both, though before
much texture the luma looks white; JPEG with halved colours leaves white noise a ninth of it there."""

MISSED = 1.5
"""Where a measure of white noise sees so many times what the network finds, the network took luminance's noise for detail."""

WHITE_COLOUR = 0.9
"""Likewise in the colours: white noise has 0.97 and more there, photographs at most 0.7, noise as soft as one sees 0.9."""

EQUAL = 0.6, 1.25
"""Luminance's deviation over the colours' where the noise is the same in each channel; JPEG takes more from the colours."""

LEAST_COLOUR = 1 / 255
"""Less could be the photograph's."""

EVEN, EVEN_LUMA = 1.3, 1.5
"""Within this factor the tones' deviations in the colours and in the luma differ by chance and by what is in the picture."""

FARTHEST = 1.5
"""Beyond the tones where noise is seen it is taken to grow or fall by at most this factor."""

COUNTED = 1_000_000
"""Pixels whose brightness decides how the tones add up."""

WORTH_ASKING = 0.2 / 255
"""Below this deviation there is nothing to ask about."""

STRONG = 1.1 * STRENGTHS[0]
"""Advice of less means as little as can be. On held-out photographs it is 0.5 dB better than more, but worse than even less."""

DOUBTS_CLEAN = 1.5 * STRENGTHS[0]
"""Advice of less does not make a picture noisy that was found to be clean."""

MOST_EXCESS = 4.0
"""More than so many times the noise is not asked for."""

LUMA_SHARES = 1 / 3, float(LUMA @ LUMA) - 1 / 3
"""Of the variances of luminance and of colour in that of the luma, in which white noise is looked for."""

Cells = NDArray[np.float64]
Advise = Callable[[Pixels, Progress], Advice]
"""Tells of a picture how strongly to denoise it."""


def measure_noise(pixels: Pixels, session: Session, progress: Progress, advise: Advise | None = None) -> NoiseProfile:
    """Measure luminance and colour in each tone.

    Args:
        pixels: float32 H x W x 3 in [0, 1]; values beyond are clipped, as those of files are.
        session: a model of the task ``measure``.
        progress: cancels.
        advise: asked where the noise is clumped; without one, how coarse it is decides how much it is overstated.

    Raises:
        Cancelled, OutOfMemory, InferenceFailed
    """
    if is_silent(pixels):
        return NoiseProfile.white(0.0)
    if pixels.shape[0] * pixels.shape[1] < FEWEST_CELLS * CELL**2:
        return NoiseProfile.white(estimate_noise(np.clip(pixels, 0, 1)))
    full, half = WhiteNoise(np.clip(pixels, 0, 1)), WhiteNoise(np.clip(_halved(pixels), 0, 1))
    progress.check()
    if _is_white(full, half):
        return _white(pixels, full)
    return _by_network(pixels, full, half, session, progress, advise)


def _by_network(
    pixels: Pixels, full: WhiteNoise, half: WhiteNoise, session: Session, progress: Progress, advise: Advise | None
) -> NoiseProfile:
    """What the network finds, put right by the measures of white noise at full and at half size."""
    tones, levels = _cells(pixels, session, progress)
    curves = np.stack([_curve(tones, levels[:, plane]) for plane in range(2)])
    luminance, colour = (float(np.square(np.interp(tones, TONES, curve)).mean()) for curve in curves)
    if luminance + colour == 0:
        return NoiseProfile.white(0.0)
    in_luma = luminance * LUMA_SHARES[0] + colour * LUMA_SHARES[1]
    ratio, whiteness = full.luma / float(np.sqrt(in_luma)), _whiteness(full.luma, half.luma)
    if ratio >= SEEN:
        fine, whitenesses = _by_tone(full, half)
        # Noise that grows with the brightness misleads the one measure and not the other.
        looks_white = max(whiteness, _median(whitenesses)) >= WHITE
        clumped_colours = luminance < colour * OF_CAMERAS and full.colour < SEEN * np.sqrt(colour)
        if looks_white and not clumped_colours:  # there is no better measure than that of white noise
            alike = 0 < luminance < colour * ALIKE and (colour < luminance * ALIKE or ratio > MISSED)
            found = np.full(2, full.level) if alike else ratio * np.sqrt([luminance, colour])
            curve = _grown(np.where(whitenesses > TEXTURED, fine, np.nan), EVEN_LUMA)
            curves = found[:, None] * (np.ones(len(TONES)) if curve is None else curve / full.luma)
            return _profile(_over(pixels, np.sqrt((curves[0] ** 2 + 2 * curves[1] ** 2) / 3)), curves)
    level = float(np.sqrt((luminance + 2 * colour) / 3))
    profile = replace(_profile(level, curves), clumped=True, excess=2 - min(whiteness, 1.0))
    if advise is None or level < WORTH_ASKING:
        return profile
    return _advised(profile, curves, np.sqrt([luminance, colour]), advise(pixels, progress))


def _advised(profile: NoiseProfile, curves: Cells, means: Cells, advice: Advice) -> NoiseProfile:
    """The profile as the advice changes it: its curves, 2 x 9, keep their shape; ``means`` are theirs over the picture."""
    if profile.level < ALREADY_CLEAN:
        stands = advice.strength < DOUBTS_CLEAN
    else:  # of weak noise the meter knows more
        stands = profile.level * profile.excess < advice.strength < STRONG
    if stands:
        return profile
    found = np.array([advice.luminance, advice.colour])
    curves = np.stack([_with_mean(*each) for each in zip(curves, means, found, strict=True)])
    level = float(np.sqrt((found[0] ** 2 + 2 * found[1] ** 2) / 3))
    excess = float(np.clip(advice.strength / max(level, LEAST), 1, MOST_EXCESS))
    return replace(_profile(level, curves), clumped=True, excess=excess)


def _with_mean(curve: Cells, mean: float, wanted: float) -> Cells:
    """A curve of that shape, which had one mean over the picture, with another."""
    return curve * (wanted / mean) if mean > 0 else np.full_like(curve, wanted)


def _profile(level: float, curves: Cells) -> NoiseProfile:
    """Of white noise with curves 2 x 9."""
    return NoiseProfile(level, tuple(curves[0].tolist()), tuple(curves[1].tolist()), clumped=False)


def _halved(pixels: Pixels) -> Pixels:
    height, width = pixels.shape[:2]
    size = max(width // 2, 1), max(height // 2, 1)
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)


def _whiteness(fine: float, coarse: float) -> float:
    """From the noise seen at full and at half size: about 1 for white noise, towards 0 the coarser its clumps are."""
    return fine / (2 * coarse) if coarse else 1.0


def _median(values: Cells) -> float:
    """Of those that are numbers; 0 without any."""
    told = values[~np.isnan(values)]
    return float(np.median(told)) if len(told) else 0.0


def _by_tone(full: WhiteNoise, half: WhiteNoise) -> tuple[Cells, Cells]:
    """The luma's deviation and its whiteness at each of ``TONES``; not numbers where there is too little to tell."""
    fine, coarse = (noise.luma_by_tone(np.array(TONES)) for noise in (full, half))
    return fine, np.array([_whiteness(*levels) for levels in zip(fine, coarse, strict=True)])


def _is_white(full: WhiteNoise, half: WhiteNoise) -> bool:
    """Whether the colours show it: they have too little texture to be mistaken, and few cameras and files leave them white."""
    seen = full.colour > LEAST_COLOUR and full.level < full.colour * EQUAL[1]
    return seen and _whiteness(full.colour, half.colour) > WHITE_COLOUR


def _white(pixels: Pixels, noise: WhiteNoise) -> NoiseProfile:
    """White noise, which in luminance is mostly what it is in colour; where it grows with the brightness, its curve."""
    curve = _grown(noise.colour_by_tone(np.array(TONES)), EVEN)
    same = noise.level > noise.colour * EQUAL[0]
    if same and curve is None:
        return NoiseProfile.white(noise.level)
    curve = np.full(len(TONES), noise.colour) if curve is None else curve
    in_luminance = max(noise.luma**2 - noise.colour**2 * LUMA_SHARES[1], 0) / LUMA_SHARES[0] / noise.colour**2
    share = 1.0 if same else math.sqrt(in_luminance)
    return _profile(_over(pixels, curve) * math.sqrt((share**2 + 2) / 3), np.stack([share * curve, curve]))


def _over(pixels: Pixels, curve: Cells) -> float:
    """The deviation over all of a picture."""
    step = max(math.isqrt(pixels.shape[0] * pixels.shape[1] // COUNTED), 1)
    brightness = np.clip(pixels[::step, ::step].mean(axis=2), 0, 1)
    return float(np.sqrt(np.square(np.interp(brightness, TONES, curve)).mean()))


def _grown(curve: Cells, even: float) -> Cells | None:
    """A curve over ``TONES``, completed where it is not known; none where its tones differ by no more than a factor."""
    known = np.flatnonzero(~np.isnan(curve))
    if len(known) < 2 or curve[known].max() < even * curve[known].min() or curve[known].min() == 0:
        return None
    return _completed(curve, known)


def _completed(curve: Cells, known: NDArray[np.intp]) -> Cells:
    """The curve over ``TONES`` with those that are not known: between others from these, beyond them along the line of all."""
    tones = np.array(TONES)
    slope = np.polyfit(tones[known], curve[known], 1)[0]
    nearest = tones.clip(tones[known[0]], tones[known[-1]])
    inside = np.interp(nearest, tones[known], curve[known])
    return np.asarray(np.clip(inside + slope * (tones - nearest), inside / FARTHEST, inside * FARTHEST))


def _cells(pixels: Pixels, session: Session, progress: Progress) -> tuple[Cells, Cells]:
    """Of the cells of all windows: brightness (N), and deviations of luminance and colour (N x 2).

    The network is given all windows at once, one below the other: it learns the noise where the picture is smoothest, and looks
    at each cell by itself.
    """
    measured = windows(Size(*pixels.shape[:2]), max(session.model.multiple_of, CELL), WINDOWS)
    planes = np.concatenate([np.clip(to_planes(window_of(pixels, window)), 0, 1) for window in measured], axis=2)
    levels = session.run({"picture": planes}, progress)[0].reshape(2, -1).T
    mean = planes[0].mean(axis=0)
    tones = cv2.resize(mean, (mean.shape[1] // CELL, mean.shape[0] // CELL), interpolation=cv2.INTER_AREA).ravel()
    return tones.astype(np.float64), levels.astype(np.float64)


def _curve(tones: Cells, levels: Cells) -> Cells:
    """The noise at each of ``TONES``: means of the logarithm over cells of about that tone."""
    logarithms = np.log2(levels + LEAST)
    weights = np.exp(-np.square((np.array(TONES)[:, None] - tones) / BANDWIDTH) / 2) + BELIEF
    return np.asarray(np.maximum(np.exp2((weights * logarithms).sum(1) / weights.sum(1)) - LEAST, 0))
