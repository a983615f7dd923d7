"""Finding the damage of scanned prints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from training.damage import LEARNT, Print, draw_layer, draw_layers
from training.masks import text
from training.network import DamageAutoencoder, Network, Shape
from training.photos import PhotoStore, Pixels
from training.tasks.task import Batch, Sampler, as_picture

VISIBLE = 0.04
"""Damage that changes a pixel by less than this is neither asked for nor held against the network."""
IGNORED = 0.1
"""Opacity of the damage's soft rim, which counts for neither side."""
SCORED_WIDTH = 2
"""Narrower damage, in pixels, counts for neither side when a network is scored."""
SURROUNDINGS = 9
"""Side in pixels of the square whose deviation is what damage has to stand out of to be scored."""
SHEETS = 2
"""Sheets of damage are so many times as large as the crops: most of a print is sound, and scratches cross it."""
VALIDATION_SEED, SCORING_SEED = 1_000_003, 2_000_003


@dataclass(frozen=True)
class DamageDetection:
    """Picture in, probability of damage out; the loss is cross-entropy and Dice (Milletari et al., 2016, arXiv:1606.04797).

    Attributes:
        prints: what the photographs are turned into first.
        bank: number of sheets of damage drawn at the start, each ``SHEETS`` times as wide as a crop.
        written: share of the pictures with some writing on them, which is not damage either.
        weight: of the damaged pixels in the cross-entropy, the others having 1.
    """

    prints: Print = field(default_factory=Print)
    bank: int = 1536
    written: float = 0.12
    weight: float = 1.0
    name: str = "detect"
    inputs: Mapping[str, int] = field(default_factory=lambda: {"picture": 3})
    output: str = "damage"
    controls: Sequence[Mapping[str, Any]] = (
        {"name": "sensitivity", "minimum": 0.0, "maximum": 100.0, "default": 50.0, "unit": "%"},
    )

    def network(self, shape: Shape) -> Network:
        return DamageAutoencoder(shape)

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:
        device = store.pixels.device
        layers = PhotoStore.of(draw_layers(self.bank, SHEETS * side, seed, LEARNT), device)
        pages = PhotoStore.of([_page(np.random.default_rng((seed, index)), side) for index in range(256)], device)

        def sample(generator: torch.Generator) -> Batch:
            chance = torch.rand(2, count, 1, 1, 1, generator=generator, device=device)
            clean = store.crops(count, side, generator)
            page = pages.crops(count, side, generator) * (chance[0] < self.written)
            clean = clean * (1 - page) + page * (chance[1] > 0.5)
            return damaged(self.prints.apply(clean, generator), layers.crops(count, side, generator))

        return sample

    def loss(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
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
        side = len(crops[0])
        sheets = draw_layers(len(crops), SHEETS * side, VALIDATION_SEED + seed)
        layers = [sheet[:side, :side] for sheet in sheets]
        clean, damage = (
            torch.from_numpy(np.stack(pictures) / np.float32(255)).permute(0, 3, 1, 2).to(device) for pictures in (crops, layers)
        )
        return damaged(self.prints.apply(clean, torch.Generator(device).manual_seed(seed)), damage, scored=True)


def damaged(picture: Tensor, layer: Tensor, *, scored: bool = False) -> Batch:
    """Lay sheets of damage (float N x 3 x H x W, ``draw_layer``'s by 255) over pictures of the same size.

    What changes a pixel by less than the deviation of the sound picture around it, its grain and its detail, counts for neither
    side, for nobody sees it there. Nor does, where ``scored``, what is narrower than ``SCORED_WIDTH``.
    """
    opacity, tone, width = layer[:, :1], layer[:, 1:2], layer[:, 2:] * 255
    result = picture * (1 - opacity) + tone * opacity
    change = (result - picture).abs().mean(1, keepdim=True)
    least_width = SCORED_WIDTH if scored else 1
    wanted = (width > least_width - 0.5) & (change >= VISIBLE) & (change >= _deviation(picture))
    doubtful = (opacity > IGNORED) & ~wanted
    result = result.clamp(0, 1).contiguous(memory_format=torch.channels_last)
    return Batch((result,), wanted.float(), (~doubtful).float())


def damaged_print(clean: Pixels, seed: int) -> Batch:
    """The print of a photograph, uint8 H x W x 3, with damage of a seed that no training uses, to be scored."""
    height, width = clean.shape[:2]
    layer = draw_layer(np.random.default_rng((SCORING_SEED, seed)), max(height, width))[:height, :width]
    picture, sheet = (torch.from_numpy(pixels / np.float32(255)).permute(2, 0, 1)[None] for pixels in (clean, layer))
    return damaged(Print().apply(picture, torch.Generator().manual_seed(SCORING_SEED + seed)), sheet, scored=True)


def _deviation(picture: Tensor) -> Tensor:
    """Standard deviation of the grey values around each pixel."""
    grey = picture.mean(1, keepdim=True)
    means = [
        F.avg_pool2d(plane, SURROUNDINGS, stride=1, padding=SURROUNDINGS // 2, count_include_pad=False)
        for plane in (grey, grey.square())
    ]
    return (means[1] - means[0].square()).clamp_min(0).sqrt()


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
