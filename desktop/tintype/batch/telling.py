"""What a batch says while it runs: lines for people, or JSON for programs."""

from __future__ import annotations

import json
import time
from collections import Counter
from typing import Protocol, TextIO

from tintype.batch.events import Event
from tintype.batch.plan import Plan, Row
from tintype.batch.report import passed_over, row_fields, summary
from tintype.engine import Device


class Teller(Protocol):
    """Tells a batch from its plan to its end."""

    def plan(self, plan: Plan, dry: bool) -> None:
        """Say what will be done, or where ``dry``, only what would be."""

    def hear(self, event: Event) -> None:
        """Say what has happened."""

    def end(self, plan: Plan) -> None:
        """Say what came of it all; ``plan`` with the rows as they are in the end."""


class TextTeller:
    """One line for each photo, one with the progress on a terminal, and a summary."""

    def __init__(self, out: TextIO, err: TextIO, device: Device) -> None:
        self._out, self._err, self._device = out, err, device
        self._live = err.isatty()
        self._said: set[str] = set()
        self._waiting = self._done = 0
        self._started = time.monotonic()

    def plan(self, plan: Plan, dry: bool) -> None:
        """The whole table where ``dry``, else only what is decided already."""
        self._waiting = sum(row.state == "waiting" for row in plan.rows)
        self._done, self._started = 0, time.monotonic()
        for row in plan.rows:
            if dry or row.state in ("failed", "skipped"):
                self._row(row)

    def hear(self, event: Event) -> None:
        """Move the line of progress, or say what became of a photo."""
        if event.kind == "progress":
            self._progress(event)
            return
        self._done += 1
        self._clear()
        for warning in event.warnings:
            _say(self._err, f"tintype: {warning}")
        reason = event.device.reason if event.device is not None and event.device.was_refused else ""
        if reason and reason not in self._said:
            self._said.add(reason)
            _say(self._err, f"tintype: {reason}")
        self._row(event.row)

    def end(self, plan: Plan) -> None:
        """The summary."""
        self._clear()
        _say(self._out, "; ".join(text for text in (summary(plan.rows), passed_over(plan)) if text))

    def _row(self, row: Row) -> None:
        if row.state == "failed":
            _say(self._err, f"tintype: {row.reason}")
        elif row.state == "waiting":
            _say(self._out, f"{row.source.path} -> {row.target}")
        else:
            _say(self._out, f"{row.source.path} -> {row.target}: {row.state}{f' ({row.reason})' if row.reason else ''}")

    def _progress(self, event: Event) -> None:
        if not self._live:
            return
        done = self._done + event.fraction
        left = (time.monotonic() - self._started) * (self._waiting / done - 1) if done else 0.0
        name = event.row.source.path.name
        line = f"{self._done + 1} of {self._waiting}, {name}: {event.fraction:4.0%}, {_duration(left)} left"
        self._err.write(f"\r\x1b[K{_shown(line, self._err)}")
        self._err.flush()

    def _clear(self) -> None:
        if self._live:
            self._err.write("\r\x1b[K")
            self._err.flush()


class JsonTeller:
    """One JSON object on a line for each event."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def plan(self, plan: Plan, dry: bool) -> None:
        """The counts, then every row where ``dry``, else every row that is decided already."""
        self._put("plan", files=len(plan.rows), hidden=plan.hidden, other=plan.other, closed=plan.closed)
        for row in plan.rows:
            if dry or row.state != "waiting":
                self._put("planned" if dry else "finished", **row_fields(row))

    def hear(self, event: Event) -> None:
        """The event."""
        if event.kind == "progress":
            self._put("progress", source=str(event.row.source.path), fraction=round(event.fraction, 4))
            return
        device = event.device.label if event.device is not None else ""
        self._put("finished", **row_fields(event.row), warnings=list(event.warnings), device=device)

    def end(self, plan: Plan) -> None:
        """How many photos are in which state."""
        self._put("summary", counts=Counter(row.state for row in plan.rows), text=summary(plan.rows))

    def _put(self, event: str, **facts: object) -> None:
        _say(self._out, json.dumps({"event": event, **facts}))


def _say(stream: TextIO, line: str) -> None:
    stream.write(_shown(line, stream) + "\n")
    stream.flush()


def _shown(text: str, stream: TextIO) -> str:
    """Without what the stream cannot show: names of files may hold anything."""
    encoding = stream.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding).replace("\n", "\\n")


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes / 60:.1f} h"
