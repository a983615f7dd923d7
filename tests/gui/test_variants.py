"""The best of four variants of a fill, and going through the others, in the real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.gui.driver import Driver, click
from tintype.document.variants import Variants
from tintype.engine import InpaintSettings, Patch, Variant, make_variants
from tintype.geometry import Region, Size
from tintype.gui.history_names import name
from tintype.photo import Pixels

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
HOLE = Region(40, 50, Size(20, 24))
PATIENCE = 60_000


@pytest.fixture
def filled(driver: Driver, noisy_file: Path) -> Driver:
    """A small photo with one fill, of the first seed."""
    driver.open(noisy_file)
    mask_hole(driver)
    driver.key(Qt.Key.Key_Return)
    wait_for_fills(driver, 1)
    return driver


def mask_hole(driver: Driver, hole: Region = HOLE) -> None:
    driver.masks.choose("hand")
    driver.key(Qt.Key.Key_M)
    driver.drag((hole.left, hole.top), (hole.right, hole.bottom))
    assert driver.document.mask.bounds() == hole


def wait_for_fills(driver: Driver, fills: int) -> None:
    driver.qtbot.waitUntil(lambda: not driver.editor.busy and len(driver.engine.fills) == fills, timeout=PATIENCE)


def choose_best(driver: Driver) -> None:
    fills = len(driver.engine.fills)
    driver.key(Qt.Key.Key_T, SHIFT)
    wait_for_fills(driver, fills + 4)


def kept(driver: Driver) -> Variants | None:
    return driver.window.mask_controls.filler.kept


def after(driver: Driver) -> Pixels:
    return driver.document.render("after", 0, Region.of(driver.document.photo.size)).copy()


def best_first(driver: Driver) -> list[Variant]:
    """What the engine makes of the seeds from 0 to 3."""
    pixels = driver.document.photo.pixels
    mask = np.zeros(pixels.shape[:2], np.uint8)
    mask[HOLE.slices] = 255
    return make_variants(driver.engine, pixels, mask, 4, InpaintSettings())


def present_seed(driver: Driver) -> int:
    (fill,) = driver.document.state.fills
    return fill.seed


# --- the best one ---


def test_the_best_of_four_is_one_step_of_undo(filled: Driver) -> None:
    first, steps = after(filled), filled.document.history.position
    choose_best(filled)
    assert filled.engine.fills == [0, 0, 1, 2, 3]
    assert filled.window.toast.text.startswith("Best of 4 variants in ")
    history = filled.document.history
    assert history.position == steps + 1
    assert name(history.entries[-1], None) == "Best of 4 variants"
    assert filled.actions.undo.text().replace("&", "") == "Undo Best of Four"
    best = after(filled)
    assert present_seed(filled) == best_first(filled)[0].seed
    filled.undo()
    np.testing.assert_array_equal(after(filled), first)
    filled.key(Qt.Key.Key_Y, CONTROL)
    np.testing.assert_array_equal(after(filled), best)


def test_another_variant_goes_through_the_others_and_then_takes_new_seeds(filled: Driver) -> None:
    choose_best(filled)
    pixels, expected = filled.document.photo.pixels, best_first(filled)
    seen = [after(filled)]
    fills = len(filled.engine.fills)
    for number, variant in enumerate(expected[1:], 2):
        filled.key(Qt.Key.Key_T)
        assert filled.window.toast.text == f"Variant {number} of 4"
        assert present_seed(filled) == variant.seed
        seen.append(after(filled))
    assert len(filled.engine.fills) == fills
    for picture, variant in zip(seen, expected, strict=True):
        np.testing.assert_array_equal(picture, variant.filled.onto(pixels))
    filled.key(Qt.Key.Key_T)
    wait_for_fills(filled, fills + 1)
    assert present_seed(filled) == filled.engine.fills[-1] == 4
    assert kept(filled) is None
    for picture in reversed(seen):
        filled.undo()
        np.testing.assert_array_equal(after(filled), picture)


def test_undo_goes_back_among_them_and_computes_nothing(filled: Driver) -> None:
    choose_best(filled)
    fills, order = len(filled.engine.fills), []
    for key in (Qt.Key.Key_T, Qt.Key.Key_T):
        filled.key(key)
        order.append(present_seed(filled))
    filled.undo()
    assert present_seed(filled) == order[0]
    filled.key(Qt.Key.Key_T)
    assert present_seed(filled) == order[1]
    for _ in range(3):
        filled.undo()
    filled.key(Qt.Key.Key_Y, CONTROL)
    filled.key(Qt.Key.Key_T)
    assert present_seed(filled) == order[0]
    assert len(filled.engine.fills) == fills


def test_asked_for_again_there_are_four_new_ones(filled: Driver) -> None:
    choose_best(filled)
    choose_best(filled)
    assert filled.engine.fills[-4:] == [4, 5, 6, 7]
    assert present_seed(filled) in (4, 5, 6, 7)


def test_only_the_last_fill_is_varied(filled: Driver) -> None:
    mask_hole(filled, Region(10, 90, Size(12, 12)))
    filled.key(Qt.Key.Key_Return)
    wait_for_fills(filled, 2)
    first = filled.document.state.fills[0]
    choose_best(filled)
    filled.key(Qt.Key.Key_T)
    assert filled.document.state.fills[0] is first
    assert len(filled.document.state.fills) == 2


def test_the_button_and_the_menu_offer_it_only_after_a_fill(driver: Driver, noisy_file: Path) -> None:
    button, action = driver.fill_panel.best_button, driver.actions.mask.best
    driver.open(noisy_file)
    assert not button.isEnabled()
    assert not action.isEnabled()
    driver.key(Qt.Key.Key_T, SHIFT)
    assert not driver.editor.busy
    mask_hole(driver)
    driver.key(Qt.Key.Key_Return)
    wait_for_fills(driver, 1)
    assert action.isEnabled()
    assert "four variants" in button.toolTip()
    click(button, button.rect().center())
    wait_for_fills(driver, 5)
    assert kept(driver) is not None


# --- with denoising ---


def test_the_others_are_denoised_already(filled: Driver) -> None:
    filled.undo()
    filled.denoise()
    filled.key(Qt.Key.Key_Return)
    wait_for_fills(filled, 2)
    choose_best(filled)
    filled.key(Qt.Key.Key_T)
    document = filled.document
    assert not document.pending
    assert len(filled.engine.runs) == 1
    settings = filled.editor.draft.__class__(noise=document.measured)
    expected = filled.engine.denoise(document.retouched.pixels, settings).restored
    np.testing.assert_allclose(after(filled), expected, atol=1e-6)


# --- stopping and letting go ---


def test_escape_leaves_everything_as_it_was(filled: Driver) -> None:
    choose_best(filled)
    state, variants, pixels = filled.document.state, kept(filled), after(filled)
    filled.engine.held = True
    filled.engine.inside.clear()
    filled.key(Qt.Key.Key_T, SHIFT)
    filled.wait(filled.engine.inside.is_set)
    row = filled.fill_panel.progress
    filled.wait(lambda: row.bar.value() > 0)
    assert row.isVisible()
    filled.key(Qt.Key.Key_Escape)
    assert not filled.editor.busy
    filled.engine.held = False
    filled.window.jobs.shut_down()
    assert filled.document.state is state
    assert kept(filled) is variants
    np.testing.assert_array_equal(after(filled), pixels)
    assert filled.no_dialog()


def test_a_changed_mask_drops_the_others(filled: Driver) -> None:
    choose_best(filled)
    best = present_seed(filled)
    mask_hole(filled, Region(10, 90, Size(12, 12)))
    assert kept(filled) is None
    fills = len(filled.engine.fills)
    filled.key(Qt.Key.Key_T)
    wait_for_fills(filled, fills + 1)
    assert filled.engine.fills[-1] == best + 1


def test_a_reset_and_another_photo_drop_the_others(filled: Driver, smooth_file: Path) -> None:
    choose_best(filled)
    filled.key(Qt.Key.Key_R, CONTROL | SHIFT)
    assert kept(filled) is None
    filled.undo()
    choose_best(filled)
    assert kept(filled) is not None
    filled.open(smooth_file)
    assert kept(filled) is None


def test_what_is_kept_are_patches_of_the_hole(filled: Driver) -> None:
    choose_best(filled)
    variants = kept(filled)
    assert variants is not None
    assert len(variants) == 4
    patches = [patch for variant in variants.made for patch in (*variant.fill.patches, *(variant.denoised or ()))]
    assert all(isinstance(patch, Patch) and patch.region.size.pixels <= 4 * HOLE.size.pixels for patch in patches)
    assert all(patch.pixels.base is None or patch.pixels.base.nbytes <= 4 * patch.pixels.nbytes for patch in patches)
