"""``tintype denoise``: photos in, clean photos out."""

from __future__ import annotations

import argparse
from pathlib import Path

from tintype.cli.console import DeviceNotes, ProgressLine, add_files, each_input, percent, read_with_warnings, write_with_warnings
from tintype.cli.targets import plan_targets
from tintype.engine import DEVICES, Amount, Denoised, DenoiseSettings, Engine, blend, denoise_step, make_stamp

SUMMARY = "Remove the noise from photos."

SUFFIX = "_denoised"

DETAIL = "how much of the fine texture that went with the noise is put back (default: 0)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_files(parser, SUFFIX, "the file's name sets the format")
    parser.add_argument(
        "--noise", type=noise_level, default=None, metavar="auto|0..100", help="standard deviation in 8-bit units (default: auto)"
    )
    parser.add_argument(
        "--amount", type=percent, default=1.0, metavar="0..100", help="how much of the result is used (default: 100)"
    )
    parser.add_argument(
        "--colour-amount", type=percent, default=None, metavar="0..100", help="the same for colour alone (default: as --amount)"
    )
    parser.add_argument("--detail", type=percent, default=0.0, metavar="0..100", help=DETAIL)
    parser.add_argument("--quality", choices=("fast", "best"), default="fast")
    parser.add_argument("--model", metavar="ID|FILE", help="a model by its id (see: tintype models) or its file")
    parser.add_argument("--device", choices=DEVICES, default="auto")


def noise_level(text: str) -> float | None:
    """The value of ``--noise`` as a standard deviation in [0, 1] units; None for auto."""
    return None if text == "auto" else percent(text) * 100 / 255


def run(options: argparse.Namespace) -> int:
    """Denoise every input; one that fails is named and the others go on."""
    colour = options.amount if options.colour_amount is None else options.colour_amount
    amount = Amount(options.amount, colour, options.detail)
    settings = DenoiseSettings(options.noise, amount, options.quality, options.model, options.device)
    engine = Engine()
    engine.model_for(settings)
    targets = plan_targets(options.inputs, options.output, SUFFIX)
    notes = DeviceNotes(options.device)
    return each_input(options.inputs, targets, lambda source, target: denoise_file(source, target, settings, engine, notes))


def denoise_file(source: Path, target: Path, settings: DenoiseSettings, engine: Engine, notes: DeviceNotes) -> None:
    """Read, denoise and write one photo, and say what was done."""
    photo = read_with_warnings(source)
    with ProgressLine(source.name) as progress:
        done = engine.denoise(photo.pixels, settings, progress)
    notes.tell(done.device)
    pixels = blend(photo.pixels, done.restored, settings.amount, out=done.restored)
    write_with_warnings(photo.with_pixels(pixels), target, make_stamp(denoise_step(done, settings.amount)))
    print(summary(source, target, done, photo.size.pixels / 1e6))


def summary(source: Path, target: Path, done: Denoised, megapixels: float) -> str:
    """One line on what was done."""
    level = f"noise {done.noise * 255:.1f}" if done.model.heeds_noise else "page cleaned"
    if done.already_clean:
        return f"{source} -> {target}: already clean ({level}), pixels unchanged; --noise sets a level by hand"
    return f"{source} -> {target}: {level}, {megapixels:.1f} MP in {done.seconds:.1f} s, {done.model.id} on {done.device.label}"
