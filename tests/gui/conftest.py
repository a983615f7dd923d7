from __future__ import annotations

import os

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

import tintype.gui  # noqa: F401  # the order of imports that the application keeps
from tests.gui.driver import CountingEngine, Driver, PickTarget
from tests.gui.queue_driver import Queue, clean, noisy
from tests.models import write_denoiser, write_detector, write_filler
from tintype.engine import Catalogue
from tintype.gui.main_window import MainWindow
from tintype.gui.settings import Settings
from tintype.gui.theme import Themes
from tintype.photo import Photo, write_photo

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            # the offscreen platform warns about itself whenever a window gets a minimum size, or comes to the front
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", r"support raise\(\)", extend=True))


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx")
    write_filler(folder / "fill.onnx")
    write_detector(folder / "detect.onnx")
    return folder


@pytest.fixture
def engine(models: Path) -> CountingEngine:
    return CountingEngine(Catalogue([models]))


@pytest.fixture
def settings_path(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


@pytest.fixture(scope="session")
def themes(qapp: QApplication) -> Themes:
    return Themes(qapp, "system")


@pytest.fixture
def make_window(qtbot: QtBot, themes: Themes, engine: CountingEngine, settings_path: Path) -> Iterator[Callable[[], MainWindow]]:
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        settings = Settings(settings_path)
        themes.choose(settings.theme)
        window = MainWindow(engine, settings, themes, settings_path.with_name("sessions"))
        window.resize(1000, 700)
        window.show()
        windows.append(window)
        qtbot.addWidget(window, before_close_func=lambda w: setattr(w, "_may_close", True))
        return window

    yield make
    for window in windows:
        window.jobs.shut_down()
    themes.choose("system")


@pytest.fixture
def driver(qtbot: QtBot, make_window: Callable[[], MainWindow], engine: CountingEngine) -> Driver:
    return Driver(qtbot, make_window(), engine)


@pytest.fixture
def pick_target(monkeypatch: pytest.MonkeyPatch) -> PickTarget:
    """The platform's dialog for saving, which no test can drive; ``chosen`` begins the format that the user picks."""
    proposals: list[str] = []

    def pick(answer: str, chosen: str = "", then: str | None = None) -> list[str]:
        def dialog(parent: object, title: str, proposal: str, filters: str, usual: str) -> tuple[str, str]:
            proposals.append(proposal)
            name = answer if then is None or len(proposals) == 1 else then
            return name, next(text for text in filters.split(";;") if text.startswith(chosen)) if chosen else usual

        monkeypatch.setattr(QFileDialog, "getSaveFileName", dialog)
        return proposals

    return pick


@pytest.fixture(scope="session")
def noisy_pixels() -> np.ndarray:
    """A smooth picture with noise of standard deviation 20 / 255."""
    rng = np.random.default_rng(1)
    rows, columns = np.mgrid[:96, :128].astype(np.float32)
    smooth = np.stack([rows / 192 + 0.25, columns / 256 + 0.25, np.full_like(rows, 0.5)], axis=-1)
    noisy = smooth + rng.normal(0, 20 / 255, smooth.shape)
    return (np.rint(np.clip(noisy, 0, 1) * 255) / 255).astype(np.float32)


@pytest.fixture
def smooth_file(tmp_path: Path) -> Path:
    """A photo of 500 x 400 pixels whose every pixel differs a little from its neighbours."""
    rows, columns = np.mgrid[:400, :500].astype(np.float32)
    pixels = np.stack([rows / 600 + 0.1, columns / 700 + 0.1, (rows + columns) / 1200], axis=-1)
    path = tmp_path / "smooth.png"
    write_photo(Photo(pixels), path)
    return path


@pytest.fixture
def noisy_file(tmp_path: Path, noisy_pixels: np.ndarray) -> Path:
    path = tmp_path / "noisy.png"
    write_photo(Photo(noisy_pixels), path)
    return path


@pytest.fixture
def opened(driver: Driver, smooth_file: Path) -> Driver:
    """A smooth photo is open, and the brush is hard."""
    driver.open(smooth_file)
    driver.masks.set_brush(diameter=40, hardness=1.0)
    return driver


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six noisy photos, a clean one, a broken one, and a text."""
    place = tmp_path / "scans"
    place.mkdir()
    for number in range(1, 7):
        noisy(number).save(place / f"{number}.png")
    clean().save(place / "clean.png")
    (place / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n, and no more")
    (place / "notes.txt").write_text("no photo")
    return place


@pytest.fixture
def queue(driver: Driver) -> Queue:
    return Queue(driver)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What the desktop was asked to show."""
    paths: list[Path] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: paths.append(Path(QUrl(url).toLocalFile())))
    return paths
