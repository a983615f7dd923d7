"""What the user prefers: kept in the settings, and in effect at once."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from tintype.engine import DenoiseSettings
from tintype.engine.catalogue import user_folder
from tintype.gui.editor import Editor
from tintype.gui.jobs import Job, Jobs
from tintype.gui.settings import LanguageChoice, Settings, ThemeChoice
from tintype.gui.theme import Themes
from tintype.progress import Progress


class Preferences(QObject):
    """Takes each preference to where it counts.

    Attributes:
        changed: a preference is in effect.
        failed: one cannot be carried out, with the exception.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, settings: Settings, themes: Themes, jobs: Jobs, editor: Editor) -> None:
        """Put into effect what the settings hold; theme and editor have begun with their part of it."""
        super().__init__(editor)
        self.settings = settings
        self.editor = editor
        self._themes = themes
        self._jobs = jobs
        engine = editor.engine
        engine.tile_memory = in_bytes(settings.tile_memory)
        if self.model_folder != engine.catalogue.own_folder:
            engine.refresh_models(self.model_folder)

    @property
    def denoise(self) -> DenoiseSettings:
        """Device, and what the Denoise panel starts with."""
        return self.editor.defaults

    @property
    def theme(self) -> ThemeChoice:
        """Dark, light, high contrast, or as the system."""
        return self._themes.choice

    @property
    def language(self) -> LanguageChoice:
        """The language of the window from the next start on, or as the system."""
        return self.settings.language

    @property
    def tile_memory(self) -> int | None:
        """Most megabytes of working memory for a tile; None for automatic."""
        return self.settings.tile_memory

    @property
    def photo_memory(self) -> int | None:
        """Most megabytes that reading a photo may take; None for automatic."""
        return self.settings.photo_memory

    @property
    def model_folder(self) -> Path:
        """Where the user's own models lie."""
        return user_folder(self.settings.model_folder)

    def set_denoise(self, denoise: DenoiseSettings) -> None:
        """Set the device, and what the Denoise panel starts with."""
        if denoise != self.denoise:
            self.settings.denoise = denoise
            self.editor.set_defaults(denoise)
            self.changed.emit()

    def set_theme(self, choice: ThemeChoice) -> None:
        """Stay with a theme, or follow the system."""
        self.settings.theme = choice
        self._themes.choose(choice)
        self.changed.emit()

    def set_language(self, choice: LanguageChoice) -> None:
        """Speak another language from the next start on."""
        self.settings.language = choice
        self.changed.emit()

    def set_tile_memory(self, megabytes: int | None) -> None:
        """Limit the working memory of a tile; it counts from the next inference on."""
        self.settings.tile_memory = megabytes
        self.editor.engine.tile_memory = in_bytes(megabytes)
        self.changed.emit()

    def set_photo_memory(self, megabytes: int | None) -> None:
        """Limit what reading a photo may take; it counts from the next photo on."""
        self.settings.photo_memory = megabytes
        self.changed.emit()

    def set_model_folder(self, folder: Path | None) -> None:
        """Look for the user's own models in another folder; None for the platform's place."""
        self.settings.model_folder = folder
        self._follow_model_folder()
        self.changed.emit()

    def restore_defaults(self) -> None:
        """Take all of them back."""
        self.settings.restore_defaults()
        self.set_theme(self.settings.theme)
        self.set_denoise(self.settings.denoise)
        self.set_tile_memory(self.settings.tile_memory)
        self.set_photo_memory(self.settings.photo_memory)
        self.set_model_folder(self.settings.model_folder)

    def _follow_model_folder(self) -> None:
        engine, folder = self.editor.engine, self.model_folder
        own = [model.id for model in self.editor.own_models]

        def work(_: Progress) -> None:
            engine.refresh_models(folder)

        if folder != engine.catalogue.own_folder:
            job = Job(work)
            job.succeeded.connect(lambda _: self.editor.follow_models(*own))
            job.failed.connect(self.failed)
            self._jobs.start(job)


def in_bytes(megabytes: int | None) -> int | None:
    """The limit as the engine takes it."""
    return None if megabytes is None else megabytes * 2**20
