"""Finding damage: one search, whose result becomes a mask by a sensitivity that may be changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer

from tintype.document.document import Document
from tintype.document.mask import tiles_where
from tintype.document.shapes import Coverage, Shape
from tintype.document.state import Fill, Finding
from tintype.engine import damage_mask
from tintype.gui.editor import Editor
from tintype.gui.mask_editor import MaskEditor
from tintype.photo import Pixels
from tintype.progress import Progress

DEFAULT = 50.0
PAUSE_MS = 15
"""Between two steps of the slider, so that the window stays smooth while it is dragged in a large photo."""


@dataclass(eq=False)
class _Search:
    """The last search.

    Attributes:
        number: tells it from others in the history.
        document: what was searched.
        fills: what the document looked like.
        probability: float32 H x W.
        before: the mask before its result came in.
        damage: what counts as damage, bool H x W;
        sensitivity: at which sensitivity.
    """

    number: int
    document: Document
    fills: tuple[Fill, ...]
    probability: NDArray[np.float32]
    before: Coverage
    damage: NDArray[np.bool_]
    sensitivity: float = -1.0

    @property
    def finding(self) -> Finding:
        """What the state of the document tells of it."""
        return Finding(self.number, self.sensitivity, bool(self.damage.any()))


class Finder(QObject):
    """Searches, and follows the slider. What the user paints or erases where the slider changes nothing, stays."""

    def __init__(self, editor: Editor, masks: MaskEditor) -> None:
        """Nothing was searched yet."""
        super().__init__(editor)
        self._editor = editor
        self._masks = masks
        self._numbers = count(1)
        self._search: _Search | None = None
        self._wanted = DEFAULT
        self._dragging = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._apply)
        editor.document_changed.connect(self._forget)

    @property
    def installed(self) -> bool:
        """Whether there is a model that finds damage."""
        return bool(self._editor.engine.catalogue.of_task("detect"))

    @property
    def finding(self) -> Finding | None:
        """What the slider shows and changes; None while the mask does not come from the last search."""
        document, search = self._editor.document, self._search
        finding = document.state.finding if document else None
        return finding if finding and search and finding.number == search.number else None

    @property
    def sensitivity(self) -> float:
        """0 to 100."""
        if self._pause.isActive():
            return self._wanted
        return self.finding.sensitivity if self.finding else self._wanted

    def find(self) -> None:
        """Add all damage to the mask; what was searched before is not searched again."""
        document, search = self._editor.document, self._search
        if document is None or not self._editor.is_free():
            return
        if search is not None and search.document is document and search.fills == document.state.fills:
            self._take(document, search.probability)
        else:
            self._start(document)

    def set_sensitivity(self, sensitivity: float, *, dragging: bool = False) -> None:
        """Take more for damage, or less."""
        self._wanted, self._dragging = sensitivity, dragging
        if self.finding is not None and not self._pause.isActive():
            self._pause.start()

    def end_drag(self) -> None:
        """The slider was let go."""
        if self._pause.isActive():
            self._pause.stop()
            self._apply()
        self._editor.end_drag()

    def _start(self, document: Document) -> None:
        pixels: Pixels = document.retouched.pixels

        def work(progress: Progress) -> NDArray[np.float32]:
            return self._editor.engine.detect_damage(pixels, self._editor.draft.device, progress)

        self._editor.inference.start("find", work, lambda probability: self._take(document, probability))

    def _take(self, document: Document, probability: NDArray[np.float32]) -> None:
        document.mask.drop_changes()
        before = document.mask.coverage.copy()
        nothing = np.zeros(probability.shape, bool)
        search = self._search = _Search(next(self._numbers), document, document.state.fills, probability, before, nothing)
        self._change(search, self._wanted)
        if document.keep_mask("find", search.finding):
            self._editor.told.emit(self.tr("Damage is marked. Adjust the sensitivity or the mask; Enter fills it."))
        else:
            document.keep_mask("find", search.finding, merge=True)
            document.history.seal()
            self._editor.refused.emit(self.tr("No damage was found; a higher sensitivity finds weaker marks."))
        self._masks.show_mask(True)
        self._editor.mask_changed.emit()

    def _apply(self) -> None:
        search, finding = self._search, self.finding
        if search is None or finding is None or finding.sensitivity == self._wanted:
            return
        search.document.mask.drop_changes()
        if search.sensitivity != finding.sensitivity:  # undo came between
            search.damage = damage_mask(search.probability, finding.sensitivity)
        self._change(search, self._wanted)
        search.document.keep_mask("sensitivity", search.finding, merge=True)
        if not self._dragging:
            search.document.history.seal()
        self._editor.mask_changed.emit()

    def _change(self, search: _Search, sensitivity: float) -> None:
        """Mask what became damage, and give back what no longer is."""
        damage = damage_mask(search.probability, sensitivity)
        for tile in tiles_where(damage != search.damage):
            there, was = damage[tile.slices], search.damage[tile.slices]
            coverage = search.document.mask.coverage[tile.slices].copy()
            np.copyto(coverage, search.before[tile.slices], where=was & ~there)
            coverage[there & ~was] = 255
            search.document.mask.write(Shape(tile, coverage))
        search.damage, search.sensitivity = damage, sensitivity

    def _forget(self) -> None:
        self._search = None
        self._pause.stop()
