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
    graph = helper.make_graph(
        nodes,
        "blur",
        [
            helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, "height", "width"]),
            helper.make_tensor_value_info("noise_map", TensorProto.FLOAT, [1, 1, "height", "width"]),
        ],
        [helper.make_tensor_value_info("restored", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    spec = {name: value for name, value in {**SPEC, **changes}.items() if value is not None}
    helper.set_model_props(model, {"tintype.spec": json.dumps(spec)})
    save(model, path)
    return path
