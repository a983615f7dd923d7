from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from skimage import data

from tests.gui.driver import CountingEngine, Driver, click
from tests.models import write_denoiser
from tintype.engine import Catalogue
from tintype.photo import Photo, write_photo


@pytest.fixture
def engine(tmp_path: Path) -> CountingEngine:
    """One denoiser for all pictures, one for pages."""
    folder = tmp_path / "models"
    folder.mkdir()
    write_denoiser(folder / "blur.onnx")
    write_denoiser(folder / "document.onnx", id="document", title="Document", suits="document", macs_per_pixel=10)
    return CountingEngine(Catalogue([folder]))


def written(path: Path, picture: np.ndarray) -> Path:
    path.parent.mkdir(exist_ok=True)
    colour = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    write_photo(Photo(colour.astype(np.float32) / np.float32(255), grey=picture.ndim == 2), path)
    return path


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    return written(tmp_path / "scan" / "page.png", data.page())


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    return written(tmp_path / "photo" / "coffee.png", data.coffee()[::2, ::2])


def looked_at(driver: Driver, path: Path) -> None:
    document = driver.open(path)
    driver.wait(lambda: driver.panel.page_offer.knows(document))


def test_a_page_is_offered_to_be_cleaned_and_nothing_is_done_by_itself(driver: Driver, scan: Path) -> None:
    looked_at(driver, scan)
    offer = driver.panel.page_offer
    assert offer.isVisible()
    assert driver.editor.draft.model is None
    assert not driver.engine.runs
    assert driver.document.recipe.denoise is None
    assert offer.accessibleName()


def test_a_photograph_is_left_in_peace(driver: Driver, photograph: Path, scan: Path) -> None:
    looked_at(driver, photograph)
    assert not driver.panel.page_offer.isVisible()
    looked_at(driver, scan)
    assert driver.panel.page_offer.isVisible()


def test_the_button_cleans_the_page_and_undo_takes_it_back(driver: Driver, scan: Path) -> None:
    looked_at(driver, scan)
    offer = driver.panel.page_offer
    click(offer.button)
    driver.wait(lambda: driver.document.recipe.denoise is not None)
    assert driver.document.recipe.denoise is not None
    assert driver.document.recipe.denoise.model == "document"
    assert driver.document.shown is not None
    assert driver.document.shown.denoised.model.id == "document"
    assert not offer.isVisible()
    assert not driver.panel.noise.isEnabled()
    assert "Cleans the page" in driver.panel.measured.text()
    history = driver.window.history_panel.model
    assert history.data(history.index(1)) == "Page cleaned"
    driver.undo()
    assert driver.document.recipe.denoise is None


def test_a_page_without_noise_is_cleaned_all_the_same(driver: Driver, tmp_path: Path) -> None:
    tinted = np.full((120, 160), 190, np.uint8)
    tinted[40:44, 20:140] = 30
    document = driver.open(written(tmp_path / "scan" / "flat.png", tinted))
    assert driver.editor.already_clean
    driver.editor.set_model("document")
    assert not driver.editor.already_clean
    driver.denoise()
    assert document.recipe.denoise is not None
    assert document.recipe.denoise.model == "document"


def test_the_model_can_be_chosen_by_hand_and_is_not_kept_for_the_next_photo(driver: Driver, photograph: Path, scan: Path) -> None:
    looked_at(driver, scan)
    row = driver.panel.quality
    assert row.own.isVisible()
    assert row.own.itemText(0) == "Document"
    row.own.activated.emit(0)
    assert driver.editor.draft.model == "document"
    assert not driver.panel.page_offer.isVisible()
    looked_at(driver, photograph)
    assert driver.editor.draft.model is None


def test_the_offer_comes_back_when_the_page_does(driver: Driver, photograph: Path, scan: Path) -> None:
    looked_at(driver, scan)
    looked_at(driver, photograph)
    looked_at(driver, scan)
    assert driver.panel.page_offer.isVisible()


def test_without_a_model_for_pages_there_is_no_offer(driver: Driver, scan: Path) -> None:
    next(folder for folder in driver.engine.catalogue.folders).joinpath("document.onnx").unlink()
    driver.engine.refresh_models()
    driver.editor.follow_models("document")
    driver.open(scan)
    assert driver.panel.page_offer.model is None
    assert not driver.panel.page_offer.isVisible()
