"""Filling the mask."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from tintype.document.document import Document
from tintype.document.layer import filled
from tintype.document.mask import MaskCopy
from tintype.document.recipe import RepairSettings
from tintype.document.retouch import denoise_patches
from tintype.document.state import Fill, Finding
from tintype.engine import DeviceChoice, InpaintSettings, Patch
from tintype.geometry import Region
from tintype.gui.editor import Editor
from tintype.gui.language import number
from tintype.gui.mask_editor import MaskEditor
from tintype.gui.settings import Settings
from tintype.photo import Pixels
from tintype.progress import Progress

FILL_SHARE = 0.85
"""Of the progress, where the filled places are denoised again afterwards."""

Outcome = tuple[Fill, tuple[Patch, ...] | None, DeviceChoice]


class Filler(QObject):
    """Starts fills and takes their results.

    Attributes:
        after_each_stroke: whether the end of a stroke fills the mask.
    """

    def __init__(self, editor: Editor, masks: MaskEditor, settings: Settings) -> None:
        """Listens to the ends of strokes; ``settings`` remember whether they fill."""
        super().__init__(editor)
        self.after_each_stroke = settings.fill_after_stroke
        self._settings = settings
        self._editor = editor
        self._masks = masks
        masks.stroke_ended.connect(self._follow_stroke)

    @property
    def installed(self) -> bool:
        """Whether there is a model that fills."""
        return bool(self._editor.engine.catalogue.of_task("inpaint"))

    @property
    def can_vary(self) -> bool:
        """Whether there is a fill to try another variant of."""
        document = self._editor.document
        return document is not None and bool(document.state.fills)

    def fill(self) -> None:
        """Fill the mask."""
        document = self._editor.document
        if document is None or not self._editor.is_free():
            return
        self._masks.end_stroke()
        mask = document.mask.copy()
        if mask is None:
            self._editor.refused.emit(self.tr("Paint over what should go first: take the brush with B."))
        else:
            self._run(document, document.state.fills, mask, 0, _repair(document.state.finding), instead=False)

    def vary(self) -> None:
        """Fill the same mask again, with the next seed, in place of the last fill."""
        document = self._editor.document
        if document is not None and document.state.fills and self._editor.is_free():
            *earlier, last = document.state.fills
            repair = None if last.repair is None else replace(last.repair, seed=last.seed + 1)
            self._run(document, tuple(earlier), last.mask, last.seed + 1, repair, instead=True)

    def set_after_each_stroke(self, on: bool) -> None:
        """Fill at the end of each stroke, or when asked."""
        self.after_each_stroke = self._settings.fill_after_stroke = on

    def _run(
        self,
        document: Document,
        earlier: tuple[Fill, ...],
        mask: MaskCopy,
        seed: int,
        repair: RepairSettings | None,
        *,
        instead: bool,
    ) -> None:
        engine, device = self._editor.engine, self._editor.draft.device
        shown, step = document.shown, document.recipe.denoise
        denoising = (
            None
            if shown is None or step is None or document.pending
            else replace(step, noise=shown.denoised.noise, profile=shown.denoised.profile)
        )
        present = document.retouched.pixels
        started = time.monotonic()

        def work(progress: Progress) -> Outcome:
            pixels = _without_last(document, earlier) if instead else present
            document.retouched.prepare()
            if denoising is not None and shown is not None:
                shown.layer.prepare()
            share = 1.0 if denoising is None else FILL_SHARE
            made = engine.inpaint(pixels, mask.whole(), InpaintSettings(seed, device), progress.part(0, share))
            fill = Fill(made.patches, mask, seed, repair, made.model.label)
            if denoising is None:
                return fill, None, made.device
            return fill, denoise_patches(engine, pixels, made.patches, denoising, progress.part(share, 1)), made.device

        def done(outcome: Outcome) -> None:
            fill, denoised, self._editor.device = outcome
            document.fill(fill, "another" if instead else "fill", denoised, instead=instead)
            self._masks.remember(mask)
            self._editor.mask_changed.emit()
            self._editor.recipe_changed.emit()
            self._editor.told.emit(self.tr("Filled in {0} s").format(number(time.monotonic() - started, 1)))
            self._follow_stroke()

        self._editor.inference.start("fill", work, done)

    def _follow_stroke(self) -> None:
        """Fill what was painted once this event is over; what runs then comes here at its end."""
        if self.after_each_stroke:
            QTimer.singleShot(0, self, self._fill_stroke)

    def _fill_stroke(self) -> None:
        if not (self._masks.empty or self._masks.painting or self._editor.busy):
            self.fill()


def _repair(finding: Finding | None) -> RepairSettings | None:
    """The step of a recipe that filling a mask of found damage is, touched up or not."""
    return RepairSettings(finding.sensitivity) if finding is not None and finding.anything else None


def _without_last(document: Document, earlier: tuple[Fill, ...]) -> Pixels:
    """The photo with all fills but the last; a copy only where there are any."""
    photo = document.photo
    return filled(photo.pixels, Region.of(photo.size), earlier) if earlier else photo.pixels
