from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from skimage import data
from torch import Tensor

from training.degradations import Balance, CameraNoise, Reduction
from training.degradations.resampling import Resampling
from training.graphics import draw_graphic
from training.network import CELL, LEAST_LEVEL, NoiseMeter, Shape
from training.noise import WhiteNoise
from training.photos import PhotoStore
from training.presets import PRESETS
from training.tasks import Batch, NoiseMeasuring

CPU = torch.device("cpu")
SHAPE = Shape(widths=(8, 8), blocks=(1, 1), cell=CELL)
UNCHANGED = Resampling(unscaled=1, blurred=0, sharpened=0, smoothed=0)
WHITE = CameraNoise(
    sensor=0,
    grain=0,
    compressed=0,
    white=WhiteNoise(grey=0),
    balance=Balance(share=0),
    reduction=Reduction(share=0),
    resampling=UNCHANGED,
)


def batch(task: NoiseMeasuring, seed: int = 0, count: int = 12, side: int = 64) -> Batch:
    store = PhotoStore.of([data.astronaut(), data.coffee()], CPU)
    return task.sampler(store, count, side, seed=0)(torch.Generator().manual_seed(seed))


@pytest.mark.parametrize("level", [3, 10, 30])
def test_an_untrained_network_takes_all_there_is_for_white_noise(level: float) -> None:
    noise = torch.randn(1, 3, 256, 512, generator=torch.Generator().manual_seed(0))
    levels, certainty = NoiseMeter(SHAPE)(0.5 + noise * level / 255).chunk(2, 1)
    assert levels.shape == (1, 2, 32, 64)
    assert levels.median().item() * 255 == pytest.approx(level, rel=0.1, abs=0.5)
    assert bool((certainty == 1).all())


def test_energies_are_those_of_the_cosine_transform_of_each_cell() -> None:
    plane = torch.rand(1, 1, 16, 24, generator=torch.Generator().manual_seed(0))
    energies = NoiseMeter(SHAPE)._energies(plane)
    for row, column in ((0, 0), (1, 2)):
        cell = plane[0, 0, 8 * row : 8 * row + 8, 8 * column : 8 * column + 8].numpy()
        expected = cv2.dct(cell).ravel() ** 2
        np.testing.assert_allclose(energies[0, :, row, column].numpy(), expected, atol=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_batches_hold_levels_of_cells(seed: int) -> None:
    drawn = batch(NoiseMeasuring(), seed)
    assert drawn.inputs[0].shape == (12, 3, 64, 64)
    assert drawn.target.shape == (12, 2, 8, 8)
    assert bool(drawn.target.isfinite().all())
    assert float(drawn.target.min()) >= 0


def test_pictures_hold_whole_numbers_as_files_do() -> None:
    values = batch(NoiseMeasuring()).inputs[0] * 255
    torch.testing.assert_close(values, values.round(), rtol=0, atol=1e-3)
    assert 0 <= float(values.min()) <= float(values.max()) <= 255


def test_the_level_asked_for_is_the_noise_s() -> None:
    flat = PhotoStore.of([np.full((300, 300, 3), 128, np.uint8)], CPU)
    drawn = NoiseMeasuring(WHITE, drawn=0).sampler(flat, 32, 96, 0)(torch.Generator().manual_seed(0))
    true = drawn.inputs[0].sub(128 / 255).std(dim=(1, 2, 3))
    asked = drawn.target.mean((1, 2, 3))
    seen = (asked > 1 / 255) & (asked < 30 / 255)  # weaker noise is lost in rounding, stronger in clipping
    assert int(seen.sum()) > 10
    torch.testing.assert_close(asked[seen], true[seen], rtol=0.06, atol=0.5 / 255)


def test_pictures_without_noise_have_none() -> None:
    drawn = batch(NoiseMeasuring(CameraNoise(silent=1)))
    assert float(drawn.target.max()) == 0


def test_drawings_are_among_the_pictures() -> None:
    dark = PhotoStore.of([np.zeros((300, 300, 3), np.uint8)], CPU)

    def bright(share: float) -> int:
        task = NoiseMeasuring(replace(WHITE, silent=1), drawn=share)
        return int((task.sampler(dark, 16, 64, 0)(torch.Generator().manual_seed(0)).inputs[0].amax((1, 2, 3)) > 0).sum())

    assert bright(0) == 0
    assert 3 <= bright(0.5) <= 13
    assert bright(1) >= 14, "but for the dark ones"


def test_texture_is_repeated_at_half_its_size() -> None:
    ramp = PhotoStore.of([np.repeat(np.arange(0, 256, dtype=np.uint8)[None], 300, 0)[..., None].repeat(3, 2)], CPU)
    task = NoiseMeasuring(replace(WHITE, silent=1), drawn=0, dense=1)
    picture = task.sampler(ramp, 1, 64, 0)(torch.Generator().manual_seed(0)).inputs[0][0, 0]
    across = max(picture.diff(dim=0), picture.diff(dim=1), key=lambda steps: float(steps.abs().sum()))
    assert {round(step) for step in (across * 255).flatten().tolist()} == {-2, 0, 2}, "two tones a pixel, there and back"


def test_drawings_depend_on_the_generator_alone() -> None:
    first, again, other = (draw_graphic(np.random.default_rng(seed), 96) for seed in (1, 1, 2))
    assert first.shape == (96, 96, 3)
    assert first.dtype == np.uint8
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_certain_cells_cost_less_where_they_are_right_and_more_where_not() -> None:
    task, network = NoiseMeasuring(), NoiseMeter(SHAPE)
    picture = 0.5 + torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)) / 25
    losses = {}
    for name, level in (("right", 1 / 25), ("wrong", 1 / 3)):
        drawn = Batch((picture,), torch.full((1, 2, 8, 8), level), torch.ones(1, 1, 1, 1))
        for log_width in (-2.0, 1.0):
            assert network.tail.bias is not None
            network.tail.bias.data.view(6, -1)[2:4] = log_width
            losses[name, log_width] = float(task.loss(network, drawn)[0].detach())
    assert losses["right", -2.0] < losses["right", 1.0]
    assert losses["wrong", -2.0] > losses["wrong", 1.0]


