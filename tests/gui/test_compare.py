from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.driver import Driver, double_click, to_bytes
from tintype.document.document import Document, Side
from tintype.document.mask import MaskCopy
from tintype.document.shapes import Shape
from tintype.document.state import Fill
from tintype.engine import Patch
from tintype.geometry import Region, Size
from tintype.gui.canvas.compare import Compare, Mode
from tintype.gui.canvas.split import Split
from tintype.gui.canvas.view import Rect, View
from tintype.gui.main_window import MainWindow
from tintype.photo import Photo, Pixels, write_photo

SHIFT = Qt.KeyboardModifier.ShiftModifier
VISIBLE = Rect(100, 50, 500, 450)
STEP = 1 / 255
EVERY_MODE: list[Mode] = ["off", "upright", "level", "beside", "difference"]


def panes(driver: Driver) -> list[NDArray[np.uint8]]:
    """What is painted in each of two panes, of the same size."""
    screen, (_, right) = driver.screen(), driver.canvas.panes
    width = driver.canvas.view.window.width
    return [screen[:, :width], screen[:, right : right + width]]


def choose(driver: Driver, mode: Mode) -> None:
    driver.actions.compare[mode].trigger()
    assert driver.canvas.compare.mode == mode


# --- plain state ---


def test_one_key_goes_round_and_comes_back_to_the_last_direction() -> None:
    compare, seen = Compare().to("level").to("off"), []
    for _ in range(4):
        compare = compare.cycled()
        seen.append(compare.mode)
    assert seen == ["level", "beside", "off", "level"]
    assert Compare(mode="difference").cycled().mode == "upright"


@pytest.mark.parametrize("mode", ["off", "upright", "level", "beside"])
def test_the_difference_goes_back_to_what_it_replaced(mode: Mode) -> None:
    difference = Compare().to(mode).with_difference_toggled()
    assert difference.mode == "difference"
    assert difference.to("difference") == difference
    assert difference.with_difference_toggled().mode == mode


def test_a_level_split_is_before_above_and_after_below() -> None:
    split = Split(on=True, position=0.25, upright=False)
    assert split.line(VISIBLE) == 150
    assert split.halves(VISIBLE) == (Rect(100, 50, 500, 150), Rect(100, 150, 500, 450))
    assert split.grips((120, 157), VISIBLE, 1.0)
    assert not split.grips((120, 160), VISIBLE, 1.0)
    assert split.on_handle((300, 164), VISIBLE, 1.0)
    assert split.moved_to((0, 350), VISIBLE).position == 0.75


def test_another_picture_is_seen_at_the_same_place() -> None:
    window = Size(500, 500)
    view = View.fit(Size(2000, 4000), window).scaled(0.5).panned(100, -50)
    half = view.showing(Size(1000, 2000))
    assert half.scale == 1.0
    assert half.centre == pytest.approx((view.centre[0] / 2, view.centre[1] / 2))
    assert view.showing(Size(2000, 4000)) is view
    assert View.fit(Size(2000, 4000), window).showing(Size(100, 100)) == View.fit(Size(100, 100), window)
    assert view.scaled(2.0).showing(Size(1000, 2000)).scale == 2.0


# --- the window ---


def test_keys_choose_the_comparison(driver: Driver, noisy_file: Path) -> None:
    assert not driver.actions.compare["difference"].isEnabled()
    driver.open(noisy_file)
    seen = []
    for _ in range(3):
        driver.key(Qt.Key.Key_Y)
        seen.append((driver.canvas.compare.mode, driver.actions.split.isChecked()))
    assert seen == [("upright", True), ("beside", True), ("off", False)]
    driver.key(Qt.Key.Key_Y)
    driver.key(Qt.Key.Key_Y, SHIFT)
    assert driver.actions.compare["difference"].isChecked()
    assert not driver.actions.split.isChecked()
    driver.key(Qt.Key.Key_Y, SHIFT)
    assert driver.actions.compare["upright"].isChecked()


