"""What the commands share: going through the inputs, parsing of percentages, and a line of progress."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

from tintype.engine import Device, DeviceChoice
from tintype.errors import PhotoError, TintypeError
from tintype.photo import Output, Photo, Stamp, encode_photo, read_photo
from tintype.photo.atomic import write_whole
from tintype.progress import Progress

PHOTOS = "a photo: JPEG, PNG, TIFF, WebP, AVIF, JPEG XL, JPEG 2000, HEIC, GIF, BMP, PSD or camera raw"
"""Help for the inputs."""


def add_files(parser: argparse.ArgumentParser, suffix: str, about: str) -> None:
    """Declare the inputs and the output; ``suffix`` is what is put to the names beside the inputs."""
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT", help=PHOTOS)
    where = f"a file, or a folder for several (default: beside the input, as NAME{suffix}); {about}"
    parser.add_argument("-o", "--output", type=Path, metavar="OUTPUT|FOLDER", help=where)


def percent(text: str) -> float:
    """A number from 0 to 100 as a fraction from 0 to 1."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 to 100")
    return value / 100


def each_input(sources: Sequence[Path], targets: Sequence[Path | PhotoError], work: Callable[[Path, Path], object]) -> int:
    """Do the work on every source; one that fails is named and the others go on. Returns the exit code."""
    failures = 0
    for source, target in zip(sources, targets, strict=True):
        try:
            if isinstance(target, PhotoError):
                raise target
            work(source, target)
        except TintypeError as error:
            failures += 1
            print(f"tintype: {error}", file=sys.stderr)
    return 1 if failures else 0


def read_with_warnings(source: Path) -> Photo:
    """Read a photo, and tell what could not be read as it should."""
    photo = read_photo(source)
    for warning in photo.warnings:
        print(f"tintype: {warning}", file=sys.stderr)
    return photo


def write_with_warnings(photo: Photo, target: Path, stamp: Stamp | None) -> None:
    """Tell what the target's format cannot hold of a photo, and write it with the stamp of what was done to it."""
    encoded = encode_photo(photo, target, Output(), stamp)
    for warning in encoded.losses:
        print(f"tintype: {warning}", file=sys.stderr)
    write_whole(target, encoded.data)


class DeviceNotes:
    """Tells why a GPU that was asked for is not used, once."""

    def __init__(self, wish: Device) -> None:
        self._wish = wish
        self._said: set[str] = set()

    def tell(self, device: DeviceChoice) -> None:
        """Say it, if it was asked for and was not said before."""
        if device.was_refused and device.reason not in self._said:
            self._said.add(device.reason)
            print(f"tintype: {device.reason}", file=sys.stderr)


class ProgressLine:
    """A line on the terminal with name, percentage and time left; silent where stderr is not a terminal."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._shown = sys.stderr.isatty()
        self._started = time.monotonic()

    def __enter__(self) -> Progress:
        return Progress(self._show)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def _show(self, fraction: float) -> None:
        if not self._shown:
            return
        left = (time.monotonic() - self._started) * (1 / fraction - 1) if fraction else 0.0
        print(f"\r\x1b[K{self._name}: {fraction:4.0%}, {left:.0f} s left", end="", file=sys.stderr, flush=True)
