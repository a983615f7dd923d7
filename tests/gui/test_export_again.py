"""Export Again, what the Export dialog remembers, and where it cannot export."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel

from tests.gui.driver import Driver, click
from tests.gui.exporting import CONTROL, SHIFT, choose, export, exporting, finished
from tintype.gui.error_box import ErrorBox
from tintype.gui.export_dialog import ExportDialog
from tintype.gui.export_settings import ExportSettings
from tintype.gui.help_dialogs import shortcut_sheet
from tintype.photo import Photo, read_photo, write_photo

# --- Export Again, and what is remembered ---


def test_export_again_asks_the_first_time_only(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    driver.open(noisy_file)
    driver.key(Qt.Key.Key_E, CONTROL)
    dialog = driver.dialog(ExportDialog)
    choose(dialog.form.format, ".webp")
    export(driver, dialog, "Exported as noisy_copy.webp")
    driver.activate()
    driver.key(Qt.Key.Key_E, CONTROL)
    finished(driver, "Exported as noisy_copy (2).webp")
    assert driver.no_dialog()
    write_photo(Photo(np.full((20, 30, 3), 0.5, np.float32)), tmp_path / "other.png")
    driver.open(tmp_path / "other.png")
    driver.key(Qt.Key.Key_E, CONTROL)
    finished(driver, "Exported as other_copy.webp")
    assert read_photo(tmp_path / "other_copy.webp").size.width == 30


def test_two_exports_at_once_get_two_names(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    driver.window.settings.export = ExportSettings()
    driver.open(noisy_file)
    driver.actions.export_again.trigger()
    driver.actions.export_again.trigger()
    driver.wait(lambda: len(list(tmp_path.glob("noisy_copy*.jpg"))) == 2 and not driver.window.jobs._running)


def test_the_settings_are_remembered(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    chosen = ExportSettings(".avif", 16, 55, False, 100, False, tmp_path, "{stem} {date}", "replace")
    driver.window.settings.export = chosen
    driver.window.settings.sync()
    driver.open(noisy_file)
    dialog = exporting(driver)
    assert dialog.settings == chosen
    assert driver.window.settings.export == chosen


@pytest.mark.parametrize(
    "broken",
    [
        *(
            "",
            "{}",
            "[]",
            "null",
            "7",
            "{",
            '{"folder": null, "depth": 12}',
            '{"folder": 3}',
            '{"folder": null, "suffix": ".gif"}',
        ),
        *('{"folder": null, "quality": "x"}', '{"folder": null, "template": "/"}', '{"folder": null, "longest_side": 1}'),
        *('{"folder": null, "template": 5}', '{"folder": null, "suffix": []}', '{"folder": null, "other": 1}'),
    ],
)
def test_broken_settings_are_the_defaults(driver: Driver, noisy_file: Path, broken: str) -> None:
    driver.window.settings._store.setValue("export", broken)
    assert driver.window.settings.export is None
    driver.open(noisy_file)
    driver.key(Qt.Key.Key_E, CONTROL)
    assert driver.dialog(ExportDialog).settings == ExportSettings()


def test_settings_survive_as_json(tmp_path: Path) -> None:
    for settings in (ExportSettings(), ExportSettings(folder=tmp_path, longest_side=500)):
        assert ExportSettings.from_json(settings.to_json()) == settings


# --- folders ---


def test_a_folder_is_chosen(driver: Driver, noisy_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    album = tmp_path / "album"
    album.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(album))
    driver.open(noisy_file)
    dialog = exporting(driver)
    assert not dialog.form.choose.isEnabled()
    choose(dialog.form.place, True)
    click(dialog.form.choose)
    assert dialog.form.folder.text() == str(album)
    export(driver, dialog, "Exported as noisy_copy.jpg")
    assert [path.name for path in album.iterdir()] == ["noisy_copy.jpg"]


def test_a_folder_that_is_gone_is_told(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    driver.window.settings.export = ExportSettings(folder=gone)
    driver.open(noisy_file)
    driver.key(Qt.Key.Key_E, CONTROL)
    box = driver.dialog(ErrorBox)
    sentence = f"{gone / 'noisy_copy.jpg'} cannot be written: the folder {gone} does not exist."
    assert box.sentence.text() == sentence
    box.reject()
    driver.activate()
    dialog = exporting(driver)
    assert dialog.preview.problem.text() == sentence
    assert not dialog.export.isEnabled()
    choose(dialog.form.place, False)
    export(driver, dialog, "Exported as noisy_copy.jpg")


def test_a_folder_that_vanishes_meanwhile_is_told(driver: Driver, noisy_file: Path, tmp_path: Path) -> None:
    (tmp_path / "album").mkdir()
    driver.window.settings.export = ExportSettings(folder=tmp_path / "album")
    driver.open(noisy_file)
    dialog = exporting(driver)
    (tmp_path / "album").rmdir()
    click(dialog.export)
    assert "does not exist" in driver.dialog(ErrorBox).sentence.text()


def test_a_folder_that_is_closed_is_told(
    driver: Driver, noisy_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = Path.open

    def read_only(path: Path, mode: str = "r", *arguments: object) -> object:
        if "x" in mode:
            raise PermissionError(errno.EACCES, "no")
        return opening(path, mode, *arguments)  # type: ignore[call-overload]

    driver.open(noisy_file)
    dialog = exporting(driver)
    monkeypatch.setattr(Path, "open", read_only)
    click(dialog.export)
    assert f"you are not allowed to write in the folder {tmp_path}" in driver.dialog(ErrorBox).sentence.text()
    assert [path.name for path in tmp_path.glob("noisy*")] == ["noisy.png"]


# --- the rest ---


def test_a_pasted_picture_is_exported_to_the_last_folder(driver: Driver, tmp_path: Path) -> None:
    driver.window.settings.folder = tmp_path
    driver.window.files.open_photo(Photo(np.full((30, 40, 3), 0.5, np.float32)))
    driver.wait(lambda: driver.editor.document is not None)
    dialog = exporting(driver)
    export(driver, dialog, "Exported as pasted_copy.jpg")
    assert (tmp_path / "pasted_copy.jpg").exists()


def test_a_result_that_is_not_there_yet_is_not_exported(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    driver.denoise()
    step = driver.document.recipe.denoise
    assert step is not None
    driver.document.apply(replace(step, noise=0.3), "denoise")
    driver.key(Qt.Key.Key_E, CONTROL | SHIFT)
    assert driver.window.toast.text == "The denoising is not done yet; export when it is."
    assert driver.no_dialog()


def test_without_a_photo_nothing_is_offered(driver: Driver, noisy_file: Path) -> None:
    for action in (driver.actions.export, driver.actions.export_again):
        assert not action.isEnabled()
    driver.open(noisy_file)
    for action in (driver.actions.export, driver.actions.export_again):
        assert action.isEnabled()


def test_the_keys_are_in_the_menu_and_on_the_sheet(driver: Driver) -> None:
    entries = {entry.text().replace("&", ""): entry for entry in dict(driver.actions.menus())["File"]}
    assert entries["Export…"] is driver.actions.export
    assert entries["Export Again"] is driver.actions.export_again
    sheet = shortcut_sheet(driver.actions, driver.window)
    texts = {text.text() for text in sheet.findChildren(QLabel)}
    assert {"Export", "Ctrl+Shift+E", "Export Again", "Ctrl+E"} <= texts
    sheet.deleteLater()


def test_every_control_has_a_name(driver: Driver, noisy_file: Path) -> None:
    driver.open(noisy_file)
    form = exporting(driver).form
    drop_downs = (form.format, form.bits, form.sizing, form.metadata, form.place, form.conflict)
    for control in (*drop_downs, form.side, form.folder, form.choose, form.template, form.quality.slider, form.quality.field):
        assert control.accessibleName()
