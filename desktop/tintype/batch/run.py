"""A batch from its request to its last row."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from tintype.batch.control import Control
from tintype.batch.events import Event
from tintype.batch.files import Files, clear_remains
from tintype.batch.journal import Journal, read_journal
from tintype.batch.memory import return_freed_blocks
from tintype.batch.pipeline import Pipeline
from tintype.batch.plan import Plan, Row, find, make_plan
from tintype.batch.ray import Cluster
from tintype.batch.request import Request
from tintype.batch.sources import Found
from tintype.batch.work import Worker
from tintype.engine import Engine
from tintype.photo.helper import helpers


class Batch:
    """One batch: planned when it is made, run once.

    Attributes:
        plan: what will be done.
    """

    def __init__(
        self, request: Request, engine: Engine, only: Collection[str] | None = None, unsettled: Collection[str] = frozenset()
    ) -> None:
        """Make the plan; writes nothing.

        Args:
            request: what is asked for.
            engine: what runs it.
            only: keys of the photos that are this batch's; None for all.
            unsettled: keys of photos that do not count yet.

        Raises:
            FileMissing, CannotWrite, UnknownModel, InvalidModel, NoModel
        """
        self._request = request
        self._engine = engine
        whole = make_plan(request, request.steps.models(engine), read_journal(request.output), unsettled)
        rows = whole.rows if only is None else tuple(row for row in whole.rows if row.source.key in only)
        self.plan: Plan = replace(whole, rows=rows)
        self._current = {row.source.key: row for row in self.plan.rows}

    @staticmethod
    def find(request: Request) -> Found:
        """The photos that there are, planned or not.

        Raises:
            CannotWrite: there is a journal, and it may not be read.
        """
        return find(request, read_journal(request.output))

    @property
    def standing(self) -> Plan:
        """The plan with its rows as they stand now."""
        return replace(self.plan, rows=tuple(self._current.values()))

    def run(self, listener: Callable[[Event], object], cluster: str | None = None, control: Control | None = None) -> None:
        """Do all that is waiting; the listener is called in this thread.

        Args:
            listener: hears of every photo.
            cluster: address of a Ray cluster, or "local"; None for this very process.
            control: pauses and stops the run in this process.

        Raises:
            CannotWrite: the output folder cannot be, or no journal in it.
            RayMissing, NoCluster
        """
        waiting = [row for row in self.plan.rows if row.state == "waiting"]

        def settle(row: Row) -> None:
            self._current[row.source.key] = row

        if not waiting:
            return
        return_freed_blocks()
        helpers.start()
        with Journal(self._request.output) as journal:
            clear_remains(row.target for row in self.plan.rows if row.target is not None)
            files = Files(self._request, journal)
            if cluster is not None:
                Cluster(cluster, self._request, files, self._engine.tile_memory).run(waiting, settle, listener)
                return
            worker = Worker(self._engine, self._request.steps)
            Pipeline(worker, files, self._request.jobs, settle, control or Control()).run(waiting, listener)
