from __future__ import annotations

import itertools
import subprocess
import sys
import threading
import time

import cv2
import numpy as np
import pytest
from skimage import data

from tintype.engine import exemplar
from tintype.engine.exemplar import Mask, synthesise
from tintype.errors import Cancelled
from tintype.photo import Pixels
from tintype.progress import Progress


@pytest.fixture(scope="module", autouse=True)
def compiled() -> None:
    exemplar.warm_up()


def photo(name: str) -> Pixels:
    pixels: Pixels = getattr(data, name)().astype(np.float32) / np.float32(255)
    return pixels


def disc(height: int, width: int, y: float, x: float, radius: float) -> Mask:
    rows, columns = np.mgrid[:height, :width]
    mask: Mask = np.hypot(rows - y, columns - x) < radius
    return mask


def noise(height: int, width: int, sigma: float = 0.08, grain: float = 0.8) -> Pixels:
    field = np.random.default_rng(7).normal(size=(height, width, 3)).astype(np.float32)
    field = np.asarray(cv2.GaussianBlur(field, (0, 0), grain), np.float32)
    return np.asarray(np.float32(0.5) + field / field.std() * np.float32(sigma), np.float32)


def guess(truth: Pixels, hole: Mask, sigma: float) -> Pixels:
    """What a network would say: the low frequencies."""
    return np.where(hole[..., None], cv2.GaussianBlur(truth, (0, 0), sigma), truth)


def dug(pixels: Pixels, hole: Mask) -> Pixels:
    """The picture with nonsense in the hole, which nobody may look at."""
    return np.where(hole[..., None], np.float32(np.nan), pixels)


def sharpness(pixels: Pixels, where: Mask) -> float:
    return float(np.abs(cv2.Laplacian(pixels.mean(axis=2), cv2.CV_32F))[where].mean())


def ratio(filled: Pixels, hole: Mask) -> float:
    """High frequencies of the fill over those of a ring around it."""
    square = np.ones((3, 3), np.uint8)
    mask = hole.astype(np.uint8)
    inner = cv2.erode(mask, square) > 0
    ring = (cv2.dilate(mask, square, iterations=25) > 0) & ~(cv2.dilate(mask, square) > 0)
    return sharpness(filled, inner) / sharpness(filled, ring)


def test_outside_is_identical_and_inside_is_filled_with_known_colours() -> None:
    pixels = photo("coffee")[:200, :260]
    hole = disc(200, 260, 100, 120, 35)
    filled = synthesise(dug(pixels, hole), hole, None)
    assert filled.dtype == np.float32 and filled.shape == pixels.shape
    np.testing.assert_array_equal(filled[~hole], pixels[~hole])
    assert np.isfinite(filled).all()
    assert filled.min() >= pixels[~hole].min() and filled.max() <= pixels[~hole].max()


def test_result_depends_on_inputs_and_seed_alone() -> None:
    pixels = photo("chelsea")[:240, :280]
    hole = disc(240, 280, 120, 140, 45)
    structure = guess(pixels, hole, 10)
    first = synthesise(pixels, hole, structure, threads=1)
    for threads in (2, 5):
        np.testing.assert_array_equal(synthesise(pixels, hole, structure, threads=threads), first)
    other = synthesise(pixels, hole, structure, seed=1)
    assert np.abs(other - first)[hole].mean() > 0.005


@pytest.mark.parametrize("guided", [False, True])
def test_texture_keeps_its_grain(guided: bool) -> None:
    pixels = noise(256, 256)
    hole = disc(256, 256, 128, 128, 60)
    filled = synthesise(dug(pixels, hole), hole, guess(pixels, hole, 15) if guided else None)
    assert 0.85 < ratio(filled, hole) < 1.15
    assert filled[hole].std() == pytest.approx(pixels[hole].std(), rel=0.15)


@pytest.mark.parametrize("guided", [False, True])
def test_fur_is_as_sharp_as_the_fur_around(guided: bool) -> None:
    pixels = photo("chelsea")[10:110, 80:240]
    hole = disc(100, 160, 45, 90, 26)
    filled = synthesise(dug(pixels, hole), hole, guess(pixels, hole, 6) if guided else None)
    assert 0.85 < ratio(filled, hole) < 1.15


