"""A batch in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tintype.batch import Plan, Row
from tintype.batch.plan import State
from tintype.batch.report import Strength, counts
from tintype.gui.error_texts import said
from tintype.gui.language import number, tr


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


def note(row: Row) -> str:
    """What there is to say about a photo: why it failed, or figures and remarks."""
    if row.state == "failed":
        return said(row.reason)
    return "; ".join(_remark(remark) for remark in row.reason.split("; "))


def _remark(text: str) -> str:
    whole = said(text)
    return whole if whole != text else ", ".join(map(_figure, text.split(", ")))


def _figure(text: str) -> str:
    """One of the short notes that a batch makes of a photo."""
    found = re.fullmatch(r"(noise|filled) ([\d.]+)%?", text)
    if found is None:
        notes = {"nothing to fill": tr("nothing to fill"), "already clean": tr("already clean"), "left out": tr("left out")}
        return notes.get(text) or said(text)
    if found[1] == "noise":
        return tr("noise {0}").format(number(float(found[2]), 1))
    return tr("filled {0} %").format(number(float(found[2]), 2))


def summary(rows: Sequence[Row]) -> str:
    """How many photos there are, and what became of them: "412 files: 96 already clean, 301 light, 15 heavy, 2 failed"."""
    parts = [_counted(kind, count) for kind, count in counts(rows).items()]
    files = tr("1 file") if len(rows) == 1 else tr("{0} files").format(len(rows))
    return f"{files}: {', '.join(parts)}" if parts else files


def _counted(kind: State | Strength, count: int) -> str:
    if kind == "waiting":
        return tr("{0} to do").format(count)
    if kind == "light":
        return tr("{0} light").format(count)
    if kind == "heavy":
        return tr("{0} heavy").format(count)
    return f"{count} {state_name(kind).lower()}"


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
