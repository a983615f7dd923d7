from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_commands import run
from tests.engine.runtimes import Computer
from tests.models import write_denoiser, write_detector, write_filler
from tintype.engine.accelerators import wanted
from tintype.engine.devices import CPU


@pytest.fixture(autouse=True)
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small models alone."""
    write_denoiser(tmp_path / "blur.onnx")
    write_filler(tmp_path / "fill.onnx")
    write_detector(tmp_path / "detect.onnx")
    monkeypatch.setattr("tintype.engine.catalogue.standard_folders", lambda: [tmp_path])


def test_every_model_and_where_the_time_goes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench", "--device", "cpu", "--megapixels", "1") == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in said[:3]] == ["blur", "detail", "mean"]
    assert all(" MP/s" in line and "CPU (" in line for line in said[:3])
    assert said[3].startswith("JPEG of 1 MP from file to file on CPU (")
    assert all(f"{part} " in said[3] for part in ("decode", "inference", "encode"))


def test_each_device_that_the_runtime_offers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (cuda,), (directml,) = wanted("cuda"), wanted("directml")
    Computer([cuda.provider, directml.provider]).install(monkeypatch, lambda one: "No GPU was found." if one == cuda else "")
    assert run("bench", "--megapixels", "1") == 0
    said = capsys.readouterr().out
    assert said.count("cuda: No GPU was found.\n") == 1
    assert said.count("GPU (DirectML)") == 4
    assert "from file to file on GPU (DirectML)" in said


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench", "--device", "cpu", "--megapixels", "1", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["model"] for row in told["models"]} == {"blur 1", "mean 1", "detail 1"}
    assert all(row["megapixels_per_second"] > 0 for row in told["models"])
    (photo,) = told["photo"]
    assert photo["device"]["provider"] == CPU
    assert min(photo["decode"], photo["inference"], photo["encode"]) > 0


@pytest.mark.parametrize("size", ["0", "x", "1000"])
def test_sizes_that_make_no_sense(size: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("bench", "--megapixels", size) == 2
    assert "is not a number from 1 to 100" in capsys.readouterr().err
