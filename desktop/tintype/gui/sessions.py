"""The sessions of all windows that run or crashed: each has a folder, and a lock that goes with its process."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QLockFile

from tintype.document.session import Session

LOCK = ".lock"


class Sessions:
    """Holds the lock of the own session, and finds those that nobody holds.

    A lock is made before its session's folder and goes after it, so that no folder is without one while its window lives.

    Attributes:
        own: where this window puts its unsaved work; None where the disk does not let it.
    """

    def __init__(self, root: Path) -> None:
        """``root`` holds all sessions; it is made where it is missing."""
        self._root = root
        self._locks: dict[Path, QLockFile] = {}
        self.own: Session | None = None
        folder = root / uuid4().hex
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        if self._claim(folder):
            self.own = Session(folder)

    def crashed(self) -> list[Session]:
        """The sessions with work in them whose windows are gone; from now on they are this window's."""
        found = []
        for folder in sorted({path.with_suffix("") for path in self._root.iterdir()}) if self.own else []:
            session = Session(folder)
            if folder in self._locks or not self._claim(folder):
                continue
            if session.stored():
                found.append(session)
            else:
                self.end(session)
        return found

    def end(self, session: Session) -> None:
        """Remove a session."""
        session.close()
        lock = self._locks.pop(session.folder, None)
        if lock is not None:
            lock.unlock()

    def close(self) -> None:
        """Remove the own session; let go of the others, which the next window finds again."""
        if self.own is not None:
            self.end(self.own)
        for folder, lock in list(self._locks.items()):
            session = Session(folder)
            if session.stored():
                lock.unlock()
            else:
                self.end(session)
        self._locks.clear()

    def _claim(self, folder: Path) -> bool:
        lock = QLockFile(str(folder.with_suffix(LOCK)))
        lock.setStaleLockTime(0)  # as long as its process lives, however long that is
        if not lock.tryLock(0) and not (_is_remains(folder) and lock.tryLock(0)):
            return False
        self._locks[folder] = lock
        return True


def _is_remains(folder: Path) -> bool:
    """Remove a lock that a power cut left without its content; a window that lives makes its folder later than that."""
    lock = folder.with_suffix(LOCK)
    if not folder.is_dir() or lock.stat().st_size:
        return False
    lock.unlink(missing_ok=True)
    return True
