"""One model made ready on one device."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from tintype.engine.devices import CPU, CUDA, CUDA_OPTIONS, Device, DeviceChoice, explain_cuda, why_no_cuda
from tintype.engine.spec import ModelSpec
from tintype.errors import Cancelled, InferenceFailed, InvalidModel, OutOfMemory
from tintype.progress import Progress

Array = NDArray[np.float32]
Port = tuple[str, list[int | str | None]]
"""Type and shape of an input or output as the runtime names them; a side that is free has a name or None."""

# The runtime's exceptions share no base class of their own.
RUNTIME_ERRORS = (
    runtime.EPFail,
    runtime.Fail,
    runtime.InvalidArgument,
    runtime.InvalidGraph,
    runtime.InvalidProtobuf,
    runtime.NoSuchFile,
    runtime.NotImplemented,
    runtime.RuntimeException,
)
OUT_OF_MEMORY_SIGNS = ("failed to allocate", "bad_alloc", "bad allocation", "out of memory", "alloc_failed")

SELF_TEST_SIDE = 64
SELF_TEST_TOLERANCE = 1e-2
"""TF32 on a GPU differs from float32 on the CPU by about 1e-3; a broken driver differs by much more."""


class Session:
    """A model loaded on the best device that works.

    Attributes:
        model: its spec.
        choice: the device that runs it and, where that is not the one wished for, why.
    """

    def __init__(self, model: ModelSpec, device: Device) -> None:
        """Load ``model``.

        Raises:
            InvalidModel: the runtime refuses the file.
        """
        self.model = model
        reason = why_no_cuda()
        if device != "cpu" and not reason:
            reason = self._start_on_cuda(device)
            if not reason:
                return
        self._session = _open(model.path, [(CPU, {})])
        self.choice = DeviceChoice(device, CPU, reason if device != "cpu" else "", int8=model.precision == "int8")

    def _start_on_cuda(self, device: Device) -> str:
        """Load the model on the GPU and compare it with the CPU; returns why that failed, or nothing."""
        try:
            session = _open(self.model.path, [(CUDA, CUDA_OPTIONS), (CPU, {})])
        except InvalidModel as error:
            return explain_cuda(error.reason)
        if session.get_providers()[0] != CUDA:
            return explain_cuda("")
        if not _agrees_with_cpu(session, self.model):
            return "CUDA is not used because its results differ from the CPU's; update the NVIDIA driver."
        self._session = session
        self.choice = DeviceChoice(device, CUDA)
        return ""

    @property
    def inputs(self) -> dict[str, Port]:
        """What the model takes."""
        return {node.name: (node.type, node.shape) for node in self._session.get_inputs()}

    @property
    def outputs(self) -> dict[str, Port]:
        """What the model gives."""
        return {node.name: (node.type, node.shape) for node in self._session.get_outputs()}

    def run(self, feeds: Mapping[str, Array], progress: Progress, *, last: bool = False) -> Array:
        """Run the model on one tile; ``progress.cancel`` ends it within a fraction of a second.

        After the ``last`` tile of a picture the runtime's working memory is given back to the system.

        Raises:
            Cancelled, OutOfMemory, InferenceFailed
        """
        options = onnxruntime.RunOptions()
        if last:
            options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "gpu:0" if self.choice.on_gpu else "cpu:0")

        def terminate() -> None:
            options.terminate = True

        try:
            with progress.interruptible(terminate):
                (result,) = self._session.run(None, dict(feeds), options)
        except (*RUNTIME_ERRORS, MemoryError) as error:
            raise _translated(error, progress) from error
        return np.asarray(result)


def _translated(error: Exception, progress: Progress) -> Cancelled | OutOfMemory | InferenceFailed:
    """The runtime's failure as one of ours."""
    message = str(error)
    if progress.cancelled:
        return Cancelled()
    if isinstance(error, MemoryError) or any(sign in message.lower() for sign in OUT_OF_MEMORY_SIGNS):
        return OutOfMemory()
    return InferenceFailed(message)


def _open(path: Path, providers: list[tuple[str, dict[str, str]]]) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    # Spinning threads make the rest of a desktop stutter; tiles are long enough not to need them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options, providers=providers, enable_fallback=0)
    except RUNTIME_ERRORS as error:
        raise InvalidModel(path, f"onnxruntime says: {on_one_line(error)}") from error


def on_one_line(error: BaseException | None) -> str:
    """What the runtime says, to be put into a sentence."""
    return " ".join(str(error).split()).rstrip(".")


def _agrees_with_cpu(session: onnxruntime.InferenceSession, model: ModelSpec) -> bool:
    """Whether the model gives the same on a small random picture as it does on the CPU."""
    side = max(SELF_TEST_SIDE, model.minimum)
    side = -(-side // model.multiple_of) * model.multiple_of
    rng = np.random.default_rng(0)
    feeds = {
        node.name: rng.random([1, node.shape[1], side, side], dtype=np.float32) * np.float32(0.5) for node in session.get_inputs()
    }
    try:
        (got,) = session.run(None, feeds)
    except RUNTIME_ERRORS:
        return False
    (expected,) = _open(model.path, [(CPU, {})]).run(None, feeds)
    return bool(np.abs(got - expected).max() < SELF_TEST_TOLERANCE)
