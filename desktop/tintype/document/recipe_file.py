"""Recipes from files and into files."""

from __future__ import annotations

from pathlib import Path

from tintype.document.recipe import LONGEST, Recipe
from tintype.errors import FileMissing, InvalidRecipe, InvalidSetting
from tintype.photo.atomic import write_whole

SUFFIX = ".tintype.json"


def is_recipe(path: Path) -> bool:
    """Whether the file's name is that of a recipe."""
    return path.name.lower().endswith(SUFFIX)


def read_recipe(path: Path) -> Recipe:
    """Read a recipe with a step at least.

    Raises:
        FileMissing, InvalidRecipe
    """
    try:
        with path.open("rb") as file:
            recipe = Recipe.from_json(file.read(LONGEST + 1).decode("utf-8-sig"))
    except FileNotFoundError:
        raise FileMissing(path) from None
    except OSError as error:
        raise InvalidRecipe(path, (error.strerror or "the disk failed").lower()) from error
    except UnicodeDecodeError:
        raise InvalidRecipe(path, "it is not text") from None
    except InvalidSetting as error:
        raise InvalidRecipe(path, str(error).rstrip(".")) from error
    if not recipe.steps:
        raise InvalidRecipe(path, "it holds no step")
    return recipe


def write_recipe(recipe: Recipe, path: Path) -> None:
    """Write a recipe, whole or not at all.

    Raises:
        CannotWrite
    """
    write_whole(path, f"{recipe.to_json()}\n".encode())
