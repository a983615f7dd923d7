from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from skimage import data

from tests.models import write_denoiser
from tintype.engine import Catalogue, DenoiseSettings, Engine, is_page
from tintype.engine.pages import page_traits
from tintype.photo import Pixels
from training.pages import page
from training.tasks.pages import scanned


def pixels(picture: np.ndarray) -> Pixels:
    colour = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    return np.ascontiguousarray(colour[..., :3], np.float32) / np.float32(255)


@pytest.mark.parametrize("name", ["page", "text"])
def test_scans_of_pages_are_recognised(name: str) -> None:
    assert is_page(pixels(getattr(data, name)()))


@pytest.mark.parametrize(
    "name",
    [
        *("astronaut", "chelsea", "coffee", "rocket", "camera", "retina", "coins", "brick", "grass", "gravel", "moon", "cell"),
        *("clock", "hubble_deep_field", "immunohistochemistry", "microaneurysms", "logo", "colorwheel", "checkerboard"),
    ],
)
def test_photographs_and_graphics_are_not(name: str) -> None:
    assert not is_page(pixels(getattr(data, name)()))


def test_most_made_pages_are_recognised_clean_or_worn() -> None:
    sheets = [page(seed)[:512, :512] for seed in range(5)]
    clean = [is_page(pixels(sheet)) for sheet in sheets]
    worn = []
    for seed, sheet in enumerate(sheets):
        scan = scanned(np.ascontiguousarray(sheet), seed).noisy[0].permute(1, 2, 0).numpy()
        worn.append(is_page(np.ascontiguousarray(scan)))
    assert sum(clean) >= 3
    assert sum(worn) >= 3


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 900, 3), (40, 40, 3)])
@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_nothing_is_no_page(shape: tuple[int, ...], level: float) -> None:
    assert not is_page(np.full(shape, level, np.float32))


def test_large_scans_are_looked_at_at_the_size_of_small_ones() -> None:
    small = pixels(data.page())
    large = small.repeat(5, axis=0).repeat(5, axis=1)
    assert is_page(large)
    assert page_traits(large).ink == pytest.approx(page_traits(small).ink, abs=0.03)


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    write_denoiser(tmp_path / "blur.onnx")
    write_denoiser(tmp_path / "document.onnx", id="document", suits="document", macs_per_pixel=1)
    return Catalogue([tmp_path])


def test_a_model_for_pages_is_never_chosen_by_tier(catalogue: Catalogue) -> None:
    assert catalogue.choose("denoise", "fast").id == "blur"
    assert catalogue.choose("denoise", "best").id == "blur"
    assert catalogue.find("document").suits == "document"


@pytest.mark.parametrize("noise", [None, 0.0, 0.2])
def test_a_model_for_pages_works_whatever_the_noise(catalogue: Catalogue, noise: float | None) -> None:
    ramp = np.repeat(np.linspace(0.1, 0.9, 90, dtype=np.float32)[None, :, None], 60, axis=0).repeat(3, axis=2)
    ramp[20:24] = 0
    engine = Engine(catalogue)
    done = engine.denoise(ramp, DenoiseSettings(noise, model="document", device="cpu"))
    strongest = engine.denoise(ramp, DenoiseSettings(1.0, model="blur", device="cpu")).restored
    assert not done.already_clean
    np.testing.assert_array_equal(done.restored, strongest)
