"""What needs no denoising is left as it is, and what is denoised gets no new faults; on the models that are shipped."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from skimage import data

from tintype.engine import ALREADY_CLEAN, Catalogue, DenoiseSettings, Engine, NoiseProfile
from tintype.photo import Pixels

LEVELS = 255
SIDE = 320
WEAK = 5 / LEVELS

DENOISERS = [model.id for model in Catalogue().of_task("denoise") if model.suits != "document"]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def flat() -> Pixels:
    return np.full((SIDE, SIDE, 3), (0.71, 0.42, 0.2), np.float32)


def gradient() -> Pixels:
    ramp = np.linspace(0.15, 0.85, SIDE, dtype=np.float32)
    return np.ascontiguousarray(
        np.stack([np.tile(ramp, (SIDE, 1)), np.tile(ramp[:, None], (1, SIDE)), np.full((SIDE, SIDE), 0.5)], 2), np.float32
    )


def line_art() -> Pixels:
    page = np.full((SIDE, SIDE), 255, np.uint8)
    for index in range(12):
        cv2.line(page, (10, 20 + index * 24), (SIDE - 10, 5 + index * 26), 0, 1 + index % 3, cv2.LINE_AA)
        cv2.circle(page, (SIDE // 2, SIDE // 2), 10 + index * 12, 0, 1, cv2.LINE_AA)
    return _grey(page)


def screenshot() -> Pixels:
    screen = np.full((SIDE, SIDE, 3), (43, 45, 48), np.uint8)
    cv2.rectangle(screen, (0, 0), (SIDE, 28), (60, 63, 65), -1)
    for index, colour in enumerate(((220, 80, 60), (80, 200, 120), (90, 140, 240), (200, 200, 200))):
        cv2.rectangle(screen, (12 + index * 76, 44), (76 + index * 76, 90), colour, -1)
        cv2.putText(screen, f"Item {index}", (14 + index * 76, 120), cv2.FONT_HERSHEY_PLAIN, 0.9, (230, 230, 230), 1, cv2.LINE_AA)
    for row in range(140, SIDE, 18):
        cv2.putText(
            screen, "def blend(original, restored):", (12, row), cv2.FONT_HERSHEY_PLAIN, 0.9, (160, 190, 220), 1, cv2.LINE_AA
        )
    return _floats(screen)


def text() -> Pixels:
    page = np.full((SIDE, SIDE), 255, np.uint8)
    for row in range(20, SIDE, 16):
        cv2.putText(
            page, "The quick brown fox jumps over the dog", (6, row), cv2.FONT_HERSHEY_COMPLEX_SMALL, 0.55, 0, 1, cv2.LINE_AA
        )
    return _grey(page)


def clean_photograph() -> Pixels:
    """A photograph at a fifth of its size has hardly any of its noise left."""
    return _floats(cv2.resize(data.coffee(), None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA))


PICTURES: dict[str, Callable[[], Pixels]] = {
    made.__name__: made for made in (flat, gradient, line_art, screenshot, text, clean_photograph)
}


def _floats(stored: np.ndarray) -> Pixels:
    return np.asarray(stored, np.float32) / np.float32(LEVELS)


def _grey(page: np.ndarray) -> Pixels:
    return np.repeat(_floats(page)[..., None], 3, axis=2)


def with_noise(clean: Pixels, level: float = WEAK, model: str = "") -> Pixels:
    """White noise, or for a model that is for cameras soft noise."""
    noise = np.random.default_rng(0).standard_normal(clean.shape)
    if model == "denoise-camera":
        noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), 0.7), np.float64)
    return np.asarray(clean + noise * (level / noise.std()), np.float32)


def denoised(engine: Engine, pixels: Pixels, model: str, level: float = WEAK) -> Pixels:
    """By a model that is told the level, which need not be measured then."""
    settings = DenoiseSettings(level, model=model, device="cpu", profile=NoiseProfile.white(level))
    return engine.denoise(pixels, settings).restored


@pytest.mark.parametrize("name", PICTURES)
def test_a_clean_picture_is_called_clean_and_left_as_it_is(engine: Engine, name: str) -> None:
    picture = PICTURES[name]()
    done = engine.denoise(picture, DenoiseSettings(device="cpu"))
    assert done.noise < ALREADY_CLEAN, f"noise {done.noise * LEVELS:.2f} of 255"
    assert done.already_clean
    assert (done.restored == picture).all()


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea", "rocket"])
def test_photographs_at_half_their_size_are_called_clean(engine: Engine, name: str) -> None:
    half = _floats(cv2.resize(getattr(data, name)(), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    done = engine.denoise(half, DenoiseSettings(device="cpu"))
    assert done.already_clean, f"noise {done.noise * LEVELS:.2f} of 255"
    assert (done.restored == half).all()


@pytest.mark.parametrize("level", [0.0, 0.3, 0.6])
def test_noise_too_weak_to_see_is_left(engine: Engine, level: float) -> None:
    picture = with_noise(clean_photograph(), level / LEVELS)
    assert engine.denoise(picture, DenoiseSettings(level / LEVELS, device="cpu")).already_clean


@pytest.mark.parametrize("model", DENOISERS)
@pytest.mark.parametrize("name", PICTURES)
def test_the_mean_colour_is_kept(engine: Engine, model: str, name: str) -> None:
    noisy = with_noise(PICTURES[name](), model=model)
    change = (denoised(engine, noisy, model) - noisy).mean(axis=(0, 1)) * LEVELS
    assert np.abs(change).max() < (0.2 if name not in ("line_art", "text") else 0.3), (
        "half of their pixels are at the end of the scale"
    )


@pytest.mark.parametrize("model", DENOISERS)
def test_a_gradient_gets_no_bands(engine: Engine, model: str) -> None:
    clean = gradient()
    restored = denoised(engine, with_noise(clean, model=model), model)
    red = restored[..., 0].mean(axis=0)
    steps = np.diff(cv2.blur(red[None], (9, 1))[0])[8:-8]
    assert steps.min() > 0, "it goes on rising"
    assert np.abs(restored - clean)[8:-8, 8:-8].mean() * LEVELS < 1


@pytest.mark.parametrize("model", DENOISERS)
@pytest.mark.parametrize("name", ["line_art", "text"])
def test_black_lines_get_no_coloured_fringes(engine: Engine, model: str, name: str) -> None:
    clean = PICTURES[name]()
    restored = denoised(engine, with_noise(clean, model=model), model)
    fringes = np.ptp(restored, axis=2) * LEVELS
    assert fringes.mean() < 4, "of 8.5 before"
    assert np.quantile(fringes, 0.999) < 20


@pytest.mark.parametrize("model", DENOISERS)
@pytest.mark.parametrize("name", ["line_art", "text", "screenshot"])
def test_lines_stay_as_sharp_as_they_were(engine: Engine, model: str, name: str) -> None:
    clean = PICTURES[name]()
    restored = denoised(engine, with_noise(clean, model=model), model)
    edges = [np.abs(np.diff(picture.mean(axis=2), axis=1)) for picture in (clean, restored)]
    sharp = edges[0] > 0.2
    assert edges[1][sharp].mean() > 0.97 * edges[0][sharp].mean()


@pytest.mark.parametrize("model", DENOISERS)
def test_flat_places_show_no_seams_between_tiles(engine: Engine, model: str) -> None:
    noisy = with_noise(np.tile(flat(), (2, 4, 1)), model=model)
    whole = denoised(engine, noisy, model)
    small = Engine(tile_memory=150_000_000)
    assert np.abs(denoised(small, noisy, model) - whole).max() * LEVELS < 0.05
