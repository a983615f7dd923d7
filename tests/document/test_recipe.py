from __future__ import annotations

import json
from typing import Any

import pytest

from tintype.document.recipe import Recipe
from tintype.engine import Amount, DenoiseSettings
from tintype.errors import InvalidSetting

FULL = Recipe((DenoiseSettings(noise=0.1, amount=Amount(0.5, 0.25, 0.75), quality="best", model="my-model", device="cpu"),))


@pytest.mark.parametrize("recipe", [Recipe(), Recipe((DenoiseSettings(),)), FULL])
def test_json_round_trip(recipe: Recipe) -> None:
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_the_denoising_step_is_found_replaced_and_taken_out() -> None:
    assert Recipe().denoise is None
    settings = DenoiseSettings(noise=0.2)
    assert FULL.with_denoise(settings) == Recipe((settings,))
    assert FULL.with_denoise(None) == Recipe()


def test_a_recipe_from_before_there_was_detail() -> None:
    recipe = Recipe.from_json(changed(amount={"luminance": 0.5, "colour": 0.25}))
    assert recipe.denoise is not None
    assert recipe.denoise.amount == Amount(0.5, 0.25, 0.0)


def changed(**fields: Any) -> str:
    data = json.loads(FULL.to_json())
    data["steps"][0].update(fields)
    return json.dumps(data)


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "[]",
        "{}",
        '{"format": 2, "steps": []}',
        '{"format": true, "steps": []}',
        '{"format": 1}',
        '{"format": 1, "steps": {}}',
        '{"format": 1, "steps": [1]}',
        '{"format": 1, "steps": [], "more": 1}',
        changed(step="sharpen"),
        changed(noise=-0.1),
        changed(noise=1.5),
        changed(noise="much"),
        changed(noise=True),
        changed(amount=1),
        changed(amount={"luminance": 2, "colour": 0}),
        changed(amount={"luminance": 1}),
        changed(amount={"luminance": 1, "colour": 1, "detail": 2}),
        changed(amount={"luminance": 1, "colour": 1, "detail": None}),
        changed(quality="good"),
        changed(device="tpu"),
        changed(model=""),
        changed(model=3),
        changed(strength=1),
        json.dumps({"format": 1, "steps": json.loads(FULL.to_json())["steps"] * 2}),
    ],
)
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidSetting):
        Recipe.from_json(text)
