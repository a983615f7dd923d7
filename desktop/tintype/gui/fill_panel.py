"""The controls for masking and filling. They show the state of the mask, and ask for changes."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from tintype.gui.editor import Editor
from tintype.gui.filler import Filler
from tintype.gui.finder import DEFAULT, Finder
from tintype.gui.mask_actions import MaskActions
from tintype.gui.mask_editor import LARGEST, SMALLEST, MaskEditor
from tintype.gui.progress_row import ProgressRow
from tintype.gui.slider_row import SliderRow
from tintype.gui.widgets import label, line, named, row

DRAWING = QSize(24, 24)
DEFAULT_SIZE, DEFAULT_HARDNESS = 60.0, 80.0


class FillPanel(QWidget):
    """Tools, brush, mask, search for damage, and the button."""

    def __init__(
        self, editor: Editor, masks: MaskEditor, filler: Filler, finder: Finder, actions: MaskActions, cancel: QAction
    ) -> None:
        """The buttons trigger the window's actions."""
        super().__init__()
        self._editor = editor
        self._masks = masks
        self._filler = filler
        self._finder = finder
        self.setObjectName("fill_panel")
        self.sentence = label("", "muted")
        self.sentence.setWordWrap(True)
        self.tools = {name: _tool_button(action) for name, action in actions.tools.items()}
        self.size_row = SliderRow(self.tr("Size"), LARGEST, minimum=SMALLEST, suffix=" px", power=2.5)
        self.size_row.setToolTip(self.tr("Diameter in pixels of the photo ([ and ], Alt+wheel)"))
        self.hardness_row = SliderRow(self.tr("Hardness"), 100, suffix=" %")
        self.hardness_row.setToolTip(self.tr("How sharp the edge of the brush is (Shift+[ and Shift+])"))
        self.show_button = _tool_button(actions.show, QSize(20, 20), "link")
        mask = (actions.invert, actions.grow, actions.shrink, actions.clear, actions.load, actions.save, actions.reuse)
        names = [self.tr("Invert"), self.tr("Grow"), self.tr("Shrink"), self.tr("Clear")]
        names += [self.tr("Load…"), self.tr("Save…"), self.tr("Reuse")]
        self.mask_buttons = [_button(action, name) for action, name in zip(mask, names, strict=True)]
        self.find_button = _button(actions.find, self.tr("Find Damage"))
        self.sensitivity_row = SliderRow(self.tr("Sensitivity"), 100)
        self.sensitivity_row.setToolTip(self.tr("How weak a mark may be to count as damage"))
        self.each_stroke = QCheckBox(self.tr("Fill after each stroke"))
        self.button = _button(actions.fill, self.tr("Fill"))
        self.button.setProperty("primary", True)
        self.vary_button = _button(actions.vary, self.tr("Try Another"))
        self.best_button = _button(actions.best, self.tr("Best of Four"))
        self.progress = ProgressRow(cancel)
        self._running = QStackedWidget()
        self._align()
        self._lay_out()
        self._connect()
        self.refresh()

    def _align(self) -> None:
        """Names take the same width, so that the sliders stand below each other."""
        names = [sliders.label for sliders in (self.size_row, self.hardness_row, self.sensitivity_row)]
        for name in names:
            name.setFixedWidth(max(other.sizeHint().width() for other in names))

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(9)
        layout.addWidget(label(self.tr("Fill"), "title"))
        layout.addWidget(self.sentence)
        layout.addWidget(line())
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for tool in self.tools.values():
            tools.addWidget(tool)
        tools.addStretch()
        layout.addLayout(tools)
        layout.addWidget(self.size_row)
        layout.addWidget(self.hardness_row)
        layout.addWidget(line())
        layout.addLayout(row(label(self.tr("Mask"), "heading"), self.show_button))
        grid = QGridLayout()
        grid.setSpacing(6)
        for number, button in enumerate(self.mask_buttons):
            grid.addWidget(button, number // 4, number % 4)
        layout.addLayout(grid)
        layout.addWidget(line())
        layout.addLayout(row(label(self.tr("Damage"), "heading"), self.find_button))
        layout.addWidget(self.sensitivity_row)
        layout.addWidget(line())
        layout.addWidget(self.each_stroke)
        layout.addSpacing(2)
        layout.addWidget(self._running)
        layout.addStretch()
        idle = QWidget()
        column = QVBoxLayout(idle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.button)
        again = QHBoxLayout()
        again.setSpacing(6)
        for button in (self.vary_button, self.best_button):
            again.addWidget(button, 1)
        column.addLayout(again)
        column.addStretch()
        self._running.addWidget(idle)
        self._running.addWidget(self.progress)

    def _connect(self) -> None:
        editor, masks, finder = self._editor, self._masks, self._finder
        self.size_row.changed.connect(lambda value: masks.set_brush(diameter=value))
        self.size_row.reset.connect(lambda: masks.set_brush(diameter=DEFAULT_SIZE))
        self.hardness_row.changed.connect(lambda value: masks.set_brush(hardness=value / 100))
        self.hardness_row.reset.connect(lambda: masks.set_brush(hardness=DEFAULT_HARDNESS / 100))
        sensitivity = self.sensitivity_row
        sensitivity.changed.connect(lambda value: finder.set_sensitivity(value, dragging=sensitivity.slider.isSliderDown()))
        sensitivity.released.connect(finder.end_drag)
        sensitivity.reset.connect(lambda: finder.set_sensitivity(DEFAULT))
        self.each_stroke.toggled.connect(self._filler.set_after_each_stroke)
        editor.progressed.connect(self.progress.show_progress)
        editor.started.connect(lambda: self.progress.begin(editor.inference.task))
        for signal in (editor.document_changed, editor.mask_changed, editor.recipe_changed, editor.started, editor.ended):
            signal.connect(self.refresh)
        masks.options_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show the present state."""
        self.setEnabled(self._editor.document is not None)
        self.sentence.setText(self._sentence())
        self.size_row.show_value(self._masks.diameter)
        self.hardness_row.show_value(self._masks.hardness * 100)
        self.sensitivity_row.show_value(self._finder.sensitivity)
        self.sensitivity_row.setEnabled(self._finder.finding is not None)
        self.each_stroke.setChecked(self._filler.after_each_stroke)
        self.each_stroke.setEnabled(self._filler.installed)
        self._running.setCurrentIndex(1 if self._editor.busy else 0)

    def _sentence(self) -> str:
        if self._editor.document is None:
            return self.tr("Open a photo to begin.")
        if not self._filler.installed:
            return self.tr("No filling model is installed.")
        if not self._finder.installed:
            return self.tr("No model that finds damage is installed.")
        if self._masks.empty:
            return self.tr("Paint over what should go, then press Enter.")
        return self.tr("Enter fills the mask, Esc clears it.")


def _tool_button(action: QAction, drawing: QSize = DRAWING, style: str = "tool") -> QToolButton:
    button = named(QToolButton(), action.text().replace("&", ""), style)
    button.setDefaultAction(action)
    button.setIconSize(drawing)
    button.setAutoRaise(True)
    return button


def _button(action: QAction, text: str) -> QPushButton:
    """A button that triggers an action and is enabled with it; a click leaves the keys to the photo."""
    button = named(QPushButton(text), action.text().replace("&", "").replace("…", ""))
    button.setProperty("segment", True)
    button.setToolTip(action.toolTip())
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setEnabled(action.isEnabled())
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    return button
