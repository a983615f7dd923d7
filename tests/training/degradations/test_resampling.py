from __future__ import annotations

import cv2
import pytest
import torch

from tests.training.degradations.pictures import each, generator, neighbours, photograph, photographs, rms
from training.degradations import Pair, Resampling
from training.degradations.resampling import RADIUS, Resize, blur, gaussian


def resize(*, scale: float = 1.0, deviation: float = 0.8, strength: float = 0.0, colour: float = 0.0) -> Resize:
    return Resize(scale, each(deviation), each(strength), each(colour))


def noisy_pair() -> Pair:
    clean = photograph("coffee")
    return Pair(clean, clean + 0.05 * torch.randn(clean.shape, generator=generator()))


@pytest.mark.parametrize("deviation", [0.5, 0.8, 1.1])
def test_the_blur_is_a_gaussian(deviation: float) -> None:
    picture = photograph("chelsea")
    ours = blur(picture, gaussian(each(deviation)))
    pixels = picture[0].permute(1, 2, 0).contiguous().numpy()
    reference = torch.from_numpy(
        cv2.GaussianBlur(pixels, (2 * RADIUS + 1, 2 * RADIUS + 1), deviation, borderType=cv2.BORDER_REFLECT_101)
    )
    torch.testing.assert_close(ours[0], reference.permute(2, 0, 1), rtol=0, atol=1e-5)


def test_no_deviation_is_no_blur() -> None:
    picture = photograph("chelsea")
    torch.testing.assert_close(blur(picture, gaussian(each(0.0))), picture)


def test_pictures_of_a_batch_have_their_own_blur() -> None:
    pictures = photographs(64)
    deviations = torch.tensor([0.0, 0.7, 1.1]).reshape(3, 1, 1, 1)
    together = blur(pictures, gaussian(deviations))
    for index in range(3):
        torch.testing.assert_close(together[index, None], blur(pictures[index, None], gaussian(deviations[index, None])))


@pytest.mark.parametrize(
    "how",
    [resize(), resize(strength=1), resize(strength=-1), resize(colour=1.5), resize(scale=0.6), resize(scale=1.2, strength=1)],
    ids=["nothing", "blur", "unsharp mask", "colours", "smaller", "larger"],
)
def test_both_sides_are_treated_alike(how: Resize) -> None:
    pair = noisy_pair()
    clean, noisy = (Resampling().apply(Pair.of(side), how).clean for side in (pair.clean, pair.noisy))
    result = Resampling().apply(pair, how)
    torch.testing.assert_close(result.clean, clean)
    torch.testing.assert_close(result.noisy, noisy)
    # Each step is linear, so that noise is neither fed by the picture nor feeds it.
    alone = Resampling().apply(Pair.of(pair.noisy - pair.clean), how).clean
    torch.testing.assert_close(result.noisy - result.clean, alone, rtol=0, atol=1e-5)


def test_nothing_drawn_is_nothing_done() -> None:
    pair = noisy_pair()
    result = Resampling().apply(pair, resize())
    torch.testing.assert_close(result.noisy, pair.noisy)


@pytest.mark.parametrize("scale", [0.5, 0.73, 1.25])
def test_scales(scale: float) -> None:
    result = Resampling().apply(noisy_pair(), resize(scale=scale))
    assert result.clean.shape == result.noisy.shape == (1, 3, int(192 * scale), int(256 * scale))
    assert float(result.clean.mean()) == pytest.approx(float(photograph("coffee").mean()), abs=0.005)


def test_noise_becomes_correlated_by_softening_and_less_so_by_sharpening() -> None:
    def correlation(how: Resize) -> float:
        result = Resampling().apply(noisy_pair(), how)
        return neighbours(result.noisy - result.clean)

    assert abs(correlation(resize())) < 0.02
    assert correlation(resize(strength=1)) > 0.5
    assert correlation(resize(scale=1.25)) > 0.2
    assert correlation(resize(strength=-1)) < -0.1


def test_sharpening_adds_what_the_blur_takes_away() -> None:
    picture = photograph("astronaut")
    soft = blur(picture, gaussian(each(0.8)))
    sharp = Resampling().apply(Pair.of(picture), resize(strength=-1)).clean
    torch.testing.assert_close(sharp, 2 * picture - soft, rtol=0, atol=1e-5)


def test_colours_are_smoothed_and_brightness_is_not() -> None:
    pair = noisy_pair()
    result = Resampling().apply(pair, resize(colour=1.5))
    torch.testing.assert_close(result.noisy.mean(1), pair.noisy.mean(1), rtol=0, atol=1e-5)
    before, after = pair.noisy - pair.clean, result.noisy - result.clean
    assert rms(after - after.mean(1, keepdim=True)) < 0.4 * rms(before - before.mean(1, keepdim=True))


def test_shares_are_those_asked_for() -> None:
    how = Resampling(blurred=0.4, sharpened=0.25, smoothed=0.3).draw(4000, generator())
    shares = [(how.strength > 0), (how.strength < 0), (how.strength == 0), (how.colour > 0)]
    assert [float(share.float().mean()) for share in shares] == pytest.approx([0.4, 0.25, 0.35, 0.3], abs=0.03)
    assert torch.equal(how.strength[how.strength > 0].unique(), torch.ones(1))
    scales = torch.tensor([Resampling().draw(1, generator(seed)).scale for seed in range(400)])
    assert float((scales == 1).float().mean()) == pytest.approx(0.5, abs=0.08)
    assert 0.5 <= float(scales.min()) < 0.55
    assert 1.2 < float(scales.max()) <= 1.25
