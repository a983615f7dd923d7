"""Cleaning the scans of pages: the paper becomes white, the print stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn

from training.degradations.pair import Pair
from training.degradations.paper import Layers, Paper
from training.metrics import psnr
from training.network import Network, PageAutoencoder, Shape
from training.photos import PhotoStore, Pixels
from training.sheets import EVEN, draw_sheets, fibres, relief, stains
from training.tasks.denoising import root_mean_square
from training.tasks.task import Batch, Sampler, as_picture

SHEET = 448
"""Side of a sheet of paper in pixels."""
VALIDATION_SEED = 1_000_003


@dataclass(frozen=True)
class PageCleaning:
    """Scan in, clean page out, both of procedural pages; the noise map only tells where anything is to be done at all.

    Attributes:
        paper: what the pages are printed on and how they are scanned.
        bank: number of sheets of each kind drawn at the start.
    """

    paper: Paper = field(default_factory=Paper)
    bank: int = 128
    name: str = "denoise"
    inputs: Mapping[str, int] = field(default_factory=lambda: {"picture": 3, "noise_map": 1})
    output: str = "restored"
    controls: Sequence[Mapping[str, Any]] = ()

    def network(self, shape: Shape) -> Network:
        return PageAutoencoder(shape)

    def sampler(self, store: PhotoStore, count: int, side: int, seed: int) -> Sampler:
        layers = layer_source(self.bank, max(SHEET, side), seed, store)
        everywhere = torch.ones(count, 1, 1, 1, device=store.pixels.device)

        def sample(generator: torch.Generator) -> Batch:
            pages = store.crops(count, side, generator).contiguous()
            pair = self.paper.apply(pages, layers(count, side, generator), self.paper.draw(count, generator), generator)
            noisy = pair.noisy.contiguous(memory_format=torch.channels_last)
            return Batch((noisy, everywhere.expand(-1, 1, side, side)), pair.clean, everywhere)

        return sample

    def loss(self, network: Network, batch: Batch) -> tuple[Tensor, Tensor]:
        restored = network(*batch.inputs).float()
        return root_mean_square(restored - batch.target), restored

    @torch.no_grad()
    def validate(self, network: nn.Module, crops: Sequence[Pixels], device: torch.device) -> dict[str, float]:
        """Mean PSNR in dB of held-out pages, as scanned and cleaned."""
        before = after = 0.0
        for index, crop in enumerate(crops):
            pictures = self._example(network, crop, index, device)
            before += psnr(pictures["clean"], pictures["scan"])
            after += psnr(pictures["clean"], pictures["cleaned"])
        return {"psnr_scans": round(before / len(crops), 3), "psnr_pages": round(after / len(crops), 3)}

    @torch.no_grad()
    def examples(self, network: nn.Module, crop: Pixels, device: torch.device) -> dict[str, Pixels]:
        """A held-out page, its scan, and what comes of that."""
        return self._example(network, crop, int(crop.sum()) % 1000, device)

    def _example(self, network: nn.Module, crop: Pixels, seed: int, device: torch.device) -> dict[str, Pixels]:
        pair = scanned(crop, VALIDATION_SEED + seed, self.paper)
        noisy = pair.noisy.to(device)
        cleaned = network(noisy, torch.ones_like(noisy[:, :1]))
        return {"scan": as_picture(pair.noisy), "cleaned": as_picture(cleaned), "clean": as_picture(pair.clean)}


def layer_source(bank: int, side: int, seed: int, pages: PhotoStore) -> Callable[[int, int, torch.Generator], Layers]:
    """What draws crops of ``bank`` sheets of each kind; ``pages`` are seen through the paper, mirrored."""
    device = pages.pixels.device
    stores = [PhotoStore.of(draw_sheets(kind, bank, side, seed), device) for kind in (fibres, relief, stains)]

    def draw(count: int, side: int, generator: torch.Generator) -> Layers:
        drawn = [(store.crops(count, side, generator) * 255 - EVEN) / 127 for store in stores]
        back = pages.crops(count, side, generator).mean(1, keepdim=True).flip(3)
        return Layers(drawn[0], drawn[1], drawn[2].clamp(0, 1), back)

    return draw


def scanned(page: Pixels, seed: int, paper: Paper | None = None) -> Pair:
    """A square page (uint8 S x S x 3, S a multiple of 16) and its scan on a sheet of its own."""
    paper, device, side = paper or Paper(), torch.device("cpu"), len(page)
    generator = torch.Generator().manual_seed(seed)
    layers = layer_source(1, side, seed, PhotoStore.of([page], device))(1, side, generator)
    pages = torch.from_numpy(page).permute(2, 0, 1)[None].float() / 255
    return paper.apply(pages, layers, paper.draw(1, generator), generator)
