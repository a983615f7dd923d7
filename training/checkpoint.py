"""Training state on disk, and weights back out of an exported model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from training.network import ResidualBlock


def save(path: Path, state: Mapping[str, Any]) -> None:
    """Write the state beside ``path``, then put it in place, so that a cut-off write never costs the run."""
    partial = path.with_suffix(".partial")
    torch.save(dict(state), partial)
    partial.replace(path)


def load(path: Path, device: torch.device) -> dict[str, Any] | None:
    """The saved state with its tensors on ``device``, or None when there is none yet."""
    if not path.exists():
        return None
    state: dict[str, Any] = torch.load(path, map_location=device, weights_only=True)
    return state


def weights_from_onnx(path: Path, network: nn.Module) -> int:
    """Copy the weights of an exported model into a network of the same widths, which may have more residual blocks.

    A block that the file lacks starts as the identity, its second convolution being zero, so that the network begins as the
    exported one (deepening as in T. Chen, I. Goodfellow and J. Shlens, "Net2Net", ICLR 2016, arXiv:1511.05641).

    Returns:
        The number of residual blocks that the file lacks.

    Raises:
        ValueError: a weight is missing in the file or has another shape.
    """
    stored = {tensor.name.removeprefix("network."): tensor for tensor in onnx.load(path).graph.initializer}
    weights: dict[str, Tensor] = network.state_dict()
    new = 0
    for name, block in network.named_modules():
        if isinstance(block, ResidualBlock) and f"{name}.first.weight" not in stored:
            nn.init.zeros_(block.second.weight)
            nn.init.zeros_(cast(Tensor, block.second.bias))
            for part, weight in block.state_dict().items():
                stored[f"{name}.{part}"] = numpy_helper.from_array(weight.cpu().numpy())
            new += 1
    for name, weight in weights.items():
        if name not in stored or tuple(stored[name].dims) != tuple(weight.shape):
            raise ValueError(f"{path} does not fit this preset: its weight {name} is missing or of another shape.")
        weights[name] = torch.from_numpy(numpy_helper.to_array(stored[name]).copy())
    network.load_state_dict(weights)
    return new
