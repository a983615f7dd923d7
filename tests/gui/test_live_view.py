"""A denoising that is seen while it runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.gui.driver import CountingEngine, Driver, double_click, to_bytes
from tintype.engine import Amount, DenoiseSettings, Viewer, blend
from tintype.geometry import Region, Size
from tintype.gui.error_box import ErrorBox
from tintype.photo import Photo, Pixels, write_photo
from tintype.progress import Progress

CONTROL = Qt.KeyboardModifier.ControlModifier
SIZE = Size(1700, 2500)
SIDE = 900
"""Of the tiles: the part in view at 100 % fits into one, and there are several of them."""


@pytest.fixture(scope="module")
def noisy() -> Pixels:
    noise = np.random.default_rng(0).normal(0, 20 / 255, (SIZE.height, SIZE.width, 3))
    rows = np.linspace(0.3, 0.7, SIZE.height)[:, None, None]
    return (np.rint(np.clip(rows + noise, 0, 1) * 255) / 255).astype(np.float32)


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory, noisy: Pixels) -> Path:
    path = tmp_path_factory.mktemp("photo") / "noisy.tif"
    write_photo(Photo(noisy), path)
    return path


@pytest.fixture
def opened(driver: Driver, photo: Path) -> Driver:
    """The photo is open at 100 %, away from its middle, and tiles are small."""
    driver.engine.tile_memory = 100 * SIDE * SIDE
    driver.open(photo)
    driver.canvas.zoom_to(1.0)
    driver.canvas.pan(-1000, -500)
    return driver


def seen(driver: Driver) -> Region:
    region = driver.canvas.region_in_view
    assert region is not None
    return region


def begin(driver: Driver, parts: int) -> None:
    """Press D, and come back when so many parts are in the document, and the engine is held."""
    driver.engine.held, driver.engine.hold_after = True, parts
    driver.engine.inside.clear()
    driver.key(Qt.Key.Key_D)
    driver.wait(driver.engine.inside.is_set)
    driver.wait(lambda: driver.document.partial and len(driver.document.partial.regions) == parts)


def finish(driver: Driver) -> None:
    driver.engine.held = False
    driver.wait(lambda: not driver.editor.busy)


def restored(driver: Driver, pixels: Pixels, level: float) -> Pixels:
    """What a denoising without a window gives."""
    return CountingEngine(driver.engine.catalogue).denoise(pixels, DenoiseSettings(noise=level)).restored


def at_100(driver: Driver) -> np.ndarray:
    """The part of the screen that shows the picture."""
    visible = driver.canvas.view.visible_rect
    return driver.screen()[round(visible.top) : round(visible.bottom), round(visible.left) : round(visible.right)]


def test_the_part_in_view_is_new_before_anything_else(opened: Driver, noisy: Pixels) -> None:
    view = seen(opened)
    assert view.size.pixels < SIZE.pixels / 8
    before = at_100(opened)
    np.testing.assert_array_equal(before, to_bytes(noisy[view.slices]))
    begin(opened, 1)
    assert opened.engine.parts == [view]
    expected = restored(opened, noisy, opened.document.measured or 0)
    np.testing.assert_array_equal(at_100(opened), to_bytes(expected[view.slices]))
    opened.canvas.pan(3000, 3000)
    np.testing.assert_array_equal(at_100(opened), to_bytes(noisy[seen(opened).slices]))
    finish(opened)
    assert opened.document.partial is None
    assert opened.document.shown is not None
    np.testing.assert_array_equal(opened.document.shown.denoised.restored, expected)
    np.testing.assert_array_equal(at_100(opened), to_bytes(expected[seen(opened).slices]))


def test_the_rest_fills_in_around_the_view(opened: Driver, noisy: Pixels) -> None:
    begin(opened, 3)
    opened.canvas.zoom_to_fit()
    after, document = opened.screen(), opened.document
    level = opened.canvas.view.level(opened.picture.levels)
    expected = restored(opened, noisy, document.measured or 0)
    mixed = noisy.copy()
    for part in opened.engine.parts:
        mixed[part.slices] = expected[part.slices]
    assert (mixed != expected).any()
    np.testing.assert_array_equal(document.render("after", 0, Region.of(SIZE)), mixed)
    assert level > 0
    finish(opened)
    assert (opened.screen() != after).any()


def test_the_work_follows_the_view(opened: Driver) -> None:
    begin(opened, 1)
    opened.canvas.pan(3000, 3000)
    opened.engine.hold_after = None
    finish(opened)
    assert opened.engine.parts[1].intersected(Region(0, 0, Size(1, 1))).size.pixels


def test_cancelling_brings_the_photo_back(opened: Driver) -> None:
    before = opened.screen()
    begin(opened, 2)
    assert (opened.screen() != before).any()
    opened.key(Qt.Key.Key_Escape)
    assert opened.document.partial is None
    np.testing.assert_array_equal(opened.screen(), before)
    assert not opened.document.changed
    assert not opened.document.history.dirty
    opened.engine.held, opened.engine.hold_after = False, None
    opened.denoise()
    assert opened.document.shown is not None


def test_cancelling_brings_the_last_result_back(opened: Driver) -> None:
    opened.denoise()
    first = opened.screen()
    opened.panel.noise.field.setValue(60)
    begin(opened, 1)
    assert (opened.screen() != first).any()
    opened.key(Qt.Key.Key_Escape)
    np.testing.assert_array_equal(opened.screen(), first)
    opened.engine.held = False


def test_another_level_replaces_the_last_result_part_by_part(opened: Driver, noisy: Pixels) -> None:
    opened.panel.noise.field.setValue(10)
    opened.denoise()
    opened.panel.noise.field.setValue(60)
    begin(opened, 1)
    view, document = seen(opened), opened.document
    weak, strong = (restored(opened, noisy, level / 255) for level in (10, 60))
    expected = weak.copy()
    expected[view.slices] = strong[view.slices]
    np.testing.assert_array_equal(document.render("after", 0, Region.of(SIZE)), expected)
    assert document.recipe.denoise is not None
    assert document.recipe.denoise.noise == pytest.approx(10 / 255)
    finish(opened)
    np.testing.assert_array_equal(document.render("after", 0, Region.of(SIZE)), strong)
    opened.undo()
    np.testing.assert_array_equal(document.render("after", 0, Region.of(SIZE)), weak)


def test_undo_and_reset_drop_what_is_worked_on(opened: Driver) -> None:
    original = opened.screen()
    opened.denoise()
    opened.panel.noise.field.setValue(60)
    begin(opened, 1)
    opened.undo()
    assert not opened.editor.busy
    np.testing.assert_array_equal(opened.screen(), original)
    opened.engine.held = False
    opened.key(Qt.Key.Key_Y, CONTROL)
    first = opened.screen()
    opened.panel.noise.field.setValue(50)
    begin(opened, 1)
    assert (opened.screen() != first).any()
    opened.key(Qt.Key.Key_R, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    np.testing.assert_array_equal(opened.screen(), original)
    opened.engine.held = False


def test_another_photo_shows_nothing_of_it(opened: Driver, noisy_file: Path, noisy_pixels: Pixels) -> None:
    first = opened.document
    begin(opened, 1)
    opened.window.open_paths([noisy_file])
    opened.wait(lambda: opened.document is not first)
    opened.engine.held = False
    opened.canvas.zoom_to(1.0)
    np.testing.assert_array_equal(at_100(opened), to_bytes(noisy_pixels))
    assert first.partial is None
    assert not first.changed


def test_a_failure_brings_the_photo_back(opened: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    before = opened.screen()
    finished = opened.engine._finished

    def fail(part: Region, viewer: Viewer, progress: Progress | None) -> None:
        finished(part, viewer, progress)
        if len(opened.engine.parts) == 2:
            raise RuntimeError

    monkeypatch.setattr(opened.engine, "_finished", fail)
    opened.key(Qt.Key.Key_D)
    opened.dialog(ErrorBox).close()
    assert opened.document.partial is None
    np.testing.assert_array_equal(opened.screen(), before)


def test_the_amount_counts_while_it_runs(opened: Driver, noisy: Pixels) -> None:
    begin(opened, 1)
    view = seen(opened)
    expected = restored(opened, noisy, opened.document.measured or 0)[view.slices]
    opened.panel.luminance.field.setValue(40)
    mixed = blend(noisy[view.slices], expected, Amount(0.4, 0.4))
    np.testing.assert_allclose(at_100(opened).astype(int), to_bytes(mixed), atol=1)
    assert not opened.document.history.dirty
    finish(opened)
    assert opened.document.recipe.denoise is not None
    assert opened.document.recipe.denoise.amount == Amount(0.4, 0.4)
    np.testing.assert_allclose(at_100(opened).astype(int), to_bytes(mixed), atol=1)


def test_the_panel_says_when_the_part_in_view_is_done(opened: Driver) -> None:
    begin(opened, 1)
    assert opened.panel.progress.note.text() == "The part in view is done."
    opened.canvas.pan(3000, 3000)
    assert not opened.panel.progress.note.text()
    opened.key(Qt.Key.Key_Escape)
    opened.engine.hold_after = None
    opened.begin_denoising()
    assert not opened.panel.progress.note.text()
    opened.engine.held = False


# --- detail ---


def test_the_detail_slider_puts_texture_back(driver: Driver, noisy_file: Path, noisy_pixels: Pixels) -> None:
    document = driver.open(noisy_file)
    driver.denoise()
    assert document.shown is not None
    clean = driver.screen()
    driver.panel.detail.field.setValue(60)
    assert document.recipe.denoise is not None
    assert document.recipe.denoise.amount == Amount(1, 1, 0.6)
    assert len(driver.engine.runs) == 1
    expected = blend(noisy_pixels, document.shown.denoised.restored, Amount(1, 1, 0.6))
    x, y = driver.canvas.view.origin
    np.testing.assert_allclose(driver.screen()[y : y + 96, x : x + 128].astype(int), to_bytes(expected), atol=1)
    np.testing.assert_array_equal(document.snapshot().render().pixels, expected)
    driver.panel.luminance.field.setValue(50)
    assert document.recipe.denoise.amount == Amount(0.5, 0.5, 0.6)
    driver.undo()
    driver.undo()
    np.testing.assert_array_equal(driver.screen(), clean)
    assert driver.panel.detail.value == 0


def test_detail_is_the_same_in_every_tile_and_at_every_place(opened: Driver, noisy: Pixels) -> None:
    opened.denoise()
    opened.panel.detail.field.setValue(100)
    document = opened.document
    whole = document.snapshot().render().pixels
    for place in (Region(0, 0, Size(258, 258)), Region(511, 255, Size(258, 258)), Region(1400, 2200, Size(300, 300))):
        np.testing.assert_allclose(document.render("after", 0, place), whole[place.slices], atol=1e-6)
    np.testing.assert_allclose(at_100(opened).astype(int), to_bytes(whole[seen(opened).slices]), atol=1)


def test_a_double_click_resets_detail_to_what_is_preferred(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.panel.detail.field.setValue(30)
    assert driver.editor.draft.amount == Amount(1, 1, 0.3)
    double_click(driver.panel.detail.label)
    assert driver.panel.detail.value == 0
    assert driver.panel.detail.slider.accessibleName() == "Detail"
    assert "texture" in driver.panel.detail.toolTip()
