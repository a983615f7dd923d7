from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from skimage import data
from torch import nn

from training.degradations import CameraNoise, Levels, Noisy, Pair, overall
from training.degradations.resampling import Resampling
from training.network import Shape
from training.noise import WhiteNoise
from training.photos import PhotoStore, Pixels
from training.presets import PRESETS
from training.tasks import Batch, CameraDenoising
from training.tasks.camera import noise_map

CPU = torch.device("cpu")
CROP = data.astronaut()[60:316, 100:356]
WHITE = CameraNoise(
    sensor=0,
    grain=0,
    compressed=0,
    white=WhiteNoise(grey=0),
    resampling=Resampling(unscaled=1, blurred=0, sharpened=0, smoothed=0),
)
"""Noise that stays as it was drawn."""


class Nothing(nn.Module):
    """Returns the picture as it is."""

    def forward(self, picture: torch.Tensor, noise_map: torch.Tensor) -> torch.Tensor:
        return picture


def store() -> PhotoStore:
    return PhotoStore.of([data.astronaut(), data.coffee()], CPU)


def batch(task: CameraDenoising, seed: int = 0, count: int = 8, side: int = 64) -> Batch:
    return task.sampler(store(), count, side, seed=0)(torch.Generator().manual_seed(seed))


def deviations(drawn: Batch) -> torch.Tensor:
    return (drawn.inputs[0] - drawn.target).square().mean((1, 2, 3)).sqrt()


@pytest.mark.parametrize("seed", range(8))
def test_small_photographs_are_made_no_smaller_than_a_crop(seed: int) -> None:
    small = PhotoStore.of([CROP[:128, :131], data.coffee()], CPU)
    drawn = CameraDenoising().sampler(small, 3, 96, seed=0)(torch.Generator().manual_seed(seed))
    assert drawn.target.shape == (3, 3, 96, 96)


@pytest.mark.parametrize("seed", range(4))
def test_batches_have_the_sides_asked_for(seed: int) -> None:
    drawn = batch(CameraDenoising(), seed, count=6, side=48)
    picture, levels = drawn.inputs
    assert picture.shape == drawn.target.shape == (6, 3, 48, 48)
    assert levels.shape == (6, 1, 48, 48)
    assert picture.is_contiguous(memory_format=torch.channels_last)
    assert bool(levels.isfinite().all())
    assert float(levels.min()) >= 0


def test_the_same_seed_draws_the_same_batch() -> None:
    first, again, other = (batch(CameraDenoising(), seed, count=4) for seed in (1, 1, 2))
    for plane, same in zip((*first.inputs, first.target), (*again.inputs, again.target), strict=True):
        assert torch.equal(plane, same)
    assert not torch.equal(first.target, other.target)


def test_the_map_errs_as_measurements_do() -> None:
    task = CameraDenoising(degradation=WHITE, curved=0, spread=0.12)
    errors = []
    for seed in range(12):
        drawn = batch(task, seed)
        levels = drawn.inputs[1]
        assert torch.equal(levels.amax((2, 3)), levels.amin((2, 3)))  # one level for each picture
        errors.append((levels[:, 0, 0, 0] / deviations(drawn)).log())
    spread = torch.cat(errors)
    assert float(spread.mean()) == pytest.approx(0, abs=0.04)
    assert float(spread.std()) == pytest.approx(0.12, rel=0.2)


def test_a_map_that_does_not_err_is_the_true_level() -> None:
    drawn = batch(CameraDenoising(degradation=WHITE, curved=0, spread=0))
    torch.testing.assert_close(drawn.inputs[1][:, 0, 0, 0], deviations(drawn), rtol=0.05, atol=1e-4)


def test_the_map_follows_the_brightness_where_curved() -> None:
    ramp = torch.linspace(0.1, 0.9, 128).expand(2, 3, 128, 128)
    noise = (1e-4 + 4e-3 * ramp).sqrt() * torch.randn(ramp.shape, generator=torch.Generator().manual_seed(0))
    pair = Pair(ramp, ramp + noise)
    drawn = Noisy(pair, Levels.of(pair))
    curved, level = noise_map(drawn, torch.tensor([True, False]).reshape(2, 1, 1, 1))[:, 0]
    columns = curved.mean(0)
    expected = (1e-4 + 4e-3 * ramp[0, 0, 0]).sqrt()
    torch.testing.assert_close(columns[10:-10], expected[10:-10], rtol=0.1, atol=0)
    torch.testing.assert_close(level, torch.full_like(level, float(noise[1].square().mean().sqrt())), rtol=0.05, atol=0)
    torch.testing.assert_close(curved, overall(drawn.levels.at(pair.noisy))[0, 0])


@pytest.mark.parametrize("curved", [0.0, 0.6, 1.0])
def test_that_share_of_the_maps_is_curved(curved: float) -> None:
    task = CameraDenoising(degradation=replace(CameraNoise(), sensor=1, grain=0), curved=curved)
    maps = torch.cat([batch(task, seed, count=16, side=32).inputs[1] for seed in range(6)])
    share = (maps.amax((1, 2, 3)) > maps.amin((1, 2, 3))).float().mean()
    assert float(share) == pytest.approx(curved, abs=0.15)


def test_validation_scores_camera_noise_and_white_noise() -> None:
    crops: list[Pixels] = [CROP, data.coffee()[60:316, 150:406]]
    task = CameraDenoising()
    scores = task.validate(task.network(Shape((8, 16, 16), (1, 1, 1))), crops, CPU)
    assert set(scores) == {"psnr_noisy", "psnr_camera", "psnr_15", "psnr_25", "psnr_50"}
    assert all(5 < score < 60 for score in scores.values())
    idle = task.validate(Nothing(), crops, CPU)
    assert idle["psnr_camera"] == idle["psnr_noisy"] == scores["psnr_noisy"]
    assert task.validate(Nothing(), crops, CPU) == idle


@pytest.mark.parametrize("crop", [CROP, data.chelsea()[20:276, 80:336], data.coffee()[60:316, 150:406]], ids=range(3))
def test_examples_are_whole_crops_with_noise(crop: Pixels) -> None:
    task = CameraDenoising()
    examples = task.examples(Nothing(), crop, CPU)
    assert list(examples) == ["noisy", "restored", "clean"]
    sides = {side for picture in examples.values() for side in picture.shape[:2]}
    assert len(sides) == 1
    side = sides.pop()
    assert side % 16 == 0
    assert 96 <= side <= 256
    np.testing.assert_array_equal(examples["noisy"], examples["restored"])
    assert (examples["noisy"] != examples["clean"]).any()
    for name, picture in task.examples(Nothing(), crop, CPU).items():
        np.testing.assert_array_equal(picture, examples[name])


def test_the_preset_is_a_denoiser_of_the_app() -> None:
    task = PRESETS["denoise-camera"].task
    assert isinstance(task, CameraDenoising)
    assert (task.name, dict(task.inputs), task.output) == ("denoise", {"picture": 3, "noise_map": 1}, "restored")
