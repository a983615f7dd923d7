"""What the user can ask for about the mask and its filling, with its keys: the Mask menu and the panel's buttons."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction

from tintype.gui.language import tr
from tintype.gui.mask_editor import ToolName

Make = Callable[..., QAction]


class MaskActions:
    """The actions; whoever carries one out connects to it."""

    def __init__(self, make: Make) -> None:
        """``make`` makes an action from a text, keys and the name of a drawing."""
        self.tools: dict[ToolName, QAction] = {
            "hand": make(tr("&Hand"), ("V", "H"), "hand", checkable=True),
            "brush": make(tr("&Brush"), "B", "brush", checkable=True),
            "eraser": make(tr("&Eraser"), "E", "eraser", checkable=True),
            "lasso": make(tr("&Lasso"), "L", "lasso", checkable=True),
            "rectangle": make(tr("&Rectangle"), "M", "rectangle", checkable=True),
        }
        self.larger = make(tr("Lar&ger Brush"), "]", repeats=True)
        self.smaller = make(tr("S&maller Brush"), "[", repeats=True)
        self.harder = make(tr("Harder Edge"), "Shift+]", repeats=True)
        self.softer = make(tr("Softer Edge"), "Shift+[", repeats=True)
        self.show = make(tr("&Show Mask"), "O", "before", checkable=True)
        self.invert = make(tr("&Invert"), "Ctrl+Shift+I")
        self.grow = make(tr("Gr&ow"), ())
        self.shrink = make(tr("Shri&nk"), ())
        self.clear = make(tr("&Clear Mask"), "Esc")
        self.load = make(tr("Loa&d Mask…"), ())
        self.save = make(tr("Sa&ve Mask…"), ())
        self.reuse = make(tr("Reuse Last &Mask"), "Ctrl+Shift+M")
        self.find = make(tr("Find &Damage"), "Ctrl+F")
        self.fill = make(tr("&Fill"), ("Return", "Enter"))
        self.vary = make(tr("&Try Another"), "T")
        self.best = make(tr("Best of Fo&ur"), "Shift+T")
        help_text = tr("Make four variants of the last fill and show the best; Try Another shows the others")
        self.best.setToolTip(help_text + " (Shift+T)")

    @property
    def entries(self) -> tuple[QAction | None, ...]:
        """The menu; None is a line."""
        brush = self.larger, self.smaller, self.harder, self.softer
        mask = self.show, self.invert, self.grow, self.shrink, self.clear
        files = self.load, self.save, self.reuse
        filling = self.fill, self.vary, self.best
        return (*self.tools.values(), None, *brush, None, *mask, None, *files, None, self.find, *filling)
