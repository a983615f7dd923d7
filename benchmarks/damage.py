"""Three ways to find damage: ``python -m benchmarks.damage --data FOLDER [--prints FOLDER --sheet FILE.png]``.

Each picture of the folder is made to look like a print and gets synthetic damage of a seed that no training used; and it is
tried as it is, where everything found is an error. The ways: the shipped segmentation autoencoder; the reconstruction error
of the shipped denoising autoencoder, which was trained on clean photographs (anomaly detection); and the morphological
top-hat of both signs, the classical way. Precision, recall and F1 are taken over all pixels together, at the threshold that
gives the best F1, which the last two would have to be told; of the product they are also given at its default sensitivity.

A pixel is found or it is not: none is forgiven for a damaged one beside it. It is damaged where at least 30 % of it is covered,
and it counts for neither side, whatever is found there, where the damage

- is narrower than 2 pixels;
- changes it by less than 0.04 of full scale, or by less than the standard deviation of the sound print in the 9 x 9 pixels around
  it, so that grain or detail hides the damage;
- is only its soft rim, of more than 10 % opacity.

The share of all pixels that count for neither side is printed too. What is found is taken before ``damage_mask`` widens it
by a pixel, which is for the fill.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

import tintype
from benchmarks.denoise import to_bytes
from tintype.engine import Engine, damage_mask
from tintype.engine.masks import damage_threshold
from tintype.errors import TintypeError
from tintype.photo import Pixels, read_photo
from training.tasks.damage import damaged_print

Plane = NDArray[np.float32]
Flags = NDArray[np.bool_]
Way = Callable[[Pixels], Plane]

ANOMALY_NOISE = 12 / 255
ELEMENT = 11
THRESHOLDS = 60


def segmentation() -> Way:
    """The probability that the product reckons with."""
    engine = Engine()
    return lambda picture: engine.detect_damage(picture, "cpu")


def anomaly(picture: Pixels) -> Plane:
    """How far the denoiser, told of some noise, moves each pixel: what it cannot reconstruct is not like a photograph."""
    return np.asarray(np.abs(tintype.denoise(picture, noise=ANOMALY_NOISE, device="cpu") - picture).mean(2), np.float32)


def top_hat(picture: Pixels) -> Plane:
    """How far each pixel stands out of its surroundings, brighter or darker."""
    grey = picture.mean(2, dtype=np.float32)
    element = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (ELEMENT, ELEMENT))
    bright, dark = (cv2.morphologyEx(grey, how, element) for how in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT))
    return np.maximum(bright, dark).astype(np.float32)


def scores(found: Flags, wanted: Flags) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    hits = float((found & wanted).sum())
    precision, recall = hits / max(float(found.sum()), 1.0), hits / max(float(wanted.sum()), 1.0)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def compare(pictures: Sequence[NDArray[np.uint8]]) -> None:
    """Print a table of the three ways."""
    batches = [damaged_print(clean, index) for index, clean in enumerate(pictures)]
    prints = [batch.inputs[0][0].permute(1, 2, 0).numpy().copy() for batch in batches]
    counts = [(batch.mask[0, 0] > 0.5).numpy() for batch in batches]
    wanted = np.concatenate([batch.target[0, 0].numpy()[counted] > 0.5 for batch, counted in zip(batches, counts, strict=True)])
    ignored = 1 - np.concatenate([counted.ravel() for counted in counts]).mean()
    print(f"{len(pictures)} pictures, {wanted.mean():.2%} of their pixels damaged, {ignored:.2%} count for neither side")
    print(f"{'':24} {'precision':>9} {'recall':>7} {'F1':>6}  false area on sound pictures")
    for name, way in {"segmentation": segmentation(), "reconstruction error": anomaly, "top-hat": top_hat}.items():
        score = np.concatenate([way(picture)[counted] for picture, counted in zip(prints, counts, strict=True)])
        sound = [way((clean / np.float32(255)).astype(np.float32)) for clean in pictures]
        if name == "segmentation":
            report("  at sensitivity 50", score > damage_threshold(50), wanted, sound, damage_threshold(50))
        thresholds = np.quantile(score, 1 - np.geomspace(1e-3, 0.3, THRESHOLDS))
        best = max(thresholds, key=lambda threshold: scores(score > threshold, wanted)[2])
        report(f"{name}, best", score > best, wanted, sound, float(best))


def report(name: str, found: Flags, wanted: Flags, sound: Sequence[Plane], threshold: float) -> None:
    """Print one line."""
    precision, recall, f1 = scores(found, wanted)
    area = float(np.mean([(plane > threshold).mean() for plane in sound]))
    print(f"{name:24} {precision:9.3f} {recall:7.3f} {f1:6.3f}  {area:.3%}")


def repaired_sheet(folder: Path, sensitivity: float) -> NDArray[np.uint8]:
    """Each print of a folder, what is found on it, and how it looks when that is filled; one row a print."""
    engine, rows = Engine(), []
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        pixels = read_photo(path).pixels
        mask = damage_mask(engine.detect_damage(pixels, "cpu"), sensitivity)
        marked = np.where(mask[..., None], np.array([1, 0.2, 0.2], np.float32), pixels)
        filled = engine.inpaint(pixels, mask).onto(pixels)
        row = np.concatenate([to_bytes(part) for part in (pixels, marked, filled)], 1)
        rows.append(cv2.resize(row, (1800, round(1800 * row.shape[0] / row.shape[1])), interpolation=cv2.INTER_AREA))
        print(f"{path.name}: {mask.mean():.2%} found")
    return np.concatenate(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when measured, 1 when a folder or picture cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.damage", description="Ways to find damage.")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="sound pictures")
    parser.add_argument("--most", type=int, default=30, metavar="N", help="use the first N pictures alone (default: 30)")
    parser.add_argument("--prints", type=Path, metavar="FOLDER", help="scans of damaged prints, for a look")
    parser.add_argument("--sheet", type=Path, metavar="FILE.png", help="where to write that look")
    parser.add_argument("--sensitivity", type=float, default=50.0, help="for the look (default: 50)")
    options = parser.parse_args(arguments)
    try:
        if options.data:
            paths = sorted(path for path in options.data.iterdir() if path.is_file())[: options.most]
            compare([to_bytes(read_photo(path).pixels) for path in paths])
        if options.prints and options.sheet:
            sheet = repaired_sheet(options.prints, options.sensitivity)
            cv2.imwrite(str(options.sheet), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))
    except (OSError, TintypeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
