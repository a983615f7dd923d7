"""Which model denoises: the fast one, the best one, one for some kind of picture, or one of the user's own."""

from __future__ import annotations

from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from tintype.engine import Quality
from tintype.gui.drop_down import DropDown
from tintype.gui.editor import Editor
from tintype.gui.widgets import named

SHORTEST_NAME = 12
"""Letters of a model's name that must find room; a longer one is cut."""


class QualityRow(QWidget):
    """Two buttons for the tiers, and below them a list of all other models, as far as there is a choice."""

    def __init__(self, editor: Editor) -> None:
        """The editor is asked for changes."""
        super().__init__()
        self._editor = editor
        self.buttons: dict[Quality, QPushButton] = {"fast": QPushButton(self.tr("Fast")), "best": QPushButton(self.tr("Best"))}
        self._group = QButtonGroup(self)
        self.own = named(DropDown(), self.tr("Other model"), "own_model")
        self.own.setPlaceholderText(self.tr("Other model…"))
        self.own.setToolTip(self.tr("Denoise with a model for one kind of picture, or of your own"))
        self.own.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.own.setMinimumContentsLength(SHORTEST_NAME)
        self.own.activated.connect(lambda index: editor.set_model(self.own.itemData(index)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        segments = QHBoxLayout()
        segments.setSpacing(6)
        for quality, button in self.buttons.items():
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.clicked.connect(lambda _=False, quality=quality: editor.set_quality(quality))
            self._group.addButton(button)
            segments.addWidget(button)
        layout.addLayout(segments)
        layout.addWidget(self.own)
        editor.models_changed.connect(self.list_models)
        self.list_models()

    def list_models(self) -> None:
        """Offer what is installed."""
        shipped, others = self._editor.shipped_models, [*self._editor.special_models, *self._editor.own_models]
        for quality, button in self.buttons.items():
            button.setToolTip(self._editor.engine.catalogue.choose("denoise", quality).title if self._editor.models else "")
        self.buttons["best"].setVisible(len(shipped) > 1)
        self.own.clear()
        for model in others:
            self.own.addItem(model.title, model.id)
        self.own.setVisible(bool(others))
        self.setVisible(len(shipped) + len(others) > 1)
        self.refresh()

    def refresh(self) -> None:
        """Show the editor's choice."""
        draft = self._editor.draft
        self._group.setExclusive(False)  # an exclusive group never lets go of its last button
        for quality, button in self.buttons.items():
            button.setChecked(draft.model is None and quality == draft.quality)
        self._group.setExclusive(True)
        self.own.setCurrentIndex(-1 if draft.model is None else self.own.findData(draft.model))
        self.own.setProperty("chosen", draft.model is not None)
        self.own.style().polish(self.own)
