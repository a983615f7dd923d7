from __future__ import annotations

import pytest
import torch

from tests.training.degradations.pictures import flat, generator, photograph
from training.degradations import Levels, Pair, overall
from training.degradations.levels import energies


def with_white_noise(clean: torch.Tensor, sigma: float) -> Pair:
    return Pair(clean, clean + sigma * torch.randn(clean.shape, generator=generator()))


@pytest.mark.parametrize("sigma", [0.01, 0.1])
@pytest.mark.parametrize("clean", [photograph("astronaut"), photograph("coffee"), flat(0.5)], ids=["face", "cup", "flat"])
def test_white_noise_is_measured(clean: torch.Tensor, sigma: float) -> None:
    pair = with_white_noise(clean, sigma)
    levels = Levels.of(pair).at(pair.clean)
    assert levels.shape == (1, 2, *clean.shape[2:])
    assert levels.mean((2, 3)).flatten().tolist() == pytest.approx([sigma, sigma], rel=0.05)
    assert float(overall(levels).mean()) == pytest.approx(sigma, rel=0.05)
    common = clean[:, :1].quantile(0.05), clean[:, :1].quantile(0.95)
    usual = (clean.mean(1) >= common[0]) & (clean.mean(1) <= common[1])
    assert float(levels[:, 0][usual].std()) < 0.1 * sigma


def test_noise_that_grows_with_brightness_is_followed() -> None:
    clean = photograph("coffee", 384, 512)
    deviation = (1e-4 + 4e-3 * clean.mean(1, keepdim=True)).sqrt()
    pair = Pair(clean, clean + deviation * torch.randn(clean.shape, generator=generator()))
    levels = Levels.of(pair)
    for tone in (0.1, 0.3, 0.5, 0.7):
        expected = (1e-4 + 4e-3 * tone) ** 0.5
        assert overall(levels.at(flat(tone, 4))).flatten()[0].item() == pytest.approx(expected, rel=0.1)


def test_beyond_the_tones_of_the_picture_the_noise_stays_as_it_is() -> None:
    pair = with_white_noise(0.3 + 0.3 * photograph("coffee"), 0.05)
    levels = Levels.of(pair)
    bright, brighter = (levels.at(flat(tone, 4)) for tone in (float(pair.clean.mean(1).max()), 1.0))
    torch.testing.assert_close(bright, brighter)
    dark, darker = (levels.at(flat(tone, 4)) for tone in (float(pair.clean.mean(1).min()), 0.0))
    torch.testing.assert_close(dark, darker)


def test_luminance_and_colour_are_told_apart() -> None:
    clean = photograph("chelsea")
    grey = torch.randn(clean[:, :1].shape, generator=generator()).expand_as(clean)
    levels = Levels.of(Pair(clean, clean + 0.05 * grey)).at(clean)
    # Noise that all channels share is root three times as large in the luminance.
    assert levels.mean((2, 3)).flatten().tolist() == pytest.approx([3**0.5 * 0.05, 0], abs=0.004)


def test_the_planes_are_orthonormal() -> None:
    noise = torch.randn(1, 3, 512, 512, generator=generator())
    luminance, colour = energies(noise)
    assert float(luminance.mean()) == pytest.approx(1, rel=0.02)
    assert float(colour.mean()) == pytest.approx(1, rel=0.02)
    torch.testing.assert_close(luminance + 2 * colour, noise.square().sum(1))


def test_pictures_of_a_batch_are_measured_apart() -> None:
    clean = torch.cat([photograph("coffee"), photograph("chelsea")])
    sigma = torch.tensor([0.02, 0.08]).reshape(2, 1, 1, 1)
    pair = Pair(clean, clean + sigma * torch.randn(clean.shape, generator=generator()))
    found = overall(Levels.of(pair).at(clean)).mean((1, 2, 3))
    assert found.tolist() == pytest.approx([0.02, 0.08], rel=0.05)


def test_a_picture_without_noise_has_none() -> None:
    clean = photograph("coffee")
    assert not Levels.of(Pair.of(clean)).at(clean).any()
