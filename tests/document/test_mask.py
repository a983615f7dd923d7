from __future__ import annotations

import numpy as np
import pytest

from tintype.document.mask import Mask, MaskEdit
from tintype.document.pyramid import Pyramid, maxima
from tintype.document.shapes import Shape, polygon, rectangle, stroke
from tintype.geometry import Region, Size

SIZE = Size(300, 1100)
RED, BLUE = (Shape(Region(20, 30, Size(40, 200)), np.full((40, 200), value, np.uint8)) for value in (255, 128))


def drawn(mask: Mask, *points: tuple[float, float], radius: float = 10, hardness: float = 1, subtract: bool = False) -> None:
    for start, end in zip(points, points[1:] or points, strict=False):
        for shape in stroke(start, end, (radius, radius), hardness, mask.size):
            mask.paint(shape, subtract=subtract)


def test_a_new_mask_is_empty_and_takes_no_memory() -> None:
    mask = Mask(SIZE)
    assert mask.empty
    assert mask.bounds() is None
    assert mask.copy() is None
    assert mask.take_edit() is None
    assert mask.coverage.shape == (300, 1100)
    assert not mask.coverage.any()
    assert mask.coverage.strides == (0, 0)


def test_a_disc_is_round_and_has_its_area() -> None:
    mask = Mask(SIZE)
    drawn(mask, (100.5, 80.5), radius=20)
    rows, columns = np.mgrid[:300, :1100]
    distance = np.hypot(rows - 80, columns - 100)
    assert (mask.coverage[distance < 19.4] == 255).all()
    assert (mask.coverage[distance > 20.6] == 0).all()
    assert mask.coverage.sum() / 255 == pytest.approx(np.pi * 400, rel=0.01)
    assert mask.bounds() == Region(60, 80, Size(41, 41))


@pytest.mark.parametrize(
    "points", [[(50, 50), (900, 250)], [(900, 250), (50, 50)], [(50, 50), (50, 290)], [(0, 150), (1100, 150)]]
)
def test_a_fast_stroke_has_no_gaps(points: list[tuple[float, float]]) -> None:
    whole, pieces = Mask(SIZE), Mask(SIZE)
    drawn(whole, *points, radius=6)
    steps = np.linspace(points[0], points[1], 400)
    drawn(pieces, *((float(x), float(y)) for x, y in steps), radius=6)
    assert np.abs(whole.coverage.astype(int) - pieces.coverage).max() <= 3


def test_hardness_softens_the_edge_only_inwards() -> None:
    profiles = []
    for hardness in (1.0, 0.5, 0.0):
        mask = Mask(SIZE)
        drawn(mask, (150.5, 150.5), radius=40, hardness=hardness)
        profiles.append(mask.coverage[150, 150:200].astype(int))
        assert (np.diff(profiles[-1]) <= 0).all()
        assert profiles[-1][0] >= 250
        assert profiles[-1][41] == 0
    assert profiles[0][38] == 255
    assert profiles[1][19] == 255 > profiles[1][25]
    assert profiles[2][20] in range(110, 150)


def test_overlapping_within_a_stroke_does_not_accumulate() -> None:
    once, often = Mask(SIZE), Mask(SIZE)
    drawn(once, (100, 100), (200, 100), radius=30, hardness=0)
    drawn(often, (100, 100), (200, 100), (100, 100), (200, 100), radius=30, hardness=0)
    np.testing.assert_array_equal(once.coverage, often.coverage)


def test_painting_tells_what_it_changes() -> None:
    mask = Mask(SIZE)
    assert mask.paint(RED) == RED.region
    assert mask.paint(RED) is None
    assert mask.paint(BLUE) is None
    assert mask.versions.latest == 1
    wider = Shape(Region(20, 30, Size(40, 260)), np.full((40, 260), 255, np.uint8))
    assert mask.paint(wider) == Region(20, 230, Size(40, 60))
    assert mask.paint(BLUE, subtract=True) == BLUE.region


def test_subtracting_takes_away_by_the_same_profile() -> None:
    mask = Mask(SIZE)
    mask.paint(RED)
    drawn(mask, (100, 40), radius=15, hardness=0, subtract=True)
    added = Mask(SIZE)
    drawn(added, (100, 40), radius=15, hardness=0)
    region = RED.region.slices
    np.testing.assert_array_equal(mask.coverage[region], 255 - added.coverage[region])
    assert mask.coverage[:20].max() == 0


