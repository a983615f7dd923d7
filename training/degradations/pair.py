"""A picture with and without its noise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor


@dataclass(frozen=True)
class Pair:
    """Two versions of the same pictures.

    Attributes:
        clean: float32 N x 3 x H x W in [0, 1].
        noisy: the same with noise; neither clipped nor rounded unless a degradation does so.
    """

    clean: Tensor
    noisy: Tensor

    def __len__(self) -> int:
        return len(self.clean)

    @classmethod
    def of(cls, pictures: Tensor) -> Pair:
        """Pictures without noise so far."""
        return cls(pictures, pictures)

    def both(self, change: Callable[[Tensor], Tensor]) -> Pair:
        """Both versions changed in the same way."""
        return Pair(change(self.clean), change(self.noisy))

    def with_noisy(self, noisy: Tensor) -> Pair:
        """The same with another noisy version."""
        return replace(self, noisy=noisy)

    def part(self, which: slice | Tensor) -> Pair:
        """Some of the pictures, by a slice or by int64 indices."""
        return Pair(self.clean[which], self.noisy[which])

    @classmethod
    def together(cls, pairs: Sequence[Pair]) -> Pair:
        """The pictures of several pairs, one after the other."""
        return cls(torch.cat([pair.clean for pair in pairs]), torch.cat([pair.noisy for pair in pairs]))

    def trimmed(self, side: int) -> Pair:
        """The middle ``side`` x ``side`` pixels."""
        top, left = ((length - side) // 2 for length in self.clean.shape[2:])
        return self.both(lambda pictures: pictures[:, :, top : top + side, left : left + side])


def uniform(low: float, high: float, count: int, generator: torch.Generator) -> Tensor:
    """Numbers between ``low`` and ``high``, as N x 1 x 1 x 1."""
    return low + (high - low) * torch.rand(count, 1, 1, 1, generator=generator, device=generator.device)


def normal(shape: tuple[int, ...] | torch.Size, generator: torch.Generator) -> Tensor:
    """Standard normal numbers."""
    return torch.randn(shape, generator=generator, device=generator.device)
