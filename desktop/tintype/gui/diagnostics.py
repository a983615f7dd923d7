"""The text for a report of a problem, onto the clipboard."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from tintype.errors import TintypeError
from tintype.gui.editor import Editor
from tintype.gui.jobs import Job, Jobs
from tintype.gui.language import tr
from tintype.gui.toast import Toast


def copy_diagnostics(editor: Editor, jobs: Jobs, toast: Toast) -> None:
    """Gather what ``tintype doctor`` prints, the model and its last time, outside the window's thread; a toast tells the end."""
    engine, settings, milliseconds = editor.engine, editor.draft, editor.milliseconds
    shown = editor.document.shown if editor.document else None

    def model() -> str:
        try:
            return (shown.denoised.model if shown else engine.model_for(settings)).id
        except TintypeError as error:
            return str(error)

    def text() -> str:
        from tintype.engine.diagnostics import as_text, diagnostics  # loads the runtime, which the window opens without

        last = "none" if milliseconds is None else f"{milliseconds:.0f} ms/MP"
        return as_text({**diagnostics(engine, settings.device), "model": model(), "last_time": last})

    def done(gathered: str) -> None:
        QGuiApplication.clipboard().setText(gathered)
        toast.show_message(tr("Diagnostics copied"))

    job = Job(lambda _: text())
    job.succeeded.connect(done)
    job.failed.connect(editor.failed)
    toast.watch(job, tr("Gathering diagnostics"))
    jobs.start(job)
