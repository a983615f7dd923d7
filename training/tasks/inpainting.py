"""Filling holes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.masks import MaskMixture
from training.network import InpaintingAutoencoder, Network, Shape
from training.photos import PhotoStore, Pixels
from training.tasks.task import Batch, Sampler, as_picture

VALIDATION_MIXTURES = {"thin": MaskMixture(1, 0, 0), "medium": MaskMixture(0, 1, 0), "thick": MaskMixture(0, 0, 0)}
GRADIENT_SCALES = 3


@dataclass(frozen=True)
class Inpainting:
    """Picture and mask in, filled picture out.

    The loss is L1 inside the hole, each picture counting the same however small its hole, and L1 between the gradients at three
    scales, which makes edges go on.

    Attributes:
        masks: the holes.
        bank: number of masks drawn at the start; with eight orientations each and any photograph, they do not wear out.
        grey: share of grey pictures.
        gradients: weight of the gradients.
    """

    masks: MaskMixture = field(default_factory=MaskMixture)
    bank: int = 8192
    grey: float = 0.06
    gradients: float = 0.35
    name: str = "inpaint"
    inputs: Mapping[str, int] = field(default_factory=lambda: {"picture": 3, "mask": 1})
    output: str = "filled"
    controls: Sequence[Mapping[str, Any]] = ()

    def network(self, shape: Shape) -> Network:
        return InpaintingAutoencoder(shape)

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:
        device = store.pixels.device
        masks = PhotoStore.of([mask[..., None] for mask in self.masks.draw_many(self.bank, side, seed)], device)

        def sample(generator: torch.Generator) -> Batch:
            chance = torch.rand(count, generator=generator, device=device)
            clean = store.crops(count, side, generator)
            grey = (chance < self.grey)[:, None, None, None]
            clean = torch.where(grey, clean.mean(1, keepdim=True), clean).contiguous(memory_format=torch.channels_last)
            mask = (masks.crops(count, side, generator) > 0.5).float()
            return Batch((clean * (1 - mask), mask), clean, mask)

        return sample

    def loss(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
        filled = network(*batch.inputs).float()
        difference = filled - batch.target
        total = inside(difference.abs(), batch.mask)
        mask = batch.mask
        for _ in range(GRADIENT_SCALES):
            for axis in (2, 3):
                # A step between two pixels counts when either of them is filled: so the edge of the hole counts too.
                pair = torch.maximum(*_neighbours(mask, axis))
                total = total + self.gradients / GRADIENT_SCALES * inside(difference.diff(dim=axis).abs(), pair)
            difference, mask = F.avg_pool2d(difference, 2), F.avg_pool2d(mask, 2)
        return total, filled

    @torch.no_grad()
    def validate(self, network: nn.Module, crops: Sequence[Pixels], device: torch.device) -> dict[str, float]:
        """Mean PSNR in dB inside the hole, for each class of masks."""
        scores = {}
        for label, mixture in VALIDATION_MIXTURES.items():
            total = 0.0
            for index, crop in enumerate(crops):
                clean, mask = _with_hole(crop, mixture, index, device)
                filled = network(clean * (1 - mask), mask).float().clamp(0, 1)
                total += -10 * float(torch.log10(inside((filled - clean).square(), mask).clamp_min(1e-7)))
            scores[f"psnr_{label}"] = round(total / len(crops), 3)
        return scores

    @torch.no_grad()
    def examples(self, network: nn.Module, crop: Pixels, device: torch.device) -> dict[str, Pixels]:
        seed = int(crop.sum())  # so that each crop has a hole of its own
        clean, mask = _with_hole(crop, VALIDATION_MIXTURES["medium"], seed, device)
        filled = network(clean * (1 - mask), mask)
        return {"hole": as_picture(torch.maximum(clean, mask)), "filled": as_picture(filled), "original": crop}


def inside(values: Tensor, mask: Tensor) -> Tensor:
    """Mean of N x C x H x W inside the mask (N x 1 x H x W) of each picture, averaged over the pictures."""
    weight = mask.sum((1, 2, 3)) * values.shape[1]
    return ((values * mask).sum((1, 2, 3)) / weight.clamp_min(1)).mean()


def _with_hole(crop: Pixels, mixture: MaskMixture, seed: int, device: torch.device) -> tuple[Tensor, Tensor]:
    hole = mixture.draw(np.random.default_rng(seed), len(crop)) > 0
    mask = torch.from_numpy(hole.astype(np.float32))[None, None].to(device)
    return torch.from_numpy(crop / np.float32(255)).permute(2, 0, 1)[None].to(device), mask


def _neighbours(values: Tensor, axis: int) -> tuple[Tensor, Tensor]:
    length = values.shape[axis] - 1
    return values.narrow(axis, 0, length), values.narrow(axis, 1, length)
