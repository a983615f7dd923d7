"""Ways to compare before and after, and how keys change between them: plain state, free of Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Mode = Literal["off", "upright", "level", "beside", "difference"]
"""No comparison, a slider with an upright or a level line, two panes side by side, or what changed."""


@dataclass(frozen=True)
class Compare:
    """How before and after are shown.

    Attributes:
        mode: what is shown now.
        upright: how the line of the slider lies, or lay when it was last there.
        back: what was shown before the difference.
    """

    mode: Mode = "off"
    upright: bool = True
    back: Mode = "off"

    @property
    def slides(self) -> bool:
        """Whether there is a line to drag."""
        return self.mode in ("upright", "level")

    def to(self, mode: Mode) -> Compare:
        """Another mode; the difference remembers what it replaces."""
        upright = mode == "upright" if mode in ("upright", "level") else self.upright
        back = self.mode if mode == "difference" and self.mode != mode else self.back
        return Compare(mode, upright, back)

    def cycled(self) -> Compare:
        """Off, slider, side by side, and off again; the slider comes after the difference too."""
        if self.slides:
            return self.to("beside")
        return self.to("off" if self.mode == "beside" else "upright" if self.upright else "level")

    def with_difference_toggled(self) -> Compare:
        """The difference, or what was shown before it."""
        return replace(self, mode=self.back) if self.mode == "difference" else self.to("difference")
