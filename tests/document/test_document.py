from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.models import write_denoiser
from tintype.document.document import Document
from tintype.document.pyramid import SMALLEST, Pyramid
from tintype.document.result import InferenceKey, Result, ResultCache
from tintype.engine import Amount, Catalogue, DenoiseSettings, Engine, NoiseProfile, blend, estimate_noise
from tintype.geometry import Region, Size
from tintype.photo import Photo, Pixels

WHOLE = Region.of(Size(64, 80))


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx")
    return Engine(Catalogue([folder]))


@pytest.fixture(scope="module")
def pixels() -> Pixels:
    rng = np.random.default_rng(0)
    return np.clip(0.5 + rng.normal(0, 0.08, (64, 80, 3)), 0, 1).astype(np.float32)


@pytest.fixture
def document(pixels: Pixels) -> Document:
    document = Document(Photo(pixels), Path("photo.png"))
    document.profile = NoiseProfile.white(estimate_noise(pixels))
    return document


def denoised(engine: Engine, document: Document, settings: DenoiseSettings) -> Result:
    return Result.of(engine, engine.denoise(document.photo.pixels, settings))


def test_a_new_document_shows_the_photo(document: Document, pixels: Pixels) -> None:
    assert document.shown is None
    assert not document.pending
    assert not document.history.dirty
    for side in ("before", "after"):
        np.testing.assert_array_equal(document.render(side, 0, WHOLE), pixels)
    assert document.snapshot().render() is document.photo


def test_a_result_is_shown_blended(engine: Engine, document: Document, pixels: Pixels) -> None:
    settings = DenoiseSettings(noise=0.08)
    result = denoised(engine, document, settings)
    version = document.versions.latest
    document.accept(settings, result)
    assert document.versions.latest != version
    np.testing.assert_array_equal(document.render("after", 0, WHOLE), result.denoised.restored)
    np.testing.assert_array_equal(document.render("before", 0, WHOLE), pixels)
    document.apply(DenoiseSettings(noise=0.08, amount=Amount(0.25, 0.75)), "amount")
    expected = blend(pixels, result.denoised.restored, Amount(0.25, 0.75))
    np.testing.assert_array_equal(document.render("after", 0, WHOLE), expected)
    part = Region(10, 20, Size(30, 40))
    np.testing.assert_array_equal(document.render("after", 0, part), expected[10:40, 20:60])
    np.testing.assert_array_equal(document.snapshot().render().pixels, expected)


def test_undo_and_redo_bring_results_back(engine: Engine, document: Document) -> None:
    weak, strong = DenoiseSettings(noise=0.02), DenoiseSettings(noise=0.1)
    first, second = denoised(engine, document, weak), denoised(engine, document, strong)
    document.accept(weak, first)
    document.accept(strong, second)
    assert document.shown is second
    document.undo()
    assert document.shown is first
    document.undo()
    assert document.shown is None
    document.redo()
    assert document.shown is first
    assert document.holds(strong)
    assert not document.pending


def test_the_last_result_stays_while_another_is_pending(engine: Engine, document: Document) -> None:
    first = denoised(engine, document, DenoiseSettings(noise=0.02))
    document.accept(DenoiseSettings(noise=0.02), first)
    document.apply(DenoiseSettings(noise=0.1), "noise")
    assert document.pending
    assert document.shown is first


def test_the_remaining_noise_follows_the_amount(engine: Engine, document: Document) -> None:
    assert document.remaining is None
    settings = DenoiseSettings(noise=0.08)
    document.accept(settings, denoised(engine, document, settings))
    assert document.measured is not None
    full = document.remaining
    assert full is not None
    assert full < document.measured
    document.apply(DenoiseSettings(noise=0.08, amount=Amount(0, 0)), "amount")
    assert document.remaining == pytest.approx(document.measured)


def test_a_picture_without_a_file_is_unsaved(pixels: Pixels) -> None:
    assert Document(Photo(pixels)).history.dirty


def test_the_cache_keeps_the_newest_within_its_budget(engine: Engine, document: Document) -> None:
    result = denoised(engine, document, DenoiseSettings(noise=0.02))
    keys = [InferenceKey(noise / 10, "fast", None, "auto") for noise in range(4)]
    cache = ResultCache(budget=2 * result.denoised.restored.nbytes)
    cache.put(keys[0], result)
    cache.put(keys[1], result)
    assert cache.get(keys[0]) is result
    cache.put(keys[2], result)
    assert [cache.get(key) is not None for key in keys] == [True, False, True, False]
    tiny = ResultCache(budget=1)
    tiny.put(keys[0], result)
    assert tiny.get(keys[0]) is result


def test_the_key_is_all_but_the_amount() -> None:
    settings = DenoiseSettings(noise=0.1, quality="best", model="m", device="cpu")
    assert InferenceKey.of(settings) == InferenceKey(0.1, "best", "m", "cpu")
    other = DenoiseSettings(noise=0.1, amount=Amount(0.5, 0), quality="best", model="m", device="cpu")
    assert InferenceKey.of(other) == InferenceKey.of(settings)


def test_a_pyramid_halves_down_to_its_smallest_level() -> None:
    pixels = np.random.default_rng(0).random((1301, 700, 3), dtype=np.float32)
    pyramid = Pyramid.build(pixels)
    assert pyramid.levels[0] is pixels
    assert [pyramid.size(level) for level in range(3)] == [Size(1301, 700), Size(651, 350), Size(326, 175)]
    assert len(pyramid.levels) == 3
    assert max(pyramid.levels[-1].shape) <= SMALLEST
    for level in pyramid.levels:
        assert level.mean() == pytest.approx(pixels.mean(), abs=1e-3)


def test_each_pixel_of_a_level_is_the_mean_of_four() -> None:
    pixels = np.random.default_rng(0).random((600, 800, 3), dtype=np.float32)
    level = Pyramid.build(pixels).levels[1]
    np.testing.assert_allclose(level, pixels.reshape(300, 2, 400, 2, 3).mean(axis=(1, 3)), atol=1e-6)


@pytest.mark.parametrize("region", [Region(0, 0, Size(1, 1)), Region(700, 400, Size(601, 301)), Region(333, 77, Size(200, 129))])
def test_a_pyramid_follows_a_change_in_a_place(region: Region) -> None:
    pixels = np.random.default_rng(0).random((1301, 701, 3), dtype=np.float32)
    pyramid = Pyramid.build(pixels)
    pixels[region.slices] = 2
    pyramid.refresh(region)
    for level, expected in zip(pyramid.levels, Pyramid.build(pixels).levels, strict=True):
        np.testing.assert_allclose(level, expected, atol=1e-6)


def test_a_small_picture_and_a_single_channel_are_fine() -> None:
    assert len(Pyramid.build(np.zeros((1, 1, 3), np.float32)).levels) == 1
    assert Pyramid.build(np.zeros((3, 1100), np.float32)).levels[-1].shape == (1, 275)
