"""What a model file must be before it is loaded: one whole ONNX file, unharmed, that takes and gives what its task does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from tintype.engine.onnx_metadata import NotOnnx, foreign_operators, has_external_data
from tintype.engine.spec import ModelSpec, Task
from tintype.errors import InvalidModel

Port = tuple[str, list[int | str | None]]
"""Type and shape of an input or output as the runtime names them; a side that is free has a name or None."""

CHECKSUMS = "SHA256SUMS"
"""Lies beside the models that come with Tintype, in the form of the program ``sha256sum``."""

LARGEST_FILE = 512 * 2**20
FLOATS = "tensor(float)"
INPUTS: dict[Task, dict[str, int]] = {
    "denoise": {"picture": 3, "noise_map": 1},
    "inpaint": {"picture": 3, "mask": 1},
    "detect": {"picture": 3},
    "measure": {"picture": 3},
    "strength": {"picture": 3, "results": 18},
}
"""Name and planes of what a model of each task takes."""

OUTPUT: dict[Task, int] = {"denoise": 3, "inpaint": 3, "detect": 1, "measure": 2, "strength": 3}
"""Planes of what it gives."""

REDUCED: dict[Task, int] = {"measure": 8, "strength": 16}
"""How many times smaller than the picture its output is, where it is not of the same size."""

MOST_NAMED = 3
"""Operators that are named in a sentence."""


def check_file(path: Path) -> None:
    """Look at a model's file without loading it.

    Raises:
        InvalidModel: it is no ONNX file, too large, changed since it left its makers, or would reach beyond itself.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            limit = LARGEST_FILE // 2**20
            raise InvalidModel(path, f"it measures {size / 2**20:.0f} MB, and a model may measure {limit} MB at most")
        if has_external_data(path):
            raise InvalidModel(path, "part of its weights lies in another file; export it as one file")
        foreign = foreign_operators(path)
        if foreign:
            raise InvalidModel(path, f"it uses operators that are not part of ONNX ({', '.join(foreign[:MOST_NAMED])})")
        told = _checksum_told(path)
        if told and told != hashlib.sha256(path.read_bytes()).hexdigest():
            raise InvalidModel(path, "its checksum is not that of the file which came with Tintype; install Tintype again")
    except OSError as error:
        raise InvalidModel(path, f"it cannot be read ({error.strerror})") from error
    except NotOnnx:
        raise InvalidModel(path, "it is not an ONNX file") from None


def _checksum_told(path: Path) -> str:
    """What the list beside the file says; empty where it says nothing."""
    try:
        lines = path.with_name(CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise InvalidModel(path, f"the list of checksums beside it ({CHECKSUMS}) is damaged; install Tintype again") from None
    return {name: told for told, _, name in (line.partition("  ") for line in lines)}.get(path.name, "")


def check_ports(spec: ModelSpec, inputs: Mapping[str, Port], outputs: Mapping[str, Port]) -> None:
    """Compare inputs and outputs with those of the task.

    Raises:
        InvalidModel: they differ.
    """
    expected = INPUTS[spec.task]
    found = {name: _planes(port) for name, port in inputs.items()}
    if found != expected:
        raise InvalidModel(
            spec.path, f"its inputs are {_listed(found)}, and those of the task {spec.task} must be {_listed(expected)}"
        )
    if len(outputs) != 1:
        raise InvalidModel(spec.path, f"it has {len(outputs)} outputs instead of one")


def _planes(port: Port) -> int | None:
    """Planes of an input or output that is a float32 picture of 1 x planes x height x width; None for any other."""
    kind, shape = port
    planes = shape[1] if kind == FLOATS and len(shape) == 4 else None
    return planes if isinstance(planes, int) else None


def _listed(ports: dict[str, int] | dict[str, int | None]) -> str:
    return (
        " and ".join(f"{name} ({'no float32 picture' if planes is None else planes})" for name, planes in ports.items()) or "none"
    )
