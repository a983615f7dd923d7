"""The command line: one thin module for each command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

from tintype.errors import PhotoError, TintypeError
from tintype.version import version

COMMANDS = ("denoise", "inpaint", "detect", "apply", "batch", "models", "bench", "doctor")

DONE, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

EPILOGUE = "Without a command, tintype opens its window, with the photos that are named, if any."


def run_command(words: Sequence[str]) -> int:
    """Parse and run one command; 0 when all is done, 1 when some input failed, 2 for wrong usage, 130 after Ctrl+C."""
    parser = argparse.ArgumentParser(prog="tintype", description="Photo restoration, offline.", epilog=EPILOGUE)
    parser.add_argument("--version", action="version", version=f"tintype {version()}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name in COMMANDS:
        module = import_module(f"tintype.cli.{name}")  # only here, for a window opens sooner without them
        command = commands.add_parser(name, help=module.SUMMARY, description=module.SUMMARY)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(words)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("Cancelled.", file=sys.stderr)
        return INTERRUPTED
    except TintypeError as error:
        print(f"tintype: {error}", file=sys.stderr)
        return FAILED if isinstance(error, PhotoError) else WRONG_USAGE
