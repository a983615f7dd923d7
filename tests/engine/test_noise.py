from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from skimage import data

from tintype.engine import estimate_noise
from tintype.photo import Pixels

PHOTOS = {"astronaut": data.astronaut, "coffee": data.coffee, "cat": data.chelsea}


def noisy(clean: Pixels, sigma: float) -> Pixels:
    return (clean + np.random.default_rng(1).normal(0, sigma / 255, clean.shape)).astype(np.float32)


@pytest.mark.parametrize("name", PHOTOS)
@pytest.mark.parametrize("sigma", [5, 15, 25, 50])
def test_white_noise_is_measured_within_a_tenth(name: str, sigma: float) -> None:
    picture = noisy(PHOTOS[name]() / 255, sigma)
    assert estimate_noise(picture) * 255 == pytest.approx(sigma, rel=0.1)


@pytest.mark.parametrize("sigma", [5, 15, 25])
def test_clipped_and_rounded_noise_is_measured_too(sigma: float) -> None:
    stored = np.rint(np.clip(noisy(data.astronaut() / 255, sigma), 0, 1) * 255).astype(np.uint8)
    picture = stored.astype(np.float32) / np.float32(255)
    assert estimate_noise(picture) * 255 == pytest.approx(sigma, rel=0.1)


@pytest.mark.parametrize("quality", [95, 85])
@pytest.mark.parametrize("sigma", [12, 25])
def test_the_noise_of_a_jpeg_is_measured_though_its_colours_are_halved(sigma: float, quality: int) -> None:
    stored = np.rint(np.clip(noisy(data.astronaut() / 255, sigma), 0, 1) * 255).astype(np.uint8)
    file = BytesIO()
    Image.fromarray(stored).save(file, "JPEG", quality=quality, subsampling="4:2:0")
    picture = np.asarray(Image.open(file), dtype=np.float32) / np.float32(255)
    assert estimate_noise(picture) * 255 == pytest.approx(sigma, rel=0.2)


@pytest.mark.parametrize("name", ["coffee", "cat"])
def test_a_photograph_is_not_taken_for_noise(name: str) -> None:
    assert estimate_noise((PHOTOS[name]() / 255).astype(np.float32)) * 255 < 3


def test_grey_pictures() -> None:
    grey = noisy(data.camera() / 255, 20)
    assert estimate_noise(grey) * 255 == pytest.approx(20, rel=0.1)
    as_rgb = np.repeat(grey[..., None], 3, axis=2)
    assert estimate_noise(as_rgb) == pytest.approx(estimate_noise(grey), rel=0.02)


@pytest.mark.parametrize("shape", [(1, 1, 3), (7, 100, 3), (9, 9, 3)])
def test_tiny_pictures_have_no_measurable_noise(shape: tuple[int, ...]) -> None:
    assert estimate_noise(np.full(shape, 0.5, np.float32)) == 0


def test_a_flat_picture_has_none() -> None:
    assert estimate_noise(np.full((100, 100, 3), 0.5, np.float32)) == 0
