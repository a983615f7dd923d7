"""What a user does in the Export dialog."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from tests.gui.driver import Driver, click
from tintype.gui.export_dialog import ExportDialog

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def exporting(driver: Driver) -> ExportDialog:
    driver.key(Qt.Key.Key_E, CONTROL | SHIFT)
    dialog = driver.dialog(ExportDialog)
    dialog.activateWindow()  # which the offscreen platform does not do by itself
    driver.wait(dialog.isActiveWindow)
    return dialog


def choose(drop_down: QComboBox, data: object) -> None:
    """With the keys."""
    drop_down.setFocus()
    QTest.keyClick(drop_down, Qt.Key.Key_Home)
    while drop_down.currentData() != data:
        before = drop_down.currentIndex()
        QTest.keyClick(drop_down, Qt.Key.Key_Down)
        assert drop_down.currentIndex() != before


def named(dialog: ExportDialog, template: str) -> None:
    dialog.form.template.setFocus()
    dialog.form.template.selectAll()
    QTest.keyClicks(dialog.form.template, template)


def export(driver: Driver, dialog: ExportDialog, told: str) -> None:
    click(dialog.export)
    finished(driver, told)


def finished(driver: Driver, told: str) -> None:
    driver.wait(lambda: driver.window.toast.text.startswith(told))


def sized(driver: Driver, dialog: ExportDialog) -> str:
    """The facts, once they are reckoned."""
    driver.wait(lambda: "px" in dialog.preview.facts.text())
    return dialog.preview.facts.text()
