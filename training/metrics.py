"""Fidelity of a result to its reference, by the protocol of the denoising literature.

The result is clamped and rounded to 8 bits; no border is cut. Both metrics are scikit-image's.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from skimage.metrics import peak_signal_noise_ratio, structural_similarity

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]


def to_8_bits(picture: Floats) -> Pixels:
    """Clamp a float picture to [0, 1] and round it to 8 bits."""
    return np.asarray(np.rint(np.clip(picture, 0, 1) * 255), dtype=np.uint8)


def psnr(reference: Pixels, result: Pixels) -> float:
    """Peak signal-to-noise ratio in dB over all pixels and channels of two uint8 H x W x 3 pictures."""
    return float(peak_signal_noise_ratio(reference, result, data_range=255))


def ssim(reference: Pixels, result: Pixels) -> float:
    """Structural similarity (Wang et al., 2004: Gaussian window of deviation 1.5), averaged over the channels."""
    score = structural_similarity(
        reference, result, data_range=255, channel_axis=2, gaussian_weights=True, sigma=1.5, use_sample_covariance=False
    )
    return float(score)
