"""Denoising with a known noise level."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.metrics import psnr, to_8_bits
from training.network import Autoencoder, DenoisingAutoencoder, Shape
from training.noise import WhiteNoise
from training.photos import PhotoStore, Pixels
from training.tasks.task import Batch, Sampler

VALIDATION_LEVELS = (15, 25, 50)


@dataclass(frozen=True)
class Denoising:
    """Noisy picture and noise map in, clean picture out; the loss is L1.

    Attributes:
        noise: the degradation that is undone.
    """

    noise: WhiteNoise = field(default_factory=WhiteNoise)
    name: str = "denoise"
    inputs: Mapping[str, int] = field(default_factory=lambda: {"picture": 3, "noise_map": 1})
    output: str = "restored"
    controls: Sequence[Mapping[str, Any]] = (
        {"name": "noise", "minimum": 0.0, "maximum": 100.0, "default": None, "unit": "8-bit"},
    )

    def network(self, shape: Shape) -> Autoencoder:
        return DenoisingAutoencoder(shape)

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:  # noqa: ARG002  # nothing is drawn once
        everywhere = torch.ones(1, 1, 1, 1, device=store.pixels.device)

        def sample(generator: torch.Generator) -> Batch:
            draw = self.noise.draw(count, generator)
            clean = self.noise.target(store.crops(count, side, generator), draw)
            noisy = self.noise.apply(clean, draw, generator)
            return Batch((noisy, draw.sigma.expand(-1, 1, side, side)), clean, everywhere)

        return sample

    def loss(self, network: Autoencoder, batch: Batch) -> tuple[Tensor, Tensor]:
        restored = network(*batch.inputs).float()
        return (restored - batch.target).abs().mean(), restored

    @torch.no_grad()
    def validate(self, network: nn.Module, crops: Sequence[Pixels], device: torch.device) -> dict[str, float]:
        """Mean PSNR in dB for each noise level."""
        scores = {}
        for level in VALIDATION_LEVELS:
            total = 0.0
            for index, crop in enumerate(crops):
                noise = np.random.default_rng(index).normal(0, level / 255, crop.shape)
                noisy = torch.from_numpy((crop / 255 + noise).astype(np.float32)).permute(2, 0, 1)[None].to(device)
                result = network(noisy, torch.full_like(noisy[:, :1], level / 255))
                total += psnr(crop, to_8_bits(result[0].permute(1, 2, 0).float().cpu().numpy()))
            scores[f"psnr_{level}"] = round(total / len(crops), 3)
        return scores
