from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMessageBox

from tests.gui.driver import CountingEngine, Driver, click
from tests.models import write_denoiser
from tintype.engine import Catalogue
from tintype.gui.error_box import ErrorBox
from tintype.gui.models_dialog import ModelsDialog


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, which is not there yet."""
    monkeypatch.setenv("TINTYPE_MODELS", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def engine(models: Path, own: Path) -> CountingEngine:
    return CountingEngine(Catalogue([models, own]))


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    training = {"data": [{"name": "My camera", "licence": "CC0"}, "nonsense"]}
    return write_denoiser(tmp_path / "export.onnx", id="mine", title="<b>Mine</b>", training=training)


@pytest.fixture
def added(driver: Driver, mine: Path) -> Driver:
    """The window with one own model."""
    driver.drop(mine)
    driver.wait(lambda: driver.editor.own_models)
    return driver


def models_dialog(driver: Driver) -> ModelsDialog:
    driver.actions.models.trigger()
    return driver.dialog(ModelsDialog)


def names(dialog: ModelsDialog) -> list[str]:
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def on_card(dialog: ModelsDialog) -> list[str]:
    return [text.text() for text in dialog.card.viewport().findChildren(QLabel)]


def press(driver: Driver, text: str) -> None:
    box = driver.dialog(QMessageBox)
    click(next(button for button in box.buttons() if button.text().replace("&", "") == text))


def choose_own(driver: Driver) -> None:
    driver.panel.quality.own.setFocus()
    QTest.keyClick(driver.panel.quality.own, Qt.Key.Key_Down)


# --- the dialog ---


def test_the_dialog_shows_every_model_with_its_card(added: Driver) -> None:
    dialog = models_dialog(added)
    assert names(dialog) == ["Come with Tintype", "Blur", "Detail", "Mean", "Your own", "<b>Mine</b>"]
    assert dialog.model is not None
    assert dialog.model.id == "mine"
    for _ in range(3):
        QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    assert dialog.model is not None
    assert dialog.model.id == "blur"
    texts = on_card(dialog)
    assert texts[:2] == ["Blur", "Replaces fine detail by its local mean, the more the higher the noise level."]
    assert {"Denoise", "MIT", "blur, version 1", "0.1 kMAC a pixel", "none, noise 25", "PSNR 20.00 dB, SSIM 0.5"} <= set(texts)
    assert "The model does not tell." in texts
    assert dialog.card.viewport().findChildren(QLineEdit)[0].text() == str(dialog.model.path)
    assert not dialog.remove_button.isEnabled()
    for _ in range(3):
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.model is not None
    assert dialog.model.id == "mine"
    assert dialog.remove_button.isEnabled()
    assert {"<b>Mine</b>", "My camera", "CC0"} <= set(on_card(dialog))


def test_add_with_the_button(driver: Driver, own: Path, mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def pick(parent: object, title: str, folder: str, filters: str) -> tuple[str, str]:
        asked.append(filters)
        return str(mine), ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", pick)
    dialog = models_dialog(driver)
    click(dialog.add_button)
    driver.wait(lambda: dialog.model is not None and dialog.model.id == "mine")
    assert asked == ["Models (*.onnx)"]
    assert dialog.toast.text == "Added the model <b>Mine</b>"
    assert not driver.window.toast.text
    assert (own / "mine.onnx").read_bytes() == mine.read_bytes()


def test_a_file_dropped_on_the_dialog_is_added(driver: Driver, mine: Path) -> None:
    dialog = models_dialog(driver)
    driver.drop(mine, on=dialog)
    driver.wait(lambda: dialog.toast.text == "Added the model <b>Mine</b>")
    assert names(dialog)[-1] == "<b>Mine</b>"


def test_the_dialog_takes_models_alone(driver: Driver, noisy_file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(noisy_file))])
    button, key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, button, key)
    QApplication.sendEvent(models_dialog(driver), entering)
    assert not entering.isAccepted()


def test_a_model_and_a_photo_dropped_on_the_window(driver: Driver, mine: Path, noisy_file: Path) -> None:
    driver.drop(mine, noisy_file)
    driver.wait(lambda: driver.window.toast.text == "Added the model <b>Mine</b>")
    assert "mine" in [model.id for model in driver.editor.own_models]
    driver.wait(lambda: driver.editor.document)


# --- refusals and questions ---


def test_a_refusal_is_told_in_the_error_box(driver: Driver, own: Path, tmp_path: Path) -> None:
    clash = write_denoiser(tmp_path / "clash.onnx")
    dialog = models_dialog(driver)
    driver.drop(clash, on=dialog)
    box = driver.dialog(ErrorBox)
    assert box.parent() is dialog
    assert box.sentence.text().startswith(f"{clash} cannot be used as a model: its id blur is that of a model that comes with")
    assert box.sentence.text().endswith(".")
    assert not dialog.toast.text
    assert not own.exists()


def test_another_with_the_same_id_replaces_it_after_a_question(added: Driver, mine: Path, own: Path) -> None:
    model = onnx.load(mine)
    spec = json.loads(model.metadata_props[0].value)
    model.metadata_props[0].value = json.dumps({**spec, "title": "Better"})
    onnx.save(model, mine)
    dialog = models_dialog(added)
    added.drop(mine, on=dialog)
    press(added, "Cancel")
    added.wait(lambda: not dialog.findChildren(QMessageBox))
    assert (own / "mine.onnx").read_bytes() != mine.read_bytes()
    added.drop(mine, on=dialog)
    press(added, "Replace")
    added.wait(lambda: "Better" in names(dialog))
    assert (own / "mine.onnx").read_bytes() == mine.read_bytes()
    assert "<b>Mine</b>" not in names(dialog)


def test_removing_asks_first(added: Driver, own: Path) -> None:
    dialog = models_dialog(added)
    dialog.list.setCurrentRow(dialog.list.count() - 1)
    click(dialog.remove_button)
    press(added, "Cancel")
    added.wait(lambda: not dialog.findChildren(QMessageBox))
    assert (own / "mine.onnx").exists()
    click(dialog.remove_button)
    press(added, "Remove")
    added.wait(lambda: dialog.toast.text == "Removed the model <b>Mine</b>")
    assert not list(own.iterdir())
    assert names(dialog) == ["Come with Tintype", "Blur", "Detail", "Mean"]
    assert not added.panel.quality.isVisibleTo(added.panel)


# --- the panel ---


def test_an_own_model_is_chosen_in_the_panel(added: Driver, noisy_file: Path, noisy_pixels: np.ndarray) -> None:
    quality = added.panel.quality
    added.open(noisy_file)
    assert quality.own.isVisibleTo(added.panel)
    assert not quality.buttons["best"].isVisibleTo(added.panel)
    assert quality.buttons["fast"].isChecked()
    assert (quality.own.currentIndex(), quality.own.accessibleName()) == (-1, "Other model")
    choose_own(added)
    assert quality.own.currentText() == "<b>Mine</b>"
    assert not quality.buttons["fast"].isChecked()
    added.denoise()
    assert added.document.shown is not None
    assert added.document.shown.denoised.model.id == "mine"
    step = added.document.recipe.denoise
    assert step is not None
    assert step.model == "mine"
    click(quality.buttons["fast"])
    assert quality.buttons["fast"].isChecked()
    assert quality.own.currentIndex() == -1
    added.wait(lambda: added.document.shown is not None and added.document.shown.denoised.model.id == "blur")
    added.undo()
    assert quality.own.currentText() == "<b>Mine</b>"


def test_the_choice_stays_for_the_next_photo_and_goes_with_reset(added: Driver, noisy_file: Path, smooth_file: Path) -> None:
    added.open(noisy_file)
    choose_own(added)
    added.open(smooth_file)
    assert added.editor.draft.model == "mine"
    added.actions.reset.setEnabled(True)
    added.actions.reset.trigger()
    assert added.panel.quality.buttons["fast"].isChecked()


def test_a_replaced_model_does_its_work_again(added: Driver, noisy_file: Path, noisy_pixels: np.ndarray, mine: Path) -> None:
    added.open(noisy_file)
    choose_own(added)
    added.denoise()
    model = onnx.load(mine)
    model.graph.node[-1].output[0] = "unused"
    model.graph.node.append(onnx.helper.make_node("Identity", ["picture"], ["restored"]))
    onnx.save(model, mine)
    added.drop(mine)
    press(added, "Replace")
    added.wait(lambda: len(added.engine.runs) == 2 and not added.editor.busy)
    assert added.document.shown is not None
    np.testing.assert_array_equal(added.document.shown.denoised.restored, noisy_pixels)


def test_a_model_that_is_gone_gives_way_to_the_fast_one(added: Driver, noisy_file: Path) -> None:
    added.open(noisy_file)
    added.denoise()
    choose_own(added)
    added.wait(lambda: len(added.engine.runs) == 2 and not added.editor.busy)
    added.window.own_models.ask_remove(added.editor.own_models[0])
    press(added, "Remove")
    added.wait(lambda: added.document.shown is not None and added.document.shown.denoised.model.id == "blur")
    assert added.panel.quality.buttons["fast"].isChecked()
    assert added.editor.draft.model is None
    added.undo()
    added.wait(lambda: not added.editor.busy and not added.document.pending)
    assert added.document.shown is not None
    assert added.document.shown.denoised.model.id == "blur"
    assert added.no_dialog()


def test_a_file_that_somebody_else_deleted_gives_way_too(added: Driver, own: Path, noisy_file: Path) -> None:
    added.open(noisy_file)
    choose_own(added)
    (own / "mine.onnx").unlink()
    added.denoise()
    assert added.document.shown is not None
    assert added.document.shown.denoised.model.id == "blur"
    assert added.panel.quality.buttons["fast"].isChecked()
    assert added.no_dialog()
