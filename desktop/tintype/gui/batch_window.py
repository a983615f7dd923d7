"""The window of the batch: a folder of photos in, all of it out, while another photo is worked on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from tintype.batch import Plan, Request, Row
from tintype.errors import TintypeError
from tintype.gui.batch_bar import BatchBar
from tintype.gui.batch_form import BatchForm
from tintype.gui.batch_model import SHARPNESS, WIDTH, BatchModel
from tintype.gui.batch_runner import BatchRunner
from tintype.gui.batch_settings import BatchSettings
from tintype.gui.batch_table import BatchTable
from tintype.gui.batch_words import plan_in_words, summary
from tintype.gui.clipboard import paths_in
from tintype.gui.contact_sheet import ContactSheets
from tintype.gui.drop_zone import DropZone
from tintype.gui.editor import Editor
from tintype.gui.error_box import show_error
from tintype.gui.error_texts import sentence_of
from tintype.gui.theme import Themes
from tintype.gui.thumbnails import Thumbnails
from tintype.gui.toast import Toast
from tintype.gui.widgets import line

REST_MS = 200
"""The plan is made this long after the last change."""


class BatchWindow(QWidget):
    """Form, table and bar.

    Attributes:
        runner: what plans and runs.
        was_started: whether the batch that is planned was started, now or before the last end of the program.
        open_asked: the result at this path is to be opened.
        progressed: the run began, moved on, or has ended.
        ended: a run has ended, with a sentence on what was done.
    """

    open_asked = Signal(object)
    progressed = Signal()
    ended = Signal(str)

    def __init__(self, editor: Editor, settings: BatchSettings, themes: Themes, memory: Callable[[], int | None]) -> None:
        """Hidden at first.

        Args:
            editor: has the engine.
            settings: where they have photos, these are those of a batch that was not finished.
            themes: colour the window.
            memory: tells the most bytes that reading a photo may take; None for half of what is free.
        """
        super().__init__()
        self.setObjectName("batch")
        self.setWindowTitle(self.tr("Batch"))
        self.setAcceptDrops(True)
        self._editor = editor
        self._memory = memory
        self._themes = themes
        self._request: Request | None = None
        self._removed: set[str] = set()
        self.runner = BatchRunner(editor.engine, self)
        self.thumbnails = Thumbnails(self.runner.jobs, lambda: self.table.wanted, lambda: SHARPNESS * WIDTH, self, memory)
        self.model = BatchModel(self.thumbnails, self)
        self.form = BatchForm(settings)
        self.table = BatchTable(self.model, self.thumbnails)
        self.zone = DropZone()
        self.bar = BatchBar()
        self._stage = QWidget()
        self.toast = Toast(self._stage)
        self._sheets = ContactSheets(self, self.runner.jobs, self.toast)
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._lay_out()
        self._connect()
        self._follow_theme()
        self._follow_form()
        self.was_started = bool(settings.inputs)

    def _lay_out(self) -> None:
        self._pages = QStackedLayout(self._stage)
        self._pages.addWidget(self.zone)
        self._pages.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        column.addWidget(self.form)
        column.addWidget(line())
        column.addWidget(self._stage, 1)
        column.addWidget(self.bar)
        self.resize(1020, 720)
        self.setMinimumSize(760, 480)

    def _connect(self) -> None:
        runner, table, bar = self.runner, self.table, self.bar
        self._rest.timeout.connect(self._plan)
        self.form.changed.connect(self._follow_form)
        runner.planned.connect(self._show_plan)
        runner.refused.connect(self._refuse)
        runner.advanced.connect(self._advance)
        runner.started.connect(self._refresh)
        runner.paused_changed.connect(self._refresh)
        runner.failed.connect(lambda error: show_error(error, self))
        runner.ended.connect(self._end)
        table.open_asked.connect(self.open_asked)
        table.retry_asked.connect(self._retry)
        table.remove_asked.connect(self._remove)
        table.chosen.connect(self._refresh_buttons)
        bar.start.clicked.connect(self._start)
        bar.pause.clicked.connect(lambda: runner.resume() if runner.paused else runner.pause())
        bar.cancel.clicked.connect(runner.cancel)
        bar.open_result.clicked.connect(table.open_result.trigger)
        bar.show_folder.clicked.connect(table.show_folder.trigger)
        bar.retry.clicked.connect(lambda: self._retry(table.failed or self._of_state("failed")))
        bar.contact_sheet.clicked.connect(lambda: self._sheets.make(self.model.rows, self.form.settings.folder))
        for signal in (self._editor.started, self._editor.ended):
            signal.connect(self._refresh)
        self._themes.changed.connect(self._follow_theme)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)

    # --- planning ---

    def _follow_form(self) -> None:
        """The settings are others: nothing can be started before the plan is made."""
        self._removed.clear()
        self.was_started = False
        self.thumbnails.clear()
        self._request = None
        self.runner.forget()
        if not self.form.settings.inputs:
            self.model.show_rows((), Path())
        self._pages.setCurrentWidget(self.table if self.form.settings.inputs else self.zone)
        self._rest.start()
        self._tell_plan(self.tr("Looking for photos…") if self.form.settings.inputs else "")

    def _plan(self) -> None:
        if self.runner.running:
            return
        try:
            self._request = self.form.settings.request(self._editor.defaults.device, self._memory())
        except TintypeError as error:
            self._refuse(error)
            return
        if self._request is not None:
            self.runner.plan(self._request, self._removed)
        elif self.form.settings.inputs:
            self._tell_plan(self.tr("Choose the mask that is to be filled."))

    def _show_plan(self, plan: Plan) -> None:
        self.model.show_rows(plan.rows, self._request.output if self._request else Path())
        self._tell_plan(plan_in_words(plan))

    def _refuse(self, error: Exception) -> None:
        self._request = None
        self.model.show_rows((), Path())
        self._tell_plan(sentence_of(error))
        if not isinstance(error, TintypeError):
            show_error(error, self)

    def _tell_plan(self, text: str) -> None:
        self.bar.show_text(text)
        self._refresh()

    def _remove(self, rows: Sequence[Row]) -> None:
        self._removed.update(row.source.key for row in rows)
        self._plan()

    # --- running ---

    def _of_state(self, state: str) -> list[Row]:
        return [row for row in self.model.rows if row.state == state]

    @property
    def waiting(self) -> int:
        """Number of photos that are still to be done."""
        return len(self._of_state("waiting"))

    def _start(self) -> None:
        if self._request is not None:
            self.was_started = True
            known = [row.source for row in self.model.rows] if self.form.settings.watch else None
            self.runner.start(self._request, self._of_state("waiting"), known, self._removed)

    def _retry(self, rows: Sequence[Row]) -> None:
        if self._request is not None and not self.runner.running:
            self.runner.retry(self._request, rows)

    def _advance(self, rows: Sequence[Row], seconds: Mapping[str, float], fractions: Mapping[str, float]) -> None:
        if rows:
            self.model.update_rows(rows, seconds)
        self.model.show_progress(fractions)
        self._refresh()

    def _end(self) -> None:
        self.model.show_progress({})
        self.bar.show_text(summary(self.model.rows))
        self._refresh()
        self.ended.emit(summary(self.model.rows))

    def _refresh(self) -> None:
        running = self.runner.running
        self.form.setEnabled(not running)
        self.bar.set_others_first(self._editor.busy)
        self.bar.show_run(self.runner)
        self.table.locked = running
        self.table.refresh_actions()
        self.progressed.emit()

    def _refresh_buttons(self) -> None:
        bar, table, idle = self.bar, self.table, not self.runner.running
        ready = idle and self._request is not None and not self.runner.planning
        bar.start.setEnabled(ready and (self.waiting > 0 or self.form.settings.watch))
        bar.open_result.setEnabled(table.open_result.isEnabled())
        bar.show_folder.setEnabled(table.show_folder.isEnabled())
        bar.retry.setEnabled(idle and bool(self._of_state("failed")))
        bar.contact_sheet.setEnabled(idle and any(row.state not in ("waiting", "failed", "skipped") for row in self.model.rows))

    # --- drag and drop, theme ---

    def add(self, paths: Sequence[Path]) -> None:
        """Add photos and folders; not while the batch runs."""
        if self.runner.running:
            self.toast.show_message(self.tr("The batch is running; add more when it has ended."), "warning")
        else:
            self.form.add(paths)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if paths_in(event.mimeData()):
            event.acceptProposedAction()
            self.zone.set_hovered(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002  # Qt's signature
        """It went elsewhere."""
        self.zone.set_hovered(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add it."""
        self.zone.set_hovered(False)
        event.acceptProposedAction()
        self.add(paths_in(event.mimeData()))

    def _follow_theme(self) -> None:
        self.model.set_theme(self._themes.theme)
        self.zone.set_colour(QColor(self._themes.theme.muted))
