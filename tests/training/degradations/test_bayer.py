from __future__ import annotations

import pytest
import torch

from tests.training.degradations.pictures import flat, photograph, rms
from training.degradations.bayer import demosaic, mosaic


def test_a_sensor_sees_one_colour_a_pixel() -> None:
    colours = torch.tensor([0.2, 0.5, 0.9]).reshape(1, 3, 1, 1).expand(1, 3, 4, 4)
    seen = mosaic(colours)[0, 0]
    expected = torch.tensor([[0.2, 0.5], [0.5, 0.9]]).repeat(2, 2)
    torch.testing.assert_close(seen, expected)


def test_samples_of_a_photograph_are_kept() -> None:
    picture = photograph("coffee")
    torch.testing.assert_close(mosaic(demosaic(mosaic(picture))), mosaic(picture), rtol=0, atol=0)


@pytest.mark.parametrize("tone", [0.0, 0.3, 1.0])
def test_the_weights_sum_to_one(tone: float) -> None:
    torch.testing.assert_close(demosaic(mosaic(flat(tone, 8))), flat(tone, 8))


def test_each_colour_of_a_smooth_picture_is_interpolated() -> None:
    """Colours may differ between the channels, but slopes may not: that is what Malvar's correction supposes."""
    ramp = torch.linspace(0, 0.4, 32)
    grey = ramp[:, None] + ramp[None]
    picture = torch.stack([grey + 0.1, grey, grey + 0.2])[None]
    inside = (slice(None), slice(None), slice(2, -2), slice(2, -2))
    torch.testing.assert_close(demosaic(mosaic(picture))[inside], picture[inside], rtol=0, atol=1e-6)


def test_photographs_come_near() -> None:
    for name in ("astronaut", "chelsea", "coffee"):
        picture = photograph(name)
        assert rms(demosaic(mosaic(picture)) - picture) < 6
        bare = mosaic(picture).expand(-1, 3, -1, -1)
        assert rms(bare - picture) > 20


def test_the_filters_are_those_of_the_paper() -> None:
    """What single bright samples become, against the paper's figure 2."""
    green, red = torch.zeros(1, 1, 12, 12), torch.zeros(1, 1, 12, 12)
    green[0, 0, 6, 5] = 8  # beside red at (6, 6)
    red[0, 0, 6, 6] = 8
    assert demosaic(green)[0, :, 6, 6].tolist() == pytest.approx([0, 2, 0])
    at_red = demosaic(red)[0]
    assert at_red[:, 6, 6].tolist() == pytest.approx([8, 4, 6])
    assert at_red[:, 6, 7].tolist() == pytest.approx([4, 0, 0])
    assert at_red[:, 7, 7].tolist() == pytest.approx([2, 0, 0])
