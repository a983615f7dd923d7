"""One model made ready on one device."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as runtime

from tintype.engine.accelerators import FATAL_ONLY, Accelerator, explain, none_offered, offered, wanted, why_not
from tintype.engine.devices import CPU, CUDA, DIRECTML, Device, DeviceChoice
from tintype.engine.model_file import Port, check_file, check_ports
from tintype.engine.spec import ModelSpec
from tintype.errors import Cancelled, InferenceFailed, InvalidModel, OutOfMemory
from tintype.progress import Progress

Array = NDArray[np.float32]

RUNTIME_ERRORS: tuple[type[Exception], ...] = (
    RuntimeError,
    *(kind for kind in vars(runtime).values() if isinstance(kind, type) and issubclass(kind, Exception)),
)
"""The runtime's exceptions, which share no base class of their own."""

RUN_ERRORS: tuple[type[Exception], ...] = (*RUNTIME_ERRORS, MemoryError)

SELF_TEST_SIDE = 64
SELF_TEST_TOLERANCE = 1e-2
"""TF32 on a GPU differs from float32 on the CPU by about 1e-3; a broken driver differs by much more."""

OUT_OF_MEMORY_SIGNS = (
    *("failed to allocate", "bad_alloc", "bad allocation", "out of memory", "outofmemory", "alloc_failed"),
    *("not enough memory", "insufficient memory", "8007000e"),
)


class Session:
    """A model loaded on the best device that works.

    Attributes:
        model: its spec.
        choice: the device that runs it and, where that is not the one wished for, why.
    """

    def __init__(self, model: ModelSpec, device: Device) -> None:
        """Load ``model``.

        Raises:
            InvalidModel: the file is not one whole model of its task, or the runtime refuses it.
        """
        self.model = model
        check_file(model.path)
        reasons: list[str] = []
        for accelerator in wanted(device):
            if offered(accelerator):
                reasons.append(self._start_on(accelerator, device))
                if not reasons[-1]:
                    return
        self._session = _open(model.path, [(CPU, {})])
        check_ports(model, *_ports(self._session))
        reason = "" if device == "cpu" else next(iter(reasons), none_offered(device))
        self.choice = DeviceChoice(device, CPU, reason, int8=model.precision == "int8")

    def _start_on(self, accelerator: Accelerator, wish: Device) -> str:
        """Load the model there and compare it with the CPU; returns why that failed, or nothing."""
        reason = why_not(accelerator)
        if reason:
            return reason
        try:
            session = _open(self.model.path, [(accelerator.provider, dict(accelerator.options)), (CPU, {})])
        except InvalidModel as error:
            return explain(accelerator, error.reason)
        if session.get_providers()[0] != accelerator.provider:
            return explain(accelerator, "")
        check_ports(self.model, *_ports(session))
        reason = differs_from_cpu(session, self.model, accelerator)
        if not reason:
            self._session, self.choice = session, DeviceChoice(wish, accelerator.provider)
        return reason

    def run(self, feeds: Mapping[str, Array], progress: Progress, *, last: bool = False) -> Array:
        """Run the model on one tile; ``progress.cancel`` ends it within a fraction of a second.

        After the ``last`` tile of a picture the runtime's working memory is given back to the system.

        Raises:
            Cancelled, OutOfMemory, InferenceFailed
        """
        options = onnxruntime.RunOptions()
        if last:
            self._give_back_memory(options)

        def terminate() -> None:
            options.terminate = True

        try:
            with progress.interruptible(terminate):
                (result,) = self._session.run(None, dict(feeds), options)
        except RUN_ERRORS as error:
            raise _translated(error, progress) from error
        return np.asarray(result)

    def _give_back_memory(self, options: onnxruntime.RunOptions) -> None:
        arena = {CPU: "cpu:0", CUDA: "gpu:0"}.get(self.choice.provider)
        if arena is not None:  # the others have none, and would refuse to run
            options.add_run_config_entry("memory.enable_memory_arena_shrinkage", arena)


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
    options.log_severity_level = FATAL_ONLY
    if providers[0][0] == DIRECTML:  # it demands that
        options.enable_mem_pattern = False
    # Spinning threads make the rest of a desktop stutter; tiles are long enough not to need them.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(path, options, providers=providers, enable_fallback=0)
    except RUNTIME_ERRORS as error:
        raise InvalidModel(path, f"onnxruntime says: {on_one_line(error)}") from error


def _ports(session: onnxruntime.InferenceSession) -> tuple[dict[str, Port], dict[str, Port]]:
    """What a model takes, and what it gives."""
    inputs, outputs = session.get_inputs(), session.get_outputs()
    return {node.name: (node.type, node.shape) for node in inputs}, {node.name: (node.type, node.shape) for node in outputs}


def on_one_line(error: BaseException | None) -> str:
    """What the runtime says, to be put into a sentence."""
    return " ".join(str(error).split()).rstrip(".")


def differs_from_cpu(session: onnxruntime.InferenceSession, model: ModelSpec, accelerator: Accelerator) -> str:
    """Why a model is not trusted on an accelerator: on a small random picture it fails, or gives other values than the CPU."""
    side = max(SELF_TEST_SIDE, model.minimum)
    side = -(-side // model.multiple_of) * model.multiple_of
    rng = np.random.default_rng(0)
    feeds = {
        node.name: rng.random([1, node.shape[1], side, side], dtype=np.float32) * np.float32(0.5) for node in session.get_inputs()
    }
    try:
        (got,) = session.run(None, feeds)
    except RUNTIME_ERRORS as error:
        return explain(accelerator, str(error))
    (expected,) = _open(model.path, [(CPU, {})]).run(None, feeds)
    if got.shape == expected.shape and np.abs(got - expected).max() < SELF_TEST_TOLERANCE:  # false for what is not finite, too
        return ""
    return f"{accelerator.name} is not used because its results differ from the CPU's; {accelerator.driver}."
