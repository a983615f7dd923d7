"""``tintype batch``: a folder of photos in, all of it out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import get_args

from tintype.batch import (
    REPORTS,
    Batch,
    Clean,
    Conflict,
    Format,
    JsonTeller,
    Plan,
    Request,
    Steps,
    Teller,
    TextTeller,
    Watch,
    write_report,
)
from tintype.cli.console import percent
from tintype.cli.denoise import DETAIL, noise_level
from tintype.document.recipe_file import read_recipe
from tintype.engine import DEVICES, Amount, DenoiseSettings, Engine
from tintype.errors import TintypeError
from tintype.photo.limits import memory_for_reading

SUMMARY = "Restore whole folders of photos: plan first, go on after a crash, lose nothing."

TILE_MEMORY = 256 * 2**20
"""Bytes. Tiles of twice the memory are no quicker by much, and photos want it more."""

MEMORY = 2_000_000_000
"""Bytes that reading a photo may take, unless more is asked for: enough for 125 megapixels."""

DENOISING = ("noise", "amount", "detail", "quality", "model")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("inputs", nargs="+", type=Path, metavar="FOLDER|FILE", help="photos, and folders of photos")
    parser.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FOLDER", help="where the same tree of results is made"
    )
    parser.add_argument("--recipe", type=Path, metavar="FILE", help="do what a saved recipe says, in place of the steps below")
    _add_steps(parser)
    _add_files(parser)
    parser.add_argument("--resume", action="store_true", help="go on with a run that was broken off")
    parser.add_argument("--retry-failed", action="store_true", help="as --resume, and try the failed photos again")
    parser.add_argument("--watch", action="store_true", help="go on looking for new photos, until Ctrl+C")
    parser.add_argument(
        "--ray", metavar="ADDRESS|local", help="run on a Ray cluster that shares these folders, or on one of this computer alone"
    )
    parser.add_argument("--dry-run", action="store_true", help="print what would be done, and stop")
    parser.add_argument("--jobs", type=int, default=6, metavar="N", help="most photos in memory at a time (default: 6)")
    parser.add_argument(
        "--memory",
        type=memory,
        metavar="MB",
        help=f"most memory for reading a photo; larger ones fail (default: half of what is free, {MEMORY // 10**6} at most)",
    )
    parser.add_argument("--report", type=report_file, metavar="FILE", help="write what became of every photo, as .json or .csv")
    parser.add_argument("--json", action="store_true", help="print one JSON object for each event")


def _add_steps(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--denoise", action="store_true", help="remove the noise; so it is too where nothing is filled")
    # Left out where they are not given, for giving one asks for denoising.
    parser.add_argument(
        "--noise",
        type=noise_level,
        default=argparse.SUPPRESS,
        metavar="auto|0..100",
        help="standard deviation in 8-bit units (default: auto)",
    )
    parser.add_argument(
        "--amount",
        type=percent,
        default=argparse.SUPPRESS,
        metavar="0..100",
        help="how much of the denoised is used (default: 100)",
    )
    parser.add_argument("--detail", type=percent, default=argparse.SUPPRESS, metavar="0..100", help=DETAIL)
    parser.add_argument("--quality", choices=("fast", "best"), default=argparse.SUPPRESS, help="of the denoising (default: fast)")
    parser.add_argument(
        "--model",
        default=argparse.SUPPRESS,
        metavar="ID|FILE",
        help="for denoising, a model by its id (see: tintype models) or its file",
    )
    parser.add_argument("--device", choices=DEVICES, default="auto")
    parser.add_argument(
        "--mask",
        type=Path,
        metavar="FILE|FOLDER",
        help="fill what is white: one mask for all, or a folder of masks named as the photos",
    )
    parser.add_argument(
        "--detect",
        nargs="?",
        type=percent,
        const=0.5,
        metavar="0..100",
        help="find damage and fill it; 0 takes only what is certain, 100 whatever is suspected (without a number: 50)",
    )


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--recursive", action=argparse.BooleanOptionalAction, default=True, help="the folders inside folders too (default: yes)"
    )
    parser.add_argument(
        "--name", default="{stem}", metavar="TEMPLATE", help='of the results, as "{stem}_{task}" (default: "{stem}")'
    )
    parser.add_argument("--format", choices=get_args(Format), default="same", help="of the results (default: same)")
    parser.add_argument(
        "--on-conflict",
        choices=get_args(Conflict),
        default="skip",
        help="what happens where a file of the name exists; if-changed replaces it where the photo is newer (default: skip)",
    )
    parser.add_argument(
        "--clean",
        choices=get_args(Clean),
        default="copy",
        help="photos without noise: copied, or left out (default: copy)",
    )
    parser.add_argument("--again", action="store_true", help="work on Tintype's own results too")


def report_file(text: str) -> Path:
    """The value of ``--report``."""
    path = Path(text)
    if path.suffix.lower() not in REPORTS:
        raise argparse.ArgumentTypeError(f"{text!r} does not end in {' or '.join(REPORTS)}")
    return path


def memory(text: str) -> int:
    """The value of ``--memory`` in bytes."""
    if not text.isdecimal() or not 1 <= int(text) <= 10**9:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of megabytes")
    return int(text) * 10**6


def run(options: argparse.Namespace) -> int:
    """Plan the batch and run it; 1 when a photo failed."""
    request, engine = read_request(options), Engine(tile_memory=TILE_MEMORY)
    teller: Teller = JsonTeller(sys.stdout) if options.json else TextTeller(sys.stdout, sys.stderr, options.device)
    if options.watch and not options.dry_run:
        return watch(Watch(request, engine), teller, options)
    batch = Batch(request, engine)
    teller.plan(batch.plan, options.dry_run)
    try:
        if not options.dry_run:
            batch.run(teller.hear, options.ray)
    finally:
        _end(batch.standing, teller, options.report)
    return _exit_code(batch.standing)


def watch(watched: Watch, teller: Teller, options: argparse.Namespace) -> int:
    """Run batch after batch until Ctrl+C; 1 when a photo failed."""
    try:
        for batch in watched.batches():
            teller.plan(batch.plan, False)
            try:
                batch.run(teller.hear, options.ray)
            finally:
                watched.settle(batch.standing)
    except KeyboardInterrupt:
        pass  # the way to end it
    finally:
        _end(watched.standing, teller, options.report)
    return _exit_code(watched.standing)


def _end(plan: Plan, teller: Teller, report: Path | None) -> None:
    teller.end(plan)
    if report is not None:
        write_report(plan.rows, report)


def _exit_code(plan: Plan) -> int:
    return 1 if any(row.state == "failed" for row in plan.rows) else 0


def read_request(options: argparse.Namespace) -> Request:
    """What the options ask for."""
    return Request(
        inputs=tuple(options.inputs),
        output=options.output,
        steps=_steps(options),
        recursive=options.recursive,
        name=options.name,
        format=options.format,
        on_conflict=options.on_conflict,
        resume=options.resume,
        retry_failed=options.retry_failed,
        jobs=options.jobs,
        clean=options.clean,
        again=options.again,
        memory=min(memory_for_reading(None), MEMORY) if options.memory is None else options.memory,
    )


def _steps(options: argparse.Namespace) -> Steps:
    given = vars(options)
    if options.recipe is not None:
        _refuse_steps(options)
        return Steps.of(read_recipe(options.recipe), options.mask, options.device)
    fills = options.mask is not None or options.detect is not None
    denoise = None
    if options.denoise or not fills or any(name in given for name in DENOISING):
        share = given.get("amount", 1.0)
        amount = Amount(share, share, given.get("detail", 0.0))
        quality, model = given.get("quality", "fast"), given.get("model")
        denoise = DenoiseSettings(given.get("noise"), amount, quality, model, options.device)
    return Steps(denoise, options.mask, None if options.detect is None else options.detect * 100, options.device)


def _refuse_steps(options: argparse.Namespace) -> None:
    given = ["denoise"] * options.denoise + [name for name in DENOISING if name in vars(options)]
    given += ["detect"] * (options.detect is not None)
    if given:
        names = ", ".join(f"--{name}" for name in given)
        raise TintypeError(f"--recipe says all that is done to the photos; leave out {names}, or --recipe.")
