"""Filling: what a mask covers is made anew from its surroundings.

Thin damage is filled by the network at full resolution, in one pass. A deep hole goes coarse to fine: the network gives the
structure at a size where it sees enough around the hole; the texture comes from the photo itself, guided by that structure.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.devices import Device, DeviceChoice
from tintype.engine.exemplar import synthesise
from tintype.engine.grain import grain
from tintype.engine.holes import Binary, DeepHole, split_by_depth, thin_tiles
from tintype.engine.masks import Mask, bounds, coverage, holes
from tintype.engine.pixels import check_finite
from tintype.engine.session import Session
from tintype.engine.tiled import to_planes
from tintype.errors import InvalidSetting
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

DEEPEST = 22.0
"""The network was trained on strokes of up to twice this width; what lies deeper it only guesses."""

STRUCTURE_DEPTH = 16.0
"""A deep hole is made so small that it is this deep, before the network gives its structure."""

LEAST_CONTEXT = 48
CONTEXT_A_DEPTH = 5
SOURCE_CONTEXT = 0.75
"""Surroundings that texture is taken from, on each side, as a share of the hole's longer side."""
LEAST_SOURCE_CONTEXT = 96

GRAIN_MARGIN = 96

UNTEXTURED, TEXTURED = 2.0, 7.0
"""Depths between which detail from the photo comes in, for there the network's fill is too smooth to be believed."""
DETAIL_BLUR = 2.0
DETAIL = np.float32(0.8)
"""On photographs with strokes of 10 to 40 pixels, all of the detail costs 0.4 dB and makes the fill six times as sharp."""

LARGEST_WINDOW = 768


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
        if isinstance(self.seed, bool) or not isinstance(self.seed, int) or not 0 <= self.seed < 2**31:
            raise InvalidSetting("The seed", self.seed, "a whole number from 0 to 2147483647")
        if self.device not in ("auto", "cpu", "cuda"):
            raise InvalidSetting("The device", self.device, "auto, cpu or cuda")


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
        device: where it ran.
        seconds: how long it took.
    """

    patches: tuple[Patch, ...]
    device: DeviceChoice
    seconds: float

    def onto(self, pixels: Pixels) -> Pixels:
        """A copy of the picture (float32 H x W x 3) with the patches laid over it."""
        filled = pixels.copy()
        lay_over(filled, Region.of(Size(pixels.shape[0], pixels.shape[1])), self.patches)
        return filled


def lay_over(crop: Pixels, region: Region, patches: tuple[Patch, ...] | list[Patch]) -> None:
    """Write those parts of the patches into ``crop`` that lie in it; ``region`` is where it was cut from."""
    for patch in patches:
        common = patch.region.intersected(region)
        if common.size.pixels:
            crop[common.within(region).slices] = patch.pixels[common.within(patch.region).slices]


def fill(pixels: Pixels, mask: Mask, seed: int, session: Session, side: int, progress: Progress) -> tuple[Patch, ...]:
    """Fill what the mask covers.

    Args:
        pixels: float32 H x W x 3.
        mask: H x W, neither too large nor full.
        seed: of the texture.
        session: the inpainting model.
        side: largest window the memory allows.
        progress: reported to after each piece.

    Raises:
        InvalidPixels: around the hole there are values that are no numbers.
        Cancelled, OutOfMemory, InferenceFailed
    """
    whole = Size(pixels.shape[0], pixels.shape[1])
    hole = holes(mask)
    place = bounds(hole).grown(1).clipped(whole)
    if not bounds(hole).size.pixels:
        return ()
    thin, deep = split_by_depth(hole[place.slices], DEEPEST)
    tiles = thin_tiles(thin)
    work = [float(tile.grown(LEAST_CONTEXT).size.pixels) for tile in tiles] + [8.0 * piece.region.size.pixels for piece in deep]
    ends = np.cumsum([0.0, *work]) / sum(work)
    patches: list[Patch] = []
    for tile, start, end in zip(tiles, ends, ends[1:], strict=False):
        progress.report(float(start))
        patches.append(
            _fill_tile(
                pixels,
                mask,
                hole,
                tile.moved(place.top, place.left),
                seed,
                session,
                side,
                progress.part(float(start), float(end)),
            )
        )
    left = hole.copy() if deep else hole
    left[place.slices][thin > 0] = 0
    for piece, start, end in zip(deep, ends[len(tiles) : -1], ends[len(tiles) + 1 :], strict=True):
        part = progress.part(float(start), float(end))
        there = DeepHole(piece.region.moved(place.top, place.left), piece.hole, piece.depth)
        patches.append(_fill_deep(pixels, mask, left, there, patches, seed, session, side, part))
        left[there.region.slices][piece.hole > 0] = 0
    return tuple(patches)


def _fill_tile(
    pixels: Pixels, mask: Mask, hole: Binary, tile: Region, seed: int, session: Session, side: int, progress: Progress
) -> Patch:
    """The network's fill of one tile of thin damage."""
    filled = _run_network(pixels, hole, tile, session, side, progress)
    window = tile.grown(GRAIN_MARGIN).clipped(_size(hole))
    field = grain(pixels[window.slices], hole[window.slices], tile.size)
    depth = _depth(hole, tile)
    if depth.max() > TEXTURED:
        share = np.clip((depth - UNTEXTURED) / (TEXTURED - UNTEXTURED), 0, 1)[..., None]
        field = (1 - share) * field + share * _detail(pixels, hole, tile, filled, seed, progress)
    return _blended(pixels, mask, tile, hole[tile.slices], filled + field)


