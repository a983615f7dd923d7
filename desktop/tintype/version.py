"""The version of the installed package."""

from __future__ import annotations

from functools import cache


@cache
def version() -> str:
    """As the package's metadata has it."""
    # Loaded here, for it takes longer than a window that opens can wait.
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("tintype")
    except PackageNotFoundError:  # a source tree that was never installed
        return "0+unknown"
