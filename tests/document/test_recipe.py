from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tintype.document.recipe import Recipe, RepairSettings
from tintype.document.recipe_file import SUFFIX, is_recipe, read_recipe, write_recipe
from tintype.engine import Amount, DenoiseSettings
from tintype.errors import FileMissing, InvalidRecipe, InvalidSetting

FULL_STEP = DenoiseSettings(noise=0.1, amount=Amount(0.5, 0.25, 0.75), quality="best", model="my-model")
FULL = Recipe((FULL_STEP,))
REPAIR = RepairSettings(62.5, 3)
BOTH = Recipe((REPAIR, *FULL.steps))


@pytest.mark.parametrize("recipe", [Recipe(), Recipe((DenoiseSettings(),)), FULL, Recipe((REPAIR,)), BOTH])
def test_json_round_trip(recipe: Recipe) -> None:
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_the_denoising_step_is_found_replaced_and_taken_out() -> None:
    assert Recipe().denoise is None
    settings = DenoiseSettings(noise=0.2)
    assert FULL.with_denoise(settings) == Recipe((settings,))
    assert FULL.with_denoise(None) == Recipe()


def test_the_repair_comes_first_however_the_recipe_was_made() -> None:
    assert BOTH.repair == REPAIR
    assert BOTH.denoise == FULL.denoise
    assert FULL.with_repair(REPAIR) == BOTH == Recipe((REPAIR,)).with_denoise(FULL.denoise)
    assert BOTH.with_repair(None) == FULL


def test_where_it_ran_is_no_part_of_a_recipe() -> None:
    assert Recipe.from_json(BOTH.on("cpu").to_json()) == BOTH
    assert "device" not in BOTH.on("cpu").to_json()


def test_format_1_is_still_read() -> None:
    text = """{"format": 1, "steps": [{"step": "denoise", "noise": 0.1, "amount": {"luminance": 0.5, "colour": 0.25},
               "quality": "best", "model": "my-model", "device": "cpu"}]}"""
    assert Recipe.from_json(text) == FULL.with_denoise(replace(FULL_STEP, amount=Amount(0.5, 0.25)))
    assert Recipe.from_json('{"format": 1, "steps": []}') == Recipe()


def test_whole_numbers_will_do() -> None:
    text = '{"format": 2, "steps": [{"step": "repair", "sensitivity": 60, "seed": 0}]}'
    assert Recipe.from_json(text) == Recipe((RepairSettings(60.0),))


def repaired(**fields: Any) -> str:
    data = json.loads(BOTH.to_json())
    data["steps"][0].update(fields)
    return json.dumps(data)


def ordered(*numbers: int) -> str:
    data = json.loads(BOTH.to_json())
    return json.dumps({**data, "steps": [data["steps"][number] for number in numbers]})


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
        "",
        "[" * 99_999,
        "[" * 100_001,
        "9" * 5000,
        '{"format": 3, "steps": []}',
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
        changed(noise=float("nan")),
        changed(quality=["best"]),
        changed(amount={"luminance": 1, "colour": 1, "warmth": 1}),
        changed(model=""),
        changed(model=3),
        changed(strength=1),
        repaired(sensitivity=101),
        repaired(sensitivity=-1),
        repaired(sensitivity="high"),
        repaired(sensitivity=None),
        repaired(seed=-1),
        repaired(seed=2**31),
        repaired(seed=1.5),
        repaired(seed=True),
        repaired(mask="mask.png"),
        ordered(1, 0),
        ordered(0, 0),
        ordered(1, 1),
        ordered(0, 1, 0, 1),
    ],
)
def test_anything_else_is_refused_by_name(text: str) -> None:
    with pytest.raises(InvalidSetting) as refused:
        Recipe.from_json(text)
    assert len(str(refused.value)) < 200
    assert "\n" not in str(refused.value)


def test_a_file_round_trip(tmp_path: Path) -> None:
    path = tmp_path / f"old prints{SUFFIX}"
    write_recipe(BOTH, path)
    assert is_recipe(path)
    assert read_recipe(path) == BOTH
    path.write_text("\ufeff" + BOTH.to_json(), "utf-8")
    assert read_recipe(path) == BOTH


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xff\xfe\x00", "it is not text"),
        (b"{}", "format is None, but it must be given"),
        (Recipe().to_json().encode(), "it holds no step"),
        (b" " * 200_000, "The recipe is '100001 characters long', but it must be at most 100000"),
    ],
)
def test_files_that_are_no_recipes(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / f"bad{SUFFIX}"
    path.write_bytes(content)
    with pytest.raises(InvalidRecipe) as refused:
        read_recipe(path)
    assert str(refused.value) == f"{path} cannot be used as a recipe: {reason}."


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        read_recipe(tmp_path / "none.tintype.json")
    with pytest.raises(InvalidRecipe, match="cannot be used as a recipe: "):
        read_recipe(tmp_path)
