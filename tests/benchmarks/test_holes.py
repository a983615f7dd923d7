"""The holes that the fills are compared in."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from skimage import data

from benchmarks.holes import CLASSES, broken_for, hole_for

PHOTO = data.astronaut()[:321, :481]


@pytest.mark.parametrize("label", CLASSES)
def test_each_picture_has_a_hole_of_its_own(label: str) -> None:
    first, again, other = (hole_for(label, index, PHOTO.shape) for index in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert 0.005 < first.mean() < 0.5


@pytest.mark.parametrize("label", ["thin", "medium", "large"])
def test_nothing_of_the_picture_is_left_in_a_hole_and_all_of_it_around(label: str) -> None:
    hole = hole_for(label, 0, PHOTO.shape)
    broken = broken_for(label, 0, PHOTO, hole)
    assert not broken[hole].any()
    assert np.array_equal(broken[~hole], PHOTO[~hole])


@pytest.mark.parametrize("index", range(4))
def test_the_mask_misses_a_little_of_the_wires(index: int) -> None:
    hole = hole_for("missed", index, PHOTO.shape)
    changed = np.abs(broken_for("missed", index, PHOTO, hole).astype(int) - PHOTO).max(axis=2) > 8
    outside = changed & ~hole
    assert (changed & hole).sum() > outside.sum() > 200
    distance = cv2.distanceTransform((~hole).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    assert distance[outside].max() < 4
