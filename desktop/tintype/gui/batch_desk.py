"""The batch as the main window sees it: opened, added to, shown while it runs, and stopped at the end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QMessageBox, QStatusBar, QToolButton, QWidget

from tintype.document.recipe import Recipe
from tintype.gui.editor import Editor
from tintype.gui.settings import Settings
from tintype.gui.theme import Themes
from tintype.gui.toast import Toast
from tintype.gui.widgets import named

if TYPE_CHECKING:
    from tintype.gui.batch_runner import BatchRunner
    from tintype.gui.batch_window import BatchWindow


class BatchDesk(QObject):
    """Makes the batch's window when it is first wanted.

    Attributes:
        open_asked: the result at this path is to be opened.
        button: in the status bar, while a batch runs or waits to be gone on with.
    """

    open_asked = Signal(object)

    def __init__(
        self, main: QWidget, editor: Editor, settings: Settings, themes: Themes, toast: Toast, status: QStatusBar
    ) -> None:
        """``main`` owns the dialogs, ``toast`` is its own."""
        super().__init__(main)
        self._main = main
        self._editor = editor
        self._settings = settings
        self._themes = themes
        self._toast = toast
        self._window: BatchWindow | None = None
        self.button = named(QToolButton(), self.tr("Batch"), "batch_button")
        self.button.setToolTip(self.tr("Show the batch"))
        self.button.clicked.connect(self.open)
        status.addPermanentWidget(self.button)
        self._show_button()
        editor.recipe_changed.connect(self._offer_recipe)
        editor.draft_changed.connect(self._offer_recipe)

    @property
    def window(self) -> BatchWindow:
        """The batch's window; where a batch was not finished it shows that one."""
        if self._window is None:
            from tintype.gui.batch_settings import BatchSettings  # loaded here, for the main window opens sooner without them
            from tintype.gui.batch_window import BatchWindow

            last = BatchSettings.from_json(self._settings.batch)
            unfinished = self._settings.batch_left > 0
            window = self._window = BatchWindow(
                self._editor,
                last if unfinished else last.emptied(),
                self._themes,
                lambda: self._settings.bytes_for_reading,
            )
            window.open_asked.connect(self._open_result)
            window.progressed.connect(self._show_button)
            window.runner.started.connect(self._remember)
            window.ended.connect(self._ended)
            self._offer_recipe()
        return self._window

    @property
    def running(self) -> bool:
        """Whether a batch runs."""
        return self._window is not None and self._window.runner.running

    def open(self) -> None:
        """Show the window."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def add_open_photo(self) -> None:
        """Add the open photo, and propose to do to all what was done to it."""
        document = self._editor.document
        if document is None:
            return
        if document.path is None:
            self._toast.show_message(self.tr("A pasted picture is no file yet; save it, and open it from there."), "warning")
            return
        self.open()
        if not self.running:
            self.window.form.choose("photo")
        self.window.add([document.path])

    def _offer_recipe(self) -> None:
        if self._window is not None:
            self._window.form.offer_recipe(self._recipe())

    def _recipe(self) -> Recipe | None:
        """What is done to the open photo, or what the panel would do to it."""
        document = self._editor.document
        if document is None:
            return None
        return document.recipe if document.recipe.steps else document.recipe.with_denoise(self._editor.draft)

    def _open_result(self, path: Path) -> None:
        self._main.activateWindow()
        self._main.raise_()
        self.open_asked.emit(path)

    # --- what the main window shows ---

    def _show_button(self) -> None:
        window = self._window
        if window is not None and window.runner.running:
            self.button.setText(self._run_in_words(window.runner))
        else:
            left = self._settings.batch_left if window is None else 0
            self.button.setText(self.tr("Continue batch: {0} to do").format(left) if left else "")
        self.button.setVisible(bool(self.button.text()))

    def _run_in_words(self, runner: BatchRunner) -> str:
        if runner.looking and not runner.paused:
            return self.tr("Batch: looking for new photos")
        text = self.tr("Batch paused: {0} of {1}") if runner.paused else self.tr("Batch: {0} of {1}")
        return text.format(*runner.counts)

    def _ended(self, told: str) -> None:
        self._remember()
        window = self._window
        if window is not None and not (window.isVisible() and window.isActiveWindow()):
            self._toast.show_message(self.tr("Batch ended. {0}").format(told))
            QApplication.alert(window)

    def _remember(self) -> None:
        """The settings, and how much is left, for the next start."""
        if self._window is not None:
            self._settings.batch = self._window.form.settings.to_json()
            self._settings.batch_left = self._window.waiting if self._window.was_started else 0
            self._settings.sync()  # a power cut may come

    # --- the end ---

    def leave(self, then: Callable[[], None]) -> None:
        """Do ``then`` once the batch may be stopped: at once where none runs, or after a question."""
        if not self.running:
            then()
            return
        button = QMessageBox.StandardButton
        box = QMessageBox(self._main, icon=QMessageBox.Icon.NoIcon)
        box.setWindowTitle(self.tr("Batch"))
        box.setText(self.tr("A batch is running. Stop it and quit?"))
        box.setInformativeText(self.tr("All finished photos stay, and the batch can be gone on with at the next start."))
        box.setStandardButtons(button.Yes | button.Cancel)
        box.button(button.Yes).setText(self.tr("Stop and Quit"))
        box.setDefaultButton(button.Cancel)
        box.finished.connect(lambda answer: then() if answer == button.Yes else None)
        box.finished.connect(box.deleteLater)
        box.open()

    def shut_down(self) -> None:
        """Stop what runs, and close the window."""
        if self._window is not None:
            self._window.close()
            self._window.runner.shut_down()
            self._remember()
            self._window.deleteLater()  # it has no parent that would do it
            self._window = None
