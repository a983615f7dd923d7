"""At amount 0 every lossless file comes back as it was, bit for bit, with its profile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import pytest
from skimage import data

from tests.models import write_denoiser
from tintype.__main__ import main
from tintype.photo import Metadata, Photo, read_photo, write_photo
from tintype.photo.code_points import adobe_rgb


@pytest.fixture(autouse=True)
def models(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx")
    monkeypatch.setenv("TINTYPE_MODELS", str(folder))
    monkeypatch.setattr("tintype.engine.catalogue.standard_folders", lambda: [folder])


@pytest.fixture
def deep() -> Any:
    photograph: Any = data.coffee()[100:180, 150:270]  # type: ignore[no-untyped-call, unused-ignore]
    return (photograph * 257.0 + np.random.default_rng(1).normal(0, 2000, photograph.shape)).clip(0, 65535).astype(np.uint16)


@pytest.mark.parametrize(
    ("suffix", "bits"),
    [
        *((".png", 8), (".png", 16), (".tif", 8), (".tif", 16), (".bmp", 8), (".webp", 8)),
        *((".avif", 8), (".avif", 10), (".avif", 12), (".jxl", 8), (".jxl", 10), (".jxl", 16)),
    ],
)
def test_amount_0_changes_no_bit(tmp_path: Path, suffix: str, bits: int, deep: Any) -> None:
    samples = deep >> (16 - bits)
    wide = Metadata() if suffix == ".bmp" else Metadata(icc=adobe_rgb())
    photo = Photo(
        samples.astype(np.float32) / np.float32(2**bits - 1),
        depth=8 if bits == 8 else 16,
        bits=bits if 8 < bits < 16 else None,
        metadata=wide,
    )
    write_photo(photo, tmp_path / f"photo{suffix}", quality=100)
    source = read_photo(tmp_path / f"photo{suffix}")
    np.testing.assert_array_equal(np.rint(source.pixels * (2**bits - 1)), samples)
    assert main(["denoise", str(tmp_path / f"photo{suffix}"), "--noise", "8", "--amount", "0"]) == 0
    result = read_photo(tmp_path / f"photo_denoised{suffix}")
    np.testing.assert_array_equal(result.pixels, source.pixels)
    assert (result.depth, result.bits, result.metadata.icc) == (source.depth, source.bits, source.metadata.icc)


def test_what_the_target_cannot_hold_is_said(tmp_path: Path, deep: Any, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "photo.png").write_bytes(imagecodecs.png_encode(deep))
    assert main(["denoise", str(tmp_path / "photo.png"), "--amount", "0", "-o", str(tmp_path / "photo.avif")]) == 0
    assert "tintype: 16 bits a channel became 12, because the file's format holds no more." in capsys.readouterr().err
