"""Score a model on a folder of clean pictures: ``python -m training.evaluate MODEL --data FOLDER``, or on pairs of pictures.

The model runs through onnxruntime on the CPU. What it is measured on depends on its task.

Denoising: white Gaussian noise of ``--noise 15 25 50`` is added in float and not clipped; the result is clamped and rounded to 8
bits; PSNR and SSIM are taken over the whole RGB picture and averaged over the pictures. That is the protocol of the denoising
papers (FFDNet and after).

Filling: holes of the classes thin, medium and thick that the training draws, one a picture, from seeds of their own; PSNR inside
the hole, averaged over the pictures. ``benchmarks/fill.py`` compares with other methods.

Noise as cameras make it: a denoiser for it, and a model that measures noise, get one draw of their training's kinds for each
picture, from seeds of their own.

Finding the strength of denoising: the same noise; PSNR before, at the strength that is advised, at twice the true level, and at
the best of a few strengths.

Cleaning pages: without ``--pairs`` pages are made and laid on made paper, both from seeds of their own; PSNR and SSIM as above,
before and after.

Pages, and photographs of any noise that came in pairs: ``--pairs NOISY CLEAN`` names two folders of pictures that go together by
their names. A denoiser is told the root of the mean squared difference of each pair.

Finding damage: synthetic damage on photographs that are made to look like prints, from seeds of their own; precision, recall and
F1 over all pixels together at a probability of 0.5, and the share that is called damage on the pictures as they are. What is
narrower than 2 pixels or cannot be seen counts for neither side; ``training.tasks.damage.damaged`` says what that is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray

from training.cards import card_of, write_card
from training.metrics import psnr, ssim, to_8_bits
from training.noise_scores import advice_scores, camera_scores, measuring_scores
from training.pages import page
from training.pairs import read_pairs
from training.photos import Pixels, find_pictures, read_picture
from training.tasks.damage import damaged_print, precision_and_recall
from training.tasks.inpainting import VALIDATION_MIXTURES
from training.tasks.pages import scanned
from training.tasks.task import as_picture

Floats = NDArray[np.float32]
Score = dict[str, Any]

PAD_TO = 64
"""Pictures are padded to multiples of this, more than any model here asks for."""

LEVELS = (15.0, 25.0, 50.0)
SEED = 2_000_003
"""Far from the seeds of the training's masks, damage and pages."""
ADVISED = "denoise-fast.onnx"
"""Lies beside the model that tells its strength."""

MADE_PAGES, PAGE_SIDE = 6, 512
"""How many pages are made, and how many pixels of each side count."""


class Model:
    """A model run on whole pictures by onnxruntime on the CPU."""

    def __init__(self, path: Path) -> None:
        self._session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])

    def __call__(self, *inputs: Floats) -> Floats:
        """Run on float32 H x W x C arrays, the model's inputs in their order; returns its output, H x W x C."""
        height, width = inputs[0].shape[:2]
        padded = [np.pad(a, ((0, -height % PAD_TO), (0, -width % PAD_TO), (0, 0)), mode="reflect") for a in inputs]
        planes = [np.ascontiguousarray(a.transpose(2, 0, 1)[None]) for a in padded]
        names = [node.name for node in self._session.get_inputs()]
        (output,) = self._session.run(None, dict(zip(names, planes, strict=True)))
        return np.asarray(output[0, :, :height, :width].transpose(1, 2, 0))


def scores_on_folder(path: Path, task: str, folder: Path, levels: Sequence[float] = LEVELS, suits: str = "white") -> list[Score]:
    """Score a model by the protocol of its task; ``levels`` are those of white noise, in 8-bit units."""
    model = Model(path)
    pictures = [read_picture(picture) for picture in find_pictures([folder])]
    tasks: dict[str, Callable[[Model, Sequence[Pixels]], Iterator[Score]]] = {
        "denoise": partial(_denoising, levels=levels),
        "inpaint": _filling,
        "detect": _finding,
        "measure": measuring_scores,
        "strength": partial(_advising, denoiser=path.with_name(ADVISED)),
    }
    rows = [*tasks[task](model, pictures), *(camera_scores(model, pictures) if suits == "camera" else ())]
    return [{"set": folder.name, **row, "pictures": len(pictures)} for row in rows]


def scores_on_pairs(path: Path, noisy: Path, clean: Path) -> list[Score]:
    """Score a denoiser on the pictures of two folders that go together by their names.

    Raises:
        FileNotFoundError, ValueError: there are none.
    """
    pairs = [(pair[..., :3], pair[..., 3:]) for pair in read_pairs(noisy, clean, least=1)]
    return [{"set": noisy.resolve().parent.name, "condition": "pairs", **_before_and_after(Model(path), pairs)}]


def scores_on_made_pages(path: Path, count: int = MADE_PAGES) -> list[Score]:
    """Score a model for pages on pages of its training's kind that were not in it."""
    pairs = []
    for seed in range(SEED, SEED + count):
        made = scanned(np.ascontiguousarray(page(seed)[:PAGE_SIDE, :PAGE_SIDE]), seed)
        pairs.append((as_picture(made.noisy), as_picture(made.clean)))
    return [{"set": "made pages", "condition": "worn paper", **_before_and_after(Model(path), pairs)}]


