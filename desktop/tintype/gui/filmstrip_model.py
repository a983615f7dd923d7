"""The photos of the filmstrip as Qt sees them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from tintype.gui.browser import Browser
from tintype.gui.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex

PATH = Qt.ItemDataRole.UserRole
MARK = Qt.ItemDataRole.UserRole + 1

MOST_CHANGES = 100
"""More are told to the view as a new list, for each one alone takes its time."""


class FilmstripModel(QAbstractListModel):
    """One row a photo; follows the browser."""

    def __init__(self, browser: Browser, thumbnails: Thumbnails, parent: QObject) -> None:
        """Empty until ``follow``."""
        super().__init__(parent)
        self._browser = browser
        self._thumbnails = thumbnails
        self._paths: list[Path] = []
        self._rows: dict[Path, int] = {}

    @property
    def paths(self) -> list[Path]:
        """The photos in their order."""
        return self._paths

    def row_of(self, path: Path | None) -> int:
        """The row of a photo; -1 for none."""
        return -1 if path is None else self._rows.get(path, -1)

    def follow(self) -> None:
        """Take over the browser's photos; rows that stay are not touched, so that the view keeps its place."""
        paths = self._browser.roll.paths
        if paths == self._paths:
            return
        if len(set(paths) ^ set(self._paths)) > MOST_CHANGES or not set(paths) & set(self._paths):
            self.beginResetModel()
            self._paths = paths
            self.endResetModel()
        else:
            self._drop_all_but(set(paths))
            self._insert(paths)
        self._rows = {path: row for row, path in enumerate(self._paths)}

    def refresh(self, path: Path | None = None) -> None:
        """A photo looks different, or all do."""
        row = self.row_of(path)
        if path is None and self._paths:
            self.dataChanged.emit(self.index(0), self.index(len(self._paths) - 1))
        elif row >= 0:
            self.dataChanged.emit(self.index(row), self.index(row))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's signature
        """Number of photos."""
        return 0 if parent.isValid() else len(self._paths)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, thumbnail, mark and sentence of a photo."""
        if not index.isValid() or index.row() >= len(self._paths):
            return None
        path = self._paths[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return path.name
        if role == Qt.ItemDataRole.DecorationRole:
            return self._thumbnails.of(path)
        if role == MARK:
            return self._browser.mark(path)
        if role == PATH:
            return path
        return self._words(path, role)

    def _words(self, path: Path, role: int) -> str | None:
        failure, state = self._browser.failures.get(path, ""), self._state(path)
        if role == Qt.ItemDataRole.ToolTipRole:
            return failure or (f"{path}\n{state}" if state else str(path))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{path.name}, {state}" if state else path.name
        return None

    def _state(self, path: Path) -> str:
        words = {
            "edited": self.tr("has unsaved changes"),
            "done": self.tr("saved"),
            "failed": self.tr("cannot be opened"),
            "": "",
        }
        return words[self._browser.mark(path)]

    def _drop_all_but(self, kept: set[Path]) -> None:
        for row in reversed(range(len(self._paths))):
            if self._paths[row] not in kept:
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._paths[row]
                self.endRemoveRows()

    def _insert(self, paths: list[Path]) -> None:
        for row, path in enumerate(paths):
            if row >= len(self._paths) or self._paths[row] != path:
                self.beginInsertRows(QModelIndex(), row, row)
                self._paths.insert(row, path)
                self.endInsertRows()
