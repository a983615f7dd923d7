from __future__ import annotations

import numpy as np
import pytest
from skimage import data

from tintype.document.pyramid import Pyramid
from tintype.engine import Amount, blend
from tintype.engine.detail import REACH, luminance_of, texture
from tintype.errors import InvalidSetting
from tintype.geometry import Region, Size
from tintype.photo import Pixels

SIGMA = 20 / 255
FLAT = Region(30, 340, Size(60, 60))


@pytest.fixture(scope="module")
def fur() -> Pixels:
    """A cat's face; its right part is replaced by an even grey."""
    picture: Pixels = data.chelsea().astype(np.float32) / 255
    picture[:, 320:] = 0.5
    return picture


@pytest.fixture(scope="module")
def noisy(fur: Pixels) -> Pixels:
    return fur + np.random.default_rng(0).normal(0, SIGMA, fur.shape).astype(np.float32)


def with_detail(original: Pixels, restored: Pixels, detail: float, level: int = 0) -> Pixels:
    return blend(original, restored, Amount(1, 1, detail), level=level)


def test_without_detail_nothing_changes(fur: Pixels, noisy: Pixels) -> None:
    np.testing.assert_array_equal(with_detail(noisy, fur, 0.0), fur)
    mixed = Amount(0.4, 0.8)
    change = fur - noisy
    luminance = change @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    expected = noisy + np.float32(0.8) * change + luminance[..., None] * np.float32(0.4 - 0.8)
    np.testing.assert_allclose(blend(noisy, fur, mixed), expected, atol=1e-6)
    assert Amount(0.4, 0.8, 0.0) == mixed


def test_texture_comes_back_and_flat_places_stay_clean(fur: Pixels, noisy: Pixels) -> None:
    back = [luminance_of(with_detail(noisy, fur, detail) - fur) for detail in (0.5, 1.0)]
    for once in back:
        assert once[FLAT.slices].std() < 0.01 * SIGMA
        assert once[:, :300].std() > 0.05 * SIGMA
    np.testing.assert_allclose(back[1], 2 * back[0], atol=1e-6)


def test_only_luminance_comes_back(fur: Pixels, noisy: Pixels) -> None:
    back = with_detail(noisy, fur, 1.0) - fur
    np.testing.assert_allclose(np.ptp(back, axis=2), 0, atol=1e-6)


def test_strong_outlines_stay_as_they_were_restored() -> None:
    step = np.full((80, 80, 3), 0.1, np.float32)
    step[:, 40:] = 0.9
    noisy = step + np.random.default_rng(0).normal(0, 10 / 255, step.shape).astype(np.float32)
    assert texture(noisy, step)[:, 39:41].max() < 0.08


def test_weights_are_from_none_to_four_ninths(fur: Pixels, noisy: Pixels) -> None:
    weights = texture(noisy, fur)
    assert weights.shape == fur.shape[:2]
    assert weights.min() >= 0
    assert 0.4 < weights.max() <= 4 / 9 + 1e-6


@pytest.mark.parametrize("amount", [Amount(1, 1, 1), Amount(0.3, 0.9, 0.5)])
@pytest.mark.parametrize("place", [Region(0, 0, Size(40, 40)), Region(250, 400, Size(50, 51)), Region(101, 77, Size(3, 111))])
def test_a_region_with_its_surroundings_gives_what_the_whole_gives(
    fur: Pixels, noisy: Pixels, amount: Amount, place: Region
) -> None:
    whole = blend(noisy, fur, amount)
    window = place.grown(amount.reach).clipped(Size(*fur.shape[:2]))
    part = blend(noisy[window.slices], fur[window.slices], amount)[place.within(window).slices]
    np.testing.assert_allclose(part, whole[place.slices], atol=1e-6)
    assert amount.reach == REACH


def test_in_place_it_is_the_same(fur: Pixels, noisy: Pixels) -> None:
    expected = with_detail(noisy, fur, 1.0)
    restored = fur.copy()
    assert len(restored) > 256
    blend(noisy, restored, Amount(1, 1, 1), out=restored)
    np.testing.assert_array_equal(restored, expected)


@pytest.mark.parametrize("level", [1, 2])
def test_a_smaller_size_shows_much_the_same(fur: Pixels, noisy: Pixels, level: int) -> None:
    rough, clean = (np.tile(picture, (4, 4, 1)) for picture in (noisy, fur))
    expected = Pyramid.build(with_detail(rough, clean, 1.0)).levels[level]
    small = [Pyramid.build(picture).levels[level] for picture in (rough, clean)]
    shown = with_detail(small[0], small[1], 1.0, level)
    removed = luminance_of(small[0] - small[1]).std()
    assert luminance_of(shown - expected).std() < 0.2 * removed


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (2, 300), (257, 3)])
def test_the_smallest_pictures(size: tuple[int, int]) -> None:
    rng = np.random.default_rng(0)
    original, restored = (rng.random((*size, 3), dtype=np.float32) for _ in range(2))
    assert np.isfinite(with_detail(original, restored, 1.0)).all()


def test_a_wrong_detail_is_refused() -> None:
    with pytest.raises(InvalidSetting, match="detail amount is 2"):
        Amount(1, 1, 2)
