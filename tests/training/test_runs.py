"""What can happen to a run: pairs, several processes, too little memory, a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data
from torch import nn

from training import cards, checkpoint, evaluate, export, train
from training.cards import card_of
from training.ensemble import ORIENTATIONS, SelfEnsemble, turned, turned_back
from training.learner import Learner
from training.network import DenoisingAutoencoder, Network, Shape
from training.pairs import read_pairs
from training.photos import PhotoStore
from training.presets import PRESETS
from training.processes import Processes
from training.samples import NAME, write_samples
from training.tasks import Batch, Denoising, PairedDenoising

ROOT = Path(__file__).parents[2]
CPU = torch.device("cpu")
ALONE = Processes(0, 1, CPU)
TINY = replace(PRESETS["denoise-fast"], id="tiny", shape=Shape((8, 16, 16), (1, 1, 1)), crop=32, batch=8)


@pytest.fixture(autouse=True)
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, "tiny", TINY)
    monkeypatch.setitem(
        PRESETS, "tiny-best", replace(TINY, id="tiny-best", shape=Shape((8, 16, 16), (2, 1, 1)), views=ORIENTATIONS)
    )


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Folders of noisy and clean photographs; the noise is that of a camera that smooths it: no white noise at all."""
    folders = tmp_path_factory.mktemp("noisy"), tmp_path_factory.mktemp("clean")
    rng = np.random.default_rng(0)
    for name in ("astronaut", "coffee", "chelsea"):
        clean = getattr(data, name)()
        noise = rng.normal(0, 60, clean.shape)
        noise = sum(np.roll(noise, (y, x), (0, 1)) for y in range(3) for x in range(3)) / 9
        Image.fromarray(np.clip(clean + noise, 0, 255).astype(np.uint8)).save(folders[0] / f"{name}.png")
        Image.fromarray(clean).save(folders[1] / f"{name}.tif")
    return folders


def run(*words: object) -> int:
    return train.main([str(word) for word in words])


# --- pairs ---


