"""The way of a picture from the lens, or from paper, into a file."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from training.degradations.balance import Balance
from training.degradations.camera import Camera
from training.degradations.clumping import Clumping
from training.degradations.grain import Grain
from training.degradations.jpeg import Jpeg
from training.degradations.lens import Lens
from training.degradations.levels import Levels
from training.degradations.pair import Pair
from training.degradations.reduction import Reduction
from training.degradations.resampling import Resampling, Resize
from training.noise import WhiteNoise

MARGIN = 8
MULTIPLE = 16


@dataclass(frozen=True)
class Noisy:
    """Pictures as they come out of a file.

    Attributes:
        pair: the pictures, with noise and without.
        levels: of the noise as it is in the file.
    """

    pair: Pair
    levels: Levels


@dataclass(frozen=True)
class CameraNoise:
    """A lens; noise of a sensor, grain or white noise; then what files went through: noise reduction, sharpening, resizing, JPEG.

    The order is a camera's and not shuffled; K. Zhang et al., "Practical blind denoising via Swin-Conv-UNet and data synthesis",
    2022 (SCUNet), mixes the same kinds.

    Attributes:
        sensor, grain: shares of the pictures with noise of a camera's sensor, or with grain; the others get white noise.
        compressed: share that becomes a JPEG.
        silent: share that gets no noise.
    """

    lens: Lens = field(default_factory=Lens)
    camera: Camera = field(default_factory=Camera)
    film: Grain = field(default_factory=Grain)
    white: WhiteNoise = field(default_factory=WhiteNoise)
    balance: Balance = field(default_factory=Balance)
    clumping: Clumping = field(default_factory=Clumping)
    reduction: Reduction = field(default_factory=Reduction)
    resampling: Resampling = field(default_factory=Resampling)
    jpeg: Jpeg = field(default_factory=Jpeg)
    sensor: float = 0.65
    grain: float = 0.15
    compressed: float = 0.7
    silent: float = 0.0

    def single(self, kind: float, stored: float) -> CameraNoise:
        """The degradation of a single picture, its kind and whether it is compressed chosen by numbers from 0 to 1."""
        sensor = float(kind < self.sensor)
        grain = float(self.sensor <= kind < self.sensor + self.grain)
        return replace(self, sensor=sensor, grain=grain, compressed=float(stored < self.compressed))

    def resize(self, count: int, generator: torch.Generator) -> Resize:
        """How the next ``count`` pictures are resized; ``side_before`` tells how large they have to be."""
        return self.resampling.draw(count, generator)

    @staticmethod
    def side_before(side: int, resize: Resize) -> int:
        """Side of the crops that ``apply`` makes pictures of ``side`` from."""
        needed = math.ceil((-(-side // MULTIPLE) * MULTIPLE + MARGIN) / resize.scale)
        return needed + needed % 2

    @staticmethod
    def fitting(resize: Resize, side: int, largest: int) -> Resize:
        """The same, but that crops of ``largest`` are enough to make pictures of ``side`` from."""
        least = (-(-side // MULTIPLE) * MULTIPLE + MARGIN) / (largest // 2 * 2)
        return replace(resize, scale=max(resize.scale, least))

    def apply(self, pictures: Tensor, side: int, resize: Resize, generator: torch.Generator) -> Noisy:
        """Pictures with noise, and what they would be without.

        Args:
            pictures: float32 N x 3 x S x S in [0, 1], S being at least ``side_before`` and even.
            side: height and width of what is returned.
            resize: one that was drawn for N pictures.
            generator: of the noise, of its parameters and of the new order of the pictures.
        """
        count = len(pictures)
        pictures = self.lens.apply(pictures, self.lens.draw(count, generator))
        pair = self.balance.apply(self._noise(pictures, generator), self.balance.draw(count, generator))
        pair = self.clumping.apply(pair, self.clumping.draw(count, generator))
        pair = self.reduction.apply(pair, self.reduction.draw(count, generator))
        pair = self.resampling.apply(pair, resize).trimmed(-(-side // MULTIPLE) * MULTIPLE)
        order = torch.randperm(count, generator=generator, device=generator.device)
        pair = pair.part(order)
        silent = torch.rand(count, 1, 1, 1, generator=generator, device=generator.device) < self.silent
        pair = pair.with_noisy(torch.where(silent, pair.clean, pair.noisy))
        compressed = round(self.compressed * count)
        if compressed:
            stored = self.jpeg.apply(pair.part(slice(compressed)), self.jpeg.draw(compressed, generator))
            pair = Pair.together([stored, pair.part(slice(compressed, None))])
        pair = pair.trimmed(side)
        return Noisy(pair, Levels.of(pair))

    def _noise(self, pictures: Tensor, generator: torch.Generator) -> Pair:
        """The first of the pictures with noise of a sensor, those after them with grain, the last ones with white noise."""
        count = len(pictures)
        ends = round(self.sensor * count), round((self.sensor + self.grain) * count), count
        pairs = []
        if sensed := ends[0]:
            pairs.append(self.camera.apply(Pair.of(pictures[:sensed]), self.camera.draw(sensed, generator), generator))
        if grained := ends[1] - ends[0]:
            pairs.append(self.film.apply(Pair.of(pictures[ends[0] : ends[1]]), self.film.draw(grained, generator), generator))
        if whitened := ends[2] - ends[1]:
            white = self.white.draw(whitened, generator)
            target = self.white.target(pictures[ends[1] :], white)
            pairs.append(Pair(target, self.white.apply(target, white, generator)))
        return Pair.together(pairs)
