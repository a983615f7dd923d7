from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from tests.gui.driver import Driver, click, double_click
from tests.models import write_denoiser
from tintype.engine import Amount, Catalogue, DenoiseSettings, ModelSpec
from tintype.errors import NoModel
from tintype.gui.error_box import ErrorBox
from tintype.gui.main_window import MainWindow
from tintype.gui.preferences_dialog import PreferencesDialog
from tintype.gui.settings import Settings


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINTYPE_MODELS", raising=False)


@pytest.fixture
def restart(driver: Driver, make_window: Callable[[], MainWindow]) -> Callable[[], MainWindow]:
    """Another window on the same settings; the engine, which is the same, forgets what it was told."""

    def again() -> MainWindow:
        driver.window.settings.sync()
        driver.engine.tile_memory = None
        window = make_window()
        window.preferences_dialog.show()
        return window

    return again


def preferences(driver: Driver) -> PreferencesDialog:
    driver.key(Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    return driver.dialog(PreferencesDialog)


def close(driver: Driver, dialog: PreferencesDialog) -> None:
    dialog.reject()
    driver.window.activateWindow()
    driver.wait(driver.window.isActiveWindow)


def choose(drop_down: QComboBox, text: str) -> None:
    drop_down.setFocus()
    while drop_down.currentText() != text:
        before = drop_down.currentIndex()
        QTest.keyClick(drop_down, Qt.Key.Key_Down)
        if drop_down.currentIndex() == before:
            QTest.keyClick(drop_down, Qt.Key.Key_Home)


# --- each preference has its effect, and survives a restart ---


def test_the_device_is_used_and_kept(driver: Driver, noisy_file: Path, restart: Callable[[], MainWindow]) -> None:
    driver.wait(lambda: driver.editor.device)
    driver.open(noisy_file)
    driver.denoise()
    dialog = preferences(driver)
    choose(dialog.device, "CPU")
    driver.wait(lambda: driver.editor.device and driver.editor.device.wish == "cpu")
    assert driver.window.status.chip.toolTip().startswith("The device that runs the model")
    close(driver, dialog)
    driver.denoise()
    assert driver.engine.runs[-1].device == "cpu"
    driver.undo()
    assert driver.editor.draft.device == "cpu"
    driver.actions.reset.trigger()
    assert driver.editor.draft.device == "cpu"
    window = restart()
    assert window.editor.draft.device == "cpu"
    assert window.preferences_dialog.device.currentText() == "CPU"


def test_the_gpu_of_earlier_versions_was_called_cuda(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "old.ini")
    settings.denoise = DenoiseSettings(device="cuda")
    assert settings.denoise.device == "gpu"


def test_the_theme_is_shared_with_the_menu(driver: Driver, restart: Callable[[], MainWindow]) -> None:
    dialog = preferences(driver)
    choose(dialog.theme, "Light")
    assert driver.actions.themes["light"].isChecked()
    light = driver.window.grab().toImage().pixelColor(600, 12).lightness()
    driver.actions.themes["dark"].trigger()
    assert dialog.theme.currentText() == "Dark"
    assert driver.window.grab().toImage().pixelColor(600, 12).lightness() < 80 < 180 < light
    assert restart().preferences_dialog.theme.currentText() == "Dark"


def test_the_panel_starts_with_the_quality_and_the_amount(
    driver: Driver, noisy_file: Path, restart: Callable[[], MainWindow]
) -> None:
    dialog = preferences(driver)
    choose(dialog.quality, "Best")
    for row, percent in ((dialog.luminance, 80), (dialog.colour, 60), (dialog.detail, 30)):
        row.field.setFocus()
        row.field.selectAll()
        QTest.keyClicks(row.field, str(percent))
        QTest.keyClick(row.field, Qt.Key.Key_Return)
    assert driver.panel.quality.buttons["best"].isChecked()
    assert (driver.panel.luminance.value, driver.panel.colour.value) == (80, 60)
    close(driver, dialog)
    driver.open(noisy_file)
    driver.editor.set_amount(Amount(0.2, 0.2))
    driver.open(noisy_file)
    assert driver.editor.draft.amount == Amount(0.8, 0.6, 0.3)
    driver.denoise()
    assert (driver.engine.runs[-1].quality, driver.engine.runs[-1].amount) == ("best", Amount(0.8, 0.6, 0.3))
    driver.panel.detail.field.setValue(50)
    double_click(driver.panel.detail.label)
    assert driver.panel.detail.value == 30
    window = restart()
    assert window.panel.quality.buttons["best"].isChecked()
    assert (window.panel.luminance.value, window.panel.colour.value, window.panel.detail.value) == (80, 60, 30)
    assert window.preferences_dialog.colour.value == 60
    assert window.preferences_dialog.detail.value == window.panel.detail.value == 30
    double_click(window.preferences_dialog.detail.label)
    double_click(window.preferences_dialog.colour.label)
    assert window.editor.defaults.amount == Amount(0.8, 1.0, 0.0)


def test_a_photo_that_takes_more_memory_than_is_allowed(
    driver: Driver, tmp_path: Path, restart: Callable[[], MainWindow]
) -> None:
    large = tmp_path / "large.png"
    Image.new("L", (6000, 5000)).save(large)
    dialog = preferences(driver)
    assert not dialog.photo_memory.field.isEnabled()
    click(dialog.photo_memory.automatic)
    dialog.photo_memory.field.selectAll()
    QTest.keyClicks(dialog.photo_memory.field, "300")
    QTest.keyClick(dialog.photo_memory.field, Qt.Key.Key_Return)
    close(driver, dialog)
    driver.drop(large)
    box = driver.dialog(ErrorBox)
    assert "reading it takes 480 MB, and 300 MB may be used" in box.sentence.text()
    box.close()
    window = restart()
    assert (window.preferences_dialog.photo_memory.field.value(), window.settings.bytes_for_reading) == (300, 300_000_000)
    click(window.preferences_dialog.photo_memory.automatic)
    assert window.settings.bytes_for_reading is None


def test_less_memory_means_smaller_tiles(
    driver: Driver, noisy_file: Path, restart: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    limits: list[int | None] = []

    def tile_side(model: ModelSpec, free: int, most: int | None) -> int:
        limits.append(most)
        return 512

    monkeypatch.setattr("tintype.engine.engine.tile_side", tile_side)
    driver.open(noisy_file)
    driver.denoise()
    dialog = preferences(driver)
    assert not dialog.tile_memory.field.isEnabled()
    click(dialog.tile_memory.automatic)
    dialog.tile_memory.field.selectAll()
    QTest.keyClicks(dialog.tile_memory.field, "128")
    QTest.keyClick(dialog.tile_memory.field, Qt.Key.Key_Return)
    dialog.reject()
    driver.editor.set_noise(0.2)
    driver.wait(lambda: len(driver.engine.runs) == 2 and not driver.editor.busy)
    assert limits == [None, 128 * 2**20]
    window = restart()
    assert window.editor.engine.tile_memory == 128 * 2**20
    assert (window.preferences_dialog.tile_memory.field.value(), window.preferences_dialog.tile_memory.automatic.isChecked()) == (
        128,
        False,
    )
    click(window.preferences_dialog.tile_memory.automatic)
    assert window.editor.engine.tile_memory is None


def test_another_model_folder_is_looked_into(
    driver: Driver, tmp_path: Path, models: Path, restart: Callable[[], MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    write_denoiser(folder / "mine.onnx", id="mine", title="Mine")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    dialog = preferences(driver)
    click(dialog.choose_folder)
    driver.wait(lambda: driver.panel.quality.own.isVisibleTo(driver.panel))
    assert dialog.folder.text() == str(folder)
    driver.engine.catalogue = Catalogue([models])
    window = restart()
    assert [model.id for model in window.editor.own_models] == ["mine"]
    assert window.preferences_dialog.folder.text() == str(folder)


def test_the_environment_goes_first(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setenv("TINTYPE_MODELS", str(tmp_path / "named"))
    driver.window.settings.model_folder = tmp_path / "chosen"
    dialog = preferences(driver)
    assert dialog.folder.text() == str(tmp_path / "named")
    assert not dialog.choose_folder.isEnabled()
    assert "TINTYPE_MODELS names this folder" in dialog.folder_note.text()
    click(dialog.open_folder)
    assert [Path(url.toLocalFile()) for url in opened] == [tmp_path / "named"]
    assert (tmp_path / "named").is_dir()


def test_a_folder_that_cannot_be_made_is_told(driver: Driver, noisy_file: Path) -> None:
    driver.window.settings.model_folder = noisy_file / "models"
    click(preferences(driver).open_folder)
    assert "cannot be made" in driver.dialog(ErrorBox).sentence.text()


def test_restore_defaults(driver: Driver, restart: Callable[[], MainWindow]) -> None:
    dialog = preferences(driver)
    geometry = driver.window.settings.geometry = driver.window.saveGeometry()
    choose(dialog.device, "CPU")
    choose(dialog.theme, "Light")
    choose(dialog.quality, "Best")
    click(dialog.tile_memory.automatic)
    click(dialog.restore)
    for window in (driver.window, restart()):
        dialog = window.preferences_dialog
        shown = [drop_down.currentText() for drop_down in (dialog.device, dialog.theme, dialog.quality)]
        assert shown == ["Automatic", "As the system", "Fast"]
        assert dialog.tile_memory.automatic.isChecked()
        assert window.panel.quality.buttons["fast"].isChecked()
        assert window.settings.geometry == geometry


def test_nonsense_in_the_file(settings_path: Path) -> None:
    settings_path.write_text(
        "[General]\ndevice=abacus\nquality=7\nluminance=80\ncolour=x\ntile_memory=1\nmodel_folder=relative\n"
    )
    settings = Settings(settings_path)
    assert (settings.denoise.device, settings.denoise.quality, settings.denoise.amount) == ("auto", "fast", Amount())
    assert settings.tile_memory is None
    assert settings.model_folder is None


def test_every_control_has_a_name_and_a_place_in_the_tab_order(driver: Driver) -> None:
    dialog = preferences(driver)
    controls: list[QWidget] = [
        dialog.device,
        dialog.speed_test.button,
        dialog.tile_memory.automatic,
        dialog.tile_memory.field,
        dialog.quality,
    ]
    controls += [
        dialog.luminance.slider,
        dialog.colour.field,
        dialog.theme,
        dialog.folder,
        dialog.open_folder,
        dialog.choose_folder,
    ]
    for control in controls:
        assert control.accessibleName(), control
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


# --- the speed test ---


def test_the_test_button_shows_what_ran_and_how_quickly(driver: Driver) -> None:
    dialog = preferences(driver)
    click(dialog.speed_test.button)
    assert dialog.speed_test.result.text() == "Testing…"
    assert not dialog.speed_test.button.isEnabled()
    driver.wait(dialog.speed_test.button.isEnabled)
    choice = driver.engine.device()
    assert re.fullmatch(re.escape(choice.label) + r": \d+\.\d MP/s", dialog.speed_test.result.text())
    assert dialog.speed_test.reason.text() == choice.reason
    choose(dialog.device, "CPU")
    assert not dialog.speed_test.isVisible()
    click(dialog.speed_test.button)
    driver.wait(dialog.speed_test.button.isEnabled)
    assert dialog.speed_test.result.text().startswith("CPU (")
    assert not dialog.speed_test.reason.isVisible()
    assert driver.engine.runs[-1].device == "cpu"


def test_the_test_says_why_it_does_not_work(driver: Driver, tmp_path: Path) -> None:
    driver.engine.catalogue = Catalogue([tmp_path])
    dialog = preferences(driver)
    click(dialog.speed_test.button)
    driver.wait(dialog.speed_test.button.isEnabled)
    assert dialog.speed_test.reason.text() == str(NoModel("denoise"))


def test_closing_the_dialog_stops_the_test(driver: Driver) -> None:
    dialog = preferences(driver)
    driver.engine.held = True
    click(dialog.speed_test.button)
    driver.wait(driver.engine.inside.is_set)
    dialog.reject()
    driver.engine.device("cpu")  # waits for what runs
    assert not dialog.speed_test.result.text()


# --- diagnostics ---


def test_diagnostics_are_on_the_clipboard(driver: Driver, noisy_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    driver.open(noisy_file)
    driver.denoise()
    assert driver.actions.diagnostics in driver.window.status.chip.actions()
    driver.actions.diagnostics.trigger()
    driver.wait(lambda: driver.window.toast.text == "Diagnostics copied")
    text = QGuiApplication.clipboard().text()
    lines = text.splitlines()
    assert lines[0].startswith("tintype: ")
    assert f"  label: {driver.engine.device().label}" in lines
    assert lines[-2] == "model: blur"
    assert re.fullmatch(r"last time: \d+ ms/MP", lines[-1])
    assert str(noisy_file) not in text
    from tintype.__main__ import main

    assert main(["doctor"]) == 0
    names = [line.partition(":")[0] for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert names == [line.partition(":")[0] for line in lines if not line.startswith(" ")][:-2]


def test_diagnostics_work_without_a_model(driver: Driver, tmp_path: Path) -> None:
    driver.engine.catalogue = Catalogue([tmp_path])
    driver.actions.diagnostics.trigger()
    driver.wait(lambda: driver.window.toast.text == "Diagnostics copied")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[-2:] == [f"model: {NoModel('denoise')}", "last time: none"]


# --- the start ---


def test_the_window_is_there_before_what_it_does_not_need() -> None:
    code = (
        f"import sys; sys.path[:0] = {sys.path!r}; import tintype.__main__, tintype.gui.main_window; "
        "print([name for name in ('onnxruntime', 'numba', 'psutil', 'rawpy', 'tintype.cli.batch') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ("['onnxruntime']\n" if sys.platform == "win32" else "[]\n")
