"""``tintype detect``: scanned prints in, masks of their damage out."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from tintype.cli.console import ProgressLine, add_files, each_input, percent, read_with_warnings
from tintype.cli.targets import plan_targets
from tintype.engine import DEVICES, Device, Engine, damage_mask
from tintype.errors import CannotWrite
from tintype.photo import write_mask

SUMMARY = "Find the dust, hairs, scratches and cracks of scanned prints, as masks to check and to fill."

SUFFIX = "_mask"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_files(parser, f"{SUFFIX}.png", "a PNG file; white is damage")
    parser.add_argument(
        "--sensitivity",
        type=percent,
        default=0.5,
        metavar="0..100",
        help="0 finds only what is certain, 100 whatever is suspected (default: 50)",
    )
    parser.add_argument("--device", choices=DEVICES, default="auto")


def run(options: argparse.Namespace) -> int:
    """Write a mask for every input; one that fails is named and the others go on."""
    engine = Engine()
    engine.catalogue.choose("detect", "best")
    targets = plan_targets(options.inputs, options.output, SUFFIX, ".png")

    def work(source: Path, target: Path) -> None:
        detect_file(source, target, options.sensitivity * 100, options.device, engine)

    return each_input(options.inputs, targets, work)


def detect_file(source: Path, target: Path, sensitivity: float, device: Device, engine: Engine) -> None:
    """Read one photo, write its mask, and say how much was found."""
    if target.suffix.lower() != ".png":
        raise CannotWrite(target, "a mask is a PNG file; let its name end in .png")
    photo = read_with_warnings(source)
    with ProgressLine(source.name) as progress:
        found = damage_mask(engine.detect_damage(photo.pixels, device, progress), sensitivity)
    write_mask(np.where(found, np.uint8(255), np.uint8(0)), target)
    print(f"{source} -> {target}: {found.mean():.2%} of {photo.size} looks damaged")
