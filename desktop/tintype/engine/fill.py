"""How a hole is filled: what a mask covers is made anew from its surroundings.

The network gives the structure, at a size at which it sees enough around the hole. The texture comes from the photo itself,
guided by that structure; and near the hole's edge, where the network knows best, it has the last word on the low frequencies.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from tintype.engine.exemplar import synthesise
from tintype.engine.holes import Binary, Piece, split_by_depth, thin_pieces, thin_tiles
from tintype.engine.inpaint import Patch, lay_over
from tintype.engine.masks import Mask, bounds, coverage, holes
from tintype.engine.pixels import check_finite
from tintype.engine.remnants import remnants
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

MOST_AT_ONCE = 4
"""Thin pieces that are filled side by side; each takes some 100 MB."""

GREY_CONTEXT = 32
"""Surroundings that tell a photo without colour, whose fill then has none either."""


@dataclass(frozen=True, eq=False)
class _Scene:
    """One request: the photo, its mask, where that covers anything, and the means."""

    pixels: Pixels
    mask: Mask
    hole: Binary
    seed: int
    session: Session
    side: int
    turn: Lock = field(default_factory=Lock)
    """To use the session: it takes all cores as it is, and not all accelerators bear two runs at a time."""

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
    pieces = [piece.moved(place.top, place.left) for piece in (*thin_pieces(thin), *deep)]
    scene = _Scene(pixels, mask, hole, seed, session, side)
    canvas = _Canvas(scene, len(pieces))
    waves = _waves(pieces, scene.size)
    ends = np.cumsum([0.0, *(sum(map(_effort, wave)) for wave in waves)])
    for wave, (start, end) in zip(waves, pairwise(ends / ends[-1]), strict=True):
        for piece, patch in zip(wave, _fill_wave(canvas, wave, progress.part(float(start), float(end))), strict=True):
            canvas.add(piece, patch)
    return tuple(canvas.patches)


class _Canvas:
    """The photo as far as it is filled.

    Attributes:
        scene: what is asked for.
        hole: what is not filled yet.
        patches: what is.
    """

    def __init__(self, scene: _Scene, most: int) -> None:
        """``most`` pieces will come."""
        self.scene, self.hole = scene, scene.hole.copy()
        self.patches: list[Patch] = []
        self._edges = np.zeros((4, most), np.int64)

    def add(self, piece: Piece, patch: Patch) -> None:
        """A piece is filled."""
        self._edges[:, len(self.patches)] = _edges(patch.region)
        self.patches.append(patch)
        self.hole[piece.region.slices][piece.hole > 0] = 0

    def cut(self, window: Region) -> Pixels:
        """A copy of a part. A scan may have thousands of patches; only those at hand are looked at."""
        crop = self.scene.pixels[window.slices].copy()
        near = _overlapping(self._edges[:, : len(self.patches)], window)
        lay_over(crop, window, [self.patches[index] for index in near])
        return crop


def _edges(region: Region) -> tuple[int, int, int, int]:
    return region.top, region.bottom, region.left, region.right


def _overlapping(edges: NDArray[np.int64], region: Region) -> NDArray[np.int64]:
    """Which of the regions, whose edges are the columns, have a pixel of ``region``."""
    top, bottom, left, right = edges
    return np.flatnonzero((top < region.bottom) & (bottom > region.top) & (left < region.right) & (right > region.left))


def _effort(piece: Piece) -> int:
    """Work, in about the pixels that have to be looked at."""
    return piece.region.grown(LEAST_CONTEXT).size.pixels


def _window(piece: Piece, whole: Size) -> Region:
    """The piece and what its texture is taken from."""
    context = max(int(SOURCE_CONTEXT * max(piece.region.size.height, piece.region.size.width)), LEAST_SOURCE_CONTEXT)
    return piece.region.grown(THIN_SOURCE_CONTEXT if piece.depth <= DEEPEST else context).clipped(whole)


def _waves(pieces: list[Piece], whole: Size) -> list[list[Piece]]:
    """What can be filled side by side, with the same result as one after the other.

    A piece comes after all those before it in whose windows it lies, or they in its own. Deep ones come last, each by itself.
    """
    thin = [piece for piece in pieces if piece.depth <= DEEPEST]
    windows = [_window(piece, whole) for piece in thin]
    edges = np.array([_edges(window) for window in windows], np.int64).reshape(-1, 4).T
    number = np.zeros(len(thin), np.int64)
    for index, window in enumerate(windows):
        number[index] = 1 + number[_overlapping(edges[:, :index], window)].max(initial=0)
    waves = [[thin[index] for index in np.flatnonzero(number == wave)] for wave in range(1, number.max(initial=0) + 1)]
    return waves + [[piece] for piece in pieces if piece.depth > DEEPEST]


def _fill_wave(canvas: _Canvas, wave: list[Piece], progress: Progress) -> list[Patch]:
    """Several pieces on a thread each, or one on all."""
    if len(wave) == 1:
        return [_fill_piece(canvas, wave[0], progress, None)]
    silent = progress.told_to(lambda _: None)
    patches: list[Patch] = []
    with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_AT_ONCE)) as pool:
        for start in range(0, len(wave), MOST_AT_ONCE):
            # Whoever waits for the session gets it while this reports, so nothing may be at work then.
            progress.report(start / len(wave))
            patches += pool.map(lambda piece: _fill_piece(canvas, piece, silent, 1), wave[start : start + MOST_AT_ONCE])
    return patches


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
    with scene.turn:
        result = scene.session.run({"picture": to_planes(picture), "mask": to_planes(mask)}, progress)
    return np.ascontiguousarray(result[0][:, *tile.within(window).slices].transpose(1, 2, 0))


def _depth(hole: Binary, tile: Region) -> NDArray[np.float32]:
    """Distance of each pixel of the tile from what is known."""
    around = tile.grown(1).clipped(Size(*hole.shape))
    distance = cv2.distanceTransform(hole[around.slices], cv2.DIST_L2, cv2.DIST_MASK_3)
    return np.asarray(distance[tile.within(around).slices], np.float32)


def _fill_piece(canvas: _Canvas, piece: Piece, progress: Progress, threads: int | None) -> Patch:
    """Structure by the network, texture from the photo."""
    scene = canvas.scene
    window = _window(piece, scene.size)
    crop, hole = canvas.cut(window), canvas.hole[window.slices]
    check_finite(crop)
    hole = hole | remnants(crop, hole)
    structure = _structure(scene, crop, hole, piece.depth, progress.part(0.0, 0.1))
    texture = synthesise(
        crop,
        hole > 0,
        structure,
        seed=scene.seed,
        progress=progress.part(0.1, 1.0),
        threads=threads,
        narrow=piece.depth <= DEEPEST,
    )
    if piece.depth <= STRUCTURE_DEPTH:
        texture += _correction(texture, structure, hole)
    inner = piece.region.within(window)
    patch = Patch(piece.region, crop[inner.slices].copy())  # not a view, which would keep all of the crop in memory
    blended = _blended(scene, piece.region, piece.hole, texture[inner.slices])
    patch.pixels[piece.hole > 0] = blended.pixels[piece.hole > 0]
    return patch


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