def test_the_radius_may_change_along_a_stroke() -> None:
    mask = Mask(SIZE)
    for shape in stroke((100, 150), (800, 150), (5, 40), 1.0, SIZE):
        mask.paint(shape)
    widths = (mask.coverage > 127).sum(axis=0)
    assert widths[100] == pytest.approx(10, abs=2)
    assert widths[450] == pytest.approx(45, abs=3)
    assert widths[800] == pytest.approx(80, abs=3)


def test_outside_of_the_picture_nothing_is_painted() -> None:
    mask = Mask(SIZE)
    for start, end in (((-500, -500), (-100, -50)), ((-90, 40), (-60, 90)), ((1200, 40), (1300, 90)), ((300, -90), (400, -60))):
        drawn(mask, start, end, radius=20)
    assert mask.empty
    assert mask.take_edit() is None
    drawn(mask, (-5, 150), (1105, 150), radius=20)
    assert mask.bounds() == Region(130, 0, Size(40, 1100))


def test_polygons_and_rectangles() -> None:
    triangle = polygon([(10, 10), (110, 10), (10, 110)], SIZE)
    assert triangle.coverage.sum() / 255 == pytest.approx(5000, rel=0.06)
    assert rectangle((50.2, 60.7), (20.5, 90.1), SIZE).region == Region(60, 20, Size(31, 31))
    assert rectangle((-9, -9), (5000, 5000), SIZE).region == Region.of(SIZE)
    assert polygon([(-50, -50), (-10, -50), (-10, -10)], SIZE).coverage.size == 0


def test_a_stroke_is_undone_and_done_again_by_the_touched_tiles_alone() -> None:
    mask = Mask(SIZE)
    mask.paint(RED)
    first = mask.take_edit()
    before = mask.coverage.copy()
    drawn(mask, (40, 40), (500, 200), radius=12, hardness=0.4)
    after = mask.coverage.copy()
    edit = mask.take_edit()
    assert first is not None
    assert edit is not None
    assert mask.take_edit() is None
    assert len(edit.tiles) < 12
    mask.apply(edit, undo=True)
    np.testing.assert_array_equal(mask.coverage, before)
    mask.apply(edit)
    np.testing.assert_array_equal(mask.coverage, after)
    mask.apply(edit, undo=True)
    mask.apply(first, undo=True)
    assert mask.empty
    assert mask.take_edit() is None


def test_a_tile_of_one_value_takes_no_memory() -> None:
    mask = Mask(Size(1024, 1024))
    mask.invert()
    edit = mask.take_edit()
    assert edit is not None
    assert {array.strides for pair in edit.tiles.values() for array in pair} == {(0, 0)}


def test_two_edits_as_one() -> None:
    mask = Mask(SIZE)
    mask.paint(BLUE)
    first = mask.take_edit()
    drawn(mask, (600, 100), radius=9)
    second = mask.take_edit()
    assert first is not None
    assert second is not None
    both = first.then(second)
    assert both is not None
    mask.apply(both, undo=True)
    assert mask.empty
    mask.apply(both)
    back = MaskEdit({tile: (after, before) for tile, (before, after) in both.tiles.items()})
    assert both.then(back) is None


def test_invert_clear_and_what_was_filled_is_removed() -> None:
    mask = Mask(SIZE)
    mask.paint(BLUE)
    mask.invert()
    assert mask.coverage[0, 0] == 255
    assert mask.coverage[30, 40] == 127
    mask.clear()
    assert mask.empty
    mask.paint(RED)
    copy = mask.copy()
    assert copy is not None
    assert copy.shape.region == RED.region
    drawn(mask, (600, 100), radius=9)
    mask.remove(copy)
    assert mask.bounds() == Region(91, 591, Size(18, 18))
    assert (copy.whole()[RED.region.slices] == 255).all()


def test_the_pyramid_of_the_mask_follows_every_change() -> None:
    mask = Mask(Size(601, 1103))
    drawn(mask, (3, 3), (1100, 590), (200, 600), radius=3, hardness=0.5)
    whole = Pyramid.build(mask.coverage.copy(), maxima)
    for level, expected in enumerate(whole.levels):
        crop = mask.crop(level, Region.of(whole.size(level)))
        assert crop is not None
        np.testing.assert_array_equal(crop, expected)
        assert crop.max() == 255


def test_versions_tell_which_places_changed() -> None:
    mask = Mask(SIZE)
    near, far = Region(0, 0, Size(100, 100)), Region(0, 800, Size(100, 100))
    mask.paint(RED)
    assert mask.versions.of(near) == 1
    assert mask.versions.of(far) == 0
    mask.paint(BLUE, subtract=True)
    assert mask.versions.of(Region.of(SIZE)) == 2
    mask.versions.touch()
    assert mask.versions.of(far) == 3
