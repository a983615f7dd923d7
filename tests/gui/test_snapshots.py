"""The main screens, compared with pictures of them that somebody has looked at.

What differs on purpose is taken over with ``TINTYPE_SNAPSHOTS=write pytest tests/gui/test_snapshots.py``; look at the pictures
before they are committed. They are kept at a quarter of the size, where letters hardly count but every control does.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget

from tests.gui.driver import Driver, to_array
from tintype.engine import Amount
from tintype.gui.export_dialog import ExportDialog
from tintype.photo import Photo, write_photo

FOLDER = Path(__file__).parent / "snapshots"
FONT = "DejaVu Sans"
SCALE = 4
TOLERANCE = 12
"""In 8-bit levels; smoothing of edges differs by less from one version of Qt to the next."""

ODD = 0.004
"""Share of the pixels that may differ by more."""


@pytest.fixture(params=["dark", "light"])
def screen(driver: Driver, request: pytest.FixtureRequest, qapp: QApplication) -> Callable[[str, QWidget | None], None]:
    """Compares a widget, by default the window, with the picture of this name."""
    if QFontInfo(qapp.font()).family() != FONT:
        pytest.skip(f"the pictures were made with {FONT}, as it is installed by the README's list for Debian")
    driver.actions.themes[request.param].trigger()

    def compare(name: str, widget: QWidget | None = None) -> None:
        driver.window.status.chip.hide()  # it names the computer
        driver.window.toast.hide()
        shown = widget or driver.window
        qapp.processEvents()
        compare_with(FOLDER / f"{name}_{request.param}.png", to_array(shown.grab().toImage()))

    return compare


def compare_with(path: Path, grabbed: NDArray[np.uint8]) -> None:
    height, width = (side // SCALE for side in grabbed.shape[:2])
    small = cv2.resize(grabbed, (width, height), interpolation=cv2.INTER_AREA)
    if os.environ.get("TINTYPE_SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        cv2.imwrite(str(path), small[..., ::-1])
    known = cv2.imread(str(path))
    assert known is not None, f"{path.name} is missing; make it with TINTYPE_SNAPSHOTS=write"
    assert known.shape == small.shape
    odd = (np.abs(known[..., ::-1].astype(int) - small).max(axis=2) > TOLERANCE).mean()
    assert odd <= ODD, f"{odd:.1%} of {path.name} differs"


@pytest.fixture
def scene(tmp_path: Path) -> Path:
    """A noisy photo that is the same on every computer: fields of colour with a dark line."""
    rows, columns = np.mgrid[:320, :480].astype(np.float32)
    pixels = np.stack([rows / 400 + 0.1, columns / 600 + 0.1, 0.7 - rows / 640], axis=-1)
    pixels[150:156, 60:420] = 0.05
    pixels += np.random.default_rng(0).normal(0, 15 / 255, pixels.shape)
    path = tmp_path / "scene.png"
    write_photo(Photo(np.clip(pixels, 0, 1).astype(np.float32)), path)
    return path


Screen = Callable[..., None]


def test_empty(screen: Screen) -> None:
    screen("empty")


def test_denoised(driver: Driver, screen: Screen, scene: Path) -> None:
    driver.open(scene)
    driver.denoise()
    driver.actions.compare["upright"].trigger()
    driver.screen()
    screen("denoised")


def test_masked(driver: Driver, screen: Screen, scene: Path) -> None:
    driver.open(scene)
    driver.actions.mask.tools["brush"].trigger()
    driver.masks.set_brush(diameter=30, hardness=1.0)
    driver.drag((80, 153), (240, 153), (400, 153))
    driver.window.setFocus()
    driver.screen()
    screen("masked")


def test_history(driver: Driver, screen: Screen, scene: Path) -> None:
    driver.open(scene)
    driver.denoise()
    driver.editor.set_amount(Amount(0.8, 0.8))
    driver.window.sidebar.show_panel(2)
    driver.screen()
    screen("history")


def test_strip(driver: Driver, screen: Screen, scene: Path) -> None:
    scene.with_name("other.png").write_bytes(scene.read_bytes())
    scene.with_name("broken.png").write_bytes(b"no picture")
    driver.open(scene)
    thumbnails = driver.window.browsing.strip.thumbnails
    driver.wait(lambda: all(thumbnails.of(path) for path in (scene, scene.with_name("other.png"))))
    driver.wait(lambda: scene.with_name("broken.png") in driver.window.browsing.browser.failures)
    driver.screen()
    screen("strip")


def test_export(driver: Driver, screen: Screen, scene: Path) -> None:
    driver.open(scene)
    driver.actions.export.trigger()
    dialog = driver.dialog(ExportDialog)
    driver.wait(lambda: "px" in dialog.preview.facts.text())
    dialog.form.folder.setText("/photos")  # it is elsewhere on every computer
    dialog.preview.name.setText("/photos/scene_copy.png")
    screen("export", dialog)
    dialog.close()


@pytest.mark.parametrize("name", ["shortcuts", "preferences", "models"])
def test_dialogs(driver: Driver, screen: Screen, name: str) -> None:
    getattr(driver.actions, name).trigger()
    dialog = driver.dialog(QDialog)
    for field in dialog.findChildren(QLineEdit, options=Qt.FindChildOption.FindDirectChildrenOnly):
        field.setText("/models")
    screen(name, dialog)
    dialog.close()
