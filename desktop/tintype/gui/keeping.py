"""Unsaved work in files: written while the window lives, offered after a crash, removed at a clean end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tintype.document.desk import Desk
from tintype.document.document import Document
from tintype.gui.autosave import Autosave
from tintype.gui.browser import Browser
from tintype.gui.editor import Editor
from tintype.gui.error_box import show_error
from tintype.gui.files import Files
from tintype.gui.jobs import Jobs
from tintype.gui.mask_editor import MaskEditor
from tintype.gui.recovery import Recovery
from tintype.gui.recovery_bar import RecoveryBar
from tintype.gui.sessions import Sessions
from tintype.gui.toast import Toast


class Keeping(QObject):
    """Connects sessions, autosave and recovery.

    Attributes:
        bar: the offer, to be put above the photo.
        autosave: None where the disk takes nothing.
    """

    def __init__(self, window: QWidget, root: Path, files: Files, browser: Browser, desk: Desk, jobs: Jobs, toast: Toast) -> None:
        """``root`` is the folder of all windows' sessions."""
        super().__init__(window)
        self.bar = RecoveryBar()
        self.autosave: Autosave | None = None
        self._sessions = Sessions(root)
        self._recovery: Recovery | None = None
        self._pasted: Document | None = None
        if self._sessions.own is None:
            return
        self.autosave = Autosave(self._sessions.own, jobs, desk, self)
        self._recovery = Recovery(self._sessions, self.autosave, files, browser, desk, jobs, self.bar)
        self.autosave.told.connect(lambda text: toast.show_message(text, "warning"))
        self.autosave.failed.connect(lambda error: show_error(error, window))
        self._recovery.failed.connect(lambda error: show_error(error, window))
        files.discarded.connect(self.autosave.forget)

    def connect_to(self, editor: Editor, masks: MaskEditor, files: Files) -> None:
        """Note every change of the document in sight."""
        autosave = self.autosave
        if autosave is None:
            return
        editor.document_changed.connect(lambda: self._follow_document(editor))
        for signal in (editor.recipe_changed, editor.mask_changed, masks.stroke_ended, files.saved):
            signal.connect(lambda: autosave.note(editor.document))
        files.saved.connect(autosave.forget_saved)

    def look(self) -> None:
        """Offer what a crash left behind."""
        if self._recovery is not None:
            self._recovery.look()

    def close(self) -> None:
        """The window is closed in good order: nothing is to be kept."""
        if self.autosave is not None:
            self.autosave.close()
        self._sessions.close()

    def _follow_document(self, editor: Editor) -> None:
        """A pasted picture is gone for good when another one is opened."""
        document = editor.document
        if self.autosave is not None and self._pasted is not None and document is not self._pasted:
            self.autosave.forget(None)
        self._pasted = document if document is not None and document.path is None else None
