from __future__ import annotations

import numpy as np
import pytest
from skimage import data
from skimage.metrics import peak_signal_noise_ratio

import tintype
from tintype.errors import Cancelled, InvalidPixels, InvalidSetting
from tintype.photo import Pixels
from tintype.progress import Progress


@pytest.fixture(scope="module")
def clean() -> Pixels:
    return np.asarray(data.chelsea(), dtype=np.float32) / np.float32(255)


@pytest.fixture(scope="module")
def noisy(clean: Pixels) -> Pixels:
    return (clean + np.random.default_rng(0).normal(0, 25 / 255, clean.shape)).astype(np.float32)


def test_denoise(clean: Pixels, noisy: Pixels) -> None:
    before = noisy.copy()
    result = tintype.denoise(noisy)
    assert result.shape == noisy.shape
    assert result.dtype == np.float32
    assert peak_signal_noise_ratio(clean, result, data_range=1) > 28
    np.testing.assert_array_equal(noisy, before)


def test_amounts(noisy: Pixels) -> None:
    full = tintype.denoise(noisy, noise=0.1)
    np.testing.assert_allclose(tintype.denoise(noisy, noise=0.1, amount=0), noisy, atol=1e-6)
    np.testing.assert_allclose(tintype.denoise(noisy, noise=0.1, amount=(0.5, 0.5)), (full + noisy) / 2, atol=1e-6)


def test_grey(clean: Pixels) -> None:
    grey = clean.mean(axis=2)
    noisy = (grey + np.random.default_rng(0).normal(0, 25 / 255, grey.shape)).astype(np.float32)
    result = tintype.denoise(noisy, noise=25 / 255)
    assert result.shape == grey.shape
    assert result.dtype == np.float32
    assert peak_signal_noise_ratio(grey, result, data_range=1) > 27


def test_values_beyond_the_range_are_not_clipped(noisy: Pixels) -> None:
    result = tintype.denoise(noisy + np.float32(0.5), noise=0.02)
    assert result.max() > 1.1


def test_progress_and_cancel(noisy: Pixels) -> None:
    seen: list[float] = []
    tintype.denoise(noisy, noise=0.1, progress=seen.append)
    assert seen[-1] == 1
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        tintype.denoise(noisy, noise=0.1, progress=progress)


def test_mistakes(noisy: Pixels) -> None:
    with pytest.raises(InvalidPixels):
        tintype.denoise((noisy * 255).astype(np.uint8))
    with pytest.raises(InvalidSetting):
        tintype.denoise(noisy, noise=25)
    with pytest.raises(InvalidPixels):
        tintype.denoise(noisy[0, 0])
