from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tintype.engine.tiling import plan, smallest_side
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
