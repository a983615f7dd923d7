"""Filling the mask, and variants of that."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from tintype.document.document import Document
from tintype.document.layer import filled
from tintype.document.mask import MaskCopy
from tintype.document.recipe import RepairSettings
from tintype.document.retouch import denoise_patches
from tintype.document.state import Fill, Finding
from tintype.document.variants import Variant, Variants
from tintype.engine import DenoiseSettings, DeviceChoice, Engine, Filled, InpaintSettings, make_variants
from tintype.geometry import Region
from tintype.gui.editor import Editor
from tintype.gui.language import number
from tintype.gui.mask_editor import MaskEditor
from tintype.gui.settings import Settings
from tintype.photo import Pixels
from tintype.progress import Progress

FILL_SHARE = 0.85
"""Of the progress, where the filled places are denoised again afterwards."""

TO_CHOOSE_FROM = 4
"""Variants of which the best is shown."""

Outcome = tuple[list[Variant], DeviceChoice]


class Filler(QObject):
    """Starts fills and takes their results.

    Attributes:
        after_each_stroke: whether the end of a stroke fills the mask.
        kept: the variants that ``vary`` goes through; None where it has to make one.
    """

    def __init__(self, editor: Editor, masks: MaskEditor, settings: Settings) -> None:
        """Listens to the ends of strokes; ``settings`` remember whether they fill."""
        super().__init__(editor)
        self.after_each_stroke = settings.fill_after_stroke
        self._settings = settings
        self._editor = editor
        self._masks = masks
        self.kept: Variants | None = None
        masks.stroke_ended.connect(self._follow_stroke)
        for signal in (editor.document_changed, editor.mask_changed, editor.recipe_changed):
            signal.connect(self._drop_old_variants)

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
            self._run(document, document.state.fills, mask, 0, _repair(document.state.finding), "fill")

    def vary(self) -> None:
        """Put another variant in place of the last fill: the next best of those that are kept, else one with a new seed."""
        document, kept = self._editor.document, self.kept
        if document is None or not self.can_vary or not self._editor.is_free():
            return
        following = kept.following if kept is not None else None
        if kept is not None and following is not None:
            self._show(kept, following, "another")
            self._editor.told.emit(self.tr("Variant {0} of {1}").format(following + 1, len(kept)))
        else:
            self._fill_again(document, document.state.fills[-1].seed + 1, "another")

    def choose_best(self) -> None:
        """Fill the same mask several times, with the present seed first, and put the best variant in place of the last fill."""
        document = self._editor.document
        if document is not None and self.can_vary and self._editor.is_free():
            self._fill_again(document, document.state.fills[-1].seed, "best", TO_CHOOSE_FROM)

    def set_after_each_stroke(self, on: bool) -> None:
        """Fill at the end of each stroke, or when asked."""
        self.after_each_stroke = self._settings.fill_after_stroke = on

    def _fill_again(self, document: Document, seed: int, change: str, count: int = 1) -> None:
        """With ``seed``, or the first one after those of the variants that are kept."""
        *earlier, last = document.state.fills
        if self.kept is not None and self.kept.present is not None:
            seed = self.kept.seed
        self._run(document, tuple(earlier), last.mask, seed, last.repair, change, count)

    def _run(
        self,
        document: Document,
        earlier: tuple[Fill, ...],
        mask: MaskCopy,
        seed: int,
        repair: RepairSettings | None,
        change: str,
        count: int = 1,
    ) -> None:
        engine, settings = self._editor.engine, InpaintSettings(seed, self._editor.draft.device)
        shown, step = document.shown, document.recipe.denoise
        denoising = (
            None
            if shown is None or step is None or document.pending
            else replace(step, noise=shown.denoised.noise, profile=shown.denoised.profile)
        )
        instead = change != "fill"
        present = document.retouched.pixels
        started = time.monotonic()

        def work(progress: Progress) -> Outcome:
            pixels = _without_last(document, earlier) if instead else present
            document.retouched.prepare()
            if denoising is not None and shown is not None:
                shown.layer.prepare()
            share = 1.0 if denoising is None else FILL_SHARE
            made = _fills(engine, pixels, mask, settings, count, progress.part(0, share))
            fills = [Fill(one.patches, mask, its, _seeded(repair, its), one.model.label) for its, one in made]
            return _with_denoised(engine, pixels, fills, denoising, progress.part(share, 1)), made[0][1].device

        def done(outcome: Outcome) -> None:
            made, self._editor.device = outcome
            self._masks.remember(mask)
            self._show(Variants(document, made, seed + count), 0, change)
            best = self.tr("Best of 4 variants in {0} s; Try Another shows the others")
            text = self.tr("Filled in {0} s") if count == 1 else best
            self._editor.told.emit(text.format(number(time.monotonic() - started, 1)))
            self._follow_stroke()

        self._editor.inference.start("fill", work, done)

    def _show(self, variants: Variants, which: int, change: str) -> None:
        variants.show(which, change, instead=change != "fill")
        self.kept = variants if len(variants) > 1 else None
        self._editor.mask_changed.emit()
        self._editor.recipe_changed.emit()

    def _drop_old_variants(self) -> None:
        """What is kept belongs to the last fill of the open photo, as long as nothing else is done to it."""
        if self.kept is not None and not self.kept.belong_to(self._editor.document):
            self.kept = None

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


def _fills(
    engine: Engine, pixels: Pixels, mask: MaskCopy, settings: InpaintSettings, count: int, progress: Progress
) -> list[tuple[int, Filled]]:
    """One fill, or several with the best first, with their seeds; one alone is spared the scoring."""
    if count == 1:
        return [(settings.seed, engine.inpaint(pixels, mask.whole(), settings, progress))]
    return [(one.seed, one.filled) for one in make_variants(engine, pixels, mask.whole(), count, settings, progress)]


def _with_denoised(
    engine: Engine, pixels: Pixels, fills: Sequence[Fill], denoising: DenoiseSettings | None, progress: Progress
) -> list[Variant]:
    """The fills with their places denoised, where that is asked for."""
    if denoising is None:
        return [Variant(fill) for fill in fills]
    parts = [progress.part(done / len(fills), (done + 1) / len(fills)) for done in range(len(fills))]
    return [
        Variant(fill, denoise_patches(engine, pixels, fill.patches, denoising, part))
        for fill, part in zip(fills, parts, strict=True)
    ]


def _seeded(repair: RepairSettings | None, seed: int) -> RepairSettings | None:
    return None if repair is None else replace(repair, seed=seed)
