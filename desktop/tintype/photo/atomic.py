"""Replacing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from uuid import uuid4

from tintype.errors import CannotWrite

_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk space allotted to you is used up",
    errno.EFBIG: "the file would be larger than is allowed there",
    errno.EROFS: "the disk can only be read",
    errno.ENAMETOOLONG: "the name is too long",
}


def write_whole(target: Path, data: bytes) -> None:
    """Put ``data`` into the file, so that at every moment it holds either all of the old content or all of the new.

    An existing file keeps its permissions, and a link stays a link.

    Raises:
        CannotWrite: it did not work; the file is as it was.
    """
    try:
        _check(target)
        _replace(target.resolve(), data)
    except OSError as error:
        raise CannotWrite(target, reason_of(error, target)) from error
    except ValueError:
        raise CannotWrite(target, "the name holds a null character") from None


def _check(target: Path) -> None:
    folder = target.parent
    if target.is_dir():
        raise CannotWrite(target, "it is a folder")
    if target.exists() and not target.is_file():
        raise CannotWrite(target, "it is not an ordinary file")
    if target.exists() and not os.access(target, os.W_OK):
        raise CannotWrite(target, "it is write-protected")
    if not folder.exists():
        raise CannotWrite(target, f"the folder {folder} does not exist")
    if not folder.is_dir():
        raise CannotWrite(target, f"{folder} is not a folder")


def _replace(target: Path, data: bytes) -> None:
    # A short name of its own: one made from the target's could be longer than the disk allows.
    temporary = target.with_name(f".tintype-{uuid4().hex}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def reason_of(error: OSError, target: Path) -> str:
    """Why the disk refused, in words that go into ``CannotWrite``."""
    if isinstance(error, PermissionError):
        return f"you are not allowed to write in the folder {target.parent}"
    return _REASONS.get(error.errno or 0, (error.strerror or "the disk failed").lower())
