"""Train the model that finds the strength of denoising: ``python -m training.strength --data FOLDER --denoiser MODEL``.

First it collects: photographs are given noise as cameras, film and scanners make it, the denoiser is run on them at all
strengths, and how what it takes away grows is kept with how far each result is from the truth. The same command run again goes
on collecting, and with another ``--seed`` a second process collects into the same folder. With ``-o`` it then fits the network
to all that was collected, which takes a minute, and writes it as ONNX with its spec inside.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
import torch.nn.functional as F
from torch import Tensor

from training.advisor import CELL, CHOICES, LEAST_LEVEL, STRENGTHS, StrengthAdvisor, growth
from training.cards import SPEC_KEY, card_of
from training.degradations import CameraNoise
from training.degradations.levels import energies
from training.evaluate import Model, Score
from training.export import OWN_PICTURES, SPEC_FORMAT, commit, write_checked
from training.graphics import GRAPHIC_SIDE, graphics
from training.noise_scores import advice_scores
from training.photos import PhotoStore, Pixels, find_pictures, read_picture, read_pictures

SIDE = 256
COUNT = 8
"""Crops a batch."""

DEGRADATION = CameraNoise(sensor=0.5, grain=0.25, silent=0.1)
DRAWN = 0.08
"""Share of the crops that are drawings and print."""

HELD_OUT_EVERY = 10
"""Every tenth photograph, and of the batches every tenth, which is drawn from these alone."""

SEED = 7_000_000
"""Far from the seeds of other drawings."""

LEAST_NOISE = STRENGTHS[0] / 2
"""Crops with less are not learnt from: the least strength is more than they need, and whether there is noise at all is not asked
here; what little noise photographs have of their own would be taught to be none."""

FLOOR = (0.7 / 255) ** 2
"""Added to mean squared errors: below it differences cannot be seen."""

MOST_LOSS = 6.0
"""Decibels; being worse than the best strength by more is no worse."""

TEMPERATURE = 0.25
"""Decibels for which the scores of two choices differ by one."""

WIDTH, EPOCHS, BATCH, RATE, DECAY = 64, 100, 64, 2e-3, 1e-2


@dataclass(frozen=True)
class Collected:
    """What is known of N crops.

    Attributes:
        curves: float32 N x curves x strengths, of ``advisor.growth``.
        errors: float32 N x strengths, mean squared error of the result at each.
        levels: float32 N x 2, true deviations of luminance and colour.
    """

    curves: Tensor
    errors: Tensor
    levels: Tensor

    def __len__(self) -> int:
        return len(self.levels)

    def part(self, which: Tensor) -> Collected:
        return Collected(self.curves[which], self.errors[which], self.levels[which])


class Denoiser:
    """A model for white noise, run by onnxruntime on the CPU at all ``STRENGTHS``."""

    def __init__(self, path: Path) -> None:
        """Load it.

        Raises:
            OSError, ValueError: the file is no denoiser.
        """
        if card_of(path)["task"] != "denoise":
            raise ValueError(f"{path} is no denoiser.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        self._session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def __call__(self, pictures: Tensor) -> Tensor:
        """N x 3 x H x W in [0, 1] as N x 3S x H x W."""
        return torch.from_numpy(np.concatenate([self._results(picture[None].numpy()) for picture in pictures.contiguous()]))

    def _results(self, picture: Any) -> Any:
        plane = np.ones((1, 1, *picture.shape[2:]), np.float32)
        feeds = ({"picture": picture, "noise_map": plane * np.float32(strength)} for strength in STRENGTHS)
        return np.concatenate([self._session.run(None, feed)[0] for feed in feeds], 1)


def collect(pictures: Sequence[Pixels], denoiser: Denoiser, folder: Path, minutes: float, seed: int) -> None:
    """Write batches into ``folder`` for so many minutes, going on after those that are there."""
    folder.mkdir(parents=True, exist_ok=True)
    device = torch.device("cpu")
    held_out = PhotoStore.of(pictures[::HELD_OUT_EVERY], device).at_least(GRAPHIC_SIDE)
    rest = [picture for index, picture in enumerate(pictures) if index % HELD_OUT_EVERY] or list(pictures)
    photographs, drawings = PhotoStore.of(rest, device).at_least(GRAPHIC_SIDE), graphics(seed, device)
    end, number = time.monotonic() + 60 * minutes, len(list(folder.glob(f"{seed}-*.npz")))
    while (started := time.monotonic()) < end:
        store = photographs if number % HELD_OUT_EVERY else held_out
        batch = draw(store, drawings, denoiser, torch.Generator().manual_seed(SEED * (seed + 1) + number))
        draft = folder / f"{seed}.partial"
        with draft.open("wb") as file:
            np.savez(file, curves=batch.curves, errors=batch.errors, levels=batch.levels, seconds=time.monotonic() - started)
        draft.replace(folder / f"{seed}-{number:06d}.npz")
        number += 1
        if number % 20 == 0:
            print(f"{COUNT * number} crops, {(end - time.monotonic()) / 60:.0f} minutes left", flush=True)


def draw(photographs: PhotoStore, drawings: PhotoStore, denoiser: Denoiser, generator: torch.Generator) -> Collected:
    """One batch of crops with noise."""
    resize = DEGRADATION.fitting(DEGRADATION.resize(COUNT, generator), SIDE, min(photographs.least_side, drawings.least_side))
    before = DEGRADATION.side_before(SIDE, resize)
    photos, prints = (store.crops(COUNT, before, generator) for store in (photographs, drawings))
    crops = torch.where(torch.rand(COUNT, 1, 1, 1, generator=generator) < DRAWN, prints, photos)
    pair = DEGRADATION.apply(crops.contiguous(), SIDE, resize, generator).pair
    noisy = (pair.noisy * 255).round().clamp(0, 255) / 255
    results = denoiser(noisy)
    errors = [(result.clamp(0, 1) - pair.clean).square().mean((1, 2, 3)) for result in results.split(3, 1)]
    levels = [energy.mean((1, 2)).sqrt() for energy in energies(noisy - pair.clean)]
    return Collected(growth(noisy, results), torch.stack(errors, 1), torch.stack(levels, 1))


def read_collected(folder: Path) -> tuple[Collected, Collected, float]:
    """What was collected to learn from, what from held-out photographs, both with noise, and the seconds that all took.

    Raises:
        ValueError: there is too little of either.
    """
    learnt: list[list[Any]] = [[], []]
    seconds = 0.0
    for path in sorted(folder.glob("*-*.npz")):
        number = int(path.stem.partition("-")[2])
        try:
            with np.load(path) as arrays:
                learnt[number % HELD_OUT_EVERY == 0].append([arrays[name] for name in ("curves", "errors", "levels")])
                seconds += float(arrays["seconds"])
        except (OSError, ValueError, KeyError, zipfile.BadZipFile):
            print(f"{path} is damaged and left out.", file=sys.stderr)
    if not all(learnt):
        raise ValueError(f"{folder} does not hold enough to learn from: collect for longer.")
    rest, held_out = (
        Collected(*(torch.from_numpy(np.concatenate(parts)) for parts in zip(*each, strict=True))) for each in learnt
    )
    return _with_noise(rest), _with_noise(held_out), seconds


def _with_noise(collected: Collected) -> Collected:
    level = ((collected.levels[:, 0] ** 2 + 2 * collected.levels[:, 1] ** 2) / 3).sqrt()
    return collected.part((level >= LEAST_NOISE).nonzero().flatten())


def losses(errors: Tensor) -> Tensor:
    """Decibels by which each of the ``CHOICES`` is worse than the best of them, from N x strengths errors: N x ``CHOICES``.

    Between the strengths the fidelity is interpolated by cubics.
    """
    fidelity = -10 * (errors + FLOOR).log10()
    ends = F.pad(fidelity[:, None], (1, 1), mode="replicate")[:, 0]
    between = (9 * (ends[:, 1:-2] + ends[:, 2:-1]) - ends[:, :-3] - ends[:, 3:]) / 16
    all_of_them = torch.stack([fidelity, F.pad(between, (0, 1))], 2).flatten(1)[:, :CHOICES]
    return (all_of_them.max(1, keepdim=True).values - all_of_them).clamp_max(MOST_LOSS)


def fit(collected: Collected, seed: int = 0, epochs: int = EPOCHS) -> StrengthAdvisor:
    """Minimise the expected loss in decibels, the errors of the losses that the scores stand for, and those of the levels.

    That each choice's own loss is learnt as well, and not only which is the best one, spares a fifth of what is lost on held-out
    photographs (0.37 dB against 0.45, with 5,800 crops).
    """
    torch.manual_seed(seed)
    network = StrengthAdvisor(WIDTH)
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = epochs * -(-len(collected) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, steps)
    loss_of, wanted = losses(collected.errors), (collected.levels + LEAST_LEVEL).log2()
    for _ in range(epochs):
        for which in torch.randperm(len(collected), generator=generator).split(BATCH):
            scores, levels = network.judge(collected.curves[which])
            expected = (scores.softmax(1) * loss_of[which]).sum(1).mean()
            each = F.smooth_l1_loss(-TEMPERATURE * scores, loss_of[which])
            loss = expected + each + (levels - wanted[which]).abs().mean() / 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
    return network.eval()


@torch.no_grad()
def validate(network: StrengthAdvisor, collected: Collected) -> dict[str, float]:
    """Mean decibels below the best strength, and the median errors of the levels as shares of them."""
    scores, levels = network.judge(collected.curves)
    expected = (scores.softmax(1) * torch.arange(CHOICES)).sum(1)
    all_losses = losses(collected.errors)
    below = expected.long().clamp_max(CHOICES - 2)
    share = expected - below
    two = all_losses.gather(1, torch.stack([below, below + 1], 1))
    lost = two[:, 0] * (1 - share) + two[:, 1] * share
    wrong = ((levels.exp2() - LEAST_LEVEL).clamp_min(0) - collected.levels).abs() / (collected.levels + LEAST_LEVEL)
    luminance, colour = wrong.median(0).values.tolist()
    return {"lost_db": float(lost.mean()), "error_luminance": luminance, "error_colour": colour}


INPUTS = {"picture": 3, "results": 3 * len(STRENGTHS)}
MACS_PER_PIXEL = 30
"""A few for each result and plane; the convolutions see a picture once."""

BYTES_PER_PIXEL = 4 * (3 + 2 * 3 * len(STRENGTHS) + 8)
"""The inputs, and one result's energies."""


