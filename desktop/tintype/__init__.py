"""Tintype, the open photo restoration app. ``denoise``, ``inpaint`` and ``detect_damage`` are its Python interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    __version__: str
    from tintype.api import denoise as denoise
    from tintype.api import detect_damage as detect_damage
    from tintype.api import inpaint as inpaint

__all__ = ["__version__", "denoise", "detect_damage", "inpaint"]


def __getattr__(name: str) -> Any:
    # Loaded on first use: importing tintype alone must not start the inference runtime.
    if name == "__version__":
        from tintype.version import version

        return version()
    if name in ("denoise", "detect_damage", "inpaint"):
        from tintype import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
