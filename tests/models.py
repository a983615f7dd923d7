"""Small real models for tests that need one but not its quality."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper, save

BINOMIAL = np.array([1, 4, 6, 4, 1], dtype=np.float32) / 16

SPEC: dict[str, Any] = {
    "format": 1,
    "id": "blur",
    "title": "Blur",
    "summary": "Replaces fine detail by its local mean, the more the higher the noise level.",
    "task": "denoise",
    "quality": "fast",
    "version": 1,
    "licence": "MIT",
    "multiple_of": 4,
    "minimum": 4,
    "halo": 2,
    "macs_per_pixel": 75,
    "bytes_per_pixel": 100,
    "scores": [{"set": "none", "noise": 25, "psnr": 20.0, "ssim": 0.5}],
}


def write_denoiser(path: Path, **changes: Any) -> Path:
    """Write an ONNX denoiser: a binomial blur, mixed in by ten times the noise level, at most wholly.

    ``changes`` replace fields of its spec; a field set to None is left out.
    """
    weight = np.repeat(np.outer(BINOMIAL, BINOMIAL)[None, None], 3, axis=0)
    constants: dict[str, NDArray[Any]] = {
        "weight": weight,
        "pads": np.array([0, 0, 2, 2, 0, 0, 2, 2], dtype=np.int64),
        "gain": np.array(10, dtype=np.float32),
        "zero": np.array(0, dtype=np.float32),
        "one": np.array(1, dtype=np.float32),
    }
    nodes = [
        helper.make_node("Pad", ["picture", "pads"], ["padded"], mode="edge"),
        helper.make_node("Conv", ["padded", "weight"], ["mean"], group=3),
        helper.make_node("Sub", ["picture", "mean"], ["detail"]),
        helper.make_node("Mul", ["noise_map", "gain"], ["strong"]),
        helper.make_node("Clip", ["strong", "zero", "one"], ["share"]),
        helper.make_node("Mul", ["detail", "share"], ["removed"]),
        helper.make_node("Sub", ["picture", "removed"], ["restored"]),
    ]
    return _write(path, nodes, constants, {"picture": 3, "noise_map": 1}, ("restored", 3), {**SPEC, **changes})


def write_filler(path: Path, **changes: Any) -> Path:
    """Write an ONNX inpainting model that fills a hole with the mean colour of all that is known."""
    constants: dict[str, NDArray[Any]] = {
        "one": np.array(1, dtype=np.float32),
        "least": np.array(1e-6, dtype=np.float32),
        "axes": np.array([2, 3], dtype=np.int64),
    }
    nodes = [
        helper.make_node("Sub", ["one", "mask"], ["known"]),
        helper.make_node("Mul", ["picture", "known"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "axes"], ["sum"]),
        helper.make_node("ReduceSum", ["known", "axes"], ["count"]),
        helper.make_node("Max", ["count", "least"], ["counted"]),
        helper.make_node("Div", ["sum", "counted"], ["mean"]),
        helper.make_node("Mul", ["mean", "mask"], ["inside"]),
        helper.make_node("Add", ["kept", "inside"], ["filled"]),
    ]
    spec = {**SPEC, "id": "mean", "title": "Mean", "task": "inpaint", "quality": "best", "scores": [], **changes}
    return _write(path, nodes, constants, {"picture": 3, "mask": 1}, ("filled", 3), spec)


def write_detector(path: Path, **changes: Any) -> Path:
    """Write an ONNX model that finds damage wherever a pixel differs much from its local mean."""
    constants, nodes = _differences(gain=4)
    constants["one"] = np.array(1, dtype=np.float32)
    nodes.append(helper.make_node("Clip", ["strong", "zero", "one"], ["damage"]))
    spec = {**SPEC, "id": "detail", "title": "Detail", "task": "detect", "quality": "best", "scores": [], **changes}
    return _write(path, nodes, constants, {"picture": 3}, ("damage", 1), spec)


def write_meter(path: Path, gain: float = 1.0, **changes: Any) -> Path:
    """Write an ONNX model that takes the mean difference of pixels from their local mean, times ``gain``, for noise."""
    constants, nodes = _differences(1.35 * gain)  # of white noise's deviation for its mean size, less what the blur keeps
    nodes += [
        helper.make_node("AveragePool", ["strong"], ["level"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("Concat", ["level", "level"], ["levels"], axis=1),
    ]
    own = {"id": "meter", "title": "Meter", "task": "measure", "quality": "best", "multiple_of": 8, "minimum": 8, "scores": []}
    return _write(path, nodes, constants, {"picture": 3}, ("levels", 2), {**SPEC, **own, **changes})


def write_advisor(path: Path, strength: float, **changes: Any) -> Path:
    """Write an ONNX model that always advises one strength, and takes for noise what it sees being taken away.

    Luminance is the mean size of what the weakest strength takes from a cell, colour that of what the strongest takes.
    """
    constants: dict[str, NDArray[Any]] = {
        "strength": np.array(strength, np.float32),
        "nothing": np.array(0, np.float32),
        "axes": np.array([1], np.int64),
        "begin": np.array([0], np.int64),
        "three": np.array([3], np.int64),
        "fifteen": np.array([15], np.int64),
        "eighteen": np.array([18], np.int64),
    }
    nodes = []
    for name, start, end in (("weak", "begin", "three"), ("strong", "fifteen", "eighteen")):
        nodes += [
            helper.make_node("Slice", ["results", start, end, "axes"], [f"{name}_result"]),
            helper.make_node("Sub", ["picture", f"{name}_result"], [f"{name}_taken"]),
            helper.make_node("Abs", [f"{name}_taken"], [f"{name}_size"]),
            helper.make_node("ReduceMean", [f"{name}_size", "axes"], [f"{name}_grey"]),
            helper.make_node("AveragePool", [f"{name}_grey"], [name], kernel_shape=[16, 16], strides=[16, 16]),
        ]
    nodes += [
        helper.make_node("Mul", ["weak", "nothing"], ["zeros"]),
        helper.make_node("Add", ["zeros", "strength"], ["told"]),
        helper.make_node("Concat", ["told", "weak", "strong"], ["advice"], axis=1),
    ]
    own = {"id": "advisor", "title": "Advisor", "task": "strength", "multiple_of": 16, "minimum": 16, "halo": 0, "scores": []}
    return _write(path, nodes, constants, {"picture": 3, "results": 18}, ("advice", 3), {**SPEC, **own, **changes})


def _differences(gain: float) -> tuple[dict[str, NDArray[Any]], list[Any]]:
    """Constants and nodes of ``strong``: how much each pixel differs from its local mean, times ``gain``."""
    constants: dict[str, NDArray[Any]] = {
        "weight": np.repeat(np.outer(BINOMIAL, BINOMIAL)[None, None], 3, axis=0),
        "pads": np.array([0, 0, 2, 2, 0, 0, 2, 2], dtype=np.int64),
        "gain": np.array(gain, dtype=np.float32),
        "zero": np.array(0, dtype=np.float32),
        "axes": np.array([1], dtype=np.int64),
    }
    nodes = [
        helper.make_node("Pad", ["picture", "pads"], ["padded"], mode="edge"),
        helper.make_node("Conv", ["padded", "weight"], ["mean"], group=3),
        helper.make_node("Sub", ["picture", "mean"], ["detail"]),
        helper.make_node("Abs", ["detail"], ["size"]),
        helper.make_node("ReduceMean", ["size", "axes"], ["grey"]),
        helper.make_node("Mul", ["grey", "gain"], ["strong"]),
    ]
    return constants, nodes


def _write(
    path: Path,
    nodes: list[Any],
    constants: dict[str, NDArray[Any]],
    inputs: dict[str, int],
    output: tuple[str, int],
    spec: dict[str, Any],
) -> Path:
    def planes(name: str, count: int) -> Any:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, count, "height", "width"])

    graph = helper.make_graph(
        nodes,
        str(spec["id"]),
        [planes(name, count) for name, count in inputs.items()],
        [planes(*output)],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    spec = {name: value for name, value in spec.items() if value is not None}
    helper.set_model_props(model, {"tintype.spec": json.dumps(spec)})
    save(model, path)
    return path
