"""Reading, inference and writing at the same time, each in threads of its own, with few photos in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from queue import Empty, SimpleQueue

from tintype.batch.control import Control
from tintype.batch.events import Event, sentence
from tintype.batch.files import DONE_BY_TINTYPE, Files
from tintype.batch.journal import Mark
from tintype.batch.plan import Row
from tintype.batch.room import Room
from tintype.batch.work import Made, Worker
from tintype.document.shapes import Coverage
from tintype.errors import Cancelled, CannotWrite
from tintype.photo import Photo

POLL = 0.2
"""Seconds. Windows notices Ctrl+C only between two waits."""


@dataclass(frozen=True, eq=False)
class _Read:
    row: Row
    photo: Photo
    mask: Coverage | None


@dataclass(frozen=True, eq=False)
class _Worked:
    row: Row
    made: Made


class Pipeline:
    """One run over some rows: a thread that reads, one that runs the models, and those that write."""

    def __init__(self, worker: Worker, files: Files, jobs: int, settle: Callable[[Row], object], control: Control) -> None:
        """``settle`` is called in some thread with every row that is finished, even where Ctrl+C keeps it from being told."""
        self._control = control
        self._worker = worker
        self._files = files
        self._settle = settle
        self._writers = max(1, jobs - 2)  # packing a 16-bit PNG takes long, and so does waiting for the disk
        self._room = Room(jobs)
        self._stopped = threading.Event()
        self._read: SimpleQueue[_Read | None] = SimpleQueue()
        self._worked: SimpleQueue[_Worked | None] = SimpleQueue()
        self._events: SimpleQueue[Event | BaseException | None] = SimpleQueue()
        self._progress = control.progress.told_to(self._tell, patient=True)
        self._current: Row | None = None

    def run(self, rows: Sequence[Row], listener: Callable[[Event], object]) -> None:
        """Work through the rows; the listener is called in this thread. Ctrl+C ends it with every file whole or absent."""
        stages = [lambda: self._read_all(rows), self._work_all, *[self._write_all] * self._writers]
        threads = [threading.Thread(target=self._guarded, args=(stage,)) for stage in stages]
        try:
            for thread in threads:
                thread.start()
            for event in self._until_idle(len(threads)):
                listener(event)
        except KeyboardInterrupt:
            self._stop()
            _join(threads)
            for event in self._left():
                listener(event)
            raise
        except BaseException:
            self._stop()
            raise
        finally:
            _join(threads)

    def _stop(self) -> None:
        self._stopped.set()
        self._progress.cancel()
        self._room.close()  # the reader may be waiting for it

    def _until_idle(self, running: int) -> Iterator[Event]:
        """The events, until all threads have ended."""
        while running:
            try:
                event = self._events.get(timeout=POLL)
            except Empty:
                if self._progress.cancelled:
                    self._stop()
                continue
            if isinstance(event, BaseException):
                raise event
            if event is None:
                running -= 1
            else:
                yield event

    def _left(self) -> Iterator[Event]:
        """Photos that were finished while the threads ended."""
        while not self._events.empty():
            event = self._events.get()
            if isinstance(event, Event) and event.kind == "finished":
                yield event

    def _guarded(self, stage: Callable[[], object]) -> None:
        try:
            stage()
        except BaseException as raised:  # noqa: BLE001  # the thread that started this one raises it again
            self._events.put(raised)
            self._stop()
        finally:
            self._events.put(None)

    def _read_all(self, rows: Sequence[Row]) -> None:
        try:
            for row in rows:
                self._attempt(row, self._room.enter)
                self._attempt(row, partial(self._read_one, row))
        finally:
            self._read.put(None)

    def _work_all(self) -> None:
        try:
            while self._work_next():
                pass
        finally:
            for _ in range(self._writers):
                self._worked.put(None)

    def _write_all(self) -> None:
        while self._write_next():
            pass

    def _read_one(self, row: Row) -> None:
        self._control.wait()
        photo, mask = self._files.read(row, partial(self._room.take, row.source.key))
        if self._files.is_to_be_done(photo):
            self._read.put(_Read(row, photo, mask))
        else:
            self._finish(Event("finished", replace(row, state="skipped", reason=DONE_BY_TINTYPE)), "stamped")

    # A photo is held by the local names of one call alone, so that none outlives its slot.
    def _work_next(self) -> bool:
        job = self._read.get()
        if job is not None:
            self._attempt(job.row, lambda: self._work_one(job))
        return job is not None

    def _work_one(self, job: _Read) -> None:
        self._current = job.row
        made = self._worker.process(job.photo, job.mask, self._progress)
        self._worked.put(_Worked(job.row, made))

    def _write_next(self) -> bool:
        job = self._worked.get()
        if job is not None:
            self._attempt(job.row, lambda: self._write_one(job))
        return job is not None

    def _write_one(self, job: _Worked) -> None:
        made, warnings = job.made, job.made.photo.warnings
        mark, reason = self._files.write(job.row, made)
        row = replace(job.row, state=made.state, reason=reason, noise=made.noise)
        self._finish(Event("finished", row, warnings=warnings, device=made.device), mark)

    def _attempt(self, row: Row, work: Callable[[], None]) -> None:
        """Do one thing for one photo; where it fails, that photo is finished and the others go on."""
        if self._stopped.is_set():
            return
        try:
            work()
        except Cancelled:
            self._stopped.set()
        except Exception as error:  # noqa: BLE001  # no photo, however odd, may end the run of all others
            self._fail(replace(row, state="failed", reason=sentence(row, error)))

    def _fail(self, row: Row) -> None:
        with suppress(CannotWrite):  # a journal on a full disk; without its line the photo is merely tried again
            self._files.note(row, "failed")
        self._tell_end(Event("finished", row))

    def _finish(self, event: Event, mark: Mark) -> None:
        self._files.note(event.row, mark)
        self._tell_end(event)

    def _tell_end(self, event: Event) -> None:
        self._settle(event.row)
        self._events.put(event)
        self._room.leave(event.row.source.key)

    def _tell(self, fraction: float) -> None:
        self._control.wait()
        if self._current is not None:
            self._events.put(Event("progress", self._current, fraction))


def _join(threads: Sequence[threading.Thread]) -> None:
    for thread in threads:
        if thread.ident is not None:  # Ctrl+C may have come before it was started
            thread.join()
