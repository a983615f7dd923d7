"""Pairs of photographs of the same scene, one noisy and one clean, as one's own camera makes them."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from training.photos import Pixels, find_pictures, read_pictures

MOST_DIFFERENCE = 0.25
"""Pictures that differ by more, as the root of the mean square on [0, 1], do not show the same scene."""


def read_pairs(noisy: Path, clean: Path, least: int) -> list[Pixels]:
    """Read the pictures that have the same name, but for the suffix, in both folders.

    Pictures without a partner, broken ones, those smaller than ``least`` pixels, and pairs that differ in size or do not show
    the same scene are named and left out.

    Returns:
        uint8 H x W x 6 each: red, green and blue of the noisy picture, then of the clean one.

    Raises:
        FileNotFoundError: a folder does not exist or holds no picture.
        ValueError: no pair can be used.
    """
    named = [{path.relative_to(folder).with_suffix(""): path for path in find_pictures([folder])} for folder in (noisy, clean)]
    pairs = []
    for name in sorted(named[0].keys() | named[1].keys()):
        paths = [part[name] for part in named if name in part]
        if len(paths) == 1:
            print(f"{paths[0]} is left out: the other folder has no picture of this name.", file=sys.stderr)
            continue
        try:
            pictures = read_pictures(paths, least)
        except ValueError:
            continue  # both have been named
        if len(pictures) == 2 and _match(paths, pictures):
            pairs.append(np.concatenate(pictures, axis=2))
    if not pairs:
        raise ValueError(f"No picture in {noisy} can be used with one in {clean}: they go together by their names.")
    return pairs


def _match(paths: list[Path], pictures: list[Pixels]) -> bool:
    """Whether both pictures show the same; if not, say so."""
    noisy, clean = pictures
    if noisy.shape != clean.shape:
        print(f"{paths[0]} is left out: it differs in size from {paths[1]}.", file=sys.stderr)
        return False
    difference = noisy.astype(np.float32) - clean
    if float(np.sqrt(np.mean(difference**2))) > MOST_DIFFERENCE * 255:
        print(f"{paths[0]} is left out: it does not show the same as {paths[1]}.", file=sys.stderr)
        return False
    return True
