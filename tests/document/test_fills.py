from __future__ import annotations

import weakref
from pathlib import Path

import numpy as np
import pytest

from tests.models import write_denoiser
from tintype.document.document import Document
from tintype.document.history import History
from tintype.document.layer import Layer
from tintype.document.pyramid import Pyramid
from tintype.document.result import Result
from tintype.document.retouch import denoise_patches
from tintype.document.shapes import rectangle
from tintype.document.state import Fill
from tintype.engine import Amount, Catalogue, DenoiseSettings, Engine, Patch, blend
from tintype.geometry import Region, Size
from tintype.photo import Photo, Pixels
from tintype.progress import Progress

SIZE = Size(600, 900)
WHOLE = Region.of(SIZE)
HERE, THERE = Region(100, 200, Size(60, 80)), Region(130, 240, Size(300, 100))
SETTINGS = DenoiseSettings(noise=0.08)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx", halo=12, multiple_of=8)
    return Engine(Catalogue([folder]))


@pytest.fixture(scope="module")
def pixels() -> Pixels:
    rng = np.random.default_rng(0)
    return np.clip(0.5 + rng.normal(0, 0.08, (SIZE.height, SIZE.width, 3)), 0, 1).astype(np.float32)


@pytest.fixture
def document(pixels: Pixels) -> Document:
    return Document(Photo(pixels), Path("photo.png"))


def paint(document: Document, region: Region) -> None:
    document.mask.paint(rectangle((region.left, region.top), (region.right, region.bottom), SIZE))
    document.keep_mask("rectangle")


def grey(region: Region, value: float) -> Patch:
    return Patch(region, np.full((region.size.height, region.size.width, 3), value, np.float32))


def fill(document: Document, region: Region, value: float, engine: Engine | None = None, *, instead: bool = False) -> Fill:
    """Paint a mask there and fill it with one value; with an engine, denoise it like a job would."""
    if not instead:
        paint(document, region)
    last = document.state.fills[-1] if instead else None
    mask = last.mask if last else document.mask.copy()
    assert mask is not None
    patches = (grey(region, value),)
    denoised = denoise_patches(engine, document.retouched.pixels, patches, SETTINGS, Progress()) if engine else None
    result = Fill(patches, mask, 0)
    document.fill(result, "fill", denoised, instead=instead)
    return result


def with_patches(pixels: Pixels, *patches: tuple[Region, float]) -> Pixels:
    result = pixels.copy()
    for region, value in patches:
        result[region.slices] = value
    return result


def after(document: Document) -> Pixels:
    return document.render("after", 0, WHOLE)


def test_a_fill_is_shown_saved_and_undone_with_its_mask(document: Document, pixels: Pixels) -> None:
    paint(document, HERE)
    assert not document.history.dirty
    painted = document.mask.coverage.copy()
    fill(document, HERE, 0.25)
    expected = with_patches(pixels, (HERE, 0.25))
    np.testing.assert_array_equal(after(document), expected)
    np.testing.assert_array_equal(document.render("before", 0, WHOLE), pixels)
    np.testing.assert_array_equal(document.snapshot().render().pixels, expected)
    assert document.mask.empty
    assert document.history.dirty
    document.undo()
    np.testing.assert_array_equal(after(document), pixels)
    np.testing.assert_array_equal(document.mask.coverage, painted)
    assert not document.history.dirty
    document.redo()
    np.testing.assert_array_equal(after(document), expected)
    assert document.mask.empty


def test_the_photo_itself_is_never_changed(document: Document, pixels: Pixels) -> None:
    original = pixels.copy()
    fill(document, HERE, 0.25)
    np.testing.assert_array_equal(document.photo.pixels, original)
    np.testing.assert_array_equal(document.pyramid.levels[1], Pyramid.build(original).levels[1])


def test_all_sizes_follow(document: Document, pixels: Pixels) -> None:
    fill(document, THERE, 0.9)
    level = document.retouched.pyramid.levels[1]
    np.testing.assert_allclose(level, Pyramid.build(with_patches(pixels, (THERE, 0.9))).levels[1], atol=1e-6)
    document.undo()
    np.testing.assert_allclose(level, document.pyramid.levels[1], atol=1e-6)


