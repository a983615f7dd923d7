from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from tests.training.degradations.pictures import generator, neighbours, photographs, rms
from training.degradations import Balance, Camera, CameraNoise, Clumping, Grain, Jpeg, Lens, Levels, Noisy, Pair, Reduction
from training.degradations.camera import Development
from training.degradations.resampling import Resampling, Resize
from training.noise import WhiteNoise

COUNT = 20
SILENT = CameraNoise(lens=Lens(share=0), film=Grain(strongest=0), white=WhiteNoise(highest=0, grey=0), sensor=0)
"""Everything but lens and noise."""


class SilentCamera(Camera):
    """A sensor without noise."""

    def draw(self, count: int, generator: torch.Generator) -> Development:
        how = super().draw(count, generator)
        return replace(how, shot=torch.zeros_like(how.shot), read=torch.zeros_like(how.read))


def pictures(count: int, side: int) -> Tensor:
    return photographs(side).repeat(-(-count // 3), 1, 1, 1)[:count]


def applied(noise: CameraNoise, *, side: int = 48, scale: float | None = None, count: int = COUNT, seed: int = 0) -> Noisy:
    drawing = generator(seed)
    resize = noise.resize(count, drawing)
    resize = resize if scale is None else replace(resize, scale=scale)
    return noise.apply(pictures(count, noise.side_before(side, resize)), side, resize, drawing)


def plain(count: int) -> Resize:
    """No softness, no sharpening, the same size."""
    nothing = torch.zeros(count, 1, 1, 1)
    return Resize(1.0, nothing, nothing, nothing)


def test_the_same_seed_gives_the_same_pictures() -> None:
    first, again, other = (applied(CameraNoise(), seed=seed) for seed in (1, 1, 2))
    assert torch.equal(first.pair.clean, again.pair.clean)
    assert torch.equal(first.pair.noisy, again.pair.noisy)
    assert torch.equal(first.levels.coefficients, again.levels.coefficients)
    assert first.pair.noisy.shape == other.pair.noisy.shape
    assert not torch.equal(first.pair.noisy, other.pair.noisy)


@pytest.mark.parametrize("scale", [0.5, 0.617, 0.9371, 1.0, 1.013, 1.25])
@pytest.mark.parametrize("side", [32, 41, 96])
def test_sides_are_those_asked_for_at_any_scale(scale: float, side: int) -> None:
    drawn = applied(CameraNoise(), side=side, scale=scale, count=4)
    assert drawn.pair.clean.shape == drawn.pair.noisy.shape == (4, 3, side, side)


def test_no_border_of_the_resampling_is_left() -> None:
    """A picture that goes on beyond the crop has the same middle."""
    noise = replace(SILENT, compressed=0)
    resize = Resize(0.75, *(torch.full((1, 1, 1, 1), value) for value in (1.0, 1.0, 1.0)))
    side = noise.side_before(48, resize)
    whole = photographs(side + 40)[:1]
    cropped, uncropped = (
        noise.apply(picture, 48, resize, generator()).pair.clean for picture in (whole[:, :, 20:-20, 20:-20], whole)
    )
    # A mirrored border differs from what lies beyond; the phases of both resizings are the same, or half a pixel apart.
    difference = (cropped - uncropped).abs()
    border = torch.cat([difference[..., :4].flatten(), difference[..., -4:].flatten()])
    assert float(border.mean()) < 1.5 * float(difference.mean())


@pytest.mark.parametrize(("sensor", "grain"), [(1.0, 0.0), (0.0, 1.0), (0.0, 0.0)], ids=["sensor", "grain", "white"])
def test_without_noise_both_sides_are_equal(sensor: float, grain: float) -> None:
    drawn = applied(replace(SILENT, camera=SilentCamera(), sensor=sensor, grain=grain))
    assert torch.equal(drawn.pair.clean, drawn.pair.noisy)
    assert not drawn.levels.at(drawn.pair.clean).any()


def test_the_target_is_the_same_pipeline_without_noise() -> None:
    noisy, silent = (
        applied(CameraNoise(sensor=1, grain=0, camera=camera, reduction=Reduction(share=0)), scale=0.8, count=6, seed=3)
        for camera in (Camera(), SilentCamera())
    )
    assert rms(noisy.pair.noisy - noisy.pair.clean) > 1
    assert torch.equal(noisy.pair.clean, silent.pair.clean)
    assert torch.equal(silent.pair.noisy, silent.pair.clean)


def kinds(drawn: Noisy) -> tuple[int, int, int]:
    """Pictures with noise that a mosaic has made to clump, with noise equal in all channels, and with white noise."""
    noise = drawn.pair.noisy - drawn.pair.clean
    grey = (noise - noise.mean(1, keepdim=True)).abs().amax((1, 2, 3)) < 1e-4
    clumped = torch.tensor([neighbours(picture[None]) > 0.1 for picture in noise])
    return int((clumped & ~grey).sum()), int(grey.sum()), int((~clumped & ~grey).sum())


def test_shares_are_those_asked_for() -> None:
    class GreyGrain(Grain):
        def apply(self, pair: Pair, how: object, generator: torch.Generator) -> Pair:
            return pair.with_noisy(pair.noisy + 0.05 * torch.randn(pair.noisy[:, :1].shape, generator=generator))

    noise = CameraNoise(
        film=GreyGrain(),
        white=WhiteNoise(grey=0),
        balance=Balance(share=0),
        clumping=Clumping(share=0),
        reduction=Reduction(share=0),
        sensor=0.5,
        grain=0.2,
        compressed=0,
    )
    drawn = noise.apply(pictures(COUNT, 56), 48, plain(COUNT), generator())
    assert kinds(drawn) == (10, 4, 6)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_that_share_is_compressed(share: float) -> None:
    noise = replace(SILENT, compressed=share, jpeg=Jpeg(lowest=30, highest=40))
    originals = pictures(COUNT, 56)
    drawn = noise.apply(originals, 48, plain(COUNT), generator())
    originals = originals[:, :, 4:-4, 4:-4]
    distances = torch.tensor([[rms(one - other) for other in originals[:3]] for one in drawn.pair.noisy]).amin(1)
    assert int((distances > 0.5).sum()) == round(share * COUNT)


def test_that_share_gets_no_noise() -> None:
    noise = CameraNoise(sensor=0, grain=0, compressed=0, silent=0.5)
    drawn = noise.apply(pictures(40, 56), 48, plain(40), generator())
    silent = (drawn.pair.noisy == drawn.pair.clean).flatten(1).all(1)
    assert 12 <= int(silent.sum()) <= 28
    levels = drawn.levels.at(drawn.pair.clean).amax((1, 2, 3))
    assert not levels[silent].any()
    assert bool((levels[~silent] > 0).all())


def test_levels_are_those_in_the_file() -> None:
    noise = CameraNoise(sensor=0, grain=0, white=WhiteNoise(grey=0), compressed=1, jpeg=Jpeg(lowest=30, highest=31))
    drawn = noise.apply(pictures(6, 104), 96, plain(6), generator(4))
    torch.testing.assert_close(drawn.levels.at(drawn.pair.clean), Levels.of(drawn.pair).at(drawn.pair.clean))


@pytest.mark.parametrize(
    ("kind", "stored", "shares"),
    [(0.0, 0.0, (1, 0, 1)), (0.64, 0.59, (1, 0, 1)), (0.65, 0.6, (0, 1, 0)), (0.79, 0.9, (0, 1, 0)), (0.8, 0.1, (0, 0, 1))],
)
def test_a_single_picture_has_one_kind_of_noise(kind: float, stored: float, shares: tuple[int, int, int]) -> None:
    single = CameraNoise(sensor=0.65, grain=0.15, compressed=0.6).single(kind, stored)
    assert (single.sensor, single.grain, single.compressed) == shares
    assert single.resampling == Resampling()


def test_the_pictures_are_mixed_before_some_are_compressed() -> None:
    """Or else compression would meet the first kind of noise alone."""
    ordered = photographs(56).repeat_interleave(4, 0)
    drawn = replace(SILENT, compressed=0).apply(ordered, 48, plain(12), generator())
    middles = photographs(56)[:, :, 4:-4, 4:-4]
    which = [int(torch.tensor([rms(picture - middle) for middle in middles]).argmin()) for picture in drawn.pair.clean]
    assert sorted(which) == [0] * 4 + [1] * 4 + [2] * 4
    assert which != sorted(which)
