from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.gui.driver import Driver, double_click, to_bytes
from tintype.engine import Amount
from tintype.gui.canvas.picture import TILE
from tintype.photo import Metadata, Photo, write_photo


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A photo of several tiles whose every pixel has another colour."""
    rows, columns = np.mgrid[:720, :960]
    pixels = np.stack([rows % 256, columns % 256, (rows // 256) * 16 + columns // 256], axis=-1)
    path = tmp_path / "large.png"
    write_photo(Photo((pixels / 255).astype(np.float32)), path)
    return path


def red_and_blue_swapped() -> bytes:
    """An ICC profile: sRGB with two of its primaries exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")


def pixel_under(screen: NDArray[np.uint8], x: float, y: float) -> tuple[int, ...]:
    return tuple(screen[int(y), int(x)])


def test_a_hundred_per_cent_is_exact_across_tiles(driver: Driver, large: Path) -> None:
    document = driver.open(large)
    driver.canvas.zoom_to(1.0)
    x, y = driver.canvas.view.origin
    screen = driver.screen()
    expected = to_bytes(document.photo.pixels)[-y:, -x:][: screen.shape[0], : screen.shape[1]]
    assert min(screen.shape[:2]) > 2 * TILE
    np.testing.assert_array_equal(screen, expected)


@pytest.mark.parametrize("notches", [3, 6, 9, 1])
def test_the_wheel_keeps_the_pixel_under_the_cursor(driver: Driver, large: Path, notches: int) -> None:
    driver.open(large)
    driver.canvas.zoom_to(1.0)
    x, y = 217.0, 341.0
    before = driver.canvas.view.to_picture((x, y))
    seen = pixel_under(driver.screen(), x, y)
    driver.wheel(x, y, notches)
    assert driver.canvas.view.scale == pytest.approx(2 ** (notches / 3))
    assert driver.canvas.view.to_picture((x, y)) == pytest.approx(before, abs=0.51)
    if driver.canvas.view.smooth:
        return
    # the origin is rounded to whole device pixels, so that the very same picture pixel may begin beside the cursor
    around = driver.screen()[int(y) - 1 : int(y) + 2, int(x) - 1 : int(x) + 2].reshape(-1, 3)
    assert seen in {tuple(pixel) for pixel in around}


def test_pixels_are_squares_past_three_hundred_per_cent(driver: Driver, large: Path) -> None:
    document = driver.open(large)
    driver.canvas.zoom_to(8.0)
    view, screen = driver.canvas.view, driver.screen()
    colours = to_bytes(document.photo.pixels)
    for point in ((5, 5), (101, 322), (456, 123)):
        column, row = (int(place) for place in view.to_picture((point[0] + 0.5, point[1] + 0.5)))
        assert pixel_under(screen, *point) == tuple(colours[row, column])


def test_below_a_hundred_per_cent_the_mean_is_shown(driver: Driver, tmp_path: Path) -> None:
    board = np.indices((1200, 1200)).sum(axis=0) % 2
    path = tmp_path / "board.png"
    write_photo(Photo(np.repeat(board[..., None], 3, axis=2).astype(np.float32)), path)
    driver.open(path)
    driver.canvas.zoom_to_fit()
    visible = driver.canvas.view.visible_rect
    middle = driver.screen()[100:600, int(visible.left) + 20 : int(visible.right) - 20]
    assert 126 <= middle.min() <= middle.max() <= 129


