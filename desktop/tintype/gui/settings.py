"""What the window remembers from one start to the next."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, QSettings

from tintype.engine import Amount, DenoiseSettings, Device, Quality
from tintype.errors import InvalidSetting
from tintype.gui.canvas.compare import Mode
from tintype.gui.export_settings import ExportSettings

ThemeChoice = Literal["system", "dark", "light", "contrast"]
LanguageChoice = Literal["system", "en", "de"]

MOST_RECENT_FILES = 10
PREFERENCES = (
    *("theme", "language", "device", "quality", "luminance", "colour", "detail"),
    *("tile_memory", "photo_memory", "model_folder"),
)
LEAST_TILE_MEMORY, MOST_TILE_MEMORY = 64, 65536
LEAST_PHOTO_MEMORY, MOST_PHOTO_MEMORY = 256, 65536


class Settings:
    """Typed access to a settings file."""

    def __init__(self, path: Path | None = None) -> None:
        """``path`` is the file; by default the platform's place for Tintype."""
        self._store = QSettings("tintype", "tintype") if path is None else QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> ThemeChoice:
        """Dark, light, high contrast, or as the system."""
        value = self._store.value("theme", "system")
        return next((choice for choice in get_args(ThemeChoice) if choice == value), "system")

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store.setValue("theme", choice)

    @property
    def language(self) -> LanguageChoice:
        """The language of the window, or as the system."""
        value = self._store.value("language", "system")
        return next((choice for choice in get_args(LanguageChoice) if choice == value), "system")

    @language.setter
    def language(self, choice: LanguageChoice) -> None:
        self._store.setValue("language", choice)

    @property
    def compare(self) -> Mode:
        """How before and after were compared last."""
        value = self._store.value("compare", "off")
        return next((mode for mode in get_args(Mode) if mode == value), "off")

    @compare.setter
    def compare(self, mode: Mode) -> None:
        self._store.setValue("compare", mode)

    @property
    def denoise(self) -> DenoiseSettings:
        """What the Denoise panel starts with: quality, amount and device."""
        stored = self._store.value("device")
        # "cuda" is what earlier versions called the GPU.
        device: Device = "gpu" if stored == "cuda" else next((one for one in get_args(Device) if one == stored), "auto")
        quality: Quality = next((one for one in get_args(Quality) if one == self._store.value("quality")), "fast")
        try:
            amount = Amount(self._number("luminance", 1.0), self._number("colour", 1.0), self._number("detail", 0.0))
        except InvalidSetting:
            amount = Amount()
        return DenoiseSettings(amount=amount, quality=quality, device=device)

    @denoise.setter
    def denoise(self, denoise: DenoiseSettings) -> None:
        self._store.setValue("device", denoise.device)
        self._store.setValue("quality", denoise.quality)
        self._store.setValue("luminance", denoise.amount.luminance)
        self._store.setValue("colour", denoise.amount.colour)
        self._store.setValue("detail", denoise.amount.detail)

    @property
    def tile_memory(self) -> int | None:
        """Most megabytes of working memory for a tile; None for automatic."""
        megabytes = self._number("tile_memory", 0.0)
        return round(megabytes) if LEAST_TILE_MEMORY <= megabytes <= MOST_TILE_MEMORY else None

    @tile_memory.setter
    def tile_memory(self, megabytes: int | None) -> None:
        self._store.setValue("tile_memory", megabytes or 0)

    @property
    def photo_memory(self) -> int | None:
        """Most megabytes that reading a photo may take; None for automatic."""
        megabytes = self._number("photo_memory", 0.0)
        return round(megabytes) if LEAST_PHOTO_MEMORY <= megabytes <= MOST_PHOTO_MEMORY else None

    @photo_memory.setter
    def photo_memory(self, megabytes: int | None) -> None:
        self._store.setValue("photo_memory", megabytes or 0)

    @property
    def bytes_for_reading(self) -> int | None:
        """The same in bytes, as whatever reads a photo takes it."""
        return None if self.photo_memory is None else self.photo_memory * 10**6

    @property
    def model_folder(self) -> Path | None:
        """Where the user's own models lie; None for the platform's place."""
        folder = Path(str(self._store.value("model_folder", "")))
        return folder if folder.is_absolute() else None

    @model_folder.setter
    def model_folder(self, folder: Path | None) -> None:
        self._store.setValue("model_folder", "" if folder is None else str(folder))

    def restore_defaults(self) -> None:
        """Forget the preferences; what the window remembers by itself stays."""
        for name in PREFERENCES:
            self._store.remove(name)

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window; empty the first time."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    @property
    def folder(self) -> Path:
        """The folder that was used last; the home folder if it is gone."""
        folder = Path(str(self._store.value("folder", "")))
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._store.setValue("folder", str(folder))

    @property
    def brush(self) -> tuple[float, float]:
        """Diameter in pixels and hardness from 0 to 1 of the brush."""
        return self._number("brush_size", 60.0), self._number("brush_hardness", 0.8)

    @brush.setter
    def brush(self, brush: tuple[float, float]) -> None:
        self._store.setValue("brush_size", brush[0])
        self._store.setValue("brush_hardness", brush[1])

    @property
    def fill_after_stroke(self) -> bool:
        """Whether the end of each stroke fills the mask."""
        return str(self._store.value("fill_after_stroke", "false")) == "true"

    @fill_after_stroke.setter
    def fill_after_stroke(self, on: bool) -> None:
        self._store.setValue("fill_after_stroke", "true" if on else "false")

    @property
    def export(self) -> ExportSettings | None:
        """How a photo was exported last; None if none was, or that cannot be read."""
        return ExportSettings.from_json(str(self._store.value("export", "")))

    @export.setter
    def export(self, export: ExportSettings) -> None:
        self._store.setValue("export", export.to_json())

    @property
    def filmstrip(self) -> bool:
        """Whether the photos of the folder are shown."""
        return str(self._store.value("filmstrip", "true")) == "true"

    @filmstrip.setter
    def filmstrip(self, on: bool) -> None:
        self._store.setValue("filmstrip", "true" if on else "false")

    def _number(self, name: str, default: float) -> float:
        try:
            number = float(str(self._store.value(name, default)))
        except ValueError:
            return default
        return number if math.isfinite(number) else default

    @property
    def recent_files(self) -> list[Path]:
        """Photos opened last, the latest first."""
        value = self._store.value("recent_files", [])
        names = [value] if isinstance(value, str) else value
        return [Path(str(name)) for name in names] if isinstance(names, list) else []

    def add_recent_file(self, path: Path) -> None:
        """Put a photo first."""
        self._set_recent_files([path, *(other for other in self.recent_files if other != path)][:MOST_RECENT_FILES])

    def forget_recent_file(self, path: Path) -> None:
        """Take out a photo that is gone."""
        self._set_recent_files([other for other in self.recent_files if other != path])

    def clear_recent_files(self) -> None:
        """Take out all."""
        self._set_recent_files([])

    @property
    def batch(self) -> str:
        """What the batch window was set to last, as JSON."""
        return str(self._store.value("batch", ""))

    @batch.setter
    def batch(self, text: str) -> None:
        self._store.setValue("batch", text)

    @property
    def batch_left(self) -> int:
        """Number of photos that the last batch has not done; none where it was finished."""
        return max(round(self._number("batch_left", 0.0)), 0)

    @batch_left.setter
    def batch_left(self, count: int) -> None:
        self._store.setValue("batch_left", count)

    def sync(self) -> None:
        """Write everything to the file now."""
        self._store.sync()

    def _set_recent_files(self, paths: list[Path]) -> None:
        self._store.setValue("recent_files", [str(path) for path in paths])
