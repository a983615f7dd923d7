from __future__ import annotations

import cv2
import numpy as np
import pytest

from tintype.engine.grain import grain, grain_strength
from tintype.geometry import Size

SIZE = Size(20, 70)


def noisy(level: float, blur: float = 0.0, seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).normal(0, 1, (220, 260, 3)).astype(np.float32)
    if blur:
        noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), blur), np.float32)
    ramp = np.linspace(0.3, 0.6, 260, dtype=np.float32)[None, :, None]
    return np.asarray(ramp + noise / noise.std() * np.float32(level / 255), np.float32)


def field_for(pixels: np.ndarray, mask: np.ndarray) -> np.ndarray:
    return grain(pixels, mask, SIZE, grain_strength(pixels, mask))


def hole() -> np.ndarray:
    mask = np.zeros((220, 260), np.uint8)
    mask[100:106, 40:220] = 1
    return mask


@pytest.mark.parametrize("level", [3, 10, 25])
def test_grain_is_as_strong_as_the_noise_around(level: float) -> None:
    field = field_for(noisy(level), hole())
    assert field.shape == (20, 70, 3)
    assert field.std() * 255 == pytest.approx(level, rel=0.25)
    assert np.abs(field.mean((0, 1))).max() * 255 < 0.3 * level


def test_coarse_grain_stays_coarse() -> None:
    fine, coarse = (field_for(noisy(20, blur), hole()) for blur in (0.0, 1.0))
    steps = [np.abs(np.diff(field, axis=1)).mean() / field.std() for field in (fine, coarse)]
    assert steps[1] < 0.8 * steps[0]


def test_grain_comes_from_the_flat_part_of_a_picture() -> None:
    pixels = noisy(6)
    pixels[:, 130:] += np.random.default_rng(1).normal(0, 0.2, (220, 130, 3)).astype(np.float32)
    assert field_for(pixels, hole()).std() * 255 < 12


@pytest.mark.parametrize("shape", [(8, 300), (24, 24), (60, 60)])
def test_no_grain_without_noise_or_room(shape: tuple[int, int]) -> None:
    flat = np.full((*shape, 3), 0.5, np.float32)
    mask = np.zeros(shape, np.uint8)
    mask[shape[0] // 2] = 1
    assert not field_for(flat, mask).any()
    assert not field_for(noisy(0.2)[: shape[0], : shape[1]], mask[:, :260]).any()
