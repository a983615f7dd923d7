"""The interface of a task."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from training.metrics import to_8_bits
from training.network import Network, Shape
from training.photos import PhotoStore, Pixels


@dataclass(frozen=True)
class Batch:
    """What the network is given, and what it should return.

    Attributes:
        inputs: float32 N x C x H x W each, in the order of ``Task.inputs``.
        target: float32 N x C x H x W.
        mask: float32 N x 1 x H x W, how much each pixel counts.
    """

    inputs: tuple[Tensor, ...]
    target: Tensor
    mask: Tensor

    def __len__(self) -> int:
        return len(self.target)

    def part(self, index: int, count: int) -> Batch:
        """Every ``count``-th picture from the one at ``index``: together the parts are the batch."""
        inputs = tuple(plane[index::count] for plane in self.inputs)
        return Batch(inputs, self.target[index::count], self.mask[index::count])


Sampler = Callable[[torch.Generator], Batch]
"""Draws a batch from a generator that lives on the training device."""


class Task(Protocol):
    """What to learn, and how to tell whether it was learnt.

    Attributes:
        name: of the task in the model's spec.
        inputs: names and numbers of planes of the network's inputs.
        output: name of its output.
        controls: sliders that the app offers, as they stand in the spec.
    """

    @property
    def name(self) -> str: ...

    @property
    def inputs(self) -> Mapping[str, int]: ...

    @property
    def output(self) -> str: ...

    @property
    def controls(self) -> Sequence[Mapping[str, Any]]: ...

    def network(self, shape: Shape) -> Network:
        """A new network."""
        ...

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:
        """Batches of ``count`` crops of ``side`` pixels; whatever is drawn once in a run depends on ``seed`` alone."""
        ...

    def loss(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
        """The reconstruction loss, and what the network returned."""
        ...

    def validate(self, network: torch.nn.Module, crops: Sequence[Pixels], device: torch.device) -> dict[str, float]:
        """Scores on held-out crops (uint8 H x W x 3), always with the same degradation."""
        ...

    def examples(self, network: nn.Module, crop: Pixels, device: torch.device) -> dict[str, Pixels]:
        """What goes in, what comes out and what it should be, by their captions, as uint8 H x W x 3."""
        ...


def as_picture(planes: Tensor) -> Pixels:
    """The one picture in float 1 x C x H x W, C being 1 or 3 and the range [0, 1], as uint8 H x W x 3."""
    return to_8_bits(planes[0].expand(3, -1, -1).permute(1, 2, 0).float().cpu().numpy())
