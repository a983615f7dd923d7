"""Recipes between photos: copied, pasted, saved, loaded, dropped, and the same by command line and batch."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from tests.gui.driver import Driver
from tintype.__main__ import main
from tintype.document.recipe import Recipe, RepairSettings
from tintype.document.recipe_file import write_recipe
from tintype.engine import Amount, DenoiseSettings
from tintype.geometry import Region
from tintype.gui.error_box import ErrorBox
from tintype.photo import Photo, Pixels, write_photo

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier

BOTH = Recipe((RepairSettings(40.0), DenoiseSettings(amount=Amount(0.8, 0.9))))


def write_scratched(path: Path, level: float, row: int) -> Path:
    """A smooth photo with noise of this level in 8-bit units, and a scratch."""
    rows, columns = np.mgrid[:96, :128].astype(np.float32)
    pixels = np.stack([rows / 384 + 0.3, columns / 512 + 0.3, np.full_like(rows, 0.4)], axis=-1)
    pixels += np.random.default_rng(row).normal(0, level / 255, pixels.shape).astype(np.float32)
    pixels[row, 20:110] = 1
    write_photo(Photo(np.clip(pixels, 0, 1).astype(np.float32)), path)
    return path


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return write_scratched(tmp_path / "first.png", 8, 30)


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return write_scratched(tmp_path / "second.png", 14, 60)


@pytest.fixture
def pick(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], list[str]]:
    """Makes the dialogs answer with a file; returns what they were asked for so far."""
    asked: list[str] = []

    def answer(path: Path) -> list[str]:
        def dialog(_parent: object, _title: str, proposal: str, *_: str) -> tuple[str, str]:
            asked.append(proposal)
            return str(path), ""

        monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", dialog)
        return asked

    return answer


def after(driver: Driver) -> Pixels:
    return driver.document.render("after", 0, Region.of(driver.document.photo.size)).copy()


def copy(driver: Driver) -> None:
    driver.key(Qt.Key.Key_C, CONTROL | ALT)


def paste(driver: Driver) -> None:
    driver.key(Qt.Key.Key_V, CONTROL | ALT)


def applied(driver: Driver) -> None:
    driver.wait(lambda: not driver.editor.busy and driver.window.toast.text.startswith("Applied the recipe"))


def work_by_hand(driver: Driver) -> None:
    """Find damage, fill it, denoise, and take a little of it back."""
    driver.key(Qt.Key.Key_F, CONTROL)
    driver.wait(lambda: not driver.document.mask.empty)
    driver.window.mask_controls.finder.set_sensitivity(40.0)
    driver.window.mask_controls.finder.end_drag()
    driver.fill()
    driver.denoise()
    driver.editor.set_amount(Amount(0.8, 0.9))


def test_a_recipe_goes_to_another_photo_and_is_undone_in_one_step(driver: Driver, first: Path, second: Path) -> None:
    assert not driver.actions.copy_recipe.isEnabled()
    assert not driver.actions.paste_recipe.isEnabled()
    driver.open(first)
    work_by_hand(driver)
    copy(driver)
    assert driver.window.toast.text == "Copied the recipe"
    assert Recipe.from_json(QGuiApplication.clipboard().text()) == BOTH
    driver.document.history.mark_saved()
    document = driver.open(second)
    paste(driver)
    applied(driver)
    assert document.recipe == BOTH
    assert driver.engine.runs[-1].profile == document.profile  # its own, not the other photo's
    assert len(document.state.fills) == 1
    assert not document.pending
    assert after(driver)[60, 40:90].max() < 0.8
    assert driver.panel.luminance.value == 80
    assert driver.actions.undo.text() == "&Undo Recipe"
    result = after(driver)
    driver.undo()
    assert document.state.picture == (Recipe(), ())
    np.testing.assert_array_equal(after(driver), document.photo.pixels)
    assert not driver.actions.undo.isEnabled()
    runs = len(driver.engine.runs)
    driver.key(Qt.Key.Key_Y, CONTROL)
    np.testing.assert_array_equal(after(driver), result)
    assert len(driver.engine.runs) == runs


def test_window_command_line_and_batch_give_the_same_bytes(
    driver: Driver,
    second: Path,
    tmp_path: Path,
    models: Path,
    pick: Callable[[Path], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver.open(second)
    work_by_hand(driver)
    by_hand, recipe = tmp_path / "by_hand.png", tmp_path / "old prints.tintype.json"
    pick(by_hand)
    driver.key(Qt.Key.Key_S, CONTROL)
    driver.wait(lambda: driver.window.toast.text == "Saved as by_hand.png")
    asked = pick(tmp_path / "old prints")
    driver.actions.save_recipe.trigger()
    driver.wait(lambda: driver.window.toast.text == "Saved as old prints.tintype.json")
    assert asked[-1] == str(tmp_path / "second.tintype.json")
    monkeypatch.setenv("TINTYPE_MODELS", str(models))
    monkeypatch.setattr("tintype.engine.catalogue.standard_folders", lambda: [models])
    words = ["--recipe", str(recipe)]
    assert main(["apply", str(second), "-o", str(tmp_path / "applied.png"), *words]) == 0
    assert main(["batch", str(second), "-o", str(tmp_path / "batch"), *words]) == 0
    assert (tmp_path / "applied.png").read_bytes() == by_hand.read_bytes()
    assert (tmp_path / "batch" / "second.png").read_bytes() == by_hand.read_bytes()
    driver.actions.close.trigger()  # otherwise what was done to it would still be there
    driver.open(second)
    pick(recipe)
    driver.actions.load_recipe.trigger()
    applied(driver)
    pick(tmp_path / "loaded.png")
    driver.key(Qt.Key.Key_S, CONTROL)
    driver.wait(lambda: driver.window.toast.text == "Saved as loaded.png")
    assert (tmp_path / "loaded.png").read_bytes() == by_hand.read_bytes()


def test_a_dropped_recipe_is_applied_to_the_open_photo(driver: Driver, first: Path, second: Path, tmp_path: Path) -> None:
    recipe = tmp_path / "prints.tintype.json"
    write_recipe(BOTH, recipe)
    driver.drop(recipe)
    assert driver.window.toast.text == "Open a photo first; a recipe is applied to the photo that is open."
    driver.open(first)
    driver.drop(recipe)
    applied(driver)
    assert driver.document.recipe == BOTH
    driver.document.history.mark_saved()
    driver.drop(second, recipe)
    assert driver.window.toast.text == "One recipe at a time can be applied, once the photo is open."
    driver.wait(lambda: driver.document.path == second)
    assert driver.document.recipe == Recipe()


def test_fills_painted_by_hand_stay_where_they_are(driver: Driver, first: Path) -> None:
    driver.open(first)
    driver.masks.paint_stroke((64, 80), (70, 80), (4, 4), subtract=False)
    driver.masks.end_stroke()
    driver.fill()
    copy(driver)
    assert driver.window.toast.text.startswith("Fills painted by hand stay with their photo;")
    driver.denoise()
    copy(driver)
    assert driver.window.toast.text == "Copied the recipe; fills painted by hand stay with this photo."
    assert Recipe.from_json(QGuiApplication.clipboard().text()) == Recipe((DenoiseSettings(),))
    painted = driver.document.state.fills
    QGuiApplication.clipboard().setText(BOTH.to_json())
    paste(driver)
    applied(driver)
    repaired = driver.document.state.fills
    assert repaired[:1] == painted
    assert repaired[1].repair == RepairSettings(40.0)
    assert driver.document.recipe == BOTH
    searches, runs = driver.engine.searches, len(driver.engine.runs)
    QGuiApplication.clipboard().setText(BOTH.with_denoise(DenoiseSettings(amount=Amount(0.2, 0.2))).to_json())
    paste(driver)
    assert driver.document.recipe.denoise == DenoiseSettings(amount=Amount(0.2, 0.2))
    assert driver.document.state.fills == repaired
    assert (driver.engine.searches, len(driver.engine.runs)) == (searches, runs)  # nothing had to be done again


def test_another_variant_of_a_repair_is_in_the_recipe(driver: Driver, first: Path) -> None:
    driver.open(first)
    driver.key(Qt.Key.Key_F, CONTROL)
    driver.wait(lambda: not driver.document.mask.empty)
    driver.masks.paint_stroke((64, 80), (70, 80), (4, 4), subtract=False)  # touched up, it is a repair all the same
    driver.masks.end_stroke()
    driver.fill()
    driver.fill(Qt.Key.Key_T)
    assert driver.document.recipe == Recipe((RepairSettings(50.0, seed=1),))
    driver.undo()
    assert driver.document.recipe == Recipe((RepairSettings(50.0),))


def test_where_no_damage_is_found_a_stroke_is_no_repair(driver: Driver, smooth_file: Path) -> None:
    driver.open(smooth_file)
    driver.key(Qt.Key.Key_F, CONTROL)
    driver.wait(lambda: driver.window.toast.text.startswith("No damage was found"))
    driver.masks.paint_stroke((64, 80), (70, 80), (4, 4), subtract=False)
    driver.masks.end_stroke()
    driver.fill()
    assert driver.document.recipe == Recipe()
    QGuiApplication.clipboard().setText(Recipe((RepairSettings(30.0),)).to_json())
    paste(driver)
    applied(driver)
    assert driver.window.toast.text.endswith("no damage was found")
    assert driver.document.recipe == Recipe((RepairSettings(30.0),))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no recipe in the clipboard."),
        ("hello", "The recipe is 'hello', but it must be a JSON object."),
        (Recipe().to_json(), "This recipe holds no step."),
        ('{"format": 7, "steps": []}', "format is 7, but it must be 1 or 2."),
        (
            Recipe((DenoiseSettings(model="gone"),)).to_json(),
            "There is no model called gone; installed are: blur, detail, mean.",
        ),
    ],
)
def test_a_wrong_text_is_refused(driver: Driver, first: Path, text: str, sentence: str) -> None:
    driver.open(first)
    QGuiApplication.clipboard().setText(text)
    paste(driver)
    assert driver.window.toast.text == sentence
    assert not driver.editor.busy
    assert not driver.actions.undo.isEnabled()


def test_text_typed_elsewhere_will_do(driver: Driver, first: Path) -> None:
    driver.open(first)
    typed = {"format": 2, "steps": [{"step": "repair", "sensitivity": 40, "seed": 2}]}
    QGuiApplication.clipboard().setText(json.dumps(typed))
    paste(driver)
    applied(driver)
    assert driver.document.recipe == Recipe((RepairSettings(40.0, 2),))
    QGuiApplication.clipboard().setText(Recipe((RepairSettings(45.0),)).to_json())
    paste(driver)
    driver.wait(lambda: driver.document.recipe == Recipe((RepairSettings(45.0),)))
    assert len(driver.document.state.fills) == 1  # the earlier repair is replaced


def test_a_recipe_is_cancelled(driver: Driver, first: Path) -> None:
    driver.open(first)
    QGuiApplication.clipboard().setText(BOTH.to_json())
    driver.engine.held = True
    paste(driver)
    driver.wait(lambda: driver.panel.progress.percent.text() not in ("", "Applying the recipe… 0 %"))
    assert driver.panel.progress.percent.text().startswith("Applying the recipe…")
    driver.key(Qt.Key.Key_Escape)
    driver.engine.held = False
    assert not driver.editor.busy
    assert driver.document.recipe == Recipe()
    assert not driver.actions.undo.isEnabled()


def test_nothing_done_is_no_recipe(driver: Driver, first: Path, tmp_path: Path, pick: Callable[[Path], list[str]]) -> None:
    asked = pick(tmp_path / "none.tintype.json")
    driver.open(first)
    driver.actions.save_recipe.trigger()
    assert driver.window.toast.text.startswith("Nothing is done to this photo yet")
    assert not asked
    (tmp_path / "bad.tintype.json").write_text("[]")
    driver.drop(tmp_path / "bad.tintype.json")
    assert "cannot be used as a recipe" in driver.dialog(ErrorBox).sentence.text()
