"""Brings back the work that a crash interrupted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from tintype.document.desk import Desk, Kept, Stamp
from tintype.document.session import Entry, Session, Stored, load
from tintype.errors import DamagedWork, SourceChanged, TintypeError
from tintype.gui.autosave import Autosave
from tintype.gui.browser import Browser
from tintype.gui.canvas.picture import Picture
from tintype.gui.error_texts import sentence_of
from tintype.gui.files import Files, make_picture
from tintype.gui.jobs import Job, Jobs
from tintype.gui.language import tr
from tintype.gui.recovery_bar import RecoveryBar
from tintype.gui.sessions import Sessions


@dataclass
class Loaded:
    """What could be read of the crashed sessions.

    Attributes:
        entries: the work on photos, and where it was kept.
        pasted: a pasted picture with its work, and where that was kept.
        failures: what could not be read, and why.
    """

    entries: list[tuple[Entry, Stored]]
    pasted: tuple[Picture, Stored] | None
    failures: list[tuple[Stored, str]]


class Recovery(QObject):
    """Offers it, and carries out the answer. What cannot be restored stays where it is until it is discarded.

    Attributes:
        failed: reading failed in an unforeseen way, with the exception.
    """

    failed = Signal(object)

    def __init__(
        self, sessions: Sessions, autosave: Autosave, files: Files, browser: Browser, desk: Desk, jobs: Jobs, bar: RecoveryBar
    ) -> None:
        """``look`` begins."""
        super().__init__(bar)
        self._sessions = sessions
        self._autosave = autosave
        self._files = files
        self._browser = browser
        self._desk = desk
        self._jobs = jobs
        self._bar = bar
        self._crashed: list[Session] = []
        bar.restore_asked.connect(self._restore)
        bar.discard_asked.connect(self._discard)
        bar.later_asked.connect(bar.hide)

    def look(self) -> None:
        """Offer what there is."""
        self._crashed = self._sessions.crashed()
        stored = self._stored()
        if stored:
            sound = [one for one in stored if not one.damaged]
            self._bar.offer([self._name(one) for one in sound], len(stored) - len(sound))

    def _name(self, stored: Stored) -> str:
        return stored.path.name if stored.path else self.tr("a pasted picture")

    def _stored(self) -> list[Stored]:
        return [stored for session in self._crashed for stored in session.stored()]

    def _discard(self) -> None:
        for session in self._crashed:
            self._sessions.end(session)
        self._crashed = []
        self._bar.hide()

    def _restore(self) -> None:
        stored, busy = self._stored(), {path for path in self._desk.unsaved if path is not None}
        text = self.tr("There is other unsaved work on {0}; save or discard that first.")
        refused = [(one, text.format(one.path.name)) for one in stored if one.path in busy and one.path is not None]
        wanted = [one for one in stored if one.path not in busy]
        job = Job(lambda _: _loaded(wanted))
        job.succeeded.connect(lambda loaded: self._take(loaded, refused))
        job.failed.connect(self.failed)
        self._bar.restore.setEnabled(False)
        self._jobs.start(job)

    def _take(self, loaded: Loaded, refused: list[tuple[Stored, str]]) -> None:
        paths: list[Path] = []
        for entry, stored in loaded.entries:
            if entry.path is not None and entry.stamp is not None:
                self._desk.keep(entry.path, Kept(entry.work, entry.stamp))
                self._autosave.supersede(entry.path, stored.folder)
                self._autosave.put(entry)
                paths.append(entry.path)
        if loaded.pasted is not None:
            self._take_pasted(*loaded.pasted, paths)
        elif len(paths) == 1:
            self._files.browse_to(paths[0])
        elif paths:
            self._browser.open_paths(paths)
        left = [*loaded.failures, *refused]
        if left:
            self._bar.tell_left([sentence for _, sentence in left], can_retry=any(not stored.damaged for stored, _ in left))
        else:
            self._bar.hide()

    def _take_pasted(self, picture: Picture, stored: Stored, paths: list[Path]) -> None:
        if paths:
            self._browser.show_only(paths)
        self._files.open_pasted(picture, lambda: self._autosave.supersede(None, stored.folder))


def _loaded(wanted: list[Stored]) -> Loaded:
    """Read the entries, of several pasted pictures only the first: there is no going from one to the other."""
    result = Loaded([], None, [])
    for stored in wanted:
        try:
            _load(stored, result)
        except TintypeError as error:
            damaged = stored if not isinstance(error, DamagedWork) else Stored(stored.folder, stored.path, damaged=True)
            result.failures.append((damaged, sentence_of(error)))
    return result


def _load(stored: Stored, result: Loaded) -> None:
    entry = load(stored)
    if entry.path is not None:
        if Stamp.of(entry.path) != entry.stamp:
            raise SourceChanged(entry.path)
        result.entries.append((entry, stored))
    elif entry.picture is not None and result.pasted is None:
        picture = make_picture(entry.picture, None)
        picture.document.resume(entry.work)
        picture.document.history.mark_unsaved()
        result.pasted = picture, stored
    else:
        text = tr("Another pasted picture waits; save the one in sight, then try again.")
        result.failures.append((stored, text))
