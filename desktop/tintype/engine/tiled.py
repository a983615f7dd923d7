"""Running a model over a picture of any size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tintype.engine.tiling import plan
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

if TYPE_CHECKING:
    from tintype.engine.session import Session


def run_tiled(
    pixels: Pixels, levels: Mapping[str, float], session: Session, side: int, progress: Progress, channels: int = 3
) -> NDArray[np.float32]:
    """Run the model in tiles of at most ``side`` pixels; the result does not depend on ``side``.

    Args:
        pixels: float32 H x W x 3, the model's input ``picture``.
        levels: its other inputs, each a plane that holds one value.
        session: the model.
        side: largest height and width of a tile.
        progress: reported to after each tile.
        channels: planes of the model's output.

    Returns:
        float32 H x W x channels.
    """
    model = session.model
    size = Size(pixels.shape[0], pixels.shape[1])
    tiles = plan(size.padded_to(model.multiple_of, model.minimum), side, model.halo, model.multiple_of)
    output = np.empty((size.height, size.width, channels), np.float32)
    for done, tile in enumerate(tiles):
        progress.report(done / len(tiles))
        planes = to_planes(window_of(pixels, tile.window))
        feeds = {name: np.full((1, 1, *planes.shape[2:]), level, np.float32) for name, level in levels.items()}
        result = session.run({"picture": planes, **feeds}, progress, last=tile is tiles[-1])
        core = tile.core.clipped(size)
        inner = core.within(tile.window)
        output[core.slices] = result[0][:, *inner.slices].transpose(1, 2, 0)
    return output


def run_part(
    pixels: Pixels, core: Region, levels: Mapping[str, float], session: Session, side: int, progress: Progress
) -> NDArray[np.float32]:
    """What ``run_tiled`` gives inside ``core``, without running the model on the rest of the picture."""
    model = session.model
    size = Size(pixels.shape[0], pixels.shape[1])
    window = aligned(core.grown(model.halo), model.multiple_of).clipped(size)
    inner = core.within(window)
    return run_tiled(pixels[window.slices], levels, session, side, progress)[inner.slices]


def aligned(region: Region, multiple: int) -> Region:
    """The smallest region around this one that starts and ends at multiples of ``multiple``."""
    top, left = (start // multiple * multiple for start in (region.top, region.left))
    bottom, right = (-(-end // multiple) * multiple for end in (region.bottom, region.right))
    return Region(top, left, Size(bottom - top, right - left))


def to_planes(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    """H x W x C as a batch of one, 1 x C x H x W."""
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])


def window_of(pixels: NDArray[np.float32], window: Region) -> NDArray[np.float32]:
    """The window's pixels (H x W x C); what lies beyond the picture's last row and column is mirrored."""
    inside = window.clipped(Size(pixels.shape[0], pixels.shape[1]))
    below, right = window.bottom - inside.bottom, window.right - inside.right
    if not below and not right:
        return pixels[inside.slices]
    return np.pad(pixels[inside.slices], ((0, below), (0, right), (0, 0)), mode="reflect")
