"""``tintype models``: what is installed."""

from __future__ import annotations

import argparse
import json
import sys

from tintype.engine import Catalogue, ModelSpec

SUMMARY = "List the installed models."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("--json", action="store_true", help="the whole card of each model as JSON")


def run(options: argparse.Namespace) -> int:
    """Print the models; files that are no models are named on stderr with the reason."""
    catalogue = Catalogue()
    models = sorted(catalogue.models.values(), key=lambda model: model.id)
    for refused in catalogue.refused:
        print(f"tintype: {refused}", file=sys.stderr)
    if options.json:
        print(json.dumps([{**model.card, "path": str(model.path)} for model in models], indent=2, ensure_ascii=False))
    elif not models:
        print("No model is installed.")
    else:
        for model in models:
            print(describe(model))
    return 0


def describe(model: ModelSpec) -> str:
    """A few lines on one model."""
    scores = "; ".join(map(str, model.scores)) or "not measured"
    return (
        f"{model.id}: {model.title} ({model.task}, {model.quality}, version {model.version}, licence {model.licence})\n"
        f"  {model.summary}\n"
        f"  {model.macs_per_pixel / 1000:.1f} kMAC a pixel, {model.path.stat().st_size / 1e6:.1f} MB\n  {scores}\n"
        f"  {model.path}"
    )
