"""Measuring the noise of a picture from the picture alone."""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tintype.errors import InvalidPixels
from tintype.photo import Pixels

ALREADY_CLEAN = 0.7 / 255
"""Below this standard deviation a picture is left as it is."""

LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
"""Weights of red, green and blue in the luma of JPEG (ITU-R BT.601), which keeps its resolution where the colours are halved."""

COLOURS = np.array([[1, -1, 0], [1, 1, -2]], dtype=np.float32) / np.sqrt(np.array([[2], [6]], dtype=np.float32))
"""The two orthonormal directions across the grey axis."""

PATCH = 8
SAMPLES = 24_000
LEAST_PATCHES = 400
"""Fewer would not determine the 64 principal components of a patch."""

CLIPPED_SHARE = 0.02
TEXTURE_LIMIT = 1.63
"""Of 1000 patches of pure noise 999 have at most so many times the mean energy of differences between neighbours."""

MOST_ROUNDS = 6

ROWS = 512
"""So many rows, or up to twice as many, tell whether neighbours are equal."""

SILENT = 0.6
"""Noise makes neighbours differ: where more of them than this are equal, there is none."""

SPARSE = 0.35
"""Drawings and print are black and white but for at most so many pixels."""


def estimate_noise(pixels: Pixels) -> float:
    """Standard deviation of white noise, in the units of the pixels: ``WhiteNoise.level``.

    Args:
        pixels: float32 H x W x 3 or H x W in [0, 1]; noise may reach beyond.

    Returns:
        The estimate; 0 for pictures too small to hold enough patches, and for drawings, screens and print without noise.

    Raises:
        InvalidPixels: the array has another number of axes.
    """
    if pixels.ndim not in (2, 3):
        raise InvalidPixels(f"the array has {pixels.ndim} axes instead of 2 or 3")
    return 0.0 if is_silent(pixels) else WhiteNoise(pixels if pixels.ndim == 3 else pixels[..., None]).level


class WhiteNoise:
    """What a picture's patches tell of its noise where that is white, in the units of the pixels.

    Patches without texture are chosen by the energy of their gradients (X. Liu, M. Tanaka and M. Okutomi, "Single-image noise
    level estimation for blind denoising", IEEE TIP 2013); of their principal components those that hold noise and no picture are
    the most for which the mean of the variances equals their median (G. Chen, F. Zhu and P. A. Heng, "An efficient statistical
    method for image noise level estimation", ICCV 2015). Patches with more blown or black pixels than most are left out, for
    clipping hides noise.
    """

    def __init__(self, pixels: Pixels) -> None:
        """Choose patches of float32 H x W x C in [0, 1], C being 1 or 3; always the same of the same picture."""
        self._patches = _patches(pixels)

    @cached_property
    def level(self) -> float:
        """Standard deviation of each channel, found in the luma: the colours of most JPEG files have lost their fine noise."""
        return self.luma if self._is_grey else self.luma / float(np.linalg.norm(LUMA))

    @cached_property
    def luma(self) -> float:
        """Standard deviation of the luma, in which the noise of three channels is averaged; 0 if there are too few patches."""
        return _deviation(self._luma) if len(self._patches) >= LEAST_PATCHES else 0.0

    @cached_property
    def colour(self) -> float:
        """Standard deviation across the grey axis, where photographs have little texture; 0 for grey ones."""
        return _deviation(self._colours[::2]) if len(self._patches) >= LEAST_PATCHES else 0.0  # two planes of each patch

    def luma_by_tone(self, tones: NDArray[np.float64]) -> NDArray[np.float64]:
        """That of the patches nearest to each of some evenly spaced brightnesses; not a number where there are few."""
        return self._by_tone(self._luma, tones)

    def colour_by_tone(self, tones: NDArray[np.float64]) -> NDArray[np.float64]:
        """Likewise."""
        return self._by_tone(self._colours, tones)

    def _by_tone(self, patches: Pixels, tones: NDArray[np.float64]) -> NDArray[np.float64]:
        brightness = self._patches.mean(axis=(1, 2, 3), dtype=np.float64)
        nearest = np.abs(brightness[:, None] - tones).argmin(axis=1)
        chosen = [patches[nearest == number] for number in range(len(tones))]
        return np.array([_deviation(patches) if len(patches) >= LEAST_PATCHES else np.nan for patches in chosen])

    @cached_property
    def _is_grey(self) -> bool:
        return self._patches.shape[1] == 1 or bool((self._patches == self._patches[:, :1]).all())

    @cached_property
    def _luma(self) -> Pixels:
        """N x 1 x 8 x 8."""
        if self._is_grey:
            return self._patches[:, :1]
        return np.asarray(np.einsum("nchw,c->nhw", self._patches, LUMA))[:, None]

    @cached_property
    def _colours(self) -> Pixels:
        """N x 2 x 8 x 8, the patches' two orthonormal planes across the grey axis."""
        if self._patches.shape[1] == 1:
            return np.zeros((len(self._patches), 2, PATCH, PATCH), np.float32)
        return np.asarray(np.einsum("nchw,kc->nkhw", self._patches, COLOURS))


