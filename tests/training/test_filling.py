from __future__ import annotations

import json
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data

from training import damage, evaluate, export, train
from training.adversary import Adversary, Judge
from training.damage import Print, draw_layer
from training.masks import FULL, MEDIUM, THICK, THIN, MaskMixture, Recipe
from training.network import InpaintingAutoencoder, Shape, smooth_fill
from training.photos import PhotoStore
from training.presets import PRESETS
from training.tasks import DamageDetection, Inpainting
from training.tasks.damage import damaged, precision_and_recall
from training.tasks.inpainting import inside

SHAPE = Shape((8, 16, 16), (1, 1, 1))
FILL = replace(PRESETS["fill"], id="tiny-fill", shape=SHAPE, task=Inpainting(bank=64), crop=32, batch=8)
JUDGED = replace(FILL, id="tiny-judged", adversary=Adversary(begins=0.5, width=8, penalty_every=2))
DETECT = replace(PRESETS["detect"], id="tiny-detect", shape=SHAPE, task=DamageDetection(bank=128, weight=10.0), crop=32, batch=16)
CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photographs")
    for name in ("astronaut", "coffee", "chelsea"):
        Image.fromarray(getattr(data, name)()).save(folder / f"{name}.png")
    return folder


@pytest.fixture(autouse=True)
def presets(monkeypatch: pytest.MonkeyPatch) -> None:
    for preset in (FILL, JUDGED, DETECT):
        monkeypatch.setitem(PRESETS, preset.id, preset)


def run(*words: object) -> int:
    return train.main([str(word) for word in words])


def last_stats(folder: Path) -> dict[str, float]:
    stats: dict[str, float] = json.loads((folder / "stats.jsonl").read_text().splitlines()[-1])
    return stats


def printed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """The lines that name a set, as names and values."""
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("set ")]
    return [dict(part.split(" ", 1) for part in line.split("  ")) for line in lines]


# --- masks ---


def widest(mask: np.ndarray) -> float:
    return 2 * float(cv2.distanceTransform(np.pad(mask, 1), cv2.DIST_L2, cv2.DIST_MASK_PRECISE).max())


@pytest.mark.parametrize("recipe", [*THIN, *MEDIUM, *THICK])
def test_each_recipe_draws_a_mask(recipe: Recipe) -> None:
    masks = []
    for seed in range(20):
        mask = np.zeros((128, 128), np.uint8)
        recipe(np.random.default_rng(seed), mask)
        assert set(np.unique(mask)) <= {0, FULL}
        masks.append(mask)
    assert sum(bool(mask.any()) for mask in masks) >= 15
    assert len({mask.tobytes() for mask in masks}) > 10


def test_the_classes_differ_in_width() -> None:
    widths = {
        name: [widest(mask) for mask in MaskMixture(*shares, density=0).draw_many(40, 128, seed=0)]
        for name, shares in {"thin": (1, 0), "medium": (0, 1), "thick": (0, 0)}.items()
    }
    assert np.median(widths["thin"]) < 12 < np.median(widths["medium"]) < 30 < np.median(widths["thick"])


def test_masks_depend_on_their_seed_alone() -> None:
    mixture = MaskMixture()
    several = mixture.draw_many(30, 64, seed=3)
    np.testing.assert_array_equal(several[7], mixture.draw(np.random.default_rng((3, 7)), 64))
    assert all(0 < (mask > 0).mean() <= 0.5 for mask in several)
    assert (several[7] != mixture.draw_many(8, 64, seed=4)[7]).any()


# --- the network ---


def test_a_smooth_fill_goes_on_where_the_picture_is_smooth() -> None:
    ramp = torch.linspace(0.2, 0.8, 64).expand(1, 3, 64, 64)
    known = torch.ones(1, 1, 64, 64)
    known[..., 28:36, 28:36] = 0
    filled = smooth_fill(ramp * known, known, 4)
    assert torch.equal(filled * known, ramp * known)
    assert (filled - ramp).abs().max() < 0.05


def test_only_the_hole_is_changed_and_what_it_held_does_not_matter() -> None:
    torch.manual_seed(0)
    network = InpaintingAutoencoder(SHAPE)
    torch.nn.init.normal_(network.tail.weight)
    picture, mask = torch.rand(1, 3, 32, 32), torch.zeros(1, 1, 32, 32)
    mask[..., 10:20, 5:30] = 1
    filled = network(picture, mask)
    assert torch.equal(filled * (1 - mask), picture * (1 - mask))
    other = torch.where(mask > 0, torch.rand(1, 3, 32, 32), picture)
    torch.testing.assert_close(network(other, mask), filled)


