"""Own drawings, 20 x 20, in ``currentColor`` so that they follow the theme."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

SIDES = (16, 24, 32, 48)


def icon(name: str, colour: QColor, disabled: QColor) -> QIcon:
    """The drawing in the two colours, at the sizes that tool bars and menus use."""
    result = QIcon()
    for side in SIDES:
        result.addPixmap(pixmap(name, colour, side), QIcon.Mode.Normal)
        result.addPixmap(pixmap(name, disabled, side), QIcon.Mode.Disabled)
    return result


def pixmap(name: str, colour: QColor, side: int) -> QPixmap:
    """The drawing as a square of ``side`` device pixels."""
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour.name()).encode()))
    result = QPixmap(side, side)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return result


@cache
def _source(name: str) -> str:
    return (files("tintype.gui") / "icons" / f"{name}.svg").read_text(encoding="utf-8")
