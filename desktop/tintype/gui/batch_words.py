"""A batch in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from tintype.batch import Plan, Row
from tintype.batch.plan import State
from tintype.gui.language import number, tr

LAST: Sequence[State] = ("failed", "waiting")


def state_name(state: State) -> str:
    """A state as the table shows it."""
    names: dict[State, str] = {
        "waiting": tr("Waiting"),
        "done before": tr("Done before"),
        "skipped": tr("Skipped"),
        "failed": tr("Failed"),
        "denoised": tr("Denoised"),
        "filled": tr("Filled"),
        "filled and denoised": tr("Filled and denoised"),
        "already clean": tr("Already clean"),
        "nothing to fill": tr("Nothing to fill"),
    }
    return names[state]


def summary(rows: Sequence[Row]) -> str:
    """How many photos there are, and what became of them: "412 files: 96 already clean, 301 denoised, 15 failed"."""
    count = Counter(row.state for row in rows)
    order: Sequence[State] = (*(state for state in get_args(State) if state not in LAST), *LAST)
    parts = [
        tr("{0} to do").format(count[state]) if state == "waiting" else f"{count[state]} {state_name(state).lower()}"
        for state in order
        if count[state]
    ]
    files = tr("1 file") if len(rows) == 1 else tr("{0} files").format(len(rows))
    return f"{files}: {', '.join(parts)}" if parts else files


def plan_in_words(plan: Plan) -> str:
    """What there is, and what was passed over."""
    if not plan.rows:
        return tr("There are no photos in there.")
    texts = {
        tr("{0} hidden or system"): plan.hidden,
        tr("{0} of other kinds"): plan.other,
        tr("{0} masks or earlier results"): plan.closed,
    }
    passed = [text.format(count) for text, count in texts.items() if count]
    told = summary(plan.rows)
    return tr("{0}; passed over: {1}").format(told, ", ".join(passed)) if passed else told


def seconds_in_words(seconds: float | None) -> str:
    """A time that something took."""
    if seconds is None:
        return ""
    if seconds < 100:
        return tr("{0} s").format(number(seconds, 1))
    return tr("{0} min").format(number(seconds / 60))
