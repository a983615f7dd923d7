"""File names: templates, and names that fit and differ on every disk."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

from tintype.errors import InvalidSetting

FIELDS = ("stem", "task")
LONGEST_NAME = 255
"""Bytes, on nearly every file system."""

_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f]')


def folded(path: Path) -> str:
    """Equal for two paths that some file system takes for the same."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def check_template(template: str, known: Sequence[str] = FIELDS) -> None:
    """Raise ``InvalidSetting`` unless the template makes a file name, out of these fields."""
    first, *others = (f"{{{field}}}" for field in known)
    allowed = f"a file name with {first} and, if wanted, {', '.join(others)}"
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        raise InvalidSetting("The name", template, allowed) from None
    fields = [(field, spec, conversion) for _, field, spec, conversion in parts if field is not None]
    plain = all(field in known and not spec and not conversion for field, spec, conversion in fields)
    if not plain or not fields or _FORBIDDEN.search("".join(text for text, *_ in parts)):
        raise InvalidSetting("The name", template, allowed)


def target_name(
    template: str, stem: str, task: str, suffix: str, number: int = 1, others: Mapping[str, str] | None = None
) -> str:
    """A file name by the template; from the second on with its number, and cut where it would be too long.

    ``others`` are values of fields besides stem and task.
    """
    ending = (f" ({number})" if number > 1 else "") + suffix
    return _cut(template.format(stem=stem, task=task, **(others or {})), LONGEST_NAME - len(_bytes(ending))) + ending


def _cut(text: str, most: int) -> str:
    while len(_bytes(text)) > most:
        text = text[:-1]
    return text


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
