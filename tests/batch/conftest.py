from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.models import write_denoiser, write_detector, write_filler
from tintype.__main__ import main


@pytest.fixture(scope="session")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx")
    write_filler(folder / "fill.onnx", id="fill")
    write_detector(folder / "detect.onnx", id="detect")
    return folder


@pytest.fixture(autouse=True)
def models(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The tests' own models alone, which take the place of those that ship."""
    monkeypatch.setenv("TINTYPE_MODELS", str(model_folder))
    monkeypatch.setattr("tintype.engine.catalogue.standard_folders", lambda: [model_folder])
    yield


def noisy(seed: int = 0, side: int = 48) -> Image.Image:
    rng = np.random.default_rng(seed)
    ramp = np.linspace(60, 190, side)[None, :, None] + rng.normal(0, 20, (side, side, 3))
    return Image.fromarray(np.clip(ramp, 0, 255).astype(np.uint8))


def clean(side: int = 64) -> Image.Image:
    return Image.fromarray(np.repeat(np.linspace(20, 230, side).astype(np.uint8)[None], side, axis=0))


def put(path: Path, picture: Image.Image | None = None) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    (picture or noisy()).save(path)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder but the journal."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".tintype-batch.jsonl")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command; gives the exit code, and what was said."""

    def run_batch(*words: object) -> tuple[int, str, str]:
        try:
            code = main(["batch", *map(str, words), "--device", "cpu"])
        except SystemExit as end:
            code = int(str(end.code))
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out, said.err

    return run_batch


def journal(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / ".tintype-batch.jsonl").read_text().splitlines()]
