"""What a scan shows besides the print: the paper and what became of it, the light, and the scanner's own faults."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from training.degradations.jpeg import Compression, compress
from training.degradations.pair import Pair, normal, uniform
from training.degradations.resampling import blur, gaussian

LIGHTS = 4
"""Side of the grid that uneven light is interpolated from."""


@dataclass(frozen=True)
class Layers:
    """Sheets that lie over the pages, N x 1 x H x W each.

    Attributes:
        fibres, relief: about [-1, 1], 0 where the paper is even.
        stains: [0, 1], how dark.
        back: the other side of the page, [0, 1].
    """

    fibres: Tensor
    relief: Tensor
    stains: Tensor
    back: Tensor


@dataclass(frozen=True)
class Wear:
    """How much of everything each page gets; N x 1 x 1 x 1 where nothing else is said.

    Attributes:
        paper, stain: colours of the paper and of stains at their darkest, N x 3 x 1 x 1.
        light: logarithm of the light, N x 1 x ``LIGHTS`` x ``LIGHTS``.
        fibres, relief: strength.
        fading: share of the ink's darkness that is lost.
        worn: how much more of it where the paper lies in the shade; below 0 for less.
        through: how much of the back is seen.
        blur: standard deviation of the softness, in pixels.
        black, white: tones that become 0 and 1.
        gamma: exponent of the tones.
        noise: standard deviation.
        grey: 1 for a page without colour.
        quality: of the JPEG.
    """

    paper: Tensor
    stain: Tensor
    light: Tensor
    fibres: Tensor
    relief: Tensor
    fading: Tensor
    worn: Tensor
    through: Tensor
    blur: Tensor
    black: Tensor
    white: Tensor
    gamma: Tensor
    noise: Tensor
    grey: Tensor
    quality: Tensor


@dataclass(frozen=True)
class Paper:
    """Lays print on used paper and scans it.

    Attributes:
        fibres, relief: greatest strength of either.
        fading: greatest share of the ink's darkness that is lost.
        bleeding: share of the pages whose back is seen.
        softened: share that the scanner makes soft.
        compressed: share that is stored as a JPEG.
        grey: share that is scanned without colour.
    """

    fibres: float = 0.25
    relief: float = 0.45
    fading: float = 0.4
    bleeding: float = 0.3
    softened: float = 0.4
    compressed: float = 0.4
    grey: float = 0.5

    def draw(self, count: int, generator: torch.Generator) -> Wear:
        """Parameters for ``count`` pages; weak faults are drawn more often than strong ones."""

        def some(low: float, high: float) -> Tensor:
            return uniform(low, high, count, generator)

        def chosen(share: float) -> Tensor:
            return (some(0, 1) < share).float()

        yellow = some(0, 1) ** 2 * some(0, 0.35)
        paper = (1 - 0.4 * some(0, 1) ** 2) * torch.cat([torch.ones_like(yellow), 1 - 0.5 * yellow, 1 - yellow], 1)
        brown = some(0.1, 0.8) + torch.cat([torch.zeros_like(yellow), -some(0, 0.2), -some(0, 0.5)], 1)
        gradient = normal((count, 1, LIGHTS, LIGHTS), generator).cumsum(2).cumsum(3)
        return Wear(
            paper=paper,
            stain=brown.clamp(0.03, 1),
            light=gradient * some(0, 0.06) + normal(gradient.shape, generator) * some(0, 0.12),
            fibres=some(0, 1) ** 2 * self.fibres,
            relief=some(0, 1) ** 1.5 * self.relief,
            fading=some(0, 1) ** 1.5 * self.fading,
            worn=some(-0.5, 2),
            through=some(0, 0.25) * chosen(self.bleeding),
            blur=some(0.3, 0.8) * chosen(self.softened),
            black=some(-0.05, 0.15),
            white=some(0.85, 1.1),
            gamma=some(0.75, 1.35),
            noise=some(0, 1) ** 2 * (8 / 255),
            grey=chosen(self.grey),
            quality=torch.where(some(0, 1) < self.compressed, some(35, 95), torch.zeros_like(yellow)),
        )

    def apply(self, pages: Tensor, layers: Layers, how: Wear, generator: torch.Generator) -> Pair:
        """Clean pages (N x 3 x H x W) and their scans; H and W are multiples of 16."""
        clean = torch.where(how.grey > 0, pages.mean(1, keepdim=True), pages)
        shade = how.relief * layers.relief
        fading = (how.fading * (1 - how.worn * layers.relief)).clamp(0, 0.75)
        ink = clean + fading * (1 - clean)
        back = blur(layers.back, gaussian(torch.full_like(how.blur, 1.5)))
        ink = ink * (1 - how.through * (1 - back))
        light = F.interpolate(how.light, pages.shape[2:], mode="bicubic", align_corners=True).exp()
        surface = how.paper * light * (1 + shade).clamp(0.1, 1.6) * (1 + how.fibres * layers.fibres)
        scan = ink * surface * (1 - layers.stains * (1 - how.stain))
        soft = blur(scan, gaussian(how.blur))
        tones = ((soft - how.black) / (how.white - how.black)).clamp(1e-4, 1) ** how.gamma
        noisy = (tones + how.noise * normal(tones.shape, generator)).clamp(0, 1)
        return Pair(clean, self._stored(torch.where(how.grey > 0, noisy.mean(1, keepdim=True), noisy), how))

    @staticmethod
    def _stored(pictures: Tensor, how: Wear) -> Tensor:
        """The pictures as a file keeps them: rounded, or compressed."""
        files = (pictures * 255).round() / 255
        which = (how.quality.flatten() > 0).nonzero().flatten()
        if len(which):
            halved = torch.ones_like(how.quality[which], dtype=torch.bool)
            files[which] = compress(pictures[which], Compression(how.quality[which], halved))
        return files
