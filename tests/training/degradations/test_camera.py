from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from tests.training.degradations.pictures import flat, generator, photograph, photographs, rms
from training.degradations import Camera, Pair
from training.degradations.bayer import demosaic, mosaic
from training.degradations.camera import READ_OFFSET, READ_SLOPE, READ_SPREAD, SHOT, Development, develop, to_sensor


def silent(how: Development) -> Development:
    """The same camera with a sensor that makes no noise."""
    return replace(how, shot=torch.zeros_like(how.shot), read=torch.zeros_like(how.read))


@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee"])
def test_development_undoes_what_took_the_picture_to_the_sensor(name: str) -> None:
    picture = photograph(name).expand(4, -1, -1, -1)
    how = Camera().draw(4, generator())
    difference = (develop(to_sensor(picture, how), how) - picture).abs()
    # The deepest colours alone lie outside what the camera can hold.
    assert np.quantile(difference.numpy(), 0.995) < 1 / 255


def test_the_tone_curve_and_the_balance_darken_what_the_sensor_sees() -> None:
    how = Camera().draw(1, generator())
    red, green, blue = to_sensor(flat(0.5, 4), how).mean((0, 2, 3)).tolist()
    linear = float((0.5 - torch.sin(torch.asin(torch.tensor(0.0)) / 3)) ** 2.2)
    assert green == pytest.approx(linear / float(how.gain), rel=1e-4)
    assert green / red == pytest.approx(float(how.red), rel=1e-4)
    assert green / blue == pytest.approx(float(how.blue), rel=1e-4)


def test_highlights_stay_highlights() -> None:
    how = Camera().draw(1, generator())
    torch.testing.assert_close(to_sensor(flat(1.0, 4), how), flat(1.0, 4), rtol=0, atol=1e-4)


def test_the_variance_grows_with_the_light() -> None:
    """On the sensor: its slope is the shot noise, and what remains in the dark the read noise."""
    camera = Camera()
    how = replace(camera.draw(1, generator()), shot=torch.full((1, 1, 1, 1), 4e-4), read=torch.full((1, 1, 1, 1), 2e-5))
    light, variances = [], []
    for tone in np.linspace(0.2, 0.65, 10):
        pair = camera.apply(Pair.of(flat(float(tone))), how, generator(1))
        # Of the mosaic, what the sensor saw in green stays as it was; no sample here is clipped on its way.
        back = mosaic(to_sensor(pair.noisy, how))[0, 0]
        greens = torch.cat([back[0::2, 1::2], back[1::2, 0::2]])
        light.append(float(greens.mean()))
        variances.append(float(greens.var()))
    slope, intercept = np.polyfit(light, variances, 1)
    assert slope == pytest.approx(4e-4, rel=0.1)
    assert intercept == pytest.approx(2e-5, rel=0.2)


def test_without_noise_both_sides_are_the_same_pipeline() -> None:
    camera = Camera()
    pictures = photographs(96)
    how = silent(camera.draw(3, generator()))
    pair = camera.apply(Pair.of(pictures), how, generator())
    assert torch.equal(pair.clean, pair.noisy)
    torch.testing.assert_close(pair.clean, develop(demosaic(mosaic(to_sensor(pictures, how))), how))


def test_noise_leaves_the_clean_side_alone() -> None:
    camera = Camera()
    pictures = photographs(96)
    how = replace(camera.draw(3, generator()), shot=torch.full((3, 1, 1, 1), 2e-3))
    noisy, quiet = (camera.apply(Pair.of(pictures), each, generator()) for each in (how, silent(how)))
    assert torch.equal(noisy.clean, quiet.clean)
    assert rms(noisy.noisy - noisy.clean) > 3


def test_cameras_are_drawn_as_the_paper_has_them() -> None:
    how = Camera().draw(2000, generator())
    torch.testing.assert_close(how.to_camera.sum(2), torch.ones(2000, 3))  # white stays white
    shot, read = how.shot.flatten().log().numpy(), how.read.flatten().log().numpy()
    assert np.log(SHOT[0]) <= shot.min()
    assert shot.max() <= np.log(SHOT[1])
    slope, offset = np.polyfit(shot, read, 1)
    assert (slope, offset) == (pytest.approx(READ_SLOPE, rel=0.02), pytest.approx(READ_OFFSET, abs=0.1))
    assert np.std(read - slope * shot - offset) == pytest.approx(READ_SPREAD, rel=0.1)
    for parameter, low, high in ((how.gain, 1 / 1.1, 2), (how.red, 1.9, 2.4), (how.blue, 1.5, 1.9)):
        assert low - 1e-6 <= float(parameter.min()) < float(parameter.max()) <= high + 1e-6
