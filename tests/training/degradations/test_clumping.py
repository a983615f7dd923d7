"""Noise coarser than the picture that it lies on."""

from __future__ import annotations

import pytest
import torch

from training.degradations import Clumping, Pair
from training.degradations.clumping import Clumps
from training.degradations.pair import normal

SIDE = 256


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def each(value: float) -> torch.Tensor:
    return torch.full((1, 1, 1, 1), value)


def clumped(clumps: Clumps) -> Pair:
    clean = torch.rand(1, 3, SIDE, SIDE, generator=generator(1))
    return Clumping().apply(Pair(clean, clean + 0.1 * normal(clean.shape, generator())), clumps)


def alike(noise: torch.Tensor, distance: int) -> float:
    """Correlation of pixels that lie so far apart."""
    return float((noise[..., distance:] * noise[..., :-distance]).mean() / noise.square().mean())


def test_near_pixels_become_alike_and_the_variance_stays() -> None:
    pair = clumped(Clumps(each(0.75), each(2.0), each(0.0), each(1.0)))
    noise = pair.noisy - pair.clean
    assert float(noise.std()) == pytest.approx(0.1, rel=0.01)
    assert alike(noise, 1) == pytest.approx(0.64, abs=0.04)  # exp(-1 / (2 * 0.75) ** 2), the Gaussian's own correlation
    assert abs(alike(noise, 4)) < 0.03


def test_a_tail_reaches_far() -> None:
    pair = clumped(Clumps(each(0.6), each(2.5), each(0.3), each(1.0)))
    noise = pair.noisy - pair.clean
    assert alike(noise, 4) > 0.08
    assert float(noise.std()) == pytest.approx(0.1, rel=0.01)


def test_colours_are_coarser() -> None:
    pair = clumped(Clumps(each(0.6), each(2.0), each(0.0), each(1.8)))
    noise = pair.noisy - pair.clean
    grey = noise.mean(1, keepdim=True)
    assert alike(noise - grey, 2) > alike(grey, 2) + 0.2


def test_the_picture_and_its_brightness_stay() -> None:
    before = torch.rand(1, 3, SIDE, SIDE, generator=generator(1))
    pair = clumped(Clumps(each(0.7), each(2.0), each(0.2), each(1.5)))
    assert torch.equal(pair.clean, before)
    assert float((pair.noisy - pair.clean).mean()) == pytest.approx(0, abs=3e-3)


def test_pictures_that_are_not_chosen_stay_as_they_are() -> None:
    clean = torch.rand(2, 3, 32, 32, generator=generator(1))
    pair = Pair(clean, clean + 0.1 * normal(clean.shape, generator()))
    two = torch.tensor([0.0, 0.7]).view(2, 1, 1, 1)
    changed = Clumping().apply(pair, Clumps(two, two + 1, 0.1 * two, two + 1))
    assert torch.equal(changed.noisy[0], pair.noisy[0])
    assert not torch.equal(changed.noisy[1], pair.noisy[1])


def test_no_noise_stays_none() -> None:
    clean = torch.rand(1, 3, 32, 32, generator=generator(1))
    pair = Clumping().apply(Pair.of(clean), Clumps(each(0.7), each(2.0), each(0.2), each(1.5)))
    assert torch.equal(pair.noisy, clean)


def test_draws_are_of_the_share_and_inside_the_limits() -> None:
    how = Clumping(share=0.4).draw(4000, generator())
    used = how.near[how.near > 0]
    assert len(used) / 4000 == pytest.approx(0.4, abs=0.03)
    assert used.min() >= 0.3 and used.max() <= 0.8
    assert how.far.min() >= 1.3 and how.far.max() <= 2.6
    assert how.tail.min() >= 0 and how.tail.max() <= 0.3
    assert how.colour.min() >= 1 and how.colour.max() <= 1.8
