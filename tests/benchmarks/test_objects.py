"""Things taken out of photographs: masks from outlines, a sheet of four columns, and nothing changed beside the mask."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data

from benchmarks.objects import COLUMNS, OBJECTS, Stroke, Thing, main, read_reduced, read_things

SQUARE = [[400, 200], [550, 200], [550, 350], [400, 350]]
WIRE = {"width": 20, "points": [[0, 500], [1000, 500]]}
ENTRY = {"photo": "people/crew.png", "object": "badge", "ground": "cloth", "polygons": [SQUARE], "strokes": [WIRE]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A photograph of 240 x 160 pixels in a folder of its own, and the list that names it."""
    (tmp_path / "people").mkdir()
    cv2.imwrite(str(tmp_path / "people" / "crew.png"), data.astronaut()[100:260, 100:340, ::-1])
    (tmp_path / "list.json").write_text(json.dumps([ENTRY]), encoding="utf-8")
    return tmp_path


def run(folder: Path, *more: str) -> int:
    return main(["--data", str(folder), "--objects", str(folder / "list.json"), "--sheet", str(folder / "sheet.png"), *more])


def test_the_sheet_shows_the_photo_the_mask_and_both_fills(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder) == 0
    sheet = cv2.imread(str(folder / "sheet.png"))
    assert sheet is not None
    assert sheet.shape == (160, len(COLUMNS) * 240, 3)
    photo, mask, _, ours = np.split(sheet, len(COLUMNS), axis=1)
    hole = read_things(folder / "list.json")[0].mask(photo.shape)
    assert hole.any()
    assert ((mask != photo).any(axis=2) == hole).all()
    assert np.array_equal(ours[~hole], photo[~hole])
    assert (ours[hole] != photo[hole]).any(axis=1).mean() > 0.5
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["object", "badge", "mean"]


def test_outlines_are_in_thousandths_of_the_longer_side() -> None:
    thing = Thing("", "", "", [SQUARE], [Stroke(20, [[0, 800], [1000, 800]])])
    for longer in (200, 1000):
        mask = thing.mask((longer, 3 * longer // 5))
        inner, outer = (round(share * longer) for share in (0.15, 0.18))
        square = mask[: longer // 2]
        assert inner**2 <= square.sum() <= outer**2
        assert not square[: longer // 5 - 1].any()
        rows = np.flatnonzero(mask[longer // 2 :].all(axis=1)) + longer // 2
        assert len(rows) == pytest.approx(0.02 * longer, abs=1)
        assert rows.mean() == pytest.approx(0.8 * longer, abs=1)


def test_large_photographs_are_reduced(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "large.png"), np.full((500, 1000, 3), 128, np.uint8))
    assert read_reduced(tmp_path / "large.png").shape == (384, 768, 3)


def test_what_cannot_be_done_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--only", "cat") == 1
    assert "no such object" in capsys.readouterr().err
    (folder / "list.json").write_text(json.dumps([{**ENTRY, "photo": "gone.png"}]), encoding="utf-8")
    assert run(folder) == 1
    assert "gone.png" in capsys.readouterr().err
    for broken in ("[", '[{"photo": "crew.png"}]'):
        (folder / "list.json").write_text(broken, encoding="utf-8")
        assert run(folder) == 1
        assert capsys.readouterr().err.strip()
    assert not (folder / "sheet.png").exists()


def test_the_list_has_twenty_things_on_many_grounds() -> None:
    things = read_things(OBJECTS)
    assert len(things) == len({thing.photo for thing in things}) == len({thing.object for thing in things}) == 20
    assert max(Counter(thing.ground for thing in things).values()) <= 3
    for thing in things:
        points = [point for outline in (*thing.polygons, *(stroke.points for stroke in thing.strokes)) for point in outline]
        assert all(0 <= value <= 1000 for point in points for value in point)
        assert 0 < thing.mask((1000, 1000)).mean() < 0.2
