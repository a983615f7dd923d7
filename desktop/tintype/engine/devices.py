"""Which device runs a model: the one asked for where it really works, and the reason where it does not."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal, get_args

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

Device = Literal["auto", "cpu", "gpu", "cuda", "tensorrt", "directml", "coreml", "openvino", "migraphx", "webgpu"]
"""What can be asked for: "auto" and "gpu" mean whatever works best, of which "gpu" wants to hear why none does."""

DEVICES: tuple[Device, ...] = get_args(Device)

CPU = "CPUExecutionProvider"
CUDA = "CUDAExecutionProvider"
DIRECTML = "DmlExecutionProvider"

LABELS = {
    CUDA: "GPU (CUDA)",
    "TensorrtExecutionProvider": "GPU (TensorRT)",
    DIRECTML: "GPU (DirectML)",
    "CoreMLExecutionProvider": "GPU (Core ML)",
    "OpenVINOExecutionProvider": "OpenVINO",
    "MIGraphXExecutionProvider": "GPU (MIGraphX)",
    "WebGpuExecutionProvider": "GPU (WebGPU)",
}
"""What the status bar says of each provider but the CPU's."""


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
        """Whether a GPU, or another accelerator, runs the model."""
        return self.provider != CPU

    @property
    def was_refused(self) -> bool:
        """Whether an accelerator was asked for by name, and there is something to say about why it is not used."""
        return self.wish not in ("auto", "cpu") and bool(self.reason)

    @property
    def label(self) -> str:
        """What the status bar says."""
        if self.on_gpu:
            return LABELS.get(self.provider, self.provider)
        number = os.cpu_count() or 1
        cores = "1 core" if number == 1 else f"{number} cores"
        return f"CPU ({cores}, int8)" if self.int8 else f"CPU ({cores})"
