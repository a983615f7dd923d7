"""``tintype doctor``: what is installed, what runs, and why something does not."""

from __future__ import annotations

import argparse
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import onnxruntime
import psutil

from tintype.engine import Catalogue, Engine
from tintype.engine.catalogue import standard_folders
from tintype.engine.memory import free_memory
from tintype.errors import TintypeError
from tintype.version import VERSION

SUMMARY = "Show versions, devices and memory, for a report of a problem."

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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the report."""
    report = diagnostics()
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print("\n".join(f"{name.replace('_', ' ')}: {_plain(value)}" for name, value in report.items()))
    return 0


def diagnostics() -> dict[str, Any]:
    """Everything that a report of a problem should hold; nothing personal but the model folders."""
    catalogue = Catalogue()
    return {
        "tintype": VERSION,
        "python": platform.python_version(),
        "system": platform.platform(),
        "packages": {name: found for name in PACKAGES if (found := _version(name))},
        "providers_available": onnxruntime.get_available_providers(),
        "device": _device(catalogue),
        "memory_free_mb": free_memory() // 2**20,
        "memory_total_mb": psutil.virtual_memory().total // 2**20,
        "models": sorted(catalogue.models),
        "models_refused": [str(reason) for reason in catalogue.refused],
        "model_folders": [str(folder) for folder in standard_folders()],
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _device(catalogue: Catalogue) -> dict[str, str]:
    try:
        choice = Engine(catalogue).device("auto")
    except TintypeError as error:
        return {"asked": "auto", "got": "none", "reason": str(error)}
    return {"asked": choice.wish, "got": choice.provider, "label": choice.label, "reason": choice.reason}


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"\n  {name}: {entry}" for name, entry in value.items() if entry)
    if isinstance(value, list):
        return "".join(f"\n  {entry}" for entry in value) or "none"
    return str(value)
