"""Everything the user can ask for, with its keys: the menus, the tool bar and the shortcut sheet are made from these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar

from tintype.gui.canvas.compare import Mode
from tintype.gui.icons import icon
from tintype.gui.language import tr
from tintype.gui.mask_actions import MaskActions
from tintype.gui.settings import ThemeChoice
from tintype.gui.theme import Theme

Keys = str | Sequence[str]

PEEK_KEY = "\\"


class Actions:
    """The window's actions; whoever carries one out connects to it."""

    def __init__(self, window: QMainWindow, recent: QMenu) -> None:
        """Make all actions, and put them into the window's menu bar and tool bar; ``recent`` becomes part of the File menu."""
        self._window = window
        self._drawings: dict[QAction, str] = {}
        self.open = self._make(tr("&Open…"), "Ctrl+O", "open")
        self.open_folder = self._make(tr("Open &Folder…"), "Ctrl+Shift+O")
        self.save = self._make(tr("&Save"), "Ctrl+S")
        self.save_as = self._make(tr("Save &As…"), "Ctrl+Shift+S", "save")
        self.export = self._make(tr("&Export…"), "Ctrl+Shift+E")
        self.export_again = self._make(tr("Export A&gain"), "Ctrl+E")
        self.close = self._make(tr("&Close Photo"), "Ctrl+W")
        self.batch = self._make(tr("&Batch…"), "Ctrl+Shift+B")
        self.add_to_batch = self._make(tr("Add &to Batch"), "Ctrl+B")
        self.quit = self._make(tr("&Quit"), "Ctrl+Q")
        self.undo = self._make(tr("&Undo"), "Ctrl+Z", "undo")
        self.redo = self._make(tr("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "redo")
        self.undo.setIconText(tr("Undo"))  # whatever it would take back, as ``name_steps`` says
        self.redo.setIconText(tr("Redo"))
        self.copy = self._make(tr("&Copy Result"), "Ctrl+C")
        self.paste = self._make(tr("&Paste"), "Ctrl+V")
        self.copy_recipe = self._make(tr("C&opy Recipe"), "Ctrl+Alt+C")
        self.paste_recipe = self._make(tr("Pas&te Recipe"), "Ctrl+Alt+V")
        self.save_recipe = self._make(tr("Sa&ve Recipe…"), ())
        self.load_recipe = self._make(tr("&Load Recipe…"), ())
        self.models = self._make(tr("&Models…"), ())
        self.preferences = self._make(tr("Pr&eferences…"), "Ctrl+,")
        self.preferences.setMenuRole(QAction.MenuRole.PreferencesRole)
        self.denoise = self._make(tr("&Denoise"), "D")
        self.cancel = self._make(tr("C&ancel"), "Esc")
        self.reset = self._make(tr("&Reset All"), "Ctrl+Shift+R")
        self.previous = self._make(tr("&Previous Photo"), ("Left", "PgUp"), repeats=True)
        self.next = self._make(tr("&Next Photo"), ("Right", "PgDown"), repeats=True)
        self.first = self._make(tr("F&irst Photo"), "Home")
        self.last = self._make(tr("&Last Photo"), "End")
        self.filmstrip = self._make(tr("F&ilmstrip"), "F9", checkable=True)
        self.fit = self._make(tr("&Fit"), "Ctrl+0", "fit")
        self.actual = self._make(tr("&100 %"), "Ctrl+1", "actual")
        self.toggle_zoom = self._make(tr("Fit or 100 %"), "Z")
        self.zoom_in = self._make(tr("Zoom &In"), ("Ctrl++", "Ctrl+="))
        self.zoom_out = self._make(tr("Zoom &Out"), "Ctrl+-")
        self.split = self._make(tr("&Split or Side by Side"), "Y", "split", checkable=True)
        self.split.setToolTip(tr("Before and after: split, side by side, off") + " (Y)")
        self.compare = self._make_compare()
        self.peek = self._make(tr("Show &Before") + f"\t{PEEK_KEY}", (), "before", checkable=True)
        self.peek.setToolTip(tr("Show before: hold to look, tap to switch") + f" ({PEEK_KEY})")
        self.mask = MaskActions(self._make)
        self.full_screen = self._make(tr("F&ull Screen"), "F11", checkable=True)
        self.shortcuts = self._make(tr("&Keyboard Shortcuts"), ("F1", "?"))
        self.diagnostics = self._make(tr("Copy &Diagnostics"), ())
        self.diagnostics.setToolTip(tr("Copy versions, devices and memory, for a report of a problem"))
        self.about = self._make(tr("&About Tintype"), ())
        self.about.setMenuRole(QAction.MenuRole.AboutRole)
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.themes = self._make_themes()
        self._fill_menus(recent)
        self._fill_tool_bar()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in a theme's colours."""
        for action, name in self._drawings.items():
            action.setIcon(icon(name, QColor(theme.text), QColor(theme.faint)))

    def name_steps(self, undo: str, redo: str) -> None:
        """Say what Undo would take back, and Redo do again; nothing where there is nothing."""
        self._rename(self.undo, tr("&Undo {0}").format(undo) if undo else tr("&Undo"))
        self._rename(self.redo, tr("&Redo {0}").format(redo) if redo else tr("&Redo"))

    def menus(self) -> list[tuple[str, list[QAction]]]:
        """Title and entries with keys of each menu, those of menus inside it too, for the shortcut sheet."""
        menus = [action.menu() for action in self._window.menuBar().actions()]
        return [
            (menu.title().replace("&", ""), [entry for entry in entries_of(menu) if keys_of(entry)])
            for menu in menus
            if isinstance(menu, QMenu)
        ]

    def _make(self, text: str, keys: Keys, drawing: str = "", *, checkable: bool = False, repeats: bool = False) -> QAction:
        action = QAction(text, self._window, checkable=checkable)
        action.setShortcuts([QKeySequence(key) for key in ([keys] if isinstance(keys, str) else keys)])
        action.setAutoRepeat(repeats)
        action.setIconVisibleInMenu(False)
        self._rename(action, text)
        if drawing:
            self._drawings[action] = drawing
        return action

    @staticmethod
    def _rename(action: QAction, text: str) -> None:
        action.setText(text)
        plain = text.replace("&", "").replace("…", "").partition("\t")[0]
        action.setToolTip(f"{plain} ({keys_of(action)})" if keys_of(action) else plain)

    def _make_themes(self) -> dict[ThemeChoice, QAction]:
        names: dict[ThemeChoice, str] = {
            "system": tr("As the &System"),
            "dark": tr("&Dark"),
            "light": tr("&Light"),
            "contrast": tr("&High Contrast"),
        }
        actions = {choice: self._make(name, (), checkable=True) for choice, name in names.items()}
        self._group(actions.values())
        return actions

    def _make_compare(self) -> dict[Mode, QAction]:
        actions: dict[Mode, QAction] = {
            "off": self._make(tr("&Off"), (), checkable=True),
            "upright": self._make(tr("Split &Left and Right"), (), checkable=True),
            "level": self._make(tr("Split &Top and Bottom"), (), checkable=True),
            "beside": self._make(tr("&Side by Side"), (), checkable=True),
            "difference": self._make(tr("&Difference x8"), "Shift+Y", checkable=True),
        }
        self._group(actions.values())
        return actions

    def _group(self, actions: Iterable[QAction]) -> None:
        group = QActionGroup(self._window)
        for action in actions:
            group.addAction(action)

    def _fill_menus(self, recent: QMenu) -> None:
        theme = QMenu(tr("&Theme"), self._window)
        theme.addActions(list(self.themes.values()))
        compare = QMenu(tr("&Compare"), self._window)
        compare.addActions(list(self.compare.values()))
        exporting, recipe_files = (self.export, self.export_again), (self.load_recipe, self.save_recipe)
        saving = (self.save, self.save_as, None, *exporting)
        opening, batch = (self.open, self.open_folder, recent), (self.batch, self.add_to_batch)
        self._add_menu(tr("&File"), *opening, None, *saving, None, *recipe_files, None, *batch, None, self.close, self.quit)
        recipes = (self.copy_recipe, self.paste_recipe)
        self._add_menu(
            tr("&Edit"), self.undo, self.redo, None, self.copy, self.paste, None, *recipes, None, self.models, self.preferences
        )
        going = (self.previous, self.next, self.first, self.last)
        self._add_menu(tr("&Photo"), self.denoise, self.cancel, None, self.reset, None, *going)
        self._add_menu(tr("&Mask"), *self.mask.entries)
        zooming = (self.fit, self.actual, self.toggle_zoom, self.zoom_in, self.zoom_out)
        self._add_menu(tr("&View"), *zooming, None, self.split, compare, self.peek, None, self.filmstrip, theme, self.full_screen)
        self._add_menu(tr("&Help"), self.shortcuts, self.diagnostics, None, self.about)

    def _add_menu(self, title: str, *entries: QAction | QMenu | None) -> None:
        menu = self._window.menuBar().addMenu(title)
        for entry in entries:
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, QMenu):
                menu.addMenu(entry)
            else:
                menu.addAction(entry)

    def _fill_tool_bar(self) -> None:
        bar = QToolBar(tr("Tools"), self._window)
        bar.setObjectName("tools")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.toggleViewAction().setVisible(False)
        groups = ((self.open, self.save_as), (self.undo, self.redo), (self.fit, self.actual), (self.split, self.peek))
        for number, group in enumerate(groups):
            if number:
                bar.addSeparator()
            bar.addActions(list(group))
        self._window.addToolBar(bar)


def entries_of(menu: QMenu) -> Iterator[QAction]:
    """The entries of a menu and of the menus inside it."""
    for entry in menu.actions():
        inner = entry.menu()
        if isinstance(inner, QMenu):
            yield from entries_of(inner)
        else:
            yield entry


def keys_of(action: QAction) -> str:
    """All keys of an action as the platform writes them; empty when it has none."""
    written = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts()]
    return ", ".join(written) or action.text().partition("\t")[2]
