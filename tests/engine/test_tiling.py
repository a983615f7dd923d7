from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tintype.engine.catalogue import Catalogue
from tintype.engine.memory import tile_side
from tintype.engine.tiling import Tile, plan, plan_part, smallest_side, urgency
from tintype.geometry import Region, Size


@settings(deadline=None)
@given(
    rows=st.integers(1, 120),
    columns=st.integers(1, 120),
    side=st.integers(1, 400),
    halo=st.integers(0, 60),
    multiple=st.sampled_from([1, 2, 4, 8, 16]),
)
def test_cores_cover_the_picture_once_and_keep_their_distance(
    rows: int, columns: int, side: int, halo: int, multiple: int
) -> None:
    size = Size(rows * multiple, columns * multiple)
    tiles = plan(size, side, halo, multiple)
    covered = np.zeros((size.height, size.width), dtype=int)
    for tile in tiles:
        window, core = tile.window, tile.core
        covered[core.slices] += 1
        assert window.clipped(size) == window
        assert window.size == tiles[0].window.size
        assert window.top % multiple == window.left % multiple == 0
        assert window.size.height % multiple == window.size.width % multiple == 0
        assert max(window.size.height, window.size.width) <= max(side, smallest_side(halo, multiple), multiple)
        assert window.top == 0 or core.top - window.top >= halo
        assert window.left == 0 or core.left - window.left >= halo
        assert window.bottom == size.height or window.bottom - core.bottom >= halo
        assert window.right == size.width or window.right - core.right >= halo
    assert (covered == 1).all()


def test_a_picture_that_fits_is_one_tile() -> None:
    size = Size(512, 768)
    (tile,) = plan(size, 1024, 56, 8)
    assert tile.window == tile.core == Region.of(size)


@pytest.mark.parametrize(("size", "count"), [(Size(4000, 6000), 20), (Size(8, 100_000), 83)])
def test_no_more_tiles_than_needed(size: Size, count: int) -> None:
    assert len(plan(size, 1320, 56, 8)) == count


@pytest.mark.parametrize("name", ["denoise-fast", "denoise-best", "detect", "document"])
def test_of_a_large_photo_little_is_done_twice_and_the_memory_suffices(name: str) -> None:
    model, size, free = Catalogue().find(name), Size(4000, 6000), 4 << 30
    side = tile_side(model, free)
    tiles = plan(size, side, model.halo, model.multiple_of)
    assert sum(tile.window.size.pixels for tile in tiles) < 1.6 * size.pixels
    assert max(tile.window.size.pixels for tile in tiles) * model.bytes_per_pixel < free / 2
    assert tile_side(model, free // 64) ** 2 * model.bytes_per_pixel < free / 64
    assert tile_side(model, free, most=free // 64) ** 2 * model.bytes_per_pixel <= free / 64


@settings(deadline=None)
@given(
    rows=st.integers(1, 40),
    columns=st.integers(1, 40),
    place=st.tuples(st.integers(0, 600), st.integers(0, 600), st.integers(0, 300), st.integers(0, 300)),
    side=st.integers(1, 300),
    halo=st.integers(0, 40),
    multiple=st.sampled_from([1, 4, 8, 16]),
    minimum=st.integers(1, 40),
)
def test_a_part_is_covered_once_from_windows_as_good_as_the_whole_picture_s(
    rows: int, columns: int, place: tuple[int, int, int, int], side: int, halo: int, multiple: int, minimum: int
) -> None:
    size = Size(rows * multiple, columns * multiple).padded_to(multiple, minimum)
    top, left, height, width = place
    part = Region(top, left, Size(height, width)).clipped(size)
    covered = np.zeros((size.height, size.width), dtype=int)
    for tile in plan_part(part, size, side, halo, multiple, minimum):
        window, core = tile.window, tile.core
        covered[core.slices] += 1
        assert window.clipped(size) == window
        assert core.grown(halo).clipped(size).clipped(size) == core.grown(halo).clipped(size).intersected(window)
        for length, start in ((window.size.height, window.top), (window.size.width, window.left)):
            assert start % multiple == length % multiple == 0
            assert length >= min(minimum, smallest_side(halo, multiple))
    expected = np.zeros_like(covered)
    expected[part.slices] = 1
    np.testing.assert_array_equal(covered, expected)


GRID = [Region(row, column, Size(100, 100)) for row in (0, 100, 200) for column in (0, 100, 200, 300)]


@pytest.mark.parametrize(
    ("seen", "first"),
    [
        (Region(0, 0, Size(300, 400)), [5, 6, 1, 2, 9, 10, 4, 7]),
        (Region(210, 310, Size(80, 80)), [11, 7, 10, 6]),
        (Region(40, 120, Size(30, 20)), [1, 0, 5, 4, 2]),
        (Region(90, 190, Size(40, 40)), [6, 2, 5, 1, 7]),
    ],
)
def test_what_is_seen_comes_first_from_its_middle_on(seen: Region, first: list[int]) -> None:
    tiles = [Tile(core, core) for core in GRID]
    assert [GRID.index(tile.core) for tile in sorted(tiles, key=lambda tile: urgency(tile, seen))][: len(first)] == first
