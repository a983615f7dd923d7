"""The adversarial phase: a patch discriminator that sees which pieces of a picture are filled.

The patches are those of pix2pix (Isola et al., 2017, arXiv:1611.07004); the hinge loss is Miyato et al.'s (2018,
arXiv:1802.05957), the R1 penalty on real pictures Mescheder et al.'s (2018, arXiv:1801.04406), feature matching Wang et al.'s
(2018, arXiv:1711.11585).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Adversary:
    """How the discriminator takes part in the training.

    Attributes:
        begins: share of the schedule after which it does; before, the fill learns structure alone.
        weight: of the adversarial loss, beside a reconstruction loss of weight 1.
        matching: weight of feature matching.
        width: channels of the first layer.
        rate: learning rate of its Adam.
        penalty: weight of R1.
        penalty_every: steps from one penalty to the next, which is scaled up accordingly.
    """

    begins: float
    weight: float = 2e-3
    matching: float = 0.05
    width: int = 32
    rate: float = 2e-4
    penalty: float = 1.0
    penalty_every: int = 16


class PatchDiscriminator(nn.Module):
    """Picture in, one score for each patch of about 70 pixels out."""

    def __init__(self, width: int) -> None:
        super().__init__()
        channels = (3, width, 2 * width, 4 * width)
        self.layers = nn.ModuleList(
            nn.Conv2d(channels[i], channels[i + 1], 4, stride=2, padding=1) for i in range(len(channels) - 1)
        )
        self.score = nn.Conv2d(channels[-1], 1, 3, padding=1)

    def forward(self, picture: Tensor) -> list[Tensor]:
        """Float N x 3 x H x W to the features of each layer and, last, the scores, N x 1 x H/8 x W/8."""
        features = []
        x = picture
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.2)
            features.append(x)
        return [*features, self.score(x)]


class Judge:
    """A discriminator with its optimiser; ``teach`` makes it better, ``loss`` is what it holds against a fill."""

    def __init__(self, adversary: Adversary, device: torch.device) -> None:
        self.adversary = adversary
        self.network = PatchDiscriminator(adversary.width).to(device)
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=adversary.rate, betas=(0.5, 0.99))
        self._taught = 0

    def loss(self, filled: Tensor, real: Tensor, mask: Tensor) -> Tensor:
        """Adversarial and feature matching loss of pictures N x 3 x H x W filled inside the mask."""
        self.network.requires_grad_(False)
        judged = self.network(filled)
        with torch.no_grad():
            expected = self.network(real)
        share = _share(mask, judged[-1])
        adversarial = -(judged[-1] * share).sum() / share.sum().clamp_min(1)
        matching = torch.stack(
            [(a - b).abs().mean() / b.abs().mean().clamp_min(1e-3) for a, b in zip(judged[:-1], expected[:-1], strict=True)]
        ).mean()
        total: Tensor = self.adversary.weight * adversarial + self.adversary.matching * matching
        return total

    def teach(self, filled: Tensor, real: Tensor, mask: Tensor, share: float = 1.0) -> None:
        """Add to its gradients: real pictures are real everywhere, filled ones false where the mask is.

        ``share`` is how much of the batch these pictures are; ``step`` follows when all have been seen.
        """
        self.network.requires_grad_(True)
        scores, false = self.network(real)[-1], self.network(filled.detach())[-1]
        cells = _share(mask, false)
        loss = F.relu(1 - scores).mean() + (F.relu(1 + false) * cells).sum() / cells.sum().clamp_min(1)
        if self._taught % self.adversary.penalty_every == 0:
            loss = loss + self._penalty(real)
        (loss * share).backward()

    def step(self) -> None:
        """Learn from the gradients."""
        self._taught += 1
        self.optimizer.step()
        self.optimizer.zero_grad()

    def _penalty(self, real: Tensor) -> Tensor:
        real = real.detach().requires_grad_(True)
        (gradient,) = torch.autograd.grad(self.network(real)[-1].mean((1, 2, 3)).sum(), real, create_graph=True)
        steepness = gradient.square().sum((1, 2, 3)).mean()
        penalty: Tensor = self.adversary.penalty / 2 * self.adversary.penalty_every * steepness
        return penalty

    def state(self) -> dict[str, Any]:
        """What a checkpoint needs."""
        return {"network": self.network.state_dict(), "optimizer": self.optimizer.state_dict(), "taught": self._taught}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self._taught = state["taught"]


def _share(mask: Tensor, scores: Tensor) -> Tensor:
    """How much of each score's cell lies in the hole, 0 to 1."""
    return F.adaptive_avg_pool2d(mask, (scores.shape[2], scores.shape[3]))