def test_errors_of_a_picture_s_cells_that_cancel_cost_less() -> None:
    task, network = NoiseMeasuring(), NoiseMeter(SHAPE)
    picture = 0.5 + torch.randn(1, 3, 64, 64, generator=torch.Generator().manual_seed(0)) / 25
    found = network.logarithms(picture)[:, :2].detach().exp2() - LEAST_LEVEL
    signs = torch.ones(8, 8)
    signs[::2] = -1

    def loss(error: Tensor) -> float:
        levels = (found + LEAST_LEVEL) * 2**error - LEAST_LEVEL
        return float(task.loss(network, Batch((picture,), levels, torch.ones(1, 1, 1, 1)))[0])

    with torch.no_grad():
        assert loss(torch.full((8, 8), 0.5)) - loss(signs * 0.5) == pytest.approx(0.5, abs=0.01)


def test_a_hundred_steps_teach_it_to_tell_weak_noise_from_strong() -> None:
    torch.manual_seed(0)
    task = NoiseMeasuring(WHITE)
    network = task.network(PRESETS["noise"].shape)
    optimizer = torch.optim.AdamW(network.parameters(), 1e-3)
    sample = task.sampler(PhotoStore.of([data.astronaut(), data.coffee()], CPU), 16, 64, 0)
    for step in range(100):
        optimizer.zero_grad()
        loss, _ = task.loss(network, sample(torch.Generator().manual_seed(step)))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 0.5)
        optimizer.step()
    clean = torch.from_numpy(data.chelsea()[:256, :256] / np.float32(255)).permute(2, 0, 1)[None]
    noise = torch.randn(clean.shape, generator=torch.Generator().manual_seed(0))
    with torch.no_grad():
        weak, strong = (float(network((clean + noise * level / 255).clamp(0, 1))[:, 0].median()) * 255 for level in (5, 20))
    assert 2 < weak < 10 < strong < 50


def test_the_scores_and_the_pictures_of_the_report() -> None:
    task, network = NoiseMeasuring(), NoiseMeter(SHAPE)
    crop = data.astronaut()[60:316, 100:356]
    scores = task.validate(network, [crop], CPU)
    assert set(scores) == {"error_luminance", "error_colour", "error_luminance_75", "error_colour_75"}
    assert scores == task.validate(network, [crop], CPU), "always with the same noise"
    pictures = task.examples(network, crop, CPU)
    assert list(pictures) == ["noisy", "found", "true level"]
    assert {picture.shape for picture in pictures.values()} == {(128, 128, 3)}
