"""The denoisers that are shipped for white noise keep the promises of their specs and harm nothing."""

from __future__ import annotations

import hashlib

import numpy as np
import onnxruntime
import pytest
from skimage import data
from skimage.metrics import peak_signal_noise_ratio

from tintype.engine import Catalogue, DenoiseSettings, Engine, ModelSpec, NoiseProfile
from tintype.engine.model_file import CHECKSUMS
from tintype.engine.session import Session
from tintype.engine.tiled import run_tiled
from tintype.photo import Pixels
from tintype.progress import Progress

CATALOGUE = Catalogue()
MODELS = [model for model in CATALOGUE.of_task("denoise") if model.suits == "white"]
TWINS = [twin for twin in map(CATALOGUE.int8_of, MODELS) if twin]
LEVELS = (15, 25, 50)


@pytest.fixture(scope="module", params=[*MODELS, *TWINS], ids=lambda model: str(model.path.stem))
def session(request: pytest.FixtureRequest) -> Session:
    return Session(request.param, "cpu")


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(gains_by_int8=lambda *_: False)


def settings(session: Session, noise: float | None) -> DenoiseSettings:
    profile = None if noise is None else NoiseProfile.white(noise)
    return DenoiseSettings(noise=noise, model=str(session.model.path), device="cpu", profile=profile)


def photograph(name: str = "astronaut") -> Pixels:
    return np.asarray(getattr(data, name)(), dtype=np.float32) / np.float32(255)


def with_noise(clean: Pixels, level: float) -> Pixels:
    return (clean + np.random.default_rng(0).normal(0, level / 255, clean.shape)).astype(np.float32)


def test_two_tiers_are_shipped_and_the_fast_one_has_an_int8_twin() -> None:
    fast, best = MODELS
    assert (fast.id, fast.quality) == ("denoise-fast", "fast")
    assert (best.id, best.quality) == ("denoise-best", "best")
    assert fast.macs_per_pixel <= 60_000
    assert best.macs_per_pixel <= 450_000
    assert [twin.id for twin in TWINS] == ["denoise-fast"]


def test_int8_costs_less_than_a_tenth_of_a_decibel() -> None:
    exact, twin = ({(s.set, s.condition): s.figures["psnr"] for s in model.scores} for model in (MODELS[0], TWINS[0]))
    assert exact.keys() == twin.keys()
    assert max(exact[score] - twin[score] for score in exact) <= 0.1


def test_the_list_of_checksums_names_every_model() -> None:
    paths = sorted(MODELS[0].path.parent.glob("*.onnx"))
    expected = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)
    assert MODELS[0].path.with_name(CHECKSUMS).read_text() == expected, "python -m training.cards writes it anew"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.id))
def test_the_card_tells_where_the_model_comes_from(model: ModelSpec) -> None:
    training = model.card["training"]
    assert model.licence == "MIT"
    assert training["data"]
    assert all(source["name"] and source["licence"] for source in training["data"])
    assert {score.condition for score in model.scores} >= {f"noise {level}" for level in LEVELS}


def test_the_signature_is_the_contract(session: Session) -> None:
    runtime = onnxruntime.InferenceSession(session.model.path, providers=["CPUExecutionProvider"])
    assert [(node.name, node.type, node.shape[1]) for node in runtime.get_inputs()] == [
        ("picture", "tensor(float)", 3),
        ("noise_map", "tensor(float)", 1),
    ]
    assert [(node.name, node.type) for node in runtime.get_outputs()] == [("restored", "tensor(float)")]


@pytest.mark.parametrize(
    ("height", "width"),
    [(1, 1), (1, 500), (3, 2), (7, 9), (16, 16), (129, 300), (311, 257), (512, 512), (130, 1001), (1400, 1300)],
)
def test_tiles_leave_no_seam(session: Session, height: int, width: int) -> None:
    picture = with_noise(np.tile(photograph(), (3, 3, 1)), 25)[:height, :width]
    whole = run_tiled(picture, {"noise_map": 0.1}, session, 10**6, Progress())
    side = 2 * session.model.halo + 300  # a smaller core between two halos would take minutes with the best model
    tiled = run_tiled(picture, {"noise_map": 0.1}, session, side, Progress())
    assert np.abs(whole - tiled).max() < 1e-4


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
def test_noise_goes_and_the_picture_stays(session: Session, engine: Engine, name: str, level: int) -> None:
    clean = photograph(name)
    restored = engine.denoise(with_noise(clean, level), settings(session, level / 255)).restored
    gain = {15: 6, 25: 8, 50: 11}[level]
    noisy_psnr = 20 * np.log10(255 / level)
    assert peak_signal_noise_ratio(clean, np.clip(restored, 0, 1), data_range=1) > noisy_psnr + gain


@pytest.mark.parametrize("level", [5, 25, 50])
def test_brightness_and_colour_are_kept(session: Session, engine: Engine, level: int) -> None:
    noisy = with_noise(photograph("coffee"), level)
    restored = engine.denoise(noisy, settings(session, level / 255)).restored
    assert np.abs((restored - noisy).mean(axis=(0, 1))).max() * 255 < 0.5


@pytest.mark.parametrize("colour", [(0.5, 0.5, 0.5), (0.9, 0.2, 0.1), (0.05, 0.05, 0.3)])
def test_flat_colours_stay_flat(session: Session, engine: Engine, colour: tuple[float, ...]) -> None:
    flat = np.broadcast_to(np.asarray(colour, dtype=np.float32), (256, 256, 3))
    restored = engine.denoise(with_noise(flat, 15), settings(session, 15 / 255)).restored
    assert np.std(restored, axis=(0, 1)).max() * 255 < 3
    assert np.abs(restored.mean(axis=(0, 1)) - colour).max() * 255 < 0.5


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
def test_a_clean_picture_is_not_changed_where_there_is_no_noise(session: Session, name: str) -> None:
    clean = photograph(name)
    unchanged = run_tiled(clean, {"noise_map": 0.0}, session, 1024, Progress())
    np.testing.assert_allclose(unchanged, clean, atol=1e-6)  # the mean of eight views rounds


@pytest.mark.parametrize("name", ["astronaut", "coffee", "chelsea"])
def test_a_clean_picture_is_hardly_changed_where_little_noise_is_assumed(session: Session, name: str) -> None:
    clean = photograph(name)
    change = run_tiled(clean, {"noise_map": 1 / 255}, session, 1024, Progress()) - clean
    assert float(np.sqrt(np.mean(change**2))) * 255 < 1


def test_grey_stays_grey(session: Session, engine: Engine) -> None:
    grey = with_noise(photograph("camera"), 25)
    restored = engine.denoise(np.repeat(grey[..., None], 3, axis=2), settings(session, 25 / 255)).restored
    assert np.ptp(restored, axis=2).mean() * 255 < 6
    assert peak_signal_noise_ratio(photograph("camera"), np.clip(restored.mean(2), 0, 1), data_range=1) > 28


def test_the_scores_on_the_card_fall_as_the_noise_grows(session: Session) -> None:
    first = session.model.scores[0].set
    scores = {score.condition: score.figures["psnr"] for score in session.model.scores if score.set == first}
    assert scores["noise 15"] > scores["noise 25"] > scores["noise 50"]
