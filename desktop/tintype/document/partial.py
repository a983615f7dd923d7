"""A result that is still being worked out."""

from __future__ import annotations

import numpy as np

from tintype.document.pyramid import Pyramid
from tintype.document.regions import uncovered
from tintype.document.versions import Versions
from tintype.engine import Amount
from tintype.geometry import Region
from tintype.photo import Pixels


class PartialResult:
    """The finished parts of a result, laid over the restored picture that was in sight before.

    A worker writes into the pixels of ``prepare`` and says which part it ``wrote``; then the document's thread is told to
    ``take`` it. What lies elsewhere is as it was, or about to be told.

    Attributes:
        amount: how much of it is used, as long as the recipe has no step that says so.
        regions: the finished parts; they may overlap.
    """

    def __init__(self, before: Pyramid[np.float32], amount: Amount, versions: Versions) -> None:
        """Nothing is finished yet; ``before`` is not changed, and ``versions`` are told which places are."""
        self.amount = amount
        self.regions: list[Region] = []
        self._pyramid = before
        self._versions = versions

    @property
    def pyramid(self) -> Pyramid[np.float32]:
        """What there is, at several sizes."""
        return self._pyramid

    def prepare(self) -> Pixels:
        """Copy what was in sight, and return the copy's pixels to be written to; some tenths of a second for 24 megapixels."""
        self._pyramid = self._pyramid.copy()
        return self._pyramid.levels[0]

    def wrote(self, region: Region) -> None:
        """Bring a finished part to all sizes; still the worker's matter, for it takes longer than a frame may."""
        self._pyramid.refresh(region)

    def take(self, region: Region) -> None:
        """Show a finished part."""
        self.regions.append(region)
        self._versions.touch(region)

    def mix(self, amount: Amount) -> None:
        """Use another amount."""
        self.amount = amount
        for region in self.regions:
            self._versions.touch(region)

    def drop(self) -> bool:
        """Note that the finished parts are not shown any more; false if there are none."""
        self.mix(self.amount)
        return bool(self.regions)

    def touches(self, region: Region) -> bool:
        """Whether something inside a part of the picture is finished."""
        return any(done.intersected(region).size.pixels for done in self.regions)

    def covers(self, region: Region) -> bool:
        """Whether a part of the picture is finished as a whole."""
        return not uncovered(region, self.regions)
