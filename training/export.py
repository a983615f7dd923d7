"""Write a trained network as ONNX with its spec inside: ``python -m training.export RUN_FOLDER [-o models/denoise-fast.onnx]``.

A model of one's own gets a name of its own with ``--id`` and ``--title``. The file is all that the app knows of a model. Its
spec is one JSON object under the metadata key ``tintype.spec``.
"""

from __future__ import annotations

import argparse
import json
import logging
import re
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn

from training.cards import SPEC_KEY, card_of
from training.checkpoint import load
from training.ensemble import SelfEnsemble
from training.evaluate import scores_on_folder
from training.network import receptive_radius, working_bytes
from training.presets import PRESETS, Preset

SPEC_FORMAT = 1
TOLERANCE = 1e-4
CHECKED_CELLS = ((1, 1), (8, 8), (6, 17))
"""Height and width of the pictures that onnxruntime and torch are compared on, in units of what the sizes are multiples of."""

OWN_PICTURES = [{"name": "pictures of one's own", "licence": "not stated"}]


def commit() -> str:
    """Short name of the commit that is checked out, or "unknown" outside a checkout."""
    try:
        done = subprocess.run(["git", "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


@dataclass(frozen=True)
class Identity:
    """What a model is called: by the program and by people."""

    id: str
    title: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", self.id):
            raise ValueError(f"The id {self.id!r} cannot be used: it may hold letters, digits, '.', '_' and '-'.")


def spec(preset: Preset, state: dict[str, Any], data: list[dict[str, str]], identity: Identity) -> dict[str, Any]:
    """What the model is, how it must be fed, and where it comes from; ``scores`` are added after measuring."""
    before = state.get("before", [])
    crops = state["step"] * state.get("batch", preset.batch)
    network = preset.task.network(preset.shape)
    return {
        "format": SPEC_FORMAT,
        "id": identity.id,
        "title": identity.title,
        "summary": preset.summary,
        "task": preset.task.name,
        "quality": preset.quality,
        **({"suits": preset.suits} if preset.task.name == "denoise" else {}),
        "version": 1 + (identity.id == preset.id) * sum(training["preset"] == preset.id for training in before),
        "licence": "MIT",
        "input": {"range": [0.0, 1.0], "colour": "sRGB", "layout": "NCHW", "channels": 3},
        "multiple_of": preset.shape.multiple_of,
        "minimum": preset.shape.multiple_of,
        "halo": receptive_radius(preset.shape),
        "controls": list(preset.task.controls),
        "macs_per_pixel": preset.views * round(network.macs_per_pixel),
        "bytes_per_pixel": network.bytes_per_pixel if preset.views == 1 else working_bytes(preset.shape, preset.views),
        "parameters": sum(weight.numel() for weight in state["network"].values()),
        "training": {
            "preset": preset.id,
            "commit": commit(),
            "steps": state["step"],
            "crops": crops,
            "crop": preset.crop,
            "minutes": round(state["seconds"] / 60, 1),
            "data": data,
            **({"teacher": state["teacher"]} if state.get("teacher") else {}),
            **({"before": before} if before else {}),
        },
        "scores": [],
    }


def write_onnx(network: nn.Module, inputs: Mapping[str, int], output: str, multiple: int, path: Path) -> onnx.ModelProto:
    """Export with free height and width, weights inside the file.

    Args:
        network: takes and gives pictures of N x planes x H x W.
        inputs: their names and planes.
        output: name of what it gives.
        multiple: heights and widths are multiples of it.
        path: where to write.
    """
    side = 4 * multiple
    height, width = (multiple * torch.export.Dim(name, min=1, max=4096) for name in ("h", "w"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter's own deprecations, which say nothing about the model
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        program = torch.onnx.export(
            network.eval(),
            tuple(torch.zeros(1, count, side, side) for count in inputs.values()),
            input_names=list(inputs),
            output_names=[output],
            dynamo=True,
            external_data=False,
            dynamic_shapes=tuple({2: height, 3: width} for _ in inputs),
            verbose=False,
        )
    if program is None:
        raise RuntimeError("torch.onnx.export returned nothing")
    program.save(path)
    model = onnx.load(path)
    _forget_origins(model)
    onnx.save(model, path)
    return model


def write_checked(network: nn.Module, inputs: Mapping[str, int], output: str, multiple: int, path: Path) -> onnx.ModelProto:
    """``write_onnx``, once onnxruntime gives what torch gives.

    Raises:
        ValueError: they disagree by more than the tolerance.
    """
    model = write_onnx(network, inputs, output, multiple, path)
    difference = largest_difference(network, inputs, multiple, path)
    if difference >= TOLERANCE:
        raise ValueError(f"onnxruntime differs from torch by {difference:.1e}, more than {TOLERANCE:.0e}: not exported.")
    print(f"onnxruntime and torch agree to {difference:.1e}.")
    return model


def _forget_origins(model: onnx.ModelProto) -> None:
    """Take out the exporter's notes on where each node came from: they hold the paths of the computer it ran on."""
    for part in (*model.graph.node, *model.graph.input, *model.graph.output, *model.graph.value_info, *model.graph.initializer):
        del part.metadata_props[:]
        part.doc_string = ""
    del model.graph.metadata_props[:]


def largest_difference(network: nn.Module, inputs: Mapping[str, int], multiple: int, path: Path) -> float:
    """Largest difference between onnxruntime on the CPU and torch over pictures of several sizes, in proportion beyond 1."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(0)
    worst = 0.0
    for cells in CHECKED_CELLS:
        height, width = (count * multiple for count in cells)
        feeds = {name: rng.random((1, count, height, width), dtype=np.float32) for name, count in inputs.items()}
        if "mask" in feeds:
            feeds["mask"] = (feeds["mask"] > 0.7).astype(np.float32)
        (got,) = session.run(None, feeds)
        with torch.no_grad():
            expected = network(*(torch.from_numpy(feed) for feed in feeds.values())).numpy()
        worst = max(worst, float((np.abs(got - expected) / np.maximum(np.abs(expected), 1)).max()))
    return worst


def export(
    run: Path,
    target: Path | None = None,
    data: list[dict[str, str]] | None = None,
    evaluate: Sequence[Path] = (),
    name: str | None = None,
    title: str | None = None,
) -> Path:
    """Export the run's averaged weights; returns the file that was written.

    Args:
        run: folder with ``checkpoint.pt``.
        target: the ONNX file to write, by default ``models/ID.onnx``; replaced only once everything has been checked.
        data: sources of the training pictures with their licences, for the card.
        evaluate: folders of clean pictures to score on; the scores go into the card.
        name: id of the model, by default that of its preset.
        title: what people call it.

    Raises:
        FileNotFoundError: the run has no checkpoint.
        ValueError: onnxruntime and torch disagree by more than the tolerance, or the name cannot be used.
    """
    state = load(run / "checkpoint.pt", torch.device("cpu"))
    if state is None:
        raise FileNotFoundError(f"{run} has no checkpoint.pt: train first.")
    preset = PRESETS[state["preset"]]
    network = preset.task.network(preset.shape)
    average = {name.removeprefix("module."): weight for name, weight in state["average"].items() if name.startswith("module.")}
    network.load_state_dict(average)
    identity = Identity(name or preset.id, title or name or preset.title)
    made = [{"name": f"{preset.procedural.name} (procedural)", "licence": "MIT"}]
    card = spec(preset, state, (data or OWN_PICTURES) if state["photographs"] else made, identity)
    target = target or Path("models") / f"{identity.id}.onnx"
    exported = SelfEnsemble(network, preset.views) if preset.views > 1 else network
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder) / target.name
        model = write_checked(exported, preset.task.inputs, preset.task.output, preset.shape.multiple_of, draft)
        card["scores"] = [
            score for place in evaluate for score in scores_on_folder(draft, preset.task.name, place, suits=preset.suits)
        ]
        onnx.helper.set_model_props(model, {SPEC_KEY: json.dumps(card, ensure_ascii=False)})
        onnx.checker.check_model(model)
        onnx.save(model, draft)
        draft.replace(target)
    return target


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when the model was written, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m training.export", description="Write a trained run as an ONNX model.")
    parser.add_argument("run", type=Path, help="run folder of training.train")
    parser.add_argument("-o", "--output", type=Path, help="default: models/ID.onnx")
    parser.add_argument("--id", help="name of the model for programs (default: the preset's)")
    parser.add_argument("--title", help="name of the model for people")
    parser.add_argument("--sources", type=Path, help="JSON list of the training pictures' sources: name and licence")
    parser.add_argument("--evaluate", nargs="*", type=Path, default=[], metavar="FOLDER", help="score on these, for the card")
    options = parser.parse_args(arguments)
    try:
        data = json.loads(options.sources.read_text(encoding="utf-8")) if options.sources else None
        target = export(options.run, options.output, data, options.evaluate, options.id, options.title)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    card = card_of(target)
    size, cost = target.stat().st_size / 1e6, card["macs_per_pixel"] / 1000
    print(f"{target}: {size:.1f} MB, {cost:.1f} kMAC a pixel, halo {card['halo']}.")
    for score in card["scores"]:
        print(score)
    return 0


if __name__ == "__main__":
    sys.exit(main())
