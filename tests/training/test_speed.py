from __future__ import annotations

from pathlib import Path

import pytest

from training import cards, speed

MODELS = Path(__file__).parents[2] / "models"


def test_the_speed_is_noted_in_the_card(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(speed, "SIDE", 128)
    path = tmp_path / "detect.onnx"
    path.write_bytes((MODELS / "detect.onnx").read_bytes())
    before = cards.card_of(path)
    for _ in range(2):
        assert speed.main([str(path)]) == 0
    assert "MP/s on " in capsys.readouterr().out
    after = cards.card_of(path)
    noted = [entry for entry in after["speed"] if entry["device"] == speed.device_name("cpu")]
    assert len(noted) == 1
    assert noted[0]["megapixels_per_second"] > 0
    assert {**after, "speed": None} == {**before, "speed": None}
    assert f"{noted[0]['megapixels_per_second']:g} MP/s on {speed.device_name('cpu')}" in cards.document(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == ["detect.onnx"]


def test_a_file_that_is_no_model_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main([str(tmp_path / "missing.onnx")]) == 1
    assert "missing.onnx" in capsys.readouterr().err
