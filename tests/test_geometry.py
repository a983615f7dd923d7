from __future__ import annotations

import pytest

from tintype.errors import Cancelled
from tintype.geometry import Region, Size
from tintype.progress import Progress


@pytest.mark.parametrize(
    ("other", "common"),
    [
        (Region(0, 0, Size(100, 100)), Region(10, 20, Size(30, 40))),
        (Region(20, 0, Size(10, 30)), Region(20, 20, Size(10, 10))),
        (Region(35, 55, Size(50, 50)), Region(35, 55, Size(5, 5))),
        (Region(50, 20, Size(5, 5)), Region(50, 20, Size(0, 5))),
    ],
)
def test_the_common_part(other: Region, common: Region) -> None:
    region = Region(10, 20, Size(30, 40))
    assert region.intersected(other) == common
    assert region.intersected(other).size == other.intersected(region).size


def test_growing_clipping_and_places_within() -> None:
    region = Region(5, 50, Size(10, 10))
    assert region.grown(8) == Region(-3, 42, Size(26, 26))
    assert region.grown(8).clipped(Size(100, 60)) == Region(0, 42, Size(23, 18))
    assert region.within(Region(5, 42, Size(50, 50))) == Region(0, 8, Size(10, 10))


def test_a_part_of_a_progress_fills_its_share_and_is_cancelled_with_the_whole() -> None:
    seen: list[float] = []
    whole = Progress(seen.append)
    part = whole.part(0.5, 0.75)
    part.report(0.0)
    part.report(1.0)
    part.part(0.5, 1.0).report(0.5)
    assert seen == pytest.approx([0.5, 0.75, 0.6875])
    interrupted: list[bool] = []
    with part.interruptible(lambda: interrupted.append(True)):
        whole.cancel()
    assert interrupted == [True]
    with pytest.raises(Cancelled):
        part.check()
