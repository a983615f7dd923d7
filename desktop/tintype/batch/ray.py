"""The jobs of a batch on a Ray cluster over a shared folder: Ray places them, and the journal stays here."""

from __future__ import annotations

import logging
import os
import socket
import warnings
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tintype.batch.events import Event, sentence
from tintype.batch.files import DONE_BY_TINTYPE, Files, clear_remains
from tintype.batch.journal import Entry, Mark
from tintype.batch.memory import return_freed_blocks
from tintype.batch.plan import Row
from tintype.batch.request import Request
from tintype.batch.work import Worker
from tintype.engine import Engine
from tintype.errors import CannotWrite, NoCluster, RayMissing
from tintype.progress import Progress

if TYPE_CHECKING:
    import ray
    from ray.actor import ActorHandle

LOCAL = "local"
"""Stands for a cluster of this computer alone, started for the batch and ended with it."""

MOST_DEATHS = 3
"""So many workers may die over a photo before it counts as failed."""

KNOCK = 10.0
"""Seconds that a cluster may take to answer."""

POLL = 0.2
"""Seconds. Ctrl+C is noticed between two waits."""


@dataclass(frozen=True)
class Outcome:
    """What a worker says of a photo: its line in the journal, and what is told of it."""

    mark: Mark
    event: Event


class Silent:
    """A journal for the workers, who keep none."""

    def add(self, entry: Entry) -> None:
        """Nothing."""


class EngineActor:
    """One engine in a process of its own, that does one photo after another."""

    def __init__(self, request: Request, tile_memory: int | None) -> None:
        return_freed_blocks()
        self._worker = Worker(Engine(tile_memory=tile_memory), request.steps)
        self._files = Files(request, Silent())

    def process(self, row: Row) -> Outcome:
        """Read, restore and write a photo; a failure comes back as the photo's state."""
        try:
            photo, mask = self._files.read(row)
            if not self._files.is_to_be_done(photo):
                return Outcome("stamped", Event("finished", replace(row, state="skipped", reason=DONE_BY_TINTYPE)))
            made = self._worker.process(photo, mask, Progress())
            mark, reason = self._files.write(row, made)
        except Exception as error:  # noqa: BLE001  # no photo, however odd, may end the worker
            return _failed(row, error)
        done = replace(row, state=made.state, reason=reason, noise=made.noise)
        return Outcome(mark, Event("finished", done, warnings=photo.warnings, device=made.device))


