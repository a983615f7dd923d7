"""The photos of a batch as a table; quick with thousands of them, for it makes only what is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

from tintype.batch import Row
from tintype.batch.plan import State
from tintype.gui.batch_words import note, seconds_in_words, state_name
from tintype.gui.icons import pixmap
from tintype.gui.theme import Theme
from tintype.gui.thumbnails import Thumbnails

Index = QModelIndex | QPersistentModelIndex

PHOTO, RESULT, STATE, TIME, NOTE = range(5)
ICON = 18
WIDTH, HEIGHT = 60, 40
SHARPNESS = 2
"""Device pixels for each of these, so that pictures are sharp on a fine screen too."""

DRAWINGS: Mapping[State, str] = {
    "waiting": "waiting",
    "skipped": "skipped",
    "failed": "failed",
    "already clean": "unchanged",
    "nothing to fill": "unchanged",
}
"""The drawings of states; all others are done."""


class BatchModel(QAbstractTableModel):
    """One row for each photo."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        """Empty at first."""
        super().__init__(parent)
        self._rows: list[Row] = []
        self._root = Path()
        self._places: dict[str, int] = {}
        self._files: dict[Path, int] = {}
        self._fractions: dict[str, float] = {}
        self._seconds: dict[str, float] = {}
        self._thumbnails = thumbnails
        self._icons: dict[str, QIcon] = {}
        self._blank = QPixmap(WIDTH, HEIGHT)
        self._blank.fill(Qt.GlobalColor.transparent)
        thumbnails.made.connect(self._show_thumbnail)

    # --- what there is ---

    @property
    def rows(self) -> Sequence[Row]:
        """All photos as they stand."""
        return self._rows

    def show_rows(self, rows: Sequence[Row], root: Path) -> None:
        """Show other photos; the targets' names are shown from the folder ``root`` on."""
        self.beginResetModel()
        self._rows, self._root = list(rows), root
        self._places = {row.source.key: place for place, row in enumerate(rows)}
        self._files = {row.source.path: place for place, row in enumerate(rows)}
        self._fractions.clear()
        self._seconds.clear()
        self.endResetModel()

    def update_rows(self, rows: Sequence[Row], seconds: Mapping[str, float]) -> None:
        """These have changed, or are new; ``seconds`` is what some of them took."""
        self._seconds.update(seconds)
        latest = {row.source.key: row for row in rows}
        self._append([row for key, row in latest.items() if key not in self._places])
        for key, row in latest.items():
            self._fractions.pop(key, None)
            if row.source != self._rows[self._places[key]].source:
                self._thumbnails.forget(row.source.path)
            self._rows[self._places[key]] = row
        self._tell(*latest)

    def _append(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        end = len(self._rows)
        self.beginInsertRows(QModelIndex(), end, end + len(rows) - 1)
        self._rows.extend(rows)
        self._places |= {row.source.key: end + place for place, row in enumerate(rows)}
        self._files |= {row.source.path: end + place for place, row in enumerate(rows)}
        self.endInsertRows()

    def show_progress(self, fractions: Mapping[str, float]) -> None:
        """How far those photos are that are worked on; all others are not."""
        touched = {*self._fractions, *fractions}
        self._fractions = dict(fractions)
        self._tell(*touched)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in a theme's colours."""
        colours = {
            "waiting": theme.muted,
            "working": theme.accent,
            "done": theme.good,
            "unchanged": theme.muted,
            "skipped": theme.muted,
            "failed": theme.bad,
        }
        self._icons = {name: _icon(name, QColor(colour)) for name, colour in colours.items()}
        if self._rows:
            self.dataChanged.emit(self.index(0, STATE), self.index(len(self._rows) - 1, STATE))

    # --- Qt's model ---

    def rowCount(self, parent: Index | None = None) -> int:
        """Number of photos."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """Photo, result, state, time, note."""
        return 0 if parent is not None and parent.isValid() else NOTE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The names of the columns."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == TIME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (self.tr("Photo"), self.tr("Result"), self.tr("State"), self.tr("Time"), self.tr("Note"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(row, column)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == TIME:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def _text(self, row: Row, column: int) -> str:
        if column == PHOTO:
            return row.source.key
        if column == RESULT:
            return self._target(row)
        if column == STATE:
            return self._state(row)
        if column == TIME:
            return seconds_in_words(self._seconds.get(row.source.key))
        return note(row).replace(str(row.source.path), row.source.path.name)

    def _target(self, row: Row) -> str:
        if row.target is None:
            return "\u2013"
        return row.target.relative_to(self._root).as_posix() if row.target.is_relative_to(self._root) else str(row.target)

    def _state(self, row: Row) -> str:
        fraction = self._fractions.get(row.source.key)
        return state_name(row.state) if fraction is None else self.tr("Working, {0} %").format(int(fraction * 100))

    def _tool_tip(self, row: Row, column: int) -> str:
        """The whole of what may be cut."""
        if column == PHOTO:
            return str(row.source.path)
        if column == RESULT:
            return str(row.target or "")
        return note(row) if column in (STATE, NOTE) else ""

    def _picture(self, row: Row, column: int) -> QPixmap | QIcon | None:
        if column == PHOTO:
            image = self._thumbnails.of(row.source.path)
            return self._blank if image is None else _framed(image)
        if column != STATE:
            return None
        return self._icons.get("working" if row.source.key in self._fractions else DRAWINGS.get(row.state, "done"))

    def _tell(self, *keys: str) -> None:
        places = [self._places[key] for key in keys if key in self._places]
        if places:
            self.dataChanged.emit(self.index(min(places), STATE), self.index(max(places), NOTE))

    def _show_thumbnail(self, path: Path) -> None:
        place = self._files.get(path)
        if place is not None:
            self.dataChanged.emit(self.index(place, PHOTO), self.index(place, PHOTO), [Qt.ItemDataRole.DecorationRole])


def _framed(image: QImage) -> QPixmap:
    """In the middle of a rectangle that all have the size of."""
    result = QPixmap(WIDTH * SHARPNESS, HEIGHT * SHARPNESS)
    result.fill(Qt.GlobalColor.transparent)
    size = image.size()
    if size.width() > result.width() or size.height() > result.height():
        size.scale(result.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(QPoint(), size)
    place.moveCenter(result.rect().center())
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(place, image)
    painter.end()
    result.setDevicePixelRatio(SHARPNESS)
    return result


def _icon(name: str, colour: QColor) -> QIcon:
    """A drawing that keeps its colour where it is selected."""
    drawing = pixmap(name, colour, ICON * SHARPNESS)
    drawing.setDevicePixelRatio(SHARPNESS)
    result = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        result.addPixmap(drawing, mode)
    return result
