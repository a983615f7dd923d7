"""Tintype, the open photo restoration app. ``tintype.denoise`` is its Python interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tintype.version import VERSION

if TYPE_CHECKING:
    from tintype.api import denoise as denoise

__all__ = ["__version__", "denoise"]

__version__ = VERSION


def __getattr__(name: str) -> Any:
    # Loaded on first use: importing tintype alone must not start the inference runtime.
    if name == "denoise":
        from tintype.api import denoise

        return denoise
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
