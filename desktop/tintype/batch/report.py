"""What became of every photo, as a table and as one sentence."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from tintype.batch.plan import Plan, Row, State
from tintype.photo.atomic import write_whole

HEAVY = 10 / 255
"""From this standard deviation on a photo counts as heavily noisy."""

Strength = Literal["light", "heavy"]
"""How noisy a photo was."""

LAST: Sequence[State] = ("failed", "waiting")
FIELDS = ("source", "target", "state", "reason")
REPORTS = (".json", ".csv")
"""Suffixes that a report can have."""


def row_fields(row: Row) -> Mapping[str, str]:
    """A row as plain text, for tables and JSON."""
    return {
        "source": str(row.source.path),
        "target": "" if row.target is None else str(row.target),
        "state": row.state,
        "reason": row.reason,
    }


def write_report(rows: Sequence[Row], path: Path) -> None:
    """Write all rows, as JSON or CSV by the path's suffix, whole or not at all.

    Raises:
        CannotWrite: the disk refuses.
    """
    table = [row_fields(row) for row in rows]
    if path.suffix.lower() == ".json":
        write_whole(path, json.dumps(table, indent=2).encode())
        return
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS)
    writer.writeheader()
    writer.writerows(table)
    # The mark at the start tells spreadsheets that it is UTF-8; names that are no text keep their bytes.
    write_whole(path, text.getvalue().encode("utf-8-sig", "surrogateescape"))


def counts(rows: Sequence[Row]) -> dict[State | Strength, int]:
    """How many photos there are of each state, and of those whose noise was measured and removed, of each strength."""
    count = Counter(_kind(row) for row in rows)
    order: tuple[State | Strength, ...] = (*(state for state in get_args(State) if state not in LAST), *get_args(Strength), *LAST)
    return {kind: count[kind] for kind in order if count[kind]}


def summary(rows: Sequence[Row]) -> str:
    """How many photos there were, and what became of them: "412 files: 96 already clean, 301 light, 15 heavy, 2 failed"."""
    parts = [f"{count} {'to do' if kind == 'waiting' else kind}" for kind, count in counts(rows).items()]
    files = "1 file" if len(rows) == 1 else f"{len(rows)} files"
    return f"{files}: {', '.join(parts)}" if parts else files


def _kind(row: Row) -> State | Strength:
    if row.state != "denoised" or row.noise is None:
        return row.state
    return "heavy" if row.noise >= HEAVY else "light"


def passed_over(plan: Plan) -> str:
    """What was not taken for a photo; empty where there is nothing."""
    counts = {
        "hidden or system": plan.hidden,
        "that are no photos": plan.other,
        "that are masks or earlier results": plan.closed,
    }
    parts = [f"{count} {words}" for words, count in counts.items() if count]
    return f"passed over: {', '.join(parts)}" if parts else ""
