"""Several fills of one mask, the best first."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest
from skimage import data

from tests.models import write_filler
from tintype.engine import LARGEST_SEED, Catalogue, Engine, InpaintSettings, make_variants
from tintype.engine.variants import coherence, seam
from tintype.errors import Cancelled
from tintype.photo import Pixels
from tintype.progress import Progress


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("models")
    write_filler(folder / "filler.onnx")
    return Engine(Catalogue([folder]))


def photograph(name: str = "astronaut") -> Pixels:
    return np.asarray(getattr(data, name)(), dtype=np.float32) / np.float32(255)


def disc(shape: tuple[int, ...], x: int, y: int, radius: int) -> np.ndarray:
    return np.asarray(cv2.circle(np.zeros(shape[:2], np.uint8), (x, y), radius, 1, -1) > 0)


def test_variants_differ_and_the_best_comes_first(engine: Engine) -> None:
    pixels = photograph()[:300]
    hole = disc(pixels.shape, 120, 150, 40)
    seen: list[float] = []
    made = make_variants(engine, pixels, hole, 3, InpaintSettings(5, "cpu"), Progress(seen.append))
    assert sorted(variant.seed for variant in made) == [5, 6, 7]
    assert [variant.score.total for variant in made] == sorted(variant.score.total for variant in made)
    pictures = [variant.filled.onto(pixels) for variant in made]
    for first, second in itertools.combinations(pictures, 2):
        assert np.abs(first - second)[hole].mean() > 0.005
    again = engine.inpaint(pixels, hole, InpaintSettings(made[0].seed, "cpu")).onto(pixels)
    np.testing.assert_array_equal(again, pictures[0])
    assert seen[-1] == 1 and seen == sorted(seen)


def test_seeds_go_round_at_the_largest(engine: Engine) -> None:
    pixels = photograph()[:100, :100]
    hole = disc(pixels.shape, 50, 50, 3)
    made = make_variants(engine, pixels, hole, 2, InpaintSettings(LARGEST_SEED, "cpu"))
    assert {variant.seed for variant in made} == {LARGEST_SEED, 0}


def test_an_empty_mask_has_perfect_variants(engine: Engine) -> None:
    pixels = photograph()[:64, :64]
    made = make_variants(engine, pixels, np.zeros((64, 64), bool), 2)
    assert [variant.score.total for variant in made] == [0, 0]
    assert not any(variant.filled.patches for variant in made)


def test_variants_are_cancelled(engine: Engine) -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        make_variants(engine, photograph(), disc((512, 512), 200, 200, 30), 4, progress=progress)


def test_a_blur_and_a_foreign_piece_are_less_coherent_than_the_photo() -> None:
    pixels = photograph("brick") if photograph("brick").ndim == 3 else np.repeat(photograph("brick")[..., None], 3, axis=2)
    pixels = np.ascontiguousarray(pixels[:256, :256])
    hole = disc(pixels.shape, 128, 128, 32)
    blurred = np.where(hole[..., None], cv2.GaussianBlur(pixels, (0, 0), 8), pixels).astype(np.float32)
    foreign = np.where(hole[..., None], photograph("coffee")[100:356, 100:356], pixels).astype(np.float32)
    assert coherence(pixels, hole) < coherence(blurred, hole) < coherence(foreign, hole)


def test_a_step_at_the_edge_shows_as_a_seam() -> None:
    pixels = photograph()[:256, :256]
    hole = disc(pixels.shape, 128, 128, 32)
    raised = [pixels + (hole * np.float32(step))[..., None] for step in (0, 0.1, 0.3)]
    steps = [seam(picture, hole) for picture in raised]
    assert steps[0] < 0.01 < steps[1] < steps[2]
