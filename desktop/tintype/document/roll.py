"""The photos that are gone through, and the one in sight."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from pathlib import Path

from tintype.photo.folder import natural_key


@dataclass(frozen=True)
class Roll:
    """Photos in natural order, as a folder or a set of files gives them.

    Attributes:
        photos: each with the time of its last change, in nanoseconds.
        current: the photo in sight, which may have vanished from the roll.
    """

    photos: dict[Path, int] = field(default_factory=dict)
    current: Path | None = None

    @property
    def paths(self) -> list[Path]:
        """The photos in their order."""
        return list(self.photos)

    def at(self, path: Path | None) -> Roll:
        """The same with another photo in sight."""
        return replace(self, current=path)

    def stepped(self, by: int) -> Path | None:
        """The photo so many places on, or back; that of a vanished photo is where it was. None beyond the ends."""
        paths = self.paths
        if self.current is None or not paths:
            return None
        if self.current in self.photos:
            place = paths.index(self.current) + by
        else:
            gap = bisect_left([_key(path) for path in paths], _key(self.current))
            place = gap + by - 1 if by > 0 else gap + by
        return paths[place] if 0 <= place < len(paths) else None


def _key(path: Path) -> tuple[object, ...]:
    return natural_key(path.as_posix())
