"""The table of all sources and targets, made before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from tintype.batch.journal import Entry
from tintype.batch.masks import Masks
from tintype.batch.request import Request
from tintype.batch.sources import Found, Source, find_sources, real
from tintype.batch.targets import Targets
from tintype.engine import ModelSpec
from tintype.errors import InvalidMask

State = Literal[
    "waiting", "done before", "skipped", "failed", "denoised", "filled", "filled and denoised", "already clean", "nothing to fill"
]


@dataclass(frozen=True)
class Row:
    """One photo of a batch.

    Attributes:
        source: the photo.
        target: where the result goes; None where it has no place.
        state: "waiting" is still to be done.
        settings: fingerprint of what is done to it.
        mask: what is filled.
        replaces: whether a file may be at the target already.
        reason: why it failed or was skipped, or what there is to say about the result.
        noise: standard deviation that was measured in it, in [0, 1]; None where none was.
    """

    source: Source
    target: Path | None
    state: State
    settings: str = ""
    mask: Path | None = None
    replaces: bool = False
    reason: str = ""
    noise: float | None = None


@dataclass(frozen=True)
class Plan:
    """All rows in their order, and what was passed over.

    Attributes:
        rows: one for each photo.
        hidden: number of hidden and system files and folders.
        other: number of files that are no photos.
        closed: number of masks and of results of earlier runs.
    """

    rows: tuple[Row, ...]
    hidden: int = 0
    other: int = 0
    closed: int = 0


def find(request: Request, past: Mapping[str, Entry]) -> Found:
    """Look for the photos of a request; what an earlier run has made is none of them."""
    made = (entry for entry in past.values() if entry.mark in ("writing", "done"))
    closed = {real(request.output)} | {real(request.output / entry.target) for entry in made}
    closed |= {real(request.steps.masks)} if request.steps.masks is not None else set()
    return find_sources(request.inputs, request.recursive, closed)


def make_plan(
    request: Request, models: Sequence[ModelSpec], past: Mapping[str, Entry], unsettled: Collection[str] = frozenset()
) -> Plan:
    """Decide about every photo; writes nothing.

    Args:
        request: what is asked for.
        models: those that will run.
        past: the journal of the output folder.
        unsettled: keys of photos that do not count yet.

    Raises:
        FileMissing: there are no masks where they should be.
    """
    masks = Masks(request.steps.masks) if request.steps.masks is not None else None
    found = find(request, past)
    targets = Targets(request, found.sources, past)
    rows = [_prepare(source, request, masks, models) for source in found.sources if source.key not in unsettled]
    # What an earlier run began keeps its targets, so that it comes out as if that run had not been broken.
    kept = [_keep(row, request, past.get(row.source.key), targets) if request.goes_on else None for row in rows]
    return Plan(
        tuple(old or _place(row, targets) for row, old in zip(rows, kept, strict=True)),
        found.hidden,
        found.other,
        found.closed,
    )


def _prepare(source: Source, request: Request, masks: Masks | None, models: Sequence[ModelSpec]) -> Row:
    """The row as far as it does not depend on others."""
    if source.trouble:
        return Row(source, None, "failed", reason=source.trouble)
    try:
        mask = masks.find(source.path, source.key) if masks is not None else None
    except InvalidMask as error:
        return Row(source, None, "failed", reason=str(error))
    if masks is not None and mask is None and request.steps.sensitivity is None:
        reason = f"The folder {request.steps.masks} holds no mask named {source.path.stem} for {source.path}."
        return Row(source, None, "failed", reason=reason)
    return Row(source, None, "waiting", request.steps.fingerprint(models, mask), mask)


def _keep(row: Row, request: Request, entry: Entry | None, targets: Targets) -> Row | None:
    """The row as the journal has it; None where that says nothing about it."""
    if row.state == "failed" or entry is None or not entry.is_about(row.source, row.settings):
        return None
    target = request.output.joinpath(*PurePosixPath(entry.target).parts)
    if entry.mark == "done" and target.is_file():
        targets.claim(target)
        return replace(row, target=target, state="done before", reason=entry.reason)
    if (entry.mark == "clean" and request.clean == "skip") or (entry.mark == "stamped" and not request.again):
        targets.claim(target)
        return replace(row, target=target, state="done before" if entry.mark == "clean" else "skipped", reason=entry.reason)
    if entry.mark == "failed" and not request.retry_failed:
        targets.claim(target)
        return replace(row, target=target, state="failed", reason=entry.reason)
    if entry.mark == "writing" and targets.refusal(target) is None:
        targets.claim(target)
        return replace(row, target=target, replaces=True)
    return None


def _place(row: Row, targets: Targets) -> Row:
    """The row with its target, or why it gets none."""
    if row.state == "failed":
        return row
    target = targets.choose(row.source)
    refusal = targets.refusal(target)
    if refusal is not None:
        return replace(row, target=target, state="failed", reason=refusal)
    conflict = targets.conflict(row.source, target, row.settings)
    if conflict:
        return replace(row, target=target, state="skipped", reason=conflict)
    return replace(row, target=target, replaces=targets.may_replace)
