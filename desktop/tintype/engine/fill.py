"""How a hole is filled: what a mask covers is made anew from its surroundings.

The network gives the structure, at a size at which it sees enough around the hole. The texture comes from the photo itself,
guided by that structure; and near the hole's edge, where the network knows best, it has the last word on the low frequencies.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.exemplar import synthesise
from tintype.engine.holes import Binary, Piece, split_by_depth, thin_tiles
from tintype.engine.inpaint import Patch, lay_over
from tintype.engine.masks import Mask, bounds, coverage, holes
from tintype.engine.pixels import check_finite
from tintype.engine.tiled import to_planes
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

if TYPE_CHECKING:
    from tintype.engine.session import Session

DEEPEST = 8.5
"""Holes deeper than this are filled one by one, thinner ones by tiles."""

STRUCTURE_DEPTH = 16.0
"""A deep hole is made so small that it is this deep, before the network gives its structure."""

LEAST_CONTEXT = 48
CONTEXT_A_DEPTH = 5
LARGEST_WINDOW = 768

SOURCE_CONTEXT = 0.75
"""Surroundings that texture is taken from, on each side, as a share of the hole's longer side."""
LEAST_SOURCE_CONTEXT = 96
THIN_SOURCE_CONTEXT = 64
"""For thin holes; 40 and 96 pixels differ from it by 0.03 dB."""

TRUSTED = 5.0
"""Distance in pixels from what is known up to which the network knows better than a copied patch what is there."""
FINE = 1.0
"""Standard deviation in pixels of the blur that tells low frequencies, which it knows, from texture, which it does not."""

GREY_CONTEXT = 32
"""Surroundings that tell a photo without colour, whose fill then has none either."""


@dataclass(frozen=True, eq=False)
class _Scene:
    """One request at work: the photo, its mask, where that covers anything, and the means."""

    pixels: Pixels
    mask: Mask
    hole: Binary
    seed: int
    session: Session
    side: int

    @property
    def size(self) -> Size:
        return Size(self.hole.shape[0], self.hole.shape[1])


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
    hole = holes(mask)
    place = bounds(hole)
    if not place.size.pixels:
        return ()
    place = place.grown(1).clipped(Size(*hole.shape))
    thin, deep = split_by_depth(hole[place.slices], DEEPEST)
    pieces = [_thin_piece(thin, tile) for tile in thin_tiles(thin)] + deep
    scene = _Scene(pixels, mask, hole, seed, session, side)
    left, laid, patches = hole.copy(), _Laid(len(pieces)), list[Patch]()
    for piece, part in zip(pieces, _shares(progress, pieces), strict=True):
        there = Piece(piece.region.moved(place.top, place.left), piece.hole, piece.depth)
        patches.append(_fill_piece(scene, left, there, laid, part))
        laid.add(patches[-1])
        left[there.region.slices][piece.hole > 0] = 0
    return tuple(patches)


class _Laid:
    """The patches so far. A scan may have thousands; only those at hand are looked at."""

    def __init__(self, most: int) -> None:
        self._patches: list[Patch] = []
        self._edges = np.zeros((4, most), np.int64)

    def add(self, patch: Patch) -> None:
        region = patch.region
        self._edges[:, len(self._patches)] = region.top, region.bottom, region.left, region.right
        self._patches.append(patch)

    def onto(self, crop: Pixels, region: Region) -> None:
        """Write what they have there into ``crop``; ``region`` is where it was cut from."""
        top, bottom, left, right = self._edges[:, : len(self._patches)]
        near = (top < region.bottom) & (bottom > region.top) & (left < region.right) & (right > region.left)
        lay_over(crop, region, [self._patches[index] for index in np.flatnonzero(near)])


def _thin_piece(thin: Binary, tile: Region) -> Piece:
    return Piece(tile, thin[tile.slices], float(_depth(thin, tile).max()))


def _shares(progress: Progress, pieces: list[Piece]) -> list[Progress]:
    """A part of the progress for each piece, by the work that it is."""
    ends = np.cumsum([0.0, *(piece.region.grown(LEAST_CONTEXT).size.pixels for piece in pieces)])
    return [progress.part(float(start / ends[-1]), float(end / ends[-1])) for start, end in pairwise(ends)]


