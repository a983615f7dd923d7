"""Nothing stays of a window that was closed."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.gui.driver import CountingEngine, Driver
from tintype.document.document import Document
from tintype.gui.main_window import MainWindow
from tintype.gui.settings import Settings
from tintype.gui.theme import Themes


def use_and_close(qtbot: QtBot, engine: CountingEngine, themes: Themes, photo: Path) -> weakref.ref[Document]:
    """Denoise, fill, open each dialog; then leave without saving."""
    window = MainWindow(engine, Settings(photo.with_name("settings.ini")), themes)
    window.show()
    driver = Driver(qtbot, window, engine)
    document = driver.open(photo)
    driver.denoise()
    driver.masks.choose("brush")
    driver.masks.set_brush(diameter=10, hardness=1.0)
    driver.drag((20, 20), (60, 24))
    driver.fill()
    for action in (driver.actions.preferences, driver.actions.models, driver.actions.export, driver.actions.batch):
        action.trigger()
        QApplication.processEvents()
    for widget in QApplication.topLevelWidgets():
        if widget is not window:
            widget.close()
    window._may_close = True
    window.close()
    window.deleteLater()
    return weakref.ref(document)


def test_a_closed_window_leaves_nothing_behind(qtbot: QtBot, themes: Themes, engine: CountingEngine, noisy_file: Path) -> None:
    use_and_close(qtbot, engine, themes, noisy_file)  # what is made once and kept is made now
    threads, windows = threading.active_count(), len(QApplication.topLevelWidgets())
    documents = [use_and_close(qtbot, engine, themes, noisy_file) for _ in range(3)]
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        QApplication.processEvents()
        gc.collect()
    # By its type: ``isinstance`` asks objects for ``__class__``, and some libraries' answer with a warning.
    timers = [item for item in gc.get_objects() if issubclass(type(item), QTimer)]
    running = [timer for timer in timers if isValid(timer) and timer.isActive()]
    assert [timer for timer in running if not isinstance(timer.parent(), QApplication)] == []
    assert threading.active_count() <= threads
    assert len(QApplication.topLevelWidgets()) <= windows
    assert [document for document in documents if document() is not None] == []
