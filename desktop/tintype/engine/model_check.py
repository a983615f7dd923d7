"""Trying out a model file before it is trusted: whether it is what its spec says, and runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tintype.engine.model_file import INPUTS, OUTPUT, REDUCED
from tintype.engine.session import Array, Session, on_one_line
from tintype.engine.spec import ModelSpec, read_spec
from tintype.errors import InferenceFailed, InvalidModel, OutOfMemory
from tintype.geometry import Size
from tintype.progress import Progress

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
    session = Session(spec, "cpu")
    smallest = Size(1, 1).padded_to(spec.multiple_of, spec.minimum)
    for done, (rows, columns) in enumerate(LARGER):
        progress.report(done / len(LARGER))
        _try_out(session, Size(smallest.height + rows * spec.multiple_of, smallest.width + columns * spec.multiple_of), progress)
    progress.report(1.0)
    return spec


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
