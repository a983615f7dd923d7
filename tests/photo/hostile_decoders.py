"""What a decoder may do at its worst; a helper process imports these by name."""

from __future__ import annotations

import os
import sys
import time

import numpy as np

from tintype.geometry import Size
from tintype.photo.formats import Decoder
from tintype.photo.source import Raster, Source


def crash(source: Source, decoder: Decoder) -> Raster:
    os.abort()


def end_early(source: Source, decoder: Decoder) -> Raster:
    os._exit(0)


def spin(source: Source, decoder: Decoder) -> Raster:
    while True:
        pass


def wait(source: Source, decoder: Decoder) -> Raster:
    time.sleep(10_000)
    raise AssertionError


def hoard(source: Source, decoder: Decoder) -> Raster:
    held = []
    while True:
        held.append(np.ones(2**20))


def reserve(source: Source, decoder: Decoder) -> Raster:
    np.empty(2**40, np.uint8)
    raise AssertionError


def shout(source: Source, decoder: Decoder) -> Raster:
    os.write(1, b"a library's opinion of the file\n")
    os.write(2, b"and another\n")
    sys.stdout.write("printed")
    return decoder(source)


def lie(source: Source, decoder: Decoder) -> Raster:
    """A bug in Tintype itself: no error that is foreseen."""
    raise AssertionError("unforeseen")


def tell_process(source: Source, decoder: Decoder) -> Raster:
    """A picture as wide as the helper's number is large."""
    source.check(Size(1, os.getpid()))
    return Raster(np.zeros((1, os.getpid(), 1), np.uint8))
