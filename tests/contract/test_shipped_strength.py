"""The shipped advice on how strongly to denoise, on photographs with clumped noise whose best strength is known."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import pytest
import torch
from skimage import data

from tintype.engine import DenoiseSettings, Engine, NoiseProfile
from tintype.engine.advice import STRENGTHS
from tintype.photo import Pixels
from training.advisor import STRENGTHS as LEARNT
from training.degradations import Camera, Grain, Pair
from training.degradations.camera import SHOT
from training.degradations.grain import Emulsion

LEVELS = 255


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def photographs() -> Iterator[Pixels]:
    """At three fifths of their size, which takes most of their own noise out."""
    for name in ("astronaut", "chelsea", "coffee", "rocket"):
        stored = getattr(data, name)()
        small = np.asarray(cv2.resize(stored, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA), np.float32) / np.float32(
            LEVELS
        )
        yield small[: small.shape[0] // 2 * 2, : small.shape[1] // 2 * 2]


def stored(pixels: Pixels) -> Pixels:
    return (np.rint(np.clip(pixels, 0, 1) * LEVELS) / LEVELS).astype(np.float32)


def soft(clean: Pixels, level: float, softness: float) -> tuple[Pixels, Pixels]:
    noise = cv2.GaussianBlur(np.random.default_rng(0).standard_normal(clean.shape, np.float32), (0, 0), softness)
    return stored(clean + noise * np.float32(level / LEVELS / noise.std())), clean


def of_a_sensor(clean: Pixels, light: float) -> tuple[Pixels, Pixels]:
    generator, camera = torch.Generator().manual_seed(0), Camera()
    how = camera.draw(1, generator)
    how.shot.fill_(SHOT[0] * (SHOT[1] / SHOT[0]) ** light)
    how.read.fill_(float(how.shot) ** 2)
    return _both(camera.apply(_pair(clean), how, generator))


def grainy(clean: Pixels, strength: float, size: float) -> tuple[Pixels, Pixels]:
    each = [torch.full((1, 1, 1, 1), value) for value in (strength / LEVELS, size, 0.5, 0.5)]
    return _both(Grain().apply(_pair(clean), Emulsion(*each), torch.Generator().manual_seed(0)))


def _pair(clean: Pixels) -> Pair:
    return Pair.of(torch.from_numpy(clean.copy()).permute(2, 0, 1)[None])


def _both(pair: Pair) -> tuple[Pixels, Pixels]:
    noisy, clean = (np.ascontiguousarray(side[0].permute(1, 2, 0).numpy()) for side in (pair.noisy, pair.clean))
    return stored(noisy), clean


def fidelity(engine: Engine, noisy: Pixels, clean: Pixels, settings: DenoiseSettings) -> float:
    restored = stored(engine.denoise(noisy, settings).restored)
    return float(-10 * np.log10(np.mean((restored - clean) ** 2)))


KINDS = {
    "soft, weak": lambda clean: soft(clean, 5, 0.7),
    "soft": lambda clean: soft(clean, 10, 1.0),
    "soft, strong": lambda clean: soft(clean, 20, 1.3),
    "sensor": lambda clean: of_a_sensor(clean, 0.6),
    "sensor, bad light": lambda clean: of_a_sensor(clean, 0.9),
    "grain": lambda clean: grainy(clean, 12, 0.9),
}


@pytest.mark.parametrize("kind", KINDS)
def test_by_itself_it_is_nearly_as_good_as_with_the_best_strength(engine: Engine, kind: str) -> None:
    lost = []
    for photograph in photographs():
        noisy, clean = KINDS[kind](photograph)
        levels = [STRENGTHS[0] * 2 ** (number / 2) for number in range(11)]
        told = [DenoiseSettings(level, device="cpu", profile=NoiseProfile.white(level)) for level in levels]
        best = max(fidelity(engine, noisy, clean, settings) for settings in told)
        lost.append(best - fidelity(engine, noisy, clean, DenoiseSettings(device="cpu")))
    assert np.mean(lost) < 0.5, lost


def test_the_app_tries_the_strengths_that_were_learnt(engine: Engine) -> None:
    (model,) = engine.catalogue.of_task("strength")
    assert tuple(model.card["strengths"]) == pytest.approx(STRENGTHS) == LEARNT
    assert model.card["training"]["teacher"] == engine.catalogue.choose("denoise", "fast").id


def test_the_advice_is_the_same_where_the_int8_twin_runs(engine: Engine) -> None:
    noisy, _ = soft(next(photographs()), 10, 1.0)
    exact, twin = (Engine(gains_by_int8=lambda *_, gains=gains: gains).measure(noisy) for gains in (False, True))
    assert exact == twin
