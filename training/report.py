"""Show a training run as one HTML page: ``python -m training.report RUN [-o FILE]``.

The page holds the curves, the scores and samples of what the averaged weights do. It loads nothing, so that it can be sent to
someone as it is.
"""

from __future__ import annotations

import argparse
import io
import json
import pickle
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import cycle
from pathlib import Path
from string import Template
from typing import Any
from zipfile import BadZipFile

import matplotlib as mpl
import numpy as np
import torch
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from training import checkpoint
from training.degradation_sheet import sheet
from training.embedded import picture
from training.metrics import psnr
from training.network import Network
from training.photos import Pixels
from training.presets import PRESETS, Preset
from training.tasks import CameraDenoising, PairedDenoising

Line = dict[str, float]
"""One line of ``stats.jsonl``."""

NOT_SCORES = frozenset({"step", "minutes", "crops", "crop", "loss"})
FAMILIES = {
    "loss": ("Training loss", 5),
    "psnr": ("PSNR in dB", 2),
    "ssim": ("SSIM", 4),
    "precision": ("Precision, recall and F1", 4),
    "recall": ("Precision, recall and F1", 4),
    "f1": ("Precision, recall and F1", 4),
}
"""Title of the chart and decimals of the figures, by the first word of a score's name."""
OTHER_DECIMALS = 5

SHARES = (0.1, 0.25, 0.5, 0.75, 1.0)
"""Parts of the run that the table of scores shows, beside what the run started from."""

PAIRED_CHANNELS = 6
"""Of a held-out crop of a run on pairs, whatever the preset's own task is."""

INK = "#010203"
"""Stands for the page's text colour while matplotlib draws, since it does not know ``currentColor``."""
SERIES = (("#3b82c4", "o"), ("#c9702b", "s"), ("#3c9460", "^"), ("#9070c8", "D"), ("#b0568c", "v"), ("#7d7d7d", "P"))
"""Colours that stand out from white and from black alike, and markers that tell them apart without colour."""

PAGE = Template("""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 56rem; padding: 0 1rem; }
h1, h2 { line-height: 1.2; }
h2 { margin-top: 2.5rem; }
code { font-size: 0.9em; }
figure { margin: 0; }
figcaption { font-size: 0.9rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: 0.5rem; }
th, td { border-bottom: 1px solid #80808060; padding: 0.3rem 0; text-align: left; }
th + th, td { padding-left: 1.5rem; }
.scores th, .scores td { text-align: right; }
.wide { overflow-x: auto; }
.charts, .degradations { display: grid; gap: 2rem; grid-template-columns: repeat(auto-fit, minmax(min(26rem, 100%), 1fr)); }
.charts figcaption { font-weight: 600; }
.sample { display: flex; gap: 0.75rem; margin-bottom: 1.5rem; overflow-x: auto; }
.sample img { display: block; }
.sides { display: flex; gap: 0.75rem; margin-bottom: 0.5rem; overflow-x: auto; }
.sides img { image-rendering: pixelated; }
svg { display: block; height: auto; max-width: 100%; }
svg text { font-family: inherit !important; }
</style>
</head>
<body>
<main>
<h1>$heading</h1>
<p>$summary</p>
<div class="wide">
$facts
</div>
<h2>Curves</h2>
<div class="charts">
$charts
</div>
<h2>Scores</h2>
<div class="wide">
$scores
</div>
<h2>Samples</h2>
$samples
$degradations
</main>
</body>
</html>
""")


def read_lines(path: Path) -> list[Line]:
    """The measurements of a run in the order of their steps.

    Lines that a kill cut off are passed over, and so are those of steps that a resumed run went through again. A line of step 0,
    which has the scores of the model that the run started from, has no loss.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: nothing has been measured yet.
    """
    if not path.is_file():
        raise FileNotFoundError(f"{path.parent} has no stats.jsonl: nothing has been measured yet.")
    lines: list[Line] = []
    for text in path.read_text(encoding="utf-8").splitlines():
        try:
            line = json.loads(text)
        except json.JSONDecodeError:
            continue
        while lines and lines[-1]["step"] >= line["step"]:
            lines.pop()
        if line["step"] == 0:
            line.pop("loss", None)
        lines.append(line)
    if not lines:
        raise ValueError(f"{path} holds no whole line: nothing has been measured yet.")
    return lines


