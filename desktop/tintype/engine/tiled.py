"""Running a model over a picture of any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tintype.engine.spec import ModelSpec
from tintype.engine.tiling import Tile, aligned, plan, plan_part, urgency
from tintype.engine.viewer import Viewer
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

if TYPE_CHECKING:
    from tintype.engine.session import Session

Level = float | Callable[[Pixels], NDArray[np.float32]]
"""What an input plane holds: one value, or what a function makes of the picture's pixels, each pixel by itself (H x W)."""

MOST_FOR_VIEW = 1 / 8
"""Of the work on the whole picture, what showing the part in view earlier may cost."""


def run_tiled(
    pixels: Pixels,
    levels: Mapping[str, Level],
    session: Session,
    side: int,
    progress: Progress,
    channels: int = 3,
    viewer: Viewer | None = None,
) -> NDArray[np.float32]:
    """Run the model in tiles of at most ``side`` pixels; the result depends neither on ``side`` nor on the viewer.

    Args:
        pixels: float32 H x W x 3, the model's input ``picture``.
        levels: its other inputs, each a plane.
        session: the model.
        side: largest height and width of a tile.
        progress: reported to after each tile.
        channels: planes of the model's output.
        viewer: looks on.

    Returns:
        float32 H x W x channels; the viewer's pixels, where there is one.
    """
    model = session.model
    size = Size(pixels.shape[0], pixels.shape[1])
    stages = _stages(model, size, side, viewer)
    done, all_of_it = 0, sum(map(_cost, stages))
    output = np.empty((size.height, size.width, channels), np.float32) if viewer is None else viewer.pixels
    for tile in chain.from_iterable(_in_order(tiles, viewer) for tiles in stages):
        progress.report(done / all_of_it)
        done += tile.window.size.pixels
        window = window_of(pixels, tile.window)
        feeds = {"picture": to_planes(window)} | {name: _plane(level, window)[None, None] for name, level in levels.items()}
        result = session.run(feeds, progress, last=done == all_of_it)
        core = tile.core.clipped(size)
        inner = core.within(tile.window)
        output[core.slices] = result[0][:, *inner.slices].transpose(1, 2, 0)
        if viewer is not None:
            viewer.finished(core)
    return output


def _plane(level: Level, window: Pixels) -> NDArray[np.float32]:
    return level(window) if callable(level) else np.full(window.shape[:2], level, np.float32)


def _stages(model: ModelSpec, size: Size, side: int, viewer: Viewer | None) -> list[list[Tile]]:
    """The picture's tiles; before them tiles of the part in view alone, where that is small enough.

    The others cover that part again, so that the result stays to the bit what it is without a viewer, on whatever device.
    """
    whole = size.padded_to(model.multiple_of, model.minimum)
    tiles = plan(whole, side, model.halo, model.multiple_of)
    seen = None if viewer is None else viewer.in_view()
    if seen is None:
        return [tiles]
    first = plan_part(seen.clipped(size), whole, side, model.halo, model.multiple_of, model.minimum)
    return [first, tiles] if _cost(first) <= MOST_FOR_VIEW * _cost(tiles) else [tiles]


def _cost(tiles: Sequence[Tile]) -> int:
    return sum(tile.window.size.pixels for tile in tiles)


def _in_order(tiles: Sequence[Tile], viewer: Viewer | None) -> Iterator[Tile]:
    """Each tile once; always the one that matters most to the viewer at that moment."""
    rest = list(tiles)
    while rest:
        seen = None if viewer is None else viewer.in_view()
        yield rest.pop(0) if seen is None else rest.pop(_most_urgent(rest, seen))


def _most_urgent(tiles: Sequence[Tile], seen: Region) -> int:
    return min(range(len(tiles)), key=lambda index: urgency(tiles[index], seen))


def run_part(
    pixels: Pixels, core: Region, levels: Mapping[str, Level], session: Session, side: int, progress: Progress
) -> NDArray[np.float32]:
    """What ``run_tiled`` gives inside ``core``, without running the model on the rest of the picture."""
    model = session.model
    size = Size(pixels.shape[0], pixels.shape[1])
    window = aligned(core.grown(model.halo), model.multiple_of).clipped(size)
    inner = core.within(window)
    return run_tiled(pixels[window.slices], levels, session, side, progress)[inner.slices]


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
