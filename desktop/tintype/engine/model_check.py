"""Trying out a model file before it is trusted: whether it is what its spec says, and runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tintype.engine.onnx_metadata import NotOnnx, has_external_data
from tintype.engine.session import Array, Port, Session, on_one_line
from tintype.engine.spec import ModelSpec, Task, read_spec
from tintype.errors import InferenceFailed, InvalidModel, OutOfMemory
from tintype.geometry import Size
from tintype.progress import Progress

LARGEST_FILE = 512 * 2**20
FLOATS = "tensor(float)"
INPUTS: dict[Task, dict[str, int]] = {
    "denoise": {"picture": 3, "noise_map": 1},
    "inpaint": {"picture": 3, "mask": 1},
    "detect": {"picture": 3},
    "measure": {"picture": 3},
}
"""Name and planes of what a model of each task takes."""

OUTPUT: dict[Task, int] = {"denoise": 3, "inpaint": 3, "detect": 1, "measure": 4}
"""Planes of what it gives."""

REDUCED: dict[Task, int] = {"measure": 8}
"""How many times smaller than the picture its output is, where it is not of the same size."""

LARGER = ((0, 0), (1, 2), (5, 0))
"""Height and width of the pictures that are tried, beyond the smallest, in units of what sizes are multiples of."""


def check_model(path: Path, progress: Progress) -> ModelSpec:
    """Read the model's spec, and run the model on the CPU on small pictures of several sizes.

    Args:
        path: the ONNX file.
        progress: told how far the work is.

    Raises:
        InvalidModel: the file is not one whole model that does what its spec says.
        Cancelled
    """
    spec = read_spec(path)
    _check_file(path)
    session = Session(spec, "cpu")
    _check_ports(spec, session)
    smallest = Size(1, 1).padded_to(spec.multiple_of, spec.minimum)
    for done, (rows, columns) in enumerate(LARGER):
        progress.report(done / len(LARGER))
        _try_out(session, Size(smallest.height + rows * spec.multiple_of, smallest.width + columns * spec.multiple_of), progress)
    progress.report(1.0)
    return spec


def _check_file(path: Path) -> None:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            limit = LARGEST_FILE // 2**20
            raise InvalidModel(path, f"it measures {size / 2**20:.0f} MB, and a model may measure {limit} MB at most")
        if has_external_data(path):
            raise InvalidModel(path, "part of its weights lies in another file; export it as one file")
    except OSError as error:
        raise InvalidModel(path, f"it cannot be read ({error.strerror})") from error
    except NotOnnx:
        raise InvalidModel(path, "it is not an ONNX file") from None


def _check_ports(spec: ModelSpec, session: Session) -> None:
    """Compare the inputs and the output with those of the task."""
    expected = INPUTS[spec.task]
    found = {name: _planes(port) for name, port in session.inputs.items()}
    if found != expected:
        raise InvalidModel(
            spec.path, f"its inputs are {_listed(found)}, and those of the task {spec.task} must be {_listed(expected)}"
        )
    outputs = [_planes(port) for port in session.outputs.values()]
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


def _try_out(session: Session, size: Size, progress: Progress) -> None:
    """Run the model on random pixels."""
    spec = session.model
    rng = np.random.default_rng(0)
    feeds: dict[str, Array] = {
        name: rng.random((1, planes, size.height, size.width), dtype=np.float32) for name, planes in INPUTS[spec.task].items()
    }
    if "mask" in feeds:
        feeds["mask"] = np.round(feeds["mask"])
    try:
        result = session.run(feeds, progress)
    except (InferenceFailed, OutOfMemory) as error:
        reason = f"it does not run on a picture of {size} pixels; onnxruntime says: {on_one_line(error.__cause__)}"
        raise InvalidModel(spec.path, reason) from error
    times = REDUCED.get(spec.task, 1)
    expected = (1, OUTPUT[spec.task], size.height // times, size.width // times)
    if result.shape != expected:
        raise InvalidModel(
            spec.path, f"for a picture of {size} pixels it gives {_shape(result.shape)} instead of {_shape(expected)}"
        )
    if not np.isfinite(result).all():
        raise InvalidModel(spec.path, f"for a picture of {size} pixels it gives values that are not finite")


def _shape(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "one number"
