"""Plans and runs a batch outside the window's thread."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from threading import Event as Flag

from PySide6.QtCore import QObject, QTimer, Signal

from tintype.batch import Batch, Control, Event, Request, Row, Watch
from tintype.batch.sources import Source
from tintype.batch.watch import INTERVAL
from tintype.engine import Engine
from tintype.gui.jobs import Job, Jobs
from tintype.gui.stopwatch import Stopwatch
from tintype.gui.time_left import time_left
from tintype.progress import Progress

TELL_MS = 100
"""What happens is told at most so often, however small the photos are."""


class BatchRunner(QObject):
    """One batch at a time: planned, run, paused, stopped, run again for what is left; it may go on looking for new photos.

    Attributes:
        planned: a ``Plan``.
        refused: no plan can be made, with the exception.
        started, ended: of a run, however it ends.
        advanced: rows that are new or were finished, the seconds that they took, and the fractions of those that are worked on.
        paused_changed: it was paused, or goes on.
        failed: a run broke off, with the exception.
    """

    planned = Signal(object)
    refused = Signal(object)
    started = Signal()
    advanced = Signal(object, object, object)
    paused_changed = Signal()
    failed = Signal(object)
    ended = Signal()

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        """Nothing is planned."""
        super().__init__(parent)
        self.jobs = Jobs(self)
        self._engine = engine
        self._planning: Job | None = None
        self._batch: Batch | None = None
        self._run: _Run | None = None
        self._timer = QTimer(self, interval=TELL_MS)
        self._timer.timeout.connect(self._tell)

    # --- planning ---

    @property
    def planning(self) -> bool:
        """Whether the photos are being looked for."""
        return self._planning is not None

    def plan(self, request: Request, without: Collection[str] = ()) -> None:
        """Look for the photos and decide about each; whatever was being planned is dropped.

        Args:
            request: what is asked for.
            without: keys of photos that are left out.
        """
        self.forget()
        job = self._planning = Job(lambda _: _planned(request, self._engine, without))
        job.succeeded.connect(self._have_plan)
        job.failed.connect(self.refused)
        job.finished.connect(lambda: self._end_planning(job))
        self.jobs.start(job)

    def forget(self) -> None:
        """Drop the plan."""
        if self._planning is not None:
            self._planning.cancel()
        self._planning = self._batch = None

    def _have_plan(self, batch: Batch) -> None:
        self._planning, self._batch = None, batch
        self.planned.emit(batch.plan)

    def _end_planning(self, job: Job) -> None:
        if self._planning is job:
            self._planning = None

    # --- running ---

    @property
    def running(self) -> bool:
        """Whether a batch runs, paused or not."""
        return self._run is not None

    @property
    def paused(self) -> bool:
        """Whether it runs, and is paused."""
        return self._run is not None and self._run.control.paused

    @property
    def looking(self) -> bool:
        """Whether it runs, has nothing to do, and looks for new photos."""
        return self._run is not None and self._run.looking

    @property
    def counts(self) -> tuple[int, int]:
        """How many photos the run has finished, and how many it is about; where it found new ones, of these."""
        return (0, 0) if self._run is None else (self._run.done, self._run.total)

    @property
    def fraction(self) -> float:
        """How far the run is."""
        return 0.0 if self._run is None else self._run.fraction

    @property
    def seconds_left(self) -> float | None:
        """How long the run still takes; None while that is unknown."""
        return None if self._run is None else time_left(self._run.fraction, self._run.elapsed)

    def start(
        self, request: Request, rows: Sequence[Row], known: Iterable[Source] | None = None, without: Collection[str] = ()
    ) -> None:
        """Do these photos, of all that ``request`` is about; as they were planned, where they were not tried before.

        Args:
            request: what is asked for.
            rows: the photos to do.
            known: all photos that there are, to go on looking for others once these are done; None to end then.
            without: keys of photos that are left out.
        """
        keys = {row.source.key for row in rows}
        batch, self._batch = self._batch, None

        def work(progress: Progress) -> None:  # noqa: ARG001  # the run has it already
            if keys:
                run.work(batch or Batch(request, self._engine, keys), keys)
            if known is not None:
                for found in Watch(request, self._engine, run.rest, known, without).batches():
                    run.work(found)

        job = Job(work)
        run = self._run = _Run(Control(job.progress), len(rows))
        job.failed.connect(self.failed)
        job.finished.connect(self._end)
        self._timer.start()
        self.started.emit()
        self.jobs.start(job)

    def retry(self, request: Request, rows: Sequence[Row]) -> None:
        """Do these photos again, which have failed."""
        self._batch = None
        self.start(replace(request, retry_failed=True), rows)

    def pause(self) -> None:
        """Begin nothing new."""
        if self._run is not None:
            self._run.control.pause()
            self._run.watch.pause()
            self.paused_changed.emit()

    def resume(self) -> None:
        """Go on."""
        if self._run is not None:
            self._run.control.resume()
            self._run.watch.resume()
            self.paused_changed.emit()

    def cancel(self) -> None:
        """Stop within a tile; what is not finished keeps waiting."""
        if self._run is not None:
            self._run.control.stop()

    def shut_down(self) -> None:
        """Stop, and wait for it."""
        self.jobs.shut_down()

    def _tell(self) -> None:
        if self._run is not None:
            self._run.tell(self.advanced.emit)

    def _end(self) -> None:
        self._tell()
        self._timer.stop()
        self._run = None
        self.ended.emit()


@dataclass(frozen=True)
class _Round:
    """The photos of one batch of a run are now done."""

    rows: Sequence[Row]


@dataclass(frozen=True)
class _Rest:
    """Nothing is to be done until new photos are found."""


class _Run:
    """What is known of one run; filled in its thread, told in the window's."""

    def __init__(self, control: Control, total: int) -> None:
        self.control = control
        self.watch = Stopwatch()
        self.total = total
        self.done = 0
        self.looking = False
        self._start = 0.0
        self._events: deque[tuple[Event | _Round | _Rest, float]] = deque()
        self._begun: dict[str, float] = {}
        self._fractions: dict[str, float] = {}

    @property
    def fraction(self) -> float:
        return min((self.done + sum(self._fractions.values())) / max(self.total, 1), 1.0)

    @property
    def elapsed(self) -> float:
        """Seconds since the photos were begun that are now done."""
        return self.watch.elapsed - self._start

    def work(self, batch: Batch, keys: Collection[str] | None = None) -> None:
        """Do a batch; ``keys`` are those of its photos that count, None for all, which are new."""
        if keys is None:
            self._add(_Round(batch.plan.rows))
        for row in batch.plan.rows:
            if row.state != "waiting" and (keys is None or row.source.key in keys):
                self._events.append((Event("finished", row), 0.0))
        batch.run(self._add, control=self.control)

    def rest(self) -> None:
        """Wait a little, where nothing is to be done.

        Raises:
            Cancelled
        """
        self._add(_Rest())
        awake = Flag()
        with self.control.progress.interruptible(awake.set):
            awake.wait(INTERVAL)
        self.control.wait()

    def _add(self, event: Event | _Round | _Rest) -> None:
        self._events.append((event, self.watch.elapsed))

    def tell(self, listener: Callable[[list[Row], dict[str, float], dict[str, float]], object]) -> None:
        rows, seconds = list[Row](), dict[str, float]()
        while self._events:
            event, now = self._events.popleft()
            self.looking = isinstance(event, _Rest)
            if isinstance(event, _Round):
                self.done, self.total, self._start = 0, len(event.rows), now
                self._begun.clear()
                rows.extend(event.rows)
            elif isinstance(event, Event):
                self._hear(event, now, rows, seconds)
        listener(rows, seconds, dict(self._fractions))

    def _hear(self, event: Event, now: float, rows: list[Row], seconds: dict[str, float]) -> None:
        key = event.row.source.key
        begun = self._begun.setdefault(key, now)
        if event.kind == "progress":
            self._fractions[key] = event.fraction
            return
        self._fractions.pop(key, None)
        self.done += 1
        rows.append(event.row)
        if now > begun:
            seconds[key] = now - begun


def _planned(request: Request, engine: Engine, without: Collection[str]) -> Batch:
    batch = Batch(request, engine)
    if not without:
        return batch
    return Batch(request, engine, {row.source.key for row in batch.plan.rows} - set(without))
