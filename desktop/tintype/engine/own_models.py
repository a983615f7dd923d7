"""The user's own models: taking one into the user's folder, and out of it."""

from __future__ import annotations

import re
from pathlib import Path

from tintype.engine.catalogue import Catalogue
from tintype.engine.spec import ModelSpec, read_spec
from tintype.errors import CannotRemoveModel, CannotWrite, InvalidModel, ModelExists, UnknownModel
from tintype.photo.atomic import write_whole
from tintype.progress import Progress

FILE_NAME = re.compile(r"(?!(con|prn|aux|nul|com\d|lpt\d)(\.|$))[a-z0-9][a-z0-9._-]{0,99}", re.IGNORECASE)
"""Ids that are file names on every system; Windows keeps the first group for devices."""


def add_model(path: Path, catalogue: Catalogue, *, replace: bool = False, progress: Progress | None = None) -> ModelSpec:
    """Check a model, and copy it into the user's folder; the catalogue has to be made anew afterwards.

    Args:
        path: the ONNX file.
        catalogue: what is installed.
        replace: whether it may take the place of an own model with the same id.
        progress: told how far the work is.

    Returns:
        The spec of the copy.

    Raises:
        InvalidModel: the file is no model that works, or its id cannot be used.
        ModelExists: there is an own model with the same id, which was not to be replaced.
        CannotWrite: the copy cannot be written; what was there before is unharmed.
        Cancelled
    """
    from tintype.engine.model_check import check_model  # loads the runtime, which the window opens without

    progress = progress or Progress()
    spec = read_spec(path)
    target = _target(spec, catalogue)
    if target.exists() and not replace:
        raise ModelExists(spec.id, target)
    check_model(path, progress)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(target, f"the folder {target.parent} cannot be made") from error
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InvalidModel(path, f"it cannot be read ({error.strerror})") from error
    write_whole(target, data)
    return read_spec(target)


def _target(spec: ModelSpec, catalogue: Catalogue) -> Path:
    """Where a model goes: to the file of the own model with its id, or to a new one."""
    if not FILE_NAME.fullmatch(spec.id):
        raise InvalidModel(
            spec.path, f"its id {spec.id!r} is no plain name of letters, digits, '-', '_' and '.'; export it with another --id"
        )
    present = catalogue.models.get(spec.id)
    if present is None:
        return catalogue.own_folder / f"{spec.id}.onnx"
    if not catalogue.is_own(present):
        raise InvalidModel(
            spec.path, f"its id {spec.id} is that of a model that comes with Tintype; export it with an id of its own (--id)"
        )
    return present.path


def remove_model(name: str, catalogue: Catalogue) -> ModelSpec:
    """Delete an own model's file; the catalogue has to be made anew afterwards.

    Args:
        name: its id.
        catalogue: what is installed.

    Returns:
        What the model was.

    Raises:
        UnknownModel: there is none with this id.
        CannotRemoveModel: it comes with Tintype, or its file cannot be deleted.
    """
    if name not in catalogue.models:
        raise UnknownModel(name, sorted(catalogue.models))
    model = catalogue.models[name]
    if not catalogue.is_own(model):
        raise CannotRemoveModel(name, "it comes with Tintype, and only your own models can be removed")
    try:
        model.path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotRemoveModel(name, f"{model.path} cannot be deleted ({error.strerror})") from error
    return model
