"""Saving over the original, which is kept first."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPushButton

from tests.gui.driver import Driver, PickTarget, click
from tintype.engine import Amount
from tintype.gui.error_box import ErrorBox
from tintype.gui.export_settings import ExportSettings
from tintype.photo import read_photo

CONTROL = Qt.KeyboardModifier.ControlModifier
KEPT = "Saved as noisy.png; the original is kept as noisy.original.png"


def answer(driver: Driver, text: str) -> None:
    box = driver.dialog(QMessageBox)
    assert box.text() == "Replace the original?"
    click(next(button for button in box.findChildren(QPushButton) if button.text().replace("&", "") == text))


def replace(driver: Driver) -> None:
    driver.actions.save_as.trigger()
    answer(driver, "Replace")
    driver.wait(lambda: not driver.document.history.dirty)
    driver.activate()


def test_cancel_leaves_the_original(driver: Driver, noisy_file: Path, pick_target: PickTarget) -> None:
    original = noisy_file.read_bytes()
    pick_target(str(noisy_file))
    driver.open(noisy_file)
    driver.denoise()
    driver.actions.save_as.trigger()
    box = driver.dialog(QMessageBox)
    assert box.informativeText() == "A copy of it is kept as noisy.original.png."
    answer(driver, "Cancel")
    driver.wait(driver.no_dialog)
    assert noisy_file.read_bytes() == original
    assert driver.document.history.dirty


def test_save_as_asks_for_another_name(driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget) -> None:
    original = noisy_file.read_bytes()
    proposals = pick_target(str(noisy_file), "", str(tmp_path / "other.png"))
    driver.open(noisy_file)
    driver.actions.save_as.trigger()
    answer(driver, "Save As…")
    driver.wait(lambda: driver.window.toast.text == "Saved as other.png")
    assert len(proposals) == 2
    assert noisy_file.read_bytes() == original


def test_replace_keeps_the_original_and_later_saves_keep_that(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget
) -> None:
    original, backup = noisy_file.read_bytes(), tmp_path / "noisy.original.png"
    pick_target(str(noisy_file))
    driver.open(noisy_file)
    driver.denoise()
    replace(driver)
    assert driver.window.toast.text == KEPT
    assert not driver.document.history.dirty
    assert backup.read_bytes() == original
    first = noisy_file.read_bytes()
    assert first != original
    driver.editor.set_amount(Amount(0.3, 0.3))
    driver.key(Qt.Key.Key_S, CONTROL)
    driver.wait(lambda: not driver.document.history.dirty)
    driver.editor.set_amount(Amount(0.5, 0.5))
    driver.actions.save_as.trigger()
    driver.wait(lambda: not driver.document.history.dirty)
    assert noisy_file.read_bytes() != first
    assert backup.read_bytes() == original
    assert not list(tmp_path.glob("*.original (2)*"))


def test_the_backup_is_an_original_too(driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget) -> None:
    original, backup = noisy_file.read_bytes(), tmp_path / "noisy.original.png"
    pick_target(str(noisy_file), "", str(backup))
    driver.open(noisy_file)
    driver.denoise()
    replace(driver)
    driver.window.settings.export = ExportSettings(".png", template="{stem}.original", on_conflict="replace")
    driver.actions.export_again.trigger()
    box = driver.dialog(ErrorBox)
    assert box.sentence.text().endswith(
        "noisy.original.png cannot be written: it is the original; choose another name or folder."
    )
    box.reject()
    driver.editor.set_amount(Amount(0.3, 0.3))
    replace(driver)
    assert (tmp_path / "noisy.original.original.png").read_bytes() == original
    assert backup.read_bytes() not in (original, noisy_file.read_bytes())


def test_another_session_keeps_the_first_backup_too(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget
) -> None:
    original = noisy_file.read_bytes()
    pick_target(str(noisy_file))
    driver.open(noisy_file)
    driver.denoise()
    replace(driver)
    first = noisy_file.read_bytes()
    driver.actions.close.trigger()
    driver.open(noisy_file)
    driver.denoise()
    replace(driver)
    assert driver.window.toast.text == "Saved as noisy.png; the original is kept as noisy.original (2).png"
    assert (tmp_path / "noisy.original.png").read_bytes() == original
    assert (tmp_path / "noisy.original (2).png").read_bytes() == first


@pytest.mark.skipif(os.name != "posix", reason="POSIX links")
@pytest.mark.parametrize("kind", ["soft", "hard"])
def test_another_name_of_the_original_is_known(
    driver: Driver, noisy_file: Path, tmp_path: Path, pick_target: PickTarget, kind: str
) -> None:
    original, other = noisy_file.read_bytes(), tmp_path / "other.png"
    if kind == "soft":
        other.symlink_to(noisy_file)
    else:
        other.hardlink_to(noisy_file)
    pick_target(str(other))
    driver.open(noisy_file)
    driver.denoise()
    replace(driver)
    assert next(tmp_path.glob("*.original.png")).read_bytes() == original
    assert read_photo(other).size == driver.document.photo.size
    assert other.read_bytes() != original


def test_without_a_backup_nothing_is_replaced(
    driver: Driver, noisy_file: Path, pick_target: PickTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, opening = noisy_file.read_bytes(), Path.open

    def read_only(path: Path, mode: str = "r", *arguments: object) -> object:
        if "x" in mode:
            raise PermissionError(errno.EACCES, "no")
        return opening(path, mode, *arguments)  # type: ignore[call-overload]

    def no_link(*_: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    driver.open(noisy_file)
    driver.denoise()
    pick_target(str(noisy_file))
    monkeypatch.setattr(Path, "hardlink_to", no_link)
    monkeypatch.setattr(Path, "open", read_only)
    driver.actions.save_as.trigger()
    answer(driver, "Replace")
    box = driver.dialog(ErrorBox)
    assert "noisy.original.png cannot be written: you are not allowed to write in the folder" in box.sentence.text()
    assert noisy_file.read_bytes() == original
    assert driver.document.history.dirty


def test_closing_saves_over_the_original_on_request(driver: Driver, noisy_file: Path, pick_target: PickTarget) -> None:
    original = noisy_file.read_bytes()
    pick_target(str(noisy_file))
    driver.open(noisy_file)
    driver.denoise()
    driver.window.close()
    driver.answer(QMessageBox.StandardButton.Save)
    driver.wait(lambda: [box for box in driver._visible(QMessageBox) if box.text() == "Replace the original?"])
    box = driver._visible(QMessageBox)[-1]
    click(next(button for button in box.findChildren(QPushButton) if button.text().replace("&", "") == "Replace"))
    driver.wait(lambda: not driver.window.isVisible())
    assert noisy_file.with_name("noisy.original.png").read_bytes() == original
    assert np.abs(read_photo(noisy_file).pixels).max() > 0
