"""Floating point samples as whole numbers of 16 bits."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tintype.photo.source import Samples

TOP = 65535
_EXACT = 1e-6
"""What was a whole number once differs by less."""


def rounded(values: NDArray[Any]) -> tuple[Samples, tuple[str, ...]]:
    """Values of which 1 means white in steps of 16 bits, and what was lost; what is no number becomes black.

    Args:
        values: any shape, of any floating point type.

    Returns:
        uint16 of the same shape, and sentences.
    """
    finite = np.nan_to_num(values.astype(np.float32), nan=0.0, posinf=1.0, neginf=0.0)
    clipped = np.clip(finite, 0, 1)
    lost = bool((clipped != finite).any() or not np.isfinite(values).all())
    samples = np.rint(clipped * np.float32(TOP)).astype(np.uint16)
    coarser = bool((np.abs(samples / np.float32(TOP) - clipped) > _EXACT).any())
    remarks = ("Values darker than black or brighter than white were clipped.",) if lost else ()
    return samples, (*remarks, *(("Floating point numbers were rounded to 16 bits a channel.",) if coarser else ()))
