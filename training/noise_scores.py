"""Scoring on noise as cameras, film and scanners make it, from seeds of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from training.advisor import CHOICES, STRENGTHS
from training.degradations import CameraNoise, Noisy
from training.metrics import psnr, ssim, to_8_bits
from training.noise_meter import LEAST_LEVEL
from training.photos import Pixels

Floats = NDArray[np.float32]
Model = Callable[..., Floats]

SEED = 3_000_003
"""Far from those of the training."""

BLOCK = 64
"""Sides are cut to multiples of this, which is more than any model here asks for."""

ALREADY_CLEAN = 0.7 / 255
"""Pictures with less noise are not worth denoising, and are left out."""

CONDITION = "camera noise"


def camera_scores(model: Model, pictures: Sequence[Pixels]) -> Iterator[dict[str, Any]]:
    """Mean PSNR in dB before and after and SSIM after, the denoiser being told the level of each picture's noise."""
    rows = []
    for drawn in _noisy(pictures):
        noisy, clean = (_picture(side) for side in (drawn.pair.noisy, drawn.pair.clean))
        level = np.sqrt(np.mean((noisy - clean) ** 2))
        if level < ALREADY_CLEAN:
            continue
        result = to_8_bits(model(noisy, np.full((*noisy.shape[:2], 1), level, np.float32)))
        stored, reference = to_8_bits(noisy), to_8_bits(clean)
        rows.append((psnr(reference, stored), psnr(reference, result), ssim(reference, result)))
    before, after, likeness = np.mean(rows, axis=0)
    figures = {"psnr_before": round(float(before), 3), "psnr": round(float(after), 3)}
    yield {"condition": CONDITION, **figures, "ssim": round(float(likeness), 4)}


def measuring_scores(model: Model, pictures: Sequence[Pixels]) -> Iterator[dict[str, Any]]:
    """Median error of a picture's level, as a share of it, in luminance and colour."""
    errors = []
    for drawn in _noisy(pictures):
        found = model(to_8_bits(_picture(drawn.pair.noisy)) / np.float32(255)).reshape(-1, 2)
        wanted = drawn.levels.at(drawn.pair.clean).square().mean((0, 2, 3)).sqrt().numpy()
        errors.append(np.abs(np.sqrt(np.square(found).mean(0)) - wanted) / (wanted + LEAST_LEVEL))
    luminance, colour = np.median(errors, axis=0)
    yield {"condition": CONDITION, "error_luminance": round(float(luminance), 3), "error_colour": round(float(colour), 3)}


def advice_scores(model: Model, denoiser: Model, pictures: Sequence[Pixels]) -> Iterator[dict[str, Any]]:
    """Mean PSNR in dB before, with the strength that the model advises, with twice the true level, and with the best choice."""
    rows = []
    choices = [STRENGTHS[0] * 2 ** (number / 2) for number in range(CHOICES)]
    for drawn in _noisy(pictures):
        noisy, clean = (_picture(side) for side in (drawn.pair.noisy, drawn.pair.clean))
        level = float(np.sqrt(np.mean((noisy - clean) ** 2)))
        if level < ALREADY_CLEAN:
            continue
        stored, reference = to_8_bits(noisy), to_8_bits(clean)
        given = (stored / 255).astype(np.float32)
        plane = np.ones((*given.shape[:2], 1), np.float32)
        results = np.concatenate([denoiser(given, plane * np.float32(strength)) for strength in STRENGTHS], 2)
        told = float(model(given, results)[0, 0, 0]), 2 * level, *choices
        fidelities = [psnr(reference, to_8_bits(denoiser(given, plane * np.float32(strength)))) for strength in told]
        rows.append((psnr(reference, stored), *fidelities[:2], max(fidelities[2:])))
    names = "psnr_before", "psnr", "psnr_at_twice_the_level", "psnr_at_best"
    means = np.mean(rows, axis=0)
    yield {"condition": CONDITION, **{name: round(float(mean), 3) for name, mean in zip(names, means, strict=True)}}


def _noisy(pictures: Sequence[Pixels]) -> Iterator[Noisy]:
    """Each picture with one kind of noise, cut to whole blocks."""
    for index, picture in enumerate(pictures):
        generator = torch.Generator().manual_seed(SEED + index)
        side = min(picture.shape[:2]) // 2 * 2
        planes = torch.from_numpy(picture[:side, :side] / np.float32(255)).permute(2, 0, 1)[None]
        degradation = CameraNoise().single(*torch.rand(2, generator=generator).tolist())
        resize = degradation.resize(1, generator)
        smaller = int((side - degradation.side_before(0, resize)) * min(resize.scale, 1)) // BLOCK * BLOCK
        yield degradation.apply(planes, smaller, resize, generator)


def _picture(planes: torch.Tensor) -> Floats:
    return np.ascontiguousarray(planes[0].permute(1, 2, 0).numpy())
