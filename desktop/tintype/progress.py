"""Progress and cancelling as one object, known to every layer and free of any user interface."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tintype.errors import Cancelled


class Progress:
    """How far a piece of work is, and whether it was told to stop.

    ``cancel`` may be called from any thread. The work reports through ``report``, which raises ``Cancelled`` once that happened.

    Attributes:
        patient: whether the work lets others go first.
    """

    def __init__(self, listener: Callable[[float], object] | None = None, *, patient: bool = False) -> None:
        """``listener`` is called in the working thread with a fraction from 0 to 1.

        A ``patient`` piece of work lets others go first, whenever it reports.
        """
        self.patient = patient
        self._listener = listener
        self._cancelled = threading.Event()
        self._lock = threading.Lock()
        self._interrupts: list[Callable[[], None]] = []

    def part(self, start: float, end: float) -> Progress:
        """A progress from 0 to 1 of its own that stands for ``start`` to ``end`` of this one; they are cancelled together."""
        return self.told_to(lambda fraction: self.report(start + (end - start) * fraction), patient=self.patient)

    def told_to(self, listener: Callable[[float], object], *, patient: bool = False) -> Progress:
        """A progress of its own, with its own listener; they are cancelled together."""
        other = Progress(listener, patient=patient)
        other._cancelled, other._lock, other._interrupts = self._cancelled, self._lock, self._interrupts
        return other

    @property
    def cancelled(self) -> bool:
        """Whether the work was told to stop."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Tell the work to stop, at once where it is inside ``interruptible``."""
        with self._lock:
            self._cancelled.set()
            interrupts = list(self._interrupts)
        for interrupt in interrupts:
            interrupt()

    def check(self) -> None:
        """Raise ``Cancelled`` when the work was told to stop."""
        if self.cancelled:
            raise Cancelled

    def report(self, fraction: float) -> None:
        """Say how far the work is; raise ``Cancelled`` when it was told to stop."""
        self.check()
        if self._listener is not None:
            self._listener(fraction)

    @contextmanager
    def interruptible(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """Inside the block, ``cancel`` also calls ``interrupt``, from the cancelling thread."""
        with self._lock:
            self.check()
            self._interrupts.append(interrupt)
        try:
            yield
        finally:
            with self._lock:
                self._interrupts.remove(interrupt)
