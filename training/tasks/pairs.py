"""Denoising learnt from pairs of photographs, to suit a camera of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from training.metrics import psnr, to_8_bits
from training.photos import PhotoStore, Pixels
from training.tasks.denoising import Denoising
from training.tasks.task import Batch, Sampler


@dataclass(frozen=True)
class PairedDenoising(Denoising):
    """Half of each batch are crops of pairs, half are white noise on the pairs' clean pictures, so that this is not forgotten.

    The noise map of a pair's crop holds the root of its mean squared difference, times a random factor: outside the training
    the level is estimated, and estimates are rough.

    Attributes:
        spread: the factor lies between 1 / ``spread`` and ``spread``.
    """

    spread: float = 1.6

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:
        """As any task's, from a store of six channels: the noisy picture's, then the clean one's."""
        real = count // 2
        device = store.pixels.device
        synthetic = super().sampler(store.channels(3, 6), count - real, side, seed)

        def sample(generator: torch.Generator) -> Batch:
            noisy, clean = store.crops(real, side, generator).split(3, dim=1)
            factor = self.spread ** (2 * torch.rand(real, 1, 1, 1, generator=generator, device=device) - 1)
            drawn = synthetic(generator)
            pictures, maps = drawn.inputs
            level = (deviation(noisy - clean) * factor).expand(-1, 1, side, side)
            inputs = torch.cat([noisy, pictures]), torch.cat([level, maps])
            return Batch(
                (inputs[0].contiguous(memory_format=torch.channels_last), inputs[1]),
                torch.cat([clean, drawn.target]),
                torch.ones(count, 1, 1, 1, device=device),
            )

        return sample

    @torch.no_grad()
    def validate(self, network: nn.Module, crops: Sequence[Pixels], device: torch.device) -> dict[str, float]:
        """Mean PSNR in dB of held-out pairs (uint8 H x W x 6), as they are and denoised; then as for white noise."""
        before = after = 0.0
        for crop in crops:
            noisy, clean = crop[..., :3], crop[..., 3:]
            before += psnr(clean, noisy)
            after += psnr(clean, self._restored(network, crop, device))
        pairs = {"psnr_pairs_noisy": round(before / len(crops), 3), "psnr_pairs": round(after / len(crops), 3)}
        return {**pairs, **super().validate(network, [crop[..., 3:] for crop in crops], device)}

    @torch.no_grad()
    def examples(self, network: nn.Module, crop: Pixels, device: torch.device) -> dict[str, Pixels]:
        """A held-out pair, and what comes of its noisy picture."""
        return {"noisy": crop[..., :3], "restored": self._restored(network, crop, device), "clean": crop[..., 3:]}

    def _restored(self, network: nn.Module, crop: Pixels, device: torch.device) -> Pixels:
        noisy, clean = (torch.from_numpy(crop / 255).float().permute(2, 0, 1)[None].to(device)).split(3, dim=1)
        level = deviation(noisy - clean).expand(-1, 1, *noisy.shape[2:])
        return to_8_bits(network(noisy, level)[0].permute(1, 2, 0).float().cpu().numpy())


def deviation(difference: Tensor) -> Tensor:
    """Root of the mean square of each of N x C x H x W, as N x 1 x 1 x 1."""
    return difference.square().mean((1, 2, 3), keepdim=True).sqrt()