def test_fine_tuning_on_pairs_suits_the_camera_and_makes_a_model_of_its_own(
    pairs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    start, folder = tmp_path / "start", tmp_path / "run"
    assert run("--preset", "tiny", "--data", pairs[1], "--steps", 150, "--run-folder", start) == 0
    base = export.export(start, tmp_path / "tiny.onnx")
    words = ("--preset", "tiny", "--from", base, "--pairs", *pairs, "--steps", 150, "--rate", 0.5, "--run-folder", folder)
    assert run(*words) == 0
    lines = [json.loads(line) for line in (folder / "stats.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == [0, 150]
    assert lines[1]["psnr_pairs"] > lines[0]["psnr_pairs"] + 0.3
    assert lines[1]["psnr_pairs"] > lines[1]["psnr_pairs_noisy"] + 1
    assert lines[1]["psnr_25"] > lines[0]["psnr_25"] - 0.5  # white noise is not forgotten

    target = tmp_path / "my-camera.onnx"
    assert export.main([str(folder), "-o", str(target), "--id", "my-camera", "--title", "My camera"]) == 0
    card = card_of(target)
    assert (card["id"], card["title"], card["version"]) == ("my-camera", "My camera", 1)
    assert [training["preset"] for training in card["training"]["before"]] == ["tiny"]
    assert card["training"]["data"] == export.OWN_PICTURES
    assert export.main([str(folder), "-o", str(target), "--id", "../evil"]) == 1
    assert "cannot be used" in capsys.readouterr().err


def test_a_crop_of_a_pair_is_cut_at_one_place(pairs: tuple[Path, Path]) -> None:
    store = PhotoStore.of(read_pairs(*pairs, least=256), CPU)
    batch = PairedDenoising(spread=1.0).sampler(store, 12, 64, 0)(torch.Generator().manual_seed(0))
    assert len(batch) == 12
    noisy, level = batch.inputs
    difference = (noisy - batch.target)[:6]
    # The noise was smoothed over 3 x 3 pixels from a deviation of 60.
    np.testing.assert_allclose(difference.std((1, 2, 3)) * 255, 20, rtol=0.25)
    np.testing.assert_allclose(level[:6, 0, 0, 0], difference.square().mean((1, 2, 3)).sqrt(), rtol=1e-4)


def test_pairs_that_do_not_go_together_are_named(
    pairs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    noisy, clean = tmp_path / "noisy", tmp_path / "clean"
    for folder, source in zip((noisy, clean), pairs, strict=True):
        folder.mkdir()
        for path in source.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
    (noisy / "lonely.png").write_bytes((noisy / "coffee.png").read_bytes())
    (noisy / "broken.png").write_bytes((noisy / "coffee.png").read_bytes()[:5000])
    (clean / "broken.png").write_bytes((noisy / "coffee.png").read_bytes())
    Image.fromarray(data.coffee()[:300]).save(clean / "coffee.tif")
    Image.fromarray(255 - data.chelsea()).save(clean / "chelsea.tif")
    found = read_pairs(noisy, clean, least=256)
    assert [pair.shape for pair in found] == [(*data.astronaut().shape[:2], 6)]
    sentences = capsys.readouterr().err.splitlines()
    assert len(sentences) == 4
    for name, reason in (
        ("lonely.png", "no picture of this name"),
        ("broken.png", "cannot be read"),
        ("coffee.png", "differs in size"),
        ("chelsea.png", "does not show the same"),
    ):
        assert any(name in sentence and reason in sentence for sentence in sentences), name
    with pytest.raises(ValueError, match="go together by their names"):
        read_pairs(noisy, noisy.parent / "clean" / "..", least=10_000)


def test_pairs_are_for_denoising(pairs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run("--preset", "fill", "--pairs", *pairs)
    assert "--pairs goes with the presets for denoising" in capsys.readouterr().err


# --- the data ---


def test_halves_are_drawn_as_often_as_whole_pictures() -> None:
    small, large = (np.full((side, side, 3), side, np.uint8) for side in (64, 200))
    store = PhotoStore.at_two_sizes([small, large], least=32, device=CPU)
    assert store.heights.tolist() == [64, 200, 32, 100]
    values = store.crops(4000, 8, torch.Generator().manual_seed(0))[:, 0, 0, 0]
    assert float((values > 0.5).float().mean()) == pytest.approx(200**2 / (200**2 + 64**2), abs=0.03)
    assert store.weights[:2].sum() == store.weights[2:].sum()
    assert len(PhotoStore.at_two_sizes([small, large], least=64, device=CPU)) == 3


def test_a_store_of_the_large_pictures_alone() -> None:
    small, large = np.zeros((40, 90, 3), np.uint8), np.full((50, 60, 3), 255, np.uint8)
    store = PhotoStore.of([small, large], CPU)
    crops = store.at_least(50).crops(20, 50, torch.Generator().manual_seed(0))
    assert float(crops.min()) == 1
    assert len(store.at_least(51)) == 2, "better small ones than none"


def test_more_detailed_crops_are_preferred() -> None:
    picture = np.zeros((256, 256, 3), np.uint8)
    picture[:, 128:] = np.random.default_rng(0).integers(0, 255, (256, 128, 3))
    store = PhotoStore.of([picture], CPU)

    def detail(candidates: int) -> float:
        batch = Denoising(candidates=candidates).sampler(store, 200, 16, 0)(torch.Generator().manual_seed(0))
        return float((batch.target.amax((1, 2, 3)) > 0).float().mean())

    assert detail(2) > detail(1) + 0.15


def test_where_the_noise_map_is_zero_nothing_is_changed() -> None:
    torch.manual_seed(0)
    network = DenoisingAutoencoder(TINY.shape)
    torch.nn.init.normal_(network.tail.weight)
    picture, level = torch.rand(1, 3, 32, 32), torch.zeros(1, 1, 32, 32)
    level[..., 16:] = 0.1
    with torch.no_grad():
        restored = network(picture, level)
    assert torch.equal(restored[..., :16], picture[..., :16])
    assert not torch.equal(restored[..., 16:], picture[..., 16:])


def test_scores_can_be_put_into_a_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photographs = write_samples(tmp_path)
    path = tmp_path / "detect.onnx"
    path.write_bytes((ROOT / "models" / "detect.onnx").read_bytes())
    before = card_of(path)["scores"]
    for _ in range(2):
        assert evaluate.main([str(path), "--data", str(photographs), "--note"]) == 0
    scores = card_of(path)["scores"]
    assert [score for score in scores if score["set"] != NAME] == [score for score in before if score["set"] != NAME]
    noted = [score for score in scores if score["set"] == NAME]
    assert [score["condition"] for score in noted] == ["synthetic damage", "no damage"]
    assert f"f1 {noted[0]['f1']:g}" in capsys.readouterr().out


# --- the ensemble ---


@pytest.mark.parametrize("orientation", range(ORIENTATIONS))
def test_an_orientation_is_undone(orientation: int) -> None:
    planes = torch.rand(1, 2, 5, 7)
    view = turned(planes, orientation)
    assert torch.equal(turned_back(view, orientation), planes)
    assert orientation == 0 or view.shape != planes.shape or not torch.equal(view, planes)


def test_the_ensemble_treats_all_orientations_alike() -> None:
    torch.manual_seed(0)
    network = DenoisingAutoencoder(TINY.shape)
    torch.nn.init.normal_(network.tail.weight)
    picture, level = torch.rand(1, 3, 24, 40), torch.full((1, 1, 24, 40), 0.1)
    ensemble = SelfEnsemble(network)
    with torch.no_grad():
        expected = ensemble(picture, level)
        assert not torch.allclose(expected, network(picture, level), atol=1e-3)
        for orientation in range(1, ORIENTATIONS):
            again = turned_back(ensemble(turned(picture, orientation), turned(level, orientation)), orientation)
            torch.testing.assert_close(again, expected, atol=1e-5, rtol=0)


def test_two_views_are_as_unlike_as_can_be() -> None:
    ensemble = SelfEnsemble(nn.Conv2d(3, 1, 3, padding=1), views=2)
    picture = torch.rand(1, 3, 16, 24)
    with torch.no_grad():
        other = turned_back(ensemble.network(turned(picture, 7)), 7)
        torch.testing.assert_close(ensemble(picture), (ensemble.network(picture) + other) / 2)


def test_a_deeper_preset_starts_as_the_model_it_grows_from_and_is_exported_as_an_ensemble(
    pairs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--preset", "tiny", "--data", pairs[1], "--steps", 30, "--run-folder", tmp_path / "small") == 0
    small = export.export(tmp_path / "small", tmp_path / "small.onnx")
    deeper = DenoisingAutoencoder(PRESETS["tiny-best"].shape)
    assert checkpoint.weights_from_onnx(small, deeper) == 2
    picture = np.random.default_rng(0).random((64, 128, 3), dtype=np.float32)
    planes = torch.from_numpy(picture).permute(2, 0, 1)[None]
    with torch.no_grad():
        grown = deeper(planes, torch.full((1, 1, 64, 128), 0.1))[0].permute(1, 2, 0).numpy()
    level = np.full((64, 128, 1), 0.1, np.float32)
    np.testing.assert_allclose(grown, evaluate.Model(small)(picture, level), atol=1e-5)

    words = ("--preset", "tiny-best", "--from", small, "--data", pairs[1], "--steps", 2, "--run-folder", tmp_path / "best")
    assert run(*words) == 0
    assert "with 2 new residual blocks" in capsys.readouterr().out
    best = card_of(export.export(tmp_path / "best", tmp_path / "best.onnx"))
    assert best["macs_per_pixel"] > 8 * card_of(small)["macs_per_pixel"]
    checkpoint.weights_from_onnx(tmp_path / "best.onnx", deeper)  # and can be trained on from its file


# --- the teacher ---


def test_a_student_comes_closer_to_its_teacher(pairs: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("--preset", "tiny", "--data", pairs[1], "--steps", 150, "--run-folder", tmp_path / "teacher") == 0
    model = export.export(tmp_path / "teacher", tmp_path / "teacher.onnx")
    teacher = train.trained(model)
    words = ("--preset", "tiny", "--data", pairs[1], "--steps", 60, "--seed", 1)
    assert run(*words, "--run-folder", tmp_path / "alone") == 0
    assert run(*words, "--run-folder", tmp_path / "taught", "--teacher", model) == 0
    taught = export.export(tmp_path / "taught", tmp_path / "taught.onnx")
    assert "taught by `teacher`" in cards.trained(cards.card_of(taught)["training"])
    batch = next(_batches())
    distances = []
    for name in ("alone", "taught"):
        student = DenoisingAutoencoder(TINY.shape)
        student.load_state_dict(torch.load(tmp_path / name / "checkpoint.pt", weights_only=True)["network"])
        with torch.no_grad():
            distances.append(float((student(*batch.inputs) - teacher(*batch.inputs)).square().mean()))
    assert distances[1] < distances[0]


def test_what_cannot_teach_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--preset", "tiny", "--steps", 1, "--run-folder", tmp_path)
    assert run(*words, "--teacher", ROOT / "models" / "fill.onnx") == 1
    assert "cannot teach" in capsys.readouterr().err
    for wrong in (("--preset", "fill", "--teacher", "x.onnx"), (*words, "--pairs", "a", "b", "--teacher", "x.onnx")):
        with pytest.raises(SystemExit):
            run(*wrong)


# --- several processes ---


def test_two_processes_train_as_one_does(pairs: tuple[Path, Path], tmp_path: Path) -> None:
    script = tmp_path / "tiny_run.py"
    script.write_text(
        "import sys\nfrom dataclasses import replace\n"
        "from training import train\nfrom training.network import Shape\nfrom training.presets import PRESETS\n"
        "PRESETS['tiny'] = replace(PRESETS['denoise-fast'], id='tiny', shape=Shape((8, 16, 16), (1, 1, 1)), crop=32, batch=8)\n"
        "code = train.main(sys.argv[1:])\n"
        "from pathlib import Path\n"
        "threads = [path.read_text().strip() for path in Path('/proc/self/task').glob('*/comm')]\n"
        "if any('gloo' in name for name in threads):\n"
        "    sys.exit(f'{threads} outlive the meeting; one that works while Python ends would abort it')\n"
        "sys.exit(code)\n"
    )
    words = ["--preset", "tiny", "--data", str(pairs[1]), "--steps", "6", "--device", "cpu", "--run-folder"]
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", str(script)]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [*torchrun, *words, str(tmp_path / "two")]
    done = subprocess.run(command, capture_output=True, text=True, env=surroundings, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Done: 6 steps") == 1  # one of them speaks
    assert run(*words, tmp_path / "one") == 0
    states = [torch.load(tmp_path / name / "checkpoint.pt", weights_only=True) for name in ("one", "two")]
    assert [state["step"] for state in states] == [6, 6]
    for name, weight in states[0]["network"].items():
        torch.testing.assert_close(states[1]["network"][name], weight, rtol=1e-3, atol=1e-5)
    many = Processes(0, 9, CPU)
    with pytest.raises(ValueError, match="larger --batch"):
        train.train(train.parse([*words, str(tmp_path / "many")]), many)


# --- what goes wrong ---


class _Forgetful(Denoising):
    """A task that has memory for batches of so many crops."""

    room = 3

    def loss(self, network: Network, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        if len(batch) > self.room:
            torch.empty(2**60)  # the allocator's own failure
        return super().loss(network, batch)


def _batches() -> Iterator[Batch]:
    store = PhotoStore.of([data.astronaut()], CPU)
    sample = Denoising().sampler(store, 8, 32, 0)
    return (sample(torch.Generator().manual_seed(seed)) for seed in range(100))


def test_a_batch_too_large_for_the_memory_is_worked_off_in_parts(capsys: pytest.CaptureFixture[str]) -> None:
    def weights(task: Denoising) -> dict[str, torch.Tensor]:
        torch.manual_seed(0)
        learner = Learner(TINY, task, ALONE)
        for step, batch in zip(range(4), _batches(), strict=False):
            learner.learn(batch, step, 0.1)
        return learner.network.state_dict()

    whole, parts = weights(Denoising()), weights(_Forgetful())
    assert capsys.readouterr().out.splitlines()[-1].endswith("each batch of 8 crops is now worked off in 4 parts.")
    for name, weight in whole.items():
        torch.testing.assert_close(parts[name], weight, rtol=1e-3, atol=1e-5)


def test_too_little_memory_for_one_crop_is_said(
    pairs: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_Forgetful, "room", 0)
    monkeypatch.setitem(PRESETS, "tiny", replace(TINY, task=_Forgetful()))
    assert run("--preset", "tiny", "--data", pairs[1], "--steps", 3, "--run-folder", tmp_path) == 1
    assert "too little memory even for one crop" in capsys.readouterr().err


def test_a_killed_run_goes_on_from_its_checkpoint(
    pairs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").mkdir()
    for path in pairs[1].iterdir():
        (tmp_path / "data" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "data" / "broken.jpg").write_bytes(b"\xff\xd8\xff no picture")
    words = [
        "--preset",
        "denoise-fast",
        "--data",
        str(tmp_path / "data"),
        "--device",
        "cpu",
        "--run-folder",
        str(tmp_path / "run"),
    ]
    script = "import sys; from training import train; train.CHECKPOINT_SECONDS = 0.1; train.main(sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", script, *words, "--steps", "100000"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 120
    while not (tmp_path / "run" / "checkpoint.pt").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    said = process.communicate()[1]
    assert "broken.jpg is left out: it cannot be read" in said
    reached = torch.load(tmp_path / "run" / "checkpoint.pt", weights_only=True)["step"]
    assert reached > 0
    assert run(*words, "--steps", reached + 1) == 0
    out = capsys.readouterr().out
    assert f"Resumed at step {reached}" in out
    assert f"Done: {reached + 1} steps" in out
