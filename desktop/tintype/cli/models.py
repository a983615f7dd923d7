"""``tintype models``: what is installed, and one's own models in and out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tintype.engine import Catalogue, ModelSpec, add_model, remove_model
from tintype.errors import TintypeError

KINDS = {"camera": "the noise of cameras", "document": "pages"}
"""What the models are for that no tier stands for."""

SUMMARY = "List the installed models, or add one of your own."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--json", action="store_true", help="the whole card of each model as JSON")
    what.add_argument(
        "--add", type=Path, metavar="FILE", help="try out a model of your own (ONNX), and copy it into the model folder"
    )
    what.add_argument("--remove", metavar="ID", help="delete a model of your own")
    parser.add_argument("--replace", action="store_true", help="let --add take the place of your model with the same id")


def run(options: argparse.Namespace) -> int:
    """List, add or remove; 1 with one sentence when that is refused."""
    catalogue = Catalogue()
    try:
        if options.add is not None:
            added = add_model(options.add, catalogue, replace=options.replace)
            print(f"Added {added.id} as {added.path}; {usage(added)}.")
        elif options.remove is not None:
            removed = remove_model(options.remove, catalogue)
            print(f"Removed {removed.id}: {removed.path} is deleted.")
        else:
            list_models(catalogue, as_json=options.json)
    except TintypeError as error:
        print(f"tintype: {error}", file=sys.stderr)
        return 1
    return 0


def usage(model: ModelSpec) -> str:
    """How an own model comes into use."""
    if model.task == "denoise":
        return f"use it with --model {model.id}, or choose it in the window"
    return f"it is used only where no model for the task {model.task} comes with Tintype"


def list_models(catalogue: Catalogue, *, as_json: bool) -> None:
    """Print the models; files that are no models are named on stderr with the reason."""
    models = sorted(catalogue.models.values(), key=lambda model: model.id)
    for refused in catalogue.refused:
        print(f"tintype: {refused}", file=sys.stderr)
    if as_json:
        cards = [{**model.card, "path": str(model.path), "own": catalogue.is_own(model)} for model in models]
        print(json.dumps(cards, indent=2, ensure_ascii=False))
    elif not models:
        print("No model is installed.")
    else:
        for model in models:
            print(describe(model, own=catalogue.is_own(model)))


def describe(model: ModelSpec, *, own: bool) -> str:
    """A few lines on one model."""
    scores = "; ".join(map(str, model.scores)) or "not measured"
    tier = "your own" if own else model.quality if model.suits == "white" else f"by its id, for {KINDS[model.suits]}"
    return (
        f"{model.id}: {model.title} ({model.task}, {tier}, version {model.version}, licence {model.licence})\n"
        f"  {model.summary}\n"
        f"  {model.macs_per_pixel / 1000:.1f} kMAC a pixel, {model.path.stat().st_size / 1e6:.1f} MB\n  {scores}\n"
        f"  {model.path}"
    )
