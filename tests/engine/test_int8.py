"""The int8 twin of a model: found, and used where the computer gains by it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.models import write_denoiser
from tintype.engine import Catalogue, DenoiseSettings, Engine, int8
from tintype.engine.session import Session

CLEAN = DenoiseSettings(noise=0.1, device="cpu")


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    write_denoiser(tmp_path / "blur.onnx", training={"commit": "a"})
    write_denoiser(tmp_path / "blur.int8.onnx", precision="int8", training={"commit": "a"}, title="Twin")
    return Catalogue([tmp_path])


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setattr(int8, "user_cache_path", lambda *_, **__: folder)
    return folder / "int8.json"


def twins(catalogue: Catalogue) -> tuple[Session, Session]:
    model = catalogue.models["blur"]
    twin = catalogue.int8_of(model)
    assert twin is not None
    return Session(model, "cpu"), Session(twin, "cpu")


def test_a_twin_is_no_model_of_its_own(catalogue: Catalogue) -> None:
    assert list(catalogue.models) == ["blur"]
    model = catalogue.models["blur"]
    twin = catalogue.int8_of(model)
    assert twin is not None
    assert (model.precision, twin.precision) == ("float32", "int8")
    assert catalogue.int8_of(twin) is None
    assert catalogue.choose("denoise", "fast") is model


def test_a_twin_of_an_older_model_is_not_used(tmp_path: Path) -> None:
    write_denoiser(tmp_path / "blur.onnx", training={"commit": "b"})
    write_denoiser(tmp_path / "blur.int8.onnx", precision="int8", training={"commit": "a"})
    catalogue = Catalogue([tmp_path])
    assert catalogue.int8_of(catalogue.models["blur"]) is None


def test_an_int8_model_alone_is_a_model(tmp_path: Path) -> None:
    write_denoiser(tmp_path / "blur.onnx", precision="int8")
    catalogue = Catalogue([tmp_path])
    assert catalogue.models["blur"].precision == "int8"
    assert Engine(catalogue).denoise(np.full((20, 20, 3), 0.5, np.float32), CLEAN).device.int8


@pytest.mark.parametrize("gains", [True, False])
def test_the_twin_runs_where_the_computer_gains(catalogue: Catalogue, gains: bool) -> None:
    engine = Engine(catalogue, gains_by_int8=lambda *_: gains)
    done = engine.denoise(np.full((20, 20, 3), 0.5, np.float32), CLEAN)
    assert done.model.title == "Blur"  # the choice is the engine's own
    assert done.device.int8 is gains
    assert ("int8" in done.device.label) is gains


def test_what_is_gained_is_measured_once(catalogue: Catalogue, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[float] = []

    def measure(measure: Callable[[Session, Session], float] = int8.measured_gain) -> Callable[[Session, Session], float]:
        def counted(exact: Session, twin: Session) -> float:
            measured.append(measure(exact, twin))
            return measured[-1]

        return counted

    monkeypatch.setattr(int8, "measured_gain", measure())
    first = int8.gains_by_int8(*twins(catalogue))
    assert len(measured) == 1
    assert first is (measured[0] >= int8.LEAST_GAIN)
    assert list(json.loads(cache.read_text()).values()) == [first]
    assert int8.gains_by_int8(*twins(catalogue)) is first
    assert len(measured) == 1


@pytest.mark.parametrize("gain", [0.9, 1.05, 1.1, 3.0])
def test_a_tenth_is_the_least_gain(catalogue: Catalogue, cache: Path, monkeypatch: pytest.MonkeyPatch, gain: float) -> None:
    monkeypatch.setattr(int8, "measured_gain", lambda *_: gain)
    assert int8.gains_by_int8(*twins(catalogue)) is (gain >= 1.1)


@pytest.mark.parametrize("content", ["no JSON", "[1, 2]"])
def test_a_broken_memory_of_it_does_no_harm(
    catalogue: Catalogue, cache: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    cache.parent.mkdir()
    cache.write_text(content)
    monkeypatch.setattr(int8, "measured_gain", lambda *_: 2.0)
    assert int8.gains_by_int8(*twins(catalogue))
    assert list(json.loads(cache.read_text()).values()) == [True]


def test_a_place_that_cannot_be_written_does_no_harm(catalogue: Catalogue, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.parent.write_text("a file where the folder should be")
    monkeypatch.setattr(int8, "measured_gain", lambda *_: 2.0)
    assert int8.gains_by_int8(*twins(catalogue))
