"""What an inference gave, ready to be shown; and the inference it was."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from tintype.document.pyramid import Pyramid
from tintype.engine import Denoised, DenoiseSettings, Device, Quality, estimate_noise


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


@dataclass(frozen=True, eq=False)
class Result:
    """A restored picture with what showing it needs.

    Attributes:
        denoised: what the engine returned.
        pyramid: its pixels at several sizes.
        remaining: noise measured in it, as a standard deviation in units of a [0, 1] picture.
    """

    denoised: Denoised
    pyramid: Pyramid
    remaining: float

    @classmethod
    def of(cls, denoised: Denoised) -> Result:
        """Build the pyramid and measure; takes about half a second for 50 megapixels."""
        return cls(denoised, Pyramid.build(denoised.restored), estimate_noise(denoised.restored))


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

    def _bytes(self) -> int:
        return sum(result.denoised.restored.nbytes for result in self._results.values())
