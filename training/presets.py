"""The table of presets: everything that defines a model before it has seen a picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from training.adversary import Adversary
from training.dead_leaves import dead_leaves
from training.ensemble import ORIENTATIONS
from training.network import Shape
from training.pages import page
from training.photos import Pixels
from training.tasks import CameraDenoising, DamageDetection, Denoising, Inpainting, NoiseMeasuring, PageCleaning, Task


@dataclass(frozen=True)
class Procedural:
    """Pictures that are made, for training without photographs.

    Attributes:
        name: what the model card calls them.
        draw: the picture of a seed, uint8 H x W x 3.
    """

    name: str
    draw: Callable[[int], Pixels]


@dataclass(frozen=True)
class Preset:
    """What to build and how to train it.

    Attributes:
        id: name of the preset, of its run folder and of the model file.
        title: name that people see.
        summary: one sentence for the model card.
        quality: "fast" or "best": which of the two the app takes the model for.
        suits: the pictures it is for, if a denoiser: "white" for any with white noise, "camera", or "document".
        shape: size of the network.
        task: what it learns.
        procedural: what it is trained on without photographs.
        adversary: the discriminator of the last part of the schedule, if any.
        views: in how many of the eight orientations the exported model looks at the picture; the mean is its result.
        crop: side of the training crops, in pixels.
        batch: crops a step.
        reuse: how often each crop is learnt from, once it has been made.
        steps: length of the whole schedule when neither steps nor minutes are given.
        adam_rate: peak learning rate of AdamW, for biases and for the first, last and resampling layers.
        muon_rate: peak learning rate of Muon, for the 3x3 convolutions between.
        ema: decay of the running average of the weights, which is what gets exported.
    """

    id: str
    title: str
    summary: str
    quality: str
    shape: Shape
    task: Task = field(default_factory=Denoising)
    suits: str = "white"
    procedural: Procedural = Procedural("dead leaves", dead_leaves)
    adversary: Adversary | None = None
    views: int = 1
    crop: int = 64
    batch: int = 32
    reuse: int = 1
    steps: int = 200_000
    adam_rate: float = 1e-3
    muon_rate: float = 0.02
    ema: float = 0.999


PRESETS = {
    preset.id: preset
    for preset in (
        Preset(
            id="denoise-fast",
            title="Denoise, fast",
            summary="Removes noise of a known or measured level; small enough to be quick without a GPU.",
            quality="fast",
            shape=Shape(widths=(32, 64, 128), blocks=(1, 1, 1)),
        ),
        Preset(
            id="denoise-best",
            title="Denoise, best",
            summary="Removes noise of a known or measured level as well as we can: eight views of the photo, averaged.",
            quality="best",
            shape=Shape(widths=(32, 64, 128), blocks=(2, 2, 3)),
            views=ORIENTATIONS,
            crop=128,
            batch=8,
        ),
        Preset(
            id="denoise-camera",
            title="Denoise, camera",
            summary="Removes noise as cameras, film and scanners make it: clumped, uneven and compressed.",
            quality="fast",
            shape=Shape(widths=(32, 64, 128), blocks=(1, 1, 1)),
            task=CameraDenoising(),
            suits="camera",
            crop=96,
            batch=16,
            reuse=3,
        ),
        Preset(
            id="noise",
            title="Measure noise",
            summary="Measures the noise of a photo, luminance and colour apart, whatever a camera or a file format made of it.",
            quality="best",
            shape=Shape(widths=(192, 192), blocks=(0, 0), cell=2),
            task=NoiseMeasuring(),
            crop=192,
            batch=8,
            reuse=5,
            steps=60_000,
        ),
        Preset(
            id="document",
            title="Document",
            summary="Cleans the scans of pages: stains, wrinkles and uneven light go, the paper becomes white, the print stays.",
            quality="fast",
            shape=Shape(widths=(16, 32, 64, 64), blocks=(1, 1, 2, 3)),
            task=PageCleaning(),
            suits="document",
            procedural=Procedural("pages", page),
            crop=128,
            batch=8,
        ),
        Preset(
            id="fill",
            title="Fill",
            summary="Fills what was brushed over; gives large holes their structure.",
            quality="best",
            shape=Shape(widths=(32, 64, 128, 128, 128), blocks=(1, 1, 1, 2, 3)),
            task=Inpainting(),
            adversary=Adversary(begins=0.8),
            crop=128,
            batch=12,
            muon_rate=0.012,
        ),
        Preset(
            id="detect",
            title="Find damage",
            summary="Finds the dust, hairs, scratches and cracks of scanned prints.",
            quality="best",
            shape=Shape(widths=(16, 32, 64, 64), blocks=(1, 1, 3, 3)),
            task=DamageDetection(),
            views=4,
            crop=256,
            batch=4,
            steps=60_000,
        ),
    )
}
