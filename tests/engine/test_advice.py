from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from skimage import data

from tests.models import write_advisor, write_denoiser, write_meter
from tintype.engine import ALREADY_CLEAN, Catalogue, DenoiseSettings, Engine, NoiseProfile
from tintype.engine.advice import STRENGTHS, advise
from tintype.engine.measure import DOUBTS_CLEAN, MOST_EXCESS, STRONG, WORTH_ASKING
from tintype.engine.model_check import check_model
from tintype.engine.session import Session
from tintype.engine.spec import read_spec
from tintype.engine.windows import windows
from tintype.errors import Cancelled
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

ASKED = 0.3


def engine_of(folder: Path, strength: float = ASKED, gain: float = 1.0) -> Engine:
    write_denoiser(folder / "plain.onnx", id="plain")
    write_meter(folder / "meter.onnx", gain)
    write_advisor(folder / "advisor.onnx", strength)
    return Engine(Catalogue([folder]))


def sessions(folder: Path) -> tuple[Session, Session]:
    return Session(read_spec(folder / "advisor.onnx"), "cpu"), Session(read_spec(folder / "plain.onnx"), "cpu")


def clumped(level: float = 0.05, height: int = 300, width: int = 280) -> Pixels:
    clean = np.resize(data.astronaut() / 255, (height, width, 3))
    noise = cv2.GaussianBlur(np.random.default_rng(0).standard_normal((height, width, 3), np.float32), (0, 0), 1.2)
    return np.asarray(clean + noise * np.float32(level / noise.std()), np.float32)


def test_clumped_noise_is_told_as_advised(tmp_path: Path) -> None:
    engine, pixels = engine_of(tmp_path), clumped()
    profile = engine.measure(pixels)
    assert profile.clumped
    advice = advise(pixels, *sessions(tmp_path), Progress())
    assert advice.strength == pytest.approx(ASKED)
    assert profile.level == pytest.approx(np.sqrt((advice.luminance**2 + 2 * advice.colour**2) / 3))
    assert profile.level * profile.excess == pytest.approx(ASKED)
    by_itself = engine.denoise(pixels, DenoiseSettings()).restored
    told = engine.denoise(pixels, DenoiseSettings(noise=profile.level, profile=profile)).restored
    assert (by_itself == told).all()


def test_the_strengths_are_tried_in_their_order(tmp_path: Path) -> None:
    engine_of(tmp_path)
    pixels = clumped(height=160, width=192)
    advice = advise(pixels, *sessions(tmp_path), Progress())
    corner = np.clip(pixels, 0, 1)
    taken = np.abs(corner - cv2.GaussianBlur(corner, (5, 5), 1.0, borderType=cv2.BORDER_REPLICATE))[:16, :16].mean()
    # The blur is mixed in by ten times the noise level, at most wholly.
    assert advice.luminance == pytest.approx(taken * 10 * STRENGTHS[0], rel=0.1)
    assert advice.colour == pytest.approx(taken, rel=0.1)


def test_far_more_than_the_noise_is_not_told_nor_less_than_it(tmp_path: Path) -> None:
    assert engine_of(tmp_path, 1.0).measure(clumped()).excess == MOST_EXCESS
    assert engine_of(tmp_path, STRONG + 1e-4).measure(clumped()).excess == 1


def alone(folder: Path, gain: float) -> NoiseProfile:
    """What the meter says of clumped noise without advice; the more, the higher its gain."""
    (folder / "meter").mkdir(exist_ok=True)
    write_meter(folder / "meter" / "meter.onnx", gain)
    return Engine(Catalogue([folder / "meter"])).measure(clumped())


@pytest.mark.parametrize(("strength", "counts"), [(STRONG - 1e-4, False), (STRONG + 1e-4, True)])
def test_of_weak_noise_that_little_is_advised_for_the_measure_stands(tmp_path: Path, strength: float, counts: bool) -> None:
    weak = 0.03
    measured = alone(tmp_path, weak)
    assert ALREADY_CLEAN < measured.level < measured.level * measured.excess < STRONG - 1e-4
    assert (engine_of(tmp_path, strength, weak).measure(clumped()) != measured) == counts


def test_advice_of_less_than_was_measured_counts(tmp_path: Path) -> None:
    measured = alone(tmp_path, 1.0)
    assert measured.level * measured.excess > STRONG
    assert engine_of(tmp_path, STRONG - 1e-4).measure(clumped()) != measured


@pytest.mark.parametrize(("strength", "counts"), [(DOUBTS_CLEAN - 1e-4, False), (DOUBTS_CLEAN + 1e-4, True)])
def test_clean_pictures_stay_clean_unless_much_is_advised(tmp_path: Path, strength: float, counts: bool) -> None:
    faint = 0.008
    measured = alone(tmp_path, faint)
    assert WORTH_ASKING < measured.level < ALREADY_CLEAN
    assert (engine_of(tmp_path, strength, faint).measure(clumped()) != measured) == counts


def test_white_noise_and_clean_pictures_need_no_advice(tmp_path: Path) -> None:
    engine = engine_of(tmp_path)
    flat = (0.5 + np.random.default_rng(0).normal(0, 0.05, (300, 300, 3))).astype(np.float32)
    assert engine.measure(flat).excess == 1
    assert engine.measure(np.full((300, 300, 3), 0.5, np.float32)).level == 0


def test_without_the_model_or_a_denoiser_there_is_none(tmp_path: Path) -> None:
    write_meter(tmp_path / "meter.onnx")
    alone = Engine(Catalogue([tmp_path])).measure(clumped())
    write_advisor(tmp_path / "advisor.onnx", ASKED)
    assert Engine(Catalogue([tmp_path])).measure(clumped()) == alone
    assert 1 <= alone.excess <= 2


def test_the_advice_counts_among_what_decides_on_a_result(tmp_path: Path) -> None:
    names = [model.id for model in engine_of(tmp_path).models_for(DenoiseSettings())]
    assert names == ["plain", "meter", "advisor", "plain"]


def test_asking_can_be_cancelled(tmp_path: Path) -> None:
    engine_of(tmp_path)
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        advise(clumped(), *sessions(tmp_path), progress)


@pytest.mark.parametrize("shape", [(129, 130), (200, 900), (700, 2000)])
def test_pictures_of_any_size(tmp_path: Path, shape: tuple[int, int]) -> None:
    profile = engine_of(tmp_path).measure(clumped(0.05, *shape))
    assert profile.level * profile.excess == pytest.approx(ASKED)


def test_windows_lie_on_the_grid_and_cover_small_pictures() -> None:
    assert windows(Size(300, 250), 16, 3) == [Region(0, 0, Size(304, 256))]
    spread = windows(Size(4000, 6000), 16, 3)
    assert len(spread) == 9
    assert all(region.top % 16 == region.left % 16 == 0 and region.size == Size(192, 192) for region in spread)
    assert (spread[-1].top, spread[-1].left) == (3808, 5808)


def test_an_advisor_is_tried_out_like_any_model(tmp_path: Path) -> None:
    assert check_model(write_advisor(tmp_path / "advisor.onnx", 0.1), Progress()).task == "strength"
