"""Turning a picture upright."""

from __future__ import annotations

from tintype.photo.source import Samples

# Orientation -> whether rows and columns change places; then whether top and bottom, left and right do.
_TURNS = {
    1: (False, False, False),
    2: (False, False, True),
    3: (False, True, True),
    4: (False, True, False),
    5: (True, False, False),
    6: (True, False, True),
    7: (True, True, True),
    8: (True, True, False),
}
SIDEWAYS = frozenset(number for number, (transpose, _, _) in _TURNS.items() if transpose)


def turned_upright(samples: Samples, orientation: int) -> Samples:
    """An H x W x C array as it is meant to be seen.

    Args:
        samples: the pixels as they lie in the file.
        orientation: 1 to 8, as EXIF numbers them.
    """
    transpose, flip_rows, flip_columns = _TURNS[orientation]
    turned = samples.swapaxes(0, 1) if transpose else samples
    return turned[:: -1 if flip_rows else 1, :: -1 if flip_columns else 1]
