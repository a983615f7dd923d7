"""Pausing and stopping a batch."""

from __future__ import annotations

import threading

from tintype.progress import Progress


class Control:
    """What a running batch obeys; to be used from any thread.

    A pause begins before the next photo or the next tile, and lets other requests use the engine. After a stop every file is
    whole or absent, and what was not finished is still waiting: the same batch goes on by ``resume``.

    Attributes:
        progress: cancelled by ``stop``; cancelling it is the same.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        """Let the batch run, until ``progress`` is cancelled."""
        self.progress = progress or Progress()
        self._going = threading.Event()
        self._going.set()

    @property
    def paused(self) -> bool:
        """Whether the batch is to wait."""
        return not self._going.is_set()

    def pause(self) -> None:
        """Begin nothing new."""
        self._going.clear()

    def resume(self) -> None:
        """Go on where it was."""
        self._going.set()

    def stop(self) -> None:
        """End the run."""
        self.progress.cancel()

    def wait(self) -> None:
        """Come back once the batch may go on.

        Raises:
            Cancelled: it was stopped.
        """
        with self.progress.interruptible(self._going.set):
            self._going.wait()
        self.progress.check()
