"""The scores on the cards are what the models reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.cards import card_of
from training.evaluate import Score, scores_on_folder, scores_on_made_pages
from training.samples import write_samples

MODELS = sorted((Path(__file__).parents[2] / "models").glob("*.onnx"))


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_samples(tmp_path_factory.mktemp("samples"))


@pytest.mark.parametrize("path", MODELS, ids=lambda path: str(path.stem))
def test_a_score_of_the_card_is_measured_again(path: Path, samples: Path) -> None:
    card = card_of(path)
    scores = measured_again(path, samples)
    noted = [score for score in card["scores"] if score["set"] == scores[0]["set"]]
    assert noted
    for score in scores:
        condition = {name: score[name] for name in ("noise", "condition") if name in score}
        (expected,) = (other for other in noted if condition.items() <= other.items())
        for name in score.keys() - condition.keys() - {"set", "pictures"}:
            # Letters are drawn a little differently by other versions of FreeType.
            tolerance = 0.3 if "psnr_before" in score else 0.02 if name == "psnr" else 0.01
            assert score[name] == pytest.approx(expected[name], abs=tolerance), (condition, name)


def measured_again(path: Path, samples: Path) -> list[Score]:
    card = card_of(path)
    if card.get("suits") == "document":
        return scores_on_made_pages(path)
    levels = [25.0] if card["task"] == "denoise" else []
    return scores_on_folder(path, card["task"], samples, levels, card.get("suits", "white"))
