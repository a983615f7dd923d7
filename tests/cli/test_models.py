from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.test_commands import run
from tests.models import write_denoiser, write_detector


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, beside the models that come with Tintype."""
    monkeypatch.setenv("TINTYPE_MODELS", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return write_denoiser(tmp_path / "export.onnx", id="mine", title="Mine")


def test_add_list_use_and_remove(tmp_path: Path, own: Path, mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("models", "--add", mine) == 0
    said = capsys.readouterr()
    assert said.out == f"Added mine as {own / 'mine.onnx'}; use it with --model mine, or choose it in the window.\n"
    assert not said.err
    assert run("models") == 0
    listing = capsys.readouterr().out
    assert "mine: Mine (denoise, your own, version 1, licence MIT)" in listing
    assert "(denoise, fast, version" in listing
    assert run("models", "--json") == 0
    cards = {card["id"]: card for card in json.loads(capsys.readouterr().out)}
    assert [name for name, card in cards.items() if card["own"]] == ["mine"]

    photo = tmp_path / "photo.png"
    Image.fromarray(np.random.default_rng(0).integers(0, 256, (40, 40, 3), dtype=np.uint8)).save(photo)
    assert run("denoise", photo, "--model", "mine", "--device", "cpu") == 0
    assert "mine on CPU" in capsys.readouterr().out
    assert run("denoise", photo, "-o", tmp_path / "other.png", "--device", "cpu") == 0
    assert "mine on CPU" not in capsys.readouterr().out

    assert run("models", "--remove", "mine") == 0
    assert capsys.readouterr().out == f"Removed mine: {own / 'mine.onnx'} is deleted.\n"
    assert not list(own.iterdir())


def test_replacing(tmp_path: Path, own: Path, mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("models", "--add", mine) == 0
    write_denoiser(mine, id="mine", title="Better")
    assert run("models", "--add", mine) == 1
    assert "add --replace" in capsys.readouterr().err
    assert run("models", "--add", mine, "--replace") == 0
    assert (own / "mine.onnx").read_bytes() == mine.read_bytes()


def test_refusals_are_one_sentence_and_exit_code_1(tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.onnx").write_text("these are notes")
    clash = write_denoiser(tmp_path / "clash.onnx", id="denoise-fast")
    for words, reason in (
        (("--add", tmp_path / "none.onnx"), f"cannot be read ({os.strerror(2)})"),
        (("--add", tmp_path / "notes.onnx"), "it is not an ONNX file"),
        (("--add", clash), "is that of a model that comes with Tintype; export it with an id of its own (--id)"),
        (("--remove", "denoise-fast"), "it comes with Tintype, and only your own models can be removed"),
        (("--remove", "none"), "There is no model called none"),
    ):
        assert run("models", *words) == 1
        said = capsys.readouterr()
        assert not said.out
        assert reason in said.err
        assert said.err.startswith("tintype: ")
        assert said.err.endswith(".\n")
        assert said.err.count("\n") == 1
    assert not own.exists()


def test_a_model_of_another_task(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("models", "--add", write_detector(tmp_path / "detect.onnx", id="mine")) == 0
    assert "it is used only where no model for the task detect comes with Tintype.\n" in capsys.readouterr().out


def test_one_thing_at_a_time(mine: Path) -> None:
    assert run("models", "--add", mine, "--remove", "mine") == 2
    assert run("models", "--add") == 2
