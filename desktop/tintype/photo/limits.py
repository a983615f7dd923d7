"""What reading a file may take: memory, and time."""

from __future__ import annotations

SHARE_OF_FREE = 0.5
BYTES_A_PIXEL = 16
"""Of a photo while it is read: twelve for its colours as floats, and the samples that they are made from."""

SECONDS, SECONDS_A_MEGABYTE = 5.0, 2.0
"""On the processor. The slowest, cameras' raw files and JPEG 2000 without loss, take about a tenth of it."""


def free_memory() -> int:
    """Bytes that can be taken without swapping."""
    import psutil  # not needed before a photo is read or a model runs

    return int(psutil.virtual_memory().available)


def memory_for_reading(chosen: int | None) -> int:
    """Most bytes that reading a photo may take: those chosen, or half of what is free."""
    return int(free_memory() * SHARE_OF_FREE) if chosen is None else chosen


def time_for_decoding(length: int) -> float:
    """Most seconds on the processor that decoding a file of ``length`` bytes may take."""
    return SECONDS + SECONDS_A_MEGABYTE * length / 1e6


def beyond(needed: int, memory: int) -> str:
    """Why a file is not read that needs so many bytes where reading may take ``memory``; empty where it may be."""
    if needed <= memory:
        return ""
    return (
        f"reading it takes {needed / 1e6:.0f} MB, and {memory / 1e6:.0f} MB may be used; "
        "close other programs, or allow more (Preferences, --memory)"
    )
