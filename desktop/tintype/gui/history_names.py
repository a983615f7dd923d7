"""What the steps of the history are called."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from tintype.document.history import EARLIER, Entry
from tintype.engine import Amount, DenoiseSettings

LEVELS = 255
"""Noise is shown in 8-bit levels, as the literature does."""


def _tr(text: str) -> str:
    return QCoreApplication.translate("history", text)


def title(change: str | None) -> str:
    """What Undo takes back, for the menu; empty for None."""
    titles = {
        None: "",
        "denoise": _tr("Denoise"),
        "amount": _tr("Amount"),
        "fill": _tr("Fill"),
        "another": _tr("Another Variant"),
        "find": _tr("Find Damage"),
        "sensitivity": _tr("Sensitivity"),
        "stroke": _tr("Stroke"),
        "clear": _tr("Clear Mask"),
        "invert": _tr("Invert Mask"),
        "grow": _tr("Grow Mask"),
        "shrink": _tr("Shrink Mask"),
        "load": _tr("Load Mask"),
        "reuse": _tr("Reuse Mask"),
        "recipe": _tr("Recipe"),
        "reset": _tr("Reset"),
    }
    return titles.get(change, _tr("Change"))


def name(entry: Entry, measured: float | None) -> str:
    """What led to a state, for the list.

    Args:
        entry: the state.
        measured: standard deviation of the photo's noise in [0, 1] units; None where it is not known.
    """
    state = entry.state
    if entry.change == "denoise" and state.recipe.denoise is not None:
        return _denoised(state.recipe.denoise, measured)
    if entry.change == "amount" and state.recipe.denoise is not None:
        return _amount(state.recipe.denoise.amount)
    if entry.change == "fill" and state.fills:
        return _filled(len(state.fills[-1].patches))
    if entry.change == "sensitivity" and state.finding is not None:
        return _tr("Sensitivity {0:.0f}").format(state.finding.sensitivity)
    if entry.change == "find":
        return _tr("Damage found") if state.finding is None or state.finding.anything else _tr("No damage found")
    names = {
        "": _tr("Opened"),
        EARLIER: _tr("Earlier steps"),
        "another": _tr("Another variant"),
        "clear": _tr("Mask cleared"),
        "invert": _tr("Mask inverted"),
        "grow": _tr("Mask grown"),
        "shrink": _tr("Mask shrunk"),
        "load": _tr("Mask loaded"),
        "reuse": _tr("Mask reused"),
        "recipe": _tr("Recipe applied"),
    }
    return names.get(entry.change) or title(entry.change)


def _denoised(settings: DenoiseSettings, measured: float | None) -> str:
    model = settings.model or {"fast": _tr("fast"), "best": _tr("best")}[settings.quality]
    level = measured if settings.noise is None else settings.noise
    if level is None:
        return _tr("Denoised ({0})").format(model)
    return _tr("Denoised (level {0:.1f}, {1})").format(level * LEVELS, model)


def _amount(amount: Amount) -> str:
    if amount.luminance == amount.colour:
        return _tr("Amount {0:.0f} %").format(amount.luminance * 100)
    return _tr("Amount {0:.0f} % / {1:.0f} %").format(amount.luminance * 100, amount.colour * 100)


def _filled(places: int) -> str:
    return _tr("Filled 1 place") if places == 1 else _tr("Filled {0} places").format(places)
