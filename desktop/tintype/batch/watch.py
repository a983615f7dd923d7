"""Going on looking for new photos in the folders of a batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace

from tintype.batch.plan import Plan, Row
from tintype.batch.request import Request
from tintype.batch.run import Batch
from tintype.batch.sources import Source
from tintype.engine import Engine

INTERVAL = 1.0
"""Seconds between two looks. A file counts once its size and time are the same in both."""

Facts = tuple[int, int]


class Watch:
    """Batches over the same folders, each with the photos that are new or have changed since the one before.

    Attributes:
        standing: all photos that were met, as they stand now.
    """

    def __init__(
        self,
        request: Request,
        engine: Engine,
        wait: Callable[[], object] = lambda: time.sleep(INTERVAL),
        handled: Iterable[Source] = (),
        without: Collection[str] = frozenset(),
    ) -> None:
        """Nothing is looked for yet.

        Args:
            request: what is asked for.
            engine: what runs it.
            wait: called between two looks.
            handled: photos that count again only once they have changed.
            without: keys of photos that never count.
        """
        self._request = request
        self._engine = engine
        self._wait = wait
        self._without = frozenset(without)
        self._handled = {source.key: _facts(source) for source in handled}
        self._rows: dict[str, Row] = {}
        self.standing = Plan(())

    def batches(self) -> Iterator[Batch]:
        """Without end: a batch as soon as there is something for it, each to be run before the next is asked for.

        Raises:
            FileMissing, CannotWrite, UnknownModel, InvalidModel, NoModel
        """
        before = self._look()
        while True:
            self._wait()
            now = self._look()
            fresh = {key for key, facts in now.items() if before.get(key) == facts and self._handled.get(key) != facts}
            unsettled = {key for key, facts in now.items() if before.get(key) != facts}
            if fresh:
                yield self._batch(fresh, unsettled)
                self._handled |= {key: now[key] for key in fresh}
            before = now

    def settle(self, plan: Plan) -> None:
        """Keep what became of a batch."""
        self._rows |= {row.source.key: row for row in plan.rows}
        self.standing = replace(plan, rows=tuple(self._rows.values()))

    def _batch(self, fresh: Collection[str], unsettled: Collection[str]) -> Batch:
        """What was handled before is known from the journal, so that no name is given out twice."""
        again = self._request if not self._handled else replace(self._request, resume=True, retry_failed=False)
        return Batch(again, self._engine, fresh, unsettled)

    def _look(self) -> dict[str, Facts]:
        found = Batch.find(self._request).sources
        return {source.key: _facts(source) for source in found if source.key not in self._without}


def _facts(source: Source) -> Facts:
    return source.size, source.mtime_ns
