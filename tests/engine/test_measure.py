from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data

from tests.models import write_denoiser, write_meter
from tintype.engine import Catalogue, DenoiseSettings, Engine, NoiseProfile
from tintype.engine.model_check import check_model
from tintype.engine.noise_profile import TONES
from tintype.errors import Cancelled, InvalidModel
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

GROWING = NoiseProfile(
    0.05, tuple(0.02 + 0.06 * tone for tone in TONES), tuple(0.01 + 0.08 * tone for tone in TONES), clumped=True
)


def engine_of(folder: Path, gain: float = 1.0) -> Engine:
    write_denoiser(folder / "plain.onnx", id="plain", macs_per_pixel=50)
    write_denoiser(folder / "camera.onnx", id="camera", suits="camera", macs_per_pixel=70)
    write_meter(folder / "meter.onnx", gain)
    return Engine(Catalogue([folder]))


def noisy(level: float = 0.1) -> Pixels:
    clean = data.astronaut()[:300, :280] / 255
    return np.asarray(clean + np.random.default_rng(0).normal(0, level, clean.shape), np.float32)


def test_white_noise_is_the_same_in_all_tones() -> None:
    plane = NoiseProfile.white(0.1).plane(noisy(), 0.07)
    assert plane.shape == (300, 280)
    assert (plane == np.float32(0.07)).all()


def test_clumped_noise_follows_the_brightness_of_each_pixel() -> None:
    ramp = np.repeat(np.linspace(-0.2, 1.2, 141, dtype=np.float32)[None, :, None], 3, axis=2)
    plane = GROWING.plane(ramp, 0.05)[0]
    together = np.sqrt((np.square(GROWING.luminance) + 2 * np.square(GROWING.colour)) / 3)
    np.testing.assert_allclose(np.interp(np.clip(ramp[0, :, 0], 0, 1), TONES, together), plane, rtol=1e-5)
    assert plane[0] == plane[20], "below black as at black"
    np.testing.assert_allclose(GROWING.plane(ramp, 0.1)[0], 2 * plane, rtol=1e-5)


def test_noise_is_measured_over_the_whole_picture(tmp_path: Path) -> None:
    engine = engine_of(tmp_path)
    flat = (0.5 + np.random.default_rng(0).normal(0, 0.05, (700, 900, 3))).astype(np.float32)
    profile = engine.measure(flat)
    assert profile.level == pytest.approx(0.05, rel=0.1)
    assert not profile.clumped
    brighter = flat.copy()
    brighter[:, 450:] = 0.75 + 1.5 * (flat[:, 450:] - 0.5)
    profile = engine.measure(np.clip(brighter, 0, 1))
    luminance = dict(zip(TONES, profile.luminance, strict=True))
    assert luminance[0.75] == pytest.approx(0.075, rel=0.1)
    assert luminance[0.5] == pytest.approx(0.05, rel=0.1)
    assert profile.level == pytest.approx(np.sqrt((0.05**2 + 0.075**2) / 2), rel=0.1)


