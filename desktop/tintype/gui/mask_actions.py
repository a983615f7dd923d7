"""What the user can ask for about the mask and its filling, with its keys: the Mask menu and the panel's buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction

from tintype.gui.mask_editor import ToolName

Make = Callable[..., QAction]


def _tr(text: str) -> str:
    return QCoreApplication.translate("mask_actions", text)


class MaskActions:
    """The actions; whoever carries one out connects to it."""

    def __init__(self, make: Make) -> None:
        """``make`` makes an action from a text, keys and the name of a drawing."""
        self.tools: dict[ToolName, QAction] = {
            "hand": make(_tr("&Hand"), ("V", "H"), "hand", checkable=True),
            "brush": make(_tr("&Brush"), "B", "brush", checkable=True),
            "eraser": make(_tr("&Eraser"), "E", "eraser", checkable=True),
            "lasso": make(_tr("&Lasso"), "L", "lasso", checkable=True),
            "rectangle": make(_tr("&Rectangle"), "M", "rectangle", checkable=True),
        }
        self.larger = make(_tr("Lar&ger Brush"), "]", repeats=True)
        self.smaller = make(_tr("S&maller Brush"), "[", repeats=True)
        self.harder = make(_tr("Harder Edge"), "Shift+]", repeats=True)
        self.softer = make(_tr("Softer Edge"), "Shift+[", repeats=True)
        self.show = make(_tr("&Show Mask"), "O", "before", checkable=True)
        self.invert = make(_tr("&Invert"), "Ctrl+Shift+I")
        self.grow = make(_tr("Gr&ow"), ())
        self.shrink = make(_tr("Shri&nk"), ())
        self.clear = make(_tr("&Clear Mask"), "Esc")
        self.load = make(_tr("Loa&d Mask…"), ())
        self.save = make(_tr("Sa&ve Mask…"), ())
        self.reuse = make(_tr("Reuse Last &Mask"), "Ctrl+Shift+M")
        self.find = make(_tr("Find &Damage"), "Ctrl+F")
        self.fill = make(_tr("&Fill"), ("Return", "Enter"))
        self.vary = make(_tr("&Try Another"), "T")

    @property
    def entries(self) -> tuple[QAction | None, ...]:
        """The menu; None is a line."""
        brush = self.larger, self.smaller, self.harder, self.softer
        mask = self.show, self.invert, self.grow, self.shrink, self.clear
        files = self.load, self.save, self.reuse
        return (*self.tools.values(), None, *brush, None, *mask, None, *files, None, self.find, self.fill, self.vary)
