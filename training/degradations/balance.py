"""Noise of the luminance and noise of the colours, in another proportion than they arose in."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from training.degradations.pair import Pair, uniform


@dataclass(frozen=True)
class Proportion:
    """Of each picture; N x 1 x 1 x 1.

    Attributes:
        luminance, colour: factors on the noise that the channels share, and on the rest of it.
    """

    luminance: Tensor
    colour: Tensor


@dataclass(frozen=True)
class Balance:
    """Cameras take more of the noise from colours than from brightness, and film that is black and white has grey grain.

    Attributes:
        share: of the pictures that are changed at all.
        grey, coloured: shares of these that lose all noise of their colours, or of their luminance; the others lose a part
            of one of both.
    """

    share: float = 0.25
    grey: float = 0.45
    coloured: float = 0.1

    def draw(self, count: int, generator: torch.Generator) -> Proportion:
        """Parameters for ``count`` pictures."""
        changed = uniform(0, 1, count, generator) < self.share
        kind, which, part = (uniform(0, 1, count, generator) for _ in range(3))
        grey, coloured = kind < self.grey, kind >= 1 - self.coloured
        luminance = torch.where(coloured, 0.0, torch.where(~grey & (which < 0.5), part, 1.0))
        colour = torch.where(grey, 0.0, torch.where(~coloured & (which >= 0.5), part, 1.0))
        return Proportion(torch.where(changed, luminance, 1.0), torch.where(changed, colour, 1.0))

    def apply(self, pair: Pair, how: Proportion) -> Pair:
        """The noisy side with its noise weighed anew."""
        noise = pair.noisy - pair.clean
        grey = noise.mean(1, keepdim=True)
        changed = pair.clean + how.luminance * grey + how.colour * (noise - grey)
        return pair.with_noisy(torch.where((how.luminance == 1) & (how.colour == 1), pair.noisy, changed))
