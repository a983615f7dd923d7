"""How large a tile may be."""

from __future__ import annotations

import math

from tintype.engine.spec import ModelSpec
from tintype.geometry import Size
from tintype.photo.limits import free_memory

__all__ = ["free_memory", "halved", "tile_side"]

SHARE_OF_FREE = 0.5
ENOUGH_BYTES = 512 * 2**20
ENOUGH_HALOS = 10
"""A tile beyond both gains no speed: its halo is a small part of it already."""


def tile_side(model: ModelSpec, free: int, most: int | None = None) -> int:
    """Side of the largest square tile that still gains speed.

    Its working memory fits into ``free`` bytes with room to spare, and into ``most`` where that is given.
    """
    enough = max(ENOUGH_BYTES, (ENOUGH_HALOS * model.halo) ** 2 * model.bytes_per_pixel)
    budget = min(free * SHARE_OF_FREE, enough if most is None else most)
    return math.isqrt(int(budget / model.bytes_per_pixel))


def halved(side: int, size: Size) -> int:
    """The next smaller side to try, given that tiles of ``side`` ran out of memory on a picture of ``size``."""
    return min(side, max(size.height, size.width)) // 2
