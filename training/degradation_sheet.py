"""The report's pictures of what each degradation does, with the parameters that were drawn for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

import numpy as np
import torch
from torch import Tensor

from training.degradations import CameraNoise, Pair
from training.degradations.pair import normal
from training.degradations.resampling import Resize
from training.embedded import picture
from training.photos import Pixels
from training.tasks.task import as_picture

SEED = 716
"""One whose draws are neither too weak to be seen nor stronger than most."""

SIDE = 96
"""Of the pictures, in pixels."""
ZOOM = 2

STEADY = 12
"""Deviation, in 8-bit units, of the white noise that those degradations are shown with which add none."""

Drawn = tuple[Pair, str]
"""Both sides of one picture, and the parameters in words."""


@dataclass(frozen=True)
class Exhibit:
    """One degradation of one picture.

    Attributes:
        title: name of the degradation.
        parameters: what was drawn, in words.
        pair: 1 x 3 x ``SIDE`` x ``SIDE``, with noise and without.
    """

    title: str
    parameters: str
    pair: Pair

    @property
    def level(self) -> float:
        """Standard deviation of the noise, in 8-bit units."""
        return float((self.pair.noisy - self.pair.clean).square().mean().sqrt()) * 255


def exhibits(degradation: CameraNoise, crops: Sequence[Pixels], seed: int = SEED) -> Iterator[Exhibit]:
    """Each degradation, drawn for one of the crops (uint8 H x W x 3 each, as a run holds them out)."""
    for index, (title, draw) in enumerate(DRAWERS.items()):
        crop = torch.from_numpy(crops[index % len(crops)] / np.float32(255)).permute(2, 0, 1)[None]
        pair, parameters = draw(degradation, crop, torch.Generator().manual_seed(seed + index))
        yield Exhibit(title, parameters, pair.trimmed(SIDE))


def sheet(degradation: CameraNoise, crops: Sequence[Pixels]) -> Iterator[str]:
    """A paragraph and figures of all degradations, as HTML."""
    yield f"<p>Parts of held-out crops at {100 * ZOOM} %: without noise, and with it, both through the same pipeline.</p>"
    yield '<div class="degradations">'
    for exhibit in exhibits(degradation, crops):
        sides = {"without noise": exhibit.pair.clean, "with noise": exhibit.pair.noisy}
        images = "\n".join(picture(as_picture(side), f"{exhibit.title}, {name}", ZOOM) for name, side in sides.items())
        caption = f"{exhibit.parameters}. Measured: {exhibit.level:.1f} (8-bit)."
        yield f'<figure>\n<div class="sides">\n{images}\n</div>'
        yield f"<figcaption><strong>{escape(exhibit.title)}</strong>: {escape(caption)}</figcaption>\n</figure>"
    yield "</div>"


def _lens(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    deviation = replace(degradation.lens, share=1.0).draw(1, generator)
    soft = degradation.lens.apply(crop, deviation)
    return _steady(soft, generator), f"softened by {float(deviation):.1f} px; before white noise of {STEADY} (8-bit)"


def _sensor(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    how = degradation.camera.draw(1, generator)
    noise = f"variance at full light {float(how.shot):.1e} (shot), everywhere {float(how.read):.1e} (read)"
    colours = f"gain {float(how.gain):.2f}, red {float(how.red):.2f}, blue {float(how.blue):.2f}"
    return degradation.camera.apply(Pair.of(crop), how, generator), f"{noise}; {colours}"


def _grain(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    how = degradation.film.draw(1, generator)
    grains = f"strength {255 * float(how.strength):.1f} (8-bit) at medium grey, size {float(how.size):.1f} px"
    shares = f"{100 * float(how.colour):.0f} % of it in colour, {100 * float(how.midtones):.0f} % less in black and white"
    return degradation.film.apply(Pair.of(crop), how, generator), f"{grains}; {shares}"


def _white(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    how = degradation.white.draw(1, generator)
    clean = degradation.white.target(crop, how)
    kind = "grey" if how.grey else "in colour"
    return Pair(clean, degradation.white.apply(clean, how, generator)), f"deviation {255 * float(how.sigma):.1f} (8-bit), {kind}"


def _balance(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    how = replace(degradation.balance, share=1.0).draw(1, generator)
    factors = f"{100 * float(how.luminance):.0f} % of the luminance's, {100 * float(how.colour):.0f} % of the colours'"
    return degradation.balance.apply(_steady(crop, generator), how), f"{factors}; after white noise of {STEADY} (8-bit)"


def _clumping(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    how = replace(degradation.clumping, share=1.0).draw(1, generator)
    widths = f"smoothed by {float(how.near):.1f} px, and {100 * float(how.tail):.0f} % by {float(how.far):.1f} px"
    colours = f"colours {float(how.colour):.1f} times as wide"
    return degradation.clumping.apply(
        _steady(crop, generator), how
    ), f"noise {widths}, {colours}; after white noise of {STEADY} (8-bit)"


def _reduction(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    how = replace(degradation.reduction, share=1.0).draw(1, generator)
    window = f"{100 * float(how.amount):.0f} % of a guided filter of {float(how.radius):.1f} px"
    limits = f"limits {float(how.luminance):.1f} (luminance) and {float(how.colour):.1f} (colour) times the noise"
    return degradation.reduction.apply(
        _steady(crop, generator), how
    ), f"{window}, {limits}; after white noise of {STEADY} (8-bit)"


def _resampling(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    how = degradation.resampling.draw(1, generator)
    return degradation.resampling.apply(_steady(crop, generator), how), f"{_words(how)}; after white noise of {STEADY} (8-bit)"


def _jpeg(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    how = degradation.jpeg.draw(1, generator)
    colours = "colours at half the resolution" if how.halved else "colours at full resolution"
    parameters = f"quality {float(how.quality):.0f}, {colours}; after white noise of {STEADY} (8-bit)"
    return degradation.jpeg.apply(_steady(crop, generator), how), parameters


def _chain(degradation: CameraNoise, crop: Tensor, generator: torch.Generator) -> Drawn:
    resize = degradation.resize(1, generator)
    single = degradation.single(*torch.rand(2, generator=generator).tolist())
    noise = "sensor noise" if single.sensor else "grain" if single.grain else "white noise"
    stored = "stored as JPEG" if single.compressed else "not compressed"
    return single.apply(crop, SIDE, resize, generator).pair, f"{noise}; {_words(resize)}; {stored}"


DRAWERS: dict[str, Callable[[CameraNoise, Tensor, torch.Generator], Drawn]] = {
    "Lens": _lens,
    "Sensor": _sensor,
    "Grain": _grain,
    "White noise": _white,
    "Luminance and colour": _balance,
    "Clumping": _clumping,
    "Noise reduction": _reduction,
    "Resampling": _resampling,
    "JPEG": _jpeg,
    "All of them": _chain,
}
"""The degradations in a camera's order, by their titles; last, what a network is given."""


def _steady(crop: Tensor, generator: torch.Generator) -> Pair:
    """Both sides of a crop with white noise that is not drawn."""
    return Pair(crop, crop + STEADY / 255 * normal(crop.shape, generator))


def _words(how: Resize) -> str:
    """The parameters of softness, sharpening and size."""
    strength, deviation = float(how.strength), float(how.blur)
    words = [f"scale {how.scale:.2f}"]
    if strength > 0:
        words.append(f"blurred by {deviation:.1f} px")
    elif strength < 0:
        words.append(f"sharpened by {-strength:.1f} at {deviation:.1f} px")
    if how.colour.any():
        words.append(f"colours smoothed by {float(how.colour):.1f} px")
    return ", ".join(words)
