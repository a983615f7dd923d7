"""How long something still takes, as a number and in words."""

from __future__ import annotations

from tintype.gui.language import tr

TOO_EARLY_SECONDS = 0.7
TOO_EARLY_FRACTION = 0.02


def time_left(fraction: float, elapsed: float) -> float | None:
    """Seconds left after ``elapsed`` seconds; None while it is too early to tell."""
    if elapsed < TOO_EARLY_SECONDS or fraction < TOO_EARLY_FRACTION:
        return None
    return elapsed * (1 - fraction) / fraction


def in_words(seconds: float | None) -> str:
    """Seconds left as a short text; empty while unknown."""
    if seconds is None:
        return ""
    if seconds < 1.5:
        return tr("a second left")
    if seconds < 100:
        return tr("{0} s left").format(round(seconds))
    return tr("{0} min left").format(round(seconds / 60))
