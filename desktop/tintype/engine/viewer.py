"""Someone who looks at a picture while it is worked on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tintype.geometry import Region
from tintype.photo import Pixels


@dataclass(frozen=True, eq=False)
class Viewer:
    """What the work looks to and tells; all of it in the working thread.

    Attributes:
        pixels: float32 H x W x 3; the result is written into it part by part, and returned.
        in_view: the part of the picture that is seen, which is done first; None for none. Asked anew before each tile, so that
            the work follows the view.
        finished: told which part of ``pixels`` has just been written. Parts may overlap, and a part may come again.
    """

    pixels: Pixels
    in_view: Callable[[], Region | None]
    finished: Callable[[Region], object]
