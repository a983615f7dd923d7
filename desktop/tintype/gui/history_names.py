"""What the steps of the history are called."""

from __future__ import annotations

from collections.abc import Collection

from tintype.document.history import EARLIER, Entry
from tintype.engine import Amount, DenoiseSettings
from tintype.gui.language import number, tr

LEVELS = 255
"""Noise is shown in 8-bit levels, as the literature does."""


def title(change: str | None) -> str:
    """What Undo takes back, for the menu; empty for None."""
    titles = {
        None: "",
        "denoise": tr("Denoise"),
        "amount": tr("Amount"),
        "fill": tr("Fill"),
        "another": tr("Another Variant"),
        "best": tr("Best of Four"),
        "find": tr("Find Damage"),
        "sensitivity": tr("Sensitivity"),
        "stroke": tr("Stroke"),
        "clear": tr("Clear Mask"),
        "invert": tr("Invert Mask"),
        "grow": tr("Grow Mask"),
        "shrink": tr("Shrink Mask"),
        "load": tr("Load Mask"),
        "reuse": tr("Reuse Mask"),
        "recipe": tr("Recipe"),
        "reset": tr("Reset"),
    }
    return titles.get(change, tr("Change"))


def name(entry: Entry, measured: float | None, cleaners: Collection[str] = ()) -> str:
    """What led to a state, for the list.

    Args:
        entry: the state.
        measured: standard deviation of the photo's noise in [0, 1] units; None where it is not known.
        cleaners: ids of the models that clean pages.
    """
    state = entry.state
    if entry.change == "denoise" and state.recipe.denoise is not None:
        if state.recipe.denoise.model in cleaners:
            return tr("Page cleaned")
        return _denoised(state.recipe.denoise, measured)
    if entry.change == "amount" and state.recipe.denoise is not None:
        return _amount(state.recipe.denoise.amount)
    if entry.change == "fill" and state.fills:
        return _filled(len(state.fills[-1].patches))
    if entry.change == "sensitivity" and state.finding is not None:
        return tr("Sensitivity {0}").format(number(state.finding.sensitivity))
    if entry.change == "find":
        return tr("Damage found") if state.finding is None or state.finding.anything else tr("No damage found")
    names = {
        "": tr("Opened"),
        EARLIER: tr("Earlier steps"),
        "another": tr("Another variant"),
        "best": tr("Best of 4 variants"),
        "clear": tr("Mask cleared"),
        "invert": tr("Mask inverted"),
        "grow": tr("Mask grown"),
        "shrink": tr("Mask shrunk"),
        "load": tr("Mask loaded"),
        "reuse": tr("Mask reused"),
        "recipe": tr("Recipe applied"),
    }
    return names.get(entry.change) or title(entry.change)


def _denoised(settings: DenoiseSettings, measured: float | None) -> str:
    model = settings.model or {"fast": tr("fast"), "best": tr("best")}[settings.quality]
    level = measured if settings.noise is None else settings.noise
    if level is None:
        return tr("Denoised ({0})").format(model)
    return tr("Denoised (level {0}, {1})").format(number(level * LEVELS, 1), model)


def _amount(amount: Amount) -> str:
    luminance, colour = number(amount.luminance * 100), number(amount.colour * 100)
    shares = tr("Amount {0} %").format(luminance) if luminance == colour else tr("Amount {0} % / {1} %").format(luminance, colour)
    return shares if not amount.detail else tr("{0}, detail {1} %").format(shares, number(amount.detail * 100))


def _filled(places: int) -> str:
    return tr("Filled 1 place") if places == 1 else tr("Filled {0} places").format(places)
