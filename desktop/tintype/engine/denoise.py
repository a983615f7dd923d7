"""Denoising: from pixels and settings to clean pixels, by whichever model and device serve."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tintype.engine.catalogue import Catalogue
from tintype.engine.devices import Device, DeviceChoice
from tintype.engine.memory import free_memory, halved, tile_side
from tintype.engine.noise import ALREADY_CLEAN, estimate_noise
from tintype.engine.session import Session
from tintype.engine.spec import ModelSpec, Quality
from tintype.engine.tiling import plan, smallest_side
from tintype.errors import InvalidPixels, InvalidSetting, OutOfMemory
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], dtype=np.float32)
"""Weights of red, green and blue in luminance (ITU-R BT.709)."""

BLEND_ROWS = 256

GPU_IS_FULL = "The GPU was not used because its free memory is too small for this photo; close other programs that use it."


@dataclass(frozen=True)
class Amount:
    """How much of the result replaces the original, 0 to 1, in luminance and in colour."""

    luminance: float = 1.0
    colour: float = 1.0

    def __post_init__(self) -> None:
        for name, value in (("luminance", self.luminance), ("colour", self.colour)):
            if not 0 <= value <= 1:
                raise InvalidSetting(f"The {name} amount", value, "from 0 to 1")


@dataclass(frozen=True)
class DenoiseSettings:
    """One request to denoise.

    Attributes:
        noise: standard deviation of the noise in units of a [0, 1] picture; None to measure it.
        amount: how much of the result is used.
        quality: tier of the model, where ``model`` does not name one.
        model: id or file of a model.
        device: where to run.
    """

    noise: float | None = None
    amount: Amount = Amount()
    quality: Quality = "fast"
    model: str | None = None
    device: Device = "auto"

    def __post_init__(self) -> None:
        if self.noise is not None and not 0 <= self.noise <= 1:
            raise InvalidSetting("The noise level", self.noise, "from 0 to 1")
        if self.quality not in ("fast", "best"):
            raise InvalidSetting("The quality", self.quality, "fast or best")
        if self.device not in ("auto", "cpu", "cuda"):
            raise InvalidSetting("The device", self.device, "auto, cpu or cuda")


@dataclass(frozen=True, eq=False)
class Denoised:
    """Result of a denoising at full strength.

    Attributes:
        restored: float32 H x W x 3, before any blending with the original.
        noise: the level that was removed.
        model: the model that did it.
        device: where it ran.
        seconds: how long it took.
    """

    restored: Pixels
    noise: float
    model: ModelSpec
    device: DeviceChoice
    seconds: float

    @property
    def already_clean(self) -> bool:
        """Whether there was too little noise to be worth removing, so that nothing was changed."""
        return self.noise < ALREADY_CLEAN


class Engine:
    """Runs requests one at a time and keeps the models it has loaded. Safe to use from several threads."""

    def __init__(
        self, catalogue: Catalogue | None = None, open_session: Callable[[ModelSpec, Device], Session] = Session
    ) -> None:
        """Use the models of ``catalogue``, by default the installed ones."""
        self.catalogue = catalogue or Catalogue()
        self._open_session = open_session
        self._sessions: dict[tuple[ModelSpec, Device], Session] = {}
        self._lock = threading.Lock()

    def model_for(self, settings: DenoiseSettings) -> ModelSpec:
        """The model that ``settings`` mean.

        Raises:
            UnknownModel, InvalidModel, NoModel
        """
        if settings.model is not None:
            return self.catalogue.find(settings.model)
        return self.catalogue.choose("denoise", settings.quality)

    def device(self, wish: Device = "auto") -> DeviceChoice:
        """What a request for ``wish`` runs on; loads the fast model to find out."""
        with self._lock:
            return self._session(self.catalogue.choose("denoise", "fast"), wish).choice

    def denoise(self, pixels: Pixels, settings: DenoiseSettings, progress: Progress | None = None) -> Denoised:
        """Remove the noise at full strength; ``blend`` applies the amount.

        Args:
            pixels: float32 H x W x 3, about [0, 1]; values beyond are not clipped.
            settings: everything but ``amount`` counts.
            progress: told how far the work is.

        Raises:
            InvalidPixels, UnknownModel, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
        """
        started = time.monotonic()
        progress = progress or Progress()
        check_pixels(pixels)
        model = self.model_for(settings)
        noise = estimate_noise(pixels) if settings.noise is None else settings.noise
        with self._lock:
            if noise < ALREADY_CLEAN:
                restored, choice = pixels.copy(), self._session(model, settings.device).choice
            else:
                restored, choice = self._run(pixels, noise, model, settings.device, progress)
        progress.report(1.0)
        return Denoised(restored, noise, model, choice, time.monotonic() - started)

    def _session(self, model: ModelSpec, device: Device) -> Session:
        key = (model, device)
        if key not in self._sessions:
            self._sessions[key] = self._open_session(model, device)
        return self._sessions[key]

    def _run(
        self, pixels: Pixels, noise: float, model: ModelSpec, wish: Device, progress: Progress
    ) -> tuple[Pixels, DeviceChoice]:
        """Try ever smaller tiles, then the CPU, before giving up for lack of memory."""
        size, device, side = Size(pixels.shape[0], pixels.shape[1]), wish, tile_side(model, free_memory())
        while True:
            session = self._session(model, device)
            try:
                restored = denoise_tiled(pixels, noise, session, side, progress)
            except OutOfMemory:
                del self._sessions[model, device]  # the runtime may leave a session broken
                smaller = max(halved(side, size), smallest_side(model.halo, model.multiple_of))
                if smaller < side:
                    side = smaller
                elif session.choice.on_gpu:
                    device, side = "cpu", tile_side(model, free_memory())
                else:
                    raise
            else:
                gave_way = device != wish
                return restored, DeviceChoice(wish, session.choice.provider, GPU_IS_FULL) if gave_way else session.choice


def check_pixels(pixels: Pixels) -> None:
    """Raise ``InvalidPixels`` unless the array is a finite float32 H x W x 3 with at least one pixel."""
    if pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size:
        raise InvalidPixels(f"their shape is {pixels.shape} instead of height x width x 3")
    if pixels.dtype != np.float32:
        raise InvalidPixels(f"their type is {pixels.dtype} instead of float32; 8-bit pixels are divided by 255 first")
    if not all(np.isfinite(pixels[row : row + BLEND_ROWS]).all() for row in range(0, len(pixels), BLEND_ROWS)):
        raise InvalidPixels("some of them are infinite or not a number")


def denoise_tiled(pixels: Pixels, noise: float, session: Session, side: int, progress: Progress) -> Pixels:
    """Run the model over the picture in tiles of at most ``side`` pixels; the result does not depend on ``side``.

    Args:
        pixels: float32 H x W x 3.
        noise: standard deviation in units of the pixels.
        session: the model.
        side: largest height and width of a tile.
        progress: reported to after each tile.
    """
    model = session.model
    size = Size(pixels.shape[0], pixels.shape[1])
    tiles = plan(size.padded_to(model.multiple_of, model.minimum), side, model.halo, model.multiple_of)
    restored = np.empty_like(pixels)
    for done, tile in enumerate(tiles):
        progress.report(done / len(tiles))
        planes = np.ascontiguousarray(_window(pixels, tile.window).transpose(2, 0, 1)[None])
        noise_map = np.full((1, 1, *planes.shape[2:]), noise, dtype=np.float32)
        result = session.run({"picture": planes, "noise_map": noise_map}, progress, last=tile is tiles[-1])
        core = tile.core.clipped(size)
        inner = core.moved(-tile.window.top, -tile.window.left)
        restored[core.slices] = result[0][:, *inner.slices].transpose(1, 2, 0)
    return restored


def _window(pixels: Pixels, window: Region) -> Pixels:
    """The window's pixels; what lies beyond the picture's last row and column is mirrored."""
    inside = window.clipped(Size(pixels.shape[0], pixels.shape[1]))
    below, right = window.bottom - inside.bottom, window.right - inside.right
    if not below and not right:
        return pixels[inside.slices]
    return np.pad(pixels[inside.slices], ((0, below), (0, right), (0, 0)), mode="reflect")


def blend(original: Pixels, restored: Pixels, amount: Amount, out: Pixels | None = None) -> Pixels:
    """Mix the original and the result, luminance and colour apart.

    Args:
        original: float32 H x W x 3.
        restored: the same, at full strength.
        amount: share of the result in each.
        out: where to write, which may be ``restored`` itself.

    Returns:
        float32 H x W x 3; exactly ``restored`` at full amount, exactly ``original`` at none.
    """
    out = np.empty_like(original) if out is None else out
    for row in range(0, len(original), BLEND_ROWS):
        rows = slice(row, row + BLEND_ROWS)
        _blend_rows(original[rows], restored[rows], amount, out[rows])
    return out


def _blend_rows(original: Pixels, restored: Pixels, amount: Amount, out: Pixels) -> None:
    if amount == Amount(1, 1):
        out[...] = restored
        return
    change = restored - original
    luminance = (change @ LUMINANCE)[..., None] * np.float32(amount.luminance - amount.colour)
    change *= np.float32(amount.colour)
    change += luminance
    np.add(original, change, out=out)
