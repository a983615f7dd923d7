"""With which quality a JPEG was saved, told by its quantisation tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

# Tables K.1 (luminance) and K.2 (chrominance) of ITU-T T.81, in rows.
_LUMINANCE = (
    *(
        16,
        11,
        10,
        16,
        24,
        40,
        51,
        61,
        12,
        12,
        14,
        19,
        26,
        58,
        60,
        55,
        14,
        13,
        16,
        24,
        40,
        57,
        69,
        56,
        14,
        17,
        22,
        29,
        51,
        87,
        80,
        62,
    ),
    *(18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101),
    *(72, 92, 95, 98, 112, 100, 103, 99),
)
_CHROMINANCE = (
    *(
        17,
        18,
        24,
        47,
        99,
        99,
        99,
        99,
        18,
        21,
        26,
        66,
        99,
        99,
        99,
        99,
        24,
        26,
        56,
        99,
        99,
        99,
        99,
        99,
        47,
        66,
        99,
        99,
        99,
        99,
        99,
        99,
    ),
    *(99,) * 32,
)
_BASES = {0: np.array(_LUMINANCE), 1: np.array(_CHROMINANCE)}


def estimate_quality(tables: Mapping[int, Sequence[int]]) -> int | None:
    """The quality, 1 to 100, at which libjpeg would write tables nearest to these; None without a table.

    The Independent JPEG Group scales the example tables of ITU-T T.81, annex K: the factor is 5000 / Q per cent below
    quality 50 and 200 - 2 Q from there on (``jpeg_quality_scaling`` in jcparam.c of libjpeg 6b). Every Q is tried, so
    tables that libjpeg made give back their very quality, and those of others (cameras, Photoshop) the nearest.

    Args:
        tables: 64 steps each, in rows, by the table's number; 0 is for luminance, 1 for chrominance.
    """
    known = {number: np.array(steps) for number, steps in tables.items() if number in _BASES and len(steps) == 64}
    if not known:
        return None

    def distance(quality: int) -> int:
        return sum(int(np.abs(_scaled(number, quality) - steps).sum()) for number, steps in known.items())

    return min(range(100, 0, -1), key=distance)


def _scaled(number: int, quality: int) -> NDArray[np.int64]:
    factor = 5000 // quality if quality < 50 else 200 - 2 * quality
    steps: NDArray[np.int64] = np.clip((_BASES[number] * factor + 50) // 100, 1, 255)
    return steps