def _before_and_after(model: Model, pairs: Sequence[tuple[Pixels, Pixels]]) -> Score:
    """Mean PSNR before and after, their difference, SSIM after, and how many pairs there were."""
    before, after, ssims = [], [], []
    for given, wanted in pairs:
        difference = (given.astype(np.float32) - wanted) / 255
        noise_map = np.full((*given.shape[:2], 1), np.sqrt(np.mean(difference**2)), np.float32)
        result = to_8_bits(model((given / 255).astype(np.float32), noise_map))
        before.append(psnr(wanted, given))
        after.append(psnr(wanted, result))
        ssims.append(ssim(wanted, result))
    means = {"psnr_before": np.mean(before), "psnr": np.mean(after), "gain": np.mean(after) - np.mean(before)}
    figures = {name: round(float(mean), 3) for name, mean in means.items()}
    return {**figures, "ssim": round(float(np.mean(ssims)), 4), "pictures": len(pairs)}


def _denoising(model: Model, pictures: Sequence[Pixels], levels: Sequence[float]) -> Iterator[Score]:
    for level in levels:
        psnrs, ssims = [], []
        for index, clean in enumerate(pictures):
            noise = np.random.default_rng(index).standard_normal(clean.shape) * (level / 255)
            noise_map = np.full((*clean.shape[:2], 1), level / 255, np.float32)
            result = to_8_bits(model((clean / 255 + noise).astype(np.float32), noise_map))
            psnrs.append(psnr(clean, result))
            ssims.append(ssim(clean, result))
        yield {"noise": level, "psnr": round(float(np.mean(psnrs)), 3), "ssim": round(float(np.mean(ssims)), 4)}


def _filling(model: Model, pictures: Sequence[Pixels]) -> Iterator[Score]:
    for name, mixture in VALIDATION_MIXTURES.items():
        psnrs = []
        for index, clean in enumerate(pictures):
            side = max(clean.shape[:2])
            hole = mixture.draw(np.random.default_rng((SEED, index)), side)[: clean.shape[0], : clean.shape[1], None] > 0
            if not hole.any():
                continue
            filled = model(np.where(hole, 0, clean / np.float32(255)).astype(np.float32), hole.astype(np.float32))
            error = (to_8_bits(filled).astype(float) - clean)[hole[..., 0]] / 255
            psnrs.append(-10 * np.log10(max(float(np.mean(error**2)), 1e-10)))
        yield {"condition": f"{name} holes", "psnr": round(float(np.mean(psnrs)), 3)}


def _advising(model: Model, pictures: Sequence[Pixels], denoiser: Path) -> Iterator[Score]:
    yield from advice_scores(model, Model(denoiser), pictures)


def _finding(model: Model, pictures: Sequence[Pixels]) -> Iterator[Score]:
    found, wanted, counted, sound = [], [], [], []
    for index, clean in enumerate(pictures):
        batch = damaged_print(clean, index)
        picture = batch.inputs[0][0].permute(1, 2, 0).numpy()
        found.append(torch.from_numpy(model(picture)[..., 0] > 0.5).flatten())
        wanted.append(batch.target.flatten() > 0.5)
        counted.append(batch.mask.flatten() > 0.5)
        sound.append(float((model((clean / 255).astype(np.float32)) > 0.5).mean()))
    yield {"condition": "synthetic damage", **precision_and_recall(torch.cat(found), torch.cat(wanted), torch.cat(counted))}
    yield {"condition": "no damage", "false_area": round(float(np.mean(sound)), 5)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when scored, 1 when the model or the data cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description="Score a model on clean pictures.")
    parser.add_argument("model", type=Path)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--data", nargs="+", type=Path, default=[], metavar="FOLDER", help="clean pictures")
    source.add_argument(
        "--pairs", nargs=2, type=Path, metavar=("NOISY", "CLEAN"), help="noisy and clean pictures, by the same names"
    )
    parser.add_argument(
        "--noise", nargs="+", type=float, default=LEVELS, help="standard deviations in 8-bit units, for denoisers"
    )
    parser.add_argument(
        "--note", action="store_true", help="put the scores into the model's card, in place of those of these sets"
    )
    options = parser.parse_args(arguments)
    if not options.model.is_file():
        print(f"{options.model} is not a file.", file=sys.stderr)
        return 1
    try:
        card = card_of(options.model)
        task = str(card["task"])
        suits = str(card.get("suits", "white"))
        pages = suits == "document"
        _check(options, task, pages)
        found = [scores_on_folder(options.model, task, folder, options.noise, suits) for folder in options.data]
        if options.pairs:
            found.append(scores_on_pairs(options.model, *options.pairs))
        elif pages:
            found.append(scores_on_made_pages(options.model))
        for scores in found:
            card["scores"] = [*(score for score in card["scores"] if score["set"] != scores[0]["set"]), *scores]
            for score in scores:
                print(
                    "  ".join(
                        f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}" for name, value in score.items()
                    )
                )
        if options.note:
            write_card(options.model, card)
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _check(options: argparse.Namespace, task: str, pages: bool) -> None:
    """Raise a ``ValueError`` where a model of this task cannot be scored on what was given."""
    if options.pairs and task != "denoise":
        raise ValueError(f"{options.model} does not denoise: --pairs is for models that do.")
    if options.data and pages:
        raise ValueError(f"{options.model} is for pages, whose faults are not white noise: leave --data out, or give --pairs.")
    if not (options.data or options.pairs or pages):
        raise ValueError(f"{options.model} is scored on pictures: name a folder of them with --data.")


if __name__ == "__main__":
    sys.exit(main())
