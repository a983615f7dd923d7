"""How quickly each model runs on each device of this computer."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tintype.engine.accelerators import accelerators, offered
from tintype.engine.catalogue import Catalogue
from tintype.engine.devices import Device, DeviceChoice
from tintype.engine.model_file import INPUTS
from tintype.engine.session import Array, Session
from tintype.engine.spec import ModelSpec
from tintype.progress import Progress

SIDE = 512
TURNS = 3
LONGEST = 3.0
"""Seconds after which no other turn is begun."""


@dataclass(frozen=True)
class Measured:
    """One model on one device.

    Attributes:
        model: which.
        device: what really ran, and why it is not what was asked for.
        megapixels_per_second: of tiles of 512 x 512 pixels, at its best of a few turns.
    """

    model: ModelSpec
    device: DeviceChoice
    megapixels_per_second: float


def devices_here() -> tuple[Device, ...]:
    """The CPU, and what the installed onnxruntime offers besides; whether it works is found out by asking for it."""
    return ("cpu", *(one.device for one in accelerators() if offered(one)))


def measure_models(catalogue: Catalogue, devices: Sequence[Device]) -> Iterator[Measured]:
    """Run every model, int8 twins included, on every device; one after another, as they are asked for.

    Raises:
        InvalidModel, OutOfMemory, InferenceFailed
    """
    for model in sorted(catalogue.models.values(), key=lambda model: (model.task, model.macs_per_pixel)):
        twin = catalogue.int8_of(model)
        for one in (model, twin) if twin is not None else (model,):
            for device in devices if one is model else [device for device in devices if device == "cpu"]:
                yield _measured(Session(one, device))


def _measured(session: Session) -> Measured:
    rng = np.random.default_rng(0)
    side = -(-SIDE // session.model.multiple_of) * session.model.multiple_of
    feeds: dict[str, Array] = {
        name: rng.random((1, planes, side, side), dtype=np.float32) for name, planes in INPUTS[session.model.task].items()
    }
    session.run(feeds, Progress())  # the first one also takes memory
    begun, best = time.perf_counter(), float("inf")
    for _ in range(TURNS):
        started = time.perf_counter()
        session.run(feeds, Progress())
        best = min(best, time.perf_counter() - started)
        if time.perf_counter() - begun > LONGEST:
            break
    return Measured(session.model, session.choice, side * side / 1e6 / best)
