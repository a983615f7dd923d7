"""A full-size picture that is changed in places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from tintype.document.pyramid import Pyramid
from tintype.document.state import Fill
from tintype.engine import Patch, lay_over
from tintype.geometry import Region
from tintype.photo import Pixels


class Layer:
    """Pixels with their pyramid.

    They may be lent out: whoever holds ``share()`` sees them as they were, because the next change goes to a copy.

    Attributes:
        pyramid: all sizes; the first level is the picture.
    """

    def __init__(self, pyramid: Pyramid[np.float32], *, shared: bool = False) -> None:
        """``shared`` tells that someone else holds the arrays too."""
        self.pyramid = pyramid
        self._shared = shared
        self._spare: tuple[Pyramid[np.float32], Pyramid[np.float32]] | None = None

    @property
    def pixels(self) -> Pixels:
        """The picture: float32 H x W x 3; the next ``put`` may change this very array."""
        return self.pyramid.levels[0]

    def share(self) -> Pixels:
        """The picture in an array that no ``put`` changes any more."""
        self._shared = True
        return self.pixels

    def prepare(self) -> None:
        """Make the copy that the next change needs, if it does; a job does this so that the window need not wait for it."""
        source = self.pyramid
        if self._shared:
            self._spare = source, source.copy()

    def put(self, patches: Iterable[Patch]) -> tuple[Patch, ...]:
        """Change places, in this order; return what has to be put to take it back."""
        before = []
        for patch in patches:
            self._stop_sharing()
            there = self.pixels[patch.region.slices]
            before.append(Patch(patch.region, there.copy()))
            there[...] = patch.pixels
            self.pyramid.refresh(patch.region)
        return tuple(reversed(before))

    def _stop_sharing(self) -> None:
        if self._shared:
            spare, self._spare = self._spare, None
            self.pyramid = spare[1] if spare and spare[0] is self.pyramid else self.pyramid.copy()
            self._shared = False


def filled(pixels: Pixels, region: Region, fills: Sequence[Fill]) -> Pixels:
    """A copy of a region of the photo with all fills applied."""
    result = pixels[region.slices].copy()
    for fill in fills:
        lay_over(result, region, fill.patches)
    return result


def after_common(one: Sequence[Fill], other: Sequence[Fill]) -> tuple[Sequence[Fill], Sequence[Fill]]:
    """What follows in each after the beginning that both share."""
    common = 0
    while common < min(len(one), len(other)) and one[common] is other[common]:
        common += 1
    return one[common:], other[common:]
