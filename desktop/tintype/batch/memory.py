"""What the C library does with memory that was freed."""

from __future__ import annotations

import ctypes
import sys

_MMAP_THRESHOLD = -3
"""M_MMAP_THRESHOLD in glibc's malloc.h."""

LARGE_BLOCK = 4 * 2**20


def return_freed_blocks() -> None:
    """Make large blocks go back to the system once they are freed, for the whole process.

    Else glibc keeps more and more of them for later, in each thread, and a large photo finds the memory taken.
    """
    if sys.platform == "linux":
        set_option = getattr(ctypes.CDLL(None), "mallopt", None)
        if set_option is not None:  # other C libraries have none, and no such habit
            set_option(_MMAP_THRESHOLD, LARGE_BLOCK)
