"""The model for pages that is shipped: paper becomes white, print stays."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from skimage import data
from skimage.metrics import peak_signal_noise_ratio

from tintype.engine import Catalogue, DenoiseSettings, Engine
from tintype.engine.session import Session
from tintype.engine.tiled import run_tiled
from tintype.photo import Pixels
from tintype.progress import Progress
from training.degradations.paper import LIGHTS, Paper, Wear
from training.pages import page
from training.photos import PhotoStore
from training.tasks.pages import layer_source

SETTINGS = DenoiseSettings(model="document", device="cpu")
CATALOGUE = Catalogue()


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def usual_wear() -> Wear:
    """Tinted paper with a shadow, wrinkles and brown stains, somewhat faded print."""
    numbers = {"fibres": 0.1, "relief": 0.2, "fading": 0.15, "worn": 0.5, "through": 0.05, "blur": 0.0, "black": 0.0}
    numbers |= {"white": 1.0, "gamma": 1.0, "noise": 3 / 255, "grey": 0.0, "quality": 0.0}
    return Wear(
        paper=torch.tensor((0.9, 0.87, 0.8)).reshape(1, 3, 1, 1),
        stain=torch.tensor((0.6, 0.45, 0.3)).reshape(1, 3, 1, 1),
        light=torch.linspace(-0.3, 0, LIGHTS).reshape(1, 1, 1, LIGHTS).expand(-1, -1, LIGHTS, -1),
        **{name: torch.full((1, 1, 1, 1), number) for name, number in numbers.items()},
    )


def made(seed: int, side: int = 384) -> tuple[Pixels, Pixels]:
    """A page from a seed that was not trained on, as scanned and as it should be."""
    drawn = np.ascontiguousarray(page(seed)[:side, :side])
    layers = layer_source(1, side, seed, PhotoStore.of([drawn], torch.device("cpu")))
    generator = torch.Generator().manual_seed(seed)
    planes = torch.from_numpy(drawn).permute(2, 0, 1)[None].float() / 255
    pair = Paper().apply(planes, layers(1, side, generator), usual_wear(), generator)
    noisy, clean = (np.ascontiguousarray(side[0].permute(1, 2, 0).numpy()) for side in (pair.noisy, pair.clean))
    return noisy, clean


def fidelity(clean: Pixels, result: Pixels) -> float:
    return float(peak_signal_noise_ratio(clean, np.clip(result, 0, 1), data_range=1))


def test_it_is_chosen_by_its_id_alone() -> None:
    model = CATALOGUE.find("document")
    assert (model.suits, model.task, model.heeds_noise) == ("document", "denoise", False)
    assert "document" not in {CATALOGUE.choose("denoise", "fast").id, CATALOGUE.choose("denoise", "best").id}


def test_the_card_tells_where_it_comes_from_and_what_it_gains() -> None:
    model = CATALOGUE.find("document")
    assert model.licence == "MIT"
    assert model.card["training"]["data"] == [{"name": "pages (procedural)", "licence": "MIT"}]
    gains = {score.set: score.figures["gain"] for score in model.scores}
    assert gains["documents"] >= 10
    assert gains["made pages"] >= 8


@pytest.mark.parametrize("seed", [7_000_001, 7_000_002, 7_000_003])
def test_worn_pages_from_other_seeds_gain_ten_decibels(engine: Engine, seed: int) -> None:
    noisy, clean = made(seed)
    cleaned = engine.denoise(noisy, SETTINGS).restored
    assert fidelity(clean, cleaned) >= fidelity(clean, noisy) + 10


def test_paper_becomes_white_and_print_stays_dark(engine: Engine) -> None:
    scan = np.repeat(data.page().astype(np.float32)[..., None] / 255, 3, axis=2)  # a book's page, half of it in the shade
    cleaned = np.clip(engine.denoise(scan, SETTINGS).restored, 0, 1).mean(2)
    assert np.ptp(np.quantile(scan, (0.5, 0.9))) > 0.1
    assert np.quantile(cleaned, 0.5) > 0.97
    assert np.quantile(cleaned, 0.3) > 0.9
    assert np.quantile(cleaned, 0.02) < 0.3


def test_the_colour_of_print_is_kept(engine: Engine) -> None:
    letterhead = np.full((192, 256, 3), (0.93, 0.9, 0.82), np.float32)
    letterhead[40:80, 20:236] = (0.7, 0.1, 0.12)
    cleaned = engine.denoise(letterhead, SETTINGS).restored
    red, green, blue = cleaned[50:70, 60:200].mean((0, 1))
    assert red > green + 0.3
    assert red > blue + 0.3
    assert cleaned[110:180].mean((0, 1)).min() > 0.95


def test_clean_paper_needs_no_noise_to_be_cleaned(engine: Engine) -> None:
    tinted = np.full((160, 160, 3), 0.8, np.float32)
    tinted[70:78, 30:130] = 0.1
    done = engine.denoise(tinted, SETTINGS)
    assert not done.already_clean
    assert done.restored[100:].mean() > 0.95


@pytest.mark.parametrize(("height", "width"), [(1, 1), (16, 500), (700, 800)])
def test_tiles_leave_no_seam(height: int, width: int) -> None:
    session = Session(CATALOGUE.find("document"), "cpu")
    scan = np.tile(np.repeat(data.page().astype(np.float32)[..., None] / 255, 3, axis=2), (4, 3, 1))[:height, :width]
    whole = run_tiled(scan, {"noise_map": 1.0}, session, 10**6, Progress())
    tiled = run_tiled(scan, {"noise_map": 1.0}, session, 2 * session.model.halo + 200, Progress())
    assert np.abs(whole - tiled).max() < 1e-4
