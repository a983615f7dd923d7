"""Finding the damage of scanned prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.damage import Print, draw_layers
from training.masks import text
from training.network import Autoencoder, DamageAutoencoder, Shape
from training.photos import PhotoStore, Pixels
from training.tasks.task import Batch, Sampler, as_picture

VISIBLE = 0.04
"""Damage that changes a pixel by less than this is neither asked for nor held against the network."""
IGNORED = 0.1
"""Opacity of the damage's soft rim, which counts for neither side."""
VALIDATION_SEED = 1_000_003


@dataclass(frozen=True)
class DamageDetection:
    """Picture in, probability of damage out; the loss is cross-entropy and Dice (Milletari et al., 2016, arXiv:1606.04797).

    Attributes:
        prints: what the photographs are turned into first.
        bank: number of sheets of damage drawn at the start.
        written: share of the pictures with some writing on them, which is not damage either.
        weight: of the damaged pixels in the cross-entropy, the others having 1.
    """

    prints: Print = field(default_factory=Print)
    bank: int = 6144
    written: float = 0.12
    weight: float = 2.0
    name: str = "detect"
    inputs: Mapping[str, int] = field(default_factory=lambda: {"picture": 3})
    output: str = "damage"
    controls: Sequence[Mapping[str, Any]] = (
        {"name": "sensitivity", "minimum": 0.0, "maximum": 100.0, "default": 50.0, "unit": "%"},
    )

    def network(self, shape: Shape) -> Autoencoder:
        return DamageAutoencoder(shape)

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:
        device = store.pixels.device
        layers = PhotoStore.of(draw_layers(self.bank, side, seed), device)
        pages = PhotoStore.of([_page(np.random.default_rng((seed, index)), side) for index in range(256)], device)

        def sample(generator: torch.Generator) -> Batch:
            chance = torch.rand(2, count, 1, 1, 1, generator=generator, device=device)
            clean = store.crops(count, side, generator)
            page = pages.crops(count, side, generator) * (chance[0] < self.written)
            clean = clean * (1 - page) + page * (chance[1] > 0.5)
            return damaged(self.prints.apply(clean, generator), layers.crops(count, side, generator))

        return sample

    def loss(self, network: Autoencoder, batch: Batch) -> tuple[Tensor, Tensor]:
        logits = network.logits(*batch.inputs).float()  # type: ignore[operator]  # a DamageAutoencoder's
        weight = batch.mask * (1 + (self.weight - 1) * batch.target)
        entropy = F.binary_cross_entropy_with_logits(logits, batch.target, weight)
        found = logits.sigmoid() * batch.mask
        wanted = batch.target * batch.mask
        dice = 1 - 2 * (found * wanted).sum() / (found.sum() + wanted.sum()).clamp_min(1)
        return entropy + 0.2 * dice, found

    @torch.no_grad()
    def validate(self, network: nn.Module, crops: Sequence[Pixels], device: torch.device) -> dict[str, float]:
        """Precision, recall and F1 at a probability of 0.5, over all held-out crops together."""
        batch = self._damaged_prints(crops, 0, device)
        found = torch.cat([network(picture[None]).float() for picture in batch.inputs[0]]) > 0.5
        return precision_and_recall(found, batch.target > 0.5, batch.mask > 0.5)

    @torch.no_grad()
    def examples(self, network: nn.Module, crop: Pixels, device: torch.device) -> dict[str, Pixels]:
        batch = self._damaged_prints([crop], int(crop.sum()), device)  # so that each crop has damage of its own
        pictures = {"damaged": batch.inputs[0], "found": network(*batch.inputs), "true damage": batch.target}
        return {caption: as_picture(planes) for caption, planes in pictures.items()}

    def _damaged_prints(self, crops: Sequence[Pixels], seed: int, device: torch.device) -> Batch:
        layers = draw_layers(len(crops), len(crops[0]), VALIDATION_SEED + seed)
        clean, damage = (
            torch.from_numpy(np.stack(pictures) / np.float32(255)).permute(0, 3, 1, 2).to(device) for pictures in (crops, layers)
        )
        return damaged(self.prints.apply(clean, torch.Generator(device).manual_seed(seed)), damage)


def damaged(picture: Tensor, layer: Tensor) -> Batch:
    """Lay sheets of damage (float N x 3 x H x W, as ``draw_layer`` has them) over pictures of the same size."""
    opacity, tone, label = layer[:, :1], layer[:, 1:2], layer[:, 2:]
    result = picture * (1 - opacity) + tone * opacity
    change = (result - picture).abs().mean(1, keepdim=True)
    wanted = (label > 0.5) & (change >= VISIBLE)
    doubtful = (opacity > IGNORED) & ~wanted
    result = result.clamp(0, 1).contiguous(memory_format=torch.channels_last)
    return Batch((result,), wanted.float(), (~doubtful).float())


def precision_and_recall(found: Tensor, wanted: Tensor, counted: Tensor) -> dict[str, float]:
    """Scores of a boolean mask against another, over the pixels that count."""
    hits = float((found & wanted & counted).sum())
    precision = hits / max(float((found & counted).sum()), 1.0)
    recall = hits / max(float((wanted & counted).sum()), 1.0)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _page(rng: np.random.Generator, side: int) -> Pixels:
    mask = np.zeros((side, side), np.uint8)
    text(rng, mask)
    return mask[..., None]
