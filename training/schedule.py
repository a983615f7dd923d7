"""The length of a run, its learning rates and its optimizers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from training.muon import Muon
from training.network import ResidualBlock
from training.presets import Preset

WARM_UP_STEPS = 100


@dataclass(frozen=True)
class Budget:
    """Length of the whole schedule, resumptions counted in: a number of steps, or of minutes spent training."""

    steps: int | None = None
    minutes: float = 0.0

    def progress(self, step: int, seconds: float) -> float:
        """How much of the schedule is over, 0 to 1."""
        if self.steps is not None:
            return min(1.0, step / self.steps)
        return min(1.0, seconds / (self.minutes * 60))

    def seconds_left(self, step: int, seconds: float, speed: float) -> float:
        """Time to the end of the schedule at ``speed`` steps a second."""
        return (self.steps - step) / speed if self.steps is not None else self.minutes * 60 - seconds


def learning_rate_factor(step: int, progress: float) -> float:
    """Linear warm-up, then half a cosine down to zero."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * progress))


def optimizers(network: nn.Module, preset: Preset) -> list[tuple[torch.optim.Optimizer, float]]:
    """The optimizers with their peak learning rates: Muon for the convolutions of the residual blocks, AdamW for the rest."""
    blocks = [block for block in network.modules() if isinstance(block, ResidualBlock)]
    hidden = [convolution.weight for block in blocks for convolution in (block.first, block.second)]
    taken = {id(weight) for weight in hidden}
    rest = [weight for weight in network.parameters() if id(weight) not in taken]
    adam = torch.optim.AdamW(rest, lr=preset.adam_rate, weight_decay=1e-4), preset.adam_rate
    return [adam, (Muon(hidden, lr=preset.muon_rate), preset.muon_rate)] if hidden else [adam]


def averaged(network: nn.Module, decay: float) -> AveragedModel:
    """A running average of the weights, short at first so that the random start is soon forgotten."""

    def blend(average: Tensor, current: Tensor, count: Tensor | int) -> Tensor:
        return average.lerp(current, 1 - min(decay, (1 + int(count)) / (10 + int(count))))

    return AveragedModel(network, avg_fn=blend)
