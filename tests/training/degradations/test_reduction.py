from __future__ import annotations

import pytest
import torch
from torch import Tensor

from tests.training.degradations.pictures import each, generator, neighbours, photograph, photographs, rms
from training.degradations import Pair, Reduction
from training.degradations.reduction import Smoothing

NOISE = 10 / 255


def smoothing(*, radius: float = 1.5, luminance: float = 2.0, colour: float = 4.0, amount: float = 1.0) -> Smoothing:
    return Smoothing(each(radius), each(luminance), each(colour), each(amount))


def noise_of(pair: Pair) -> Tensor:
    return pair.noisy - pair.clean


def noisy(clean: Tensor) -> Pair:
    return Pair(clean, clean + NOISE * torch.randn(clean.shape, generator=generator()))


def test_even_places_lose_most_of_the_noise_and_it_clumps() -> None:
    pair = noisy(torch.full((1, 3, 128, 128), 0.5))
    done = Reduction().apply(pair, smoothing())
    assert rms(noise_of(done)) < 0.6 * rms(noise_of(pair))
    assert neighbours(noise_of(done)) > neighbours(noise_of(pair)) + 0.2


def test_an_edge_keeps_its_noise_and_its_height() -> None:
    clean = torch.zeros(1, 3, 64, 64)
    clean[..., 32:] = 0.8
    pair = noisy(clean)
    done = Reduction().apply(pair, smoothing())
    edge, even = slice(30, 34), slice(8, 20)
    left = noise_of(done).square().mean((0, 1, 2)).sqrt()
    assert left[edge].mean() > 1.5 * left[even].mean()
    after, before = (float(side[..., 32].mean() - side[..., 31].mean()) for side in (done.clean, clean))
    assert after == pytest.approx(before, rel=0.1)


def test_what_is_taken_for_noise_is_gone_from_the_target_too() -> None:
    weak = 0.5 + 0.01 * torch.randn(1, 3, 128, 128, generator=generator())
    done = Reduction().apply(noisy(weak), smoothing())
    assert done.clean.std() < 0.6 * weak.std()


def test_colour_alone() -> None:
    pair = noisy(torch.full((1, 3, 128, 128), 0.5))
    done = Reduction().apply(pair, smoothing(luminance=0, colour=16))
    before, after = noise_of(pair), noise_of(done)
    torch.testing.assert_close(after.mean(1), before.mean(1), rtol=0, atol=2e-3)
    assert (after - after.mean(1, keepdim=True)).std() < 0.4 * (before - before.mean(1, keepdim=True)).std()


def test_a_picture_without_noise_or_with_no_amount_stays() -> None:
    pair = noisy(photograph("coffee"))
    same = Reduction().apply(pair, smoothing(amount=0))
    assert torch.equal(same.noisy, pair.noisy)
    assert torch.equal(same.clean, pair.clean)
    silent = Pair.of(pair.clean)
    torch.testing.assert_close(Reduction().apply(silent, smoothing()).noisy, silent.noisy, rtol=0, atol=0.02)


def test_pictures_of_a_batch_are_smoothed_each_by_itself() -> None:
    pair = noisy(photographs(64))
    reduction = Reduction(share=0.6)
    how = reduction.draw(3, torch.Generator().manual_seed(0))
    assert {float(amount) > 0 for amount in how.amount} == {True, False}
    together = reduction.apply(pair, how)
    for index in range(3):
        part = slice(index, index + 1)
        own = Smoothing(*(getattr(how, name)[part] for name in ("radius", "luminance", "colour", "amount")))
        alone = reduction.apply(pair.part(part), own)
        torch.testing.assert_close(together.noisy[part], alone.noisy)
        torch.testing.assert_close(together.clean[part], alone.clean)


def test_the_parameters_follow_the_generator_and_its_limits() -> None:
    first, again, other = (Reduction().draw(400, torch.Generator().manual_seed(seed)) for seed in (0, 0, 1))
    assert torch.equal(first.radius, again.radius)
    assert not torch.equal(first.radius, other.radius)
    assert 0.4 < (first.amount > 0).float().mean() < 0.6
    assert first.radius.min() >= 0.8
    assert first.radius.max() <= 2.4
    assert first.luminance.max() <= 4
    assert first.colour.max() <= 16
