"""Who may use the engine: one request at a time, and those that somebody waits for before those that can wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tintype.progress import Progress


class Turns:
    """Gives one request at a time its turn. Safe to use from several threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._taken = False
        self._urgent = 0

    @contextmanager
    def turn(self, progress: Progress) -> Iterator[Progress]:
        """Wait for a turn, and keep it inside the block.

        A patient request waits until no other does, and again whenever it reports: it must report to the progress that it is
        given here, and whoever listens to it may take as long as they like.

        Raises:
            Cancelled: it was told to stop while it waited.
        """
        with ExitStack() as held:
            held.enter_context(self._held(progress))

            def let_others_go(fraction: float) -> None:
                held.close()
                progress.report(fraction)
                held.enter_context(self._held(progress))

            yield progress.told_to(let_others_go) if progress.patient else progress

    @contextmanager
    def _held(self, progress: Progress) -> Iterator[None]:
        self._take(progress)
        try:
            yield
        finally:
            with self._changed:
                self._taken = False
                self._changed.notify_all()

    def _take(self, progress: Progress) -> None:
        def is_free() -> bool:
            return progress.cancelled or not (self._taken or (progress.patient and self._urgent))

        with self._changed:
            self._urgent += not progress.patient
            try:
                with progress.interruptible(self._wake):
                    self._changed.wait_for(is_free)
                progress.check()
            finally:
                self._urgent -= not progress.patient
            self._taken = True

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()
