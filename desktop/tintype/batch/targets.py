"""Where results go: never onto an original, and never two into one file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from tintype.batch.journal import Entry
from tintype.batch.request import Request
from tintype.batch.sources import Source, real
from tintype.errors import CannotWrite
from tintype.photo import WRITABLE
from tintype.photo.naming import folded, target_name


class Targets:
    """Gives out targets, each once.

    Attributes:
        may_replace: whether the request lets a result replace a file.
    """

    def __init__(self, request: Request, sources: Sequence[Source], past: Mapping[str, Entry]) -> None:
        self._request = request
        self._past = past
        self._places = {real(source.path) for source in sources}
        self._files = {_identity(source.path) for source in sources} - {None}
        self._taken: set[str] = set()
        self._numbers: dict[str, int] = {}
        self.may_replace = request.on_conflict in ("overwrite", "if-changed")

    def claim(self, target: Path) -> None:
        """Keep it from being given out."""
        self._taken.add(folded(target))

    def choose(self, source: Source) -> Path:
        """A target that no other source has; with a number in its name where the plain name is taken."""
        plain = folded(self._candidate(source, 1))
        number = self._numbers.get(plain, 1)
        while not self._is_free(self._candidate(source, number)):
            number += 1
        self._numbers[plain] = number
        target = self._candidate(source, number)
        self.claim(target)
        return target

    def refusal(self, target: Path) -> str | None:
        """Why nothing may be written there, as one sentence."""
        if real(target) in self._places or _identity(target) in self._files:
            return str(CannotWrite(target, "it is one of the originals; choose another output folder or name"))
        return None

    def conflict(self, source: Source, target: Path, settings: str) -> str:
        """Why a file that is at the target stays; empty where there is none, or it goes."""
        rule = self._request.on_conflict
        if not os.path.lexists(target):
            return ""
        if rule == "skip":
            return "There is a file of this name already."
        if rule == "if-changed" and not self._has_changed(source, target, settings):
            return "The photo has not changed since this was made."
        return ""

    def _has_changed(self, source: Source, target: Path, settings: str) -> bool:
        entry = self._past.get(source.key)
        if entry is not None and entry.mark == "done" and entry.target == target.relative_to(self._request.output).as_posix():
            return not entry.is_about(source, settings)
        return not target.exists() or source.mtime_ns > target.stat().st_mtime_ns

    def _candidate(self, source: Source, number: int) -> Path:
        request = self._request
        suffix = _suffix(source.path) if request.format == "same" else f".{request.format}"
        name = target_name(request.name, source.path.stem, request.steps.task, suffix, number)
        return request.output.joinpath(*PurePosixPath(source.key).parent.parts, name)

    def _is_free(self, target: Path) -> bool:
        if folded(target) in self._taken:
            return False
        return self._request.on_conflict != "rename" or not os.path.lexists(target)


def _suffix(path: Path) -> str:
    """The photo's own, or that of a format without loss where its own can only be read."""
    return path.suffix if path.suffix.lower() in WRITABLE else ".tif"


def _identity(path: Path) -> tuple[int, int] | None:
    """What is the same for two names of one file; None where there is none."""
    try:
        facts = path.stat()
    except (OSError, ValueError):
        return None
    return facts.st_dev, facts.st_ino
