"""Real files with something done to them, through reading, denoising and writing: a photo comes out, or one sentence.

``HYPOTHESIS_PROFILE=long pytest tests/fuzz`` tries a hundred times as many.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.models import write_denoiser
from tests.odd_files import DAMAGES, Damage, healthy
from tintype.engine import Catalogue, DenoiseSettings, Engine
from tintype.errors import UnreadablePhoto
from tintype.photo import WRITABLE, Output, encode_photo, read_photo

FILES = healthy()
MEMORY = 200_000_000
LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("models")
    write_denoiser(folder / "blur.onnx")
    return Engine(Catalogue([folder]))


@settings(
    max_examples=6000 if LONG else 60,
    deadline=None,
    derandomize=not LONG,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    name=st.sampled_from(sorted(FILES)),
    damages=st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=3),
    seed=st.integers(0, 2**32 - 1),
    suffix=st.sampled_from(sorted(WRITABLE)),
)
def test_a_photo_or_one_sentence(
    tmp_path: Path,
    engine: Engine,
    capfd: pytest.CaptureFixture[str],
    name: str,
    damages: list[Damage],
    seed: int,
    suffix: str,
) -> None:
    data, random = FILES[name], np.random.default_rng(seed)
    for damage in damages:
        data = damage(data, random) or b"\0"
    path = tmp_path / "photo"
    path.write_bytes(data)
    try:
        photo = read_photo(path, memory=MEMORY)
    except UnreadablePhoto as error:
        assert re.fullmatch(r"[^\n]+ cannot be read: [^\n]+\.", str(error))
        assert capfd.readouterr() == ("", "")
        return
    assert np.isfinite(photo.pixels).all()
    assert 0 <= photo.pixels.min() <= photo.pixels.max() <= 1
    if photo.size.pixels > 10**6:  # it would merely take long
        return
    done = engine.denoise(photo.pixels, DenoiseSettings(noise=0.05, device="cpu"))
    target = tmp_path / f"result{suffix}"
    target.write_bytes(encode_photo(photo.with_pixels(done.restored), target, Output()).data)
    assert read_photo(target).size == photo.size
    assert capfd.readouterr() == ("", "")
