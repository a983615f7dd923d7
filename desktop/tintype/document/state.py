"""One state of the document's work, as the history keeps it: small and unchanging."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from tintype.document.mask import MaskCopy
from tintype.document.recipe import Recipe
from tintype.engine import DenoiseSettings, Patch


@dataclass(frozen=True, eq=False)
class Fill:
    """One filling of a mask.

    Attributes:
        patches: what the picture holds in places since then.
        mask: what was filled.
        seed: the variant.
    """

    patches: tuple[Patch, ...]
    mask: MaskCopy
    seed: int


@dataclass(frozen=True)
class Finding:
    """Damage that was found is in the mask.

    Attributes:
        number: which search found it.
        sensitivity: 0 to 100.
    """

    number: int
    sensitivity: float


@dataclass(frozen=True)
class State:
    """What is done to the photo.

    Attributes:
        recipe: settings.
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

    def with_denoise(self, settings: DenoiseSettings | None) -> State:
        """The same with this denoising step, or without one."""
        return replace(self, recipe=self.recipe.with_denoise(settings))
