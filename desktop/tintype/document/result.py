"""What an inference gave, ready to be shown; and the inference it was."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from tintype.document.layer import Layer, after_common
from tintype.document.pyramid import Pyramid
from tintype.document.state import Fill
from tintype.engine import Denoised, DenoiseSettings, Device, Engine, Patch, Quality
from tintype.geometry import Region


@dataclass(frozen=True)
class InferenceKey:
    """The settings that an inference depends on; Amount is not among them."""

    noise: float | None
    quality: Quality
    model: str | None
    device: Device

    @classmethod
    def of(cls, settings: DenoiseSettings) -> InferenceKey:
        """The key of these settings."""
        return cls(settings.noise, settings.quality, settings.model, settings.device)


class Result:
    """A restored picture with what showing it needs. It follows the fills, as far as their places were denoised again.

    Attributes:
        denoised: what the engine returned.
        layer: its pixels, with later fills in them.
        remaining: noise measured in it, as a standard deviation in units of a [0, 1] picture.
    """

    def __init__(self, denoised: Denoised, remaining: float, fills: Sequence[Fill] = ()) -> None:
        """Build the pyramid. ``fills`` were in the pixels that the engine was given."""
        self.denoised = denoised
        self.layer = Layer(Pyramid.build(denoised.restored))
        self.remaining = remaining
        self._first = tuple(fills)
        self._known: dict[Fill, tuple[Patch, ...]] = {}
        self._present: list[Fill] = []
        self._undo: list[tuple[Patch, ...]] = []

    @classmethod
    def of(cls, engine: Engine, denoised: Denoised, fills: Sequence[Fill] = ()) -> Result:
        """Build the pyramid and measure; takes about half a second for 50 megapixels."""
        return cls(denoised, engine.measure(denoised.restored).level, fills)

    @property
    def pyramid(self) -> Pyramid[np.float32]:
        """The restored picture at several sizes."""
        return self.layer.pyramid

    def learn(self, fill: Fill, patches: tuple[Patch, ...]) -> None:
        """Take what denoising gave in the places of a fill."""
        self._known[fill] = patches

    def keep(self, fills: Set[Fill]) -> None:
        """Let go of what was learned of any other fills."""
        self._known = {fill: patches for fill, patches in self._known.items() if fill in fills}

    def reaches(self, fills: Sequence[Fill]) -> bool:
        """Whether ``follow`` could show the picture with exactly these fills."""
        missing, later = after_common(self._first, fills)
        return not missing and all(fill in self._known for fill in later)

    def follow(self, fills: Sequence[Fill]) -> list[Region]:
        """Show the picture with exactly these fills; return the places that changed."""
        later = fills[len(self._first) :]
        gone, new = after_common(self._present, later)
        changes = [self._undo.pop() for _ in gone]
        del self._present[len(self._present) - len(gone) :]
        for patches in changes:
            self.layer.put(patches)
        for fill in new:
            self._present.append(fill)
            self._undo.append(self.layer.put(self._known[fill]))
            changes.append(self._known[fill])
        return [patch.region for patches in changes for patch in patches]


class ResultCache:
    """The latest results, as many as fit a budget; the newest is always kept."""

    def __init__(self, budget: int = 1_500_000_000) -> None:
        """``budget`` is in bytes of full-size pixels."""
        self._budget = budget
        self._results: OrderedDict[InferenceKey, Result] = OrderedDict()

    def get(self, key: InferenceKey) -> Result | None:
        """The result for a key, which becomes the newest; None when there is none (any more)."""
        if key in self._results:
            self._results.move_to_end(key)
        return self._results.get(key)

    def put(self, key: InferenceKey, result: Result) -> None:
        """Keep a result, and let go of the oldest ones beyond the budget."""
        self._results[key] = result
        self._results.move_to_end(key)
        while len(self._results) > 1 and self._bytes() > self._budget:
            self._results.popitem(last=False)

    def keep(self, fills: Set[Fill]) -> None:
        """Let go of what the results hold of any other fills."""
        for result in self._results.values():
            result.keep(fills)

    def drop(self, model: str) -> None:
        """Let go of all results of the model with this id."""
        for key in [key for key, result in self._results.items() if result.denoised.model.id == model]:
            del self._results[key]

    def _bytes(self) -> int:
        return sum(result.layer.pixels.nbytes for result in self._results.values())
