"""Which device runs a model: the one asked for where it really works, and the reason where it does not."""

from __future__ import annotations

import ctypes
import io
import os
import re
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

Device = Literal["auto", "cpu", "cuda"]

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"

FATAL_ONLY = 4
CUDA_OPTIONS = {
    "cudnn_conv_algo_search": "HEURISTIC",  # an exhaustive search costs up to a second for each new shape
    "arena_extend_strategy": "kSameAsRequested",  # the default doubles the arena and runs out of memory early
}


@dataclass(frozen=True)
class DeviceChoice:
    """What was asked for and what was got.

    Attributes:
        wish: the device asked for.
        provider: name of the onnxruntime provider that runs the model.
        reason: one sentence on why the GPU is not used although it could have been; empty otherwise.
        int8: whether the model's int8 twin runs, the computer being quicker with it.
    """

    wish: Device
    provider: str
    reason: str = ""
    int8: bool = False

    @property
    def on_gpu(self) -> bool:
        """Whether a GPU runs the model."""
        return self.provider != CPU

    @property
    def label(self) -> str:
        """What the status bar says."""
        if self.on_gpu:
            return "GPU (CUDA)"
        number = os.cpu_count() or 1
        cores = "1 core" if number == 1 else f"{number} cores"
        return f"CPU ({cores}, int8)" if self.int8 else f"CPU ({cores})"


@cache
def why_no_cuda() -> str:
    """Why CUDA cannot be used on this computer, in one sentence with its fix; empty when its libraries load.

    Asked once for the process; it also quiets onnxruntime's log and loads the CUDA libraries of the Python packages.
    """
    import onnxruntime  # the window opens without it

    onnxruntime.set_default_logger_severity(FATAL_ONLY)
    if CUDA not in onnxruntime.get_available_providers():
        return "This build of onnxruntime has no CUDA; on an NVIDIA GPU, install the package onnxruntime-gpu."
    if not _loads("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"):
        return "No NVIDIA GPU was found: this computer has no NVIDIA driver."
    with redirect_stdout(io.StringIO()):  # it prints what it does not find, which is no news on a computer without a GPU
        onnxruntime.preload_dlls(directory="")
    name = "onnxruntime_providers_cuda.dll" if sys.platform == "win32" else "libonnxruntime_providers_cuda.so"
    try:
        ctypes.CDLL(str(Path(onnxruntime.__file__).parent / "capi" / name))
    except OSError as error:
        return explain_cuda(str(error))
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def explain_cuda(message: str) -> str:
    """One sentence, with its fix, from what onnxruntime or the system's loader said about CUDA."""
    library = re.search(r"lib(?:cu|nv)[\w.-]*|\bcu\w+\.dll", message)
    if library:
        return f"CUDA is not used because {library[0]} is missing; install Tintype with the extra [cuda]."
    if "driver" in message.lower():
        return "CUDA is not used because the NVIDIA driver is missing or too old for CUDA 13; update it."
    return "CUDA is not used because onnxruntime could not start it; it needs a driver for CUDA 13 and the extra [cuda]."
