from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest

from tintype.engine import Catalogue
from training import evaluate, quantize
from training.cards import card_of
from training.samples import write_samples

MODELS = Path(__file__).parents[2] / "models"


def test_quantising_keeps_the_quality_and_the_card(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photographs = write_samples(tmp_path)
    (tmp_path / "models").mkdir()
    source = tmp_path / "models" / "denoise-fast.onnx"
    source.write_bytes((MODELS / "denoise-fast.onnx").read_bytes())
    assert quantize.main([str(source), "--data", str(photographs), "--evaluate", str(photographs)]) == 0
    target = source.with_suffix(".int8.onnx")
    assert "1.0 MB" in capsys.readouterr().out
    assert sorted(path.name for path in source.parent.iterdir()) == ["denoise-fast.int8.onnx", "denoise-fast.onnx"]
    exact, twin = card_of(source), card_of(target)
    assert twin["precision"] == "int8"
    assert "speed" not in twin  # it has one of its own
    own = {"precision", "scores", "speed"}
    assert {name: twin[name] for name in twin.keys() - own} == {name: exact[name] for name in exact.keys() - own}
    for score in twin["scores"]:
        (expected,) = (other for other in evaluate.scores_on_folder(source, "denoise", photographs, [score["noise"]]))
        assert expected["psnr"] - 0.1 < score["psnr"]
    catalogue = Catalogue([source.parent])
    found = catalogue.int8_of(catalogue.models["denoise-fast"])
    assert found is not None
    assert found.path == target


def test_the_finest_convolutions_stay_as_they_are() -> None:
    model = onnx.load(MODELS / "denoise-fast.onnx")
    coarse = quantize.coarse_convolutions(model, 32)
    kernels = {tensor.name: tensor.dims for tensor in model.graph.initializer}
    widths = [kernels[node.input[1]][0] for node in model.graph.node if node.name in coarse]
    assert sorted(widths) == [64] * 4 + [128] * 2


def test_calibration_sees_all_noise_levels(tmp_path: Path) -> None:
    reader = quantize.NoisyPhotographs([write_samples(tmp_path)])
    feeds = [feeds for feeds in iter(reader.get_next, None) if feeds is not None]
    assert len(feeds) == 3 * len(quantize.LEVELS)
    assert {round(float(feed["noise_map"].mean()) * 255) for feed in feeds} == set(quantize.LEVELS)
    assert all(feed["picture"].dtype == np.float32 for feed in feeds)


def test_only_denoisers_can_be_quantised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photographs = write_samples(tmp_path)
    assert quantize.main([str(MODELS / "fill.onnx"), "--data", str(photographs), "-o", str(tmp_path / "x.onnx")]) == 1
    assert "only denoisers in float32 can" in capsys.readouterr().err
    assert not (tmp_path / "x.onnx").exists()
