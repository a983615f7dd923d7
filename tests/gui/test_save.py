from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from tests.gui.driver import Driver, PickTarget, to_bytes
from tintype.engine import Amount, blend
from tintype.gui.error_box import ErrorBox
from tintype.photo import Photo, is_stamped, read_photo, write_photo

CONTROL = Qt.KeyboardModifier.ControlModifier
Answer = QMessageBox.StandardButton


def test_save_as_writes_what_is_seen(
    driver: Driver, noisy_file: Path, noisy_pixels: np.ndarray, tmp_path: Path, pick_target: PickTarget
) -> None:
    target = tmp_path / "result.png"
    proposals = pick_target(str(target))
    document = driver.open(noisy_file)
    driver.denoise()
    driver.editor.set_amount(Amount(0.7, 0.9))
    driver.key(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    driver.wait(lambda: driver.window.toast.text == "Saved as result.png")
    assert proposals == [str(noisy_file.with_name("noisy_denoised.png"))]
    assert document.shown is not None
    expected = blend(noisy_pixels, document.shown.denoised.restored, Amount(0.7, 0.9))
    np.testing.assert_array_equal(to_bytes(read_photo(target).pixels), to_bytes(expected))
    assert not document.history.dirty
    assert not driver.window.isWindowModified()


@pytest.mark.parametrize("amount", [Amount(0.0, 0.0), None])
def test_a_photo_that_is_as_it_was_gets_no_stamp(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget, amount: Amount | None
) -> None:
    target = tmp_path / "result.png"
    pick_target(str(target))
    driver.open(noisy_file)
    if amount is not None:
        driver.denoise()
        driver.editor.set_amount(amount)
    driver.key(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    driver.wait(lambda: driver.window.toast.text == "Saved as result.png")
    assert read_photo(target).metadata.xmp is None


def test_save_never_writes_over_the_original_by_itself(driver: Driver, noisy_file: Path, pick_target: PickTarget) -> None:
    original = noisy_file.read_bytes()
    proposals = pick_target("")
    driver.open(noisy_file)
    driver.denoise()
    driver.key(Qt.Key.Key_S, CONTROL)
    assert len(proposals) == 1
    assert noisy_file.read_bytes() == original
    assert driver.document.history.dirty


def test_save_again_asks_no_more(driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget) -> None:
    target = tmp_path / "result.png"
    proposals = pick_target(str(target))
    driver.open(noisy_file)
    driver.denoise()
    driver.key(Qt.Key.Key_S, CONTROL)
    driver.wait(lambda: not driver.document.history.dirty)
    first = target.read_bytes()
    driver.editor.set_amount(Amount(0.2, 0.2))
    driver.key(Qt.Key.Key_S, CONTROL)
    driver.wait(lambda: not driver.document.history.dirty)
    assert len(proposals) == 1
    assert target.read_bytes() != first


def test_undo_to_the_saved_state_is_clean(driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget) -> None:
    pick_target(str(tmp_path / "result.png"))
    document = driver.open(noisy_file)
    driver.denoise()
    driver.actions.save.trigger()
    driver.wait(lambda: not document.history.dirty)
    driver.actions.undo.trigger()
    assert document.history.dirty
    driver.actions.redo.trigger()
    assert not document.history.dirty


def test_a_target_without_a_suffix_gets_the_sources(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget
) -> None:
    pick_target(str(tmp_path / "result"))
    driver.open(noisy_file)
    driver.actions.save_as.trigger()
    driver.wait(lambda: driver.window.toast.text)
    assert read_photo(tmp_path / "result.png").size == driver.document.photo.size


@pytest.mark.parametrize(
    ("typed", "chosen", "written"),
    [
        ("result", "TIFF", "result.tif"),
        ("noisy_copy.png", "TIFF", "noisy_copy.tif"),
        ("noisy_copy.png", "", "noisy_copy.png"),
        ("result.webp", "TIFF", "result.webp"),
        ("result.JPG", "JPEG", "result.JPG"),
        ("2024.05.01", "JPEG", "2024.05.01.jpg"),
    ],
)
def test_the_suffix_follows_the_format_that_is_chosen(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget, typed: str, chosen: str, written: str
) -> None:
    proposals = pick_target(str(tmp_path / typed), chosen)
    driver.open(noisy_file)
    driver.actions.save_as.trigger()
    driver.wait(lambda: driver.window.toast.text == f"Saved as {written}")
    assert proposals == [str(noisy_file.with_name("noisy_copy.png"))]
    with Image.open(tmp_path / written) as image:
        assert image.format == {"tif": "TIFF", "jpg": "JPEG"}.get(written[-3:].lower(), written.rpartition(".")[2].upper())


@pytest.mark.parametrize("name", ["result.gif", "result.xyz"])
def test_a_suffix_that_cannot_be_written_is_told(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget, name: str
) -> None:
    pick_target(str(tmp_path / name))
    driver.open(noisy_file)
    before = sorted(tmp_path.iterdir())
    driver.actions.save_as.trigger()
    box = driver.dialog(ErrorBox)
    assert "its name must end in one of .jpg, .jpeg, .jpe, .jfif, .png" in box.sentence.text()
    assert sorted(tmp_path.iterdir()) == before


def test_a_name_completed_into_one_that_exists_is_asked_about_again(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget
) -> None:
    (tmp_path / "result.png").write_bytes(b"other")
    proposals = pick_target(str(tmp_path / "result"), "", "")
    driver.open(noisy_file)
    driver.actions.save_as.trigger()
    assert proposals == [str(tmp_path / "noisy_copy.png"), str(tmp_path / "result.png")]
    assert (tmp_path / "result.png").read_bytes() == b"other"


def test_what_a_format_loses_is_told(driver: Driver, tmp_path: Path, noisy_pixels: np.ndarray, pick_target: PickTarget) -> None:
    alpha = np.full(noisy_pixels.shape[:2], 0.5, np.float32)
    write_photo(Photo(noisy_pixels, alpha, 16), tmp_path / "deep.tif")
    pick_target(str(tmp_path / "flat.jpg"))
    driver.open(tmp_path / "deep.tif")
    driver.actions.save_as.trigger()
    box = driver.dialog(QMessageBox)
    assert box.text() == "flat.jpg cannot hold all of the photo. Save it all the same?"
    assert "16 bits a channel became 8, " in box.informativeText()
    assert "Transparent places were put on white" in box.informativeText()
    assert not (tmp_path / "flat.jpg").exists()
    driver.answer(QMessageBox.StandardButton.Save)
    driver.wait(lambda: driver.window.toast.text.startswith("Saved as flat.jpg. 16 bits a channel became 8, "))
    assert "Transparent places were put on white" in driver.window.toast.text


def test_a_jpeg_of_a_jpeg_is_saved_in_its_quality(
    driver: Driver, tmp_path: Path, noisy_pixels: np.ndarray, pick_target: PickTarget
) -> None:
    write_photo(Photo(noisy_pixels), tmp_path / "photo.jpg", quality=61)
    pick_target(str(tmp_path / "again.jpg"))
    driver.open(tmp_path / "photo.jpg")
    driver.actions.save_as.trigger()
    driver.wait(lambda: driver.window.toast.text == "Saved as again.jpg")
    assert read_photo(tmp_path / "again.jpg").quality == 61


def test_a_failed_save_is_told_and_nothing_is_lost(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget
) -> None:
    pick_target(str(tmp_path / "gone" / "result.png"))
    driver.open(noisy_file)
    driver.denoise()
    driver.actions.save_as.trigger()
    box = driver.dialog(ErrorBox)
    assert "result.png cannot be written" in box.sentence.text()
    assert driver.document.history.dirty


def test_close_asks_about_unsaved_changes(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.denoise()
    driver.window.close()
    driver.answer(Answer.Cancel)
    assert driver.window.isVisible()
    driver.window.close()
    driver.answer(Answer.Discard)
    driver.wait(lambda: not driver.window.isVisible())


def test_close_saves_on_request(driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget) -> None:
    target = tmp_path / "result.png"
    pick_target(str(target))
    driver.open(noisy_file)
    driver.denoise()
    driver.window.close()
    driver.answer(Answer.Save)
    driver.wait(lambda: not driver.window.isVisible())
    assert target.exists()


def test_close_without_changes_asks_nothing(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.window.close()
    driver.wait(lambda: not driver.window.isVisible())


def test_close_while_the_engine_runs_ends_at_once(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.begin_denoising()
    driver.window.close()
    driver.wait(lambda: not driver.window.isVisible())


def test_leaving_a_pasted_picture_asks(driver: Driver, noisy_file: Path) -> None:
    pixels = np.full((40, 40, 3), 0.5, np.float32)
    driver.window.files.open_photo(Photo(pixels))
    driver.wait(lambda: driver.editor.document)
    pasted = driver.document
    driver.window.open_paths([noisy_file])
    driver.answer(Answer.Cancel)
    assert driver.document is pasted
    driver.window.open_paths([noisy_file])
    driver.answer(Answer.Discard)
    driver.wait(lambda: driver.document is not pasted)


def test_closing_asks_once_about_several_photos(driver: Driver, noisy_file: Path, smooth_file: Path) -> None:
    noisy = driver.open(noisy_file)
    driver.denoise()
    smooth = driver.open(smooth_file)
    driver.editor.set_noise(0.05)
    driver.denoise()
    original = noisy_file.read_bytes()
    driver.window.close()
    box = driver.dialog(QMessageBox)
    assert box.text() == "2 photos have unsaved changes."
    assert "noisy.png\nsmooth.png" in box.informativeText()
    driver.answer(Answer.Cancel)
    assert driver.window.isVisible()
    noisy_file.with_name("noisy_denoised.png").write_bytes(b"mine")
    driver.window.close()
    driver.answer(Answer.SaveAll)
    driver.wait(lambda: not driver.window.isVisible())
    written = {"noisy_denoised (2).png": noisy, "smooth_denoised.png": smooth}
    for name, document in written.items():
        saved = read_photo(noisy_file.with_name(name))
        np.testing.assert_array_equal(to_bytes(saved.pixels), to_bytes(document.snapshot().render().pixels))
        assert is_stamped(saved.metadata.xmp)
    assert noisy_file.with_name("noisy_denoised.png").read_bytes() == b"mine"
    assert noisy_file.read_bytes() == original


def test_closing_a_photo_drops_its_work(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.denoise()
    driver.key(Qt.Key.Key_W, CONTROL)
    driver.answer(Answer.Discard)
    driver.wait(lambda: driver.editor.document is None)
    assert not driver.open(noisy_file).history.dirty


def test_close_photo_goes_back_to_the_invitation(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.key(Qt.Key.Key_W, CONTROL)
    assert driver.window.welcome.isVisible()
    assert driver.editor.document is None
    assert not driver.actions.save.isEnabled()
