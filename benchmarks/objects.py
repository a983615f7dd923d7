"""Things taken out of photographs, to be judged by eye: ``python -m benchmarks.objects --data FOLDER [--sheet FILE.png]``.

``objects.json`` names twenty of the photographs that the models are trained on, by their place in the folder, and outlines a
thing in each, its shadow included. Each photograph is first reduced to at most 768 pixels a side. The sheet shows a row for
each: the photograph, the mask in red, OpenCV's Telea, and Tintype.

What was behind the things is not known, so only sharpness and seam are measured, which ``benchmarks.fill`` explains: 1 is a
fill that blends in. Of these ratios the geometric mean is taken.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.denoise import to_bytes
from benchmarks.fill import contact_sheet, methods, seam_ratio, sharpness_ratio
from benchmarks.holes import Bytes, Mask
from tintype.engine.exemplar import warm_up
from tintype.errors import TintypeError
from tintype.photo import read_photo

OBJECTS = Path(__file__).with_suffix(".json")
LONGEST = 768
COLUMNS = ("photo", "mask", "telea", "tintype")
RED = np.array([255, 60, 60], np.uint8)

Outline = Sequence[Sequence[float]]
"""Points as x and y, in thousandths of the photograph's longer side."""


@dataclass(frozen=True)
class Stroke:
    """A line to cover, such as a wire; its width in thousandths of the longer side."""

    width: float
    points: Outline


@dataclass(frozen=True)
class Thing:
    """What is taken out of a photograph; the mask is all polygons and strokes together."""

    photo: str
    object: str
    ground: str
    polygons: Sequence[Outline]
    strokes: Sequence[Stroke]

    def mask(self, shape: tuple[int, ...]) -> Mask:
        """True at what is to go, for a picture of this height and width."""
        covered = np.zeros(shape[:2], np.uint8)
        unit = max(shape[:2]) / 1000
        for polygon in self.polygons:
            cv2.fillPoly(covered, [_in_pixels(polygon, unit)], 255)
        for stroke in self.strokes:
            cv2.polylines(covered, [_in_pixels(stroke.points, unit)], False, 255, max(1, round(stroke.width * unit)))
        return covered > 0


def _in_pixels(points: Outline, unit: float) -> cv2.typing.MatLike:
    return np.rint(np.array(points) * unit).astype(np.int32)


def read_things(path: Path) -> list[Thing]:
    """The things that a JSON file lists.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not JSON, or an entry lacks something.
    """
    try:
        return [
            Thing(
                photo=entry["photo"],
                object=entry["object"],
                ground=entry["ground"],
                polygons=entry.get("polygons", []),
                strokes=[Stroke(stroke["width"], stroke["points"]) for stroke in entry.get("strokes", [])],
            )
            for entry in json.loads(path.read_text(encoding="utf-8"))
        ]
    except KeyError as missing:
        raise ValueError(f"{path}: an entry has no {missing}.") from missing


def read_reduced(path: Path) -> Bytes:
    """A photograph, its longer side reduced to ``LONGEST`` pixels where it is longer."""
    picture = to_bytes(read_photo(path).pixels)
    scale = LONGEST / max(picture.shape)
    if scale >= 1:
        return picture
    size = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def compare(folder: Path, things: Iterable[Thing]) -> dict[str, list[Bytes]]:
    """Print a line for each thing and the means; returns the pictures by column."""
    shown: dict[str, list[Bytes]] = {column: [] for column in COLUMNS}
    measured: list[tuple[float, float, float]] = []
    print(f"{'object':24} {'ground':10} {'hole':>6} {'sharpness':>10} {'seam':>6} {'seconds':>8}")
    for thing in things:
        photo = read_reduced(folder / thing.photo)
        hole = thing.mask(photo.shape)
        shown["photo"].append(photo)
        shown["mask"].append(np.where(hole[..., None], RED, photo))
        for name, method in methods(("telea", "tintype")).items():
            started = time.perf_counter()
            shown[name].append(method(photo, hole))
            seconds = time.perf_counter() - started
            if name == "tintype":
                filled = shown[name][-1]
                measured.append((sharpness_ratio(filled, hole), seam_ratio(filled, hole), seconds))
        print(f"{thing.object:24} {thing.ground:10} {hole.mean():6.1%} {_row(*measured[-1])}", flush=True)
    sharpness, seams, times = zip(*measured, strict=True)
    mean = _row(statistics.geometric_mean(sharpness), statistics.geometric_mean(seams), statistics.mean(times))
    print(f"{'mean':24} {'':10} {'':6} {mean}")
    return shown


def _row(sharpness: float, seam: float, seconds: float) -> str:
    return f"{sharpness:10.2f} {seam:6.2f} {seconds:8.2f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when done, 1 when a photograph or the list cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.objects", description="Things taken out of photographs.")
    parser.add_argument("--data", type=Path, required=True, metavar="FOLDER", help="the photographs")
    parser.add_argument("--objects", type=Path, default=OBJECTS, metavar="FILE.json", help="default: the twenty")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="these objects alone, such as: --only dog boat")
    parser.add_argument("--sheet", type=Path, metavar="FILE.png", help="write a contact sheet for a look")
    options = parser.parse_args(arguments)
    try:
        things = [thing for thing in read_things(options.objects) if options.only is None or thing.object in options.only]
        if not things:
            raise ValueError(f"{options.objects} has no such object.")
        warm_up()
        shown = compare(options.data, things)
        if options.sheet:
            sheet = contact_sheet(shown, COLUMNS, range(len(things)))
            cv2.imwrite(str(options.sheet), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    except (OSError, ValueError, TintypeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
