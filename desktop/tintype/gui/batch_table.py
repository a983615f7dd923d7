"""The photos of a batch in sight, and what can be done with those that are selected."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from tintype.batch import Row
from tintype.gui.batch_model import HEIGHT, ICON, NOTE, PHOTO, RESULT, STATE, TIME, WIDTH, BatchModel, Index
from tintype.gui.thumbnails import Thumbnails
from tintype.gui.widgets import named

ROW_HEIGHT = HEIGHT + 10
LOOK_MS = 80
"""What is in sight is looked at this long after the last scroll."""
WIDTHS = {PHOTO: 240, RESULT: 180, STATE: 160, TIME: 70}


class BatchTable(QTableView):
    """The table.

    Attributes:
        open_asked: the result at this path is to be opened.
        retry_asked: these rows, which have failed, are to be tried again.
        remove_asked: these rows, which are waiting, are to be left out.
        chosen: other rows are selected.
    """

    open_asked = Signal(object)
    retry_asked = Signal(object)
    remove_asked = Signal(object)
    chosen = Signal()

    def __init__(self, model: BatchModel, thumbnails: Thumbnails) -> None:
        """Shows ``model``, and asks ``thumbnails`` for what is in sight."""
        super().__init__()
        named(self, self.tr("Photos of the batch"), "batch_table")
        self._batch = model
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(thumbnails.look)
        self.setModel(model)
        self._set_up()
        self.open_result = self._action(self.tr("Open Result"), "Return")
        self.show_folder = self._action(self.tr("Show in Folder"), "Ctrl+Return")
        self.retry = self._action(self.tr("Retry"), "Ctrl+R")
        self.remove = self._action(self.tr("Remove from the Batch"), "Del")
        self.locked = False
        self._connect()
        self.refresh_actions()

    def _set_up(self) -> None:
        self.setItemDelegateForColumn(STATE, _States(self))
        self.setItemDelegateForColumn(NOTE, _Sentences(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setIconSize(QSize(WIDTH, HEIGHT))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        upright, level = self.verticalHeader(), self.horizontalHeader()
        upright.hide()
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        upright.setDefaultSectionSize(ROW_HEIGHT)
        level.setHighlightSections(False)
        level.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        level.setStretchLastSection(True)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)

    def _action(self, text: str, key: str) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.addAction(action)
        return action

    def _connect(self) -> None:
        self.open_result.triggered.connect(lambda: self.open_asked.emit(self.selected[0].target))
        self.show_folder.triggered.connect(self._show_in_folder)
        self.retry.triggered.connect(lambda: self.retry_asked.emit(self.failed))
        self.remove.triggered.connect(lambda: self.remove_asked.emit(self.waiting))
        self.doubleClicked.connect(lambda _: self.open_result.trigger())
        self.selectionModel().selectionChanged.connect(self.refresh_actions)
        self._batch.modelReset.connect(self.refresh_actions)
        for signal in (self._batch.modelReset, self._batch.rowsInserted):
            signal.connect(lambda *_: self._look.start())
        self.verticalScrollBar().valueChanged.connect(lambda _: self._look.start())

    # --- what is selected ---

    @property
    def selected(self) -> list[Row]:
        """The selected photos, in their order."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self._batch.rows[place] for place in places]

    @property
    def failed(self) -> list[Row]:
        """Those of them that have failed and can be tried again."""
        return [row for row in self.selected if row.state == "failed"]

    @property
    def waiting(self) -> list[Row]:
        """Those of them that are waiting."""
        return [row for row in self.selected if row.state == "waiting"]

    def refresh_actions(self) -> None:
        """What can be done depends on what is selected, and on whether a batch runs (``locked``)."""
        selected = self.selected
        self.open_result.setEnabled(len(selected) == 1 and _has_result(selected[0]))
        self.show_folder.setEnabled(len(selected) == 1)
        self.retry.setEnabled(not self.locked and bool(self.failed))
        self.remove.setEnabled(not self.locked and bool(self.waiting))
        self.chosen.emit()

    def _show_in_folder(self) -> None:
        row = self.selected[0]
        path = row.target if row.target is not None and _has_result(row) else row.source.path
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    # --- what is in sight ---

    @property
    def in_sight(self) -> Sequence[Row]:
        """The photos whose rows can be seen."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return self._batch.rows[max(first, 0) : last + 1 if last >= 0 else None] if self.isVisible() else []

    @property
    def wanted(self) -> list[Path]:
        """The files of which thumbnails are wanted."""
        return [row.source.path for row in self.in_sight]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More may be in sight."""
        super().resizeEvent(event)
        self._look.start()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """The states of selected photos may have changed."""
        super().dataChanged(first, last, list(roles))
        if first.column() <= STATE <= last.column():
            self.refresh_actions()


class _States(QStyledItemDelegate):
    """Their drawings are smaller than the photos."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.decorationSize = QSize(ICON, ICON)


class _Sentences(QStyledItemDelegate):
    """What is too long is cut at its end."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight


def _has_result(row: Row) -> bool:
    return row.state not in ("waiting", "failed") and row.target is not None and row.target.is_file()
