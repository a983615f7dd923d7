"""What a model says of itself, for people who want to know before they trust it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from tintype.engine import ModelSpec
from tintype.gui.language import number, tr
from tintype.gui.widgets import label, named

Rows = Sequence[tuple[str, str]]


def model_card(model: ModelSpec) -> QWidget:
    """The whole card, as tall as it needs to be."""
    card = named(QWidget(), style="card_content")
    column = QVBoxLayout(card)
    column.setContentsMargins(20, 14, 20, 16)
    column.setSpacing(6)
    column.addWidget(_text(model.title, "title"))
    column.addWidget(_text(model.summary, "muted"))
    column.addSpacing(8)
    facts = _add_rows(column, _facts(model))
    facts.addWidget(_text(tr("File"), "muted"), facts.rowCount(), 0)
    facts.addWidget(_path(model), facts.rowCount() - 1, 1)
    _add_section(column, tr("Scores"), _scores(model), tr("Not measured."))
    _add_section(column, tr("Training data"), _data(model), tr("The model does not tell."))
    column.addStretch()
    return card


def _facts(model: ModelSpec) -> Rows:
    tasks = {"denoise": tr("Denoise"), "inpaint": tr("Fill"), "detect": tr("Find damage")}
    return [
        (tr("Task"), tasks[model.task]),
        (tr("Name"), tr("{0}, version {1}").format(model.id, model.version)),
        (tr("Licence"), model.licence),
        (tr("Size"), tr("{0} MB").format(number(_megabytes(model), 1))),
        (tr("Cost"), tr("{0} kMAC a pixel").format(number(model.macs_per_pixel / 1000, 1))),
    ]


def _megabytes(model: ModelSpec) -> float:
    return model.path.stat().st_size / 1e6 if model.path.is_file() else 0.0


def _scores(model: ModelSpec) -> Rows:
    return [
        (f"{score.set}, {score.condition}", ", ".join(_figure(name, value) for name, value in score.figures.items()))
        for score in model.scores
    ]


def _figure(name: str, value: float) -> str:
    return (
        f"PSNR {number(value, 2)} dB"
        if name == "psnr"
        else f"{name.replace('_', ' ').replace('ssim', 'SSIM')} {QLocale().toString(value, 'g', 3)}"
    )


def _data(model: ModelSpec) -> Rows:
    """Sources and their licences; whatever the card holds in their place is left out."""
    training = model.card.get("training")
    sources = training.get("data") if isinstance(training, dict) else None
    named = [source for source in sources if isinstance(source, dict)] if isinstance(sources, list) else []
    return [(str(source.get("name", "")), str(source.get("licence", ""))) for source in named]


def _add_section(column: QVBoxLayout, title: str, rows: Rows, nothing: str) -> None:
    column.addSpacing(12)
    column.addWidget(_text(title, "heading"))
    if rows:
        _add_rows(column, rows)
    else:
        column.addWidget(_text(nothing, "muted"))


def _add_rows(column: QVBoxLayout, rows: Rows) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(5)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    for place, (name, value) in enumerate(rows):
        grid.addWidget(_text(name, "muted"), place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_text(value, "value"), place, 1, Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)
    return grid


def _text(text: str, role: str) -> QLabel:
    """A text that wraps and can be copied; the words of a file that came from anywhere are never read as markup."""
    result = label("", role)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setText(text)
    result.setWordWrap(True)
    result.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return result


def _path(model: ModelSpec) -> QLineEdit:
    """The file's path, which cannot wrap: it can be scrolled, and copied whole."""
    result = named(QLineEdit(str(model.path), readOnly=True, frame=False), tr("File"), "path")
    result.setToolTip(str(model.path))
    result.setCursorPosition(0)
    return result