def test_no_seams_between_tiles_at_any_zoom(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "flat.png"
    write_photo(Photo(np.full((1100, 1500, 3), 0.2, np.float32)), path)
    driver.open(path)
    for scale in (0.37, 0.61, 0.93, 1.3, 2.7, 3.3):
        driver.canvas.zoom_to(scale)
        visible = driver.canvas.view.visible_rect
        screen = driver.screen()[int(visible.top) + 2 : int(visible.bottom) - 2, int(visible.left) + 2 : int(visible.right) - 2]
        assert (screen == 51).all(), scale


def test_keys_zoom(driver: Driver, large: Path) -> None:
    driver.open(large)
    canvas, control = driver.canvas, Qt.KeyboardModifier.ControlModifier
    assert canvas.view.fitted
    fit = canvas.view.scale
    driver.key(Qt.Key.Key_1, control)
    assert canvas.view.scale == 1.0
    driver.key(Qt.Key.Key_Plus, control)
    assert canvas.view.scale == 1.5
    driver.key(Qt.Key.Key_Minus, control)
    driver.key(Qt.Key.Key_Minus, control)
    assert canvas.view.scale == pytest.approx(2 / 3)
    driver.key(Qt.Key.Key_0, control)
    assert canvas.view.scale == fit
    driver.key(Qt.Key.Key_Z)
    assert canvas.view.scale == 1.0
    driver.key(Qt.Key.Key_Z)
    assert canvas.view.fitted
    double_click(canvas, QPoint(400, 300))
    assert canvas.view.scale == 1.0
    assert driver.window.status.zoom.text() == "100 %"


@pytest.mark.parametrize("button", [Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton])
def test_dragging_pans(driver: Driver, large: Path, button: Qt.MouseButton) -> None:
    driver.open(large)
    driver.canvas.zoom_to(2.0)
    left, top = driver.canvas.view.origin
    QTest.mousePress(driver.canvas, button, pos=QPoint(300, 300))
    QTest.mouseMove(driver.canvas, QPoint(340, 270))
    QTest.mouseRelease(driver.canvas, button, pos=QPoint(340, 270))
    assert driver.canvas.view.origin == (left + 40, top - 30)


def test_split_shows_both_sides(driver: Driver, noisy_file: Path, noisy_pixels: np.ndarray) -> None:
    document = driver.open(noisy_file)
    driver.denoise()
    driver.key(Qt.Key.Key_Y)
    assert driver.actions.split.isChecked()
    assert document.shown is not None
    view, split = driver.canvas.view, driver.canvas.split
    line = split.line(view.visible_rect) - view.origin[0]
    x, y = view.origin
    screen = driver.screen()[y : y + 96, x : x + 128]
    rows = slice(70, 96)  # below labels and handle
    before, after = to_bytes(noisy_pixels), to_bytes(document.shown.denoised.restored)
    np.testing.assert_array_equal(screen[rows, : line - 2], before[rows, : line - 2])
    np.testing.assert_array_equal(screen[rows, line + 2 :], after[rows, line + 2 :])


def test_the_split_line_is_dragged_nudged_and_centred(driver: Driver, large: Path) -> None:
    driver.open(large)
    driver.key(Qt.Key.Key_Y)
    canvas = driver.canvas
    visible = canvas.view.visible_rect
    x, y = canvas.split.line(visible), int(visible.bottom) - 40
    QTest.mouseMove(canvas, QPoint(x + 2, y))
    assert canvas.cursor().shape() == Qt.CursorShape.SplitHCursor
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x, y))
    QTest.mouseMove(canvas, QPoint(x - 150, y))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(x - 150, y))
    assert canvas.split.line(visible) == pytest.approx(x - 150, abs=1)
    moved = canvas.split.position
    driver.key(Qt.Key.Key_Right)
    assert canvas.split.position == pytest.approx(moved + 0.01)
    driver.key(Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.split.position == pytest.approx(moved - 0.09)
    double_click(canvas, QPoint(canvas.split.line(visible), int(visible.top + visible.bottom) // 2))
    assert canvas.split.position == 0.5
    assert canvas.view.fitted


def test_peek_by_holding_and_by_tapping(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    original = driver.screen()
    driver.denoise()
    result = driver.screen()
    QTest.keyPress(driver.canvas, Qt.Key.Key_Backslash)
    y = driver.canvas.view.origin[1]
    np.testing.assert_array_equal(driver.screen()[y + 40 :], original[y + 40 :])  # below the label
    driver.qtbot.wait(300)
    QTest.keyRelease(driver.canvas, Qt.Key.Key_Backslash)
    np.testing.assert_array_equal(driver.screen(), result)
    driver.key(Qt.Key.Key_Backslash)
    assert driver.actions.peek.isChecked()
    np.testing.assert_array_equal(driver.screen()[y + 40 :], original[y + 40 :])
    driver.key(Qt.Key.Key_Backslash)
    np.testing.assert_array_equal(driver.screen(), result)


def test_transparent_pixels_show_a_checkerboard(driver: Driver, tmp_path: Path) -> None:
    alpha = np.ones((64, 64), np.float32)
    alpha[:, 32:] = 0
    path = tmp_path / "transparent.png"
    write_photo(Photo(np.full((64, 64, 3), 0.2, np.float32), alpha), path)
    driver.open(path)
    x, y = driver.canvas.view.origin
    screen = driver.screen()[y : y + 64, x : x + 64]
    assert (screen[:, :32] == 51).all()
    assert {tuple(pixel) for pixel in screen[:, 32:].reshape(-1, 3)} == {(255, 255, 255), (207, 207, 207)}


def test_a_profile_is_converted_to_srgb_for_display(driver: Driver, tmp_path: Path) -> None:
    profile = red_and_blue_swapped()
    pixels = np.random.default_rng(0).random((64, 64, 3), dtype=np.float32)
    path = tmp_path / "swapped.png"
    write_photo(Photo(pixels, metadata=Metadata(icc=profile)), path)
    document = driver.open(path)
    source = Image.fromarray(to_bytes(document.photo.pixels))
    opened = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    expected = np.asarray(ImageCms.buildTransform(opened, ImageCms.createProfile("sRGB"), "RGB", "RGB").apply(source))
    x, y = driver.canvas.view.origin
    screen = driver.screen()[y : y + 64, x : x + 64]
    np.testing.assert_array_equal(screen, expected)
    assert np.abs(screen.astype(int) - to_bytes(pixels)).max() > 30


def test_half_the_resolution_while_a_slider_is_dragged(driver: Driver, large: Path) -> None:
    driver.open(large)
    driver.editor.set_noise(0.1)
    driver.denoise()
    driver.canvas.zoom_to_fit()
    full = driver.screen()
    driver.panel.luminance.slider.sliderPressed.emit()
    driver.editor.set_amount(Amount(0.5, 0.5), dragging=True)
    coarse = driver.screen()
    driver.panel.luminance.slider.sliderReleased.emit()
    fine = driver.screen()
    assert (coarse != fine).any()
    assert fine.shape == full.shape


def test_a_frame_that_would_take_too_long_is_finished_in_the_next(
    driver: Driver, large: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tintype.gui.canvas.viewport.RENDERING_SECONDS", -1.0)
    driver.open(large)
    driver.canvas.zoom_to(1.0)
    driver.canvas.grab()
    assert not driver.canvas.complete
    monkeypatch.setattr("tintype.gui.canvas.viewport.RENDERING_SECONDS", 1.0)
    driver.wait(lambda: driver.canvas.complete)


def test_the_picture_is_sharp_again_soon_after_a_turn_of_the_wheel(driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    write_photo(Photo(np.random.default_rng(0).random((1500, 2400, 3), dtype=np.float32)), path)
    driver.open(path)
    fit = driver.screen()
    driver.wheel(200, 200, 1)
    driver.canvas.grab()
    assert not driver.canvas.complete
    turned, view = driver.screen(), driver.canvas.view
    driver.canvas.zoom_to_fit()
    np.testing.assert_array_equal(driver.screen(), fit)
    driver.canvas._set_view(view)
    np.testing.assert_array_equal(driver.screen(), turned)
