"""Recipes between photos: copied, pasted, saved, loaded, and run over the open photo."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tintype.document.document import Document
from tintype.document.recipe import Recipe
from tintype.document.recipe_file import read_recipe, write_recipe
from tintype.document.recipe_run import Outcome, RecipeRun
from tintype.errors import TintypeError
from tintype.gui.actions import Actions
from tintype.gui.editor import Editor
from tintype.gui.error_box import show_error
from tintype.gui.error_texts import sentence_of
from tintype.gui.file_dialogs import ask_load_recipe, ask_save_recipe
from tintype.gui.jobs import Job, Jobs
from tintype.gui.language import number
from tintype.gui.settings import Settings
from tintype.gui.toast import Toast
from tintype.progress import Progress


class Recipes(QObject):
    """What the menus say about recipes, and what becomes of a recipe file that is dropped."""

    def __init__(self, window: QWidget, jobs: Jobs, settings: Settings, toast: Toast, editor: Editor) -> None:
        """``window`` owns the dialogs."""
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self._settings = settings
        self._toast = toast
        self._editor = editor

    def connect_to(self, actions: Actions) -> None:
        """Let the actions do what they say; without a photo they are disabled."""
        entries = {
            actions.copy_recipe: self.copy,
            actions.paste_recipe: self.paste,
            actions.save_recipe: self.save,
            actions.load_recipe: self.load,
        }
        for action, do in entries.items():
            action.triggered.connect(do)
            action.setEnabled(False)

        def refresh() -> None:
            for action in entries:
                action.setEnabled(self._editor.document is not None)

        self._editor.document_changed.connect(refresh)

    # --- out ---

    def copy(self) -> None:
        """Put the recipe into the clipboard, as text."""
        recipe = self._present()
        if recipe is not None:
            # As text alone: data made here and left in the clipboard ends PySide 6.11 by a segmentation fault when the app quits.
            QGuiApplication.clipboard().setText(recipe.to_json())
            self._toast.show_message(
                self.tr("Copied the recipe; fills painted by hand stay with this photo.")
                if self._painted()
                else self.tr("Copied the recipe")
            )

    def save(self) -> None:
        """Let the user pick a target, and write the recipe."""
        recipe, document = self._present(), self._editor.document
        target = ask_save_recipe(self._window, document, self._settings.folder) if recipe and document else None
        if recipe is None or target is None:
            return
        told = self.tr("Saved as {0}").format(target.name)
        if self._painted():
            told = self.tr("Saved as {0}; fills painted by hand stay with this photo.").format(target.name)
        job = Job(lambda _: write_recipe(recipe, target))
        job.succeeded.connect(lambda _: self._toast.show_message(told))
        self._start(job)

    def _present(self) -> Recipe | None:
        """The recipe of the open photo; where it has no step, a sentence says so."""
        recipe = self._editor.document.recipe if self._editor.document else Recipe()
        if recipe.steps:
            return recipe
        if self._painted():
            self._warn(self.tr("Fills painted by hand stay with their photo; there is no other step for a recipe."))
        else:
            self._warn(self.tr("Nothing is done to this photo yet; denoise it or fill found damage, and there is a recipe."))
        return None

    def _painted(self) -> bool:
        return self._editor.document is not None and bool(self._editor.document.state.painted)

    # --- in ---

    def paste(self) -> None:
        """Apply the recipe in the clipboard, be it text from elsewhere."""
        text = QGuiApplication.clipboard().text()
        if not text.strip():
            self._warn(self.tr("There is no recipe in the clipboard."))
            return
        try:
            recipe = Recipe.from_json(text)
        except TintypeError as error:
            self._warn(sentence_of(error))
        else:
            self.apply(recipe)

    def load(self) -> None:
        """Let the user pick a recipe, and apply it."""
        path = ask_load_recipe(self._window, self._settings.folder)
        if path is not None:
            self.load_file(path)

    def load_file(self, path: Path) -> None:
        """Apply the recipe in a file to the photo that is open."""
        document = self._editor.document
        if document is None:
            self._warn(self.tr("Open a photo first; a recipe is applied to the photo that is open."))
            return

        def done(recipe: Recipe) -> None:
            if self._editor.document is document:
                self.apply(recipe)

        job = Job(lambda _: read_recipe(path))
        job.succeeded.connect(done)
        self._start(job)

    def apply(self, recipe: Recipe) -> None:
        """Let the recipe take the place of the photo's own, in one step of undo."""
        editor, document = self._editor, self._editor.document
        if document is None or not self._can_run(recipe):
            return
        device, started = editor.defaults.device, time.monotonic()
        plan = RecipeRun.over(document, recipe.on(device))
        if not plan.steps.steps:
            self._take(document, plan, Outcome(plan.fills))
            self._toast.show_message(self.tr("Applied the recipe"))
            return

        def work(progress: Progress) -> Outcome:
            document.retouched.prepare()
            return plan.run(editor.engine, device, progress)

        def done(outcome: Outcome) -> None:
            self._take(document, plan, outcome)
            self._toast.show_message(self._told(plan, outcome, time.monotonic() - started))

        editor.inference.start("recipe", work, done)

    def _can_run(self, recipe: Recipe) -> bool:
        """Whether there is something to do and all that it needs; otherwise a sentence says what is wrong."""
        if not recipe.steps:
            self._warn(self.tr("This recipe holds no step."))
            return False
        from tintype.batch import Steps  # loaded here, for the window opens sooner without it

        try:
            Steps.of(recipe).models(self._editor.engine)
        except TintypeError as error:
            self._warn(sentence_of(error))
            return False
        return self._editor.is_free()

    def _take(self, document: Document, plan: RecipeRun, outcome: Outcome) -> None:
        document.take(plan.recipe, outcome.fills, outcome.result)
        if outcome.result is not None:
            self._editor.device = outcome.result.denoised.device
        self._editor.follow_recipe()

    def _told(self, plan: RecipeRun, outcome: Outcome, seconds: float) -> str:
        if plan.steps.repair is not None and len(outcome.fills) == len(plan.fills):
            return self.tr("Applied the recipe in {0} s; no damage was found").format(number(seconds, 1))
        if outcome.result is not None and outcome.result.denoised.already_clean:
            return self.tr("Applied the recipe in {0} s; there is no noise to remove").format(number(seconds, 1))
        return self.tr("Applied the recipe in {0} s").format(number(seconds, 1))

    def _warn(self, text: str) -> None:
        self._toast.show_message(text, "warning")

    def _start(self, job: Job) -> None:
        job.failed.connect(lambda error: show_error(error, self._window))
        self._jobs.start(job)
