"""What is installed, what runs, and why something does not: for a report of a problem."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib import metadata
from typing import Any

import onnxruntime
import psutil

from tintype.engine.accelerators import accelerators, offered, why_not
from tintype.engine.catalogue import Catalogue
from tintype.engine.devices import Device
from tintype.engine.engine import Engine
from tintype.engine.memory import free_memory
from tintype.engine.model_file import check_file
from tintype.errors import InvalidModel, TintypeError
from tintype.version import version

PACKAGES = (
    "onnxruntime-gpu",
    "onnxruntime",
    "PySide6-Essentials",
    "numpy",
    "pillow",
    "opencv-python-headless",
    "tifffile",
    "imagecodecs",
    "numba",
    "rawpy",
    "pi-heif",
)


def diagnostics(engine: Engine, device: Device = "auto") -> dict[str, Any]:
    """Everything that a report of a problem should hold; nothing personal but the model folders.

    Args:
        engine: whose models are listed, and which is asked for ``device``.
        device: what is wished for.
    """
    catalogue = engine.catalogue
    return {
        "tintype": version(),
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
        "providers_available": onnxruntime.get_available_providers(),
        "device": _device(engine, device),
        "accelerators": {one.device: why_not(one) or "may be used" for one in accelerators() if offered(one)},
        "memory_free_mb": free_memory() // 2**20,
        "memory_total_mb": psutil.virtual_memory().total // 2**20,
        "models": sorted(catalogue.models),
        "models_refused": [str(reason) for reason in (*catalogue.refused, *_harmed(catalogue))],
        "model_folders": [str(folder) for folder in catalogue.folders],
    }


def as_text(report: dict[str, Any]) -> str:
    """A report for people to read: one line a fact, and one for each of several."""
    return "\n".join(f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in report.items())


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _device(engine: Engine, wish: Device) -> dict[str, str]:
    try:
        choice = engine.device(wish)
    except TintypeError as error:
        return {"asked": wish, "got": "none", "reason": str(error)}
    return {"asked": choice.wish, "got": choice.provider, "label": choice.label, "reason": choice.reason}


def _harmed(catalogue: Catalogue) -> Iterator[InvalidModel]:
    """Models whose files are not what they were."""
    for model in catalogue.models.values():
        try:
            check_file(model.path)
        except InvalidModel as reason:
            yield reason


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"\n  {name}: {entry}" for name, entry in value.items() if entry)
    if isinstance(value, list):
        return "".join(f"\n  {entry}" for entry in value) or "none"
    return str(value)
