from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.gui.driver import Driver, click, to_array
from tintype.engine import Amount
from tintype.gui.error_box import ErrorBox
from tintype.gui.filmstrip_model import MARK
from tintype.gui.settings import Settings
from tintype.photo import Photo, write_photo

Key = Qt.Key


def grey(path: Path, value: float, height: int = 60, width: int = 80) -> Path:
    write_photo(Photo(np.full((height, width, 3), value, np.float32)), path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Photos 1, 2 and 10, of which 2 is broken, among other things."""
    result = tmp_path / "photos"
    result.mkdir()
    grey(result / "1.png", 0.2)
    (result / "2.jpg").write_bytes(b"\xff\xd8\xff\xe0 not a photo")
    grey(result / "10.png", 0.8)
    (result / "notes.txt").write_text("no photo")
    (result / ".hidden.png").write_bytes(b"")
    (result / "inside").mkdir()
    grey(result / "inside" / "3.png", 0.5)
    return result


def names(driver: Driver) -> list[str]:
    return [path.name for path in driver.strip.photos.paths]


def marks(driver: Driver) -> list[str]:
    model = driver.strip.photos
    return [model.index(row).data(MARK) for row in range(model.rowCount())]


def browse(driver: Driver, *paths: Path) -> None:
    driver.drop(*paths)
    driver.wait(lambda: driver.editor.document and driver.document.measured is not None)


def test_the_photos_of_the_folder_stand_below_the_one_in_sight(driver: Driver, folder: Path) -> None:
    driver.open(folder / "10.png")
    driver.wait(driver.strip.isVisible)
    assert names(driver) == ["1.png", "2.jpg", "10.png"]
    assert driver.strip.current_path == folder / "10.png"


def test_thumbnails_come_by_themselves_and_broken_photos_are_marked(driver: Driver, folder: Path) -> None:
    driver.open(folder / "1.png")
    driver.wait(lambda: marks(driver) == ["", "failed", ""])
    model = driver.strip.photos
    driver.wait(lambda: model.index(2).data(Qt.ItemDataRole.DecorationRole))
    image = model.index(2).data(Qt.ItemDataRole.DecorationRole)
    assert isinstance(image, QImage)
    assert (to_array(image) == 204).all()
    assert "2.jpg cannot be read" in model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "2.jpg, cannot be opened"


def test_a_lone_photo_has_no_strip(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.wait(lambda: driver.browser.roll.photos.get(noisy_file))
    assert not driver.strip.isVisible()


def test_arrow_keys_go_through_all_photos_the_broken_one_too(driver: Driver, folder: Path) -> None:
    first = driver.open(folder / "1.png")
    driver.wait(lambda: driver.actions.next.isEnabled())
    assert not driver.actions.previous.isEnabled()
    driver.key(Key.Key_Right)
    page = driver.window.browsing.failed_page
    driver.wait(page.isVisible)
    assert "2.jpg cannot be read" in page.sentence.text()
    assert driver.editor.document is None
    assert driver.window.windowTitle().startswith("2.jpg")
    assert driver.strip.current_path == folder / "2.jpg"
    assert not page.discard.isVisible()
    QTest.keyClick(page, Key.Key_Right)
    driver.wait(lambda: driver.editor.document and driver.document.path == folder / "10.png")
    assert driver.canvas.isVisible()
    driver.key(Key.Key_Right)
    assert driver.strip.current_path == folder / "10.png"
    driver.key(Key.Key_Home)
    driver.wait(lambda: driver.document.path == folder / "1.png")
    assert driver.document is not first
    driver.key(Key.Key_End)
    driver.wait(lambda: driver.document.path == folder / "10.png")


def test_a_click_chooses_a_photo(driver: Driver, folder: Path) -> None:
    driver.open(folder / "1.png")
    driver.wait(driver.strip.isVisible)
    place = driver.strip.visualRect(driver.strip.photos.index(2)).center()
    click(driver.strip.viewport(), place)
    driver.wait(lambda: driver.document.path == folder / "10.png")


def test_arrow_keys_stay_with_the_split_line_and_the_sliders(driver: Driver, folder: Path) -> None:
    driver.open(folder / "1.png")
    driver.wait(lambda: driver.actions.next.isEnabled())
    driver.key(Key.Key_Y)
    before = driver.canvas.split.position
    driver.key(Key.Key_Right)
    assert driver.canvas.split.position > before
    slider = driver.panel.luminance.slider
    slider.setFocus()
    value = slider.value()
    QTest.keyClick(slider, Key.Key_Left)
    assert slider.value() < value
    assert driver.browser.roll.current == folder / "1.png"
    driver.canvas.setFocus()
    driver.key(Key.Key_PageDown)
    driver.wait(lambda: driver.browser.roll.current == folder / "2.jpg")


def test_a_dropped_folder_opens_its_first_photo(driver: Driver, folder: Path) -> None:
    browse(driver, folder)
    assert driver.document.path == folder / "1.png"
    assert names(driver) == ["1.png", "2.jpg", "10.png"]


def test_open_folder_by_dialog(driver: Driver, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    driver.key(Key.Key_O, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    driver.wait(lambda: driver.editor.document)
    assert driver.document.path == folder / "1.png"
    assert driver.window.settings.folder == folder


def test_several_dropped_files_are_exactly_the_strip(driver: Driver, folder: Path) -> None:
    browse(driver, folder / "10.png", folder / "inside" / "3.png")
    assert names(driver) == ["10.png", "3.png"]
    assert driver.document.path == folder / "10.png"


def test_new_photos_appear_and_vanished_ones_go(driver: Driver, folder: Path) -> None:
    driver.open(folder / "10.png")
    driver.wait(driver.strip.isVisible)
    document = driver.document
    grey(folder / "5.png", 0.4)
    driver.wait(lambda: names(driver) == ["1.png", "2.jpg", "5.png", "10.png"])
    assert driver.strip.current_path == folder / "10.png"
    (folder / "10.png").unlink()
    driver.wait(lambda: names(driver) == ["1.png", "2.jpg", "5.png"])
    assert driver.document is document
    driver.arrow(Key.Key_Left)
    assert driver.document.path == folder / "5.png"


def test_the_strip_can_be_hidden_and_that_is_remembered(driver: Driver, folder: Path, settings_path: Path) -> None:
    driver.open(folder / "1.png")
    driver.wait(driver.strip.isVisible)
    assert driver.actions.filmstrip.isChecked()
    driver.key(Key.Key_F9)
    assert not driver.strip.isVisible()
    driver.window.settings.sync()
    assert not Settings(settings_path).filmstrip
    driver.key(Key.Key_F9)
    assert driver.strip.isVisible()


def test_work_is_kept_when_another_photo_is_chosen(driver: Driver, noisy_file: Path, smooth_file: Path) -> None:
    document = driver.open(noisy_file)
    driver.denoise()
    driver.wait(lambda: marks(driver) == ["edited", ""])
    driver.arrow(Key.Key_Right)
    assert driver.document.path == smooth_file
    assert driver.no_dialog()
    assert marks(driver) == ["edited", ""]
    driver.arrow(Key.Key_Left)
    assert driver.document is document
    assert driver.window.isWindowModified()
    assert driver.document.history.undoable == "denoise"
    assert driver.actions.undo.isEnabled()


def test_work_comes_back_without_its_pixels_too(driver: Driver, noisy_file: Path, smooth_file: Path) -> None:
    driver.window.desk._budget = 0
    first = driver.open(noisy_file)
    driver.denoise()
    driver.editor.set_amount(Amount(0.4, 0.6))
    expected = first.snapshot().render().pixels
    driver.wait(driver.strip.isVisible)
    driver.arrow(Key.Key_Right)
    driver.arrow(Key.Key_Left)
    assert driver.document is not first
    driver.wait(lambda: not driver.document.pending and not driver.editor.busy)
    np.testing.assert_array_equal(driver.document.snapshot().render().pixels, expected)
    assert driver.editor.draft == driver.document.recipe.denoise
    assert driver.document.history.dirty


def test_a_saved_photo_is_marked_as_done(
    driver: Driver, noisy_file: Path, smooth_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "x" / "result.png"), ""))
    (tmp_path / "x").mkdir()
    driver.open(noisy_file)
    driver.denoise()
    driver.actions.save.trigger()
    driver.wait(lambda: marks(driver) == ["done", ""])
    driver.arrow(Key.Key_Right)
    assert marks(driver) == ["done", ""]


def test_a_photo_that_changed_since_it_was_worked_on(driver: Driver, noisy_file: Path, smooth_file: Path) -> None:
    driver.window.desk._budget = 0
    driver.open(noisy_file)
    driver.denoise()
    driver.wait(driver.strip.isVisible)
    driver.arrow(Key.Key_Right)
    grey(noisy_file, 0.3, 50, 50)
    driver.key(Key.Key_Left)
    page = driver.window.browsing.failed_page
    driver.wait(page.isVisible)
    assert "has changed since it was worked on" in page.sentence.text()
    click(page.discard)
    driver.wait(lambda: driver.editor.document and driver.document.path == noisy_file)
    assert driver.document.photo.size.width == 50
    assert not driver.document.history.dirty


def test_zoom_and_place_stay_from_photo_to_photo(driver: Driver, tmp_path: Path) -> None:
    for name, side in (("a", 800), ("b", 1200), ("d", 800)):
        grey(tmp_path / f"{name}.png", 0.5, side, side)
    (tmp_path / "c.jpg").write_bytes(b"broken")
    driver.open(tmp_path / "a.png")
    driver.wait(driver.strip.isVisible)
    assert driver.canvas.view.fitted
    driver.arrow(Key.Key_Right)
    assert driver.canvas.view.fitted
    assert driver.canvas.view.picture.width == 1200
    driver.canvas.zoom_to(4.0)
    driver.canvas.pan(-800, -400)
    x, y = driver.canvas.view.centre
    driver.arrow(Key.Key_Left)
    assert driver.canvas.view.scale == 4.0
    assert driver.canvas.view.centre == pytest.approx((x * 2 / 3, y * 2 / 3))
    driver.arrow(Key.Key_Right)
    assert driver.canvas.view.centre == pytest.approx((x, y))
    driver.key(Key.Key_Right)
    page = driver.window.browsing.failed_page
    driver.wait(page.isVisible)
    QTest.keyClick(page, Key.Key_Right)
    driver.wait(driver.canvas.isVisible)
    assert driver.canvas.view.scale == 4.0
    assert driver.canvas.view.centre == pytest.approx((x * 2 / 3, y * 2 / 3))


def test_only_what_is_in_sight_gets_thumbnails(driver: Driver, folder: Path) -> None:
    data = (folder / "1.png").read_bytes()
    for number in range(300):
        (folder / f"many{number}.png").write_bytes(data)
    driver.open(folder / "1.png")
    model = driver.strip.photos
    driver.wait(lambda: model.rowCount() == 303)
    page = driver.strip.indexAt(QPoint(driver.strip.width() - 60, 40)).row()
    driver.wait(lambda: driver.strip.thumbnails.of(model.paths[page]))
    driver.wait(lambda: driver.strip.thumbnails._job is None)
    assert driver.strip.thumbnails.of(model.paths[-1]) is None
    driver.strip.scrollToBottom()
    driver.strip.horizontalScrollBar().setValue(driver.strip.horizontalScrollBar().maximum())
    driver.wait(lambda: driver.strip.thumbnails.of(model.paths[-1]))
    assert driver.strip.thumbnails.of(model.paths[150]) is None


def test_a_broken_photo_that_is_opened_by_name_leaves_the_one_in_sight(driver: Driver, folder: Path) -> None:
    document = driver.open(folder / "1.png")
    driver.window.open_paths([folder / "2.jpg"])
    driver.dialog(ErrorBox).close()
    assert driver.document is document
    assert driver.strip.current_path == folder / "1.png"