@pytest.mark.parametrize("grain", [0.8, 1.5])
def test_what_is_out_of_focus_is_no_source_for_what_is_sharp(grain: float) -> None:
    sharp = noise(200, 260, 0.25, grain)
    focus = np.clip((np.mgrid[:200, :260][0] - 60) / 30, 0, 1)[..., None].astype(np.float32)
    pixels = focus * sharp + (1 - focus) * cv2.GaussianBlur(sharp, (0, 0), 4)
    hole = disc(200, 260, 130, 130, 30)
    hole[115:145, 50:200] = True
    filled = synthesise(dug(pixels, hole), hole, guess(pixels, hole, 8))
    detail = cv2.blur(np.abs(cv2.Laplacian(filled.mean(axis=2), cv2.CV_32F)), (9, 9))
    inside = cv2.erode(hole.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    around = np.zeros_like(hole)
    around[105:190] = cv2.dilate(hole.astype(np.uint8), np.ones((11, 11), np.uint8))[105:190] == 0
    assert np.mean(detail[inside] < 0.8 * detail[around].min()) < 0.003


def test_edge_that_the_structure_shows_is_connected() -> None:
    rows, columns = np.mgrid[:240, :240].astype(np.float32)
    edge = 90 + columns / 4
    pixels = noise(240, 240, 0.02) + np.clip(rows - edge, -0.5, 0.5)[..., None] * np.float32(0.5)
    hole = disc(240, 240, 120, 120, 50)
    filled = synthesise(dug(pixels, hole), hole, guess(pixels, hole, 12))
    inside = hole.any(axis=0)
    found = (filled.mean(axis=2) < 0.5).sum(axis=0)
    assert np.abs(found - edge[0])[inside].max() < 4


def test_stripes_run_through_without_structure() -> None:
    columns = np.mgrid[:200, :200][1]
    pixels = noise(200, 200, 0.02) + np.where(columns % 20 < 10, 0.25, -0.25)[..., None].astype(np.float32)
    hole = disc(200, 200, 100, 100, 40)
    filled = synthesise(dug(pixels, hole), hole, None)
    assert np.mean(np.abs(filled - pixels)[hole] < 0.2) > 0.97


@pytest.mark.parametrize("guided", [False, True])
def test_ramp_has_no_step(guided: bool) -> None:
    pixels = noise(220, 220, 0.01) + np.linspace(-0.3, 0.3, 220, dtype=np.float32)[:, None, None]
    hole = disc(220, 220, 110, 110, 50)
    filled = synthesise(dug(pixels, hole), hole, guess(pixels, hole, 12) if guided else None)
    wrong = cv2.GaussianBlur(filled - pixels, (0, 0), 3)
    assert np.abs(wrong).max() < 0.06
    edge = hole ^ (cv2.erode(hole.astype(np.uint8), np.ones((7, 7), np.uint8)) > 0)
    assert np.abs(wrong[edge]).mean() < 0.01


@pytest.mark.parametrize("where", [(0, 100), (119, 0), (0, 0), (119, 159), (60, 80)])
def test_holes_at_border_and_corner(where: tuple[int, int]) -> None:
    pixels = photo("astronaut")[:120, :160]
    hole = disc(120, 160, *where, 30)
    filled = synthesise(dug(pixels, hole), hole, None)
    assert np.isfinite(filled).all()
    np.testing.assert_array_equal(filled[~hole], pixels[~hole])


SHAPES = [(1, 1), (1, 9), (5, 5), (7, 7), (8, 8), (9, 40), (16, 16), (64, 7)]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("guided", [False, True])
def test_tiny_pictures(shape: tuple[int, int], guided: bool) -> None:
    pixels = photo("astronaut")[: shape[0], : shape[1]]
    for hole in (np.zeros(shape, bool), np.ones(shape, bool), np.ones(shape, bool)):
        hole[-1, -1] ^= True
        if hole.all():
            continue
        filled = synthesise(dug(pixels, hole), hole, pixels * np.float32(0.5) if guided else None)
        assert np.isfinite(filled).all()
        np.testing.assert_array_equal(filled[~hole], pixels[~hole])


@pytest.mark.parametrize("share", [0.6, 0.9, 0.99])
def test_scattered_holes_and_hardly_anything_known(share: float) -> None:
    pixels = photo("astronaut")[:90, :100]
    hole: Mask = np.random.default_rng(1).random((90, 100)) < share
    filled = synthesise(dug(pixels, hole), hole, None)
    assert np.isfinite(filled).all()
    assert np.abs(filled - pixels)[hole].mean() < 0.25


def test_nothing_known() -> None:
    pixels, hole = np.zeros((20, 20, 3), np.float32), np.ones((20, 20), bool)
    structure = noise(20, 20)
    np.testing.assert_array_equal(synthesise(pixels, hole, structure), structure)
    with pytest.raises(ValueError, match="nothing to fill"):
        synthesise(pixels, hole, None)


def test_one_pixel_and_no_pixel() -> None:
    pixels = photo("coffee")[:60, :60]
    hole = np.zeros((60, 60), bool)
    np.testing.assert_array_equal(synthesise(pixels, hole, None), pixels)
    hole[30, 30] = True
    assert np.abs(synthesise(dug(pixels, hole), hole, None)[30, 30] - pixels[30, 30]).max() < 0.2


def test_grey_stays_grey() -> None:
    pixels = np.repeat(photo("coffee")[:100, :100].mean(axis=2, keepdims=True), 3, axis=2)
    hole = disc(100, 100, 50, 50, 20)
    filled = synthesise(pixels, hole, photo("coffee")[:100, :100])
    np.testing.assert_array_equal(filled[..., 0], filled[..., 1])
    np.testing.assert_array_equal(filled[..., 0], filled[..., 2])


def test_inputs_are_left_alone() -> None:
    pixels = photo("coffee")[:90, :90]
    hole = disc(90, 90, 45, 45, 20)
    structure = guess(pixels, hole, 4)
    copies = pixels.copy(), hole.copy(), structure.copy()
    synthesise(pixels, hole, structure)
    for array, copy in zip((pixels, hole, structure), copies, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_progress_grows_to_one() -> None:
    pixels, seen = photo("coffee")[:160, :160], list[float]()
    synthesise(pixels, disc(160, 160, 80, 80, 40), None, progress=Progress(seen.append))
    assert seen[0] == 0 and seen[-1] == 1 and len(seen) > 10
    assert all(before <= after for before, after in itertools.pairwise(seen))


@pytest.mark.parametrize("after", [0.0, 0.1, 0.4, 0.8])
def test_cancel_is_heard_soon(after: float) -> None:
    pixels = np.asarray(cv2.resize(photo("coffee"), (1000, 700)), np.float32)
    progress, told = Progress(), list[float]()

    def cancel() -> None:
        told.append(time.process_time())
        progress.cancel()

    timer = threading.Timer(after, cancel)
    timer.start()
    with pytest.raises(Cancelled):
        synthesise(pixels, disc(700, 1000, 350, 500, 250), None, progress=progress)
    assert time.process_time() - told[0] < 0.3  # of the processor, which other work on the machine cannot lengthen
    timer.join()


def test_engine_does_not_import_numba() -> None:
    code = "import sys, tintype.engine.exemplar; sys.exit('numba' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_warm_up_returns_at_once_and_fills_wait_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from tintype.engine.exemplar import warm

    monkeypatch.setattr(warm, "_compiling", None)
    started = time.monotonic()
    exemplar.start_warm_up()
    assert time.monotonic() - started < 0.2
    assert warm._compiling is not None and warm._compiling.is_alive()
    warm.await_warm_up(Progress())
    assert not warm._compiling.is_alive()


def test_warm_up_fails_silently(monkeypatch: pytest.MonkeyPatch) -> None:
    from tintype.engine.exemplar import warm

    monkeypatch.setattr(warm, "_compiling", None)
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    exemplar.start_warm_up()
    warm.await_warm_up(Progress())
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        synthesise(noise(20, 20), disc(20, 20, 10, 10, 2), None, progress=progress)


def test_a_mirror_image_beside_its_original_is_dear_and_farther_away_is_not() -> None:
    from tintype.engine.exemplar.fields import COLOURS, make_canvas, make_gap
    from tintype.engine.exemplar.levels import build
    from tintype.engine.exemplar.patchmatch import Terms, mismatch

    pixels = noise(120, 160)
    level = build(pixels, disc(120, 160, 60, 80, 20), None, Progress())[0]
    gap, canvas = make_gap(level, COLOURS, None), make_canvas(level, COLOURS, None)
    none, one = np.float32(0), np.float32(1)
    free = Terms(np.int64(COLOURS), none, none, near=none, apart=np.float32(40), twin=none, bias_limit=none, bias_share=one)
    dear = free._replace(twin=np.float32(0.5))

    def added(row: int, column: int) -> float:
        """What the price adds to the cost of a source for the centre of the hole; beyond the picture lies its mirror image."""
        costs = [mismatch(gap, canvas, terms, 60, 80, row, column, np.float32(1e30)) for terms in (free, dear)]
        return float(costs[1] - costs[0])

    twice = 2 * pixels.shape[1] - 1
    assert added(60, 50) == 0, "it is not mirrored"
    assert added(60, twice - 50) == pytest.approx(0.5 * (40 - 30), abs=1e-3)
    assert added(90, twice - 75) == pytest.approx(0.5 * (40 - 35), abs=1e-3)
    assert added(60, twice - 40) == added(60, twice - 20) == 0


def test_things_beside_a_hole_are_not_mirrored_into_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from tintype.engine.exemplar import synthesis
    from tintype.engine.exemplar.bands import Crew
    from tintype.engine.exemplar.patchmatch import Canvas, Field, Gap
    from tintype.engine.exemplar.seams import blend

    pixels = photo("chelsea")[60:280, 100:360]
    hole = disc(220, 260, 110, 130, 45)
    fields: list[tuple[Gap, Field]] = []

    def kept(gap: Gap, canvas: Canvas, field: Field, crew: Crew) -> Pixels:
        fields.append((gap, field))
        return blend(gap, canvas, field, crew)

    def twins() -> float:
        """Share of the patches that are copied from a mirror image nearer than a third of the hole."""
        synthesis.fill(pixels, hole, None, 0, Progress(), 1)
        gap, field = fields[-1]
        y, x = np.nonzero(gap.centres)
        sources_y, sources_x = field.y[y, x], field.x[y, x]
        distance = np.abs(sources_y - y) + np.abs(2 * hole.shape[1] - 1 - sources_x - x)
        return float(((sources_x >= hole.shape[1]) & (distance < 30)).mean())

    monkeypatch.setattr(synthesis, "blend", kept)
    assert twins() < 0.01
    monkeypatch.setattr(synthesis, "TWIN_WEIGHT", 0.0)
    assert twins() > 0.05, "this picture tempts"
