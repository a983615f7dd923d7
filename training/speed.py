"""Measure how quick models are and note it in their cards: ``python -m training.speed models/*.onnx [--device cuda]``.

The computer should have nothing else to do. What counts is the runtime's own time for one tile, the best of a few turns.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from training.cards import card_of, write_card

SIDE = 1024
TURNS = 3
PROVIDERS = {"cpu": "CPUExecutionProvider", "cuda": "CUDAExecutionProvider"}


def device_name(device: str) -> str:
    """What the processor or GPU is called, with the number of cores."""
    if device == "cuda":
        asked = subprocess.run(
            ["nvidia-smi", "--query-gpu=name", "--format=csv,noheader"], capture_output=True, text=True, check=True
        )
        return asked.stdout.splitlines()[0].strip()
    listed = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.+)", listed.read_text(encoding="utf-8")) if listed.exists() else None
    return f"{found[1].strip() if found else platform.processor() or platform.machine()}, {os.cpu_count()} cores"


def megapixels_per_second(path: Path, device: str) -> float:
    """Speed on a tile of random pixels.

    Raises:
        ValueError: the device cannot be used.
    """
    if device == "cuda":
        onnxruntime.preload_dlls()
    session = onnxruntime.InferenceSession(path, providers=[PROVIDERS[device]])
    if session.get_providers()[0] != PROVIDERS[device]:
        raise ValueError("CUDA cannot be used here; `tintype doctor` says why.")
    rng = np.random.default_rng(0)
    feeds = {node.name: rng.random((1, node.shape[1], SIDE, SIDE), dtype=np.float32) for node in session.get_inputs()}
    best = float("inf")
    for _ in range(1 + TURNS):  # the first turn also takes memory
        started = time.perf_counter()
        session.run(None, feeds)
        best = min(best, time.perf_counter() - started)
    return SIDE**2 / 1e6 / best


def note(path: Path, device: str) -> str:
    """Measure one model and put it into its card; returns a sentence."""
    card = card_of(path)
    name, speed = device_name(device), round(megapixels_per_second(path, device), 2)
    others = [entry for entry in card.get("speed", []) if entry["device"] != name]
    card["speed"] = [*others, {"device": name, "megapixels_per_second": speed}]
    write_card(path, card)
    return f"{path}: {speed} MP/s on {name}."


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when measured, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m training.speed", description="Note the speed of models in their cards.")
    parser.add_argument("models", nargs="+", type=Path)
    parser.add_argument("--device", choices=tuple(PROVIDERS), default="cpu")
    options = parser.parse_args(arguments)
    try:
        for path in options.models:
            print(note(path, options.device))
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
