"""Time that stands still while nothing goes on."""

from __future__ import annotations

import time


class Stopwatch:
    """Runs from when it is made; may be read in any thread."""

    def __init__(self) -> None:
        self._before = 0.0
        self._since: float | None = time.monotonic()

    @property
    def elapsed(self) -> float:
        """Seconds that it has run."""
        since = self._since
        return self._before + (0.0 if since is None else time.monotonic() - since)

    def pause(self) -> None:
        """Stand still."""
        self._before, self._since = self.elapsed, None

    def resume(self) -> None:
        """Run on."""
        if self._since is None:
            self._since = time.monotonic()
