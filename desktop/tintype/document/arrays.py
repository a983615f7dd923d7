"""Arrays in files, without loss and without anything that could be executed: fills, masks, and pictures that are no file."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tintype.document.mask import MaskCopy
from tintype.document.recipe import RepairSettings
from tintype.document.shapes import Shape
from tintype.document.state import Fill
from tintype.engine import Patch
from tintype.geometry import Region, Size
from tintype.photo import Photo
from tintype.photo.atomic import write_whole

Arrays = dict[str, NDArray[Any]]

BROKEN = (EOFError, LookupError, NotImplementedError, OSError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged file raises, from the first byte to the last check."""


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write named arrays, compressed.

    Raises:
        CannotWrite: the disk refuses; there is no new file then.
    """
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]  # a name might be that of an option
    write_whole(path, buffer.getvalue())


def read_arrays(path: Path) -> Arrays:
    """Read what ``write_arrays`` wrote; raises one of ``BROKEN`` for anything else."""
    with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def fill_arrays(fill: Fill) -> Arrays:
    """A fill, its pixels bit by bit."""
    patches = {f"patch{number}": patch.pixels for number, patch in enumerate(fill.patches)}
    places = [_numbers(patch.region) for patch in fill.patches]
    found = [] if fill.repair is None else [fill.repair.sensitivity]
    facts = {"seed": np.array(fill.seed), "model": np.array(fill.model), "found": np.array(found, np.float64)}
    return {**patches, **mask_arrays(fill.mask), "places": np.array(places, np.int64).reshape(-1, 4), **facts}


def to_fill(arrays: Arrays) -> Fill:
    """The fill of ``fill_arrays``; ``ValueError`` or ``LookupError`` where it is none."""
    mask = to_mask(arrays)
    patches = [
        Patch(_region(place, mask.size), _checked(arrays[f"patch{number}"], np.float32, (*place[2:], 3)))
        for number, place in enumerate(arrays["places"])
    ]
    seed, found = int(arrays["seed"]), arrays.get("found", np.empty(0))
    repair = RepairSettings(float(found[0]), seed) if found.size else None
    return Fill(tuple(patches), mask, seed, repair, str(arrays.get("model", "")))


def mask_arrays(mask: MaskCopy) -> Arrays:
    """A mask."""
    size = np.array((mask.size.height, mask.size.width), np.int64)
    return {"size": size, "place": np.array(_numbers(mask.shape.region), np.int64), "coverage": mask.shape.coverage}


def to_mask(arrays: Arrays) -> MaskCopy:
    """The mask of ``mask_arrays``; ``ValueError`` or ``LookupError`` where it is none."""
    height, width = arrays["size"]
    size, place = Size(int(height), int(width)), arrays["place"]
    return MaskCopy(size, Shape(_region(place, size), _checked(arrays["coverage"], np.uint8, tuple(place[2:]))))


def picture_arrays(photo: Photo) -> Arrays:
    """The pixels of a picture that has no metadata."""
    alpha = {} if photo.alpha is None else {"alpha": photo.alpha}
    return {"pixels": photo.pixels, **alpha, "depth": np.array(photo.depth)}


def to_picture(arrays: Arrays) -> Photo:
    """The picture of ``picture_arrays``; ``ValueError`` or ``LookupError`` where it is none."""
    height, width, _ = arrays["pixels"].shape
    alpha = arrays.get("alpha")
    return Photo(
        _checked(arrays["pixels"], np.float32, (height, width, 3)),
        None if alpha is None else _checked(alpha, np.float32, (height, width)),
        16 if int(arrays["depth"]) == 16 else 8,
    )


def _numbers(region: Region) -> tuple[int, int, int, int]:
    return region.top, region.left, region.size.height, region.size.width


def _region(numbers: NDArray[Any], size: Size) -> Region:
    top, left, height, width = (int(number) for number in numbers)
    region = Region(top, left, Size(height, width))
    if region != region.clipped(size):
        raise ValueError("a part lies outside the picture")
    return region


def _checked(array: NDArray[Any], kind: type, shape: tuple[int, ...]) -> NDArray[Any]:
    if array.dtype != kind or array.shape != tuple(int(side) for side in shape):
        raise ValueError("an array is of another kind")
    return array