def test_the_comparison_is_told_to_screen_readers(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    assert driver.canvas.accessibleDescription() == ""
    choose(driver, "level")
    assert driver.canvas.accessibleDescription() == "Split Top and Bottom"


def test_the_level_split_shows_both_sides_and_is_moved(driver: Driver, noisy_file: Path, noisy_pixels: Pixels) -> None:
    document = driver.open(noisy_file)
    driver.denoise()
    choose(driver, "level")
    canvas, (left, top) = driver.canvas, driver.canvas.view.origin
    visible = canvas.view.visible_rect
    assert document.shown is not None
    before, after = to_bytes(noisy_pixels), to_bytes(document.shown.denoised.restored)
    screen, columns = driver.screen()[top : top + 96, left : left + 128], slice(90, 128)  # beside labels and handle
    np.testing.assert_array_equal(screen[:46, columns], before[:46, columns])
    np.testing.assert_array_equal(screen[50:, columns], after[50:, columns])
    x, y = left + 100, canvas.split.line(visible)
    QTest.mouseMove(canvas, QPoint(x, y + 2))
    assert canvas.cursor().shape() == Qt.CursorShape.SplitVCursor
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    QTest.mouseMove(canvas, QPoint(x, y + 24))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, y + 24))
    assert canvas.split.position == pytest.approx(0.75)
    driver.key(Qt.Key.Key_Up)
    assert canvas.split.position == pytest.approx(0.74)
    driver.key(Qt.Key.Key_Down, SHIFT)
    assert canvas.split.position == pytest.approx(0.84)
    double_click(canvas, QPoint(left + 64, canvas.split.line(visible)))
    assert canvas.split.position == 0.5


def test_panes_show_the_same_place_in_step(driver: Driver, smooth_file: Path) -> None:
    driver.open(smooth_file)
    choose(driver, "beside")
    driver.canvas.zoom_to(2.0)
    _, right = driver.canvas.panes
    left, top = driver.canvas.view.origin
    QTest.mousePress(driver.canvas, Qt.MouseButton.LeftButton, pos=QPoint(right + 40, 300))
    QTest.mouseMove(driver.canvas, QPoint(right - 30, 280))  # beyond the pane: the drag stays with the one it began in
    QTest.mouseRelease(driver.canvas, Qt.MouseButton.LeftButton, pos=QPoint(right - 30, 280))
    assert driver.canvas.view.origin == (left - 70, top - 20)
    place = driver.canvas.view.to_picture((100, 200))
    driver.wheel(right + 100, 200, 3)
    assert driver.canvas.view.scale == 4.0
    assert driver.canvas.view.to_picture((100, 200)) == pytest.approx(place, abs=0.51)
    before, after = panes(driver)
    below_titles = slice(50, None)
    np.testing.assert_array_equal(before[below_titles], after[below_titles])
    assert np.ptp(before[below_titles].reshape(-1, 3), axis=0).min() > 10


def test_panes_show_before_and_after(driver: Driver, noisy_file: Path, noisy_pixels: Pixels) -> None:
    document = driver.open(noisy_file)
    driver.denoise()
    choose(driver, "beside")
    assert document.shown is not None
    x, y = driver.canvas.view.origin
    for pane, pixels in zip(panes(driver), (noisy_pixels, document.shown.denoised.restored), strict=True):
        np.testing.assert_array_equal(pane[y : y + 96, x : x + 128], to_bytes(pixels))
    driver.key(Qt.Key.Key_Backslash)
    for pane in panes(driver):
        np.testing.assert_array_equal(pane[y : y + 96, x : x + 128], to_bytes(noisy_pixels))


def test_what_is_painted_in_a_pane_lies_where_it_was_painted(opened: Driver) -> None:
    choose(opened, "beside")
    opened.key(Qt.Key.Key_B)
    _, right = opened.canvas.panes
    place = opened.on_canvas(300, 200)
    QTest.mouseClick(opened.canvas, Qt.MouseButton.LeftButton, pos=place + QPoint(right, 0))
    rows, columns = np.nonzero(opened.coverage)
    assert (rows.mean(), columns.mean()) == pytest.approx((200, 300), abs=2)
    opened.canvas.pointer.leave()
    before, after = panes(opened)
    assert (before[place.y(), place.x()] == after[place.y(), place.x()]).all()
    assert before[place.y(), place.x(), 2] > 150


