from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tintype.engine import damage_mask, grow
from tintype.engine.holes import split_by_depth, thin_pieces, thin_tiles
from tintype.engine.masks import bounds, coverage
from tintype.errors import FileMissing, InvalidMask, UnreadablePhoto
from tintype.geometry import Region, Size
from tintype.photo import read_mask, write_mask


def scattered(seed: int, height: int, width: int, marks: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    hole = np.zeros((height, width), np.uint8)
    for _ in range(marks):
        start, end = rng.integers(0, (width, height), (2, 2))
        cv2.line(hole, start.tolist(), end.tolist(), 1, int(rng.integers(1, 30)))
    return hole


@given(st.integers(0, 10**6), st.integers(1, 900), st.integers(1, 900), st.integers(0, 6))
def test_tiles_hold_every_pixel_once(seed: int, height: int, width: int, marks: int) -> None:
    hole = scattered(seed, height, width, marks)
    tiles = thin_tiles(hole)
    times = np.zeros_like(hole)
    for tile in tiles:
        assert max(tile.size.height, tile.size.width) <= 384
        assert tile == tile.clipped(Size(height, width))
        times[tile.slices] += 1
    assert times.max(initial=0) <= 1
    assert (times[hole > 0] == 1).all()


def test_what_lies_close_together_shares_a_tile_and_a_small_mark_is_never_cut() -> None:
    hole = np.zeros((2000, 3000), np.uint8)
    hole[310:374, 300:364] = 1  # across a border of the coarse grid
    hole[380:382, 370:372] = 1
    hole[1900, 2900] = 1
    assert thin_tiles(hole) == [Region(310, 300, Size(72, 72)), Region(1900, 2900, Size(1, 1))]


def test_deep_holes_are_parted_from_thin_ones() -> None:
    hole = np.zeros((400, 400), np.uint8)
    cv2.circle(hole, (120, 150), 60, 1, -1)
    cv2.circle(hole, (320, 300), 30, 1, -1)
    cv2.line(hole, (0, 10), (399, 20), 1, 5)
    thin, deep = split_by_depth(hole, 22)
    assert [round(piece.depth) for piece in deep] == pytest.approx([30, 60], abs=2)
    together = thin.copy()
    for piece in deep:
        together[piece.region.slices] |= piece.hole
    np.testing.assert_array_equal(together, hole)
    assert thin.sum() == hole[:40].sum()
    assert split_by_depth(thin, 22)[1] == []


def test_a_wire_on_a_ball_belongs_to_the_ball_as_far_as_it_is_near() -> None:
    hole = np.zeros((300, 500), np.uint8)
    cv2.circle(hole, (100, 100), 40, 1, -1)
    cv2.line(hole, (100, 100), (490, 200), 1, 3)
    thin, (deep,) = split_by_depth(hole, 22)
    assert deep.region.left == bounds(hole).left
    assert 200 < deep.region.right < 220
    assert bounds(thin).left == deep.region.right
    assert bounds(thin).right == bounds(hole).right


def test_scratches_that_cross_are_no_deep_hole_as_large_as_the_picture() -> None:
    hole = np.zeros((1000, 1000), np.uint8)
    for start, end in (((0, 400), (999, 600)), ((0, 600), (999, 400))):
        cv2.line(hole, start, end, 1, 10)
    thin, (deep,) = split_by_depth(hole, 7)
    assert max(deep.region.size.height, deep.region.size.width) < 150
    assert all(piece.depth <= 7 for piece in thin_pieces(thin))


def test_coverage_of_each_kind_of_mask() -> None:
    np.testing.assert_array_equal(coverage(np.array([[True, False]])), [[1, 0]])
    np.testing.assert_allclose(coverage(np.array([[255, 51]], np.uint8)), [[1, 0.2]])
    np.testing.assert_allclose(coverage(np.array([[1.5, -0.5, 0.25]])), [[1, 0, 0.25]])


def test_growing_and_shrinking() -> None:
    mask = np.zeros((60, 60), np.uint8)
    mask[30, 30] = 200
    grown = grow(mask, 5)
    assert grown[30, 25] == grown[35, 30] == 200
    assert grown[30, 24] == grown[34, 34] == 0  # a disc, not a square
    np.testing.assert_array_equal(grow(grown, -5), mask)
    np.testing.assert_array_equal(grow(mask, 0), mask)


def test_more_sensitivity_never_finds_less() -> None:
    probability = np.random.default_rng(0).random((50, 50)).astype(np.float32) ** 4
    found = [damage_mask(probability, sensitivity).sum() for sensitivity in (0, 25, 50, 75, 100)]
    assert found == sorted(found)
    assert found[0] < found[2] < found[4]
    single = np.zeros((9, 9), np.float32)
    single[4, 4] = 0.6
    assert damage_mask(single, 50).sum() == 9
    assert damage_mask(single, 40).sum() == 0
    single[4, 4] = 0.45
    assert damage_mask(single, 50).sum() == 9, "what is hardly less probable than not"


def test_masks_survive_the_file(tmp_path: Path) -> None:
    mask = np.random.default_rng(0).integers(0, 256, (33, 47), dtype=np.uint8)
    write_mask(mask, tmp_path / "mask.png")
    np.testing.assert_array_equal(read_mask(tmp_path / "mask.png", Size(33, 47)), mask)


def test_masks_from_other_programs(tmp_path: Path) -> None:
    colours = np.zeros((20, 20, 4), np.uint8)
    colours[:10] = 255
    colours[:5, :, 3] = 0
    colours[10:, :, 3] = 255
    Image.fromarray(colours).save(tmp_path / "transparent.png")
    mask = read_mask(tmp_path / "transparent.png")
    assert (mask[:5] == 0).all()
    assert (mask[5:10] == 255).all()
    assert (mask[10:] == 0).all()

    stripes = np.zeros((64, 64), np.uint8)
    stripes[20:30] = 255
    Image.fromarray(stripes).save(tmp_path / "lossy.jpg", quality=70)
    assert set(np.unique(read_mask(tmp_path / "lossy.jpg")[:16])) == {0}
    Image.fromarray(stripes > 0).save(tmp_path / "bits.png")
    np.testing.assert_array_equal(read_mask(tmp_path / "bits.png"), stripes)


def test_masks_that_cannot_be_used(tmp_path: Path) -> None:
    write_mask(np.zeros((10, 20), np.uint8), tmp_path / "small.png")
    with pytest.raises(InvalidMask, match="measures 20x10 and the photo 30x10"):
        read_mask(tmp_path / "small.png", Size(10, 30))
    with pytest.raises(FileMissing):
        read_mask(tmp_path / "missing.png")
    (tmp_path / "text.png").write_text("no picture")
    with pytest.raises(UnreadablePhoto):
        read_mask(tmp_path / "text.png")
