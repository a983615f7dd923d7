"""The table of presets: everything that defines a model before it has seen a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from training.network import Shape
from training.noise import WhiteNoise


@dataclass(frozen=True)
class Preset:
    """What to build and how to train it.

    Attributes:
        id: name of the preset, of its run folder and of the model file.
        title: name that people see.
        summary: one sentence for the model card.
        quality: "fast" or "best": which of the two the app takes the model for.
        shape: size of the network.
        noise: the degradation it learns to undo.
        crop: side of the training crops, in pixels.
        batch: crops a step.
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
    noise: WhiteNoise = field(default_factory=WhiteNoise)
    crop: int = 64
    batch: int = 32
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
    )
}
