"""Connects the Mask menu with the mask, its filling and its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QWidget

from tintype.gui.actions import Actions
from tintype.gui.canvas.canvas import Canvas
from tintype.gui.editor import Editor
from tintype.gui.fill_panel import FillPanel
from tintype.gui.filler import Filler
from tintype.gui.finder import Finder
from tintype.gui.jobs import Jobs
from tintype.gui.mask_editor import GROW_PIXELS, MaskEditor, ToolName
from tintype.gui.mask_files import MaskFiles
from tintype.gui.settings import Settings
from tintype.gui.sidebar import Sidebar
from tintype.gui.toast import Toast

DENOISE_PANEL, FILL_PANEL = 0, 1
MASK_ENDING = "_mask"


class MaskControls(QObject):
    """What belongs to masking and filling in a window.

    Attributes:
        panel: to be put into the side bar as number ``FILL_PANEL``.
    """

    def __init__(
        self, window: QWidget, jobs: Jobs, settings: Settings, toast: Toast, editor: Editor, masks: MaskEditor, actions: Actions
    ) -> None:
        """Make the parts."""
        super().__init__(window)
        self._window = window
        self.masks = masks
        self.filler = Filler(editor, masks, settings)
        self.finder = Finder(editor, masks)
        self.files = MaskFiles(window, jobs, settings, toast, masks, editor)
        self.panel = FillPanel(editor, masks, self.filler, self.finder, actions.mask, actions.cancel)
        self._editor = editor
        self._actions = actions.mask

    def dropped_mask(self, paths: Sequence[Path], place: QPoint) -> Path | None:
        """The one file that was dropped on the Fill panel, or that has a name as Tintype gives to masks, while a photo is open.

        Args:
            paths: what was dropped.
            place: where on the window.
        """
        if self._editor.document is None or len(paths) != 1 or not paths[0].is_file():
            return None
        on_panel = self.panel.isVisible() and self.panel.rect().contains(self.panel.mapFrom(self._window, place))
        return paths[0] if on_panel or paths[0].stem.endswith(MASK_ENDING) else None

    def connect_to(self, canvas: Canvas, sidebar: Sidebar) -> None:
        """Let the actions do what they say."""
        actions, masks, editor = self._actions, self.masks, self._editor
        for name, action in actions.tools.items():
            action.triggered.connect(lambda _=False, name=name: self._choose(name, sidebar))
        actions.larger.triggered.connect(lambda: masks.step_size(1))
        actions.smaller.triggered.connect(lambda: masks.step_size(-1))
        actions.harder.triggered.connect(lambda: masks.step_hardness(1))
        actions.softer.triggered.connect(lambda: masks.step_hardness(-1))
        actions.show.triggered.connect(masks.show_mask)
        actions.invert.triggered.connect(masks.invert)
        actions.grow.triggered.connect(lambda: masks.grow())
        actions.shrink.triggered.connect(lambda: masks.grow(-GROW_PIXELS))
        actions.clear.triggered.connect(lambda: self._clear(canvas))
        actions.load.triggered.connect(self.files.load)
        actions.save.triggered.connect(self.files.save)
        actions.reuse.triggered.connect(masks.reuse)
        actions.find.triggered.connect(self.finder.find)
        actions.fill.triggered.connect(self.filler.fill)
        actions.vary.triggered.connect(self.filler.vary)
        actions.best.triggered.connect(self.filler.choose_best)
        sidebar.chosen.connect(self._follow_panel)
        editor.mask_changed.connect(canvas.update)
        for signal in (editor.document_changed, editor.mask_changed, editor.recipe_changed, editor.started, editor.ended):
            signal.connect(self.refresh)
        masks.painted.connect(self.refresh_clear)
        masks.options_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Enable and check the actions that make sense."""
        actions, masks = self._actions, self.masks
        opened = self._editor.document is not None
        masked = opened and not masks.empty
        for name, action in actions.tools.items():
            action.setEnabled(opened)
            action.setChecked(name == masks.tool)
        for action in (
            actions.larger,
            actions.smaller,
            actions.harder,
            actions.softer,
            actions.show,
            actions.invert,
            actions.load,
        ):
            action.setEnabled(opened)
        for action in (actions.grow, actions.shrink, actions.save):
            action.setEnabled(masked)
        actions.show.setChecked(masks.shown)
        actions.reuse.setEnabled(opened and masks.can_reuse)
        actions.find.setEnabled(opened and self.finder.installed)
        actions.fill.setEnabled(opened and self.filler.installed)
        for action in (actions.vary, actions.best):
            action.setEnabled(self.filler.can_vary and self.filler.installed)
        self.refresh_clear()

    def refresh_clear(self) -> None:
        """Esc belongs to the work that runs, else to the mask, which the first touch of a stroke brings into being."""
        self._actions.clear.setEnabled(not self._editor.busy and not self.masks.empty)

    def _clear(self, canvas: Canvas) -> None:
        """Esc takes back the stroke in progress, else all of the mask."""
        if not canvas.pointer.cancel():
            self.masks.clear()

    def _choose(self, name: ToolName, sidebar: Sidebar) -> None:
        self.masks.choose(name)
        if self.masks.tool != "hand":
            sidebar.show_panel(FILL_PANEL)

    def _follow_panel(self, number: int) -> None:
        """Painting belongs to its panel: going there takes the brush, leaving puts the tool away."""
        if self._editor.document is not None and (number == FILL_PANEL) == (self.masks.tool == "hand"):
            self.masks.choose("brush" if number == FILL_PANEL else "hand")