def test_each_picture_counts_the_same_however_small_its_hole() -> None:
    mask = torch.zeros(2, 1, 8, 8)
    mask[0, 0, 0, 0], mask[1] = 1, 1
    values = torch.ones(2, 3, 8, 8)
    values[0] = 3
    assert inside(values, mask).item() == pytest.approx(2.0)


# --- the adversary ---


def test_the_judge_learns_to_tell_filled_from_real() -> None:
    torch.manual_seed(0)
    store = PhotoStore.of([data.astronaut()], CPU)
    sample = FILL.task.sampler(store, 8, 32, seed=0)
    judge = Judge(Adversary(begins=0, width=16, rate=2e-3), CPU)

    def margin() -> float:
        batch = sample(torch.Generator().manual_seed(1))
        filled = torch.where(batch.mask > 0, 0.5, batch.target)
        with torch.no_grad():
            return float(judge.network(batch.target)[-1].mean() - judge.network(filled)[-1].mean())

    before = margin()
    for step in range(40):
        batch = sample(torch.Generator().manual_seed(100 + step))
        judge.teach(torch.where(batch.mask > 0, 0.5, batch.target), batch.target, batch.mask)
        judge.step()
    assert margin() > before + 0.1
    batch = sample(torch.Generator().manual_seed(1))
    flat = torch.where(batch.mask > 0, 0.5, batch.target)
    assert judge.loss(flat, batch.target, batch.mask) > judge.loss(batch.target, batch.target, batch.mask)


