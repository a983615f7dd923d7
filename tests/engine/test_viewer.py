from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from tintype.engine import Catalogue, DenoiseSettings, Engine, Viewer
from tintype.engine.devices import Device
from tintype.engine.session import Array, Session
from tintype.engine.spec import ModelSpec
from tintype.errors import OutOfMemory
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

SIZE = Size(190, 250)
SETTINGS = DenoiseSettings(noise=0.05, device="cpu")
CORNER = Region(130, 200, Size(40, 40))
PLACES = [CORNER, Region(0, 0, Size(30, 30)), Region(60, 100, Size(50, 50)), Region(189, 249, Size(1, 1)), Region.of(SIZE)]
SIDE = 48


@pytest.fixture
def pixels() -> Pixels:
    return np.random.default_rng(0).random((SIZE.height, SIZE.width, 3), dtype=np.float32)


@pytest.fixture
def catalogue(blur_path: Path) -> Catalogue:
    return Catalogue([blur_path.parent])


@pytest.fixture(autouse=True)
def small_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tintype.engine.engine.tile_side", lambda model, free, most: SIDE)


@dataclass
class Onlooker:
    """Looks at one part, or at another one after each tile, and keeps what it was told."""

    pixels: Pixels
    place: Region | None
    following: list[Region] = field(default_factory=list)
    parts: list[Region] = field(default_factory=list)
    copies: list[Pixels] = field(default_factory=list)

    def finished(self, part: Region) -> None:
        self.parts.append(part)
        self.copies.append(self.pixels[part.slices].copy())
        if self.following:
            self.place = self.following.pop(0)

    @property
    def viewer(self) -> Viewer:
        return Viewer(self.pixels, lambda: self.place, self.finished)


def watch(pixels: Pixels, place: Region | None, *following: Region) -> Onlooker:
    return Onlooker(np.full_like(pixels, -1), place, list(following))


@pytest.mark.parametrize("place", [None, *PLACES])
def test_the_result_is_to_the_bit_what_it_is_without_a_viewer(catalogue: Catalogue, pixels: Pixels, place: Region | None) -> None:
    engine = Engine(catalogue)
    expected = engine.denoise(pixels, SETTINGS).restored
    onlooker = watch(pixels, place)
    restored = engine.denoise(pixels, SETTINGS, viewer=onlooker.viewer).restored
    assert restored is onlooker.pixels
    np.testing.assert_array_equal(restored, expected)
    for part, copy in zip(onlooker.parts, onlooker.copies, strict=True):
        np.testing.assert_array_equal(copy, expected[part.slices])


@pytest.mark.parametrize("place", [CORNER, PLACES[1], PLACES[3]])
def test_a_small_part_in_view_is_the_first_to_be_finished_and_nothing_beside_it(
    catalogue: Catalogue, pixels: Pixels, place: Region
) -> None:
    onlooker = watch(pixels, place)
    Engine(catalogue).denoise(pixels, SETTINGS, viewer=onlooker.viewer)
    covered = np.zeros((SIZE.height, SIZE.width), int)
    while covered.sum() < place.size.pixels:
        covered[onlooker.parts.pop(0).slices] += 1
    assert (covered[place.slices] == 1).all()
    assert covered.sum() == place.size.pixels
    for part in onlooker.parts:
        covered[part.slices] += 1
    assert covered.min() == 1


def test_the_work_follows_the_view(catalogue: Catalogue, pixels: Pixels) -> None:
    places = [Region(180, 240, Size(2, 2)), Region(10, 240, Size(2, 2)), Region(180, 10, Size(2, 2)), Region(90, 120, Size(2, 2))]
    onlooker = watch(pixels, None, *places)
    Engine(catalogue).denoise(pixels, SETTINGS, viewer=onlooker.viewer)
    for place, part in zip(places, onlooker.parts[1:], strict=False):
        assert place.intersected(part) == place
    assert len(set(onlooker.parts)) == len(onlooker.parts)


@pytest.mark.parametrize("nth", [1, 2, 4, 9])
def test_out_of_memory_at_any_tile_begins_anew_and_changes_nothing(catalogue: Catalogue, pixels: Pixels, nth: int) -> None:
    runs: list[int] = []

    def open_session(model: ModelSpec, device: Device) -> Session:
        class FailsOnce(Session):
            def run(self, feeds: Mapping[str, Array], progress: Progress, *, last: bool = False) -> Array:
                runs.append(feeds["picture"].shape[2])
                if len(runs) == nth:
                    raise OutOfMemory
                return super().run(feeds, progress, last=last)

        return FailsOnce(model, device)

    expected = Engine(catalogue).denoise(pixels, SETTINGS).restored
    onlooker = watch(pixels, CORNER)
    restored = Engine(catalogue, open_session).denoise(pixels, SETTINGS, viewer=onlooker.viewer).restored
    assert len(onlooker.parts) == len(runs) - 1
    assert max(runs[nth:]) < SIDE
    np.testing.assert_allclose(restored, expected, atol=1e-5)


def test_a_clean_picture_is_finished_at_once(catalogue: Catalogue, pixels: Pixels) -> None:
    onlooker = watch(pixels, CORNER)
    Engine(catalogue).denoise(pixels, DenoiseSettings(noise=0.0, device="cpu"), viewer=onlooker.viewer)
    assert onlooker.parts == [Region.of(SIZE)]
    np.testing.assert_array_equal(onlooker.pixels, pixels)


@pytest.mark.parametrize("place", [None, CORNER])
def test_progress_runs_evenly_to_the_end(catalogue: Catalogue, pixels: Pixels, place: Region | None) -> None:
    seen: list[float] = []
    report: Callable[[float], object] = seen.append
    Engine(catalogue).denoise(pixels, SETTINGS, Progress(report), watch(pixels, place).viewer)
    assert seen == sorted(seen)
    assert (seen[0], seen[-1]) == (0, 1)
