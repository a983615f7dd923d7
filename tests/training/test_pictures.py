from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data

from training.dead_leaves import dead_leaves
from training.noise import WhiteNoise
from training.photos import PhotoStore, find_pictures, read_pictures

CPU = torch.device("cpu")


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator(CPU).manual_seed(seed)


def test_crops_are_pieces_of_the_pictures_in_eight_orientations() -> None:
    rng = np.random.default_rng(0)
    pictures = [rng.integers(0, 256, (height, width, 3), dtype=np.uint8) for height, width in ((40, 30), (25, 60))]
    store = PhotoStore.of(pictures, CPU)
    crops = store.crops(64, 12, generator())
    assert crops.shape == (64, 3, 12, 12)
    orientations = set()
    for crop in (crops * 255).round().to(torch.uint8).permute(0, 2, 3, 1).numpy():
        orientations.add(_orientation_in(pictures, crop))
    assert len(orientations) == 8


def _orientation_in(pictures: list[np.ndarray], crop: np.ndarray) -> int:
    for index in range(8):
        turned = crop[::-1] if index & 1 else crop
        turned = turned[:, ::-1] if index & 2 else turned
        turned = turned.transpose(1, 0, 2) if index & 4 else turned
        for picture in pictures:
            windows = np.lib.stride_tricks.sliding_window_view(picture, turned.shape)[:, :, 0]
            if (windows == turned).all(axis=(2, 3, 4)).any():
                return index
    raise AssertionError("the crop is in no picture")


def test_the_same_seed_draws_the_same_crops() -> None:
    store = PhotoStore.of([data.astronaut()], CPU)
    first, again, other = (store.crops(4, 32, generator(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_large_pictures_are_drawn_more_often() -> None:
    small, large = np.zeros((20, 20, 3), np.uint8), np.full((60, 60, 3), 255, np.uint8)
    crops = PhotoStore.of([small, large], CPU).crops(2000, 8, generator())
    assert crops.mean().item() == pytest.approx(0.9, abs=0.03)


def test_broken_and_small_pictures_are_named_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.fromarray(data.astronaut()).save(tmp_path / "good.png")
    Image.fromarray(data.astronaut()[:50, :50]).save(tmp_path / "small.png")
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8 this is no picture")
    (tmp_path / "notes.txt").write_text("not a picture, and not looked at")
    pictures = read_pictures(find_pictures([tmp_path]), least=256)
    assert len(pictures) == 1
    said = capsys.readouterr().err
    assert "broken.jpg is left out: it cannot be read" in said
    assert "small.png is left out: it is smaller than 256 pixels" in said


def test_no_pictures_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="There is no picture"):
        find_pictures([tmp_path])
    with pytest.raises(FileNotFoundError, match="is not a folder"):
        find_pictures([tmp_path / "missing"])


def test_dead_leaves_are_reproducible_and_like_pictures() -> None:
    picture = dead_leaves(3, side=128)
    assert picture.shape == (128, 128, 3)
    assert picture.dtype == np.uint8
    np.testing.assert_array_equal(picture, dead_leaves(3, side=128))
    assert (picture != dead_leaves(4, side=128)).any()
    # Neighbours resemble one another, as in photographs, but not everywhere: there are edges.
    steps = np.abs(np.diff(picture.astype(int), axis=1)).mean(axis=2)
    assert np.median(steps) < 12
    assert np.quantile(steps, 0.95) > 30


def test_white_noise_has_the_level_that_was_drawn() -> None:
    noise = WhiteNoise(highest=60, grey=0.25)
    draw = noise.draw(400, generator())
    assert draw.sigma.shape == (400, 1, 1, 1)
    assert 0 <= draw.sigma.min() < 0.01
    assert 0.2 < draw.sigma.max() <= 60 / 255
    assert draw.grey.float().mean().item() == pytest.approx(0.25, abs=0.06)
    clean = noise.target(torch.rand(400, 3, 24, 24, generator=generator(1)), draw)
    residual = noise.apply(clean, draw, generator(2)) - clean
    measured = residual.std(dim=(1, 2, 3))
    torch.testing.assert_close(measured, draw.sigma.flatten(), rtol=0.15, atol=1e-4)
    grey = draw.grey.flatten()
    assert torch.equal(clean[grey, 0], clean[grey, 2])
    torch.testing.assert_close(residual[grey, 0], residual[grey, 2], rtol=0, atol=1e-6)
    assert not torch.allclose(residual[~grey, 0], residual[~grey, 2], atol=1e-3)
