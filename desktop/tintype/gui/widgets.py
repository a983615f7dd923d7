"""Small helpers for building widgets."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

W = TypeVar("W", bound=QWidget)

LARGER = {"heading": 1.0, "key": 1.0, "strong": 1.0, "title": 1.3, "invitation": 1.9}
"""Letters that are bold, and how much larger than the system's they are."""


def named(widget: W, accessible: str = "", style: str = "") -> W:
    """Give a widget its name for screen readers and its name for the style sheet."""
    if accessible:
        widget.setAccessibleName(accessible)
    if style:
        widget.setObjectName(style)
    return widget


def label(text: str, role: str) -> QLabel:
    """A text in one of the style sheet's roles."""
    result = QLabel(text)
    result.setProperty("role", role)
    if role in LARGER:
        font = result.font()
        font.setPointSizeF(font.pointSizeF() * LARGER[role])
        font.setWeight(QFont.Weight.DemiBold)
        result.setFont(font)
    return result


def line() -> QFrame:
    """A thin line between sections."""
    result = QFrame()
    result.setProperty("role", "line")
    return result


def row(left: QWidget, right: QWidget) -> QHBoxLayout:
    """One widget at the left edge, one at the right."""
    result = QHBoxLayout()
    result.addWidget(left)
    result.addStretch()
    result.addWidget(right)
    return result
