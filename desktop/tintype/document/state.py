"""One state of the document's work, as the history keeps it: small and unchanging."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tintype.document.mask import MaskCopy
from tintype.document.recipe import Recipe, RepairSettings
from tintype.engine import DenoiseSettings, Patch


@dataclass(frozen=True, eq=False)
class Fill:
    """One filling of a mask.

    Attributes:
        patches: what the picture holds in places since then.
        mask: what was filled.
        seed: the variant.
        repair: where the mask was found and not painted by hand, the step of a recipe that this is.
        model: id and version of the one that did it; empty where that is not known.
    """

    patches: tuple[Patch, ...]
    mask: MaskCopy
    seed: int
    repair: RepairSettings | None = None
    model: str = ""

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""
        return self.mask.shape.coverage.nbytes + sum(patch.pixels.nbytes for patch in self.patches)


@dataclass(frozen=True)
class Finding:
    """Damage that was found is in the mask.

    Attributes:
        number: which search found it.
        sensitivity: 0 to 100.
        anything: whether there was any.
    """

    number: int
    sensitivity: float
    anything: bool = True


@dataclass(frozen=True)
class State:
    """What is done to the photo.

    Attributes:
        recipe: settings; its repair is among the fills, or found nothing.
        fills: in their order; they come before the recipe's steps.
        finding: where the mask in sight comes from a search.
    """

    recipe: Recipe = field(default_factory=Recipe)
    fills: tuple[Fill, ...] = ()
    finding: Finding | None = None

    @property
    def picture(self) -> tuple[Recipe, tuple[Fill, ...]]:
        """All that the result depends on."""
        return self.recipe, self.fills

    @property
    def painted(self) -> tuple[Fill, ...]:
        """The fills of masks painted by hand, which belong to this photo and to no recipe."""
        return tuple(fill for fill in self.fills if fill.repair is None)

    def with_fill(self, fill: Fill, *, instead: bool = False) -> State:
        """The same with a fill, which may replace the last one; a repair becomes a step of the recipe."""
        recipe = self.recipe if fill.repair is None else self.recipe.with_repair(fill.repair)
        earlier = self.fills[:-1] if instead else self.fills
        return replace(self, recipe=recipe, fills=(*earlier, fill))

    def with_denoise(self, settings: DenoiseSettings | None) -> State:
        """The same with this denoising step, or without one."""
        return replace(self, recipe=self.recipe.with_denoise(settings))
