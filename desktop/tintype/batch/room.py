"""How much may be in memory at a time, counted in photos and in pixels."""

from __future__ import annotations

import threading

from tintype.errors import Cancelled
from tintype.geometry import Size

PIXELS = 48_000_000
"""In flight, in photos of common sizes; at 12 to 20 bytes each that leaves room for the models below 2 GB."""


class Room:
    """Lets photos in one after another. A photo with more pixels than there is room for comes in once it is alone."""

    def __init__(self, photos: int, pixels: int = PIXELS) -> None:
        self._photos = photos
        self._pixels = pixels
        self._inside = 0
        self._taken: dict[str, int] = {}
        self._closed = False
        self._changed = threading.Condition()

    def enter(self) -> None:
        """Wait for a place.

        Raises:
            Cancelled: the room was closed meanwhile.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._inside < self._photos)
            self._check()
            self._inside += 1

    def take(self, key: str, size: Size) -> None:
        """Wait until there is room for the pixels of a photo that is inside; said again of the same photo, it counts once.

        Raises:
            Cancelled: the room was closed meanwhile.
        """
        with self._changed:
            self._taken.pop(key, None)
            self._changed.wait_for(lambda: self._closed or not self._taken or self._free >= size.pixels)
            self._check()
            self._taken[key] = size.pixels

    def leave(self, key: str) -> None:
        """A photo is done with."""
        with self._changed:
            self._inside -= 1
            self._taken.pop(key, None)
            self._changed.notify_all()

    def close(self) -> None:
        """End all waiting."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def _free(self) -> int:
        return self._pixels - sum(self._taken.values())

    def _check(self) -> None:
        if self._closed:
            raise Cancelled
