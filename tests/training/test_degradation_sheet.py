from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from skimage import data

from training import report, train
from training.degradation_sheet import DRAWERS, SEED, SIDE, ZOOM, exhibits, sheet
from training.degradations import CameraNoise
from training.embedded import picture
from training.network import Shape
from training.photos import Pixels
from training.presets import PRESETS

CROPS: list[Pixels] = [data.astronaut()[60:316, 100:356], data.coffee()[60:316, 150:406]]
TINY = replace(PRESETS["denoise-camera"], id="tiny-camera", shape=Shape((8, 16, 16), (1, 1, 1)), crop=32, batch=2)
IMAGE = re.compile(r'<img src="data:image/png;base64,([^"]+)" width="(\d+)" height="(\d+)" alt="([^"]+)">')


def decoded(content: str) -> Pixels:
    with Image.open(io.BytesIO(base64.b64decode(content))) as image:
        return np.asarray(image)


def test_each_degradation_is_drawn_for_a_crop() -> None:
    shown = list(exhibits(CameraNoise(), CROPS))
    assert [exhibit.title for exhibit in shown] == list(DRAWERS)
    for exhibit in shown:
        assert exhibit.pair.clean.shape == exhibit.pair.noisy.shape == (1, 3, SIDE, SIDE)
        assert 3 < exhibit.level < 40
        assert re.search(r"\d", exhibit.parameters)


@pytest.mark.parametrize("seed", range(8))
def test_any_seed_has_pictures(seed: int) -> None:
    first, again = (list(exhibits(CameraNoise(), CROPS, seed)) for _ in range(2))
    for exhibit, same in zip(first, again, strict=True):
        assert exhibit.parameters == same.parameters
        assert torch.equal(exhibit.pair.noisy, same.pair.noisy)
        assert exhibit.pair.noisy.shape == (1, 3, SIDE, SIDE)
    assert [exhibit.parameters for exhibit in first] != [exhibit.parameters for exhibit in exhibits(CameraNoise(), CROPS, SEED)]


def test_captions_say_what_was_drawn() -> None:
    captions = {exhibit.title: exhibit.parameters for exhibit in exhibits(CameraNoise(), CROPS)}
    quality = CameraNoise().jpeg.draw(1, torch.Generator().manual_seed(SEED + list(DRAWERS).index("JPEG"))).quality
    assert f"quality {float(quality):.0f}," in captions["JPEG"]
    resize = CameraNoise().resize(1, torch.Generator().manual_seed(SEED + list(DRAWERS).index("Resampling")))
    assert f"scale {resize.scale:.2f}" in captions["Resampling"]


def test_the_sheet_holds_both_sides_at_twice_their_size() -> None:
    images = IMAGE.findall("\n".join(sheet(CameraNoise(), CROPS)))
    assert [alt for *_, alt in images] == [f"{title}, {side} noise" for title in DRAWERS for side in ("without", "with")]
    for content, width, height, _ in images:
        assert decoded(content).shape == (SIDE, SIDE, 3)
        assert int(width) == int(height) == ZOOM * SIDE
    for (clean, *_), (noisy, *_) in zip(images[::2], images[1::2], strict=True):
        assert (decoded(clean) != decoded(noisy)).mean() > 0.3


def test_a_picture_is_kept_as_it_is() -> None:
    found = IMAGE.fullmatch(picture(CROPS[0], "a <b>", 3))
    assert found is not None
    np.testing.assert_array_equal(decoded(found[1]), CROPS[0])
    assert found.groups()[1:] == ("768", "768", "a &lt;b&gt;")


def test_the_report_of_a_run_on_camera_noise_has_the_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PRESETS, TINY.id, TINY)
    photographs, run = tmp_path / "photographs", tmp_path / "run"
    photographs.mkdir()
    for name in ("astronaut", "coffee"):
        Image.fromarray(getattr(data, name)()).save(photographs / f"{name}.png")
    words = ["--preset", TINY.id, "--data", str(photographs), "--steps", "2", "--run-folder", str(run)]
    assert train.main(words) == 0
    assert report.main([str(run)]) == 0
    page = (run / "report.html").read_text(encoding="utf-8")
    assert page.index("<h2>Samples</h2>") < page.index("<h2>Degradations</h2>") < page.index("<strong>All of them</strong>")
    assert "Crop 1, restored" in page

    np.savez_compressed(run / "held_out.npz", np.concatenate([CROPS[0], CROPS[0]], 2))  # as a run on pairs holds them out
    assert report.main([str(run)]) == 0
    assert "Degradations" not in (run / "report.html").read_text(encoding="utf-8")
