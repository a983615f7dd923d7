from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from training import export, train
from training.cards import card_of
from training.degradations.paper import LIGHTS, Layers, Paper, Wear
from training.network import PageAutoencoder, Shape
from training.pages import CANVAS, LARGEST, SMALLEST, page
from training.photos import PhotoStore
from training.presets import PRESETS, Procedural
from training.sheets import EVEN, blot, draw_sheets, fibres, fold, relief, ring, shoe, spots, stains, wrinkles
from training.tasks import PageCleaning
from training.tasks.pages import scanned

SIDE = 96
TINY = Shape((8, 16, 16), (1, 1, 1))


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def small_page(seed: int) -> np.ndarray:
    return page(seed % 2)[:256, :256]


def blank(count: int = 2) -> tuple[torch.Tensor, Layers]:
    """Pages with a bar of ink, on paper without any fault."""
    pages = torch.ones(count, 3, SIDE, SIDE)
    pages[:, :, 40:56, 16:80] = 0
    nothing = torch.zeros(count, 1, SIDE, SIDE)
    return pages, Layers(nothing, nothing, nothing, torch.ones_like(nothing))


def untouched(count: int = 2) -> Wear:
    """Wear that does nothing."""
    one, none = torch.ones(count, 1, 1, 1), torch.zeros(count, 1, 1, 1)
    return Wear(
        paper=torch.ones(count, 3, 1, 1),
        stain=torch.zeros(count, 3, 1, 1),
        light=torch.zeros(count, 1, LIGHTS, LIGHTS),
        **dict.fromkeys(("fibres", "relief", "fading", "worn", "through", "blur", "black", "noise", "grey", "quality"), none),
        **dict.fromkeys(("white", "gamma"), one),
    )


def apply(how: Wear, layers: Layers | None = None) -> torch.Tensor:
    pages, plain = blank(len(how.paper))
    return Paper().apply(pages, layers or plain, how, generator()).noisy


@pytest.mark.parametrize("seed", range(3))
def test_a_page_is_white_paper_with_some_print(seed: int) -> None:
    drawn = page(seed)
    assert drawn.shape[0] == drawn.shape[1]
    assert SMALLEST * CANVAS - 1 <= len(drawn) <= LARGEST * CANVAS + 1
    grey = drawn.mean(2)
    assert np.median(grey) == 255
    assert 0.01 < (grey < 128).mean() < 0.5


def test_the_same_seed_draws_the_same_page_and_sheets() -> None:
    np.testing.assert_array_equal(page(5), page(5))
    assert page(5).shape != page(6).shape or (page(5) != page(6)).any()
    for kind in (fibres, relief, stains):
        first, again = (draw_sheets(kind, 2, SIDE, 7) for _ in range(2))
        np.testing.assert_array_equal(first, again)


@pytest.mark.parametrize("kind", [ring, blot, spots, shoe])
def test_stains_darken_some_of_the_sheet_and_not_all(kind: object) -> None:
    shares = [float((kind(np.random.default_rng(seed), 256) > 0.1).mean()) for seed in range(12)]  # type: ignore[operator]
    assert max(shares) > 0.002
    assert np.mean(shares) < 0.6


def test_wrinkles_and_folds_have_light_and_shade() -> None:
    rng = np.random.default_rng(3)
    for drawn in (wrinkles(rng, 192, 6), fold(rng, 192)):
        assert drawn.min() < -0.1 < 0.1 < drawn.max()
    sheets = np.stack(draw_sheets(relief, 8, 128, 0)).astype(float) - EVEN
    assert abs(sheets.mean()) < 30


def test_unworn_paper_is_the_clean_page() -> None:
    pages, _ = blank()
    torch.testing.assert_close(apply(untouched()), pages, atol=1e-3, rtol=0)


