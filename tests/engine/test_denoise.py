from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from skimage import data

from tintype.engine import Amount, Catalogue, DenoiseSettings, Engine, blend
from tintype.engine.devices import CPU, CUDA, Device, DeviceChoice
from tintype.engine.session import Array, Session
from tintype.engine.spec import ModelSpec
from tintype.engine.tiled import run_tiled
from tintype.errors import Cancelled, InvalidModel, InvalidPixels, InvalidSetting, OutOfMemory
from tintype.photo import Pixels
from tintype.progress import Progress

WHOLE = 10**6


def noise_like(height: int, width: int) -> Pixels:
    return np.random.default_rng(height * 1000 + width).random((height, width, 3), dtype=np.float32)


@settings(max_examples=60, deadline=None)
@given(height=st.integers(1, 90), width=st.integers(1, 90), side=st.integers(12, 60))
def test_tiles_give_what_the_whole_gives(blur: Session, height: int, width: int, side: int) -> None:
    pixels = noise_like(height, width)
    whole = run_tiled(pixels, {"noise_map": 0.05}, blur, WHOLE, Progress())
    tiled = run_tiled(pixels, {"noise_map": 0.05}, blur, side, Progress())
    np.testing.assert_allclose(tiled, whole, atol=1e-5)


@dataclass
class TightMemory:
    """Opens sessions on a device that holds tiles of at most ``pixels``, and that fails once more at the run number ``nth``."""

    pixels: int = 40 * 40
    nth: int = 0
    runs: int = 0

    def __call__(self, model: ModelSpec, device: Device) -> Session:
        memory = self

        class TightSession(Session):
            def run(self, feeds: Mapping[str, Array], progress: Progress, *, last: bool = False) -> Array:
                memory.runs += 1
                height, width = feeds["picture"].shape[2:]
                if height * width > memory.pixels or memory.runs == memory.nth:
                    raise OutOfMemory
                return super().run(feeds, progress, last=last)

        return TightSession(model, device)


@pytest.fixture
def catalogue(blur_path: Path) -> Catalogue:
    return Catalogue([blur_path.parent])


def test_out_of_memory_halves_the_tiles_and_changes_nothing(catalogue: Catalogue) -> None:
    pixels = noise_like(150, 130)
    request = DenoiseSettings(noise=0.05, device="cpu")
    expected = Engine(catalogue).denoise(pixels, request).restored
    memory = TightMemory()
    np.testing.assert_allclose(Engine(catalogue, memory).denoise(pixels, request).restored, expected, atol=1e-5)
    assert memory.runs > 16