def test_later_fills_lie_over_earlier_ones_and_come_off_one_by_one(document: Document, pixels: Pixels) -> None:
    fill(document, HERE, 0.1)
    fill(document, THERE, 0.9)
    np.testing.assert_array_equal(after(document), with_patches(pixels, (HERE, 0.1), (THERE, 0.9)))
    document.undo()
    np.testing.assert_array_equal(after(document), with_patches(pixels, (HERE, 0.1)))


def test_another_variant_takes_the_place_of_the_last(document: Document, pixels: Pixels) -> None:
    fill(document, HERE, 0.1)
    fill(document, HERE, 0.7, instead=True)
    np.testing.assert_array_equal(after(document), with_patches(pixels, (HERE, 0.7)))
    assert len(document.state.fills) == 1
    document.undo()
    np.testing.assert_array_equal(after(document), with_patches(pixels, (HERE, 0.1)))
    assert document.mask.empty


def test_beyond_the_budget_the_oldest_fills_go_and_the_picture_stays(document: Document, pixels: Pixels, engine: Engine) -> None:
    document.history = History(budget=250_000)  # four of these fills
    result = Result.of(engine, engine.denoise(pixels, SETTINGS))
    document.accept(SETTINGS, result)
    first = weakref.ref(fill(document, HERE, 0.1, engine))
    for value in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
        fill(document, HERE, value, engine, instead=True)
    assert first() is None
    steps = document.history.position
    assert 1 < steps < 6
    assert document.history.entries[0].change == "earlier"
    noisy = with_patches(pixels, (HERE, 0.7))
    np.testing.assert_allclose(after(document), engine.denoise(noisy, SETTINGS).restored, atol=1e-6)
    document.go_to(0)
    noisy = with_patches(pixels, (HERE, 0.7 - steps / 10))
    np.testing.assert_allclose(after(document), engine.denoise(noisy, SETTINGS).restored, atol=1e-6)
    document.go_to(steps)
    np.testing.assert_array_equal(document.retouched.pixels, with_patches(pixels, (HERE, 0.7)))


def test_any_state_is_one_step_away_with_its_picture_and_its_mask(document: Document, pixels: Pixels) -> None:
    fill(document, HERE, 0.1)
    paint(document, THERE)
    painted = document.mask.coverage.copy()
    fill(document, THERE, 0.9)
    fill(document, THERE, 0.6, instead=True)
    document.go_to(0)
    np.testing.assert_array_equal(after(document), pixels)
    assert document.mask.empty
    document.mask.paint(rectangle((5, 5), (20, 20), SIZE))  # a stroke in progress, which is dropped
    document.go_to(3)
    np.testing.assert_array_equal(after(document), with_patches(pixels, (HERE, 0.1)))
    np.testing.assert_array_equal(document.mask.coverage, painted)
    document.go_to(99)
    np.testing.assert_array_equal(after(document), with_patches(pixels, (HERE, 0.1), (THERE, 0.6)))
    assert document.mask.empty


def test_what_is_painted_during_a_fill_stays(document: Document) -> None:
    paint(document, HERE)
    mask = document.mask.copy()
    assert mask is not None
    elsewhere = Region(400, 700, Size(20, 20))
    paint(document, elsewhere)
    document.fill(Fill((grey(HERE, 0.2),), mask, 0), "fill")
    assert document.mask.bounds() == elsewhere


def test_only_the_changed_places_are_drawn_anew(document: Document) -> None:
    far = Region(512, 512, Size(80, 300))
    fill(document, HERE, 0.25)
    assert document.versions.of(HERE) > document.versions.of(far) == 0
    version = document.versions.of(HERE)
    paint(document, THERE)
    assert document.versions.of(HERE) == version


def test_a_fill_in_a_denoised_photo_denoises_its_place_alone(engine: Engine, document: Document, pixels: Pixels) -> None:
    document.accept(SETTINGS, Result.of(engine, engine.denoise(pixels, SETTINGS)))
    plain = after(document).copy()
    fill(document, HERE, 0.25, engine)
    first = engine.denoise(with_patches(pixels, (HERE, 0.25)), SETTINGS).restored
    np.testing.assert_array_equal(after(document), first)
    fill(document, THERE, 0.75, engine)
    both = engine.denoise(with_patches(pixels, (HERE, 0.25), (THERE, 0.75)), SETTINGS).restored
    np.testing.assert_array_equal(after(document), both)
    assert not document.pending
    for expected in (first, plain):
        document.undo()
        document.undo()
        assert not document.pending
        np.testing.assert_array_equal(after(document), expected)
    for _ in range(4):
        document.redo()
    np.testing.assert_array_equal(after(document), both)


