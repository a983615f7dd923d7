"""Whether this computer gains by int8: with VNNI, AMX or dot products it gains much, without them little or nothing."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import time
from pathlib import Path

import numpy as np
import onnxruntime
from platformdirs import user_cache_path

from tintype.engine.session import Array, Session
from tintype.errors import CannotWrite
from tintype.photo.atomic import write_whole
from tintype.progress import Progress

LEAST_GAIN = 1.1
SIDE = 512
ROUNDS = 3


def gains_by_int8(exact: Session, int8: Session) -> bool:
    """Whether ``int8`` is the quicker one by a tenth or more; measured once on a computer and remembered."""
    place = user_cache_path("tintype", appauthor=False) / "int8.json"
    known, key = _remembered(place), _key(exact, int8)
    if key not in known:
        known[key] = bool(measured_gain(exact, int8) >= LEAST_GAIN)
        _remember(place, known)
    return known[key]


def measured_gain(exact: Session, int8: Session) -> float:
    """How many times quicker ``int8`` is on a tile of random pixels, both at their best of a few turns."""
    noise = np.random.default_rng(0).random((1, 3, SIDE, SIDE), dtype=np.float32)
    feeds: dict[str, Array] = {"picture": noise, "noise_map": np.full((1, 1, SIDE, SIDE), 0.1, np.float32)}
    best = [float("inf"), float("inf")]
    for _ in range(1 + ROUNDS):  # the first turn also takes memory
        for index, session in enumerate((exact, int8)):
            started = time.perf_counter()
            session.run(feeds, Progress())
            best[index] = min(best[index], time.perf_counter() - started)
    return best[0] / best[1]


def _key(exact: Session, int8: Session) -> str:
    """Stands for the two models, the runtime and the number of cores."""
    cards = json.dumps([exact.model.card, int8.model.card], sort_keys=True)
    return hashlib.sha256(f"{cards} {onnxruntime.__version__} {os.cpu_count()}".encode()).hexdigest()[:16]


def _remembered(place: Path) -> dict[str, bool]:
    try:
        known = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): bool(gain) for key, gain in known.items()} if isinstance(known, dict) else {}


def _remember(place: Path, known: dict[str, bool]) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, json.dumps(known).encode())
    except (OSError, CannotWrite) as error:
        logging.getLogger(__name__).info("what int8 gains could not be kept in %s: %s", place, error)
