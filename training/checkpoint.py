"""Training state on disk, and weights back out of an exported model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn


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


def weights_from_onnx(path: Path, network: nn.Module) -> None:
    """Copy the weights of an exported model into the network it was exported from.

    Raises:
        ValueError: a weight is missing in the file or has another shape.
    """
    stored = {tensor.name: tensor for tensor in onnx.load(path).graph.initializer}
    weights: dict[str, Tensor] = {}
    for name, weight in network.state_dict().items():
        if name not in stored or tuple(stored[name].dims) != tuple(weight.shape):
            raise ValueError(f"{path} does not fit this preset: its weight {name} is missing or of another shape.")
        weights[name] = torch.from_numpy(numpy_helper.to_array(stored[name]).copy())
    network.load_state_dict(weights)
