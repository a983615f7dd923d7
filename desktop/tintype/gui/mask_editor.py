"""The mask of the open photo: the tool, what it paints, and all else that changes the mask."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Signal

from tintype.document.document import Document
from tintype.document.mask import MaskCopy
from tintype.document.shapes import Coverage, Point, Shape, stroke
from tintype.engine import grow
from tintype.geometry import Region, Size
from tintype.gui.editor import Editor
from tintype.gui.settings import Settings

ToolName = Literal["hand", "brush", "eraser", "lasso", "rectangle"]

SMALLEST, LARGEST = 1.0, 1000.0
SIZE_STEP = 1.15
HARDNESS_STEP = 0.1
GROW_PIXELS = 4


class MaskEditor(QObject):
    """What tools, panel and menu do to the mask.

    Attributes:
        painted: the part of the picture that a stroke in progress has just changed.
        stroke_ended: a stroke changed the mask.
        options_changed: another tool, size, hardness, or the mask is shown or hidden.
        tool: the tool in the hand.
        shown: whether the mask is drawn.
        last_place: picture point where the last stroke ended.
        painting: whether a stroke is in progress.
    """

    painted = Signal(object)
    stroke_ended = Signal()
    options_changed = Signal()

    def __init__(self, editor: Editor, settings: Settings) -> None:
        """``settings`` remember the brush."""
        super().__init__(editor)
        self.tool: ToolName = "hand"
        self.shown = True
        self.last_place: Point | None = None
        self.painting = False
        self._editor = editor
        self._settings = settings
        self._size, self._hardness = settings.brush
        self._document: Document | None = None
        self._last: MaskCopy | None = None
        editor.document_changed.connect(self._follow_document)

    # --- options ---

    @property
    def diameter(self) -> float:
        """Of the brush, in picture pixels."""
        return min(max(self._size, SMALLEST), LARGEST)

    @property
    def radius(self) -> float:
        """Of the brush, in picture pixels."""
        return self.diameter / 2

    @property
    def hardness(self) -> float:
        """Share of the brush's radius that covers wholly, 0 to 1."""
        return min(max(self._hardness, 0.0), 1.0)

    def choose(self, tool: ToolName) -> None:
        """Take a tool; the same one again puts it away."""
        self.tool = "hand" if tool == self.tool else tool
        self.options_changed.emit()

    def show_mask(self, shown: bool) -> None:
        """Draw the mask, or hide it."""
        self.shown = shown
        self.options_changed.emit()

    def set_brush(self, *, diameter: float | None = None, hardness: float | None = None) -> None:
        """Change the brush."""
        self._size = self._size if diameter is None else min(max(diameter, SMALLEST), LARGEST)
        self._hardness = self._hardness if hardness is None else min(max(hardness, 0.0), 1.0)
        self._settings.brush = self._size, self._hardness
        self.options_changed.emit()

    def step_size(self, steps: float) -> None:
        """Make the brush larger, or smaller, by some steps but by a pixel at least."""
        wanted = self.diameter * SIZE_STEP**steps
        self.set_brush(diameter=max(wanted, self.diameter + 1) if steps > 0 else min(wanted, self.diameter - 1))

    def step_hardness(self, steps: int) -> None:
        """Make the brush's edge harder, or softer."""
        self.set_brush(hardness=round(self.hardness + steps * HARDNESS_STEP, 3))

    # --- strokes ---

    @property
    def size(self) -> Size:
        """Of the photo."""
        return self._document.mask.size if self._document else Size(1, 1)

    def paint_stroke(self, start: Point, end: Point, radii: tuple[float, float], *, subtract: bool) -> None:
        """Draw the brush from one picture point to another."""
        self.last_place = end
        for shape in stroke(start, end, radii, self.hardness, self.size):
            self.paint_shape(shape, subtract=subtract)

    def paint_shape(self, shape: Shape, *, subtract: bool) -> None:
        """Add a shape to the mask, or take it away; it belongs to a stroke until that is ended."""
        if self._document is None:
            return
        if not self.shown:
            self.show_mask(True)
        self.painting = True
        changed = self._document.mask.paint(shape, subtract=subtract)
        if changed is not None:
            self.painted.emit(changed)

    def end_stroke(self) -> None:
        """Make what was painted a step of undo."""
        self.painting = False
        if self._document is not None and self._keep("stroke", searched=True):
            self.stroke_ended.emit()

    def drop_stroke(self) -> None:
        """Take back what was painted since the last step."""
        self.painting = False
        if self._document is not None and self._document.mask.drop_changes():
            self._editor.mask_changed.emit()

    # --- the whole mask ---

    @property
    def empty(self) -> bool:
        """Whether there is nothing to fill."""
        return self._document is None or self._document.mask.empty

    @property
    def can_reuse(self) -> bool:
        """Whether there is a mask to come back to."""
        return self._last is not None

    def clear(self) -> None:
        """Make the mask empty."""
        if self._document is not None:
            self.remember(self._document.mask.copy())
            self._document.mask.clear()
            self._keep("clear")

    def invert(self) -> None:
        """Fill what was kept, keep what was filled."""
        if self._document is not None:
            self._document.mask.invert()
            self._keep("invert")

    def grow(self, pixels: int = GROW_PIXELS) -> None:
        """Widen the mask on all sides, or narrow it by a negative number."""
        bounds = self._document.mask.bounds() if self._document else None
        if self._document is None or bounds is None:
            return
        region = bounds.grown(max(pixels, 0) + 1).clipped(self.size)
        self._document.mask.write(Shape(region, grow(self._document.mask.coverage[region.slices], pixels)))
        self._keep("grow" if pixels > 0 else "shrink")

    def replace(self, coverage: Coverage) -> None:
        """Take a mask that was loaded, uint8 H x W."""
        if self._document is not None:
            self._document.mask.write(Shape(Region.of(self.size), coverage))
            self._keep("load")

    def remember(self, mask: MaskCopy | None) -> None:
        """Take a mask that goes out of sight as the one to be used again."""
        self._last = mask or self._last

    def reuse(self) -> None:
        """Add the mask that was last in sight, be it of another photo."""
        last = self._last
        if self._document is None or last is None:
            return
        if last.size != self.size:
            text = self.tr("The last mask belongs to a photo of {0} by {1} pixels; this one measures {2} by {3}.")
            there, here = last.size, self.size
            self._editor.refused.emit(text.format(there.width, there.height, here.width, here.height))
            return
        self._document.mask.paint(last.shape)
        self._keep("reuse")

    def _keep(self, change: str, *, searched: bool = False) -> bool:
        """Make it a step of undo, if anything changed; ``searched`` keeps the slider of a search alive."""
        document = self._document
        if document is None or not document.keep_mask(change, document.state.finding if searched else None):
            return False
        if not self.shown:
            self.show_mask(True)
        self._editor.mask_changed.emit()
        return True

    def _follow_document(self) -> None:
        if self._document is not None:
            self.remember(self._document.mask.copy())
        self._document = self._editor.document
        self.last_place = None
        self.painting = False
