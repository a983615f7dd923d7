"""FFDNet's published shape with random weights, as a model that the engine runs: for its speed, not for its pictures.

K. Zhang, W. Zuo and L. Zhang, "FFDNet: toward a fast and flexible solution for CNN-based image denoising", IEEE TIP 2018,
arXiv:1710.04026. The colour network: 2x2 pixel blocks and the noise level as 13 planes at half resolution, twelve 3x3
convolutions of 96 channels with ReLU between, the blocks unfolded again.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTHS = (13, *(11 * [96]), 12)
MACS_PER_PIXEL = sum(9 * a * b for a, b in pairwise(WIDTHS)) // 4


def write(path: Path) -> None:
    """Write the model with a spec of its own."""
    rng = np.random.default_rng(0)
    layers = list(enumerate(pairwise(WIDTHS)))
    kernels = [(0.5 * rng.standard_normal((b, a, 3, 3)) / (9 * a) ** 0.5).astype(np.float32) for _, (a, b) in layers]
    nodes = [
        helper.make_node("SpaceToDepth", ["picture"], ["blocks"], blocksize=2),
        helper.make_node("AveragePool", ["noise_map"], ["level"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Concat", ["blocks", "level"], ["x0"], axis=1),
    ]
    for index, _ in layers:
        last = index == len(layers) - 1
        nodes.append(helper.make_node("Conv", [f"x{index}", f"w{index}"], [f"y{index}"], pads=[1, 1, 1, 1]))
        nodes.append(helper.make_node("Identity" if last else "Relu", [f"y{index}"], [f"x{index + 1}"]))
    nodes.append(helper.make_node("DepthToSpace", [f"x{len(layers)}"], ["restored"], blocksize=2, mode="CRD"))
    graph = helper.make_graph(
        nodes,
        "ffdnet",
        [
            helper.make_tensor_value_info("picture", TensorProto.FLOAT, [1, 3, "height", "width"]),
            helper.make_tensor_value_info("noise_map", TensorProto.FLOAT, [1, 1, "height", "width"]),
        ],
        [helper.make_tensor_value_info("restored", TensorProto.FLOAT, [1, 3, "height", "width"])],
        [numpy_helper.from_array(kernel, f"w{index}") for index, kernel in enumerate(kernels)],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    spec = {
        "format": 1,
        "id": "ffdnet-random",
        "title": "FFDNet, random weights",
        "summary": "Published shape, random weights: for measuring speed alone.",
        "task": "denoise",
        "quality": "fast",
        "version": 1,
        "licence": "none",
        "multiple_of": 2,
        "minimum": 2,
        "halo": 2 * len(layers) + 1,
        "macs_per_pixel": MACS_PER_PIXEL,
        "bytes_per_pixel": 28 + 5 * 4 * 96 // 4,
    }
    helper.set_model_props(model, {"tintype.spec": json.dumps(spec)})
    onnx.checker.check_model(model)
    onnx.save(model, path)
