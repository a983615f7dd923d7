"""Measuring the noise of a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.degradations import CameraNoise
from training.graphics import GRAPHIC_SIDE, graphics
from training.network import Network, Shape
from training.noise_meter import CELL, LEAST_LEVEL, NoiseMeter
from training.photos import PhotoStore, Pixels
from training.tasks.task import Batch, Sampler, as_picture

BLOCKS = 16
"""JPEG's largest blocks, in pixels; pictures are cut out of ones that are larger by this."""

BRIGHTEST_EXAMPLE = 16 / 255
"""Deviation that the report's pictures show as white."""


@dataclass(frozen=True)
class NoiseMeasuring:
    """Picture in, deviation of its luminance and of its colours for each cell out, as it is in the file.

    The loss is of the logarithms of the cells' deviations, so that weak noise counts as much as strong. To find too little is
    worse than to find too much (S. Guo et al., "Toward convolutional blind denoising of real photographs", CVPR 2019, on why):
    what is found is not the median of what may be there but a higher quantile.

    Attributes:
        degradation: the noise that is measured.
        drawn: share of the pictures that are drawings and print.
        dense: share of the photographs that are made small and repeated, as mirror images: texture without end.
        quantile: of the levels that a picture may have.
    """

    degradation: CameraNoise = field(default_factory=partial(CameraNoise, sensor=0.5, grain=0.25, silent=0.15))
    drawn: float = 0.2
    dense: float = 0.15
    quantile: float = 0.5
    name: str = "measure"
    inputs: Mapping[str, int] = field(default_factory=lambda: {"picture": 3})
    output: str = "levels"
    controls: Sequence[Mapping[str, Any]] = ()

    def network(self, shape: Shape) -> Network:
        return NoiseMeter(shape)

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:
        device = store.pixels.device
        everywhere = torch.ones(count, 1, 1, 1, device=device)
        # Only of large pictures there are crops that can be made small.
        stores = store.at_least(GRAPHIC_SIDE), graphics(seed, device)
        largest = min(each.least_side for each in stores)

        def sample(generator: torch.Generator) -> Batch:
            resize = self.degradation.fitting(self.degradation.resize(count, generator), side + BLOCKS, largest)
            before = self.degradation.side_before(side + BLOCKS, resize)
            chance = torch.rand(count, 1, 1, 1, generator=generator, device=device)
            photographs, drawings = (each.crops(count, before, generator) for each in stores)
            dense = self.drawn + (1 - self.drawn) * self.dense
            crops = torch.where(chance < self.drawn, drawings, torch.where(chance < dense, _repeated(photographs), photographs))
            noise = self.degradation.apply(crops.contiguous(), side + BLOCKS, resize, generator)
            # Files hold whole numbers, and so are the values that the app measures.
            noisy = (noise.pair.noisy * 255).round().clamp(0, 255) / 255
            window = _window(side, generator)
            noisy, levels = noisy[window], noise.levels.at(noise.pair.clean)[window]
            return Batch((noisy.contiguous(memory_format=torch.channels_last),), _of_cells(levels), everywhere)

        return sample

    def loss(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
        found = network.logarithms(*batch.inputs).float()  # type: ignore[operator]  # a NoiseMeter's
        error = found - (batch.target + LEAST_LEVEL).log2()
        return 2 * torch.maximum((1 - self.quantile) * error, -self.quantile * error).mean(), found

    @torch.no_grad()
    def validate(self, network: nn.Module, crops: Sequence[Pixels], device: torch.device) -> dict[str, float]:
        """Median error of a whole crop's level, in percent, for luminance and colour, and the worst quarter's."""
        errors = np.array(
            [self._error(network, crop, seed, device) for seed, crop in enumerate(crops) for seed in (seed, seed + 100)]
        )
        middle, upper = np.quantile(errors, (0.5, 0.75), axis=0)
        names = "luminance", "colour"
        scores = {f"error_{name}": round(float(value), 2) for name, value in zip(names, middle, strict=True)}
        return scores | {f"error_{name}_75": round(float(value), 2) for name, value in zip(names, upper, strict=True)}

    @torch.no_grad()
    def examples(self, network: nn.Module, crop: Pixels, device: torch.device) -> dict[str, Pixels]:
        """A held-out crop with noise, the deviation found in its luminance, and the true one."""
        batch = self._example(crop, int(crop.sum()) % 1000, device)
        side = batch.inputs[0].shape[2]
        found = network(*batch.inputs)
        shown = (F.interpolate(plane / BRIGHTEST_EXAMPLE, size=(side, side)) for plane in (found[:, :1], batch.target[:, :1]))
        return dict(zip(("noisy", "found", "true level"), map(as_picture, (batch.inputs[0], *shown)), strict=True))

    def _error(self, network: nn.Module, crop: Pixels, seed: int, device: torch.device) -> list[float]:
        batch = self._example(crop, seed, device)
        found, wanted = (levels.square().mean((0, 2, 3)).sqrt() for levels in (network(*batch.inputs), batch.target))
        errors: list[float] = (100 * (found - wanted).abs() / (wanted + LEAST_LEVEL)).tolist()
        return errors

    def _example(self, crop: Pixels, seed: int, device: torch.device) -> Batch:
        side = 128
        store = PhotoStore.of([crop], device)
        kind, stored = torch.rand(2, generator=torch.Generator().manual_seed(seed)).tolist()
        alone = replace(self, degradation=self.degradation.single(kind, stored), drawn=0.0)
        return alone.sampler(store, 1, side, seed)(torch.Generator(device).manual_seed(seed))


def _window(side: int, generator: torch.Generator) -> tuple[slice, ...]:
    """Where a batch is cut out; half of them begin at a block of the JPEG, as windows of an uncropped photo do."""
    aligned, top, left = torch.rand(3, generator=generator, device=generator.device).tolist()
    rows, columns = (0 if aligned < 0.5 else int(place * (BLOCKS + 1)) for place in (top, left))
    return slice(None), slice(None), slice(rows, rows + side), slice(columns, columns + side)


def _repeated(pictures: Tensor) -> Tensor:
    """N x C x S x S of even sides at half their size, four times as mirror images of one another."""
    small = F.avg_pool2d(pictures, 2)
    wide = torch.cat([small, small.flip(3)], 3)
    return torch.cat([wide, wide.flip(2)], 2)


def _of_cells(levels: Tensor) -> Tensor:
    """Root mean squares over the cells."""
    return F.avg_pool2d(levels.square(), CELL).sqrt()
