"""Denoising of photographs as cameras, film and scanners make them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn

from training.degradations import CameraNoise, Noisy, Reduction, Resampling, overall
from training.graphics import graphics
from training.metrics import psnr
from training.network import Network
from training.photos import PhotoStore, Pixels
from training.tasks.denoising import Denoising, most_detailed
from training.tasks.task import Batch, Sampler, as_picture

EXAMPLE_SEED = 1_000_003


def _photographs() -> CameraNoise:
    """Noise that is not far from what sensors and film give: whatever is rare costs the network strength on what is not.

    The lens has softened the picture before; and cameras sharpen what they write.
    """
    return CameraNoise(sensor=0.6, resampling=Resampling(widest=1.2, blurred=0.3, sharpened=0.4), reduction=Reduction(share=0.4))


@dataclass(frozen=True)
class CameraDenoising(Denoising):
    """The noise map holds what a measurement would say: one level for the picture, or one that follows the brightness.

    A network that knows how noise clumps need not be told of more noise than there is, as one trained on white noise must
    (S. Guo et al., "Toward convolutional blind denoising of real photographs", CVPR 2019, on the map's errors).

    Attributes:
        degradation: the noise that is undone.
        curved: share of the pictures whose map follows the brightness of their pixels.
        spread: standard deviation of the logarithm of a random factor on the map, for measurements err.
        drawn: share of the pictures that are drawings and print.
    """

    degradation: CameraNoise = field(default_factory=_photographs)
    curved: float = 0.6
    spread: float = 0.35
    drawn: float = 0.1

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:
        everywhere = torch.ones(count, 1, 1, 1, device=store.pixels.device)
        drawings = graphics(seed, store.pixels.device)
        largest = min(store.least_side, drawings.least_side)

        def sample(generator: torch.Generator) -> Batch:
            resize = self.degradation.fitting(self.degradation.resize(count, generator), side, largest)
            before = self.degradation.side_before(side, resize)
            crops = most_detailed([store.crops(count, before, generator) for _ in range(self.candidates)])
            chance = torch.rand(count, 1, 1, 1, generator=generator, device=crops.device)
            crops = torch.where(chance < self.drawn, drawings.crops(count, before, generator), crops)
            drawn = self.degradation.apply(crops.contiguous(), side, resize, generator)
            factor = torch.exp(self.spread * torch.randn(count, 1, 1, 1, generator=generator, device=crops.device))
            curved = torch.rand(count, 1, 1, 1, generator=generator, device=crops.device) < self.curved
            noisy = drawn.pair.noisy.contiguous(memory_format=torch.channels_last)
            return Batch((noisy, factor * noise_map(drawn, curved)), drawn.pair.clean, everywhere)

        return sample

    def loss(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
        """White noise's, and as much for a change of the mean colour: noise clumps, but it has no colour of its own."""
        loss, restored = super().loss(network, batch)
        return loss + (restored - batch.target).mean((2, 3)).abs().mean(), restored

    @torch.no_grad()
    def validate(self, network: nn.Module, crops: Sequence[Pixels], device: torch.device) -> dict[str, float]:
        """Mean PSNR in dB of held-out crops with camera noise, as they are and denoised; then as for white noise."""
        before = after = 0.0
        for seed, crop in enumerate(crops):
            pictures = self._example(network, crop, seed, device)
            before += psnr(pictures["clean"], pictures["noisy"])
            after += psnr(pictures["clean"], pictures["restored"])
        scores = {"psnr_noisy": round(before / len(crops), 3), "psnr_camera": round(after / len(crops), 3)}
        return {**scores, **super().validate(network, crops, device)}

    @torch.no_grad()
    def examples(self, network: nn.Module, crop: Pixels, device: torch.device) -> dict[str, Pixels]:
        """A held-out crop with camera noise, and what comes of it."""
        return self._example(network, crop, EXAMPLE_SEED + int(crop.sum()) % 1000, device)

    def _example(self, network: nn.Module, crop: Pixels, seed: int, device: torch.device) -> dict[str, Pixels]:
        generator = torch.Generator().manual_seed(seed)
        picture = torch.from_numpy(crop / np.float32(255)).permute(2, 0, 1)[None]
        resize = self.degradation.resize(1, generator)
        # The whole crop, made as small as the draw says: fewer pixels, and no new ones.
        side = int((len(crop) - self.degradation.side_before(0, resize)) * min(resize.scale, 1)) // 16 * 16
        shares = torch.rand(2, generator=generator).tolist()
        drawn = self.degradation.single(*shares).apply(picture, side, resize, generator)
        planes = drawn.pair.noisy.to(device), noise_map(drawn, torch.ones(1, 1, 1, 1, dtype=torch.bool)).to(device)
        return {"noisy": as_picture(planes[0]), "restored": as_picture(network(*planes)), "clean": as_picture(drawn.pair.clean)}


def noise_map(drawn: Noisy, curved: Tensor) -> Tensor:
    """Deviations N x 1 x H x W: those at each pixel's brightness where ``curved`` (bool N x 1 x 1 x 1), else the picture's."""
    local = overall(drawn.levels.at(drawn.pair.noisy))
    return torch.where(curved, local, local.square().mean((2, 3), keepdim=True).sqrt())
