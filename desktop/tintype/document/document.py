"""The open photo: what it was, what is done to it, and what that looks like."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

from tintype.document.history import History
from tintype.document.layer import Layer, after_common, filled
from tintype.document.mask import Mask
from tintype.document.partial import PartialResult
from tintype.document.pyramid import Pyramid
from tintype.document.recipe import Recipe
from tintype.document.result import InferenceKey, Result, ResultCache
from tintype.document.snapshot import Snapshot
from tintype.document.state import Fill, Finding, State
from tintype.document.versions import Versions
from tintype.document.work import Work
from tintype.engine import Amount, DenoiseSettings, NoiseProfile, Patch, blend
from tintype.geometry import Region
from tintype.photo import Photo, Pixels

Side = Literal["before", "after"]


class Document:
    """A photo with what is done to it: fills of masked places first, then the recipe's steps, whose results are kept.

    The last result stays in sight until another one is there: ``shown`` may belong to an older state, which ``pending`` tells.

    Attributes:
        photo: as it was read.
        path: the file it came from; None for a pasted picture.
        saved_to: where the result was last saved.
        backup: where the original was kept when a result took its place.
        profile: the photo's noise; None until it is measured.
        mask: what is to be filled next.
        partial: the result that is being worked out; what is finished of it is in sight.
        retouched: the photo with the fills, before any step of the recipe; the engine is given these pixels.
        versions: which places of the after side changed.
    """

    def __init__(self, photo: Photo, path: Path | None = None, pyramid: Pyramid[np.float32] | None = None) -> None:
        """``pyramid`` is the photo's, where a job has built it already."""
        self.photo = photo
        self.path = path
        self.saved_to: Path | None = None
        self.backup: Path | None = None
        self.profile: NoiseProfile | None = None
        self.history = History()
        self.mask = Mask(photo.size)
        self.pyramid = pyramid or Pyramid.build(photo.pixels)
        self.alpha = None if photo.alpha is None else Pyramid.build(photo.alpha)
        self.retouched = Layer(self.pyramid, shared=True)
        self.versions = Versions(photo.size)
        self.partial: PartialResult | None = None
        self._present: tuple[Fill, ...] = ()
        self._cache = ResultCache()
        self._shown: Result | None = None
        self._look: tuple[DenoiseSettings | None, Result | None] = (None, None)
        if path is None:
            self.history.mark_unsaved()

    @property
    def original(self) -> Path | None:
        """The file that holds the photo as it was read; None for a pasted picture."""
        return self.backup or self.path

    @property
    def state(self) -> State:
        """The present state."""
        return self.history.state

    @property
    def recipe(self) -> Recipe:
        """The present recipe."""
        return self.state.recipe

    @property
    def shown(self) -> Result | None:
        """The result in sight; None while the photo is shown without any step."""
        return self._shown

    @property
    def changed(self) -> bool:
        """Whether the after side may differ from the before side."""
        return self.differs(Region.of(self.photo.size))

    def differs(self, region: Region) -> bool:
        """Whether the after side may differ from the before side inside a part of the picture."""
        whole = self._shown is not None or bool(self._present)
        return whole or (self.partial is not None and self.partial.touches(region))

    @property
    def pending(self) -> bool:
        """Whether the recipe asks for an inference whose result is not there (any more)."""
        step = self.recipe.denoise
        return step is not None and not self.holds(step)

    @property
    def measured(self) -> float | None:
        """Standard deviation of the photo's noise in units of a [0, 1] picture; None until it is measured."""
        return None if self.profile is None else self.profile.level

    @property
    def remaining(self) -> float | None:
        """Noise of what is in sight, reckoned from the two measurements and the amount; None without a result."""
        step, shown = self.recipe.denoise, self._shown
        if step is None or shown is None or self.measured is None:
            return None
        amount = step.amount.luminance
        return (1 - amount) * self.measured + amount * min(shown.remaining, self.measured)

    # --- changes ---

    def accept(self, settings: DenoiseSettings, result: Result, change: str = "denoise") -> None:
        """Take the result of an inference, and make its settings the recipe's."""
        self.drop_partial()
        self._cache.put(InferenceKey.of(settings), result)
        self.apply(settings, change)

    def begin_partial(self, amount: Amount) -> PartialResult:
        """Have a result worked out in sight, over what is in sight now."""
        self.drop_partial()
        before = self.retouched if self._shown is None else self._shown.layer
        self.partial = PartialResult(before.pyramid, amount, self.versions)
        return self.partial

    def drop_partial(self) -> bool:
        """Show what was in sight before the partial result; false if nothing of one was."""
        partial, self.partial = self.partial, None
        return partial is not None and partial.drop()

    def holds(self, settings: DenoiseSettings) -> bool:
        """Whether the result for these settings is there, so that ``apply`` needs no inference."""
        result = self._cache.get(InferenceKey.of(settings))
        return result is not None and result.reaches(self.state.fills)

    def forget(self, model: str) -> None:
        """Let go of the results of the model with this id, which has changed or is gone; what is in sight stays."""
        self._cache.drop(model)

    def apply(self, settings: DenoiseSettings | None, change: str, *, merge: bool = False) -> None:
        """Change the recipe's denoising step, or take it out; see ``History.push``."""
        self.history.push(self.state.with_denoise(settings), change, merge=merge)
        self._follow()

    def fill(self, fill: Fill, change: str, denoised: tuple[Patch, ...] | None = None, *, instead: bool = False) -> None:
        """Put a fill into the picture, and take what it filled out of the mask.

        Args:
            fill: the patches and what they filled.
            change: kind of the change.
            denoised: the same places denoised with the present step; None where that was not done.
            instead: whether it replaces the last fill.
        """
        if denoised is not None and self._shown is not None:
            self._shown.learn(fill, denoised)
        if not instead:
            self.mask.remove(fill.mask)
        state = replace(self.state.with_fill(fill, instead=instead), finding=None)
        self.history.push(state, change, edit=self.mask.take_edit())
        self._cache.keep(self.history.fills)
        self._follow()

    def take(self, recipe: Recipe, fills: tuple[Fill, ...], result: Result | None, change: str = "recipe") -> None:
        """Take what a whole recipe made, in one step of undo; the mask stays.

        Args:
            recipe: what was done.
            fills: all that are in the picture now.
            result: of the recipe's denoising step; None where it has none.
            change: kind of the change.
        """
        if result is not None and recipe.denoise is not None:
            self._cache.put(InferenceKey.of(recipe.denoise), result)
        self.history.push(replace(self.state, recipe=recipe, fills=fills), change)
        self._cache.keep(self.history.fills)
        self._follow()

    def keep_mask(self, change: str, finding: Finding | None = None, *, merge: bool = False) -> bool:
        """Make what was done to the mask a step of undo, and tell whether anything was.

        Args:
            change: kind of the change.
            finding: where the mask comes from a search.
            merge: see ``History.push``.
        """
        edit = self.mask.take_edit()
        if edit is not None or merge:
            self.history.push(replace(self.state, finding=finding), change, merge=merge, edit=edit)
        return edit is not None

    def resume(self, work: Work) -> None:
        """Go on with what was done to the photo earlier; what it did to be denoised is pending again."""
        self.history = History(work.state)
        if work.saved is None:
            self.history.mark_unsaved()
        else:
            self.history.mark_saved(work.saved)
        self.saved_to = work.saved_to
        if work.mask is not None:
            self.mask.write(work.mask.shape)
            self.mask.take_edit()
        self._follow()

    def reset(self) -> None:
        """Take out everything that was done to the photo."""
        self.history.push(State(), "reset")
        self._follow()

    def undo(self) -> None:
        """Drop the stroke that is being painted; else go to the state before."""
        if not self.mask.drop_changes():
            self.go_to(self.history.position - 1)

    def redo(self) -> None:
        """Go to the state that was undone."""
        self.go_to(self.history.position + 1)

    def go_to(self, position: int) -> None:
        """Go to a state of the history; a stroke that is being painted is dropped."""
        self.mask.drop_changes()
        earlier = position < self.history.position
        edit = self.history.go_to(position)
        if edit is not None:
            self.mask.apply(edit, undo=earlier)
        self._follow()

    # --- what it looks like ---

    def render(self, side: Side, level: int, region: Region) -> Pixels:
        """A part of the picture as it is shown: float32 H x W x 3 of the given pyramid level; not to be written to."""
        if side == "before":
            return self.pyramid.crop(level, region)
        restored = self._restored
        if restored is None:
            return self.retouched.pyramid.crop(level, region)
        pyramid, amount = restored
        window = region.grown(amount.reach).clipped(pyramid.size(level))
        mixed = blend(self.retouched.pyramid.crop(level, window), pyramid.crop(level, window), amount, level=level)
        return mixed[region.within(window).slices]

    @property
    def _restored(self) -> tuple[Pyramid[np.float32], Amount] | None:
        """What is mixed into the picture, and how much of it."""
        step, shown, partial = self.recipe.denoise, self._shown, self.partial
        if partial is not None and partial.regions:
            return partial.pyramid, step.amount if step else partial.amount
        return None if step is None or shown is None else (shown.pyramid, step.amount)

    def snapshot(self) -> Snapshot:
        """The result as it is now, to be rendered while the document changes."""
        photo = self.photo.with_pixels(self.retouched.share()) if self._present else self.photo
        step, shown = self.recipe.denoise, self._shown
        if step is None or shown is None:
            return Snapshot(self.state, photo)
        return Snapshot(self.state, photo, replace(shown.denoised, restored=shown.layer.share()), step.amount)

    def _follow(self) -> None:
        fills, step = self.state.fills, self.recipe.denoise
        places = self._retouch(fills)
        result = None if step is None else self._cache.get(InferenceKey.of(step))
        if step is None:
            self._shown = None
        elif result is not None and result.reaches(fills):
            places += result.follow(fills)
            self._shown = result
        look = step, self._shown
        if look != self._look:
            self.versions.touch()
        for place in places:
            self.versions.touch(place)
        self._look = look

    def _retouch(self, fills: tuple[Fill, ...]) -> list[Region]:
        gone, new = after_common(self._present, fills)
        places = [patch.region for fill in (*gone, *new) for patch in fill.patches]
        self.retouched.put(Patch(place, filled(self.photo.pixels, place, fills)) for place in places)
        self._present = fills
        return places
