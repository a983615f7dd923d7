"""Profiles for files that describe their colours in numbers instead (ITU-T H.273, and the gAMA and cHRM of PNG)."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache

import imagecodecs
import numpy as np
from numpy.typing import NDArray

Chromaticities = tuple[float, float, float, float, float, float, float, float]
"""x and y of white, red, green and blue."""

BT2100, UNKNOWN, PQ, HLG = 9, 2, 16, 18
_D65 = (0.3127, 0.329)
SRGB: Chromaticities = (*_D65, 0.64, 0.33, 0.3, 0.6, 0.15, 0.06)
_ADOBE: Chromaticities = (*_D65, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06)
_P3_PRIMARIES = (0.68, 0.32, 0.265, 0.69, 0.15, 0.06)
PRIMARIES: dict[int, Chromaticities] = {
    4: (0.31, 0.316, 0.67, 0.33, 0.21, 0.71, 0.14, 0.08),
    5: (*_D65, 0.64, 0.33, 0.29, 0.6, 0.15, 0.06),
    6: (*_D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07),
    7: (*_D65, 0.63, 0.34, 0.31, 0.595, 0.155, 0.07),
    BT2100: (*_D65, 0.708, 0.292, 0.17, 0.797, 0.131, 0.046),
    11: (0.314, 0.351, *_P3_PRIMARIES),
    12: (*_D65, *_P3_PRIMARIES),
}
_GAMMAS = {4: 2.2, 5: 2.8, 8: 1.0, 17: 2.6}
_PQ_WHITE = 0.1
"""Of the 10000 cd/m2 that PQ can tell: what is brighter is shown as white, for otherwise all would be dark."""
_STEPS = 1024
_NEAR, _NEAR_GAMMA = 0.002, 0.02
_SRGB_GAMMA = 2.2
_DATE = slice(24, 36)
_EPOCH = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
HDR = "The photo is HDR; on a usual screen its brightest parts are shown as white."


@dataclass(frozen=True)
class Colours:
    """What code points mean.

    Attributes:
        icc: a profile that says the same; None for sRGB and for what is unknown.
        remarks: one sentence at most.
    """

    icc: bytes | None = None
    remarks: tuple[str, ...] = ()


def of_code_points(primaries: int, transfer: int) -> Colours:
    """The colours of two code points; primaries that are unknown count as those of sRGB."""
    return of_curve(PRIMARIES.get(primaries, SRGB), transfer)


def of_curve(chromaticities: Chromaticities, transfer: int) -> Colours:
    """The colours of primaries and a code point; the curves of video (1, 6, 14, 15) count as that of sRGB, as in browsers."""
    if transfer in (PQ, HLG):
        return Colours(profile(chromaticities, transfer=transfer), (HDR,))
    if _is_srgb(chromaticities) and transfer not in _GAMMAS:
        return Colours()
    return Colours(profile(chromaticities, gamma=_GAMMAS.get(transfer)))


def of_measures(gamma: float, chromaticities: Chromaticities) -> bytes | None:
    """A profile for a power and primaries; None where they stand for sRGB."""
    if abs(gamma - _SRGB_GAMMA) < _NEAR_GAMMA and _is_srgb(chromaticities):
        return None
    return profile(chromaticities, gamma=gamma)


def _is_srgb(chromaticities: Chromaticities) -> bool:
    return all(abs(one - other) < _NEAR for one, other in zip(chromaticities, SRGB, strict=True))


def adobe_rgb() -> bytes:
    """A profile of Adobe RGB (1998)."""
    return profile(_ADOBE, gamma=2 + 51 / 256)


@cache
def profile(chromaticities: Chromaticities, *, gamma: float | None = None, transfer: int | None = None) -> bytes:
    """A profile of these primaries and a power, the curve of PQ or HLG, or else that of sRGB; always of the same bytes."""
    white, red, green, blue = (chromaticities[place : place + 2] for place in range(0, 8, 2))
    curve = None if gamma is not None else np.rint(_light(transfer) * 65535).astype(np.uint16)
    made = bytearray(
        imagecodecs.cms_profile(
            "rgb", whitepoint=[*white, 1], primaries=[*red, 1, *green, 1, *blue, 1], transferfunction=curve, gamma=gamma
        )
    )
    made[_DATE] = _EPOCH
    return bytes(made)


def _light(transfer: int | None) -> NDArray[np.float64]:
    """The light of evenly spaced signals."""
    signal = np.linspace(0, 1, _STEPS)
    if transfer == PQ:  # SMPTE ST 2084
        root = signal ** (1 / 78.84375)
        light = (np.maximum(root - 0.8359375, 0) / (18.8515625 - 18.6875 * root)) ** (1 / 0.1593017578125)
        return np.minimum(light / _PQ_WHITE, 1)
    if transfer == HLG:  # ITU-R BT.2100
        bright = (np.exp((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
        return np.minimum(np.where(signal <= 0.5, signal**2 / 3, bright), 1)
    return np.where(signal <= 0.04045, signal / 12.92, ((signal + 0.055) / 1.055) ** 2.4)