def test_each_fault_does_what_it_says() -> None:
    _, layers = blank()
    spot = torch.zeros_like(layers.stains)
    spot[:, :, :20] = 1
    stained = apply(untouched(), replace(layers, stains=spot))
    assert stained[:, :, :20].max() < 0.01
    assert stained[:, :, 90:].min() > 0.99
    half = torch.full((2, 1, 1, 1), 0.5)
    assert apply(replace(untouched(), fading=half))[:, :, 45:50, 20:70].mean() == pytest.approx(0.5, abs=0.02)
    shadow = apply(replace(untouched(), relief=half), replace(layers, relief=spot * -1))
    assert shadow[:, :, 5].mean() == pytest.approx(0.5, abs=0.02)
    back = torch.ones_like(spot)
    back[:, :, 60:] = 0
    seen_through = apply(replace(untouched(), through=half * 0.4), replace(layers, back=back))
    assert seen_through[:, :, 80].mean() == pytest.approx(0.8, abs=0.02)
    light = replace(untouched(), light=torch.full((2, 1, LIGHTS, LIGHTS), float(np.log(0.7))))
    assert apply(light)[:, :, 5].mean() == pytest.approx(0.7, abs=0.02)


def test_a_page_scanned_without_colour_has_none_on_either_side() -> None:
    drawn = np.ascontiguousarray(page(0)[:128, :128])
    pair = scanned(drawn, 3, Paper(grey=1.0))
    assert pair.noisy.shape[1] == 3 or pair.noisy.shape[1] == 1
    assert float(pair.noisy.std(1).max() if pair.noisy.shape[1] == 3 else 0) == 0


def test_scans_follow_the_seed_and_lie_in_range() -> None:
    drawn = np.ascontiguousarray(page(1)[:160, :160])
    first, again, other = (scanned(drawn, seed) for seed in (1, 1, 2))
    assert torch.equal(first.noisy, again.noisy)
    assert not torch.equal(first.noisy, other.noisy)
    assert first.noisy.min() >= 0
    assert first.noisy.max() <= 1


def test_the_network_changes_nothing_where_there_is_nothing_to_do() -> None:
    network = PageAutoencoder(TINY)
    torch.nn.init.normal_(network.tail.weight)
    picture = torch.rand(1, 3, 32, 32, generator=generator())
    level = torch.zeros(1, 1, 32, 32)
    assert torch.equal(network(picture, level), picture)
    # How large the level is makes no difference.
    torch.testing.assert_close(network(picture, level + 0.1), network(picture, level + 1.0))
    assert not torch.equal(network(picture, level + 1.0), picture)


def test_batches_are_scans_and_their_clean_pages() -> None:
    task = PageCleaning(bank=2)
    store = PhotoStore.of([page(0)], torch.device("cpu"))
    sample = task.sampler(store, 4, 64, seed=0)
    batch, again = sample(generator(1)), sample(generator(1))
    assert batch.inputs[0].shape == batch.target.shape == (4, 3, 64, 64)
    assert batch.inputs[1].shape == (4, 1, 64, 64)
    assert torch.equal(batch.inputs[0], again.inputs[0])
    assert (batch.inputs[0] - batch.target).abs().mean() > 0.02


def test_a_model_for_pages_is_trained_on_pages_and_exported_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    preset = replace(
        PRESETS["document"],
        id="tiny",
        shape=TINY,
        task=PageCleaning(bank=2),
        crop=32,
        batch=2,
        procedural=Procedural("pages", small_page),
    )
    monkeypatch.setitem(PRESETS, "tiny", preset)
    monkeypatch.setattr(train, "PROCEDURAL_PICTURES", 3)
    assert train.main(["--preset", "tiny", "--steps", "2", "--run-folder", str(tmp_path / "run"), "--device", "cpu"]) == 0
    assert "psnr_pages" in (tmp_path / "run" / "stats.jsonl").read_text()
    assert export.main([str(tmp_path / "run"), "-o", str(tmp_path / "tiny.onnx")]) == 0
    card = card_of(tmp_path / "tiny.onnx")
    assert (card["suits"], card["task"]) == ("document", "denoise")
    assert card["training"]["data"] == [{"name": "pages (procedural)", "licence": "MIT"}]
    capsys.readouterr()
