from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data
from torch.optim.swa_utils import AveragedModel

from training import checkpoint, evaluate, export, schedule, train
from training.cards import card_of
from training.muon import orthogonalize
from training.network import DenoisingAutoencoder, Shape, multiply_adds, receptive_radius
from training.photos import PhotoStore
from training.presets import PRESETS, Preset
from training.tasks import DamageDetection, Inpainting

ROOT = Path(__file__).parents[2]
TINY = replace(PRESETS["denoise-fast"], id="tiny", shape=Shape((8, 16, 16), (1, 1, 1)), crop=32, batch=8)
TINY_FILL = replace(PRESETS["fill"], id="tiny-fill", shape=TINY.shape, task=Inpainting(bank=64), crop=32, batch=8)
TINY_DETECT = replace(PRESETS["detect"], id="tiny-detect", shape=TINY.shape, task=DamageDetection(bank=64), crop=32, batch=8)


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photographs")
    for name in ("astronaut", "coffee", "chelsea"):
        Image.fromarray(getattr(data, name)()).save(folder / f"{name}.png")
    return folder


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, "tiny", TINY)


def run(*words: object) -> int:
    return train.main([str(word) for word in words])


def stats(folder: Path) -> list[dict[str, float]]:
    return [json.loads(line) for line in (folder / "stats.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("preset", [TINY, TINY_FILL, TINY_DETECT], ids=lambda preset: str(preset.id))
def test_a_few_steps_of_optimisation_lower_the_loss(preset: Preset) -> None:
    torch.manual_seed(0)
    network = preset.task.network(preset.shape)
    rates = schedule.optimizers(network, preset)
    store = PhotoStore.of([data.astronaut()], torch.device("cpu"))
    batch = preset.task.sampler(store, 4, 32, seed=0)(torch.Generator().manual_seed(0))

    def loss() -> torch.Tensor:
        return preset.task.loss(network, batch)[0]

    before = loss()
    for step in range(60):
        for optimizer, peak in rates:
            optimizer.zero_grad()
            for group in optimizer.param_groups:
                group["lr"] = peak * schedule.learning_rate_factor(step, 0.0)
        loss().backward()
        for optimizer, _ in rates:
            optimizer.step()
    assert loss() < before * 0.95


def test_every_weight_has_one_optimizer() -> None:
    network = DenoisingAutoencoder(TINY.shape)
    held = [
        id(weight)
        for optimizer, _ in schedule.optimizers(network, TINY)
        for group in optimizer.param_groups
        for weight in group["params"]
    ]
    assert sorted(held) == sorted(id(weight) for weight in network.parameters())


def test_orthogonalized_matrices_have_singular_values_near_one() -> None:
    matrices = torch.randn(3, 24, 100, generator=torch.Generator().manual_seed(0))
    for candidate in (matrices, matrices.mT):
        values = torch.linalg.svdvals(orthogonalize(candidate))
        assert values.min() > 0.5
        assert values.max() < 1.3


@pytest.mark.parametrize("shape", [Shape(), Shape((8, 16), (2, 1)), Shape((8, 8, 8, 8), (1, 1, 1, 2))])
def test_the_receptive_radius_holds(shape: Shape) -> None:
    torch.manual_seed(1)
    network = DenoisingAutoencoder(shape)
    torch.nn.init.normal_(network.tail.weight)
    radius, step = receptive_radius(shape), shape.multiple_of
    side = -(-(2 * radius + 3 * step) // step) * step
    picture = torch.rand(1, 3, side, side, requires_grad=True)
    row = side // 2
    network(picture, torch.full((1, 1, side, side), 0.1))[0, :, row, row].sum().backward()
    assert picture.grad is not None
    rows = picture.grad.abs().sum((0, 1, 3)).nonzero().flatten()
    assert max(row - int(rows.min()), int(rows.max()) - row) <= radius
    assert int(rows.max() - rows.min()) > radius  # and it is not idly large


def test_the_cost_is_counted_right() -> None:
    shape = Shape((8, 16, 24), (1, 2, 1))
    network = DenoisingAutoencoder(shape)
    counted = 0.0

    def count(module: torch.nn.Module, inputs: tuple[torch.Tensor, ...], output: torch.Tensor) -> None:
        nonlocal counted
        assert isinstance(module, torch.nn.Conv2d | torch.nn.ConvTranspose2d)
        places = inputs[0] if isinstance(module, torch.nn.ConvTranspose2d) else output
        counted += module.weight.numel() * places.shape[2] * places.shape[3]

    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d | torch.nn.ConvTranspose2d):
            module.register_forward_hook(count)
    network(torch.zeros(1, 3, 32, 32), torch.zeros(1, 1, 32, 32))
    assert multiply_adds(shape, network.inputs, network.outputs) == pytest.approx(counted / 32**2)


def test_training_exports_a_model_that_denoises(
    tiny: None, tmp_path: Path, photographs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "run"
    assert run("--preset", "tiny", "--data", photographs, "--steps", 300, "--run-folder", folder) == 0
    (line,) = stats(folder)
    assert line["step"] == 300
    assert line["psnr_25"] > 22.5  # the noisy pictures have 20.2 dB
    target = tmp_path / "models" / "tiny.onnx"
    sources = tmp_path / "sources.json"
    sources.write_text(json.dumps([{"name": "scikit-image", "licence": "CC0"}]))
    assert export.main([str(folder), "-o", str(target), "--sources", str(sources), "--evaluate", str(photographs)]) == 0
    assert "onnxruntime and torch agree" in capsys.readouterr().out
    assert [path.name for path in target.parent.iterdir()] == ["tiny.onnx"]
    assert str(ROOT).encode() not in target.read_bytes()
    assert evaluate.main([str(target), "--data", str(photographs), "--noise", "25"]) == 0
    words = capsys.readouterr().out.splitlines()[-1].split()
    printed = dict(zip(words[::2], words[1::2], strict=True))
    assert printed["set"] == photographs.name
    assert float(printed["psnr"]) > 22.5

    network = DenoisingAutoencoder(TINY.shape)
    checkpoint.weights_from_onnx(target, network)
    picture = np.random.default_rng(0).random((1, 3, 64, 64), dtype=np.float32)
    with torch.no_grad():
        again = network(torch.from_numpy(picture), torch.full((1, 1, 64, 64), 0.1)).numpy()
    direct = evaluate.Model(target)(picture[0].transpose(1, 2, 0), np.full((64, 64, 1), 0.1, np.float32)).transpose(2, 0, 1)
    np.testing.assert_allclose(direct, again[0], atol=1e-5)
    assert (
        run("--preset", "denoise-fast", "--data", photographs, "--steps", 1, "--run-folder", tmp_path / "other", "--from", target)
        == 1
    )
    assert "does not fit this preset" in capsys.readouterr().err


def test_a_resumed_run_ends_where_an_unbroken_one_does(
    tiny: None, tmp_path: Path, photographs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ("--preset", "tiny", "--data", photographs, "--steps", 12)
    assert run(*command, "--run-folder", tmp_path / "whole") == 0
    update = AveragedModel.update_parameters
    calls = 0

    def interrupt(self: AveragedModel, network: torch.nn.Module) -> None:
        nonlocal calls
        calls += 1
        update(self, network)
        if calls == 5:
            signal.raise_signal(signal.SIGTERM)

    monkeypatch.setattr(AveragedModel, "update_parameters", interrupt)
    assert run(*command, "--run-folder", tmp_path / "broken") == 0
    assert run(*command, "--run-folder", tmp_path / "broken") == 0
    states = [torch.load(tmp_path / name / "checkpoint.pt", weights_only=True) for name in ("whole", "broken")]
    assert [state["step"] for state in states] == [12, 12]
    for name, weight in states[0]["network"].items():
        torch.testing.assert_close(states[1]["network"][name], weight, rtol=1e-4, atol=1e-6)


def test_a_stopped_run_says_how_to_go_on(tmp_path: Path, photographs: Path) -> None:
    command = [sys.executable, "-u", "-m", "training.train", "--preset", "denoise-fast", "--data", str(photographs)]
    folder = tmp_path / "run"
    process = subprocess.Popen([*command, "--run-folder", str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "held-out" in process.stdout.readline()
    time.sleep(3)
    process.send_signal(signal.SIGTERM)
    rest = process.communicate(timeout=60)[0]
    assert process.returncode == 0
    assert "the same command goes on from there" in rest
    assert (folder / "checkpoint.pt").exists()


def test_without_data_it_trains_on_dead_leaves(
    tiny: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(train, "PROCEDURAL_PICTURES", 3)
    assert run("--preset", "tiny", "--steps", 2, "--run-folder", tmp_path / "run") == 0
    assert "dead leaves" in capsys.readouterr().out
    card = card_of(export.export(tmp_path / "run", tmp_path / "model.onnx"))
    assert card["training"]["data"] == [{"name": "dead leaves (procedural)", "licence": "MIT"}]


def test_the_schedule_of_minutes_counts_what_was_trained() -> None:
    budget = schedule.Budget(minutes=10)
    assert budget.progress(step=5, seconds=300) == pytest.approx(0.5)
    assert budget.progress(step=5, seconds=1300) == 1
    assert schedule.Budget(steps=50).progress(step=25, seconds=1e9) == pytest.approx(0.5)
    assert schedule.learning_rate_factor(0, 0.0) == pytest.approx(0.01)
    assert schedule.learning_rate_factor(500, 0.5) == pytest.approx(0.5)
    assert schedule.learning_rate_factor(500, 1.0) == pytest.approx(0.0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [(["--data", "missing"], "missing is not a folder."), (["--from", "missing.onnx"], "missing.onnx")],
)
def test_mistakes_get_a_sentence(
    words: list[str], sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "PROCEDURAL_PICTURES", 2)
    assert run("--preset", "denoise-fast", "--steps", 1, "--run-folder", tmp_path, *words) == 1
    assert sentence in capsys.readouterr().err


def test_export_without_training_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export.main([str(tmp_path)]) == 1
    assert "train first" in capsys.readouterr().err
