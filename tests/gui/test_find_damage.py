"""Finding damage, driven by mouse and keys, and undone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.gui.driver import Driver
from tintype.engine import damage_mask
from tintype.geometry import Region
from tintype.photo import Photo, Pixels, read_photo, write_photo

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def scratched_file(tmp_path: Path) -> Path:
    """A smooth photo with a strong and a weak scratch."""
    pixels = np.empty((200, 300, 3), np.float32)
    pixels[...] = np.arange(300)[:, None] / 900 + 0.3
    pixels[50, 40:250] = 1.0
    pixels[150, 40:250] += 0.06
    path = tmp_path / "scratched.png"
    write_photo(Photo(pixels, depth=16), path)
    return path


def after(driver: Driver) -> Pixels:
    return driver.document.render("after", 0, Region.of(driver.document.photo.size)).copy()


def test_find_damage_makes_a_mask_that_the_slider_changes_live(driver: Driver, scratched_file: Path) -> None:
    document = driver.open(scratched_file)
    slider = driver.fill_panel.sensitivity_row
    assert not slider.isEnabled()
    driver.key(Qt.Key.Key_F, CONTROL)
    driver.wait(lambda: slider.isEnabled())
    assert driver.window.toast.text.startswith("Damage is marked")
    probability = driver.engine.detect_damage(document.photo.pixels)
    np.testing.assert_array_equal(driver.coverage > 0, damage_mask(probability, 50))
    assert driver.coverage[50, 100] == 255
    assert driver.coverage[150, 100] == 0
    slider.slider.setSliderDown(True)
    for position in range(500, 900, 20):
        slider.slider.setValue(position)
        driver.qtbot.wait(5)
    slider.slider.setSliderDown(False)
    np.testing.assert_array_equal(driver.coverage > 0, damage_mask(probability, 88))
    assert driver.coverage[150, 100] == 255
    assert driver.engine.searches == 2  # the window's, and that of this test
    driver.undo()
    assert slider.value == 50
    assert driver.coverage[150, 100] == 0
    driver.undo()
    assert document.mask.empty
    assert not slider.isEnabled()
    driver.key(Qt.Key.Key_Y, CONTROL)
    driver.key(Qt.Key.Key_Y, CONTROL)
    assert slider.value == 88
    assert not document.history.dirty


def test_strokes_stay_when_the_sensitivity_changes(driver: Driver, scratched_file: Path) -> None:
    driver.open(scratched_file)
    driver.masks.set_brush(diameter=20, hardness=1)
    driver.key(Qt.Key.Key_B)
    driver.drag((30, 100), (60, 100))
    driver.key(Qt.Key.Key_F, CONTROL)
    driver.wait(lambda: driver.coverage[50, 100] == 255)
    driver.drag((200, 100), (230, 100))
    driver.drag((90, 50), (110, 50), button=Qt.MouseButton.RightButton)
    driver.fill_panel.sensitivity_row.field.setValue(90)
    driver.wait(lambda: driver.coverage[150, 100] == 255)
    assert driver.coverage[100, 45] == driver.coverage[100, 215] == 255
    assert driver.coverage[50, 100] == 0
    driver.fill_panel.sensitivity_row.field.setValue(10)
    driver.wait(lambda: driver.coverage[150, 100] == 0)
    assert driver.coverage[100, 45] == driver.coverage[100, 215] == 255


def test_found_damage_is_filled_and_not_searched_twice(driver: Driver, scratched_file: Path) -> None:
    document = driver.open(scratched_file)
    driver.key(Qt.Key.Key_F, CONTROL)
    driver.wait(lambda: not document.mask.empty)
    driver.key(Qt.Key.Key_Escape)
    driver.key(Qt.Key.Key_F, CONTROL)
    assert not document.mask.empty
    assert driver.engine.searches == 1
    driver.fill()
    assert after(driver)[50, 100:200].max() < 0.9
    assert not driver.fill_panel.sensitivity_row.isEnabled()
    driver.undo()
    assert driver.fill_panel.sensitivity_row.isEnabled()


def test_no_damage_is_told_and_the_slider_looks_for_weaker_marks(driver: Driver, scratched_file: Path) -> None:
    weak = read_photo(scratched_file)
    weak.pixels[50] = weak.pixels[51]
    path = scratched_file.with_name("weak.png")
    write_photo(weak, path)
    document = driver.open(path)
    driver.key(Qt.Key.Key_F, CONTROL)
    driver.wait(lambda: driver.window.toast.text.startswith("No damage was found"))
    assert document.mask.empty
    driver.fill_panel.sensitivity_row.field.setValue(90)
    driver.wait(lambda: not document.mask.empty)


def test_a_search_is_cancelled(driver: Driver, scratched_file: Path) -> None:
    document = driver.open(scratched_file)
    driver.engine.held = True
    driver.key(Qt.Key.Key_F, CONTROL)
    driver.wait(lambda: driver.fill_panel.progress.bar.value() == 250)
    assert driver.fill_panel.progress.percent.text() == "Looking for damage… 25 %"
    driver.key(Qt.Key.Key_Escape)
    driver.engine.held = False
    driver.qtbot.wait(50)
    assert document.mask.empty
    assert not driver.actions.undo.isEnabled()
