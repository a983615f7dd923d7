from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.models import write_denoiser
from tintype.engine import Catalogue, DenoiseSettings, Engine
from tintype.engine.session import Session
from tintype.engine.turns import Turns
from tintype.errors import Cancelled
from tintype.progress import Progress

TILE = 64 * 64 * 100
"""Bytes of working memory that the model says it needs for a tile of 64 x 64."""

PATIENT, URGENT = DenoiseSettings(noise=0.1, device="cpu"), DenoiseSettings(noise=0.05, device="cpu")


class Asking(Progress):
    """Tells when the request that it belongs to waits for its turn."""

    def __init__(self, *, patient: bool = False) -> None:
        super().__init__(patient=patient)
        self.waits = threading.Event()

    @contextmanager
    def interruptible(self, interrupt: Callable[[], None]) -> Iterator[None]:
        self.waits.set()
        with super().interruptible(interrupt):
            yield


def in_thread(work: Callable[[], object]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


class Watched:
    """An engine with small tiles, which writes down whose they are."""

    def __init__(self, folder: Path) -> None:
        write_denoiser(folder / "blur.onnx")
        self.tiles: list[str] = []
        self.at_tile: Callable[[int], None] = lambda number: None
        watched = self

        class WatchedSession(Session):
            def run(self, feeds: Any, progress: Progress, *, last: bool = False) -> Any:
                watched.tiles.append("p" if feeds["noise_map"].flat[0] > 0.07 else "u")
                watched.at_tile(len(watched.tiles))
                return super().run(feeds, progress, last=last)

        self.engine = Engine(Catalogue([folder]), WatchedSession, tile_memory=TILE)


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path)


@pytest.fixture
def pixels() -> np.ndarray:
    return np.random.default_rng(0).random((300, 300, 3), np.float32)


def test_an_urgent_request_comes_first_in_the_middle_of_a_patient_one(watched: Watched, pixels: np.ndarray) -> None:
    engine, asking, came = watched.engine, Asking(), threading.Event()
    alone = engine.denoise(pixels, PATIENT).restored
    watched.tiles.clear()
    ends: list[str] = []

    def at_tile(number: int) -> None:
        if number == 3:
            came.set()
            assert asking.waits.wait(30)

    watched.at_tile = at_tile
    result: list[np.ndarray] = []

    def patient() -> None:
        result.append(engine.denoise(pixels, PATIENT, Progress(patient=True)).restored)
        ends.append("patient")

    thread = in_thread(patient)
    assert came.wait(30)
    engine.denoise(pixels, URGENT, asking)
    ends.append("urgent")
    thread.join()
    order = "".join(watched.tiles)
    count = order.count("u")
    assert count > 9
    assert order == "ppp" + "u" * count + "p" * (count - 3)
    assert ends == ["urgent", "patient"]
    assert (result[0] == alone).all()


def test_whoever_listens_to_a_patient_request_keeps_nobody_waiting(watched: Watched, pixels: np.ndarray) -> None:
    engine, inside, go_on = watched.engine, threading.Event(), threading.Event()

    def listen(fraction: float) -> None:
        inside.set()
        assert go_on.wait(30)

    thread = in_thread(lambda: engine.denoise(pixels, PATIENT, Progress(listen, patient=True)))
    assert inside.wait(30)
    assert engine.denoise(pixels, URGENT).restored.shape == pixels.shape
    go_on.set()
    thread.join()
    assert watched.tiles.count("p") == watched.tiles.count("u")


@pytest.mark.parametrize("patient", [True, False])
def test_a_request_that_waits_for_its_turn_can_be_cancelled(patient: bool) -> None:
    turns, asking, ended = Turns(), Asking(patient=patient), list[str]()

    def wait() -> None:
        with pytest.raises(Cancelled), turns.turn(asking):
            raise AssertionError("nobody gave it a turn")
        ended.append("cancelled")

    with turns.turn(Progress()):
        thread = in_thread(wait)
        assert asking.waits.wait(30)
        asking.cancel()
        thread.join()
    assert ended == ["cancelled"]
    with turns.turn(Progress(patient=True)):
        pass


def test_a_patient_request_that_is_cancelled_leaves_its_turn_to_others(watched: Watched, pixels: np.ndarray) -> None:
    progress = Progress(patient=True)
    watched.at_tile = lambda number: progress.cancel() if number == 2 else None
    with pytest.raises(Cancelled):
        watched.engine.denoise(pixels, PATIENT, progress)
    assert watched.engine.denoise(pixels, URGENT).restored.shape == pixels.shape
