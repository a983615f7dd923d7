from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.cli.test_commands import run
from tests.models import write_denoiser, write_detector, write_filler
from tintype.document.recipe import Recipe, RepairSettings
from tintype.document.recipe_file import write_recipe
from tintype.engine import Amount, DenoiseSettings
from tintype.photo import is_stamped, read_photo

BOTH = Recipe((RepairSettings(40.0), DenoiseSettings(amount=Amount(0.5, 0.5))))


@pytest.fixture(autouse=True)
def models(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx")
    write_filler(folder / "fill.onnx")
    write_detector(folder / "detect.onnx")
    monkeypatch.setenv("TINTYPE_MODELS", str(folder))
    monkeypatch.setattr("tintype.engine.catalogue.standard_folders", lambda: [folder])
    return folder


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    pixels = np.linspace(80, 150, 96)[None, :, None] + np.random.default_rng(0).normal(0, 10, (64, 96, 3))
    pixels[30, 10:80] = 255
    path = tmp_path / "photo.png"
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "prints.tintype.json"
    write_recipe(BOTH, path)
    return path


def test_a_recipe_is_applied_beside_the_photo(photo: Path, recipe: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = photo.read_bytes()
    assert run("apply", photo, "--recipe", recipe) == 0
    target = photo.with_name("photo_restored.png")
    assert read_photo(target).pixels[30, 20:70].max() < 0.8
    assert photo.read_bytes() == before
    said = capsys.readouterr()
    assert f"{photo} -> {target}: filled and denoised (filled " in said.out
    assert not said.err


def test_a_jpeg_keeps_its_quality(photo: Path, recipe: Path, tmp_path: Path) -> None:
    jpeg = tmp_path / "photo.jpg"
    with Image.open(photo) as picture:
        picture.save(jpeg, quality=70)
    assert run("apply", jpeg, "--recipe", recipe, "-o", tmp_path / "applied.jpg") == 0
    assert run("batch", jpeg, "--recipe", recipe, "-o", tmp_path / "out") == 0
    assert (tmp_path / "applied.jpg").read_bytes() == (tmp_path / "out" / "photo.jpg").read_bytes()
    applied = read_photo(tmp_path / "applied.jpg")
    assert applied.quality == read_photo(jpeg).quality
    assert is_stamped(applied.metadata.xmp)


def test_apply_and_batch_agree_for_every_recipe(photo: Path, tmp_path: Path) -> None:
    for number, steps in enumerate((BOTH.steps, BOTH.steps[:1], BOTH.steps[1:], (DenoiseSettings(noise=0.1),))):
        recipe = tmp_path / f"{number}.tintype.json"
        write_recipe(Recipe(steps), recipe)
        assert run("apply", photo, "--recipe", recipe, "-o", tmp_path / f"{number}.png") == 0
        assert run("batch", photo, "--recipe", recipe, "-o", tmp_path / f"out{number}") == 0
        assert (tmp_path / f"{number}.png").read_bytes() == (tmp_path / f"out{number}" / "photo.png").read_bytes()
    assert run("batch", photo, "-o", tmp_path / "options", "--detect", 40, "--amount", 50) == 0
    assert (tmp_path / "0.png").read_bytes() == (tmp_path / "options" / "photo.png").read_bytes()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--denoise"], "--denoise"),
        (["--noise", "12"], "--noise"),
        (["--amount", "50", "--quality", "best"], "--amount, --quality"),
        (["--model", "blur"], "--model"),
        (["--detect"], "--detect"),
        (["--detect", "0"], "--detect"),
    ],
)
def test_a_recipe_and_steps_exclude_each_other(
    photo: Path, recipe: Path, tmp_path: Path, words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("batch", photo, "-o", tmp_path / "out", "--recipe", recipe, *words) == 2
    sentence = f"tintype: --recipe says all that is done to the photos; leave out {named}, or --recipe.\n"
    assert capsys.readouterr().err == sentence
    assert not (tmp_path / "out").exists()


def test_a_mask_may_come_with_a_recipe(photo: Path, recipe: Path, tmp_path: Path) -> None:
    mask = np.zeros((64, 96), np.uint8)
    mask[50:54, 20:60] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    assert run("batch", photo, "-o", tmp_path / "plain", "--recipe", recipe) == 0
    assert run("batch", photo, "-o", tmp_path / "masked", "--recipe", recipe, "--mask", tmp_path / "mask.png") == 0
    plain, masked = (read_photo(tmp_path / name / "photo.png").pixels for name in ("plain", "masked"))
    assert (plain[50:54, 20:60] != masked[50:54, 20:60]).mean() > 0.5


@pytest.mark.parametrize("command", ["apply", "batch"])
def test_what_is_no_recipe_is_told(photo: Path, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    bad, model = tmp_path / "bad.tintype.json", tmp_path / "model.tintype.json"
    bad.write_text("no recipe")
    write_recipe(Recipe((DenoiseSettings(model="gone"),)), model)
    for recipe, sentence in (
        (bad, f"{bad} cannot be used as a recipe: The recipe is 'no recipe', but it must be a JSON object."),
        (tmp_path / "none.json", f"{tmp_path / 'none.json'} does not exist; check the name."),
        (model, "There is no model called gone; installed are: blur, detail, mean."),
    ):
        assert run(command, photo, "-o", tmp_path / "out", "--recipe", recipe) in (1, 2)
        assert capsys.readouterr().err == f"tintype: {sentence}\n"
    assert not (tmp_path / "out").exists()
