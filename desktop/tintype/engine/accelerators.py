"""The accelerators that onnxruntime may offer: how each is started, and what helps where it cannot be."""

from __future__ import annotations

import ctypes
import io
import re
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from platformdirs import user_cache_path

from tintype.engine.devices import CUDA, DIRECTML, Device

FATAL_ONLY = 4
LIBRARY = re.compile(r"\blib[\w+-]+\.(?:so|dylib)[\w.]*\w|\b[\w-]+\.dll", re.IGNORECASE)
"""Names of libraries in what the runtime or the system's loader says."""

OF_THE_RUNTIME = re.compile(r"(?:lib)?onnxruntime", re.IGNORECASE)
"""Begins the names of the runtime's own libraries, which are there; it is one of those that they need that is missing."""

LONGEST = 200
"""Letters of what the runtime says that are put into a sentence."""

NONE_OFFERED = "This onnxruntime runs on the CPU alone; for a GPU install onnxruntime-gpu, -directml, -openvino or -migraphx."


@dataclass(frozen=True)
class Accelerator:
    """One of them.

    Attributes:
        device: what asks for it.
        provider: its name in onnxruntime.
        name: its name for people.
        missing: what to do where a library is missing.
        driver: what to do where its driver is missing or too old.
        package: the package of onnxruntime that has it, and for which computers.
        options: for the provider.
        by_itself: whether "auto" takes it, too.
    """

    device: Device
    provider: str
    name: str
    missing: str
    driver: str
    package: str
    options: tuple[tuple[str, str], ...] = ()
    by_itself: bool = True


def accelerators() -> tuple[Accelerator, ...]:
    """All that Tintype knows to use, the best first."""
    engines = user_cache_path("tintype", appauthor=False) / "tensorrt"
    return (
        Accelerator(
            *("cuda", CUDA, "CUDA", "install Tintype with the extra [cuda]", "update the NVIDIA driver; CUDA 13 is needed"),
            "on an NVIDIA GPU, install the package onnxruntime-gpu",
            (
                ("cudnn_conv_algo_search", "HEURISTIC"),  # an exhaustive search costs up to a second for each new shape
                ("arena_extend_strategy", "kSameAsRequested"),  # the default doubles the arena and runs out of memory early
            ),
        ),
        Accelerator(
            *("tensorrt", "TensorrtExecutionProvider", "TensorRT", "install NVIDIA TensorRT 10", "update the NVIDIA driver"),
            "on an NVIDIA GPU, install the package onnxruntime-gpu",
            (("trt_engine_cache_enable", "1"), ("trt_engine_cache_path", str(engines))),
            by_itself=False,  # it builds an engine for each shape of a tile, which takes minutes
        ),
        Accelerator(
            *("migraphx", "MIGraphXExecutionProvider", "MIGraphX", "install AMD ROCm with MIGraphX", "update the AMD driver"),
            "on an AMD GPU, install the package onnxruntime-migraphx",
        ),
        Accelerator(
            *("coreml", "CoreMLExecutionProvider", "Core ML", "update macOS", "update macOS"),
            "on a Mac, install the package onnxruntime",
            (("ModelFormat", "MLProgram"),),
        ),
        Accelerator(
            *("directml", DIRECTML, "DirectML", "update Windows", "update the driver of the GPU"),
            "on Windows, install the package onnxruntime-directml",
        ),
        Accelerator(
            *("openvino", "OpenVINOExecutionProvider", "OpenVINO", "install the package openvino", "update the Intel driver"),
            "on Intel hardware, install the package onnxruntime-openvino",
            (("device_type", "AUTO:GPU,CPU"),),
        ),
        Accelerator(
            *("webgpu", "WebGpuExecutionProvider", "WebGPU", "install a Vulkan driver", "update the driver of the GPU"),
            "install the package onnxruntime-webgpu",
        ),
    )


def wanted(wish: Device) -> tuple[Accelerator, ...]:
    """Those that a wish may mean, the best first."""
    if wish in ("auto", "gpu"):
        return tuple(one for one in accelerators() if one.by_itself)
    return tuple(one for one in accelerators() if one.device == wish)


def offered(accelerator: Accelerator) -> bool:
    """Whether the installed onnxruntime has it; whether it works here is another question."""
    return accelerator.provider in _providers()


def none_offered(wish: Device) -> str:
    """Why nothing that the wish may mean is used, where the installed onnxruntime has none of it."""
    if wish in ("auto", "gpu"):
        return NONE_OFFERED
    return "".join(f"This build of onnxruntime has no {one.name}; {one.package}." for one in wanted(wish))


@cache
def why_not(accelerator: Accelerator) -> str:
    """Why it cannot be started on this computer, in one sentence with its fix; empty where nothing speaks against it.

    Asked once for the process; it also loads the CUDA libraries of the Python packages.
    """
    if accelerator.device not in ("cuda", "tensorrt"):
        return ""  # the others say it when a session is opened
    if not _loads("nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"):
        return "No NVIDIA GPU was found: this computer has no NVIDIA driver."
    import onnxruntime

    with redirect_stdout(io.StringIO()):  # it prints what it does not find, which is no news on a computer without a GPU
        onnxruntime.preload_dlls(directory="")
    name = "onnxruntime_providers_cuda.dll" if sys.platform == "win32" else "libonnxruntime_providers_cuda.so"
    try:
        ctypes.CDLL(str(Path(onnxruntime.__file__).parent / "capi" / name.replace("cuda", accelerator.device)))
    except OSError as error:
        return explain(accelerator, str(error))
    return ""


def explain(accelerator: Accelerator, message: str) -> str:
    """One sentence, with its fix, from what onnxruntime or the system's loader said about an accelerator."""
    name = accelerator.name
    missing = next((found for found in LIBRARY.findall(message) if not OF_THE_RUNTIME.match(found)), "")
    if missing:
        return f"{name} is not used because {missing} is missing; {accelerator.missing}."
    if "driver" in message.lower():
        return f"{name} is not used because its driver is missing or too old; {accelerator.driver}."
    said = " ".join(message.split()).rstrip(".")[:LONGEST]
    if said:
        return f"{name} is not used because onnxruntime could not start it ({said}); {accelerator.driver}."
    return f"{name} is not used because onnxruntime could not start it; {accelerator.driver}."


@cache
def _providers() -> tuple[str, ...]:
    import onnxruntime  # the window opens without it

    onnxruntime.set_default_logger_severity(FATAL_ONLY)
    return tuple(onnxruntime.get_available_providers())


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
