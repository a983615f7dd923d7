"""The installed models with their cards, and one's own in and out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tintype.engine import ModelSpec
from tintype.gui.clipboard import paths_in
from tintype.gui.editor import Editor
from tintype.gui.model_card import model_card
from tintype.gui.own_models import OwnModels, models_among
from tintype.gui.toast import Toast
from tintype.gui.widgets import label, named

LIST_WIDTH = 230
NAME = Qt.ItemDataRole.UserRole


class ModelsDialog(QDialog):
    """A list of models beside the card of the chosen one; model files can be dropped on it."""

    def __init__(self, window: QWidget, editor: Editor, own_models: OwnModels) -> None:
        """Use ``open`` to show it; it lives as long as ``window``."""
        super().__init__(window)
        self._editor = editor
        self._own_models = own_models
        self.setWindowTitle(self.tr("Models"))
        self.setAcceptDrops(True)
        self.list = named(QListWidget(), self.tr("Installed models"), "models")
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.card = named(QScrollArea(widgetResizable=True), self.tr("Card of the model"), "card")
        self.card.setFrameShape(QFrame.Shape.NoFrame)
        self.card.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        action = QDialogButtonBox.ButtonRole.ActionRole
        self.add_button = self._box.addButton(self.tr("&Add…"), action)
        self.add_button.setToolTip(self.tr("Add a model of your own: one ONNX file, as training.export writes it"))
        self.remove_button = self._box.addButton(self.tr("&Remove"), action)
        self.toast = Toast(self.card)
        self._lay_out()
        self._connect()
        self.resize(820, 560)

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self.list)
        columns.addWidget(self.card, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 18, 18, 16)
        layout.setSpacing(12)
        layout.addLayout(columns, 1)
        layout.addWidget(label(self.tr("To add a model of your own, drop its .onnx file here."), "muted"))
        layout.addWidget(self._box)

    def _connect(self) -> None:
        self._box.rejected.connect(self.reject)
        self.list.currentItemChanged.connect(self._show_card)
        self.add_button.clicked.connect(self._own_models.ask_add)
        self.remove_button.clicked.connect(self._remove)
        self._editor.models_changed.connect(self._list_models)
        self._own_models.added.connect(lambda model: self._choose(model.id))

    @property
    def model(self) -> ModelSpec | None:
        """The model whose card is in sight."""
        item = self.list.currentItem()
        return None if item is None else self._editor.engine.catalogue.models.get(item.data(NAME))

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is installed now."""
        self._list_models()
        self.list.setFocus()
        super().showEvent(event)

    def _list_models(self) -> None:
        catalogue, chosen = self._editor.engine.catalogue, self.model
        models = sorted(catalogue.models.values(), key=lambda model: model.title.lower())
        self.list.clear()
        self._add_group(self.tr("Come with Tintype"), [model for model in models if not catalogue.is_own(model)])
        self._add_group(self.tr("Your own"), [model for model in models if catalogue.is_own(model)])
        self._choose(chosen.id if chosen else None)

    def _add_group(self, title: str, models: list[ModelSpec]) -> None:
        if models:
            heading = QListWidgetItem(title, self.list)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(label("", "heading").font())
        for model in models:
            item = QListWidgetItem(model.title, self.list)
            item.setData(NAME, model.id)

    def _choose(self, name: str | None) -> None:
        """Go to the model with this id, or to the first."""
        items = [item for item in map(self.list.item, range(self.list.count())) if item.data(NAME)]
        if items:
            self.list.setCurrentItem(next((item for item in items if item.data(NAME) == name), items[0]))

    def _show_card(self) -> None:
        model = self.model
        own = model is not None and self._editor.engine.catalogue.is_own(model)
        self.remove_button.setEnabled(own)
        self.remove_button.setToolTip("" if own else self.tr("Only your own models can be removed"))
        self.card.setWidget(model_card(model) if model else named(QWidget(), style="card_content"))
        for path in self.card.findChildren(QLineEdit):
            QWidget.setTabOrder(self.card, path)

    def _remove(self) -> None:
        model = self.model
        if model is not None:
            self._own_models.ask_remove(model)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take model files."""
        if models_among(paths_in(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add them."""
        event.acceptProposedAction()
        for path in models_among(paths_in(event.mimeData())):
            self._own_models.add(path)
