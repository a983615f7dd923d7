from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from skimage import data
from torch import Tensor

from training.degradations import Balance, CameraNoise, Clumping, Lens, Reduction
from training.degradations.resampling import Resampling
from training.graphics import draw_graphic
from training.network import Shape
from training.noise import WhiteNoise
from training.noise_meter import CELL, LEAST_LEVEL, TONES, NoiseMeter
from training.photos import PhotoStore
from training.presets import PRESETS
from training.tasks import Batch, NoiseMeasuring

CPU = torch.device("cpu")
SHAPE = Shape(widths=(8, 8), blocks=(0, 0), cell=2)
UNCHANGED = Resampling(unscaled=1, blurred=0, sharpened=0, smoothed=0)
WHITE = CameraNoise(
    lens=Lens(share=0),
    sensor=0,
    grain=0,
    compressed=0,
    white=WhiteNoise(grey=0),
    balance=Balance(share=0),
    clumping=Clumping(share=0),
    reduction=Reduction(share=0),
    resampling=UNCHANGED,
)


def batch(task: NoiseMeasuring, seed: int = 0, count: int = 12, side: int = 64) -> Batch:
    store = PhotoStore.of([data.astronaut(), data.coffee()], CPU)
    return task.sampler(store, count, side, seed=0)(torch.Generator().manual_seed(seed))


def meter() -> NoiseMeter:
    """Untrained, so that what it says are the energies of the smoothest cells."""
    return NoiseMeter(SHAPE).requires_grad_(False)


def noise(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


@pytest.mark.parametrize("level", [3, 10, 30])
def test_an_untrained_network_takes_the_smoothest_cells_for_noise(level: float) -> None:
    levels = meter()(0.5 + noise(1, 3, 256, 512) * level / 255)
    assert levels.shape == (1, 2, 32, 64)
    assert 0.75 < float(levels.mean()) * 255 / level < 1, "the smoothest have a little less"


def test_texture_elsewhere_hardly_matters() -> None:
    picture = 0.5 + noise(1, 3, 256, 512) / 25
    flat = meter()(picture).mean()
    picture[:, :, :, 256:] += 0.2 * noise(1, 3, 256, 256)
    assert float(meter()(picture).mean()) == pytest.approx(float(flat), rel=0.15)


def test_luminance_and_colour_are_told_apart() -> None:
    grey = noise(1, 1, 256, 256).expand(-1, 3, -1, -1) / 25
    colours = noise(1, 3, 256, 256) / 25
    luminance, colour = meter()(0.5 + grey).mean((0, 2, 3)).tolist()
    assert luminance == pytest.approx(3**0.5 / 25, rel=0.15)
    assert colour == pytest.approx(0, abs=1e-3)
    luminance, colour = meter()(0.5 + colours - colours.mean(1, keepdim=True)).mean((0, 2, 3)).tolist()
    assert luminance == pytest.approx(0, abs=1e-3)
    assert colour == pytest.approx(1 / 25, rel=0.2)


def test_noise_that_grows_with_the_brightness() -> None:
    ramp = torch.linspace(0.1, 0.9, 512).expand(1, 3, 256, 512)
    levels = meter()(ramp + ramp * noise(1, 3, 256, 512) / 10)[0, 0].mean(0)
    assert float(levels[-8:].mean() / levels[:8].mean()) > 3


def test_the_order_of_the_cells_does_not_matter() -> None:
    picture = torch.from_numpy(data.astronaut()[:128, :256] / np.float32(255)).permute(2, 0, 1)[None]
    stacked = torch.cat(picture.split(128, 3), 2)
    beside, below = meter()(picture), meter()(stacked)
    torch.testing.assert_close(torch.cat(beside.split(16, 3), 2), below, rtol=1e-3, atol=1e-5)


def test_energies_are_those_of_the_cosine_transform_of_each_cell() -> None:
    picture = torch.rand(1, 3, 16, 24, generator=torch.Generator().manual_seed(0))
    energies = meter()._energies(picture)
    assert energies.shape == (1, 70, 6)
    planes = picture[0].sum(0) / 3**0.5, (picture[0, 0] - picture[0, 2]) / 2**0.5
    luminance, first = (cv2.dct(plane[8:16, 16:24].numpy()) ** 2 for plane in planes)
    second = cv2.dct(((picture[0, 0] - 2 * picture[0, 1] + picture[0, 2]) / 6**0.5)[8:16, 16:24].numpy()) ** 2
    for index, (row, column) in ((0, (0, 1)), (8, (1, 2)), (34, (7, 7))):
        for plane, expected in ((0, luminance), (35, (first + second) / 2)):
            both = (expected[row, column] + expected[column, row]) / 2
            assert float(energies[0, plane + index, 5]) == pytest.approx(both, abs=1e-4)


def test_curves_are_interpolated_between_the_tones() -> None:
    network = meter()
    curves = torch.rand(1, TONES, 2, generator=torch.Generator().manual_seed(0)) - 5
    network._curves = lambda *_: curves  # type: ignore[method-assign]
    ramp = torch.linspace(0, 1, 17).repeat_interleave(CELL).expand(1, 3, CELL, 17 * CELL)
    found = network.logarithms(ramp)[0, :, 0]
    torch.testing.assert_close(found[:, ::2], curves[0].T, rtol=0, atol=1e-4)
    torch.testing.assert_close(found[:, 1::2], (curves[0, 1:] + curves[0, :-1]).T / 2, rtol=0, atol=1e-4)


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


@pytest.mark.parametrize(("factor", "cost"), [(0.5, 0.8), (2.0, 1.2)])
def test_to_find_half_of_it_is_worse_than_to_find_twice_as_much(factor: float, cost: float) -> None:
    task, network = NoiseMeasuring(quantile=0.6), meter()
    picture = 0.5 + noise(1, 3, 64, 64) / 25
    levels = (network.logarithms(picture).exp2() * factor - LEAST_LEVEL).clamp_min(0)
    loss = task.loss(network, Batch((picture,), levels, torch.ones(1, 1, 1, 1)))[0]
    assert float(loss) == pytest.approx(cost, abs=0.01)


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
    added = noise(*clean.shape)
    with torch.no_grad():
        weak, strong = (float(network((clean + added * level / 255).clamp(0, 1))[:, 0].median()) * 255 for level in (5, 20))
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
