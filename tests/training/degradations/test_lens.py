"""Softness of the picture before any noise."""

from __future__ import annotations

import pytest
import torch
from skimage import data

from training.degradations import Balance, CameraNoise, Clumping, Lens, Reduction, Resampling
from training.degradations.pair import normal

UNCHANGED = Resampling(unscaled=1, blurred=0, sharpened=0, smoothed=0)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def photographs() -> torch.Tensor:
    picture = torch.from_numpy(data.astronaut()).permute(2, 0, 1)[None] / 255
    return picture[:, :, :256, :256].repeat(3, 1, 1, 1)


def finest(pictures: torch.Tensor) -> torch.Tensor:
    """Energy of the differences of neighbours, of each picture."""
    return pictures.diff(dim=-1).square().mean((1, 2, 3))


def test_the_finest_detail_goes_as_the_deviation_grows() -> None:
    deviations = torch.tensor([0.0, 0.5, 1.2]).reshape(3, 1, 1, 1)
    pictures = photographs()
    softened = Lens().apply(pictures, deviations)
    assert torch.equal(softened[0], pictures[0])
    whole, less, least = finest(softened)
    assert float(less) < 0.8 * float(whole)
    assert float(least) < 0.5 * float(less)
    assert float((softened - pictures).mean().abs()) < 1e-3, "the mean colour stays"


def test_white_noise_is_softened_as_a_gaussian_does() -> None:
    noise = 0.1 * normal((1, 3, 256, 256), generator())
    softened = Lens().apply(noise, torch.full((1, 1, 1, 1), 1.0))
    assert float(softened.std()) == pytest.approx(0.1 / (2 * torch.pi**0.5), rel=0.02)  # 1 / (2 deviation sqrt(pi))


def test_shares_and_limits_are_those_asked_for() -> None:
    drawn = Lens(share=0.6, sharpest=0.4, softest=0.9).draw(4000, generator())
    soft = drawn[drawn > 0]
    assert len(soft) / 4000 == pytest.approx(0.6, abs=0.03)
    assert 0.4 <= float(soft.min()) < 0.42
    assert 0.88 < float(soft.max()) <= 0.9
    assert torch.equal(drawn, Lens(share=0.6, sharpest=0.4, softest=0.9).draw(4000, generator()))


def test_noise_comes_after_the_lens_and_stays_as_sharp_as_it_was() -> None:
    noises, details = [], []
    for lens in (Lens(share=0), Lens(share=1, sharpest=1.2)):
        noise = CameraNoise(
            lens=lens,
            sensor=0,
            grain=0,
            compressed=0,
            balance=Balance(share=0),
            clumping=Clumping(share=0),
            reduction=Reduction(share=0),
            resampling=UNCHANGED,
        )
        resize = UNCHANGED.draw(3, generator())
        pair = noise.apply(photographs(), 192, resize, generator(4)).pair
        noises.append(finest(pair.noisy - pair.clean).sort().values)
        details.append(finest(pair.clean).mean())
    assert torch.allclose(noises[0], noises[1], rtol=0.05)
    assert float(details[1]) < 0.4 * float(details[0])
