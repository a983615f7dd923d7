"""A smooth fill for holes around which there is no whole patch to copy."""

from __future__ import annotations

import cv2
import numpy as np

from tintype.engine.exemplar.levels import Mask
from tintype.photo import Pixels


def membrane(pixels: Pixels, hole: Mask) -> Pixels:
    """Known pixels, and between them a smooth surface: averaged to ever coarser grids and back (pull-push, Gortler 1996).

    Args:
        pixels: float32 H x W x 3.
        hole: bool H x W, False somewhere.
    """
    known = (~hole).astype(np.float32)
    return _pull_push(np.where(hole[..., None], np.float32(0), pixels), known).astype(np.float32, copy=False)


def _pull_push(colours: Pixels, weight: Pixels) -> Pixels:
    """Fill where the weight is below 1; the colours are already multiplied by it."""
    height, width = weight.shape
    if height * width == 1 or weight.min() >= 1:
        return np.asarray(colours / np.maximum(weight, np.float32(1e-6))[..., None], np.float32)
    size = -(-width // 2), -(-height // 2)
    coarse_weight = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32).reshape(size[::-1])
    coarse_colours = np.asarray(cv2.resize(colours, size, interpolation=cv2.INTER_AREA), np.float32).reshape(*size[::-1], 3)
    gain = np.minimum(np.float32(1), 4 * coarse_weight) / np.maximum(coarse_weight, np.float32(1e-6))
    coarse = _pull_push(coarse_colours * gain[..., None], coarse_weight * gain)
    push = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR).reshape(height, width, 3)
    filled: Pixels = colours + (1 - weight)[..., None] * push
    return filled
