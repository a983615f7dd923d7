from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog

from tests.gui.driver import Driver, to_array, to_bytes
from tintype.engine import estimate_noise
from tintype.gui.error_box import ErrorBox
from tintype.gui.main_window import MainWindow
from tintype.photo import Photo, read_photo, write_photo


def test_an_empty_window_invites(driver: Driver) -> None:
    assert driver.window.welcome.isVisible()
    assert not driver.canvas.isVisible()
    assert not driver.panel.isEnabled()
    assert not driver.actions.denoise.isEnabled()
    assert driver.window.windowTitle() == "Tintype"


def test_open_by_argument(driver: Driver, noisy_file: Path, noisy_pixels: np.ndarray) -> None:
    document = driver.open(noisy_file)
    np.testing.assert_array_equal(document.photo.pixels, noisy_pixels)
    assert driver.canvas.isVisible()
    assert driver.window.windowTitle().startswith("noisy.png")
    assert document.measured == estimate_noise(noisy_pixels)
    status = driver.window.status
    assert status.name.text() == "noisy.png"
    assert status.dimensions.text().startswith("128 \u00d7 96")
    assert status.bits.text() == "8-bit"
    assert status.zoom.text() == "100 %"
    assert status.noise.text() == f"noise {document.measured * 255:.1f}"
    driver.wait(lambda: status.chip.isVisible())
    assert status.chip.text.text() == f"{driver.engine.device().label} · fast"


def test_open_by_drop(driver: Driver, noisy_file: Path) -> None:
    driver.drop(noisy_file)
    driver.wait(lambda: driver.editor.document)
    assert driver.document.path == noisy_file


def test_an_empty_dropped_folder_is_answered_with_a_sentence(driver: Driver, tmp_path: Path) -> None:
    driver.drop(tmp_path)
    driver.wait(lambda: driver.window.toast.text)
    assert driver.window.toast.text == f"{tmp_path} holds no photos; folders inside it are not searched."
    assert driver.editor.document is None


def test_open_by_dialog(driver: Driver, noisy_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def pick(parent: object, title: str, folder: str, filters: str) -> tuple[str, str]:
        asked.extend([folder, filters])
        return str(noisy_file), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", pick)
    driver.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    driver.wait(lambda: driver.editor.document)
    assert driver.document.path == noisy_file
    assert "*.png" in asked[1]
    assert driver.window.settings.folder == noisy_file.parent


def test_a_cancelled_dialog_changes_nothing(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    driver.actions.open.trigger()
    assert driver.editor.document is None


def test_a_broken_file_is_told_and_the_window_lives_on(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 not a photo")
    first = driver.open(noisy_file)
    driver.window.open_paths([broken])
    box = driver.dialog(ErrorBox)
    assert "broken.jpg" in box.sentence.text()
    assert "Traceback" in box.details
    box.close()
    assert driver.editor.document is first


def test_a_missing_file_leaves_the_recent_list(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    assert driver.window.settings.recent_files == [noisy_file]
    noisy_file.unlink()
    driver.window.recent.actions()[0].trigger()
    driver.dialog(ErrorBox).close()
    assert driver.window.settings.recent_files == []


def test_paste_a_picture(driver: Driver) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)
    image = QImage(pixels.data, 50, 40, 150, QImage.Format.Format_RGB888).copy()
    QGuiApplication.clipboard().setImage(image)
    driver.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.wait(lambda: driver.editor.document)
    np.testing.assert_array_equal(to_bytes(driver.document.photo.pixels), pixels)
    assert driver.document.path is None
    assert driver.document.history.dirty


def test_paste_a_path(driver: Driver, noisy_file: Path) -> None:
    data = QMimeData()
    data.setText(f'"{noisy_file}"')
    QGuiApplication.clipboard().setMimeData(data)
    driver.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    driver.wait(lambda: driver.editor.document)
    assert driver.document.path == noisy_file


def test_paste_without_a_picture_says_so(driver: Driver) -> None:
    QGuiApplication.clipboard().setText("hello")
    driver.actions.paste.trigger()
    assert driver.window.toast.text == "There is no picture in the clipboard."


def test_copy_gives_the_result(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.denoise()
    driver.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    driver.wait(lambda: driver.window.toast.text == "Copied")
    shown = driver.document.shown
    assert shown is not None
    np.testing.assert_array_equal(to_array(QGuiApplication.clipboard().image()), to_bytes(shown.denoised.restored))


def test_zoom_and_split_survive_a_photo_of_the_same_size(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    driver.open(noisy_file)
    driver.canvas.zoom_to(4.0, (10, 20))
    driver.canvas.set_split(driver.canvas.split.at(0.3))
    driver.actions.filmstrip.trigger()
    view = driver.canvas.view
    same, other = tmp_path / "same.png", tmp_path / "other.png"
    write_photo(read_photo(noisy_file), same)
    write_photo(Photo(np.full((50, 60, 3), 0.5, np.float32)), other)
    driver.open(same)
    assert driver.canvas.view == view
    assert driver.canvas.split.position == 0.3
    driver.open(other)
    assert driver.canvas.view.scale == 4.0
    assert driver.canvas.split.position == 0.3


def test_the_next_start_remembers(driver: Driver, noisy_file: Path, make_window: Callable[[], MainWindow]) -> None:
    driver.open(noisy_file)
    driver.actions.themes["light"].trigger()
    driver.window.close()
    driver.wait(lambda: not driver.window.isVisible())
    again = make_window()
    assert again.settings.theme == "light"
    assert again.settings.folder == noisy_file.parent
    assert again.recent.actions()[0].text() == "noisy.png"
    assert not again.themes.theme.dark
    again.actions_.themes["system"].trigger()
