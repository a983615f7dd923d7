"""The history as a list: what was done, and a way back to any of it."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QBrush, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QVBoxLayout, QWidget

from tintype.document.history import Entry, History
from tintype.gui.editor import Editor
from tintype.gui.history_names import name
from tintype.gui.widgets import label, named

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

NOWHERE = QModelIndex()


class HistoryModel(QAbstractListModel):
    """The states of the open photo, from the opening on."""

    def __init__(self, editor: Editor, parent: QObject | None = None) -> None:
        """Use ``refresh`` to follow the editor."""
        super().__init__(parent)
        self._editor = editor
        self._entries: tuple[Entry, ...] = ()

    @property
    def history(self) -> History | None:
        """Of the open photo; None while there is none."""
        return self._editor.document.history if self._editor.document else None

    def refresh(self) -> None:
        """Follow the history; rows that are the same stay, and with them the place that the list is scrolled to."""
        entries = self.history.entries if self.history else ()
        same = 0
        while same < min(len(entries), len(self._entries)) and entries[same] is self._entries[same]:
            same += 1
        if same < len(self._entries):
            self.beginRemoveRows(NOWHERE, same, len(self._entries) - 1)
            self._entries = self._entries[:same]
            self.endRemoveRows()
        if same < len(entries):
            self.beginInsertRows(NOWHERE, same, len(entries) - 1)
            self._entries = entries
            self.endInsertRows()
        if entries:
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many states there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Role.DisplayRole) -> str | QFont | QBrush | None:
        """Name, look and description of a state."""
        history, row = self.history, index.row()
        if history is None or not 0 <= row < len(self._entries):
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self._name(history, row)
        if role == Role.AccessibleTextRole:
            return self._description(history, row)
        if role == Role.FontRole and row >= history.position:
            font = QFont(QApplication.font())
            font.setBold(row == history.position)
            font.setItalic(row > history.position)
            return font
        if role == Role.ForegroundRole and row > history.position:
            return QApplication.palette().brush(QPalette.ColorRole.PlaceholderText)
        return None

    def _name(self, history: History, row: int) -> str:
        document = self._editor.document
        cleaners = [model.id for model in self._editor.special_models if model.suits == "document"]
        text = name(self._entries[row], document.measured if document else None, cleaners)
        return self.tr("{0}  ·  saved").format(text) if row == history.saved else text

    def _description(self, history: History, row: int) -> str:
        text = self._name(history, row)
        if row == history.position:
            return self.tr("{0}, present").format(text)
        return self.tr("{0}, undone").format(text) if row > history.position else text


class HistoryList(QListView):
    """The list; Enter belongs to it while it has the keys, and not to the window's Fill."""

    def __init__(self) -> None:
        """Without a model."""
        super().__init__()
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Claim the key before the window's shortcut gets it."""
        enter = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().eventFilter(watched, event)


class HistoryPanel(QWidget):
    """A click, Enter or an arrow key goes to a state in one step."""

    def __init__(self, editor: Editor) -> None:
        """Follows the editor."""
        super().__init__()
        self._editor = editor
        self._following = False
        self.setObjectName("history_panel")
        self.model = HistoryModel(editor, self)
        self.list = named(HistoryList(), self.tr("History"), "history")
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.sentence = label("", "muted")
        self.sentence.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(10)
        layout.addWidget(label(self.tr("History"), "title"))
        layout.addWidget(self.sentence)
        layout.addWidget(self.list, 1)
        self.list.selectionModel().currentChanged.connect(self._go)
        self.list.clicked.connect(self._go)
        self.list.activated.connect(self._go)
        for signal in (editor.document_changed, editor.mask_changed, editor.recipe_changed, editor.measured):
            signal.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the states, the present one in sight."""
        history = self.model.history
        self._following = True
        self.model.refresh()
        if history is not None:
            present = self.model.index(history.position)
            self.list.selectionModel().setCurrentIndex(present, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(present)
        self._following = False
        self.setEnabled(history is not None)
        self.sentence.setText(
            self.tr("Open a photo to begin.")
            if history is None
            else self.tr("Click a step to go there. What comes after it stays until you do something else.")
        )

    def _go(self, index: Index) -> None:
        history = self.model.history
        if not self._following and history is not None and index.isValid() and index.row() != history.position:
            self._editor.go_to(index.row())
