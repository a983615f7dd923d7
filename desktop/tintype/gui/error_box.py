"""A failure that the user has to know of: one plain sentence, and details to copy for whoever helps."""

from __future__ import annotations

import platform
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication, Qt, qVersion
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from tintype.errors import TintypeError
from tintype.gui.error_texts import sentence_of
from tintype.gui.widgets import label, named
from tintype.version import version


class ErrorBox(QDialog):
    """One error; anything but a ``TintypeError`` is called a bug."""

    def __init__(self, error: BaseException, parent: QWidget | None = None) -> None:
        """Use ``open`` to show it without stopping the event loop."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Tintype"))
        expected = isinstance(error, TintypeError)
        self.details = details_of(error)
        title = label(self.tr("That did not work") if expected else self.tr("This is a bug in Tintype"), "title")
        unharmed = self.tr("Your photo files are unharmed. Please copy the details into a report.")
        self.sentence = QLabel(sentence_of(error) if isinstance(error, TintypeError) else unharmed)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.sentence.setWordWrap(True)
        self._text = named(QPlainTextEdit(self.details, readOnly=True), self.tr("Details"))
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setMinimumHeight(170)
        self._text.setVisible(not expected)
        self._text.setTabChangesFocus(True)
        font = QFont("monospace")
        font.setStyleHint(QFont.StyleHint.Monospace)
        self._text.setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        buttons = self._buttons(expected)
        for widget in (title, self.sentence, self._text, buttons):
            layout.addWidget(widget)
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
        self.setMinimumWidth(480)

    def _buttons(self, expected: bool) -> QDialogButtonBox:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        box.rejected.connect(self.reject)
        role = QDialogButtonBox.ButtonRole.ActionRole
        copy = box.addButton(self.tr("Copy Details"), role)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details))
        if expected:
            show = box.addButton(self.tr("Show Details"), role)
            show.clicked.connect(lambda: self._show_details(show))
        close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setDefault(True)
        return box

    def _show_details(self, button: QPushButton) -> None:
        self._text.show()
        button.hide()
        self.adjustSize()


def details_of(error: BaseException) -> str:
    """Versions and traceback."""
    trace = "".join(traceback.format_exception(error))
    versions = (f"Tintype {version()}", f"Python {platform.python_version()}", f"Qt {qVersion()}", platform.platform())
    return "\n".join(versions) + f"\n\n{trace}"


def show_error(error: BaseException, parent: QWidget | None) -> ErrorBox:
    """Open a box above ``parent``."""
    box = ErrorBox(error, parent)
    box.open()
    return box


def install_excepthook(parent: QWidget) -> None:
    """Show what would otherwise only be printed: exceptions in slots and event handlers. The work stays as it is.

    One box at a time, for what fails while painting fails again with each frame.
    """
    shown: list[ErrorBox] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:  # noqa: ARG001  # Python's signature
        if isinstance(error, KeyboardInterrupt):
            QCoreApplication.quit()
        elif not shown:
            shown.append(show_error(error, parent))
            shown[0].finished.connect(shown.clear)

    sys.excepthook = hook