def test_the_adversarial_phase_is_resumed(tmp_path: Path, photographs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("--preset", "tiny-judged", "--data", photographs, "--steps", 10)
    assert run(*command, "--run-folder", tmp_path / "whole") == 0
    teach, calls = Judge.teach, 0

    def interrupt(self: Judge, *arguments: Any) -> None:
        nonlocal calls
        calls += 1
        teach(self, *arguments)
        if calls == 2:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(Judge, "teach", interrupt)
    assert run(*command, "--run-folder", tmp_path / "broken") == 0
    assert run(*command, "--run-folder", tmp_path / "broken") == 0
    states = [torch.load(tmp_path / name / "checkpoint.pt", weights_only=True) for name in ("whole", "broken")]
    assert [state["judge"]["taught"] for state in states] == [5, 5]
    for part in ("network", "judge"):
        weights, again = (state[part] if part == "network" else state[part]["network"] for state in states)
        for name, weight in weights.items():
            torch.testing.assert_close(again[name], weight, rtol=1e-3, atol=1e-5)


# --- damage ---


def test_damage_is_where_its_label_says_and_can_be_seen_there() -> None:
    picture = torch.full((1, 3, 128, 128), 0.5)
    changed = 0
    for seed in range(20):
        layer = draw_layer(np.random.default_rng(seed), 128)
        np.testing.assert_array_equal(layer, draw_layer(np.random.default_rng(seed), 128))
        batch = damaged(picture, torch.from_numpy(layer / np.float32(255)).permute(2, 0, 1)[None])
        change = (batch.inputs[0] - picture).abs().mean(1, keepdim=True)
        assert (change[batch.target > 0] >= 0.04 - 1e-6).all()
        assert (change[(batch.target == 0) & (batch.mask > 0)] <= 0.06).all()
        changed += int(batch.target.any())
    assert 10 <= changed < 20  # most sheets carry damage, some are sound


def test_only_what_is_visible_is_learnt_and_only_what_is_wide_as_well_is_scored() -> None:
    picture = torch.full((1, 3, 40, 90), 0.5)
    picture[..., 60:] += 0.2 * (torch.arange(30) % 2)  # detail, of a deviation of 0.1
    layer = torch.zeros(1, 3, 40, 90)
    for column, width in ((10, 1), (30, 2), (76, 2)):
        layer[:, 0, :, column : column + width] = 0.5
        layer[:, 1, :, column : column + width] = 0.65
        layer[:, 2, :, column : column + width] = width / 255
    batch, scored = (damaged(picture, layer, scored=scored) for scored in (False, True))
    assert [int(batch.target[..., column].sum()) for column in (10, 30, 76)] == [40, 40, 0]
    assert [int(scored.target[..., column].sum()) for column in (10, 30, 76)] == [0, 40, 0]
    assert [int(scored.mask[..., column].sum()) for column in (10, 30, 76, 50, 80)] == [0, 40, 0, 40, 40]
    assert torch.equal(batch.inputs[0], scored.inputs[0])


def test_each_line_of_a_crack_keeps_its_own_width() -> None:
    sheets = np.stack([draw_layer(np.random.default_rng(seed), 128) for seed in range(20)])
    widths = sheets[..., 2]
    assert set(np.unique(widths)) >= {0, 1, 2, 3, 5}
    assert ((sheets[..., 0] == 0) <= (widths == 0)).all()


def test_a_crease_crosses_the_sheet_and_is_worn_unevenly() -> None:
    crossing = uneven = drawn = 0
    for seed in range(30):
        opacity = draw_layer(np.random.default_rng(seed), 256, damage.SCORED[-1:])[..., 0]
        if not opacity.any():
            continue
        drawn += 1
        rows, columns = np.nonzero(opacity)
        crossing += int(max(np.ptp(rows), np.ptp(columns)) > 200)
        ridge = opacity.max(axis=int(np.ptp(rows) < np.ptp(columns)))
        uneven += int(np.quantile(ridge[ridge > 0], 0.9) > 1.5 * np.quantile(ridge[ridge > 0], 0.1))
    assert drawn >= 8
    assert crossing > 0.7 * drawn
    assert uneven > 0.5 * drawn


def test_dust_is_many_small_specks_and_a_web_is_joined() -> None:
    for elements, pieces, largest in ((damage.LEARNT[-2:-1], (10, 600), (0, 0.3)), (damage.LEARNT[-1:], (1, 25), (0.1, 1))):
        counts, shares = [], []
        for seed in range(30):
            opacity = draw_layer(np.random.default_rng(seed), 256, elements)[..., 0]
            count, _, stats, _ = cv2.connectedComponentsWithStats((opacity > 20).astype(np.uint8))
            if count > 1:
                counts.append(count - 1)
                shares.append(stats[1:, cv2.CC_STAT_AREA].max() / stats[1:, cv2.CC_STAT_AREA].sum())
        assert len(counts) >= 8
        assert pieces[0] <= np.median(counts) <= pieces[1]
        assert largest[0] <= np.median(shares) <= largest[1]


def test_prints_are_toned_faded_and_reproducible() -> None:
    picture = PhotoStore.of([data.astronaut()], CPU).crops(64, 32, torch.Generator().manual_seed(0))
    aged = Print(toned=0.5).apply(picture, torch.Generator().manual_seed(1))
    assert torch.equal(aged, Print(toned=0.5).apply(picture, torch.Generator().manual_seed(1)))
    spread = (aged[:, 0] - aged[:, 2] * (aged[:, :1].mean((1, 2, 3)) / aged[:, 2:].mean((1, 2, 3)))[:, None, None]).std((1, 2))
    assert 0.3 < float((spread < 0.02).float().mean()) < 0.8
    assert aged.std((2, 3)).mean() < picture.std((2, 3)).mean()


def test_precision_and_recall_count_what_counts() -> None:
    wanted = torch.tensor([1, 1, 0, 0, 1]) > 0
    found = torch.tensor([1, 0, 1, 0, 0]) > 0
    counted = torch.tensor([1, 1, 1, 1, 0]) > 0
    assert precision_and_recall(found, wanted, counted) == {"precision": 0.5, "recall": 0.5, "f1": 0.5}


# --- from training to a file ---


@pytest.mark.parametrize(("preset", "steps"), [("tiny-fill", 150), ("tiny-detect", 250)])
def test_training_exports_a_model_that_works(
    preset: str, steps: int, tmp_path: Path, photographs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--preset", preset, "--data", photographs, "--steps", steps, "--run-folder", tmp_path / "run") == 0
    stats = last_stats(tmp_path / "run")
    target = tmp_path / "model.onnx"
    sources = tmp_path / "sources.json"
    sources.write_text(json.dumps([{"name": "scikit-image", "licence": "CC0"}]))
    words = [str(tmp_path / "run"), "-o", str(target), "--sources", str(sources), "--evaluate", str(photographs)]
    assert export.main(words) == 0
    assert "onnxruntime and torch agree" in capsys.readouterr().out
    assert evaluate.main([str(target), "--data", str(photographs)]) == 0
    rows = printed(capsys)
    assert [row["set"] for row in rows] == [photographs.name] * len(rows)
    if preset == "tiny-fill":
        scores = {row["condition"]: float(row["psnr"]) for row in rows}
        assert set(scores) == {"thin holes", "medium holes", "thick holes"}
        assert min(scores.values()) > 15
        assert stats["psnr_thin"] > 22
    else:
        # It has hardly begun to learn, but it is better than chance.
        assert float(rows[0]["recall"]) > 1.5 * float(rows[1]["false_area"]) > 0
