"""``tintype apply``: photos and a recipe in, restored photos out."""

from __future__ import annotations

import argparse
from pathlib import Path

from tintype.batch.request import Steps
from tintype.batch.work import Worker
from tintype.cli.console import DeviceNotes, ProgressLine, add_files, each_input, read_with_warnings, write_with_warnings
from tintype.cli.targets import plan_targets
from tintype.document.recipe_file import SUFFIX as RECIPE_SUFFIX
from tintype.document.recipe_file import read_recipe
from tintype.engine import DEVICES, Engine

SUMMARY = "Do to photos what a recipe says: find damage, fill it, remove the noise."

SUFFIX = "_restored"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    add_files(parser, SUFFIX, "the file's name sets the format")
    about = f"what is done, as the window saves it (NAME{RECIPE_SUFFIX})"
    parser.add_argument("--recipe", type=Path, required=True, metavar="FILE", help=about)
    parser.add_argument("--device", choices=DEVICES, default="auto")


def run(options: argparse.Namespace) -> int:
    """Restore every input; one that fails is named and the others go on."""
    steps = Steps.of(read_recipe(options.recipe), device=options.device)
    engine = Engine()
    steps.models(engine)
    worker, notes = Worker(engine, steps), DeviceNotes(options.device)
    targets = plan_targets(options.inputs, options.output, SUFFIX)
    return each_input(options.inputs, targets, lambda source, target: restore_file(source, target, worker, notes))


def restore_file(source: Path, target: Path, worker: Worker, notes: DeviceNotes) -> None:
    """Read, restore and write one photo, and say what was done."""
    photo = read_with_warnings(source)
    with ProgressLine(source.name) as progress:
        made = worker.process(photo, None, progress)
    if made.device is not None:
        notes.tell(made.device)
    write_with_warnings(made.photo, target, made.stamp)
    print(f"{source} -> {target}: {made.state} ({made.note})")
