"""The filmstrip with all that belongs to it in a window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from tintype.document.desk import Desk
from tintype.gui.actions import Actions
from tintype.gui.browser import Browser
from tintype.gui.editor import Editor
from tintype.gui.failed_page import FailedPage
from tintype.gui.files import Files
from tintype.gui.filmstrip import Filmstrip
from tintype.gui.jobs import Jobs
from tintype.gui.settings import Settings
from tintype.gui.theme import Theme
from tintype.gui.toast import Toast


class Browsing(QObject):
    """Connects browser, strip and keys.

    Attributes:
        browser: knows the photos.
        strip: to be put below the photo.
        failed_page: to be put in the place of a photo that cannot be opened.
    """

    def __init__(self, window: QWidget, jobs: Jobs, settings: Settings, files: Files, desk: Desk, toast: Toast) -> None:
        """Make the parts."""
        super().__init__(window)
        self._settings = settings
        self._files = files
        self.browser = Browser(window, jobs, settings, files, desk, toast)
        self.strip = Filmstrip(self.browser, jobs, lambda: settings.bytes_for_reading)
        self.failed_page = FailedPage()
        self.failed_page.discard_asked.connect(self._discard)
        self.strip.set_on(settings.filmstrip)

    def connect_to(self, actions: Actions, editor: Editor, canvas: QWidget) -> None:
        """Let the actions do what they say; the arrow keys mean photos only where nothing else needs them."""
        self._actions = actions
        browser = self.browser
        actions.open_folder.triggered.connect(browser.ask_folder)
        actions.next.triggered.connect(lambda: browser.step(1))
        actions.previous.triggered.connect(lambda: browser.step(-1))
        actions.first.triggered.connect(lambda: browser.go_to_end(last=False))
        actions.last.triggered.connect(lambda: browser.go_to_end(last=True))
        actions.filmstrip.triggered.connect(self._show_strip)
        going = [actions.previous, actions.next, actions.first, actions.last]
        for action in going:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        for widget in (canvas, self.strip, self.failed_page):
            widget.addActions(going)
        for signal in (editor.document_changed, editor.recipe_changed):
            signal.connect(lambda: self._refresh_mark(editor))
        browser.changed.connect(self._refresh)
        self._refresh()

    def set_theme(self, theme: Theme) -> None:
        """Draw in a theme's colours."""
        self.strip.set_theme(theme)

    def _refresh(self) -> None:
        roll = self.browser.roll
        self._actions.next.setEnabled(roll.stepped(1) is not None)
        self._actions.previous.setEnabled(roll.stepped(-1) is not None)
        self._actions.first.setEnabled(len(roll.photos) > 1)
        self._actions.last.setEnabled(len(roll.photos) > 1)
        self._actions.filmstrip.setChecked(self._settings.filmstrip)

    def _refresh_mark(self, editor: Editor) -> None:
        if editor.document is not None and editor.document.path is not None:
            self.browser.marks_changed.emit(editor.document.path)

    def _show_strip(self, on: bool) -> None:
        self._settings.filmstrip = on
        self.strip.set_on(on)

    def _discard(self, path: Path) -> None:
        self._files.discard(path)
        self._files.browse_to(path)
