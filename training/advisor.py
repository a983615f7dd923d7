"""The network that advises a denoiser: from what is taken away at each strength it tells which strength does best.

A denoiser for white noise that is told too little leaves clumped noise, for it takes clumps for detail; told too much it takes
texture. Where a picture is smooth, what it takes away grows with the strength until all noise is gone, and then no more; where
texture is, it goes on growing. So one looks at how the energy of what is taken away grows over the strengths, in the smoothest
places and in all. How that tells the best strength is learnt, since with synthetic noise the best one is known (a learnt form of
choosing a parameter by an estimate of the risk; S. Ramani, T. Blu and M. Unser, "Monte-Carlo SURE", IEEE TIP 2008).
"""

from __future__ import annotations

from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.degradations.levels import energies

STRENGTHS = tuple(3 * 2**octave / 255 for octave in range(6))
"""Deviations of white noise that the denoiser is told in turn."""

CHOICES = 2 * len(STRENGTHS) - 1
"""Strengths that are chosen from: these, and those halfway between them on the logarithmic scale."""

CELL = 16
"""Side in pixels of the cells whose energy is told."""

SHARES = (0.03, 0.1, 0.3, 1.0)
"""Of the cells, those first where the result varies least."""

WEAKEST = (0.03, 0.1, 0.3)
"""Of the cells, those first from which least is taken."""

TRUSTED = 1
"""Index of the share whose deviations are the first guess of the noise."""

CLIPPED = 0.04
"""Share of a cell's pixels that may be black or white in one of the channels: clipping has taken noise away there."""

LEAST_TELLING = 0.05
"""Of the cells at least so many must be free of that, or else all count."""

LEAST_DEVIATION = 0.3 / 255
"""Added, as its square, before logarithms are taken."""

LEAST_LEVEL = 0.5 / 255
"""Added to deviations before their logarithm is taken: below it differences do not matter."""

LAST = 1e3
"""Added to what cells are put into order by, so that those that do not tell come last."""

MIDDLE, SPREAD = -5.0, 2.5
"""Of the logarithms of the strengths, which the network is given in these units."""

CURVES = 2 * (len(SHARES) + len(WEAKEST))


class StrengthAdvisor(nn.Module):
    """Picture and results in, strength and noise out. Convolutions over the strengths: what is learnt at one holds at others."""

    def __init__(self, width: int) -> None:
        """``width`` is that of the three layers."""
        super().__init__()
        self.register_buffer("told", torch.tensor(STRENGTHS).log2(), persistent=False)
        self.register_buffer("choices", _choices().log2(), persistent=False)
        self.first = nn.Conv1d(CURVES + 1, width, 3, padding=1, padding_mode="replicate")
        self.second = nn.Conv1d(width, width, 3, padding=1, padding_mode="replicate")
        self.third = nn.Conv1d(width, width, 3, padding=1, padding_mode="replicate")
        self.last = nn.Conv1d(width, 2 + 4, 1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(cast(Tensor, self.last.bias))

    def forward(self, picture: Tensor, results: Tensor) -> Tensor:
        """Advise.

        Args:
            picture: float N x 3 x H x W in [0, 1]; H and W multiples of ``CELL``.
            results: N x 3S x H x W, what the denoiser makes of the picture at each of the S ``STRENGTHS``.

        Returns:
            N x 3 x H / 16 x W / 16, the same everywhere: the strength that does best, and the deviations of the noise of
            luminance and of colour, all in the picture's units.
        """
        scores, logarithms = self.judge(growth(picture, results))
        strength = (scores.softmax(1) * cast(Tensor, self.choices)).sum(1, keepdim=True).exp2()
        found = torch.cat([strength, (logarithms.exp2() - LEAST_LEVEL).clamp_min(0)], 1)
        return found[:, :, None, None] + 0 * F.avg_pool2d(picture, CELL)

    def judge(self, curves: Tensor) -> tuple[Tensor, Tensor]:
        """Read ``growth``'s curves.

        Returns:
            Scores of the ``CHOICES``, whose softmax is the trust in each (N x ``CHOICES``), and the base-2 logarithms of the
            deviations of luminance and colour plus ``LEAST_LEVEL`` (N x 2).
        """
        told = cast(Tensor, self.told)
        place = ((told - MIDDLE) / SPREAD).expand(len(curves), 1, -1)
        hidden = F.relu(self.first(torch.cat([curves - told, place], 1)))
        hidden = hidden + F.relu(self.second(hidden))
        hidden = hidden + F.relu(self.third(hidden))
        said = self.last(hidden)
        scores = said[:, :2].transpose(1, 2).flatten(1)[:, :CHOICES]
        levels = []
        for plane in range(2):
            trust, correction = said[:, 2 + 2 * plane].softmax(1), said[:, 3 + 2 * plane]
            levels.append((trust * (curves[:, CURVES // 2 * plane + TRUSTED] + correction)).sum(1))
        return scores, torch.stack(levels, 1)


def growth(picture: Tensor, results: Tensor) -> Tensor:
    """How what is taken away grows: base-2 logarithms of deviations over shares of the cells, at each strength.

    Args:
        picture: as ``StrengthAdvisor.forward`` takes it.
        results: likewise.

    Returns:
        N x ``CURVES`` x S: of luminance for each of ``SHARES`` and of ``WEAKEST``, then likewise of colour.
    """
    clipped = ((picture < 0.5 / 255) | (picture > 254.5 / 255)).float().amax(1, keepdim=True)
    silent = (F.avg_pool2d(clipped, CELL).flatten(1) >= CLIPPED).float()
    silent = silent * ((1 - silent).mean(1, keepdim=True) >= LEAST_TELLING)
    count = (1 - silent).sum(1, keepdim=True)
    columns = []
    for result in results.split(3, 1):
        smoothest_first = (_variation(result) + LAST * silent).argsort(1)
        column = []
        for plane in energies(picture - result):
            energy = F.avg_pool2d(plane[:, None], CELL).flatten(1)
            column.append(_first(energy.gather(1, smoothest_first), SHARES, count))
            column.append(_first((energy + LAST * silent).sort(1).values, WEAKEST, count))
        columns.append(torch.cat(column, 1))
    return (torch.stack(columns, 2) + LEAST_DEVIATION**2).log2() / 2


def _variation(result: Tensor) -> Tensor:
    """The steepest step of the brightness in each cell, at half the size: N x P."""
    small = F.avg_pool2d(result.mean(1, keepdim=True), 2)
    across = F.pad((small[..., 1:] - small[..., :-1]).abs(), (0, 1))
    down = F.pad((small[..., 1:, :] - small[..., :-1, :]).abs(), (0, 0, 0, 1))
    return F.max_pool2d(across + down, CELL // 2).flatten(1)


def _first(energies: Tensor, shares: tuple[float, ...], count: Tensor) -> Tensor:
    """Means over the first of N x P energies for each share of ``count`` (N x 1): N x shares."""
    number = (count * torch.tensor(shares, device=count.device)).ceil().clamp_min(1)
    return energies.cumsum(1).gather(1, number.long() - 1) / number


def _choices() -> Tensor:
    return torch.tensor([STRENGTHS[0] * 2 ** (number / 2) for number in range(CHOICES)])
