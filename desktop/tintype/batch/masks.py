"""Which mask belongs to which photo."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from tintype.errors import FileMissing, InvalidMask
from tintype.photo import READABLE


class Masks:
    """One mask for all photos, or a folder of masks that are named as the photos are."""

    def __init__(self, place: Path) -> None:
        """Look what there is.

        Raises:
            FileMissing: nothing.
        """
        if not place.exists():
            raise FileMissing(place)
        self._place = place
        self._named = _named(place) if place.is_dir() else None

    def find(self, photo: Path, key: str = "") -> Path | None:
        """The mask for a photo; None where there is none.

        Args:
            photo: the file.
            key: its place in the tree that is worked on; a mask at the same place comes before one of its name at the top.

        Raises:
            InvalidMask: there are several.
        """
        if self._named is None:
            return self._place
        own = PurePosixPath(key).parent.joinpath(photo.stem).as_posix()
        masks = self._named.get(own) or self._named.get(photo.stem) or []
        if len(masks) > 1:
            raise InvalidMask(f"the folder {self._place} holds {len(masks)} masks named {photo.stem} for {photo}")
        return masks[0] if masks else None


def _named(place: Path) -> Mapping[str, Sequence[Path]]:
    """Masks by their relative paths without suffix."""
    found: dict[str, list[Path]] = {}
    for folder, _, names in os.walk(place):
        for path in sorted(Path(folder, name) for name in names):
            if path.suffix.lower() in READABLE:
                found.setdefault(path.relative_to(place).with_suffix("").as_posix(), []).append(path)
    return found
