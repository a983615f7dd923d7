"""The denoiser that is shipped for noise as cameras, film and scanners make it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import onnxruntime
import pytest
import torch
from skimage import data
from skimage.metrics import peak_signal_noise_ratio

from tintype.engine import Catalogue, DenoiseSettings, Engine, NoiseProfile
from tintype.engine.session import Session
from tintype.engine.tiled import run_tiled
from tintype.photo import Pixels
from tintype.progress import Progress
from training.degradations import CameraNoise, Resampling

CATALOGUE = Catalogue()
if "denoise-camera" not in CATALOGUE.models:
    pytest.skip("no model for cameras is shipped yet", allow_module_level=True)
CAMERA = CATALOGUE.models["denoise-camera"]
FAST = CATALOGUE.models["denoise-fast"]
KINDS = {"sensor": (1.0, 0.0), "grain": (0.0, 1.0), "white": (0.0, 0.0)}
SOFT = Resampling(unscaled=1, blurred=1, sharpened=0)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def drawn(kind: str, photo: str, seed: int, stored: float) -> tuple[Pixels, Pixels]:
    """A photograph with softened noise, stored in whole numbers, and without."""
    sensor, grain = KINDS[kind]
    noise = CameraNoise(sensor=sensor, grain=grain, compressed=stored, resampling=SOFT)
    generator = torch.Generator().manual_seed(seed)
    crop = torch.from_numpy(getattr(data, photo)()[:264, 100:364] / np.float32(255)).permute(2, 0, 1)[None]
    pair = noise.apply(crop, 256, noise.resize(1, generator), generator).pair
    noisy, clean = (np.ascontiguousarray(side[0].permute(1, 2, 0).numpy()) for side in (pair.noisy, pair.clean))
    return (np.rint(np.clip(noisy, 0, 1) * 255) / 255).astype(np.float32), clean


def psnr(clean: Pixels, pixels: Pixels) -> float:
    return float(peak_signal_noise_ratio(clean, np.clip(pixels, 0, 1), data_range=1))


def test_it_suits_cameras_and_says_where_it_comes_from() -> None:
    assert CAMERA.suits == "camera"
    assert CAMERA.licence == "MIT"
    assert CAMERA.macs_per_pixel <= 60_000
    assert all(source["name"] and source["licence"] for source in CAMERA.card["training"]["data"])
    assert CAMERA.scores


def test_the_signature_is_the_contract() -> None:
    runtime = onnxruntime.InferenceSession(CAMERA.path, providers=["CPUExecutionProvider"])
    assert [(node.name, node.shape[1]) for node in runtime.get_inputs()] == [("picture", 3), ("noise_map", 1)]


@pytest.mark.parametrize("photo", ["astronaut", "coffee"])
@pytest.mark.parametrize("stored", [0.0, 1.0], ids=["lossless", "JPEG"])
@pytest.mark.parametrize("kind", KINDS)
def test_soft_noise_goes_and_more_of_it_than_by_the_model_for_white_noise(
    engine: Engine, kind: str, stored: float, photo: str
) -> None:
    gains, ahead = [], []
    for seed in range(6):
        noisy, clean = drawn(kind, photo, seed, stored)
        level = float(np.sqrt(np.mean((noisy - clean) ** 2)))
        if level < 2 / 255:
            continue
        settings = DenoiseSettings(level, model=CAMERA.id, device="cpu", profile=NoiseProfile.white(level))
        ours, white = (psnr(clean, engine.denoise(noisy, replace(settings, model=model.id)).restored) for model in (CAMERA, FAST))
        gains.append(ours - psnr(clean, noisy))
        ahead.append(ours - white)
    assert len(gains) > 2
    assert np.mean(gains) > 1.5
    assert np.mean(ahead) > 0.5


@pytest.mark.parametrize(("height", "width"), [(1, 1), (3, 2), (129, 300), (512, 512)])
def test_tiles_leave_no_seam(height: int, width: int) -> None:
    session = Session(CAMERA, "cpu")
    rng = np.random.default_rng(0)
    picture = (data.astronaut()[:height, :width] / 255 + rng.normal(0, 0.05, (height, width, 3))).astype(np.float32)
    whole = run_tiled(picture, {"noise_map": 0.1}, session, 10**6, Progress())
    tiled = run_tiled(picture, {"noise_map": 0.1}, session, 2 * CAMERA.halo + 64, Progress())
    assert np.abs(whole - tiled).max() < 1e-4


@pytest.mark.parametrize("photo", ["astronaut", "coffee", "chelsea"])
def test_nothing_is_changed_where_there_is_no_noise(photo: str) -> None:
    clean = getattr(data, photo)() / np.float32(255)
    unchanged = run_tiled(clean, {"noise_map": 0.0}, Session(CAMERA, "cpu"), 1024, Progress())
    np.testing.assert_allclose(unchanged, clean, atol=1e-6)


def test_clumped_noise_gets_it_by_itself(engine: Engine) -> None:
    noisy, clean = drawn("sensor", "astronaut", 3, 0.0)
    done = engine.denoise(noisy, DenoiseSettings(device="cpu"))
    assert done.model == CAMERA
    assert psnr(clean, done.restored) > psnr(clean, noisy) + 1
    by_hand = engine.denoise(noisy, DenoiseSettings(noise=10 / 255, device="cpu"))
    assert by_hand.model == CAMERA