def is_silent(pixels: Pixels) -> bool:
    """Whether most pixels equal their neighbours, as in drawings, screens and print without noise.

    Blown and black ones, which clipping has evened, count where little else is.
    """
    rows = pixels[:: max(len(pixels) // ROWS, 1)]
    if rows.shape[1] < 2:
        return False
    left, right = rows[:, :-1], rows[:, 1:]
    equal, clipped = left == right, ((left <= 0) & (right <= 0)) | ((left >= 1) & (right >= 1))
    telling = ~clipped if clipped.mean() < 1 - SPARSE else np.ones_like(clipped)
    return bool(equal[telling].mean() > SILENT)


def _deviation(planes: Pixels) -> float:
    """The noise of patches, N x C x 8 x 8, found in turn from ever better chosen ones; their planes count one by one."""
    patches = planes.reshape(-1, PATCH, PATCH)
    energies = sum((np.diff(patches, axis=axis) ** 2).sum((1, 2)) for axis in (1, 2))
    order = np.argsort(energies)
    energies, rows = energies[order], patches.reshape(len(patches), -1)[order]
    differences = 2 * PATCH * (PATCH - 1)
    variance = _noise_variance(rows)
    for _ in range(MOST_ROUNDS):
        weak = int(np.searchsorted(energies, TEXTURE_LIMIT * 2 * differences * variance))
        previous, variance = variance, _noise_variance(rows[: max(weak, LEAST_PATCHES)])
        if abs(variance - previous) <= 1e-4 * previous:
            break
    return float(np.sqrt(max(variance, 0.0)))


def _noise_variance(rows: Pixels) -> float:
    """Mean variance of the principal components that hold noise alone; the rows are patches."""
    # OpenCV's, since the threads of numpy's matrix product wait for one another on a busy computer.
    how = cv2.COVAR_NORMAL | cv2.COVAR_ROWS | cv2.COVAR_SCALE
    covariance, _ = cv2.calcCovarMatrix(rows, np.empty(0), how, ctype=cv2.CV_64F)
    variances = np.linalg.eigvalsh(covariance)
    last = np.arange(len(variances))
    means = np.cumsum(variances) / (last + 1)
    medians = (variances[last // 2] + variances[(last + 1) // 2]) / 2
    return float(means[np.flatnonzero(means <= medians)[-1]])


def _patches(planes: Pixels) -> Pixels:
    """A fixed choice of at most ``SAMPLES`` patches, N x C x 8 x 8, without those that are clipped or hold a single value."""
    height, width = (max(side - PATCH + 1, 0) for side in planes.shape[:2])
    if not height or not width:
        return np.empty((0, planes.shape[2], PATCH, PATCH), np.float32)
    windows = sliding_window_view(planes, (PATCH, PATCH), axis=(0, 1))
    rng = np.random.default_rng(0)
    count = min(SAMPLES, height * width)
    patches = windows[rng.integers(height, size=count), rng.integers(width, size=count)]
    clipped = ((patches == 0) | (patches == 1)).mean((1, 2, 3))
    usable = clipped <= max(CLIPPED_SHARE, np.quantile(clipped, 0.25))
    return np.asarray(patches[usable & (np.ptp(patches, axis=(1, 2, 3)) > 0)])