@pytest.mark.parametrize("nth", [1, 2, 5, 16])
def test_out_of_memory_at_any_tile_changes_nothing(catalogue: Catalogue, nth: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = noise_like(150, 130)
    request = DenoiseSettings(noise=0.05, device="cpu")
    expected = Engine(catalogue).denoise(pixels, request).restored
    monkeypatch.setattr("tintype.engine.engine.tile_side", lambda model, free, most: 40)
    memory = TightMemory(nth=nth)
    np.testing.assert_allclose(Engine(catalogue, memory).denoise(pixels, request).restored, expected, atol=1e-5)
    assert memory.runs > nth


def test_too_little_memory_for_the_smallest_tile_is_said(catalogue: Catalogue) -> None:
    with pytest.raises(OutOfMemory, match="not enough free memory"):
        Engine(catalogue, TightMemory(pixels=10)).denoise(noise_like(60, 60), DenoiseSettings(noise=0.05, device="cpu"))


def test_a_full_gpu_gives_way_to_the_cpu_and_that_is_told(catalogue: Catalogue) -> None:
    def open_session(model: ModelSpec, device: Device) -> Session:
        session = TightMemory(pixels=10)(model, device) if device == "auto" else Session(model, device)
        # There need not be a GPU here: this stands for one that works, but whose memory is full.
        session.choice = DeviceChoice(device, CUDA if device == "auto" else CPU)
        return session

    pixels = noise_like(60, 60)
    engine = Engine(catalogue, open_session)
    for _ in range(2):
        done = engine.denoise(pixels, DenoiseSettings(noise=0.05))
        assert (done.device.wish, done.device.provider) == ("auto", CPU)
        assert "memory is too small" in done.device.reason
        expected = Engine(catalogue).denoise(pixels, DenoiseSettings(noise=0.05, device="cpu")).restored
        np.testing.assert_allclose(done.restored, expected, atol=1e-5)


def test_the_noise_is_measured_when_it_is_not_given(catalogue: Catalogue) -> None:
    clean = data.coffee().astype(np.float32) / 255
    noisy = clean + np.random.default_rng(0).normal(0, 20 / 255, clean.shape).astype(np.float32)
    done = Engine(catalogue).denoise(noisy, DenoiseSettings(device="cpu"))
    assert done.noise * 255 == pytest.approx(20, rel=0.1)
    assert np.std(done.restored - clean) < np.std(noisy - clean)


def test_a_clean_picture_is_left_alone(catalogue: Catalogue) -> None:
    ramp = np.repeat(np.linspace(0.1, 0.9, 300, dtype=np.float32)[None, :, None], 200, axis=0).repeat(3, axis=2)
    done = Engine(catalogue).denoise(ramp, DenoiseSettings(device="cpu"))
    assert done.already_clean
    np.testing.assert_array_equal(done.restored, ramp)


def test_progress_runs_to_the_end(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tintype.engine.engine.tile_side", lambda model, free, most: 40)
    seen: list[float] = []
    Engine(catalogue).denoise(noise_like(100, 100), DenoiseSettings(noise=0.1, device="cpu"), Progress(seen.append))
    assert seen == sorted(seen)
    assert len(seen) > 5
    assert seen[0] == 0
    assert seen[-1] == 1


def test_cancelling_stops_within_a_tile(blur: Session) -> None:
    pixels = np.random.default_rng(0).random((3000, 3000, 3), dtype=np.float32)
    progress = Progress()
    timer = threading.Timer(0.1, progress.cancel)
    timer.start()
    # There is one tile, so nothing but an interrupted run of the model can raise.
    with pytest.raises(Cancelled):
        run_tiled(pixels, {"noise_map": 0.1}, blur, WHOLE, progress)
    timer.join()


@pytest.mark.parametrize(
    ("pixels", "reason"),
    [
        (np.zeros((4, 4), np.float32), "shape"),
        (np.zeros((4, 4, 4), np.float32), "shape"),
        (np.zeros((0, 4, 3), np.float32), "shape"),
        (np.zeros((4, 4, 3), np.uint8), "uint8 instead of float32"),
        (np.full((4, 4, 3), np.nan, np.float32), "not a number"),
    ],
)
def test_wrong_pixels_are_refused(catalogue: Catalogue, pixels: Pixels, reason: str) -> None:
    with pytest.raises(InvalidPixels, match=reason):
        Engine(catalogue).denoise(pixels, DenoiseSettings(noise=0.1))


def test_wrong_settings_are_refused() -> None:
    with pytest.raises(InvalidSetting, match="noise level is 25, but it must be from 0 to 1"):
        DenoiseSettings(noise=25)
    with pytest.raises(InvalidSetting, match="colour amount"):
        Amount(1, 2)
    with pytest.raises(InvalidSetting, match="quality"):
        DenoiseSettings(quality="good")  # type: ignore[arg-type]


def test_a_file_with_a_spec_but_no_graph_is_refused(tmp_path: Path, blur_path: Path) -> None:
    model = onnx.load(blur_path)
    del model.graph.node[:]
    onnx.save(model, tmp_path / "empty.onnx")
    with pytest.raises(InvalidModel, match="onnxruntime says"):
        Engine(Catalogue([])).denoise(noise_like(8, 8), DenoiseSettings(noise=0.1, model=str(tmp_path / "empty.onnx")))


def test_blending_takes_luminance_and_colour_apart() -> None:
    original, restored = noise_like(300, 20), noise_like(301, 20)[:300]
    np.testing.assert_array_equal(blend(original, restored, Amount(1, 1)), restored)
    np.testing.assert_allclose(blend(original, restored, Amount(0, 0)), original, atol=1e-6)
    np.testing.assert_allclose(blend(original, restored, Amount(0.25, 0.25)), original + 0.25 * (restored - original), atol=1e-6)
    weights = np.array([0.2126, 0.7152, 0.0722])
    only_colour = blend(original, restored, Amount(0, 1))
    np.testing.assert_allclose(only_colour @ weights, original @ weights, atol=1e-6)
    only_luminance = blend(original, restored, Amount(1, 0))
    np.testing.assert_allclose(only_luminance @ weights, restored @ weights, atol=1e-6)
    np.testing.assert_allclose(np.ptp(only_luminance - original, axis=2), 0, atol=1e-6)


def test_blending_in_place() -> None:
    original, restored = noise_like(40, 20), noise_like(41, 20)[:40].copy()
    expected = blend(original, restored, Amount(0.5, 0.2))
    assert blend(original, restored, Amount(0.5, 0.2), out=restored) is restored
    np.testing.assert_array_equal(restored, expected)
