from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from PIL import Image

from tests.batch.conftest import Run, clean, put, tree
from tests.models import write_denoiser
from tintype.photo import read_photo, write_mask


def hole(side: int = 64) -> np.ndarray:
    mask = np.zeros((side, side), np.uint8)
    mask[20:24, 5:50] = 255
    return mask


def changed(before: Path, after: Path) -> np.ndarray:
    return np.asarray((read_photo(before).pixels != read_photo(after).pixels).any(axis=2))


def test_one_mask_for_all(tmp_path: Path, run: Run) -> None:
    photo = put(tmp_path / "photos" / "a.png", clean())
    put(tmp_path / "photos" / "sub" / "b.png", clean())
    mask = tmp_path / "photos" / "mask.png"
    write_mask(hole(), mask)
    code, out, _ = run(photo.parent, "-o", tmp_path / "out", "--mask", mask, "--name", "{stem}_{task}")
    assert code == 0
    assert tree(tmp_path / "out").keys() == {"a_filled.png", "sub/b_filled.png"}
    assert "filled (filled 4.39%)" in out
    difference = changed(photo, tmp_path / "out" / "a_filled.png")
    assert difference[hole() > 0].any()
    assert not difference[hole() == 0].any()


def test_masks_by_name_and_place(tmp_path: Path, run: Run) -> None:
    for name in ("a.png", "sub/a.png", "b.png", "c.png", "small.png"):
        put(tmp_path / "photos" / name, clean())
    masks = tmp_path / "masks"
    (masks / "sub").mkdir(parents=True)
    write_mask(hole(), masks / "a.png")
    write_mask(hole().T.copy(), masks / "sub" / "a.png")
    write_mask(np.zeros((64, 64), np.uint8), masks / "b.png")
    write_mask(hole(32), masks / "small.png")
    code, out, err = run(tmp_path / "photos", "-o", tmp_path / "out", "--mask", masks)
    assert code == 1
    assert tree(tmp_path / "out").keys() == {"a.png", "sub/a.png", "b.png"}
    assert not changed(tmp_path / "photos" / "a.png", tmp_path / "out" / "a.png")[hole() == 0].any()
    assert not changed(tmp_path / "photos" / "a.png", tmp_path / "out" / "sub" / "a.png")[hole().T == 0].any()
    assert tree(tmp_path / "out")["b.png"] == tree(tmp_path / "photos")["b.png"]
    assert "holds no mask named c for" in err
    assert "measures 32x32 and the photo 64x64" in err
    assert "5 files: 2 filled, 1 nothing to fill, 2 failed" in out


def test_damage_is_found_and_filled_then_the_noise_goes(tmp_path: Path, run: Run) -> None:
    pixels = np.asarray(clean()).copy()
    pixels[30, 10:50] = 255
    photo = put(tmp_path / "photos" / "a.png", Image.fromarray(pixels))
    assert run(photo, "-o", tmp_path / "filled", "--detect")[0] == 0
    assert read_photo(tmp_path / "filled" / "a.png").pixels[30, 10:40].max() < 0.95
    code, out, _ = run(photo, "-o", tmp_path / "both", "--detect", "60", "--noise", "25", "--name", "{stem}_{task}")
    assert code == 0
    assert "filled and denoised (filled " in out
    assert tree(tmp_path / "both").keys() == {"a_filled_denoised.png"}
    code, out, _ = run(photo, "-o", tmp_path / "clean", "--detect", "--denoise", "--noise", "0")
    assert ", noise 0.0, already clean)\n1 file: 1 filled\n" in out
    assert tree(tmp_path / "clean") == tree(tmp_path / "filled")


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_any_number_of_jobs_gives_the_same(tmp_path: Path, run: Run, jobs: int) -> None:
    for number in range(6):
        put(tmp_path / "photos" / f"{number}.png")
    assert run(tmp_path / "photos", "-o", tmp_path / "out", "--jobs", jobs, "--amount", 50)[0] == 0
    assert run(tmp_path / "photos", "-o", tmp_path / "three", "--amount", 50)[0] == 0
    assert len(tree(tmp_path / "out")) == 6
    assert tree(tmp_path / "out") == tree(tmp_path / "three")


def test_a_missing_mask(tmp_path: Path, run: Run) -> None:
    code, _, err = run(put(tmp_path / "a.png"), "-o", tmp_path / "out", "--mask", tmp_path / "none.png")
    assert code == 1
    assert err == f"tintype: {tmp_path / 'none.png'} does not exist; check the name.\n"


def test_a_model_by_its_id_or_file(tmp_path: Path, run: Run) -> None:
    photo = put(tmp_path / "photos" / "a.png")
    idle = onnx.load(write_denoiser(tmp_path / "idle.onnx", id="idle"))
    gain = next(constant for constant in idle.graph.initializer if constant.name == "gain")
    gain.CopyFrom(onnx.numpy_helper.from_array(np.array(0, np.float32), "gain"))
    onnx.save(idle, tmp_path / "idle.onnx")
    assert run(photo, "-o", tmp_path / "id", "--model", "blur")[0] == 0
    assert changed(photo, tmp_path / "id" / "a.png").any()
    assert run(photo, "-o", tmp_path / "file", "--model", tmp_path / "idle.onnx")[0] == 0
    assert not changed(photo, tmp_path / "file" / "a.png").any()
    _, out, _ = run(photo, "-o", tmp_path / "both", "--detect", "--model", "blur", "--name", "{task}", "--dry-run")
    assert "filled_denoised.png" in out
    code, _, err = run(photo, "-o", tmp_path / "none", "--model", "unheard-of")
    assert code == 2
    assert err == "tintype: There is no model called unheard-of; installed are: blur, detect, fill.\n"
    assert not (tmp_path / "none").exists()


def test_pages_are_cleaned_whatever_their_noise(tmp_path: Path, run: Run) -> None:
    model = write_denoiser(tmp_path / "document.onnx", id="document", suits="document")
    photo = put(tmp_path / "photos" / "page.png", clean())
    code, out, _ = run(photo.parent, "-o", tmp_path / "out", "--denoise", "--model", model)
    assert code == 0
    assert "denoised (page cleaned)" in out
    assert "1 denoised" in out
    assert changed(photo, tmp_path / "out" / "page.png").any()
