"""How quickly this computer denoises."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from tintype.engine.denoise import DenoiseSettings
from tintype.engine.devices import Device, DeviceChoice
from tintype.engine.engine import Engine
from tintype.engine.spec import Quality
from tintype.progress import Progress

SIDE = 1024
NOISE = 0.1
TURNS = 4
LONGEST = 2.0
"""Seconds after which no other turn is begun."""


@dataclass(frozen=True)
class Speed:
    """What was measured.

    Attributes:
        device: what really ran.
        megapixels_per_second: at its best of a few turns.
    """

    device: DeviceChoice
    megapixels_per_second: float


def measure_speed(engine: Engine, device: Device, quality: Quality, progress: Progress | None = None) -> Speed:
    """Denoise a small made-up picture a few times.

    Raises:
        NoModel, InvalidModel, Cancelled, OutOfMemory, InferenceFailed
    """
    progress = progress or Progress()
    pixels = np.random.default_rng(0).random((SIDE, SIDE, 3), dtype=np.float32)
    settings = DenoiseSettings(noise=NOISE, quality=quality, device=device)
    result = engine.denoise(pixels, settings, progress.part(0, 1 / TURNS))  # also loads the model
    best, begun = float("inf"), time.perf_counter()
    for turn in range(1, TURNS):
        started = time.perf_counter()
        if turn > 1 and started - begun > LONGEST:
            break
        result = engine.denoise(pixels, settings, progress.part(turn / TURNS, (turn + 1) / TURNS))
        best = min(best, time.perf_counter() - started)
    return Speed(result.device, SIDE * SIDE / 1e6 / best)
