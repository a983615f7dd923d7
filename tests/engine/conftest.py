from __future__ import annotations

from pathlib import Path

import pytest

from tests.models import write_denoiser
from tintype.engine.devices import Device
from tintype.engine.session import Session
from tintype.engine.spec import read_spec


@pytest.fixture(scope="session")
def blur_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_denoiser(tmp_path_factory.mktemp("models") / "blur.onnx")


@pytest.fixture(scope="session")
def blur(blur_path: Path) -> Session:
    device: Device = "cpu"
    return Session(read_spec(blur_path), device)
