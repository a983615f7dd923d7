from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from PySide6.QtCore import Qt

from tests.gui.driver import Driver, click
from tintype.batch.journal import NAME
from tintype.gui.batch_form import BatchForm
from tintype.gui.batch_window import BatchWindow

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def noisy(seed: int, side: int = 64) -> Image.Image:
    rng = np.random.default_rng(seed)
    ramp = np.linspace(60, 190, side)[None, :, None] + rng.normal(0, 20, (side, side, 3))
    return Image.fromarray(np.clip(ramp, 0, 255).astype(np.uint8))


def clean(side: int = 64) -> Image.Image:
    return Image.fromarray(np.repeat(np.linspace(20, 230, side).astype(np.uint8)[None], side, axis=0))


def results(folder: Path) -> dict[str, bytes]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class Queue:
    """What a test does to the batch's window."""

    def __init__(self, driver: Driver) -> None:
        self.driver = driver
        driver.wait(driver.window.isActiveWindow)
        driver.key(Qt.Key.Key_B, CONTROL | SHIFT)
        self.window: BatchWindow = driver.window.batch.window
        self.runner, self.table, self.bar, self.form = (
            self.window.runner,
            self.window.table,
            self.window.bar,
            self.window.form,
        )
        driver.wait(self.window.isVisible)

    def wait(self, condition: Callable[[], Any]) -> None:
        self.driver.wait(condition)

    def drop(self, *paths: Path) -> None:
        self.driver.drop(*paths, on=self.window)

    def plan(self, *paths: Path) -> None:
        self.drop(*paths)
        self.wait_for_plan()

    def wait_for_plan(self) -> None:
        self.wait(self.bar.start.isEnabled)

    def run(self) -> None:
        click(self.bar.start)
        self.wait_for_end()

    def wait_for_end(self) -> None:
        self.wait(lambda: not self.runner.running)

    def hold(self) -> None:
        """Start, and come back while the engine is held inside the first photo."""
        self.driver.engine.held = True
        self.driver.engine.inside.clear()
        click(self.bar.start)
        self.wait(self.driver.engine.inside.is_set)

    def let_go(self) -> None:
        self.driver.engine.held = False

    def states(self) -> dict[str, str]:
        return {row.source.key: row.state for row in self.window.model.rows}

    def cell(self, key: str, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> Any:
        return self.window.model.index(list(self.states()).index(key), column).data(role)

    def select(self, *keys: str) -> None:
        self.table.clearSelection()
        flag = self.table.selectionModel().SelectionFlag
        for key in keys:
            place = self.window.model.index(list(self.states()).index(key), 0)
            self.table.selectionModel().select(place, flag.Select | flag.Rows)


LOW = 10 / 255
"""Noise level that the editor is set to where the photos of the batch have 20 / 255."""

ENDED = {
    **{f"{number}.png": "denoised" for number in range(1, 7)},
    "broken.png": "failed",
    "clean.png": "already clean",
}


def choose(form: BatchForm, drop_down: Any, choice: str) -> None:
    place = drop_down.findData(choice)
    drop_down.setCurrentIndex(place)
    drop_down.activated.emit(place)
