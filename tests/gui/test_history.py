"""The history as a list, driven by mouse and keys."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from tests.gui.driver import Driver, click
from tintype.document.history import EARLIER, Entry
from tintype.document.recipe import Recipe
from tintype.document.state import Finding, State
from tintype.engine import Amount, DenoiseSettings
from tintype.geometry import Region
from tintype.gui.history_names import name, title
from tintype.photo import Pixels

CONTROL = Qt.KeyboardModifier.ControlModifier
Role = Qt.ItemDataRole


class History:
    """What a user sees of it, and does to it."""

    def __init__(self, driver: Driver) -> None:
        self.panel = driver.window.history_panel
        self.list = self.panel.list
        driver.window.sidebar.show_panel(2)

    def column(self, role: int) -> list[object]:
        model = self.panel.model
        return [model.data(model.index(row), role) for row in range(model.rowCount())]

    @property
    def names(self) -> list[object]:
        return self.column(Role.DisplayRole)

    @property
    def present(self) -> int:
        assert self.list.selectionModel().selectedRows() == [self.list.currentIndex()]
        return self.list.currentIndex().row()

    def click(self, row: int) -> None:
        index = self.panel.model.index(row)
        self.list.scrollTo(index)
        click(self.list.viewport(), self.list.visualRect(index).center())


def after(driver: Driver) -> Pixels:
    return driver.document.render("after", 0, Region.of(driver.document.photo.size)).copy()


@pytest.fixture
def worked(driver: Driver, noisy_file: Path) -> Driver:
    """Denoised, two amounts, and a stroke."""
    driver.open(noisy_file)
    driver.denoise()
    driver.editor.set_amount(Amount(0.8, 0.8))
    driver.editor.set_amount(Amount(0.5, 0.25))
    driver.masks.set_brush(diameter=10, hardness=1.0)
    driver.masks.paint_stroke((20, 20), (60, 20), (5, 5), subtract=False)
    driver.masks.end_stroke()
    return driver


def test_it_lists_all_that_was_done(worked: Driver) -> None:
    history = History(worked)
    level = (worked.document.measured or 0) * 255
    assert history.names == ["Opened", f"Denoised (level {level:.1f}, fast)", "Amount 80 %", "Amount 50 % / 25 %", "Stroke"]
    assert history.present == 4
    assert worked.actions.undo.text() == "&Undo Stroke"
    assert worked.actions.undo.toolTip() == "Undo Stroke (Ctrl+Z)"
    assert worked.actions.redo.text() == "&Redo"
    worked.undo()
    assert history.present == 3
    assert worked.actions.undo.text() == "&Undo Amount"
    assert worked.actions.redo.text() == "&Redo Stroke"


def test_a_click_goes_there_and_back_in_one_step(worked: Driver) -> None:
    history, mask, last = History(worked), worked.coverage.copy(), after(worked)
    runs = len(worked.engine.runs)
    history.click(0)
    assert history.present == worked.document.history.position == 0
    assert worked.document.mask.empty
    np.testing.assert_array_equal(after(worked), worked.document.photo.pixels)
    assert not worked.actions.undo.isEnabled()
    history.click(2)
    assert worked.editor.draft.amount == Amount(0.8, 0.8)
    assert worked.panel.luminance.value == 80
    history.click(4)
    np.testing.assert_array_equal(worked.coverage, mask)
    np.testing.assert_array_equal(after(worked), last)
    assert len(worked.engine.runs) == runs
    assert len(history.names) == 5


def test_what_was_undone_is_dimmed_until_something_else_is_done(worked: Driver) -> None:
    history = History(worked)
    history.click(2)
    fonts = history.column(Role.FontRole)
    assert [isinstance(font, QFont) and font.italic() for font in fonts] == [False, False, False, True, True]
    assert [isinstance(font, QFont) and font.bold() for font in fonts] == [False, False, True, False, False]
    assert [brush is not None for brush in history.column(Role.ForegroundRole)] == [False, False, False, True, True]
    spoken = history.column(Role.AccessibleTextRole)
    assert spoken[2:] == ["Amount 80 %, present", "Amount 50 % / 25 %, undone", "Stroke, undone"]
    worked.editor.set_amount(Amount(0.1, 0.1))
    assert history.names[2:] == ["Amount 80 %", "Amount 10 %"]
    assert history.present == 3


def test_arrow_keys_move_and_enter_does_not_fill(worked: Driver) -> None:
    history = History(worked)
    assert history.list.accessibleName() == "History"
    history.list.setFocus()
    QTest.keyClick(history.list, Qt.Key.Key_Up)
    QTest.keyClick(history.list, Qt.Key.Key_Up)
    assert worked.document.history.position == history.present == 2
    QTest.keyClick(history.list, Qt.Key.Key_Home)
    assert worked.document.history.position == 0
    QTest.keyClick(history.list, Qt.Key.Key_End)
    assert worked.document.history.position == 4
    assert not worked.document.mask.empty
    QTest.keyClick(history.list, Qt.Key.Key_Return)
    assert not worked.editor.busy
    assert not worked.engine.fills


def test_the_present_state_stays_in_sight(worked: Driver) -> None:
    history = History(worked)
    for number in range(60):
        worked.editor.set_amount(Amount(number / 100, number / 100))
    viewport = history.list.viewport().rect()
    assert viewport.contains(history.list.visualRect(history.panel.model.index(history.present)))
    assert not viewport.intersects(history.list.visualRect(history.panel.model.index(0)))
    history.click(0)
    assert viewport.contains(history.list.visualRect(history.panel.model.index(0)))


def test_the_saved_state_is_marked(worked: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    history = History(worked)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "saved.png"), ""))
    history.click(2)
    worked.key(Qt.Key.Key_S, CONTROL)
    worked.wait(lambda: worked.window.toast.text == "Saved as saved.png")
    assert history.names[2:4] == ["Amount 80 %  ·  saved", "Amount 50 % / 25 %"]
    assert not worked.window.isWindowModified()
    history.click(3)
    assert worked.window.isWindowModified()
    assert history.names[2] == "Amount 80 %  ·  saved"


def test_going_elsewhere_drops_what_runs(worked: Driver) -> None:
    history = History(worked)
    worked.editor.set_noise(60 / 255)
    worked.begin_denoising()
    history.click(3)  # the mask alone differs
    assert worked.editor.busy
    history.click(0)
    assert not worked.editor.busy
    worked.engine.held = False
    assert worked.document.history.position == 0


def test_what_the_cache_lost_is_inferred_for_the_last_state_alone(worked: Driver) -> None:
    history, last = History(worked), after(worked)
    history.click(0)
    worked.document.forget("blur")
    runs = len(worked.engine.runs)
    history.click(4)
    worked.wait(lambda: not worked.editor.busy)
    assert len(worked.engine.runs) == runs + 1
    np.testing.assert_allclose(after(worked), last, atol=1e-6)
    assert len(history.names) == 5
    assert history.present == 4


def test_another_photo_has_another_history(worked: Driver, smooth_file: Path) -> None:
    history = History(worked)
    worked.document.history.mark_saved()
    worked.open(smooth_file)
    assert history.names == ["Opened"]
    assert history.present == 0
    assert history.panel.isEnabled()
    worked.key(Qt.Key.Key_W, CONTROL)
    worked.wait(lambda: worked.editor.document is None)
    assert history.names == []
    assert not history.panel.isEnabled()
    assert history.panel.sentence.text() == "Open a photo to begin."


@pytest.mark.parametrize(
    ("change", "state", "expected"),
    [
        ("", State(), "Opened"),
        (EARLIER, State(), "Earlier steps"),
        ("denoise", State(Recipe((DenoiseSettings(quality="best"),))), "Denoised (best)"),
        ("denoise", State(Recipe((DenoiseSettings(noise=0.1, model="mine"),))), "Denoised (level 25.5, mine)"),
        ("find", State(finding=Finding(1, 50)), "Damage found"),
        ("find", State(finding=Finding(1, 50, anything=False)), "No damage found"),
        ("sensitivity", State(finding=Finding(1, 60)), "Sensitivity 60"),
        ("another", State(), "Another variant"),
        ("best", State(), "Best of 4 variants"),
        ("shrink", State(), "Mask shrunk"),
        ("recipe", State(), "Recipe applied"),
        ("reset", State(), "Reset"),
    ],
)
def test_names(change: str, state: State, expected: str) -> None:
    assert name(Entry(state, change), None) == expected
    assert title(change) or not change
