"""The models that fill and that find damage keep the promises of their specs."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray
from skimage import data

import tintype
from tintype.engine import Catalogue, ModelSpec
from tintype.engine.holes import CELL, TILE_CELLS
from tintype.photo import Pixels
from training.cards import document

FILL, DETECT = (Catalogue().find(name) for name in ("fill", "detect"))


def photograph(name: str = "astronaut") -> Pixels:
    return np.asarray(getattr(data, name)(), dtype=np.float32) / np.float32(255)


def scratches(shape: tuple[int, ...], width: int, count: int = 8, seed: int = 0) -> NDArray[np.bool_]:
    mask, rng = np.zeros(shape[:2], np.uint8), np.random.default_rng(seed)
    for _ in range(count):
        start, end = rng.integers(0, shape[1::-1], (2, 2))
        cv2.line(mask, start.tolist(), end.tolist(), 255, width)
    return mask > 0


def psnr_inside(clean: Pixels, filled: Pixels, mask: NDArray[np.bool_]) -> float:
    return -10 * float(np.log10(np.mean((np.clip(filled, 0, 1) - clean)[mask] ** 2)))


def telea(pixels: Pixels, mask: NDArray[np.bool_]) -> Pixels:
    done = cv2.inpaint(np.rint(pixels * 255).astype(np.uint8), mask.astype(np.uint8), 3, cv2.INPAINT_TELEA)
    return np.asarray(done, np.float32) / np.float32(255)


@pytest.mark.parametrize("model", [FILL, DETECT], ids=lambda model: str(model.id))
def test_the_card_tells_where_the_model_comes_from(model: ModelSpec) -> None:
    assert model.licence == "MIT"
    assert all(source["name"] and source["licence"] for source in model.card["training"]["data"])
    assert model.card["training"]["data"]
    assert model.scores


@pytest.mark.parametrize(
    ("model", "inputs", "output"),
    [(FILL, {"picture": 3, "mask": 1}, "filled"), (DETECT, {"picture": 3}, "damage")],
    ids=lambda value: str(value.id) if isinstance(value, ModelSpec) else "",
)
def test_the_signature_is_the_contract(model: ModelSpec, inputs: dict[str, int], output: str) -> None:
    runtime = onnxruntime.InferenceSession(model.path, providers=["CPUExecutionProvider"])
    assert {node.name: node.shape[1] for node in runtime.get_inputs()} == inputs
    assert [node.name for node in runtime.get_outputs()] == [output]
    feeds = {name: np.zeros((1, count, model.minimum, 2 * model.minimum), np.float32) for name, count in inputs.items()}
    assert runtime.run(None, feeds)[0].shape[2:] == (model.minimum, 2 * model.minimum)


@pytest.mark.parametrize("width", [2, 4, 8])
@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
def test_scratches_are_filled_better_than_by_telea(name: str, width: int) -> None:
    clean = photograph(name)
    mask = scratches(clean.shape, width)
    broken = np.where(mask[..., None], np.float32(1), clean)
    ours, theirs = (psnr_inside(clean, done, mask) for done in (tintype.inpaint(broken, mask, device="cpu"), telea(broken, mask)))
    assert ours > theirs + 0.5


def sharpness(picture: Pixels, where: NDArray[np.bool_]) -> float:
    return float(np.abs(cv2.Laplacian(picture, cv2.CV_32F))[where].mean())


@pytest.mark.parametrize("width", [3, 6, 12])
@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
def test_no_trace_of_a_scratch_is_seen_as_a_blur(name: str, width: int) -> None:
    clean = photograph(name)
    mask = scratches(clean.shape, width)
    filled = tintype.inpaint(clean, mask, device="cpu")
    assert 0.65 < sharpness(filled, mask) / sharpness(clean, mask) < 1.1


@pytest.mark.parametrize("tone", [0.05, 0.95])
@pytest.mark.parametrize("name", ["astronaut", "chelsea", "coffee", "rocket"])
def test_a_mask_that_misses_a_wire_by_two_pixels_does_hardly_worse(name: str, tone: float) -> None:
    """What is left of the wire is not continued into the hole; before it was known for what it is, it cost 6 to 18 dB."""
    clean = photograph(name)
    start, end, right = np.array([60, 20]), np.array([330, 280]), np.array([1, 0])
    wire, short, whole = (np.zeros(clean.shape[:2], np.uint8) for _ in range(3))
    cv2.line(wire, start.tolist(), end.tolist(), 255, 7, cv2.LINE_AA)
    cv2.line(short, (start + 3 * right).tolist(), (end + 3 * right).tolist(), 1, 9)
    cv2.line(whole, start.tolist(), end.tolist(), 1, 13)
    share = wire[..., None] / np.float32(255)
    picture = np.asarray(clean * (1 - share) + np.float32(tone) * share, np.float32)
    with_short, with_whole = (
        psnr_inside(clean, tintype.inpaint(picture, mask > 0, device="cpu"), short > 0) for mask in (short, whole)
    )
    assert with_short > with_whole - 4


def test_a_long_scratch_is_filled_in_tiles_that_fit_together() -> None:
    texture = np.random.default_rng(3).normal(0, 0.2, (90, 1300, 3)).astype(np.float32)
    picture = np.clip(cv2.GaussianBlur(texture, (0, 0), 1.2) + 0.5, 0, 1)
    mask = np.zeros(picture.shape[:2], bool)
    mask[40:50, 30:1270] = True
    filled = tintype.inpaint(picture, mask, device="cpu")
    tile = CELL * TILE_CELLS
    steps = np.abs(np.diff(filled[40:50], axis=1)).mean(axis=(0, 2))
    assert steps[tile - 1 : 1270 : tile].mean() < 1.3 * steps[31:1268].mean()


def test_a_flat_picture_stays_flat() -> None:
    flat = np.broadcast_to(np.array([0.7, 0.4, 0.2], np.float32), (300, 400, 3)).copy()
    mask = scratches(flat.shape, 6)
    cv2.circle(filled := mask.astype(np.uint8), (200, 150), 60, 1, -1)
    result = tintype.inpaint(flat, filled > 0, device="cpu")
    assert np.abs(result - flat).max() * 255 < 3


def test_a_large_hole_is_as_sharp_as_what_surrounds_it() -> None:
    grain = np.random.default_rng(0).normal(0, 0.18, (200, 212, 3)).astype(np.float32)
    picture = np.clip(cv2.GaussianBlur(grain, (0, 0), 1.0) + 0.5, 0, 1)
    mask = np.zeros(picture.shape[:2], np.uint8)
    cv2.circle(mask, (100, 100), 50, 1, -1)
    filled = tintype.inpaint(picture, mask > 0, device="cpu")

    def energy(where: NDArray[np.bool_]) -> float:
        return float(np.abs(cv2.Laplacian(filled, cv2.CV_32F))[where].mean())

    assert 0.8 < energy(cv2.erode(mask, np.ones((5, 5), np.uint8)) > 0) / energy(mask == 0) < 1.2


def test_damage_is_found_and_sound_photographs_are_left_alone() -> None:
    clean = photograph("chelsea")
    mask = scratches(clean.shape, 2, count=5)
    broken = np.where(mask[..., None], np.float32(0.95), clean)
    found = tintype.detect_damage(broken, device="cpu")
    assert found[mask].mean() > 0.7
    assert found[~cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(bool)].mean() < 0.02
    for name in ("astronaut", "coffee", "chelsea", "rocket"):
        assert tintype.detect_damage(photograph(name), device="cpu").mean() < 0.03


def test_the_cards_in_the_read_me_are_those_of_the_models() -> None:
    folder = Path(__file__).parents[2] / "models"
    assert (folder / "README.md").read_text(encoding="utf-8") == document(folder)
