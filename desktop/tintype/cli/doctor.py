"""``tintype doctor``: what is installed, what runs, and why something does not."""

from __future__ import annotations

import argparse
import json

from tintype.engine import Engine
from tintype.engine.diagnostics import as_text, diagnostics

SUMMARY = "Show versions, devices and memory, for a report of a problem."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the report."""
    report = diagnostics(Engine())
    print(json.dumps(report, indent=2) if options.json else as_text(report))
    return 0
