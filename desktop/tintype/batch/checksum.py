"""What a model file holds, in short."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path


def checksum(path: Path) -> str:
    """Differs for two files that differ, whatever they say of themselves.

    Raises:
        OSError: the file cannot be read.
    """
    facts = path.stat()
    return _of_content(path, facts.st_size, facts.st_mtime_ns)


@lru_cache(maxsize=32)
def _of_content(path: Path, _size: int, _mtime_ns: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
