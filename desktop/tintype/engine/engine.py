"""The engine: requests in, results out, by whichever model and device serve."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from tintype.engine.advice import Advice, advise
from tintype.engine.catalogue import Catalogue
from tintype.engine.denoise import Denoised, DenoiseSettings, nothing_to_do
from tintype.engine.devices import Device, DeviceChoice
from tintype.engine.fill import LARGEST_WINDOW, fill
from tintype.engine.inpaint import Filled, InpaintSettings, Patch
from tintype.engine.masks import Mask, check_mask
from tintype.engine.measure import measure_noise
from tintype.engine.memory import free_memory, halved, tile_side
from tintype.engine.noise import estimate_noise
from tintype.engine.noise_profile import NoiseProfile
from tintype.engine.pixels import check_layout, check_pixels
from tintype.engine.spec import ModelSpec, Suits
from tintype.engine.tiled import Level, run_part, run_tiled
from tintype.engine.tiling import smallest_side
from tintype.engine.turns import Turns
from tintype.engine.viewer import Viewer
from tintype.errors import InferenceFailed, OutOfMemory
from tintype.geometry import Region, Size
from tintype.photo import Pixels
from tintype.progress import Progress

if TYPE_CHECKING:
    from tintype.engine.session import Session

Result = TypeVar("Result")
Work = Callable[["Session", int, Progress], Result]
"""Runs a model in tiles of at most so many pixels a side, and reports to the progress."""

GPU_FAILED = "The GPU failed while it worked, and the CPU did the rest; if that happens again, update the driver of the GPU."
NOISES: tuple[Suits, Suits] = ("white", "camera")
"""Of which the measurement decides; a model for anything else is chosen by its name alone."""

GPU_IS_FULL = "The GPU was not used because its free memory is too small for this photo; close other programs that use it."


def _open_session(model: ModelSpec, device: Device) -> Session:
    from tintype.engine.session import Session  # loads the runtime, which the window opens without

    return Session(model, device)


def _gains_by_int8(exact: Session, int8: Session) -> bool:
    from tintype.engine.int8 import gains_by_int8

    return gains_by_int8(exact, int8)


class Engine:
    """Runs requests one at a time and keeps the models it has loaded. Safe to use from several threads.

    A request whose progress is patient lets all others go first, between its tiles too.

    Attributes:
        catalogue: the models that are installed.
        tile_memory: most bytes of working memory for a tile; None to go by what is free.
    """

    def __init__(
        self,
        catalogue: Catalogue | None = None,
        open_session: Callable[[ModelSpec, Device], Session] = _open_session,
        gains_by_int8: Callable[[Session, Session], bool] = _gains_by_int8,
        tile_memory: int | None = None,
    ) -> None:
        """Use the models of ``catalogue``, by default the installed ones; on the CPU their int8 twins where it gains by them."""
        self.catalogue = catalogue or Catalogue()
        self.tile_memory = tile_memory
        self._open_session, self._gains_by_int8 = open_session, gains_by_int8
        self._sessions: dict[tuple[ModelSpec, Device], Session] = {}
        self._exact: dict[ModelSpec, Session] = {}
        self._turns = Turns()

    def refresh_models(self, own_folder: Path | None = None) -> None:
        """Look into the catalogue's folders again, after what runs has ended; own models are loaded anew, for they may differ.

        Args:
            own_folder: takes the place of the user's folder.
        """
        with self._turns.turn(Progress()):
            self._sessions = {key: session for key, session in self._sessions.items() if not self.catalogue.is_own(key[0])}
            self._exact.clear()
            self.catalogue = self.catalogue.read_again(own_folder)

    def model_for(self, settings: DenoiseSettings) -> ModelSpec:
        """The model that ``settings`` mean: by its name, or by the tier and by what was measured.

        Raises:
            UnknownModel, InvalidModel, NoModel
        """
        if settings.model is not None:
            return self.catalogue.find(settings.model)
        clumped = settings.profile is not None and settings.profile.clumped
        return self.catalogue.choose("denoise", settings.quality, "camera" if clumped else "white")

    def models_for(self, settings: DenoiseSettings) -> list[ModelSpec]:
        """All models that decide on what the settings make of some photo.

        Raises:
            UnknownModel, InvalidModel, NoModel
        """
        meters = [*self.catalogue.of_task("measure")[:1], *self._advisors()]
        if settings.model is not None:  # and with the level given as well, nothing is measured
            return [self.model_for(settings), *(meters if settings.noise is None else [])]
        white, camera = (self.catalogue.choose("denoise", settings.quality, suits) for suits in NOISES)
        return [white, *([camera] if camera != white else []), *meters]

    def measure(self, pixels: Pixels, progress: Progress | None = None) -> NoiseProfile:
        """Measure the noise of a picture, on the CPU; without a model for that, white noise is looked for.

        Args:
            pixels: float32 H x W x 3, about [0, 1].
            progress: cancels.

        Raises:
            InvalidPixels, InvalidModel, Cancelled, OutOfMemory, InferenceFailed
        """
        progress = progress or Progress()
        check_pixels(pixels)
        if not self.catalogue.of_task("measure"):
            return NoiseProfile.white(estimate_noise(pixels))
        model = self.catalogue.choose("measure", "best")
        with self._turns.turn(progress) as told:
            return measure_noise(pixels, self._session(model, "cpu"), told, self._advise if self._advisors() else None)

    def _advise(self, pixels: Pixels, progress: Progress) -> Advice:
        model, denoiser = self._advisors()
        return advise(pixels, self._session(model, "cpu"), self._exact_session(denoiser), progress)

    def _advisors(self) -> list[ModelSpec]:
        """The model for the strength, and the denoiser that it asks."""
        if not (self.catalogue.of_task("strength") and self.catalogue.of_task("denoise")):
            return []
        return [self.catalogue.choose("strength", "best"), self.catalogue.choose("denoise", "fast")]

    def device(self, wish: Device = "auto") -> DeviceChoice:
        """What a request for ``wish`` runs on; loads the fast model to find out."""
        with self._turns.turn(Progress()):
            return self._session(self.catalogue.choose("denoise", "fast"), wish).choice

    def profile(self, pixels: Pixels, settings: DenoiseSettings, progress: Progress | None = None) -> NoiseProfile:
        """The profile that the settings hold, or else that of the picture, which is measured only where something depends on it.

        Raises:
            InvalidPixels, InvalidModel, Cancelled, OutOfMemory, InferenceFailed
        """
        if settings.profile is not None:
            return settings.profile
        if settings.noise is not None and (settings.model is not None or not self.catalogue.of_task("measure")):
            return NoiseProfile.white(settings.noise)
        return self.measure(pixels, progress)

    def denoise(
        self, pixels: Pixels, settings: DenoiseSettings, progress: Progress | None = None, viewer: Viewer | None = None
    ) -> Denoised:
        """Remove the noise at full strength; ``blend`` applies the amount.

        Args:
            pixels: float32 H x W x 3, about [0, 1]; values beyond are not clipped.
            settings: everything but ``amount`` counts.
            progress: told how far the work is.
            viewer: looks on; it changes the order of the work, not its result.

        Raises:
            InvalidPixels, UnknownModel, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
        """
        started = time.monotonic()
        progress = progress or Progress()
        check_pixels(pixels)
        profile = self.profile(pixels, settings, progress)
        model = self.model_for(replace(settings, profile=profile))
        noise = profile.level if settings.noise is None else settings.noise

        def work(session: Session, side: int, told: Progress) -> Pixels:
            return run_tiled(pixels, self._planes(model, profile, noise), session, side, told, viewer=viewer)

        if nothing_to_do(model, noise):
            with self._turns.turn(progress):
                restored, choice = _unchanged(pixels, viewer), self._session(model, settings.device).choice
        else:
            restored, choice = self._attempt(model, settings.device, _size(pixels), work, progress)
        progress.report(1.0)
        return Denoised(restored, noise, profile, model, choice, time.monotonic() - started)

    def denoise_part(
        self, pixels: Pixels, regions: Sequence[Region], settings: DenoiseSettings, progress: Progress | None = None
    ) -> tuple[Patch, ...]:
        """What ``denoise`` gives where a change of the pixels in ``regions`` can be seen: the regions, grown by the model's halo.

        Args:
            pixels: float32 H x W x 3, the changed picture.
            regions: where it was changed.
            settings: with the profile, which a part of a picture would not tell, or the level of white noise.
            progress: told how far the work is.

        Raises:
            UnknownModel, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
        """
        progress = progress or Progress()
        check_layout(pixels)
        if settings.profile is None and settings.noise is None:
            raise ValueError("denoise_part needs to be told of the whole picture's noise")
        profile = settings.profile or NoiseProfile.white(settings.noise or 0.0)
        model = self.model_for(settings)
        noise = profile.level if settings.noise is None else settings.noise
        cores = [region.grown(model.halo).clipped(_size(pixels)) for region in regions]
        if nothing_to_do(model, noise):
            return tuple(Patch(core, pixels[core.slices].copy()) for core in cores)

        def work(session: Session, side: int, told: Progress) -> tuple[Patch, ...]:
            parts = [told.part(index / len(cores), (index + 1) / len(cores)) for index in range(len(cores))]
            levels = self._planes(model, profile, noise)
            return tuple(
                Patch(core, run_part(pixels, core, levels, session, side, part)) for core, part in zip(cores, parts, strict=True)
            )

        return self._attempt(model, settings.device, _size(pixels), work, progress)[0]

    def _planes(self, model: ModelSpec, profile: NoiseProfile, noise: float) -> Mapping[str, Level]:
        """The inputs of a denoiser besides the picture; one that heeds no noise is told of all there can be.

        What a user's own model has learnt of clumps is not known, so it is told what was measured.
        """
        if not model.heeds_noise:
            return {"noise_map": 1.0}
        overstated = model.suits == "white" and not self.catalogue.is_own(model)
        level = noise * (profile.excess if overstated else 1.0)
        return {"noise_map": level if profile.is_even else partial(profile.plane, level=level)}

    def inpaint(
        self,
        pixels: Pixels,
        mask: Mask,
        settings: InpaintSettings | None = None,
        progress: Progress | None = None,
    ) -> Filled:
        """Fill what a mask covers.

        Args:
            pixels: float32 H x W x 3, about [0, 1].
            mask: H x W; bool, uint8 coverage of 0 to 255 or float coverage of 0 to 1. Whatever is covered at all is reckoned
                anew from what is not covered; partly covered pixels are mixed with what they were.
            settings: seed and device.
            progress: told how far the work is.

        Returns:
            The changed parts; none for an empty mask.

        Raises:
            InvalidPixels, InvalidMask, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
        """
        started = time.monotonic()
        settings, progress = settings or InpaintSettings(), progress or Progress()
        check_layout(pixels)
        check_mask(mask, _size(pixels))
        model = self.catalogue.choose("inpaint", "best")

        def work(session: Session, side: int, told: Progress) -> tuple[Patch, ...]:
            return fill(pixels, mask, settings.seed, session, side, told)

        largest = Size(LARGEST_WINDOW, LARGEST_WINDOW)
        patches, choice = self._attempt(model, settings.device, largest, work, progress)
        progress.report(1.0)
        return Filled(patches, model, choice, time.monotonic() - started)

    def detect_damage(self, pixels: Pixels, device: Device = "auto", progress: Progress | None = None) -> NDArray[np.float32]:
        """How probable it is that each pixel is dust, a hair, a scratch or a crack; ``damage_mask`` makes a mask of it.

        Args:
            pixels: float32 H x W x 3, about [0, 1].
            device: where to run.
            progress: told how far the work is.

        Returns:
            float32 H x W in [0, 1].

        Raises:
            InvalidPixels, InvalidModel, NoModel, Cancelled, OutOfMemory, InferenceFailed
        """
        progress = progress or Progress()
        check_pixels(pixels)
        model = self.catalogue.choose("detect", "best")

        def work(session: Session, side: int, told: Progress) -> NDArray[np.float32]:
            return run_tiled(pixels, {}, session, side, told, channels=1)[..., 0]

        probability = self._attempt(model, device, _size(pixels), work, progress)[0]
        progress.report(1.0)
        return probability

    def _session(self, model: ModelSpec, device: Device) -> Session:
        key = (model, device)
        if key not in self._sessions:
            session = self._open_session(model, device)
            twin = self.catalogue.int8_of(model)
            if twin and not session.choice.on_gpu:
                candidate = self._open_session(twin, device)
                session = candidate if self._gains_by_int8(session, candidate) else session
            self._sessions[key] = session
        return self._sessions[key]

    def _exact_session(self, model: ModelSpec) -> Session:
        """On the CPU, and not the int8 twin, whose rounding would count as something taken away."""
        session = self._session(model, "cpu")
        if not session.choice.int8:
            return session
        if model not in self._exact:
            self._exact[model] = self._open_session(model, "cpu")
        return self._exact[model]

    def _attempt(
        self, model: ModelSpec, wish: Device, size: Size, work: Work[Result], progress: Progress
    ) -> tuple[Result, DeviceChoice]:
        """Try ever smaller tiles of a picture of ``size``, then the CPU, before giving up; the CPU too where the GPU is lost."""
        with self._turns.turn(progress) as told:
            device, side, gave_way = wish, tile_side(model, free_memory(), self.tile_memory), ""
            while True:
                session = self._session(model, device)
                try:
                    result = work(session, side, told)
                except OutOfMemory:
                    # The runtime may leave a session broken; who came between two tiles may have dropped it already.
                    self._sessions.pop((model, device), None)
                    smaller = max(halved(side, size), smallest_side(model.halo, model.multiple_of))
                    if smaller < side:
                        side = smaller
                    elif session.choice.on_gpu:
                        device, side, gave_way = "cpu", tile_side(model, free_memory(), self.tile_memory), GPU_IS_FULL
                    else:
                        raise
                except InferenceFailed:
                    self._sessions.pop((model, device), None)
                    if not session.choice.on_gpu:
                        raise
                    device, gave_way = "cpu", GPU_FAILED
                else:
                    return result, replace(session.choice, wish=wish, reason=gave_way) if gave_way else session.choice


def _unchanged(pixels: Pixels, viewer: Viewer | None) -> Pixels:
    if viewer is None:
        return pixels.copy()
    viewer.pixels[...] = pixels
    viewer.finished(Region.of(_size(pixels)))
    return viewer.pixels


def _size(pixels: Pixels) -> Size:
    return Size(pixels.shape[0], pixels.shape[1])