def read_run(folder: Path) -> tuple[Preset, dict[str, Any], Network]:
    """The preset of a run, its checkpoint, and the network with the averaged weights.

    Raises:
        FileNotFoundError: there is no checkpoint.
        ValueError: it is broken, or does not fit the presets.
    """
    path = folder / "checkpoint.pt"
    try:
        state = checkpoint.load(path, torch.device("cpu"))
        if state is None:
            raise FileNotFoundError(f"{folder} has no checkpoint.pt: train first.")
        preset = PRESETS[state["preset"]]
        network = preset.task.network(preset.shape)
        average = state["average"].items()
        network.load_state_dict({name.removeprefix("module."): weight for name, weight in average if name.startswith("module.")})
    except (RuntimeError, EOFError, KeyError, pickle.UnpicklingError) as error:
        raise ValueError(f"{path} is broken, or of a preset that has changed since.") from error
    return preset, state, network.eval()


def read_crops(path: Path) -> list[Pixels]:
    """The held-out crops of a run, uint8 H x W x C each; none where the file is missing.

    Raises:
        ValueError: the file is broken.
    """
    if not path.is_file():
        return []
    try:
        with np.load(path) as arrays:
            return [arrays[name] for name in arrays.files]
    except (ValueError, EOFError, BadZipFile) as error:
        raise ValueError(f"{path} is not a whole file of crops.") from error


def family(name: str) -> tuple[str, int]:
    """Title of the chart that a score belongs to, and decimals that it is written with."""
    return FAMILIES.get(name.split("_")[0], (words(name), OTHER_DECIMALS))


def words(name: str) -> str:
    """The name of a score as people write it."""
    first, *rest = name.split("_")
    first = first.upper() if first in ("psnr", "ssim", "f1") else first.capitalize()
    return " ".join([first, *rest])


def score_names(lines: Sequence[Line]) -> list[str]:
    """Names of all validation scores, as they came up."""
    return [name for name in dict.fromkeys(name for line in lines for name in line) if name not in NOT_SCORES]


