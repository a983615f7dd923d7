"""Muon: momentum whose update is made orthogonal, for the weights of convolutions.

K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024, kellerjordan.github.io/posts/muon.
torch.optim.Muon takes matrices only; a convolution's kernel is one here, output channels by all the rest, which is how its
authors use it.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)
"""Coefficients of the quintic that drives all singular values towards 1 in five passes (ibid.)."""


def orthogonalize(matrices: Tensor, passes: int = 5) -> Tensor:
    """The nearest semi-orthogonal matrix, to about 30 %, of each of a float B x M x N stack."""
    a, b, c = NEWTON_SCHULZ
    tall = matrices.shape[1] > matrices.shape[2]
    x: Tensor = matrices.mT if tall else matrices
    x = x / (torch.linalg.matrix_norm(x, keepdim=True) + 1e-7)
    for _ in range(passes):
        gram = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.mT if tall else x


class Muon(torch.optim.Optimizer):
    """Nesterov momentum with orthogonalised updates; every parameter must have two axes or more."""

    def __init__(self, parameters: Iterable[Tensor], lr: float, momentum: float = 0.95) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self) -> None:  # type: ignore[override]  # no closure: nothing here re-evaluates the loss
        """Apply one update from the gradients."""
        for group in self.param_groups:
            alike: dict[tuple[int, ...], list[tuple[Tensor, Tensor]]] = {}
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                average = self.state[weight].setdefault("average", torch.zeros_like(weight))
                average.lerp_(weight.grad, 1 - group["momentum"])
                lookahead = weight.grad.lerp(average, group["momentum"])
                alike.setdefault(lookahead.flatten(1).shape, []).append((weight, lookahead.flatten(1)))
            for shape, members in alike.items():  # kernels of one shape together: small products are bound by the calls
                updates = orthogonalize(torch.stack([lookahead for _, lookahead in members]))
                gain = max(1.0, shape[0] / shape[1]) ** 0.5
                for (weight, _), update in zip(members, updates, strict=True):
                    weight.add_(update.view_as(weight), alpha=-group["lr"] * gain)
