"""Which files may be decoded in the app's own process: plain ones, by decoders that have met broken files for decades."""

from __future__ import annotations

import re

from tintype.photo.source import Source

_OPEN = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|RIFF....WEBP", re.DOTALL)
_JPEG, _SCAN = b"\xff\xd8", b"\xff\xda"
_FRAME = re.compile(rb"\xff([\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf])..(.)....(.)", re.DOTALL)
MOST_SCANS = 64
"""Progressive JPEGs have about ten; thousands, each of a few bytes, keep a decoder busy for hours."""


def may_be_trusted(head: bytes) -> bool:
    """Whether a file that begins so is of a format whose decoders are trusted with plain files."""
    return _OPEN.match(head) is not None


def is_plain(source: Source) -> bool:
    """Whether a file of such a format has nothing odd about it that would take a trusted decoder long, or elsewhere."""
    data = source.data
    if not data.startswith(_JPEG):
        return True
    frame = _FRAME.search(data)
    # Inks are converted by the profile that the file brings, in a library of its own.
    return frame is not None and frame[2] == b"\x08" and frame[3] in b"\x01\x03" and data.count(_SCAN) <= MOST_SCANS
