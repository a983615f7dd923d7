from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest
from skimage import data
from skimage.metrics import peak_signal_noise_ratio

import tintype
from tintype.engine import Amount, blend
from tintype.errors import Cancelled, InvalidPixels, InvalidSetting
from tintype.photo import Pixels
from tintype.progress import Progress


@pytest.fixture(scope="module")
def clean() -> Pixels:
    return np.asarray(data.chelsea(), dtype=np.float32) / np.float32(255)


@pytest.fixture(scope="module")
def noisy(clean: Pixels) -> Pixels:
    return (clean + np.random.default_rng(0).normal(0, 25 / 255, clean.shape)).astype(np.float32)


def test_importing_it_is_quick_and_loads_neither_qt_nor_the_runtime() -> None:
    code = (
        "import sys, time; begun = time.process_time(); import tintype; took = time.process_time() - begun\n"
        "print(took, *sorted({'PySide6', 'numpy', 'onnxruntime', 'cv2', 'PIL'} & sys.modules.keys()))"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    said = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout.split()
        for _ in range(5)
    ]
    assert [words[1:] for words in said] == [[]] * 5
    assert min(float(words[0]) for words in said) < 0.15


def test_using_it_needs_no_qt() -> None:
    code = (
        "import sys; sys.modules['PySide6'] = None\n"
        "import numpy, tintype; print(tintype.denoise(numpy.zeros((9, 9, 3), numpy.float32)).shape)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "(9, 9, 3)\n"


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
    expected = blend(noisy, full, Amount(0.5, 1, 0.7))
    np.testing.assert_array_equal(tintype.denoise(noisy, noise=0.1, amount=(0.5, 1), detail=0.7), expected)
    np.testing.assert_array_equal(tintype.denoise(noisy, noise=0.1, detail=0), full)


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


def hole(shape: tuple[int, ...]) -> np.ndarray:
    mask = np.zeros(shape[:2], bool)
    mask[100:106, 50:250] = True
    return mask


def test_inpaint(clean: Pixels) -> None:
    mask = hole(clean.shape)
    broken = np.where(mask[..., None], np.float32(1), clean)
    before = broken.copy()
    filled = tintype.inpaint(broken, mask)
    assert filled.dtype == np.float32
    np.testing.assert_array_equal(filled[~mask], clean[~mask])
    np.testing.assert_array_equal(broken, before)
    assert np.abs(filled - clean)[mask].mean() < 0.3 * np.abs(broken - clean)[mask].mean()


def test_inpaint_grey_and_soft(clean: Pixels) -> None:
    grey, mask = clean[..., 0].copy(), hole(clean.shape)
    filled = tintype.inpaint(grey, mask.astype(np.float32), seed=3, device="cpu")
    assert filled.shape == grey.shape
    np.testing.assert_array_equal(filled[~mask], grey[~mask])
    np.testing.assert_array_equal(tintype.inpaint(grey, np.zeros(grey.shape, bool)), grey)


def test_inpaint_tells_progress_and_can_be_cancelled(clean: Pixels) -> None:
    seen: list[float] = []
    tintype.inpaint(clean, hole(clean.shape), progress=seen.append)
    assert seen[-1] == 1
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        tintype.inpaint(clean, hole(clean.shape), progress=progress)


def test_detect_damage(clean: Pixels) -> None:
    mask = hole(clean.shape)
    found = tintype.detect_damage(np.where(mask[..., None], np.float32(1), clean))
    assert found.dtype == bool
    assert found.shape == mask.shape
    assert found[mask].mean() > 0.7
    assert found[~mask].mean() < 0.1
    with pytest.raises(InvalidSetting, match="sensitivity"):
        tintype.detect_damage(clean, sensitivity=101)
