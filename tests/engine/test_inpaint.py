from __future__ import annotations

import os
import threading
import time
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from skimage import data

from tests.models import write_denoiser, write_detector, write_filler
from tintype.engine import Catalogue, DenoiseSettings, Engine, InpaintSettings, lay_over
from tintype.engine import fill as engine_fill
from tintype.errors import Cancelled, InvalidMask, InvalidPixels, InvalidSetting, NoModel
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("models")
    write_filler(folder / "filler.onnx")
    write_detector(folder / "detector.onnx")
    write_denoiser(folder / "denoiser.onnx")
    return Engine(Catalogue([folder]))


def photograph(name: str = "astronaut") -> Pixels:
    return np.asarray(getattr(data, name)(), dtype=np.float32) / np.float32(255)


def disc(shape: tuple[int, ...], centre: tuple[int, int], radius: int) -> NDArray[np.bool_]:
    mask = np.zeros(shape[:2], np.uint8)
    cv2.circle(mask, centre, radius, 1, -1)
    return mask > 0


def fill(engine: Engine, pixels: Pixels, mask: NDArray[np.generic], seed: int = 0) -> Pixels:
    return engine.inpaint(pixels, mask, InpaintSettings(seed, "cpu")).onto(pixels)


def many_holes(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Marks of every kind: a speck, a border, two corners, a long line, a stroke, a deep disc."""
    mask = disc(shape, (350, 330), 45)
    mask[100, 100] = True
    mask[0:9, 200:260] = True
    mask[:6, :6] = mask[-7:, -7:] = True
    mask |= cv2.line(np.zeros(shape[:2], np.uint8), (20, 30), (480, 190), 1, 3) > 0
    mask |= cv2.line(np.zeros(shape[:2], np.uint8), (60, 300), (160, 450), 1, 24) > 0
    return mask


def test_nothing_outside_the_mask_changes_and_everything_inside_does(engine: Engine) -> None:
    pixels = photograph()
    mask = many_holes(pixels.shape)
    marked = np.where(mask[..., None], np.float32(7), pixels)  # a value that no fill gives
    filled = fill(engine, marked, mask)
    np.testing.assert_array_equal(filled[~mask], pixels[~mask])
    assert (filled[mask] < 1.5).all()
    assert (filled[mask] > -0.5).all()


def test_patches_are_small_where_the_holes_are(engine: Engine) -> None:
    pixels = np.full((1500, 2000, 3), 0.5, np.float32)
    mask = np.zeros((1500, 2000), bool)
    mask[10:14, 10:14] = mask[1000, 1500] = True
    regions = [patch.region for patch in engine.inpaint(pixels, mask).patches]
    assert regions == [Region(10, 10, Size(4, 4)), Region(1000, 1500, Size(1, 1))]


def test_partly_covered_pixels_are_mixed(engine: Engine) -> None:
    pixels = np.full((64, 64, 3), 0.25, np.float32)
    pixels[30:34, 30:34] = 1
    soft = np.zeros((64, 64), np.float32)
    soft[30:34, 30:32], soft[30:34, 32:34] = 1, 0.5
    filled = fill(engine, pixels, soft)
    np.testing.assert_allclose(filled[30:34, 30:32], 0.25, atol=1e-5)
    np.testing.assert_allclose(filled[30:34, 32:34], 0.625, atol=1e-5)
    coarse = fill(engine, pixels, np.rint(soft * 255).astype(np.uint8))
    np.testing.assert_allclose(coarse, filled, atol=0.01)


def test_a_box_without_colour_on_a_colour_photo_is_filled_with_colours(engine: Engine) -> None:
    pixels = photograph()
    mask = np.zeros(pixels.shape[:2], bool)
    mask[20:110, 400:490] = mask[300:306, 60:100] = True  # deep and thin, on the flag and on the suit
    filled = fill(engine, np.where(mask[..., None], np.float32(0), pixels), mask)
    for place in (np.s_[20:110, 400:490], np.s_[300:306, 60:100]):
        assert np.ptp(filled[place], axis=2).mean() > 0.02


def test_the_same_seed_gives_the_same_fill_and_another_a_variant(engine: Engine) -> None:
    pixels = photograph()
    mask = disc(pixels.shape, (120, 400), 40)
    first = fill(engine, pixels, mask, seed=1)
    np.testing.assert_array_equal(first, fill(engine, pixels, mask, seed=1))
    assert np.abs(first - fill(engine, pixels, mask, seed=2))[mask].mean() > 0.005


def test_grey_stays_grey(engine: Engine) -> None:
    pixels = np.repeat(photograph("camera")[..., None], 3, axis=2)
    filled = fill(engine, pixels, many_holes(pixels.shape))
    assert (filled == filled[..., :1]).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (3, 5), (17, 9), (40, 40)])
def test_pictures_of_any_size(engine: Engine, shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(0).random((*shape, 3), dtype=np.float32)
    mask = np.zeros(shape, bool)
    mask[0, 0] = True
    if mask.all():
        with pytest.raises(InvalidMask, match="covers the whole photo"):
            fill(engine, pixels, mask)
        return
    filled = fill(engine, pixels, mask)
    np.testing.assert_array_equal(filled[~mask], pixels[~mask])
    assert np.isfinite(filled).all()


@pytest.mark.parametrize("border", [1, 12])
def test_all_but_the_border_can_be_filled(engine: Engine, border: int) -> None:
    pixels = photograph()[:160, :200].copy()
    mask = np.ones(pixels.shape[:2], bool)
    mask[:border] = mask[-border:] = mask[:, :border] = mask[:, -border:] = False
    filled = fill(engine, pixels, mask)
    np.testing.assert_array_equal(filled[~mask], pixels[~mask])
    assert np.isfinite(filled).all()


def test_an_empty_mask_is_nothing_to_do(engine: Engine) -> None:
    pixels = photograph()
    done = engine.inpaint(pixels, np.zeros(pixels.shape[:2], bool))
    assert done.patches == ()
    np.testing.assert_array_equal(done.onto(pixels), pixels)


@pytest.mark.parametrize(
    ("mask", "sentence"),
    [
        (np.ones((512, 512), bool), "covers the whole photo"),
        (np.zeros((512, 511), bool), "measures 511x512 and the photo 512x512"),
        (np.zeros((512, 512, 3), bool), "instead of height x width"),
        (np.zeros((512, 512), np.int64), "type is int64"),
        (np.full((512, 512), np.nan), "not a number"),
    ],
)
def test_masks_that_cannot_be_used(engine: Engine, mask: NDArray[np.generic], sentence: str) -> None:
    with pytest.raises(InvalidMask, match=sentence):
        engine.inpaint(photograph(), mask)


def test_other_mistakes(engine: Engine) -> None:
    mask = disc((512, 512), (200, 200), 5)
    with pytest.raises(InvalidPixels, match="float32"):
        engine.inpaint(data.astronaut(), mask)
    broken = photograph()
    broken[190, 190] = np.nan
    with pytest.raises(InvalidPixels, match="not a number"):
        engine.inpaint(broken, mask)
    with pytest.raises(InvalidSetting, match="The seed is -1"):
        InpaintSettings(seed=-1)
    with pytest.raises(NoModel, match="inpaint"):
        Engine(Catalogue([])).inpaint(photograph(), mask)


def test_what_the_hole_held_does_not_matter(engine: Engine) -> None:
    pixels = photograph()
    mask = disc(pixels.shape, (200, 200), 5)
    marked = np.where(mask[..., None], np.float32(0), pixels)
    np.testing.assert_array_equal(fill(engine, marked, mask), fill(engine, pixels, mask))


def test_progress_rises_to_the_end(engine: Engine) -> None:
    seen: list[float] = []
    pixels = photograph()
    engine.inpaint(pixels, many_holes(pixels.shape), progress=Progress(seen.append))
    assert seen == sorted(seen)
    assert seen[0] == 0
    assert seen[-1] == 1
    assert len(seen) > 4


def test_no_piece_is_at_work_while_others_may_take_their_turn(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work, most, seen = [0], [0], list[int]()
    fill_piece, lock = engine_fill._fill_piece, threading.Lock()

    def counted(canvas: Any, piece: Any, progress: Progress, threads: int | None) -> Any:
        with lock:
            at_work[0] += threads == 1
            most[0] = max(most[0], at_work[0])
        try:
            return fill_piece(canvas, piece, progress, threads)
        finally:
            with lock:
                at_work[0] -= threads == 1

    monkeypatch.setattr(engine_fill, "_fill_piece", counted)
    pixels = np.tile(photograph(), (2, 2, 1))
    mask = np.zeros(pixels.shape[:2], bool)
    mask[20:1000:240, 20:1000:240] = True
    engine.inpaint(pixels, mask, progress=Progress(lambda _: seen.append(at_work[0])))
    assert most[0] > 1 or os.cpu_count() == 1
    assert len(seen) > 3
    assert not any(seen)


@pytest.mark.parametrize("holes", ["one large", "many small"])
def test_cancel_ends_a_large_fill_at_once(engine: Engine, holes: str) -> None:
    pixels = np.tile(photograph(), (3, 3, 1))
    mask = disc(pixels.shape, (700, 700), 350)
    if holes == "many small":
        mask = np.zeros_like(mask)
        mask[::24, ::24] = True
    cancelled: list[float] = []
    progress = Progress()

    def cancel() -> None:
        cancelled.append(time.process_time())
        progress.cancel()

    timer = threading.Timer(0.5, cancel)
    timer.start()
    with pytest.raises(Cancelled):
        engine.inpaint(pixels, mask, progress=progress)
    assert time.process_time() - cancelled[0] < 1  # of the processor, which other work on the machine cannot lengthen


def test_damage_is_found_tiled_as_whole(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = photograph()
    whole = engine.detect_damage(pixels, "cpu")
    assert whole.shape == pixels.shape[:2]
    assert whole.dtype == np.float32
    assert 0 <= whole.min() < whole.max() <= 1
    monkeypatch.setattr("tintype.engine.engine.tile_side", lambda model, free, most: 100)
    np.testing.assert_array_equal(engine.detect_damage(pixels, "cpu"), whole)


def test_a_part_is_denoised_as_the_whole_is(engine: Engine) -> None:
    before, settings = photograph(), DenoiseSettings(noise=0.05, device="cpu")
    restored = engine.denoise(before, settings).restored
    after = before.copy()
    changes = [Region(0, 0, Size(9, 30)), Region(100, 200, Size(40, 33)), Region(500, 470, Size(12, 42))]
    for change in changes:
        after[change.slices] = 0.3
    patches = engine.denoise_part(after, changes, settings)
    lay_over(restored, Region.of(Size(512, 512)), patches)
    np.testing.assert_array_equal(restored, engine.denoise(after, settings).restored)


def test_a_part_of_a_clean_picture_stays_as_it_is(engine: Engine) -> None:
    pixels = photograph()
    (patch,) = engine.denoise_part(pixels, [Region(10, 10, Size(5, 5))], DenoiseSettings(noise=0.0))
    np.testing.assert_array_equal(patch.pixels, pixels[patch.region.slices])
    with pytest.raises(ValueError, match="told of the whole"):
        engine.denoise_part(pixels, [], DenoiseSettings())


def test_pieces_side_by_side_are_filled_as_one_after_the_other(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    pixels = np.concatenate([photograph(), photograph()[:, ::-1]], axis=1)
    mask = many_holes(pixels.shape)
    for y, x in np.random.default_rng(0).integers(20, (490, 1000), (30, 2)):
        mask[y : y + 5, x : x + 4] = True
    together = fill(engine, pixels, mask)
    monkeypatch.setattr(engine_fill, "_waves", lambda pieces, _: [[piece] for piece in pieces])
    np.testing.assert_array_equal(fill(engine, pixels, mask), together)