def card_for(
    network: StrengthAdvisor, collected: int, seconds: float, denoiser: Path, data: list[dict[str, str]]
) -> dict[str, Any]:
    """What the model is, how it must be fed, and where it comes from; ``scores`` are added after measuring."""
    return {
        "format": SPEC_FORMAT,
        "id": "strength",
        "title": "Find the strength",
        "summary": "Tells how strongly to denoise clumped noise, from what the fast denoiser takes away at each strength.",
        "task": "strength",
        "quality": "best",
        "version": 1,
        "licence": "MIT",
        "input": {"range": [0.0, 1.0], "colour": "sRGB", "layout": "NCHW", "channels": 3},
        "multiple_of": CELL,
        "minimum": CELL,
        "halo": 0,
        "controls": [],
        "strengths": list(STRENGTHS),
        "macs_per_pixel": MACS_PER_PIXEL,
        "bytes_per_pixel": BYTES_PER_PIXEL,
        "parameters": sum(weight.numel() for weight in network.parameters()),
        "training": {
            "preset": "strength",
            "commit": commit(),
            "steps": EPOCHS * -(-collected // BATCH),
            "crops": collected,
            "crop": SIDE,
            "minutes": round(seconds / 60, 1),
            "data": data,
            "teacher": card_of(denoiser)["id"],
        },
        "scores": [],
    }


def scores(model: Path, denoiser: Path, folder: Path) -> list[Score]:
    """What goes into the card for a folder of clean pictures."""
    pictures = [read_picture(picture) for picture in find_pictures([folder])]
    rows = advice_scores(Model(model), Model(denoiser), pictures)
    return [{"set": folder.name, **row, "pictures": len(pictures)} for row in rows]


def write(network: StrengthAdvisor, card: dict[str, Any], denoiser: Path, evaluate: Sequence[Path], target: Path) -> None:
    """Write the model, scored on folders of clean pictures; ``target`` is replaced only once all has been checked.

    Raises:
        ValueError: onnxruntime and torch disagree.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        draft = Path(folder) / target.name
        model = write_checked(network, INPUTS, "advice", CELL, draft)
        card["scores"] = [score for place in evaluate for score in scores(draft, denoiser, place)]
        onnx.helper.set_model_props(model, {SPEC_KEY: json.dumps(card, ensure_ascii=False)})
        onnx.checker.check_model(model)
        onnx.save(model, draft)
        draft.replace(target)


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when done, 1 when the data or the denoiser cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m training.strength", description="Train the model that finds the strength.")
    parser.add_argument("--data", nargs="+", type=Path, required=True, metavar="FOLDER", help="photographs")
    parser.add_argument("--denoiser", type=Path, default=Path("models/denoise-fast.onnx"), help="a model for white noise")
    parser.add_argument("--run-folder", type=Path, default=Path("runs/strength"), help="where what is collected goes")
    parser.add_argument("--minutes", type=float, default=30.0, help="how long to collect; 0 to fit to what is there")
    parser.add_argument("--seed", type=int, default=0, help="of what is collected; a second process needs another one")
    parser.add_argument("-o", "--output", type=Path, help="fit, and write the model here")
    parser.add_argument("--sources", type=Path, help="JSON list of the training pictures' sources: name and licence")
    parser.add_argument("--evaluate", nargs="*", type=Path, default=[], metavar="FOLDER", help="score on these, for the card")
    options = parser.parse_args(arguments)
    try:
        if options.minutes > 0:
            pictures = read_pictures(find_pictures(options.data), least=SIDE)
            collect(pictures, Denoiser(options.denoiser), options.run_folder, options.minutes, options.seed)
        if options.output:
            rest, held_out, seconds = read_collected(options.run_folder)
            network = fit(rest)
            print(f"{len(rest)} crops; on {len(held_out)} of held-out photographs: {validate(network, held_out)}")
            data = json.loads(options.sources.read_text(encoding="utf-8")) if options.sources else OWN_PICTURES
            card = card_for(network, len(rest), seconds, options.denoiser, data)
            write(network, card, options.denoiser, options.evaluate, options.output)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
