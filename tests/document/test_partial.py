from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.models import write_denoiser
from tintype.document.document import Document
from tintype.document.partial import PartialResult
from tintype.document.pyramid import Pyramid
from tintype.document.regions import uncovered
from tintype.document.result import Result
from tintype.engine import Amount, Catalogue, DenoiseSettings, Engine, blend
from tintype.geometry import Region, Size
from tintype.photo import Photo, Pixels

SIZE = Size(601, 1101)
WHOLE = Region.of(SIZE)
LEFT = Region(0, 0, Size(601, 333))
MIDDLE = Region(101, 333, Size(300, 301))
WEAK, STRONG = DenoiseSettings(noise=0.02), DenoiseSettings(noise=0.08)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx")
    return Engine(Catalogue([folder]))


@pytest.fixture(scope="module")
def pixels() -> Pixels:
    rng = np.random.default_rng(0)
    return np.clip(0.5 + rng.normal(0, 0.08, (SIZE.height, SIZE.width, 3)), 0, 1).astype(np.float32)


@pytest.fixture(scope="module")
def restored(engine: Engine, pixels: Pixels) -> Pixels:
    return engine.denoise(pixels, STRONG).restored


@pytest.fixture
def document(pixels: Pixels) -> Document:
    return Document(Photo(pixels), Path("photo.png"))


def begin(document: Document, restored: Pixels, *regions: Region, amount: Amount | None = None) -> PartialResult:
    """Work the regions out as an engine would."""
    partial = document.begin_partial(amount or Amount())
    pixels = partial.prepare()
    for region in regions:
        pixels[region.slices] = restored[region.slices]
        partial.wrote(region)
        partial.take(region)
    return partial


def after(document: Document, level: int = 0) -> Pixels:
    return document.render("after", level, Region.of(document.pyramid.size(level)))


def with_parts(below: Pixels, above: Pixels, *regions: Region) -> Pixels:
    result = below.copy()
    for region in regions:
        result[region.slices] = above[region.slices]
    return result


def test_finished_parts_lie_over_the_photo_at_every_level(document: Document, pixels: Pixels, restored: Pixels) -> None:
    begin(document, restored, LEFT, MIDDLE)
    expected = Pyramid.build(with_parts(pixels, restored, LEFT, MIDDLE))
    assert len(expected.levels) > 2
    np.testing.assert_array_equal(after(document), expected.levels[0])
    for level, pixels_there in enumerate(expected.levels):
        np.testing.assert_allclose(after(document, level), pixels_there, atol=1e-6)


def test_finished_parts_lie_over_the_last_result(engine: Engine, document: Document, pixels: Pixels, restored: Pixels) -> None:
    last = engine.denoise(pixels, WEAK).restored
    document.accept(WEAK, Result.of(engine, engine.denoise(pixels, WEAK)))
    begin(document, restored, MIDDLE)
    np.testing.assert_array_equal(after(document), with_parts(last, restored, MIDDLE))
    document.drop_partial()
    np.testing.assert_array_equal(after(document), last)


def test_nothing_changes_before_a_part_is_finished(document: Document, pixels: Pixels, restored: Pixels) -> None:
    latest = document.versions.latest
    partial = document.begin_partial(Amount())
    partial.prepare()[...] = restored
    assert not document.changed
    assert document.versions.latest == latest
    np.testing.assert_array_equal(after(document), pixels)


def test_only_the_places_of_the_part_are_drawn_anew(document: Document, restored: Pixels) -> None:
    far = Region(0, 800, Size(200, 200))
    begin(document, restored, LEFT)
    assert document.versions.of(far) == 0
    assert document.versions.of(LEFT) > 0
    assert document.differs(LEFT)
    assert not document.differs(far)
    version = document.versions.of(LEFT)
    assert document.drop_partial()
    assert document.versions.of(LEFT) > version
    assert document.versions.of(far) == 0
    assert not document.changed


def test_the_amount_counts_for_what_there_is(document: Document, pixels: Pixels, restored: Pixels) -> None:
    partial = begin(document, restored, MIDDLE, amount=Amount(0.5, 0.5))
    mixed = with_parts(pixels, blend(pixels, restored, Amount(0.5, 0.5)), MIDDLE)
    np.testing.assert_allclose(after(document), mixed, atol=1e-6)
    version = document.versions.of(MIDDLE)
    partial.mix(Amount(0.2, 0.9))
    assert document.versions.of(MIDDLE) > version
    mixed = with_parts(pixels, blend(pixels, restored, Amount(0.2, 0.9)), MIDDLE)
    np.testing.assert_allclose(after(document), mixed, atol=1e-6)


def test_the_recipe_s_amount_goes_before(engine: Engine, document: Document, pixels: Pixels, restored: Pixels) -> None:
    document.accept(WEAK, Result.of(engine, engine.denoise(pixels, WEAK)))
    begin(document, restored, WHOLE)
    document.apply(DenoiseSettings(noise=0.02, amount=Amount(0.3, 0.3)), "amount")
    np.testing.assert_allclose(after(document), blend(pixels, restored, Amount(0.3, 0.3)), atol=1e-6)


def test_the_result_takes_its_place(engine: Engine, document: Document, pixels: Pixels, restored: Pixels) -> None:
    begin(document, restored, LEFT)
    document.accept(STRONG, Result.of(engine, engine.denoise(pixels, STRONG)))
    assert document.partial is None
    np.testing.assert_array_equal(after(document), restored)


def test_a_part_of_a_dropped_result_is_not_shown(document: Document, pixels: Pixels, restored: Pixels) -> None:
    dropped = begin(document, restored, LEFT)
    other = document.begin_partial(Amount())
    dropped.take(MIDDLE)
    assert document.partial is other
    np.testing.assert_array_equal(after(document), pixels)
    document.drop_partial()
    assert not document.drop_partial()


def test_what_is_saved_is_never_half_a_result(document: Document, pixels: Pixels, restored: Pixels) -> None:
    begin(document, restored, LEFT)
    np.testing.assert_array_equal(document.snapshot().render().pixels, pixels)


def test_a_part_in_view_is_covered_by_several(document: Document, restored: Pixels) -> None:
    partial = begin(document, restored, LEFT)
    seen = Region(150, 300, Size(100, 100))
    assert partial.touches(seen)
    assert not partial.covers(seen)
    partial.take(MIDDLE)
    assert partial.covers(seen)
    assert not partial.covers(WHOLE)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_left_of_a_rectangle(seed: int) -> None:
    rng = np.random.default_rng(seed)

    def rectangle() -> Region:
        top, left, height, width = (int(side) for side in rng.integers(0, 12, 4))
        return Region(top, left, Size(height, width))

    region, others = rectangle(), [rectangle() for _ in range(3)]
    expected = np.zeros((30, 30), int)
    expected[region.slices] = 1
    for other in others:
        expected[other.slices] = 0
    left = np.zeros_like(expected)
    for piece in uncovered(region, others):
        left[piece.slices] += 1
    np.testing.assert_array_equal(left, expected)