def _depth(hole: Binary, tile: Region) -> NDArray[np.float32]:
    """Distance of each pixel of the tile from what is known."""
    around = tile.grown(1).clipped(_size(hole))
    distance = cv2.distanceTransform(hole[around.slices], cv2.DIST_L2, cv2.DIST_MASK_3)
    return np.asarray(distance[tile.within(around).slices], np.float32)


def _detail(pixels: Pixels, hole: Binary, tile: Region, filled: Pixels, seed: int, progress: Progress) -> Pixels:
    """Fine detail for the network's fill of a tile, which is an average of what might be there: that of a fill from the photo."""
    window = tile.grown(LEAST_SOURCE_CONTEXT).clipped(_size(hole))
    inner = tile.within(window)
    crop, cut_hole = pixels[window.slices], hole[window.slices]
    structure = crop.copy()
    structure[inner.slices] = filled
    texture = synthesise(crop, cut_hole > 0, structure, seed=seed, progress=progress.part(0.3, 1.0))
    return np.asarray(DETAIL * (texture - cv2.GaussianBlur(texture, (0, 0), DETAIL_BLUR))[inner.slices], np.float32)


def _run_network(pixels: Pixels, hole: Binary, tile: Region, session: Session, side: int, progress: Progress) -> Pixels:
    """The tile as the network fills it, from a window around it."""
    depth = float(_depth(hole, tile).max())
    room = max((min(side, LARGEST_WINDOW) - max(tile.size.height, tile.size.width)) // 2, session.model.multiple_of)
    margin = min(LEAST_CONTEXT + int(CONTEXT_A_DEPTH * min(depth, DEEPEST)), room)
    window = tile.grown(margin).clipped(_size(hole))
    cut, cut_hole = pixels[window.slices], hole[window.slices]
    check_finite(cut)
    padded = _size(cut_hole).padded_to(session.model.multiple_of, session.model.minimum)
    below, right = padded.height - window.size.height, padded.width - window.size.width
    mask = np.pad(cut_hole, ((0, below), (0, right)), mode="symmetric").astype(np.float32)[..., None]
    picture = np.pad(cut, ((0, below), (0, right), (0, 0)), mode="symmetric") * (1 - mask)
    result = session.run({"picture": to_planes(picture), "mask": to_planes(mask)}, progress)
    return np.ascontiguousarray(result[0][:, *tile.within(window).slices].transpose(1, 2, 0))


def _blended(pixels: Pixels, mask: Mask, region: Region, hole: Binary, filled: Pixels) -> Patch:
    """The region with ``filled`` mixed in by the mask where ``hole`` says so; all else stays, bit by bit."""
    patch = pixels[region.slices].copy()
    inside = hole > 0
    share = coverage(mask[region.slices])[inside][:, None]
    patch[inside] = share * filled[inside] + (1 - share) * patch[inside]
    if (pixels[region.slices] == pixels[region.slices][..., :1]).all():
        patch[inside] = patch[inside].mean(axis=1, keepdims=True)
    return Patch(region, patch)


def _fill_deep(
    pixels: Pixels,
    mask: Mask,
    hole: Binary,
    piece: DeepHole,
    before: list[Patch],
    seed: int,
    session: Session,
    side: int,
    progress: Progress,
) -> Patch:
    """Structure by the network, texture from the photo."""
    margin = max(int(SOURCE_CONTEXT * max(piece.region.size.height, piece.region.size.width)), LEAST_SOURCE_CONTEXT)
    window = piece.region.grown(margin).clipped(_size(hole))
    crop = pixels[window.slices].copy()
    lay_over(crop, window, before)
    check_finite(crop)
    cut_hole = hole[window.slices]
    structure = _structure(crop, cut_hole, piece.depth, session, side, progress.part(0.0, 0.1))
    texture = synthesise(crop, cut_hole > 0, structure, seed=seed, progress=progress.part(0.1, 1.0))
    inner = piece.region.within(window)
    patch = Patch(piece.region, crop[inner.slices])
    blended = _blended(pixels, mask, piece.region, piece.hole, texture[inner.slices])
    patch.pixels[piece.hole > 0] = blended.pixels[piece.hole > 0]
    return patch


def _structure(crop: Pixels, hole: Binary, depth: float, session: Session, side: int, progress: Progress) -> Pixels:
    """The network's guess of a deep hole, made at a size at which the hole is shallow."""
    scale = min(1.0, STRUCTURE_DEPTH / depth)
    size = Size(*(max(round(length * scale), session.model.minimum) for length in hole.shape))
    small, small_hole = _reduced(crop, hole, size)
    tiles = thin_tiles(small_hole)
    guess = small.copy()
    for done, tile in enumerate(tiles):
        progress.report(done / len(tiles))
        filled = _run_network(small, small_hole, tile, session, side, progress)
        inside = small_hole[tile.slices] > 0
        guess[tile.slices][inside] = filled[inside]
    large = cv2.resize(guess, hole.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.where(hole[..., None] > 0, large, crop).astype(np.float32)


def _reduced(crop: Pixels, hole: Binary, size: Size) -> tuple[Pixels, Binary]:
    """A smaller copy in which the hole's pixels have no part, and its hole."""
    known = (1 - hole).astype(np.float32)
    share = cv2.resize(known, (size.width, size.height), interpolation=cv2.INTER_AREA)
    mean = cv2.resize(crop * known[..., None], (size.width, size.height), interpolation=cv2.INTER_AREA)
    return np.asarray(mean / np.maximum(share, 1e-3)[..., None], np.float32), (share < 0.5).view(np.uint8)


def _size(plane: NDArray[np.uint8]) -> Size:
    return Size(plane.shape[0], plane.shape[1])