def test_a_drawing_has_no_noise_whatever_the_network_says(tmp_path: Path) -> None:
    page = np.full((300, 280, 3), 255, np.uint8)
    for row in range(20, 300, 20):
        cv2.putText(page, "The quick brown fox", (8, row), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
    assert engine_of(tmp_path, gain=3).measure(np.asarray(page, np.float32) / np.float32(255)) == NoiseProfile.white(0.0)


def test_noise_that_looks_too_weak_for_what_it_is_is_clumped(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, gain=3)
    rng = np.random.default_rng(0)
    clumps = cv2.GaussianBlur(rng.normal(0, 0.3, (400, 400, 3)), (0, 0), 1.5)
    assert engine.measure((0.5 + clumps).astype(np.float32)).clumped


def test_what_is_measured_decides_on_the_model(tmp_path: Path) -> None:
    white, clumped = NoiseProfile.white(0.1), GROWING
    engine = engine_of(tmp_path)
    assert engine.model_for(DenoiseSettings()).id == "plain"
    assert engine.model_for(DenoiseSettings(profile=white)).id == "plain"
    assert engine.model_for(DenoiseSettings(profile=clumped)).id == "camera"
    assert engine.model_for(DenoiseSettings(noise=0.2, profile=clumped)).id == "camera", (
        "the level by hand changes nothing in that"
    )
    assert engine.model_for(DenoiseSettings(model="plain", profile=clumped)).id == "plain"
    (tmp_path / "camera.onnx").unlink()
    engine.refresh_models()
    assert engine.model_for(DenoiseSettings(profile=clumped)).id == "plain"


def test_where_nothing_is_measured_the_meter_decides_on_nothing(tmp_path: Path) -> None:
    engine = engine_of(tmp_path)

    def names(settings: DenoiseSettings) -> list[str]:
        return [model.id for model in engine.models_for(settings)]

    assert names(DenoiseSettings(noise=0.1, model="plain")) == ["plain"]
    assert names(DenoiseSettings(model="plain")) == ["plain", "meter"]
    assert names(DenoiseSettings(noise=0.1)) == ["plain", "camera", "meter"], "it decides between both"


def test_the_measured_level_is_removed_and_told(tmp_path: Path) -> None:
    engine, pixels = engine_of(tmp_path), noisy()
    done = engine.denoise(pixels, DenoiseSettings())
    assert done.profile == engine.measure(pixels)
    assert done.noise == done.profile.level
    told = engine.denoise(pixels, DenoiseSettings(profile=done.profile))
    assert (told.restored == done.restored).all()
    assert engine.denoise(pixels, DenoiseSettings(noise=0.02)).noise == 0.02


def test_a_model_for_white_noise_is_told_more_of_clumped_noise(tmp_path: Path) -> None:
    engine, pixels = engine_of(tmp_path), noisy()
    overstated, twice = replace(GROWING, excess=2.0), replace(GROWING, level=GROWING.level / 2)

    def restored(model: str, profile: NoiseProfile) -> Pixels:
        return engine.denoise(pixels, DenoiseSettings(noise=0.05, model=model, profile=profile)).restored

    assert (restored("plain", overstated) == restored("plain", twice)).all()
    assert not (restored("plain", overstated) == restored("plain", GROWING)).all()
    assert (restored("camera", overstated) == restored("camera", GROWING)).all(), "it knows clumps"
    own = Engine(Catalogue([tmp_path], own_folder=tmp_path))
    settings = DenoiseSettings(noise=0.05, model="plain", profile=overstated)
    assert (own.denoise(pixels, settings).restored == restored("plain", GROWING)).all(), "what it knows is not known"


def test_clumps_are_overstated_the_more_the_coarser_they_are(tmp_path: Path) -> None:
    engine = engine_of(tmp_path, gain=3)
    rng = np.random.default_rng(0)
    fine, coarse = (
        engine.measure((0.5 + cv2.GaussianBlur(rng.normal(0, 0.1, (400, 400, 3)), (0, 0), size)).astype(np.float32))
        for size in (0.5, 1.5)
    )
    assert 1 < fine.excess < coarse.excess <= 2


def test_the_noise_of_a_tiny_picture_is_taken_for_white(tmp_path: Path) -> None:
    clumps = cv2.GaussianBlur(np.random.default_rng(0).normal(0, 0.3, (120, 120, 3)), (0, 0), 1.5)
    assert not engine_of(tmp_path, gain=3).measure((0.5 + clumps).astype(np.float32)).clumped


def test_settings_are_the_same_whatever_was_measured() -> None:
    assert DenoiseSettings(profile=GROWING) == DenoiseSettings()


def test_a_map_that_follows_the_tones_leaves_no_seams(tmp_path: Path) -> None:
    engine, pixels = engine_of(tmp_path), noisy()
    settings = DenoiseSettings(profile=GROWING)
    whole = engine.denoise(pixels, settings).restored
    tiled = Engine(engine.catalogue, tile_memory=100 * 64 * 64).denoise(pixels, settings).restored
    assert (whole == tiled).all()
    assert not (whole == engine.denoise(pixels, replace(settings, profile=NoiseProfile.white(0.05))).restored).all()
    (patch,) = engine.denoise_part(pixels, [Region(40, 50, Size(30, 20))], settings)
    assert (patch.pixels == whole[patch.region.slices]).all()


@pytest.mark.parametrize("shape", [(1, 1, 3), (7, 100, 3), (8, 8, 3), (191, 193, 3), (200, 1, 3)])
def test_pictures_of_any_size_can_be_measured(tmp_path: Path, shape: tuple[int, ...]) -> None:
    profile = engine_of(tmp_path).measure(np.full(shape, 0.5, np.float32))
    assert profile.level == pytest.approx(0, abs=1e-6)


def test_measuring_can_be_cancelled(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        engine_of(tmp_path).measure(noisy(), progress)


def test_without_a_model_white_noise_is_looked_for(tmp_path: Path) -> None:
    write_denoiser(tmp_path / "plain.onnx")
    profile = Engine(Catalogue([tmp_path])).measure(noisy(0.1))
    assert profile == NoiseProfile.white(profile.level)
    assert profile.level == pytest.approx(0.1, rel=0.1)


def test_a_meter_is_tried_out_like_any_model(tmp_path: Path) -> None:
    assert check_model(write_meter(tmp_path / "meter.onnx"), Progress()).task == "measure"
    with pytest.raises(InvalidModel, match="must be picture"):
        check_model(write_denoiser(tmp_path / "wrong.onnx", task="measure"), Progress())
