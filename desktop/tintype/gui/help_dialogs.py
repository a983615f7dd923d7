"""The shortcut sheet and the About box."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from tintype.gui.actions import Actions, keys_of
from tintype.gui.icons import pixmap
from tintype.gui.language import tr
from tintype.gui.widgets import label
from tintype.version import version

LICENCES = (
    ("Qt, PySide6", "LGPL 3"),
    ("ONNX Runtime", "MIT"),
    ("OpenCV", "Apache 2.0"),
    ("NumPy", "BSD 3-Clause"),
    ("Pillow", "MIT-CMU"),
    ("tifffile", "BSD 3-Clause"),
    ("imagecodecs", "BSD 3-Clause"),
    ("rawpy, LibRaw", "MIT, LGPL 2.1"),
    ("pi-heif, libheif, libde265", "LGPL 3"),
    ("Numba", "BSD 2-Clause"),
    ("psutil", "BSD 3-Clause"),
    ("platformdirs", "MIT"),
)
LOGO = 64
COLUMNS = 3

Section = tuple[str, list[tuple[str, str]]]


def shortcut_sheet(actions: Actions, parent: QWidget) -> QDialog:
    """All keys, by menu, and what the mouse does."""
    columns = QHBoxLayout()
    columns.setSpacing(40)
    sections = [(title, [(_plain(entry.iconText()), keys_of(entry)) for entry in entries]) for title, entries in actions.menus()]
    sections.append((tr("On the photo"), _gestures()))
    for part in _in_columns(sections):
        column = QVBoxLayout()
        column.setSpacing(6)
        for title, rows in part:
            _add_section(column, title, rows)
        column.addStretch()
        columns.addLayout(column)
    return _dialog(tr("Keyboard Shortcuts"), columns, parent)


def about(parent: QWidget) -> QDialog:
    """What Tintype is, which version, and whose work it stands on."""
    ratio = parent.devicePixelRatioF()
    drawing = pixmap("tintype", parent.palette().text().color(), round(LOGO * ratio))
    drawing.setDevicePixelRatio(ratio)
    logo = QLabel(pixmap=drawing)
    title = label(f"Tintype {version()}", "title")
    text = QLabel(tr("Restores photographs on your own computer. Nothing leaves it.\nOpen source under the MIT licence."))
    head = QHBoxLayout()
    head.setSpacing(18)
    head.addWidget(logo, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.addWidget(title)
    words.addWidget(text)
    words.addStretch()
    head.addLayout(words, 1)
    column = QVBoxLayout()
    column.setSpacing(6)
    column.addLayout(head)
    column.addSpacing(10)
    libraries = [(f"{name} {qVersion()}" if name.startswith("Qt") else name, licence) for name, licence in LICENCES]
    _add_section(column, tr("Built on"), libraries)
    return _dialog(tr("About Tintype"), column, parent)


def _in_columns(sections: list[Section]) -> list[list[Section]]:
    """The sections in their order, in columns of about the same length."""
    lengths = [len(rows) + 2 for _, rows in sections]
    columns: list[list[Section]] = [[] for _ in range(COLUMNS)]
    for number, section in enumerate(sections):
        middle = sum(lengths[:number]) + lengths[number] / 2
        columns[int(middle * COLUMNS / sum(lengths))].append(section)
    return columns


def _gestures() -> list[tuple[str, str]]:
    return [
        (tr("Zoom at the cursor"), tr("Wheel, pinch")),
        (tr("Pan"), tr("Drag, Space+drag, middle-drag")),
        (tr("Fit or 100 %"), tr("Double-click")),
        (tr("Move the split line"), tr("Drag, arrow keys")),
        (tr("Centre the split line"), tr("Double-click its handle")),
        (tr("Paint"), tr("Drag with a tool")),
        (tr("Take away"), tr("Alt+drag, right-drag")),
        (tr("Straight line"), tr("Shift+click")),
        (tr("Brush size"), tr("Alt+wheel")),
        (tr("Reset a slider"), tr("Double-click its name")),
    ]


def _dialog(title: str, content: QLayout, parent: QWidget) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    box.rejected.connect(dialog.reject)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(26, 22, 26, 18)
    layout.setSpacing(16)
    layout.addLayout(content)
    layout.addWidget(box)
    return dialog


def _add_section(column: QVBoxLayout, title: str, rows: list[tuple[str, str]]) -> None:
    column.addWidget(label(title, "heading"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 1)
    for number, (name, value) in enumerate(rows):
        grid.addWidget(QLabel(name), number, 0)
        grid.addWidget(label(value, "muted"), number, 1, Qt.AlignmentFlag.AlignRight)
    column.addLayout(grid)
    column.addSpacing(10)


def _plain(text: str) -> str:
    return text.partition("\t")[0].replace("&", "").replace("…", "")
