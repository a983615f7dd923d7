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
    """Cameras take most of the noise from colours and leave that of brightness; film that is black and white has grey grain.

    Attributes:
        share: of the pictures that are changed at all.
        grey, coloured: shares of these that lose all noise of their colours, or of their luminance; of the others most lose a
            part of the first, rather more than less.
        dull: share of the others that lose a part of the luminance's instead.
    """

    share: float = 0.6
    grey: float = 0.2
    coloured: float = 0.06
    dull: float = 0.15

    def draw(self, count: int, generator: torch.Generator) -> Proportion:
        """Parameters for ``count`` pictures."""
        changed = uniform(0, 1, count, generator) < self.share
        kind, which, part = (uniform(0, 1, count, generator) for _ in range(3))
        grey, coloured = kind < self.grey, kind >= 1 - self.coloured
        luminance = torch.where(coloured, 0.0, torch.where(~grey & (which < self.dull), part, 1.0))
        colour = torch.where(grey, 0.0, torch.where(~coloured & (which >= self.dull), part**2, 1.0))
        return Proportion(torch.where(changed, luminance, 1.0), torch.where(changed, colour, 1.0))

    def apply(self, pair: Pair, how: Proportion) -> Pair:
        """The noisy side with its noise weighed anew."""
        noise = pair.noisy - pair.clean
        grey = noise.mean(1, keepdim=True)
        changed = pair.clean + how.luminance * grey + how.colour * (noise - grey)
        return pair.with_noisy(torch.where((how.luminance == 1) & (how.colour == 1), pair.noisy, changed))