def test_another_variant_in_a_denoised_photo(engine: Engine, document: Document, pixels: Pixels) -> None:
    document.accept(SETTINGS, Result.of(engine, engine.denoise(pixels, SETTINGS)))
    fill(document, HERE, 0.25, engine)
    fill(document, HERE, 0.6, engine, instead=True)
    expected = engine.denoise(with_patches(pixels, (HERE, 0.6)), SETTINGS).restored
    np.testing.assert_array_equal(after(document), expected)
    document.undo()
    expected = engine.denoise(with_patches(pixels, (HERE, 0.25)), SETTINGS).restored
    np.testing.assert_array_equal(after(document), expected)


def test_the_amount_mixes_the_filled_photo_in(engine: Engine, document: Document, pixels: Pixels) -> None:
    document.accept(SETTINGS, Result.of(engine, engine.denoise(pixels, SETTINGS)))
    fill(document, HERE, 0.25, engine)
    half = DenoiseSettings(noise=0.08, amount=Amount(0.5, 0.5))
    document.apply(half, "amount")
    source = with_patches(pixels, (HERE, 0.25))
    expected = blend(source, engine.denoise(source, SETTINGS).restored, half.amount)
    np.testing.assert_array_equal(after(document), expected)
    np.testing.assert_array_equal(document.snapshot().render().pixels, expected)


def test_a_result_of_other_fills_is_not_taken_for_the_right_one(engine: Engine, document: Document, pixels: Pixels) -> None:
    fill(document, HERE, 0.25)
    fills = document.state.fills
    document.accept(SETTINGS, Result.of(engine, engine.denoise(document.retouched.pixels, SETTINGS), fills))
    np.testing.assert_array_equal(after(document), engine.denoise(with_patches(pixels, (HERE, 0.25)), SETTINGS).restored)
    document.undo()
    document.undo()
    assert not document.holds(SETTINGS)
    document.redo()
    document.redo()
    assert document.holds(SETTINGS)
    fill(document, THERE, 0.5)  # without denoising its place
    assert document.pending
    document.undo()
    assert not document.pending


def test_a_snapshot_stays_as_it_was_taken(engine: Engine, document: Document, pixels: Pixels) -> None:
    document.accept(SETTINGS, Result.of(engine, engine.denoise(pixels, SETTINGS)))
    fill(document, HERE, 0.25, engine)
    snapshot = document.snapshot()
    expected = after(document).copy()
    fill(document, THERE, 0.75, engine)
    document.undo()
    document.undo()
    document.undo()
    np.testing.assert_array_equal(snapshot.render().pixels, expected)
    document.history.mark_saved(snapshot.state)
    assert document.history.dirty


def test_reset_takes_out_everything_and_is_undone(engine: Engine, document: Document, pixels: Pixels) -> None:
    document.accept(SETTINGS, Result.of(engine, engine.denoise(pixels, SETTINGS)))
    fill(document, HERE, 0.25, engine)
    expected = after(document).copy()
    document.reset()
    np.testing.assert_array_equal(after(document), pixels)
    document.undo()
    np.testing.assert_array_equal(after(document), expected)


def test_a_copy_prepared_by_a_job_is_used_only_while_it_is_right() -> None:
    layer = Layer(Pyramid.build(np.zeros((20, 30, 3), np.float32)), shared=True)
    first, second = Region(0, 0, Size(2, 2)), Region(4, 4, Size(2, 2))
    layer.prepare()
    original, prepared = layer.pixels, layer._spare
    assert prepared is not None
    layer.put([grey(first, 1.0)])
    assert layer.pixels is prepared[1].levels[0]
    layer.share()
    layer._spare = prepared  # of a job that was late
    layer.put([grey(second, 1.0)])
    assert layer.pixels[first.slices].all()
    assert not original.any()


def test_a_layer_copies_only_what_someone_else_holds() -> None:
    pixels = np.zeros((20, 30, 3), np.float32)
    layer = Layer(Pyramid.build(pixels))
    place = Region(2, 3, Size(4, 5))
    back = layer.put([grey(place, 1.0)])
    assert layer.pixels is pixels
    assert layer.share() is pixels
    layer.put(back)
    assert layer.pixels is not pixels
    assert not layer.pixels.any()
    assert pixels[place.slices].all()
