"""The network that measures noise: statistics of a picture's smoothest places, and a perceptron that knows how they mislead.

Where a picture is smooth, what varies is noise; so the energies of the cosine transform are averaged over the smoothest cells
alone, as N. Ponomarenko et al. do ("An automatic approach to lossy compression of AVIRIS images", IGARSS 2007) and M. Colom and
A. Buades for each frequency and brightness ("Analysis and extension of the Ponomarenko et al. method", IPOL 2013). How much
texture is left in them, and what clumps and JPEG took away, shows in how the averages differ between frequencies and grow with
the share of the cells: that is learnt.
"""

from __future__ import annotations

import math
from typing import cast

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.network import Network, Shape

CELL = 8
"""Side in pixels of the cells that noise is measured in, which are those of JPEG."""

LEAST_LEVEL = 0.5 / 255
"""Added to deviations before their logarithm is taken: below it differences do not matter."""

TYPICAL_LEVEL = 8 / 255
"""Energies are given to the perceptron in relation to that of noise of this deviation."""

TONES = 9
"""Levels are told for so many brightnesses, evenly from black to white, and interpolated between them."""

BANDWIDTH = 0.08
"""Standard deviation of the brightness of the cells that tell of one tone."""

ELSEWHERE = 0.01
"""Weight of all other cells: they decide where a tone is hardly there."""

CLIPPED = 0.04
"""Share of a cell's pixels that may be black or white in one of the channels."""

SHARES = (0.03, 0.1, 0.3, 1.0)
"""Of the cells, the smoothest ones first."""

GUESS = 1
"""Index of the share whose energies are the first guess."""


