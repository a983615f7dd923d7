"""Prolonged lines as a guide: what they add to the levels of a fill."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from tintype.engine.exemplar.curves import connect, draw
from tintype.engine.exemplar.levels import Level, depth, low_frequencies, means_of_four
from tintype.photo import Pixels
from tintype.progress import Progress

DEEPEST = 64.0
"""Depth of a hole in pixels up to which lines are drawn; deeper ones are reduced first, for their edges are then as clear."""


def with_lines(levels: list[Level], pixels: Pixels, structure: Pixels | None, progress: Progress) -> list[Level] | None:
    """The levels with the lines that the hole interrupts, or None where there are none.

    Raises:
        Cancelled
    """
    hole = levels[0].hole
    deep = depth(hole)
    drawn = min(max(0, int(np.ceil(np.log2(max(deep, 1.0) / DEEPEST)))), len(levels) - 1)
    lines = draw(np.ascontiguousarray(levels[drawn].pixels[..., :3]), levels[drawn].hole)
    progress.check()
    if lines is None:
        return None
    guide = None if structure is None else low_frequencies(_corrected(structure, pixels, levels[0], levels[drawn], lines), deep)
    progress.check()
    result = []
    for number, level in enumerate(levels):
        if number > 0 and guide is not None:
            guide = means_of_four(guide)
        if number > drawn:
            lines = _halved(lines)
        result.append(replace(level, guide=guide, lines=lines if number >= drawn else None))
    return result


def _corrected(structure: Pixels, pixels: Pixels, finest: Level, level: Level, lines: Pixels) -> Pixels:
    """The structure with the lines in it, which were drawn at a level."""
    height, width = finest.hole.shape
    small = np.asarray(cv2.resize(structure, level.hole.shape[::-1], interpolation=cv2.INTER_AREA), np.float32)
    change = np.asarray(cv2.resize(connect(small, level.hole, lines) - small, (width, height)), np.float32)
    return np.where(finest.hole[..., None], structure + change, pixels).astype(np.float32)


def _halved(lines: Pixels) -> Pixels:
    """Means of 2 x 2 pixels by how sure the lines are."""
    colours = means_of_four(lines[..., :3] * lines[..., 3:])
    sure = means_of_four(np.ascontiguousarray(lines[..., 3:]))
    return np.ascontiguousarray(np.dstack([colours / np.maximum(sure, np.float32(1e-6)), sure]))
