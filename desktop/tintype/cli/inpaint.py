"""``tintype inpaint``: photos and masks in, photos without what the masks cover out."""

from __future__ import annotations

import argparse
from pathlib import Path

from tintype.batch.masks import Masks
from tintype.cli.console import DeviceNotes, ProgressLine, add_files, each_input, read_with_warnings, write_with_warnings
from tintype.cli.targets import numbered, plan_targets
from tintype.engine import DEVICES, Engine, Filled, InpaintSettings, fill_step, grow, make_stamp, make_variants
from tintype.errors import InvalidMask, TintypeError
from tintype.geometry import Size
from tintype.photo import read_mask

SUMMARY = "Fill what a mask covers: scratches, dust, watermarks, things that should go."

SUFFIX = "_filled"
MOST_GROWTH = 500
MOST_VARIANTS = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_files(parser, SUFFIX, "the file's name sets the format")
    parser.add_argument(
        "--mask",
        type=Path,
        required=True,
        metavar="MASK|FOLDER",
        help="a picture of the photo's size: white is filled, black is kept; one for all photos, or a folder of masks that are "
        "named as the photos are",
    )
    parser.add_argument("--grow", type=growth, default=0, metavar="PX", help="widen the mask by so many pixels (default: 0)")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="another number gives a variant of large holes (default: 0)"
    )
    parser.add_argument(
        "--variants",
        type=variant_count,
        default=1,
        metavar="N",
        help=f"write so many variants, each with a number at its name, the best first (default: 1, at most {MOST_VARIANTS})",
    )
    parser.add_argument("--device", choices=DEVICES, default="auto")


def growth(text: str) -> int:
    """The value of ``--grow``."""
    if not text.isdecimal() or int(text) > MOST_GROWTH:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 to {MOST_GROWTH}")
    return int(text)


def variant_count(text: str) -> int:
    """The value of ``--variants``."""
    if not text.isdecimal() or not 1 <= int(text) <= MOST_VARIANTS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to {MOST_VARIANTS}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Fill every input; one that fails is named and the others go on."""
    settings = InpaintSettings(options.seed, options.device)
    engine = Engine()
    engine.catalogue.choose("inpaint", "best")
    masks = Masks(options.mask)
    targets = plan_targets(options.inputs, options.output, SUFFIX, variants=options.variants)
    notes = DeviceNotes(options.device)

    def work(source: Path, target: Path) -> None:
        mask_file = mask_for(source, masks, options.mask)
        inpaint_file(source, mask_file, target, options.grow, settings, options.variants, engine, notes)

    return each_input(options.inputs, targets, work)


def mask_for(source: Path, masks: Masks, place: Path) -> Path:
    """The mask of a photo.

    Raises:
        InvalidMask: there is none in the folder, or several.
    """
    found = masks.find(source)
    if found is None:
        raise InvalidMask(f"the folder {place} holds no mask named {source.stem} for {source}")
    return found


def inpaint_file(
    source: Path,
    mask_file: Path,
    target: Path,
    margin: int,
    settings: InpaintSettings,
    count: int,
    engine: Engine,
    notes: DeviceNotes,
) -> None:
    """Read, fill and write one photo, or so many variants of it, and say what was done."""
    photo = read_with_warnings(source)
    mask = grow(read_mask(mask_file, photo.size), margin)
    try:
        with ProgressLine(source.name) as progress:
            if count == 1:  # a single one needs no score
                made = [(engine.inpaint(photo.pixels, mask, settings, progress), "")]
            else:
                variants = make_variants(engine, photo.pixels, mask, count, settings, progress)
                made = [(one.filled, f"; seed {one.seed}, score {one.score.total:.4f} (lower is better)") for one in variants]
    except InvalidMask as error:
        raise TintypeError(f"{source} cannot be filled by {mask_file}. {error}") from error
    notes.tell(made[0][0].device)
    for (filled, note), place in zip(made, numbered(target, count), strict=True):
        stamp = make_stamp(fill_step(mask > 0, [filled.model.label]) if filled.patches else None)
        write_with_warnings(photo.with_pixels(filled.onto(photo.pixels)), place, stamp)
        print(told(source, place, photo.size, float((mask > 0).mean()), filled) + note)


def told(source: Path, target: Path, size: Size, share: float, filled: Filled) -> str:
    """The line that says what was done."""
    if not filled.patches:
        return f"{source} -> {target}: the mask is empty, pixels unchanged; white is filled"
    return f"{source} -> {target}: filled {share:.2%} of {size} in {filled.seconds:.1f} s on {filled.device.label}"