def chart(lines: Sequence[Line], names: Sequence[str]) -> str:
    """The named figures over the steps, as an SVG element that takes the page's colour and font."""
    title, _ = family(names[0])
    with mpl.rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": title,  # unlike names for the markers of unlike charts
            "font.size": 11,
            "text.color": INK,
            "axes.labelcolor": INK,
            "axes.edgecolor": INK,
            "xtick.color": INK,
            "ytick.color": INK,
        }
    ):
        figure = Figure(figsize=(6, 3.6), layout="constrained")
        axes = figure.subplots()
        for name, (colour, marker) in zip(names, cycle(SERIES), strict=False):
            known = [line for line in lines if name in line]
            places, values = [line["step"] for line in known], [line[name] for line in known]
            axes.plot(places, values, color=colour, marker=marker, markersize=4, linewidth=1.8, label=words(name))
        axes.set_xlim(left=0)
        axes.set_xlabel("steps")
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.xaxis.set_major_formatter("{x:,.0f}")
        axes.ticklabel_format(axis="y", useOffset=False)
        axes.grid(axis="y", color="#808080", alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
        if len(names) > 1:
            figure.legend(loc="outside lower center", ncols=min(len(names), 3), frameon=False)
        drawing = io.StringIO()
        metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        figure.savefig(drawing, format="svg", transparent=True, metadata=metadata)
    element = drawing.getvalue().partition("<svg")[2].replace(INK, "currentColor")
    element = re.sub(r' xmlns(:\w+)?="[^"]*"', "", element).replace("xlink:href", "href")  # HTML knows what an svg is
    element = re.sub(r'<g id="[^"]*">', "<g>", element)  # the same in every chart, and nothing refers to them
    return f'<svg role="img" aria-label="{escape(title)} over the steps"{element.rstrip()}'


def charts(lines: Sequence[Line]) -> Iterator[str]:
    """The loss, then each family of scores, as figures."""
    families: dict[str, list[str]] = {}
    for name in ("loss", *score_names(lines)):
        families.setdefault(family(name)[0], []).append(name)
    for title, names in families.items():
        yield f"<figure>\n<figcaption>{escape(title)}</figcaption>\n{chart(lines, names)}\n</figure>"


def facts(preset: Preset, state: Mapping[str, Any], network: Network) -> str:
    """What was trained and for how long, as a table."""
    cost = network.macs_per_pixel / 1000
    views = f"{preset.views * cost:,.1f} ({preset.views} views of {cost:,.1f}; scores and samples here are of one)"
    rows = {
        "Pictures": "photographs" if state["photographs"] else "procedural (dead leaves)",
        "Steps": f"{state['step']:,}",
        "Crops seen": f"{state['step'] * state.get('batch', preset.batch):,} of {preset.crop} by {preset.crop} pixels",
        "Minutes of training": f"{state['seconds'] / 60:,.1f}",
        "kMAC a pixel": views if preset.views > 1 else f"{cost:,.1f}",
        "Parameters": f"{sum(weight.numel() for weight in network.parameters()):,}",
    }
    body = "\n".join(f'<tr><th scope="row">{escape(name)}</th><td>{escape(fact)}</td></tr>' for name, fact in rows.items())
    return f"<table>\n{body}\n</table>"


def scores(lines: Sequence[Line]) -> str:
    """The loss and the scores at the measurements nearest to each share of the run, as a table."""
    last = lines[-1]["step"]
    started = {0} if lines[0]["step"] == 0 else set()
    shown = started | {min(range(len(lines)), key=lambda index: abs(lines[index]["step"] - share * last)) for share in SHARES}
    names = ["loss", *score_names(lines)]
    heads = [
        "Of the run",
        "Step",
        "Minutes",
        *(f"{words(name)}, dB" if name.startswith("psnr") else words(name) for name in names),
    ]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = []
    for line in (lines[index] for index in sorted(shown)):
        figures = [f"{line[name]:.{family(name)[1]}f}" if name in line else "" for name in names]
        cells = "".join(f"<td>{figure}</td>" for figure in (f"{line['step']:,}", f"{line['minutes']:,.1f}", *figures))
        body.append(f'<tr><th scope="row">{100 * line["step"] / max(last, 1):.0f} %</th>{cells}</tr>')
    caption = "The averaged weights on the held-out crops. The loss is of the training."
    return (
        f'<table class="scores">\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n'
        "<tbody>\n" + "\n".join(body) + "\n</tbody>\n</table>"
    )


def samples(preset: Preset, network: Network, crops: Sequence[Pixels], with_psnr: bool) -> Iterator[str]:
    """What the network does to each crop, a row each; ``with_psnr`` compares all pictures with the last of their row."""
    if not crops:
        yield "<p>There are no samples, because this run has not kept its held-out crops (held_out.npz).</p>"
        return
    yield f"<p>The averaged weights on held-out crops at 100 %.{' PSNR is over the whole crop.' if with_psnr else ''}</p>"
    task = PairedDenoising() if crops[0].shape[2] == PAIRED_CHANNELS else preset.task
    for number, crop in enumerate(crops, 1):
        pictures = task.examples(network, crop, torch.device("cpu"))
        first, *_, last = pictures
        figures = []
        for caption, pixels in pictures.items():
            text = caption.capitalize()
            meaningless = caption == last or (caption == first and "mask" in task.inputs)  # a hole may be of any colour
            if with_psnr and not meaningless and not np.array_equal(pixels, pictures[last]):
                text += f", {psnr(pictures[last], pixels):.2f} dB"
            image = picture(pixels, f"Crop {number}, {caption}")
            figures.append(f"<figure>{image}<figcaption>{escape(text)}</figcaption></figure>")
        yield '<div class="sample">\n' + "\n".join(figures) + "\n</div>"


def degradations(preset: Preset, crops: Sequence[Pixels]) -> Iterator[str]:
    """A section on the noise that the network learns to remove; none where the preset, or a run on pairs, makes no such noise."""
    if isinstance(preset.task, CameraDenoising) and crops and crops[0].shape[2] != PAIRED_CHANNELS:
        yield "<h2>Degradations</h2>"
        yield from sheet(preset.task.degradation, crops)


def page(folder: Path) -> str:
    """The whole page on the run in ``folder``.

    Raises:
        FileNotFoundError: the folder, its checkpoint or its measurements are missing.
        ValueError: one of its files cannot be used.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is not a folder.")
    lines = read_lines(folder / "stats.jsonl")
    preset, state, network = read_run(folder)
    crops = read_crops(folder / "held_out.npz")
    with_psnr = any(name.startswith("psnr") for name in score_names(lines))
    return PAGE.substitute(
        title=escape(f"{preset.title} ({preset.id})"),
        heading=f"{escape(preset.title)} <code>{escape(preset.id)}</code>",
        summary=escape(preset.summary),
        facts=facts(preset, state, network),
        charts="\n".join(charts(lines)),
        scores=scores(lines),
        samples="\n".join(samples(preset, network, crops, with_psnr)),
        degradations="\n".join(degradations(preset, crops)),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when the page was written, 1 when not."""
    parser = argparse.ArgumentParser(prog="python -m training.report", description="Show a training run as one HTML page.")
    parser.add_argument("run", type=Path, help="run folder of training.train")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: RUN/report.html")
    options = parser.parse_args(arguments)
    target = options.output or options.run / "report.html"
    try:
        document = page(options.run)
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".partial")
        partial.write_text(document, encoding="utf-8")
        partial.replace(target)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{target} is written.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