def _run_network(pixels: Pixels, hole: Binary, tile: Region, scene: _Scene, progress: Progress) -> Pixels:
    """The tile as the network fills it, from a window around it; ``pixels`` and ``hole`` may be a smaller copy of the scene's."""
    model, whole = scene.session.model, Size(*hole.shape)
    room = max((min(scene.side, LARGEST_WINDOW) - max(tile.size.height, tile.size.width)) // 2, model.multiple_of)
    depth = min(float(_depth(hole, tile).max()), DEEPEST)
    window = tile.grown(min(LEAST_CONTEXT + int(CONTEXT_A_DEPTH * depth), room)).clipped(whole)
    cut, cut_hole = pixels[window.slices], hole[window.slices]
    check_finite(cut)
    padded = window.size.padded_to(model.multiple_of, model.minimum)
    below, right = padded.height - window.size.height, padded.width - window.size.width
    mask = np.pad(cut_hole, ((0, below), (0, right)), mode="symmetric").astype(np.float32)[..., None]
    picture = np.pad(cut, ((0, below), (0, right), (0, 0)), mode="symmetric") * (1 - mask)
    result = scene.session.run({"picture": to_planes(picture), "mask": to_planes(mask)}, progress)
    return np.ascontiguousarray(result[0][:, *tile.within(window).slices].transpose(1, 2, 0))


def _depth(hole: Binary, tile: Region) -> NDArray[np.float32]:
    """Distance of each pixel of the tile from what is known."""
    around = tile.grown(1).clipped(Size(*hole.shape))
    distance = cv2.distanceTransform(hole[around.slices], cv2.DIST_L2, cv2.DIST_MASK_3)
    return np.asarray(distance[tile.within(around).slices], np.float32)


def _fill_piece(scene: _Scene, hole: Binary, piece: Piece, laid: _Laid, progress: Progress) -> Patch:
    """Structure by the network, texture from the photo; ``hole`` is what is not filled yet, ``laid`` what is."""
    thin = piece.depth <= DEEPEST
    window = piece.region.grown(THIN_SOURCE_CONTEXT if thin else _source_context(piece)).clipped(scene.size)
    crop = scene.pixels[window.slices].copy()
    laid.onto(crop, window)
    check_finite(crop)
    cut_hole = hole[window.slices]
    structure = _structure(scene, crop, cut_hole, piece.depth, progress.part(0.0, 0.1))
    texture = synthesise(crop, cut_hole > 0, structure, seed=scene.seed, progress=progress.part(0.1, 1.0), narrow=thin)
    if piece.depth <= STRUCTURE_DEPTH:
        texture += _correction(texture, structure, cut_hole)
    inner = piece.region.within(window)
    patch = Patch(piece.region, crop[inner.slices].copy())  # not a view, which would keep all of the crop in memory
    blended = _blended(scene, piece.region, piece.hole, texture[inner.slices])
    patch.pixels[piece.hole > 0] = blended.pixels[piece.hole > 0]
    return patch


def _source_context(piece: Piece) -> int:
    return max(int(SOURCE_CONTEXT * max(piece.region.size.height, piece.region.size.width)), LEAST_SOURCE_CONTEXT)


def _correction(texture: Pixels, structure: Pixels, hole: Binary) -> Pixels:
    """What the low frequencies of the structure have and those of the texture lack, as far as the structure is to be trusted."""
    inside = hole.astype(np.float32)
    share = np.maximum(cv2.GaussianBlur(inside, (0, 0), FINE), 1e-3)
    missing = cv2.GaussianBlur((structure - texture) * inside[..., None], (0, 0), FINE)
    trust = inside * np.exp(-((cv2.distanceTransform(hole, cv2.DIST_L2, cv2.DIST_MASK_5) / TRUSTED) ** 2))
    return np.asarray(missing * (trust / share)[..., None], np.float32)


def _structure(scene: _Scene, crop: Pixels, hole: Binary, depth: float, progress: Progress) -> Pixels:
    """The network's guess, made at a size at which a hole so deep is shallow."""
    scale = min(1.0, STRUCTURE_DEPTH / depth)
    size = Size(*(max(round(length * scale), scene.session.model.minimum) for length in hole.shape))
    guess, small_hole = _reduced(crop, hole, size)
    at_once = max(size.height, size.width) <= min(scene.side, LARGEST_WINDOW)
    small, tiles = guess.copy(), [Region.of(size)] if at_once else thin_tiles(small_hole)
    for done, tile in enumerate(tiles):
        progress.report(done / len(tiles))
        inside = small_hole[tile.slices] > 0
        guess[tile.slices][inside] = _run_network(small, small_hole, tile, scene, progress)[inside]
    large = cv2.resize(guess, hole.shape[::-1], interpolation=cv2.INTER_CUBIC)
    return np.where(hole[..., None] > 0, large, crop).astype(np.float32)


def _reduced(crop: Pixels, hole: Binary, size: Size) -> tuple[Pixels, Binary]:
    """A smaller copy in which the hole's pixels have no part, and its hole."""
    known = (1 - hole).astype(np.float32)
    share = cv2.resize(known, (size.width, size.height), interpolation=cv2.INTER_AREA)
    mean = cv2.resize(crop * known[..., None], (size.width, size.height), interpolation=cv2.INTER_AREA)
    return np.asarray(mean / np.maximum(share, 1e-3)[..., None], np.float32), (share < 0.5).view(np.uint8)


def _blended(scene: _Scene, region: Region, hole: Binary, filled: Pixels) -> Patch:
    """The region with ``filled`` mixed in by the mask where ``hole`` says so; all else stays, bit by bit."""
    original = scene.pixels[region.slices]
    patch, inside = original.copy(), hole > 0
    share = coverage(scene.mask[region.slices])[inside][:, None]
    patch[inside] = share * filled[inside] + (1 - share) * original[inside]
    if _is_grey(scene, region):
        patch[inside] = patch[inside].mean(axis=1, keepdims=True)
    return Patch(region, patch)


def _is_grey(scene: _Scene, region: Region) -> bool:
    """Whether what is known around the region has no colour; what is covered, a black box on a colour photo, tells nothing."""
    window = region.grown(GREY_CONTEXT).clipped(scene.size)
    known = scene.pixels[window.slices][scene.hole[window.slices] == 0]
    return len(known) > 0 and bool((known == known[:, :1]).all())
