"""Write ``models/README.md`` from the models' own specs, and their checksums: ``python -m training.cards [models]``."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx

SPEC_KEY = "tintype.spec"
HEAD = """# Models

Written by `python -m training.cards` from what each file says of itself; `tintype models --json` prints all of it.
"""

CONDITIONS = "Scores are printed by `python -m training.evaluate`, whose text tells what each of them means."


def card_of(path: Path) -> dict[str, Any]:
    """The spec in a model file.

    Raises:
        ValueError: there is none.
    """
    properties = {entry.key: entry.value for entry in onnx.load(path, load_external_data=False).metadata_props}
    if SPEC_KEY not in properties:
        raise ValueError(f"{path} has no {SPEC_KEY} in its metadata.")
    card: dict[str, Any] = json.loads(properties[SPEC_KEY])
    return card


def write_card(path: Path, card: Mapping[str, Any]) -> None:
    """Put a spec into a model file, which is replaced only once the new one is whole."""
    model = onnx.load(path)
    onnx.helper.set_model_props(model, {SPEC_KEY: json.dumps(card, ensure_ascii=False)})
    draft = path.with_suffix(".partial")
    onnx.save(model, draft)
    draft.replace(path)


def section(card: Mapping[str, Any], megabytes: float) -> str:
    """One model as Markdown."""
    training = card["training"]
    sources = "; ".join(f"{source['name']} ({source['licence']})" for source in training["data"])
    weights, cost = card["parameters"] / 1e6, card["macs_per_pixel"] / 1e3
    suits = card.get("suits", "white")
    tier = f"tier {card['quality']}" if suits == "white" else f"for {suits} pictures alone"
    facts = [
        f"Task: {card['task']}, {tier}, version {card['version']}, licence {card['licence']}",
        f"Precision: {card.get('precision', 'float32')}",
        f"Size: {megabytes:.1f} MB, {weights:.2f} million parameters, {cost:.1f} kMAC a pixel",
        *(f"Trained: {trained(each)}" for each in [*training.get("before", []), training]),
        f"Data: {sources}",
    ]
    measured = [f"{entry['megapixels_per_second']:g} MP/s on {entry['device']}" for entry in card.get("speed", [])]
    facts += [f"Speed: {'; '.join(measured)}"] if measured else []
    lines = [f"\n## {card['title']} (`{card['id']}`)\n", f"{card['summary']}\n", *(f"- {fact}" for fact in facts)]
    if card["scores"]:
        lines += ["", "| set | pictures | condition | scores |", "|---|---|---|---|", *(row(score) for score in card["scores"])]
    return "\n".join(lines) + "\n"


def trained(training: Mapping[str, Any]) -> str:
    """One training in words."""
    seen = f"{training['crops'] / 1e3:.0f} thousand crops of {training['crop']} pixels, {training['minutes']:.0f} minutes"
    taught = f", taught by `{training['teacher']}`" if "teacher" in training else ""
    return f"preset `{training['preset']}` at commit `{training['commit']}`, {training['steps']} steps, {seen}{taught}"


def row(score: Mapping[str, Any]) -> str:
    """One score as a row of the table."""
    condition = score.get("condition") or f"noise {score['noise']:g}"
    names = [name for name in score if name not in ("set", "pictures", "condition", "noise")]
    figures = ", ".join(f"{name.replace('_', ' ')} {score[name]:g}" for name in names)
    return f"| {score['set']} | {score['pictures']} | {condition} | {figures} |"


def document(folder: Path) -> str:
    """The whole file for the models of a folder."""
    paths = sorted(folder.glob("*.onnx"))
    return HEAD + f"{CONDITIONS}\n" + "".join(section(card_of(path), path.stat().st_size / 1e6) for path in paths)


def checksums(folder: Path) -> str:
    """The list that the app compares each model of the folder with before it loads it, as ``sha256sum`` writes it."""
    paths = sorted(folder.glob("*.onnx"))
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in paths)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when written, 1 when a model has no spec."""
    parser = argparse.ArgumentParser(prog="python -m training.cards", description="Write models/README.md and models/SHA256SUMS.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("models"))
    folder = parser.parse_args(arguments).folder
    try:
        (folder / "README.md").write_text(document(folder), encoding="utf-8")
        (folder / "SHA256SUMS").write_text(checksums(folder), encoding="utf-8")
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{folder / 'README.md'} and SHA256SUMS are written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
