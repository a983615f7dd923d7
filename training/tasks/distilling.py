"""Denoising learnt from a larger network as well as from the clean pictures."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from training.network import Network
from training.tasks.denoising import Denoising, root_mean_square
from training.tasks.task import Batch


@dataclass(frozen=True, eq=False, kw_only=True)
class DistilledDenoising(Denoising):
    """Half of the loss is the distance to what the teacher makes of the same noisy crop.

    G. Hinton, O. Vinyals and J. Dean, "Distilling the knowledge in a neural network", 2015, arXiv:1503.02531. The teacher sees
    each crop in one orientation, drawn with the crop, so that in the mean the lesson is that of its self-ensemble.

    Attributes:
        teacher: a trained network, on the training device.
        share: of the teacher's in the loss.
    """

    teacher: Network
    share: float = 0.5

    def loss(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
        with torch.no_grad():
            taught = self.teacher(*batch.inputs).float()
        restored = network(*batch.inputs).float()
        clean = root_mean_square(restored - batch.target)
        return (1 - self.share) * clean + self.share * root_mean_square(restored - taught), restored