class Cluster:
    """One run over some rows on Ray's workers, with one engine for each GPU, or where there is none, each CPU."""

    def __init__(self, address: str, request: Request, files: Files, tile_memory: int | None) -> None:
        """Nothing is started yet; ``address`` is that of a cluster, or "local"."""
        self._address, self._request, self._files, self._tile_memory = address, request, files, tile_memory
        self._deaths: Counter[str] = Counter()

    def run(self, rows: Sequence[Row], settle: Callable[[Row], object], listener: Callable[[Event], object]) -> None:
        """Work through the rows; a worker that dies is replaced by Ray, and its photo done again.

        Raises:
            RayMissing: Ray is not installed.
            NoCluster: none answers at the address.
        """
        try:
            with _connected(self._address):
                for outcome in self._outcomes(rows):
                    event = self._journalled(outcome)
                    settle(event.row)
                    listener(event)
        finally:  # what a worker that died in the middle of writing has left
            clear_remains(row.target for row in rows if row.target is not None)

    def _outcomes(self, rows: Sequence[Row]) -> Iterator[Outcome]:
        import ray

        waiting, running = deque(rows), dict["ray.ObjectRef[Outcome]", tuple["ActorHandle[EngineActor]", Row]]()
        idle = self._actors(len(rows))
        while waiting or running:
            while waiting and idle:
                row = waiting.popleft()
                try:
                    self._files.begin(row)
                except CannotWrite as error:
                    yield _failed(row, error)
                    continue
                actor = idle.pop()
                running[actor.process.remote(_absolute(replace(row, replaces=True)))] = actor, row
            done, _ = ray.wait(list(running), timeout=POLL) if running else ([], [])
            for reference in done:
                actor, row = running.pop(reference)
                idle.append(actor)
                try:
                    outcome = ray.get(reference)
                except ray.exceptions.RayError as error:
                    outcome = self._after_death(row, error)
                if outcome is None:
                    waiting.append(replace(row, replaces=True))
                else:
                    yield _of_row(outcome, row)

    def _actors(self, most: int) -> list[ActorHandle[EngineActor]]:
        import ray

        slots = ray.cluster_resources()
        on_gpus = int(slots.get("GPU", 0)) if self._request.steps.device != "cpu" else 0
        need = {"num_gpus": 1} if on_gpus else {"num_cpus": 1}
        count = max(1, min(most, on_gpus or int(slots.get("CPU", 1))))
        make = ray.remote(max_restarts=-1, **need)(EngineActor)
        return [make.remote(_absolute_request(self._request), self._tile_memory) for _ in range(count)]

    def _after_death(self, row: Row, error: Exception) -> Outcome | None:
        """None where the photo is to be tried again."""
        self._deaths[row.source.key] += 1
        if self._deaths[row.source.key] < MOST_DEATHS:
            return None
        said = f"{row.source.path} failed: {MOST_DEATHS} workers died over it ({type(error).__name__})."
        return Outcome("failed", Event("finished", replace(row, state="failed", reason=said)))

    def _journalled(self, outcome: Outcome) -> Event:
        """The event, once the journal has it."""
        row = outcome.event.row
        try:
            self._files.note(row, outcome.mark)
        except CannotWrite as error:
            return _failed(row, error).event
        return outcome.event


@contextmanager
def _connected(address: str) -> Iterator[None]:
    try:
        import ray
    except ImportError:
        raise RayMissing from None
    _knock(address)
    models = os.environ.get("TINTYPE_MODELS")
    environment = {"env_vars": {"TINTYPE_MODELS": str(Path(models).absolute())}} if models else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ray.init(
                address=address,
                logging_level=logging.CRITICAL,
                log_to_driver=False,
                include_dashboard=False if address == LOCAL else None,
                runtime_env=environment,
            )
        except (ConnectionError, ValueError, RuntimeError) as error:
            raise NoCluster(address, " ".join(str(error).split()).rstrip(".")) from error
        try:
            yield
        finally:
            ray.shutdown()


def _knock(address: str) -> None:
    """Raise ``NoCluster`` where nobody answers, which Ray itself would find out after minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdecimal():
        try:
            socket.create_connection((host, int(port)), KNOCK).close()
        except (OSError, OverflowError) as error:
            raise NoCluster(address, str(error).lower()) from error


def _failed(row: Row, error: Exception) -> Outcome:
    return Outcome("failed", Event("finished", replace(row, state="failed", reason=sentence(row, error))))


def _of_row(outcome: Outcome, row: Row) -> Outcome:
    """With the row's own paths, which may be relative ones."""
    told = outcome.event.row
    own = replace(row, state=told.state, reason=told.reason, noise=told.noise)
    return replace(outcome, event=replace(outcome.event, row=own))


def _absolute(row: Row) -> Row:
    """Workers stand in folders of their own."""
    source = replace(row.source, path=row.source.path.absolute())
    return replace(row, source=source, target=row.target and row.target.absolute(), mask=row.mask and row.mask.absolute())


def _absolute_request(request: Request) -> Request:
    denoise = request.steps.denoise
    if denoise is not None and denoise.model is not None and Path(denoise.model).is_file():
        denoise = replace(denoise, model=str(Path(denoise.model).absolute()))
    return replace(request, output=request.output.absolute(), steps=replace(request.steps, denoise=denoise))
