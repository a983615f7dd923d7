"""What the window does to the open photo: one object that panels and actions call, and listen to."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from tintype.document.document import Document
from tintype.document.result import InferenceKey, Result
from tintype.engine import ALREADY_CLEAN, Amount, DenoiseSettings, DeviceChoice, Engine, ModelSpec, NoiseProfile, Quality
from tintype.errors import TintypeError
from tintype.gui.inference import Inference
from tintype.gui.jobs import Job, Jobs
from tintype.gui.live_view import LiveView
from tintype.progress import Progress

REST_MS = 400


class Editor(QObject):
    """The open document, the settings in the panel, and the inference that runs.

    ``draft`` is what the panel shows; the recipe holds what is applied. The amount goes into it at once, all else when its
    result is there. Once a result is in sight, a changed noise level or quality is inferred by itself after ``REST_MS`` without
    another change; before, only by ``denoise``.

    Attributes:
        defaults: what the panel starts with.
        live: what is in sight of a denoising that runs.
        document_changed: another photo, or none, is open.
        recipe_changed: the recipe, the fills, or what is in sight changed.
        mask_changed: the mask changed otherwise than by a stroke in progress.
        draft_changed: the settings in the panel changed.
        models_changed: a model was added or removed.
        measured: the noise of the photo is known.
        started, progressed, ended: of an inference; the fraction, and the seconds left or None.
        failed: an inference failed, with the exception.
        refused: a sentence on why nothing was started.
        told: a sentence on what was done.
    """

    document_changed = Signal()
    recipe_changed = Signal()
    mask_changed = Signal()
    draft_changed = Signal()
    models_changed = Signal()
    measured = Signal()
    started = Signal()
    progressed = Signal(float, object)
    ended = Signal()
    failed = Signal(object)
    refused = Signal(str)
    told = Signal(str)

    def __init__(
        self, engine: Engine, jobs: Jobs, parent: QObject | None = None, defaults: DenoiseSettings | None = None
    ) -> None:
        """Nothing is open yet."""
        super().__init__(parent)
        self.engine = engine
        self.document: Document | None = None
        self.defaults = self.draft = defaults or DenoiseSettings()
        self.device: DeviceChoice | None = None
        self.inference = Inference(jobs, self)
        self.live = LiveView(self)
        self._jobs = jobs
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._rested)
        self.inference.started.connect(self.started)
        self.inference.progressed.connect(self.progressed)
        self.inference.ended.connect(self.live.end)
        self.inference.ended.connect(self.ended)
        self.live.changed.connect(self.recipe_changed)
        self.inference.failed.connect(self.failed)

    # --- the document ---

    def open(self, document: Document | None) -> None:
        """Take another document, or none; what runs for the last one is dropped."""
        self.cancel()
        self.document = document
        # A model for pages is chosen page by page: it would spoil a photograph.
        model = self.draft.model if self.heeds_noise else None
        self.draft = replace(self.defaults, quality=self.draft.quality, model=model)
        step = document.recipe.denoise if document else None
        if step is not None:  # it was worked on before
            self.draft = replace(self._possible(step), device=self.defaults.device)
        self.document_changed.emit()
        self.draft_changed.emit()
        self.recipe_changed.emit()
        if document is not None:
            self._measure(document)

    def _measure(self, document: Document) -> None:
        def done(profile: NoiseProfile) -> None:
            document.profile = profile
            if document is self.document:
                self.measured.emit()
                self._catch_up(document)

        job = Job(lambda progress: self.engine.measure(document.photo.pixels, progress))
        job.succeeded.connect(done)
        job.failed.connect(self.failed)
        self._jobs.start(job)

    def _catch_up(self, document: Document) -> None:
        """Infer what was done to the photo earlier, where only the settings of it were kept."""
        step = document.recipe.denoise
        if step is not None and document.pending and not self.busy:
            self._infer(document, self._possible(step))

    def find_device(self) -> None:
        """Ask the engine which device it will use; ``recipe_changed`` tells when it is known."""

        def done(choice: DeviceChoice) -> None:
            if choice.wish == self.defaults.device:
                self.device = choice
                self.recipe_changed.emit()

        if self.models:
            wish = self.defaults.device
            job = Job(lambda _: self.engine.device(wish))
            job.succeeded.connect(done)
            job.failed.connect(self.failed)
            self._jobs.start(job)

    @property
    def models(self) -> list[ModelSpec]:
        """Models that denoise, the cheapest first."""
        return list(self.engine.catalogue.of_task("denoise"))

    @property
    def shipped_models(self) -> list[ModelSpec]:
        """Those of them that come with Tintype and are its tiers; the noise that is measured decides on the others."""
        return [model for model in self.models if model.suits == "white" and not self.engine.catalogue.is_own(model)]

    @property
    def special_models(self) -> list[ModelSpec]:
        """Those of them that come with Tintype for one kind of picture."""
        return [model for model in self.models if not self.engine.catalogue.is_own(model) and model.suits != "white"]

    @property
    def own_models(self) -> list[ModelSpec]:
        """Those of them that are the user's own."""
        return [model for model in self.models if self.engine.catalogue.is_own(model)]

    def follow_models(self, *changed: str) -> None:
        """Models with the ids ``changed`` were added, replaced or removed; what they did to the photo is done again."""
        self.draft = self._possible(self.draft)
        if self.document is not None:
            for name in changed:
                self.document.forget(name)
            if self.document.pending:
                self._rest.start()
        self.models_changed.emit()
        self._followed()

    def _possible(self, settings: DenoiseSettings) -> DenoiseSettings:
        """The settings, with the fast model in place of one that is gone."""
        if settings.model is None:
            return settings
        model = self.engine.catalogue.models.get(settings.model)
        return settings if model is not None and model.path.is_file() else replace(settings, quality="fast", model=None)

    @property
    def heeds_noise(self) -> bool:
        """Whether the noise level matters to the model that the settings mean."""
        model = self.engine.catalogue.models.get(self.draft.model or "")
        return model is None or model.heeds_noise

    @property
    def already_clean(self) -> bool:
        """Whether the noise is measured, and too weak to be worth removing by the model that the settings mean."""
        measured = self.document.measured if self.document else None
        return measured is not None and measured < ALREADY_CLEAN and self.heeds_noise

    @property
    def can_denoise(self) -> bool:
        """Whether there is something left to do with the settings in the panel."""
        if self.document is None or not self.models or (self.already_clean and self.draft.noise is None):
            return False
        return self.document.pending or self.document.recipe.denoise != self.draft

    @property
    def model(self) -> ModelSpec | None:
        """The model whose result is in sight, or else the one that the settings mean; None where there is none."""
        if self.document is not None and self.document.shown is not None:
            return self.document.shown.denoised.model
        try:
            profile = self.document.profile if self.document else None
            return self.engine.model_for(replace(self._possible(self.draft), profile=profile))
        except TintypeError:
            return None

    @property
    def milliseconds(self) -> float | None:
        """Time that the inference in sight took for a megapixel."""
        if self.document is None or self.document.shown is None:
            return None
        return self.document.shown.denoised.seconds * 1e3 / (self.document.photo.size.pixels / 1e6)

    # --- the settings ---

    def set_defaults(self, defaults: DenoiseSettings) -> None:
        """Set what the panel starts with; what differs from before is taken over into the panel, and used, at once."""
        before, self.defaults = self.defaults, defaults
        if defaults.device != before.device:
            self.draft = replace(self.draft, device=defaults.device)
            self.draft_changed.emit()
            self.find_device()
        if defaults.quality != before.quality:
            self.set_quality(defaults.quality)
        if defaults.amount != before.amount:
            self.set_amount(defaults.amount)

    def set_noise(self, noise: float | None) -> None:
        """Set the noise level; None means as measured."""
        self._set_draft(replace(self.draft, noise=noise))

    def set_quality(self, quality: Quality) -> None:
        """Set the tier of the model, in place of an own one."""
        self._set_draft(replace(self.draft, quality=quality, model=None))

    def set_model(self, model: str) -> None:
        """Set an own model, or one for one kind of picture, by its id."""
        self._set_draft(replace(self.draft, model=model))

    def _set_draft(self, draft: DenoiseSettings) -> None:
        if draft == self.draft:
            return
        self.draft = draft
        self.draft_changed.emit()
        if self.document is not None and self.document.shown is not None:
            self._rest.start()

    def set_amount(self, amount: Amount, *, dragging: bool = False) -> None:
        """Set how much of the result is mixed in; what is in sight follows at once."""
        self.draft = replace(self.draft, amount=amount)
        step = self.document.recipe.denoise if self.document else None
        if self.document is not None and step is not None:
            self.document.apply(replace(step, amount=amount), "amount", merge=dragging)
            self.recipe_changed.emit()
        else:
            self.live.set_amount(amount)
        self.draft_changed.emit()

    def end_drag(self) -> None:
        """A slider was let go."""
        if self.document is not None:
            self.document.history.seal()

    # --- inference ---

    @property
    def busy(self) -> bool:
        """Whether an inference runs."""
        return self.inference.task is not None

    def is_free(self) -> bool:
        """Whether nothing runs; otherwise a sentence says so."""
        if self.busy:
            self.refused.emit(self.tr("Something else is still running; wait for it, or stop it with Esc."))
        return not self.busy

    def denoise(self) -> None:
        """Bring the settings of the panel into effect, by an inference where its result is not there already."""
        document, settings = self.document, self._possible(self.draft)
        if self.inference.task != "denoise" and not self.is_free():
            return
        self.cancel()
        if document is None:
            return
        if settings != self.draft:
            self.draft = settings
            self.draft_changed.emit()
        if self.already_clean and settings.noise is None:
            self.refused.emit(self.tr("This photo is already clean. To denoise it all the same, set a noise level by hand."))
        elif document.holds(settings):
            document.apply(settings, "denoise")
            self.recipe_changed.emit()
        else:
            self._infer(document, settings)

    def cancel(self) -> None:
        """Stop the inference at once; what is in sight stays."""
        self._rest.stop()
        self.inference.cancel()

    def _rested(self) -> None:
        if self.inference.task in (None, "denoise"):
            self.denoise()
        else:
            self._rest.start()

    def _infer(self, document: Document, settings: DenoiseSettings) -> None:
        known = replace(settings, profile=document.profile)
        pixels, fills = document.retouched.pixels, document.state.fills
        viewer = self.live.begin(document, settings.amount)

        def work(progress: Progress) -> Result:
            return Result.of(self.engine, self.engine.denoise(pixels, known, progress, viewer()), fills)

        def done(result: Result) -> None:
            self.device = result.denoised.device
            document.accept(replace(settings, amount=self.draft.amount), result)
            self.recipe_changed.emit()
            if InferenceKey.of(self.draft) != InferenceKey.of(settings):
                self._rest.start()

        self.inference.start("denoise", work, done)

    # --- history ---

    def reset(self) -> None:
        """Take everything out again, and put the settings back to their defaults."""
        self.cancel()
        self.draft = self.defaults
        if self.document is not None:
            self.document.reset()
        self._followed()

    def undo(self) -> None:
        """Drop the stroke that is being painted; else go one change back."""
        if self.document is not None and self.document.mask.drop_changes():
            self.mask_changed.emit()
        elif self.document is not None:
            self.go_to(self.document.history.position - 1)

    def redo(self) -> None:
        """Do again what was undone."""
        if self.document is not None:
            self.go_to(self.document.history.position + 1)

    def go_to(self, position: int) -> None:
        """Go to a state of the history; an inference that runs is dropped if that changes what it works on."""
        document = self.document
        if document is None:
            return
        if document.history.changes_picture(position):
            self.cancel()
        document.go_to(position)
        self.mask_changed.emit()
        self.follow_recipe()
        if document.pending and not self.busy:
            self._infer(document, self.draft)

    def follow_recipe(self) -> None:
        """Put what is done to the photo into the panel, after it changed otherwise than by the panel."""
        step = self.document.recipe.denoise if self.document else None
        self.draft = replace(self._possible(step or self.draft), device=self.defaults.device)
        self._followed()

    def _followed(self) -> None:
        self.draft_changed.emit()
        self.recipe_changed.emit()
