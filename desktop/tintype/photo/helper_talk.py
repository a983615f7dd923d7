"""What the app and its helper processes say to one another."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tintype.geometry import Size
from tintype.photo.decoding import Decoded
from tintype.photo.source import Raster

READY = b"r"
"""The helper has started."""

GO = b"g"
"""The picture, whose size was told, is to be decoded."""


@dataclass(frozen=True)
class Job:
    """A file to decode.

    Attributes:
        path: where it is.
        decoded: decodes it; a function of a module or a ``partial`` of one, for it is pickled.
        memory: most bytes that reading it may take.
    """

    path: Path
    decoded: Decoded
    memory: int


@dataclass(frozen=True)
class SizeTold:
    """The picture has this size; the helper waits for ``GO``."""

    size: Size


@dataclass(frozen=True)
class Refused:
    """The file cannot be read, for this reason."""

    reason: str


@dataclass(frozen=True, eq=False)
class Made:
    """The picture without its samples, whose bytes follow."""

    raster: Raster
    shape: tuple[int, ...]
    dtype: str


Answer = SizeTold | Refused | Made