class NoiseMeter(Network):
    """Picture in, noise of its cells out: one curve over the brightness for the picture, looked up for each cell.

    All cells of a picture are seen together, so parts of a large picture may be laid side by side in any order.
    """

    def __init__(self, shape: Shape) -> None:
        """The perceptron has ``shape.widths`` hidden neurons."""
        super().__init__(shape, inputs=3, outputs=2)
        self.register_buffer("transform", _cosines(), persistent=False)
        self.register_buffer("folding", _folding(), persistent=False)
        self.register_buffer("repeats", (_folding() > 0).sum(1).float(), persistent=False)
        self.register_buffer("tones", torch.linspace(0, 1, TONES), persistent=False)
        self.register_buffer("shares", torch.tensor(SHARES), persistent=False)
        frequencies = len(_folding())
        features = 2 * len(SHARES) * 2 * frequencies + 2 + 2
        widths = features, *shape.widths
        # Convolutions of one tone, since their weights keep their names in the exported file.
        self.hidden = nn.ModuleList(nn.Conv1d(one, other, 1) for one, other in zip(widths, shape.widths, strict=False))
        self.last = nn.Conv1d(widths[-1], 2, 1)
        nn.init.zeros_(self.last.weight)
        nn.init.zeros_(cast(Tensor, self.last.bias))

    @property
    def macs_per_pixel(self) -> float:
        frequencies = len(SHARES) * (TONES + 1) * 2 * cast(Tensor, self.folding).shape[0]
        return 3 * CELL**2 + frequencies / CELL**2

    @property
    def bytes_per_pixel(self) -> int:
        """Two copies of the transform of three planes, and the rest of it."""
        return 2 * 3 * 4 + 8

    def logarithms(self, picture: Tensor) -> Tensor:
        """Of float N x 3 x H x W in [0, 1] the base-2 logarithms of deviations plus ``LEAST_LEVEL``: N x 2 x H / 8 x W / 8."""
        energies = self._energies(picture)
        brightness = F.avg_pool2d(picture.mean(1, keepdim=True), CELL)
        seen = brightness.flatten(1)
        smoothest_first = energies.add(LEAST_LEVEL**2).log2().mean(1).argsort(1)
        ordered = energies.gather(2, smoothest_first[:, None].expand(-1, energies.shape[1], -1))
        telling = _telling(picture).gather(1, smoothest_first)[:, None]
        near = telling * self._near(seen.gather(1, smoothest_first))
        curves = self._curves(ordered, near)
        # Linear interpolation: each tone's share in a cell falls to zero at the next tone.
        belongs = F.relu(1 - (seen[:, None] - self._tones()).abs() * (TONES - 1))
        return torch.einsum("ntk,ntp->nkp", curves, belongs).reshape(len(picture), -1, *brightness.shape[2:])

    def forward(self, picture: Tensor) -> Tensor:
        """Measure.

        Args:
            picture: float N x 3 x H x W in [0, 1]; H and W multiples of ``shape.multiple_of``.

        Returns:
            N x 2 x H / 8 x W / 8: standard deviations of luminance and colour in the picture's units.
        """
        return (self.logarithms(picture).exp2() - LEAST_LEVEL).clamp_min(0)

    def _energies(self, picture: Tensor) -> Tensor:
        """N x 2F x cells, of each frequency but the lowest one, for luminance and for colour.

        The planes are orthonormal: luminance is the sum of the channels over the root of three, and of two colour planes that
        stand on it the mean counts. A frequency and its transpose count as one.
        """
        red, green, blue = picture.split(1, dim=1)
        planes = (
            (red + green + blue) / math.sqrt(3),
            (red - blue) / math.sqrt(2),
            (red - 2 * green + blue) / math.sqrt(6),
        )
        luminance, first, second = (
            F.conv2d(plane, cast(Tensor, self.transform), stride=CELL).square().flatten(2) for plane in planes
        )
        folding = cast(Tensor, self.folding)
        return torch.cat([folding @ luminance, folding @ ((first + second) / 2)], 1)

    def _near(self, brightness: Tensor) -> Tensor:
        """Weight of each cell (N x P) for each tone and, last, for all of them: N x (``TONES`` + 1) x P."""
        near = torch.exp(-((brightness[:, None] - self._tones()) / BANDWIDTH).square() / 2) + ELSEWHERE
        return torch.cat([near, torch.ones_like(near[:, :1])], 1)

    def _tones(self) -> Tensor:
        return cast(Tensor, self.tones)[None, :, None]

    def _curves(self, energies: Tensor, near: Tensor) -> Tensor:
        """Logarithms of the levels of luminance and colour at each tone, N x ``TONES`` x 2, from cells in order."""
        total = near.sum(2, keepdim=True)
        before = (near.cumsum(2) - near) / total
        chosen = near[:, :, None] * (1 - before[:, :, None] / cast(Tensor, self.shares)[:, None]).clamp_min(0)
        means = torch.einsum("ntsp,nfp->ntsf", chosen, energies) / chosen.sum(3, keepdim=True)
        repeats = cast(Tensor, self.repeats)
        guess = (means[:, :TONES, GUESS].unflatten(2, (2, -1)) * repeats).sum(3) / repeats.sum()
        guess = _logarithms(guess)
        stated = _logarithms(means).unflatten(3, (2, -1))
        stated = torch.cat([stated[:, :TONES], stated[:, TONES:].expand(-1, TONES, -1, -1, -1)], 2)
        relative = (stated - guess[:, :, None, :, None]).flatten(2)
        size = near.shape[2]
        presence = (total[:, :TONES] / size).log2() / 4
        tones = self._tones().expand(len(near), -1, -1)
        x = torch.cat([relative, guess - math.log2(TYPICAL_LEVEL), presence, tones], 2).transpose(1, 2)
        for layer in self.hidden:
            x = F.relu(layer(x))
        levels: Tensor = (guess + self.last(x).transpose(1, 2)).clamp(math.log2(LEAST_LEVEL), 0.0)
        return levels


def _telling(picture: Tensor) -> Tensor:
    """Weight of each cell, N x P: next to none where clipping has taken noise away."""
    clipped = ((picture < 0.5 / 255) | (picture > 254.5 / 255)).float().amax(1, keepdim=True)
    return torch.where(F.avg_pool2d(clipped, CELL).flatten(1) < CLIPPED, 1.0, ELSEWHERE**2)


def _logarithms(energies: Tensor) -> Tensor:
    """Of deviations plus about ``LEAST_LEVEL``, from their squares."""
    return (energies + LEAST_LEVEL**2).log2() / 2


def _cosines() -> Tensor:
    """Filters of the orthonormal cosine transform of ``CELL`` x ``CELL`` pixels, one a frequency."""
    ramp = torch.arange(CELL, dtype=torch.float32)
    rows = torch.cos((2 * ramp + 1) * ramp[:, None] * math.pi / (2 * CELL)) * math.sqrt(2 / CELL)
    rows[0] /= math.sqrt(2)
    return torch.einsum("ui,vj->uvij", rows, rows).reshape(CELL**2, 1, CELL, CELL)


def _folding() -> Tensor:
    """Takes the mean of each frequency and its transpose, and leaves the lowest one out: 35 x 64."""
    pairs = [(row, column) for row in range(CELL) for column in range(row, CELL)][1:]
    folding = torch.zeros(len(pairs), CELL**2)
    for index, (row, column) in enumerate(pairs):
        for one, other in {(row, column), (column, row)}:
            folding[index, CELL * one + other] = 1
    return folding / folding.sum(1, keepdim=True)
