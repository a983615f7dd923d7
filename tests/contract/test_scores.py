"""The scores on the cards are what the models reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.cards import card_of
from training.evaluate import scores_on_folder
from training.samples import NAME, write_samples

MODELS = sorted((Path(__file__).parents[2] / "models").glob("*.onnx"))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_samples(tmp_path_factory.mktemp("samples"))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: str(path.stem))
def test_a_score_of_the_card_is_measured_again(path: Path, samples: Path) -> None:
    card = card_of(path)
    noted = [score for score in card["scores"] if score["set"] == NAME]
    assert noted
    levels = [25.0] if card["task"] == "denoise" else []
    for score in scores_on_folder(path, card["task"], samples, levels):
        condition = {name: score[name] for name in ("noise", "condition") if name in score}
        (expected,) = (other for other in noted if condition.items() <= other.items())
        for name in score.keys() - condition.keys() - {"set", "pictures"}:
            assert score[name] == pytest.approx(expected[name], abs=0.02 if name == "psnr" else 0.01), (condition, name)
