"""What a running batch tells, and how it names a failure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tintype.batch.plan import Row
from tintype.engine import DeviceChoice
from tintype.errors import PhotoError, TintypeError


@dataclass(frozen=True)
class Event:
    """What happened to one photo.

    Attributes:
        kind: "progress" while it is worked on, "finished" once it is done or has failed.
        row: the photo, and at the end what became of it.
        fraction: how far the work is.
        warnings: one sentence for each thing that could not be read as it should.
        device: where the work ran, where it did.
    """

    kind: Literal["progress", "finished"]
    row: Row
    fraction: float = 1.0
    warnings: tuple[str, ...] = ()
    device: DeviceChoice | None = None


def sentence(row: Row, error: Exception) -> str:
    """Why a photo failed, on one line, naming the file."""
    if isinstance(error, MemoryError):
        return f"{row.source.path} failed: there is not enough free memory for it."
    if isinstance(error, TintypeError):
        said = " ".join(str(error).split())
        return said if isinstance(error, PhotoError) else f"{row.source.path} failed: {said}"
    said = " ".join(f"{type(error).__name__} {error}".split())
    return f"{row.source.path} failed for a reason that Tintype does not know; please report it: {said}."
