"""Filling: what is asked for, and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tintype.engine.devices import DEVICES, Device, DeviceChoice
from tintype.engine.spec import ModelSpec
from tintype.errors import InvalidSetting
from tintype.geometry import Region, Size
from tintype.photo import Pixels

LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class InpaintSettings:
    """One request to fill.

    Attributes:
        seed: chooses among variants; the same seed gives the same fill.
        device: where to run.
    """

    seed: int = 0
    device: Device = "auto"

    def __post_init__(self) -> None:
        if isinstance(self.seed, bool) or not isinstance(self.seed, int) or not 0 <= self.seed <= LARGEST_SEED:
            raise InvalidSetting("The seed", self.seed, f"a whole number from 0 to {LARGEST_SEED}")
        if self.device not in DEVICES:
            raise InvalidSetting("The device", self.device, f"one of {', '.join(DEVICES)}")


@dataclass(frozen=True, eq=False)
class Patch:
    """A part of the picture as it is after a change.

    Attributes:
        region: where it is.
        pixels: float32 h x w x 3, all of the region, changed or not.
    """

    region: Region
    pixels: Pixels


@dataclass(frozen=True, eq=False)
class Filled:
    """Result of a fill.

    Attributes:
        patches: to be laid over the picture in their order.
        model: the model that did it.
        device: where it ran.
        seconds: how long it took.
    """

    patches: tuple[Patch, ...]
    model: ModelSpec
    device: DeviceChoice
    seconds: float

    def onto(self, pixels: Pixels) -> Pixels:
        """A copy of the picture (float32 H x W x 3) with the patches laid over it."""
        filled = pixels.copy()
        lay_over(filled, Region.of(Size(pixels.shape[0], pixels.shape[1])), self.patches)
        return filled

    def within(self, pixels: Pixels, region: Region) -> Pixels:
        """A copy of that part of the picture with the patches laid over it."""
        part = pixels[region.slices].copy()
        lay_over(part, region, self.patches)
        return part


def lay_over(crop: Pixels, region: Region, patches: Sequence[Patch]) -> None:
    """Write those parts of the patches into ``crop`` that lie in it; ``region`` is where it was cut from."""
    for patch in patches:
        common = patch.region.intersected(region)
        if common.size.pixels:
            crop[common.within(region).slices] = patch.pixels[common.within(patch.region).slices]