def test_a_known_change_is_a_known_grey(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "even.png"
    write_photo(Photo(np.full((100, 200, 3), 100 * STEP, np.float32)), path)
    document = driver.open(path)
    places = [Region(60, column, Size(40, 20)) for column in (20, 60, 100, 140)]
    changes = [(5, 5, 5), (-5, -5, -5), (0.5, 0, -1), (90, -90, 0)]
    patches = tuple(
        Patch(place, np.full((40, 20, 3), (100 + np.array(change)) * STEP, np.float32))
        for place, change in zip(places, changes, strict=True)
    )
    mask = MaskCopy(document.photo.size, Shape(places[0], np.full((40, 20), 255, np.uint8)))
    document.fill(Fill(patches, mask, 0), "fill")
    driver.key(Qt.Key.Key_Y, SHIFT)
    left, top = driver.canvas.view.origin
    screen = driver.screen()[top : top + 100, left : left + 200]
    colours = [tuple(screen[80, column]) for column in (10, 30, 70, 110, 150)]
    assert colours == [(128, 128, 128), (168, 168, 168), (88, 88, 88), (132, 128, 120), (255, 0, 128)]
    document.undo()
    assert (driver.screen()[top + 60 : top + 100, left : left + 200] == 128).all()


def test_an_even_grey_is_explained(driver: Driver, smooth_file: Path) -> None:
    driver.open(smooth_file)
    choose(driver, "difference")
    x, y = driver.canvas.view.origin
    unchanged = driver.screen()[y : y + 50, x : x + 400]
    assert (driver.screen()[y + 50 : y + 300, x : x + 400] == 128).all()
    driver.editor.set_noise(0.1)
    driver.denoise()
    changed = driver.screen()[y : y + 50, x : x + 400]
    widths = [np.ptp(np.nonzero(label.max(axis=2) < 60)[1]) for label in (unchanged, changed)]
    assert widths[0] > widths[1] + 50


@pytest.mark.parametrize("mode", EVERY_MODE)
def test_pixels_are_squares_at_four_hundred_per_cent(driver: Driver, noisy_file: Path, mode: Mode) -> None:
    driver.open(noisy_file)
    driver.denoise()
    choose(driver, mode)
    driver.canvas.zoom_to(4.0)
    (left, top), screen = driver.canvas.view.origin, driver.screen()
    beside = driver.canvas.panes[-1]
    x, y = left % 4 + 84 + beside, top % 4 + 320  # beside labels and handle
    squares = screen[y : y + 120, x : x + 200].reshape(30, 4, 50, 4, 3)
    assert (squares == squares[:, :1, :, :1]).all()
    assert np.ptp(squares[:, 0, :, 0].reshape(-1, 3), axis=0).min() > 10


@pytest.mark.parametrize("mode", EVERY_MODE)
def test_no_more_is_converted_than_is_seen(driver: Driver, tmp_path: Path, mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "large.png"
    write_photo(Photo(np.zeros((1900, 2800, 3), np.float32)), path)
    document = driver.open(path)
    driver.screen()
    converted: list[int] = []
    render = Document.render

    def counted(document: Document, side: Side, level: int, region: Region) -> Pixels:
        converted.append(region.size.height * region.size.width)
        return render(document, side, level, region)

    monkeypatch.setattr(Document, "render", counted)
    monkeypatch.setattr(Document, "differs", lambda document, region: True)
    document.versions.touch()
    choose(driver, mode)
    driver.screen()
    seen = driver.canvas.view.visible_rect
    sides = 1 if mode == "off" else 2
    # a pyramid level has up to four pixels for one on screen, and every tile a rim
    assert 0 < sum(converted) <= 4.2 * sides * seen.width * seen.height
    converted.clear()
    driver.screen()
    assert not converted


def test_the_next_start_compares_the_same_way(
    driver: Driver, noisy_file: Path, make_window: Callable[[], MainWindow], settings_path: Path
) -> None:
    driver.open(noisy_file)
    choose(driver, "beside")
    driver.window.close()
    driver.wait(lambda: not driver.window.isVisible())
    again = make_window()
    assert again.canvas.compare.mode == "beside"
    assert again.actions_.compare["beside"].isChecked()
    again.settings.sync()
    settings_path.write_text("[General]\ncompare=sideways\n")
    assert make_window().canvas.compare == Compare()


def test_place_and_direction_stay_for_a_photo_of_another_size(driver: Driver, smooth_file: Path, tmp_path: Path) -> None:
    driver.open(smooth_file)
    choose(driver, "level")
    driver.canvas.set_split(driver.canvas.split.at(0.3))
    driver.canvas.zoom_to(4.0, (10, 20))
    x, y = driver.canvas.view.centre
    other = tmp_path / "other.png"
    write_photo(Photo(np.full((800, 1000, 3), 0.5, np.float32)), other)
    driver.open(other)
    assert driver.canvas.view.scale == 4.0
    assert driver.canvas.view.centre == pytest.approx((2 * x, 2 * y))
    assert driver.canvas.split == Split(on=True, position=0.3, upright=False)


def test_leaving_two_panes_gives_the_whole_window_back(driver: Driver, smooth_file: Path) -> None:
    driver.open(smooth_file)
    view = driver.canvas.view
    choose(driver, "beside")
    assert driver.canvas.view.fitted
    assert driver.canvas.view.window.width < view.window.width / 2
    choose(driver, "off")
    assert driver.canvas.view == view
