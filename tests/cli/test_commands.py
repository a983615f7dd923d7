from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from tests.models import write_denoiser
from tintype.__main__ import main
from tintype.engine import Amount, DenoiseSettings, Engine, blend
from tintype.photo import read_photo


@pytest.fixture(autouse=True)
def models(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's model folder with one model, which takes the place of those that ship."""
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx")
    monkeypatch.setenv("TINTYPE_MODELS", str(folder))
    monkeypatch.setattr("tintype.engine.catalogue.standard_folders", lambda: [folder])
    return folder


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    noise = np.random.default_rng(0).normal(0, 20, (200, 300, 3))
    picture = np.clip(data.coffee()[100:300, 150:450] + noise, 0, 255)
    path = tmp_path / "photo.png"
    Image.fromarray(picture.astype(np.uint8)).save(path)
    return path


def run(*words: object) -> int:
    try:
        return main([str(word) for word in words])
    except SystemExit as end:
        return int(str(end.code))


def detail(path: Path) -> float:
    return float(np.abs(np.diff(read_photo(path).pixels, axis=1)).mean())


def test_a_photo_goes_in_and_a_cleaner_one_comes_out(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = photo.read_bytes()
    assert run("denoise", photo) == 0
    target = photo.with_name("photo_denoised.png")
    assert detail(target) < detail(photo) / 2
    assert photo.read_bytes() == before
    said = capsys.readouterr()
    assert 17 < float(said.out.split("noise ")[1].split(",")[0]) < 22
    assert "blur on CPU" in said.out or "GPU" in said.out
    assert not said.err


def test_the_target_sets_the_format(photo: Path, tmp_path: Path) -> None:
    assert run("denoise", photo, "-o", tmp_path / "clean.jpg") == 0
    with Image.open(tmp_path / "clean.jpg") as image:
        assert image.format == "JPEG"


def test_several_photos_into_a_new_folder(photo: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.png"
    second.write_bytes(photo.read_bytes())
    assert run("denoise", photo, second, "-o", tmp_path / "clean" / "deep") == 0
    assert sorted(path.name for path in (tmp_path / "clean" / "deep").iterdir()) == ["photo.png", "second.png"]


def test_a_page_is_cleaned_by_its_model_whatever_its_noise(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_denoiser(models / "document.onnx", id="document", title="Document", suits="document")
    page = tmp_path / "page.png"
    Image.fromarray(np.repeat(np.linspace(20, 230, 64).astype(np.uint8)[None], 64, axis=0)).save(page)
    assert run("denoise", page) == 0
    assert "already clean" in capsys.readouterr().out
    for number, noise in enumerate(("auto", 0)):
        target = tmp_path / f"{number}.png"
        assert run("denoise", page, "--model", "document", "--noise", noise, "-o", target) == 0
        assert "page cleaned" in capsys.readouterr().out
        assert (read_photo(target).pixels != read_photo(page).pixels).any()
    monkeypatch.setenv("TINTYPE_MODELS", str(tmp_path))  # no longer one's own
    assert run("models") == 0
    assert "by its id, for pages" in capsys.readouterr().out


@pytest.mark.parametrize(("amount", "share"), [(0, 0.0), (50, 0.5), (100, 1.0)])
def test_amount(photo: Path, tmp_path: Path, amount: int, share: float) -> None:
    full, part = tmp_path / "full.png", tmp_path / "part.png"
    assert run("denoise", photo, "--noise", 25, "-o", full) == 0
    assert run("denoise", photo, "--noise", 25, "--amount", amount, "-o", part) == 0
    original, restored, mixed = (read_photo(path).pixels for path in (photo, full, part))
    np.testing.assert_allclose(mixed, original + share * (restored - original), atol=1.1 / 255)


def test_colour_amount_leaves_the_luminance(photo: Path, tmp_path: Path) -> None:
    target = tmp_path / "colour.png"
    assert run("denoise", photo, "--noise", 25, "--amount", 0, "--colour-amount", 100, "-o", target) == 0
    weights = np.array([0.2126, 0.7152, 0.0722])
    before, after = read_photo(photo).pixels, read_photo(target).pixels
    inside = (after > 0.02).all(axis=2) & (after < 0.98).all(axis=2)
    np.testing.assert_allclose((after @ weights)[inside], (before @ weights)[inside], atol=1.1 / 255)
    assert np.abs(after - before).max() > 10 / 255


def test_detail(photo: Path, tmp_path: Path) -> None:
    full, some, batch = tmp_path / "full.png", tmp_path / "some.png", tmp_path / "batch"
    assert run("denoise", photo, "--noise", 25, "-o", full) == 0
    assert run("denoise", photo, "--noise", 25, "--amount", 80, "--detail", 60, "-o", some) == 0
    original = read_photo(photo).pixels
    restored = Engine().denoise(original, DenoiseSettings(25 / 255)).restored
    expected = blend(original, restored, Amount(0.8, 0.8, 0.6))
    got = read_photo(some).pixels
    np.testing.assert_allclose(got, np.clip(expected, 0, 1), atol=0.6 / 255)
    assert np.abs(got - read_photo(full).pixels).max() > 5 / 255
    assert run("batch", photo, "-o", batch, "--noise", 25, "--amount", 80, "--detail", 60) == 0
    np.testing.assert_array_equal(read_photo(batch / "photo.png").pixels, got)


def test_a_clean_photo_is_said_to_be_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ramp = np.repeat(np.linspace(20, 230, 256).astype(np.uint8)[None, :, None], 100, axis=0).repeat(3, axis=2)
    Image.fromarray(ramp).save(tmp_path / "ramp.png")
    assert run("denoise", tmp_path / "ramp.png") == 0
    assert "already clean" in capsys.readouterr().out
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "ramp_denoised.png")), ramp)


def test_a_bad_input_is_named_and_the_others_go_on(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken, foreign, folder = tmp_path / "broken.png", tmp_path / "notes.jpg", tmp_path / "folder.png"
    broken.write_bytes(photo.read_bytes()[:1000])
    foreign.write_text("these are notes")
    folder.mkdir()
    output = tmp_path / "out"
    assert run("denoise", broken, foreign, folder, tmp_path / "missing.png", photo, "-o", output) == 1
    assert [path.name for path in output.iterdir()] == ["photo.png"]
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 4
    for line, name in zip(lines, ("broken.png", "notes.jpg", "folder.png", "missing.png"), strict=True):
        assert line.startswith("tintype: ")
        assert name in line
        assert line.endswith(".")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("photo.png", "one of the originals"),
        ("missing/clean.png", "missing"),
        ("clean.xyz", "cannot be written"),
        ("photo.png/clean.png", "cannot be written"),
        ("photo.png/folder", "the folder cannot be made"),
    ],
)
def test_a_target_that_cannot_be_written(
    photo: Path, tmp_path: Path, target: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = photo.read_bytes()
    assert run("denoise", photo, "-o", tmp_path / target) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert reason in said
    assert photo.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["photo.png"]


def test_two_photos_never_share_a_target(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other" / "photo.png"
    other.parent.mkdir()
    other.write_bytes(photo.read_bytes())
    assert run("denoise", photo, other, "-o", tmp_path / "out") == 1
    assert "would both go there" in capsys.readouterr().err
    assert len(list((tmp_path / "out").iterdir())) == 1


@pytest.mark.parametrize(
    "words",
    [
        ["denoise"],
        ["denoise", "PHOTO", "--noise", "101"],
        ["denoise", "PHOTO", "--noise", "much"],
        ["denoise", "PHOTO", "--amount", "-1"],
        ["denoise", "PHOTO", "--detail", "101"],
        ["denoise", "PHOTO", "--quality", "superb"],
        ["denoise", "PHOTO", "--device", "abacus"],
        ["denoise", "PHOTO", "--model", "unheard-of"],
        ["denoise", "PHOTO", "PHOTO", "-o", "one.png"],
        ["--nonsense"],
    ],
)
def test_wrong_usage(photo: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*(photo if word == "PHOTO" else word for word in words)) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_file_that_is_no_model(photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("denoise", photo, "--model", photo) == 2
    assert "it is not an ONNX file" in capsys.readouterr().err


def test_a_model_by_its_file(photo: Path, tmp_path: Path, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    elsewhere = write_denoiser(tmp_path / "mine.onnx", id="mine")
    assert run("denoise", photo, "--model", elsewhere) == 0
    assert "mine on" in capsys.readouterr().out


def test_models_lists_them_and_names_the_refused(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (models / "broken.onnx").write_text("no model")
    assert run("models") == 0
    said = capsys.readouterr()
    assert "blur: Blur (denoise, your own, version 1, licence MIT)" in said.out
    assert "psnr 20, ssim 0.5 at noise 25 on none" in said.out
    assert "broken.onnx cannot be used as a model: it is not an ONNX file." in said.err
    assert run("models", "--json") == 0
    assert "blur" in {card["id"] for card in json.loads(capsys.readouterr().out)}


def test_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("doctor", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["device"]["got"] in report["providers_available"]
    assert report["device"]["got"] != "CPUExecutionProvider" or report["device"]["reason"].endswith(".")
    assert report["models_refused"] == []
    assert all(reason.endswith(".") or reason == "may be used" for reason in report["accelerators"].values())
    assert report["memory_total_mb"] > report["memory_free_mb"] > 0
    assert {"numpy", "pillow"} <= report["packages"].keys()
    assert run("doctor") == 0
    assert "device:" in capsys.readouterr().out


def test_asking_for_cuda_in_vain_says_why_once(photo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    second = tmp_path / "second.png"
    second.write_bytes(photo.read_bytes())
    assert run("denoise", photo, second, "--device", "cuda") == 0
    said = capsys.readouterr()
    assert said.err.count("CUDA") + said.err.count("GPU") >= 1 or "GPU" in said.out
    assert said.err.count("\n") <= 1


def test_the_installed_command_and_the_module_are_the_same() -> None:
    done = subprocess.run([sys.executable, "-m", "tintype", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("tintype ")
