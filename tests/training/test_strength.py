from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data
from torch import Tensor

from tintype.engine.model_check import check_model
from tintype.progress import Progress
from training.advisor import CHOICES, CURVES, LEAST_LEVEL, SHARES, STRENGTHS, StrengthAdvisor, growth
from training.strength import HELD_OUT_EVERY, Collected, Denoiser, draw, fit, losses, main, read_collected, validate

DENOISER = Path(__file__).parents[2] / "models" / "denoise-fast.onnx"
LUMINANCE, COLOUR = slice(len(SHARES)), slice(CURVES // 2, CURVES // 2 + len(SHARES))


def noise(*shape: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(0))


def deviations(picture: Tensor, clean: Tensor) -> Tensor:
    """What ``growth`` tells of a denoiser that gives the clean picture at each strength, in 8-bit units."""
    return growth(picture, clean.repeat(1, len(STRENGTHS), 1, 1))[0].exp2() * 255


def test_what_is_taken_is_told_of_luminance_and_of_colour() -> None:
    clean = torch.full((1, 3, 256, 256), 0.5)
    grey = deviations(clean + noise(1, 1, 256, 256) * 10 / 255, clean)
    assert grey.shape == (CURVES, len(STRENGTHS))
    torch.testing.assert_close(grey[LUMINANCE], torch.full_like(grey[LUMINANCE], 10 * 3**0.5), rtol=0.05, atol=0)
    assert grey[COLOUR].max() < 0.5
    white = deviations(clean + noise(1, 3, 256, 256) * 10 / 255, clean)
    for plane in (LUMINANCE, COLOUR):
        torch.testing.assert_close(white[plane], torch.full_like(white[plane], 10), rtol=0.05, atol=0)


def test_where_the_result_is_smooth_counts_first() -> None:
    clean = torch.full((1, 3, 256, 256), 0.5)
    clean[..., 128:] += 0.2 * (torch.arange(128) % 8 < 4)
    picture = clean.clone()
    picture[..., :128] += noise(1, 3, 256, 128) * 4 / 255
    picture[..., 128:] += noise(1, 3, 256, 128) * 20 / 255
    told = deviations(picture, clean)[LUMINANCE, 0]
    assert told[:3].tolist() == pytest.approx([4, 4, 4], rel=0.15)
    assert float(told[3]) == pytest.approx((4**2 / 2 + 20**2 / 2) ** 0.5, rel=0.1)


def test_clipped_places_do_not_count_unless_all_is_clipped() -> None:
    clean = torch.full((1, 3, 256, 256), 0.5)
    picture = clean + noise(1, 3, 256, 256) * 10 / 255
    picture[..., 64:] = 1.0
    clean[..., 64:] = 1.0
    told = deviations(picture, clean)[LUMINANCE, 0]
    torch.testing.assert_close(told, torch.full_like(told, 10), rtol=0.1, atol=0)
    white = deviations(torch.ones_like(clean), torch.ones_like(clean))
    assert white.max() < 0.4, "nothing but what is added before the logarithm"


def test_losses_are_those_below_the_best_strength() -> None:
    errors = torch.tensor([[4.0, 1.0, 0.25, 1.0, 4.0, 1e6]]) / 255**2 * 100
    lost = losses(errors)
    assert lost.shape == (1, CHOICES)
    assert int(lost.argmin()) == 4
    assert lost[0, 2].item() == pytest.approx(5.9, abs=0.2), "a quarter of the error and twice the strength"
    assert lost[0, 2] > lost[0, 3] > lost[0, 4]
    assert lost.max() == 6, "worse than that is no worse"


def made(count: int) -> Collected:
    """Pictures of noise from 2 to 24 of 255 that is gone from twice its level on; farther from that nothing is as good."""
    levels = torch.exp2(1 + 3.5 * torch.rand(count, 1, generator=torch.Generator().manual_seed(0)))
    strengths = 255 * torch.tensor(STRENGTHS)
    taken = levels * (strengths / (2 * levels)).clamp_max(1)
    curves = (taken / 255).log2()[:, None].expand(-1, CURVES, -1)
    errors = ((strengths / (2 * levels)).log2().square() + 1) * (levels / 255) ** 2 / 10
    return Collected(curves.contiguous(), errors, (levels / 255).expand(-1, 2).contiguous())


def test_it_learns_where_what_is_taken_no_longer_grows() -> None:
    collected = made(600)
    untrained = validate(StrengthAdvisor(8), collected)
    learnt = validate(fit(collected.part(torch.arange(500)), epochs=60), collected.part(torch.arange(500, 600)))
    assert learnt["lost_db"] < 0.1 < 1 < untrained["lost_db"]
    assert max(learnt["error_luminance"], learnt["error_colour"]) < 0.05


def test_what_is_collected_is_what_happens() -> None:
    from training.photos import PhotoStore

    store = PhotoStore.of([data.astronaut(), data.coffee()], torch.device("cpu"))
    denoiser = Denoiser(DENOISER)
    first, again = (draw(store, store, denoiser, torch.Generator().manual_seed(3)) for _ in range(2))
    assert torch.equal(first.curves, again.curves)
    assert torch.equal(first.errors, again.errors)
    assert first.curves.shape == (len(first), CURVES, len(STRENGTHS))
    strong = first.levels[:, 0] > 8 / 255
    assert strong.any()
    before = ((first.levels[:, 0] ** 2 + 2 * first.levels[:, 1] ** 2) / 3)[strong]
    left = first.errors[strong].min(1).values / before
    assert left.max() < 0.85 and left.mean() < 0.6, "at its best strength the denoiser does good"


@pytest.fixture(scope="module")
def photographs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photographs")
    for name in ("astronaut", "coffee"):
        Image.fromarray(getattr(data, name)()).resize((900, 900)).save(folder / f"{name}.png")
    return folder


def test_from_photographs_to_a_model(photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, target = tmp_path / "run", tmp_path / "strength.onnx"
    words = ["--data", str(photographs), "--denoiser", str(DENOISER), "--run-folder", str(run)]
    assert main([*words, "--minutes", "0.05"]) == 0
    count = len(list(run.glob("*.npz")))
    assert count >= 1
    assert main([*words, "--minutes", "0.15"]) == 0, "goes on"
    assert len(list(run.glob("*.npz"))) > count
    (run / f"0-{HELD_OUT_EVERY + 1:06d}.npz").write_bytes(b"half")
    assert main([*words, "--minutes", "0", "-o", str(target)]) == 0
    said = capsys.readouterr()
    assert "is damaged and left out" in said.err
    assert "onnxruntime and torch agree" in said.out
    assert check_model(target, Progress()).task == "strength"


def test_too_little_is_said(photographs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--data", str(photographs), "--run-folder", str(tmp_path), "--minutes", "0", "-o", str(tmp_path / "x.onnx")]
    assert main(words) == 1
    assert capsys.readouterr().err == f"{tmp_path} does not hold enough to learn from: collect for longer.\n"
    assert main([*words[:-4], "--minutes", "1", "--denoiser", str(tmp_path / "none.onnx")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_true_levels_are_kept(tmp_path: Path) -> None:
    level = torch.tensor([[10.0, 5.0]]) / 255
    collected = Collected(torch.zeros(1, CURVES, len(STRENGTHS)), torch.ones(1, len(STRENGTHS)), level)
    for number in (0, 1):
        np.savez(tmp_path / f"0-{number:06d}.npz", curves=collected.curves, errors=collected.errors, levels=level, seconds=2.0)
    rest, held_out, seconds = read_collected(tmp_path)
    assert (len(rest), len(held_out), seconds) == (1, 1, 4.0)
    assert torch.equal(rest.levels, level)
    wrong = validate(StrengthAdvisor(4), rest)
    assert wrong["error_luminance"] == pytest.approx((1 - 10 / 255 - LEAST_LEVEL) / (10 / 255 + LEAST_LEVEL), rel=0.05)
