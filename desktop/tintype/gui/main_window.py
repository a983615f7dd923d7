"""The window: puts the parts together and connects them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedLayout, QVBoxLayout, QWidget

from tintype.document.desk import Desk
from tintype.document.state import State
from tintype.engine import Engine
from tintype.gui.actions import Actions, keys_of
from tintype.gui.batch_desk import BatchDesk
from tintype.gui.browsing import Browsing
from tintype.gui.canvas.canvas import Canvas
from tintype.gui.canvas.compare import Compare, Mode
from tintype.gui.canvas.picture import Picture
from tintype.gui.canvas.split import Peek
from tintype.gui.clipboard import paths_in
from tintype.gui.denoise_panel import DenoisePanel
from tintype.gui.diagnostics import copy_diagnostics
from tintype.gui.editor import Editor
from tintype.gui.error_box import show_error
from tintype.gui.exchange import Exchange
from tintype.gui.exporter import Exporter
from tintype.gui.file_dialogs import readable_formats
from tintype.gui.files import Files
from tintype.gui.help_dialogs import about, shortcut_sheet
from tintype.gui.history_names import title
from tintype.gui.history_panel import HistoryPanel
from tintype.gui.icons import icon
from tintype.gui.jobs import Jobs
from tintype.gui.keeping import Keeping
from tintype.gui.leaving import Leaving
from tintype.gui.mask_controls import MaskControls
from tintype.gui.mask_editor import MaskEditor
from tintype.gui.models_dialog import ModelsDialog
from tintype.gui.own_models import OwnModels
from tintype.gui.preferences import Preferences
from tintype.gui.preferences_dialog import PreferencesDialog
from tintype.gui.recent_menu import RecentMenu
from tintype.gui.recipes import Recipes
from tintype.gui.screen_colours import ScreenColours
from tintype.gui.settings import Settings
from tintype.gui.sidebar import Sidebar
from tintype.gui.status_bar import StatusBar
from tintype.gui.theme import Themes
from tintype.gui.toast import Toast
from tintype.gui.welcome import Welcome

AFTER_FIRST_PAINT_MS = 100
"""Loading the runtime holds the interpreter, and the window would be painted later by as much."""


class MainWindow(QMainWindow):
    """Tintype's window; one engine and one set of jobs belong to it."""

    def __init__(self, engine: Engine, settings: Settings, themes: Themes, sessions: Path | None = None) -> None:
        """Nothing is open at first; ``sessions`` is the folder for unsaved work, which is not kept without one."""
        super().__init__()
        self.setAcceptDrops(True)
        self.setObjectName("window")
        self.settings = settings
        self.themes = themes
        self.jobs = Jobs(self)
        self.editor = Editor(engine, self.jobs, self, settings.denoise)
        self.preferences = Preferences(settings, themes, self.jobs, self.editor)
        self.recent = RecentMenu(settings, self)
        self.actions_ = Actions(self, self.recent)
        self.masks = MaskEditor(self.editor, settings)
        self.canvas = Canvas(self.masks)
        self.welcome = Welcome(readable_formats(), keys_of(self.actions_.open), keys_of(self.actions_.paste))
        self.panel = DenoisePanel(self.editor, self.jobs, self.actions_.denoise, self.actions_.cancel)
        self.status = StatusBar(self.editor)
        self._stage = QWidget()
        self.toast = Toast(self._stage)
        self.desk = Desk()
        self.files = Files(self, self.jobs, settings, self.toast, self.desk)
        self.browsing = Browsing(self, self.jobs, settings, self.files, self.desk, self.toast)
        self.leaving = Leaving(self, self.files, self.desk, engine, self.jobs, settings, self.toast)
        self.keeping = self._make_keeping(sessions) if sessions else None
        self.exporter = Exporter(self, self.jobs, settings, self.toast, self.editor)
        self.own_models = OwnModels(self, self.jobs, self.editor)
        self.models_dialog = ModelsDialog(self, self.editor, self.own_models)
        self.preferences_dialog = PreferencesDialog(self, self.preferences, self.jobs)
        self.exchange = Exchange(self, self.jobs, self.files, self.own_models, self.toast)
        self.mask_controls = MaskControls(self, self.jobs, settings, self.toast, self.editor, self.masks, self.actions_)
        self.recipes = Recipes(self, self.jobs, settings, self.toast, self.editor)
        self.history_panel = HistoryPanel(self.editor)
        self.batch = BatchDesk(self, self.editor, settings, themes, self.toast, self.status)
        self.sidebar = Sidebar()
        self.screen_colours = ScreenColours(self)
        self._may_close = False
        self._lay_out()
        self._connect()
        self._follow_theme()
        self.canvas.set_compare(Compare().to(settings.compare))
        self._refresh_actions()
        self.resize(1280, 820)
        self.restoreGeometry(settings.geometry)
        QTimer.singleShot(AFTER_FIRST_PAINT_MS, self, self.editor.find_device)
        if self.keeping is not None:
            QTimer.singleShot(0, self, self.keeping.look)

    def _make_keeping(self, sessions: Path) -> Keeping:
        return Keeping(self, sessions, self.files, self.browsing.browser, self.desk, self.jobs, self.toast)

    def _lay_out(self) -> None:
        self._pages = QStackedLayout(self._stage)
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.canvas)
        self._pages.addWidget(self.browsing.failed_page)
        self.sidebar.add(self.tr("Denoise"), self.panel)
        self.sidebar.add(self.tr("Fill"), self.mask_controls.panel)
        self.sidebar.add(self.tr("History"), self.history_panel, tall=True)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        if self.keeping is not None:
            column.addWidget(self.keeping.bar)
        column.addWidget(self._stage, 1)
        column.addWidget(self.browsing.strip)
        row.addLayout(column, 1)
        row.addWidget(self.sidebar)
        self.setCentralWidget(central)
        self.setStatusBar(self.status)

    def _connect(self) -> None:
        self._connect_files()
        self._connect_view()
        self.browsing.connect_to(self.actions_, self.editor, self.canvas)
        if self.keeping is not None:
            self.keeping.connect_to(self.editor, self.masks, self.files)
        self.mask_controls.connect_to(self.canvas, self.sidebar)
        self.recipes.connect_to(self.actions_)
        self.exchange.recipe_given.connect(self.recipes.load_file)
        actions, editor = self.actions_, self.editor
        actions.undo.triggered.connect(editor.undo)
        actions.redo.triggered.connect(editor.redo)
        actions.denoise.triggered.connect(editor.denoise)
        actions.cancel.triggered.connect(editor.cancel)
        actions.reset.triggered.connect(editor.reset)
        actions.models.triggered.connect(self.models_dialog.open)
        actions.preferences.triggered.connect(self.preferences_dialog.open)
        self.preferences.changed.connect(self._follow_preferences)
        self.preferences.failed.connect(lambda error: show_error(error, self.preferences_dialog))
        actions.diagnostics.triggered.connect(lambda: copy_diagnostics(editor, self.jobs, self.toast))
        self.status.chip.addActions([actions.diagnostics, actions.preferences])
        self.own_models.started.connect(lambda job, text: self._toast_in_sight().watch(job, text))
        self.own_models.told.connect(lambda text: self._toast_in_sight().show_message(text))
        actions.shortcuts.triggered.connect(lambda: shortcut_sheet(actions, self).open())
        actions.about.triggered.connect(lambda: about(self).open())
        editor.refused.connect(lambda text: self.toast.show_message(text, "warning"))
        editor.told.connect(self.toast.show_message)
        editor.failed.connect(lambda error: show_error(error, self))
        for signal in (editor.document_changed, editor.mask_changed, editor.recipe_changed, editor.started, editor.ended):
            signal.connect(self._refresh_actions)
        editor.recipe_changed.connect(self.canvas.update)
        for choice, action in actions.themes.items():
            action.triggered.connect(lambda _=False, choice=choice: self.preferences.set_theme(choice))
        self.themes.changed.connect(self._follow_theme)
        self.screen_colours.changed.connect(self._follow_screen)
        self._follow_screen()

    def _connect_files(self) -> None:
        actions, files = self.actions_, self.files
        actions.open.triggered.connect(files.ask_open)
        self.welcome.open_asked.connect(files.ask_open)
        actions.save.triggered.connect(files.save)
        actions.save_as.triggered.connect(lambda _: files.save_as())
        actions.export.triggered.connect(self.exporter.ask)
        actions.export_again.triggered.connect(self.exporter.again)
        actions.close.triggered.connect(files.close_photo)
        actions.batch.triggered.connect(self.batch.open)
        actions.add_to_batch.triggered.connect(self.batch.add_open_photo)
        self.batch.open_asked.connect(files.open_path)
        actions.quit.triggered.connect(self.close)
        actions.copy.triggered.connect(lambda: self.exchange.copy(self.canvas.picture) if self.canvas.picture else None)
        actions.paste.triggered.connect(self.exchange.paste)
        files.opened.connect(self._show)
        files.unopened.connect(self._show_failure)
        files.saved.connect(self.status.refresh)
        files.saved.connect(self._refresh_actions)
        files.saved.connect(self.history_panel.refresh)
        files.recent_changed.connect(self.recent.refresh)
        self.recent.chosen.connect(files.open_path)

    def _connect_view(self) -> None:
        actions, canvas = self.actions_, self.canvas
        actions.fit.triggered.connect(canvas.zoom_to_fit)
        actions.actual.triggered.connect(lambda: canvas.zoom_to(1.0))
        actions.toggle_zoom.triggered.connect(lambda _: canvas.toggle_zoom())
        actions.zoom_in.triggered.connect(lambda: canvas.zoom_step(True))
        actions.zoom_out.triggered.connect(lambda: canvas.zoom_step(False))
        actions.split.triggered.connect(lambda _: self._show_compare(canvas.compare.cycled()))
        for mode, action in actions.compare.items():
            action.triggered.connect(lambda _=False, mode=mode: self._choose_compare(mode))
        actions.peek.triggered.connect(lambda on: canvas.set_peek(Peek(on)))
        actions.full_screen.triggered.connect(lambda on: self.showFullScreen() if on else self.showNormal())
        canvas.view_changed.connect(lambda: self.status.show_zoom(canvas.view.scale))
        canvas.view_changed.connect(lambda: self.editor.live.look_at(canvas.region_in_view))
        canvas.compare_changed.connect(self._refresh_actions)
        self.panel.dragging.connect(canvas.set_drafting)

    def _choose_compare(self, mode: Mode) -> None:
        """The difference is a look to be taken and left again by the same key."""
        compare = self.canvas.compare
        self._show_compare(compare.with_difference_toggled() if mode == "difference" else compare.to(mode))

    def _show_compare(self, compare: Compare) -> None:
        self.canvas.set_compare(compare)
        self.settings.compare = compare.mode

    def _toast_in_sight(self) -> Toast:
        return self.models_dialog.toast if self.models_dialog.isVisible() else self.toast

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Open a photo named on the command line, dropped or pasted; add a model."""
        self.exchange.take_files(paths)

    def _show(self, picture: Picture | None) -> None:
        self.canvas.show_picture(picture)
        self.editor.open(picture.document if picture else None)
        self._pages.setCurrentWidget(self.canvas if picture else self.welcome)
        if picture is not None:
            self.canvas.setFocus()

    def _show_failure(self, path: Path, error: Exception) -> None:
        """The canvas keeps its picture, and thereby its zoom, for the next photo."""
        page = self.browsing.failed_page
        page.show_failure(path, error)
        self._pages.setCurrentWidget(page)
        self.editor.open(None)
        page.setFocus()

    def _refresh_actions(self) -> None:
        actions, document = self.actions_, self.editor.document
        history = document.history if document else None
        on_photo = (actions.save, actions.save_as, actions.close, actions.copy, actions.denoise, actions.fit, actions.actual)
        zooming = (actions.toggle_zoom, actions.zoom_in, actions.zoom_out)
        exporting = (actions.export, actions.export_again, actions.add_to_batch)
        for action in (*on_photo, *zooming, *exporting, actions.split, *actions.compare.values(), actions.peek):
            action.setEnabled(document is not None)
        actions.undo.setEnabled(history is not None and history.undoable is not None)
        actions.redo.setEnabled(history is not None and history.redoable is not None)
        actions.name_steps(title(history.undoable if history else None), title(history.redoable if history else None))
        actions.reset.setEnabled(document is not None and document.state.picture != State().picture)
        actions.cancel.setEnabled(self.editor.busy)
        compare = self.canvas.compare
        actions.split.setChecked(compare.slides or compare.mode == "beside")
        actions.compare[compare.mode].setChecked(True)
        self.canvas.setAccessibleDescription("" if compare.mode == "off" else actions.compare[compare.mode].iconText())
        actions.peek.setChecked(self.canvas.peek.on)
        self.status.chip.set_theme(self.themes.theme)
        self._show_title()

    def _show_title(self) -> None:
        document = self.editor.document
        page = self.browsing.failed_page
        path = document.path if document else page.path if self._pages.currentWidget() is page else None
        name = path.name if path else self.tr("Pasted picture") if document else ""
        self.setWindowTitle(f"{name}[*] — Tintype" if name else "Tintype")
        self.setWindowModified(document is not None and document.history.dirty)

    # --- preferences and theme ---

    def _follow_preferences(self) -> None:
        self.actions_.themes[self.themes.choice].setChecked(True)

    def _follow_theme(self) -> None:
        theme = self.themes.theme
        self.actions_.set_theme(theme)
        self._follow_preferences()
        self.panel.link.setIcon(icon("link", QColor(theme.text), QColor(theme.faint)))
        self.welcome.set_colour(QColor(theme.muted))
        self.browsing.set_theme(theme)
        self.canvas.set_background(QColor(theme.canvas))
        self.status.chip.set_theme(theme)

    def _follow_screen(self) -> None:
        self.canvas.set_screen_profile(self.screen_colours.profile)
        self.status.show_colours(self.screen_colours.description)

    # --- keys, drag and drop ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key for the original goes down; it arrives here unless a text is being typed."""
        if not self._is_peek(event):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.canvas.set_peek(self.canvas.peek.pressed(time.monotonic()))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The key for the original goes up."""
        if not self._is_peek(event):
            super().keyReleaseEvent(event)
        elif not event.isAutoRepeat():
            self.canvas.set_peek(self.canvas.peek.released(time.monotonic()))

    def _is_peek(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Backslash and self.canvas.picture is not None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and pictures."""
        if Exchange.can_take(event.mimeData()):
            event.acceptProposedAction()
            self.welcome.set_hovered(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002  # Qt's signature
        """It went elsewhere."""
        self.welcome.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Open it, or take it as the mask."""
        self.welcome.set_hovered(False)
        event.acceptProposedAction()
        mask = self.mask_controls.dropped_mask(paths_in(event.mimeData()), event.position().toPoint())
        if mask is None:
            self.exchange.take(event.mimeData())
        else:
            self.mask_controls.files.load_file(mask)

    # --- end ---

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved changes, remember the geometry, stop the jobs."""
        if not self._may_close:
            event.ignore()
            self.leaving.leave_all(lambda: self.batch.leave(self._close))
            return
        self.settings.geometry = self.saveGeometry()
        self.hide()  # what has to be waited for, such as a photo being written, is not looked at
        self.batch.shut_down()
        self.settings.sync()
        self.jobs.shut_down()
        if self.keeping is not None:
            self.keeping.close()
        event.accept()

    def _close(self) -> None:
        self._may_close = True
        QTimer.singleShot(0, self, self.close)
