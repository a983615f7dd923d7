"""Train a preset: ``python -m training.train --preset denoise-fast [--data FOLDER ...] [--steps N | --minutes M]``.

The same command run again goes on where it stopped. Progress is printed and appended to ``stats.jsonl`` in the run folder. On
many GPUs or computers: ``torchrun --nproc-per-node N -m training.train ...``, which gives the run of one process, sooner.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import torch

from training import checkpoint
from training.cards import card_of
from training.learner import Learner
from training.network import Network
from training.pairs import read_pairs
from training.photos import PhotoStore, Pixels, find_pictures, read_pictures
from training.presets import PRESETS, Preset
from training.processes import Processes
from training.replay import Replay
from training.schedule import Budget
from training.tasks import Denoising, DistilledDenoising, PairedDenoising, Task

HELD_OUT_EVERY = 20
HELD_OUT_SIDE = 256
HELD_OUT_MOST = 24
HELD_OUT_KEPT = 6
"""So many held-out crops are kept in the run folder, for the report."""

CHECKPOINT_SECONDS = 120.0
VALIDATION_SECONDS = 300.0
PRINT_SECONDS = 10.0
PROCEDURAL_PICTURES = 140


@dataclass(frozen=True)
class Run:
    """One training run as asked for on the command line.

    Attributes:
        preset: what to build.
        folder: where the checkpoint and the statistics go.
        budget: length of the whole schedule.
        data: folders of photographs.
        pairs: folder of noisy and folder of clean photographs, instead of ``data``.
        start_from: exported model whose weights the run starts from.
        teacher: exported denoiser that is learnt from besides the clean photographs.
        rate: multiplies the preset's learning rates.
        device: "cpu", "cuda" or one of several GPUs.
        bf16: whether the network runs in bfloat16 where that is safe.
        seed: of everything that is drawn.
    """

    preset: Preset
    folder: Path
    budget: Budget
    data: tuple[Path, ...] = ()
    pairs: tuple[Path, Path] | None = None
    start_from: Path | None = None
    teacher: Path | None = None
    rate: float = 1.0
    device: str = "cpu"
    bf16: bool = False
    seed: int = 0

    def task(self, device: torch.device) -> Task:
        """The preset's task, as the data and the teacher change it."""
        if self.teacher:
            return DistilledDenoising(teacher=trained(self.teacher).to(device))
        return PairedDenoising() if self.pairs else self.preset.task


class StopRequest:
    """Remembers SIGINT or SIGTERM while in use, so that a step is always finished before the run ends."""

    def __init__(self) -> None:
        self.name = ""

    def __enter__(self) -> StopRequest:
        self._previous = {number: signal.signal(number, self._note) for number in (signal.SIGINT, signal.SIGTERM)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.name = signal.Signals(number).name


def pictures_for(run: Run) -> list[Pixels]:
    """The training pictures: photographs from the given folders, pairs of them, or procedural ones."""
    if run.pairs:
        return read_pairs(*run.pairs, least=HELD_OUT_SIDE)
    if run.data:
        return read_pictures(find_pictures(run.data), least=HELD_OUT_SIDE)
    print(f"No --data: training on procedural pictures ({run.preset.procedural.name}).")
    with ThreadPoolExecutor() as pool:
        return list(pool.map(run.preset.procedural.draw, range(PROCEDURAL_PICTURES)))


def split(pictures: Sequence[Pixels]) -> tuple[list[Pixels], list[Pixels]]:
    """Pictures to train on, and centre crops of the few that are held out to watch progress with."""
    held_out = pictures[::HELD_OUT_EVERY][:HELD_OUT_MOST]
    rest = [picture for i, picture in enumerate(pictures) if i % HELD_OUT_EVERY or i // HELD_OUT_EVERY >= HELD_OUT_MOST]
    crops = []
    for picture in held_out:
        top, left = ((side - HELD_OUT_SIDE) // 2 for side in picture.shape[:2])
        crops.append(picture[top : top + HELD_OUT_SIDE, left : left + HELD_OUT_SIDE])
    return rest or list(pictures), crops


def train(run: Run, processes: Processes) -> None:
    """Run the schedule to its end, or until the process is asked to stop.

    Raises:
        FileNotFoundError, ValueError: the data or the model to start from cannot be used; the sentence says why.
        MemoryError: there is too little memory even for one crop.
    """
    preset, device = run.preset, processes.device
    task = run.task(device)
    if preset.batch < processes.count:
        raise ValueError(f"{processes.count} processes are too many for batches of {preset.batch} crops; give a larger --batch.")
    run.folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(run.seed)
    training_set, held_out = split(pictures_for(run))
    # Halving a picture takes the noise out of it, which a pair must keep.
    store = PhotoStore.of(training_set, device) if run.pairs else PhotoStore.at_two_sizes(training_set, preset.crop, device)
    log = _Log(run.folder, processes.speaks)
    log.say(f"{len(training_set)} pictures, {sum(p.shape[0] * p.shape[1] for p in training_set) / 1e6:.0f} MP, ", end="")
    log.say(f"{len(held_out)} held-out crops, {device}.")

    learner = Learner(preset, task, processes, run.rate, run.bf16)
    before: list[dict[str, Any]] = []
    step, seconds = 0, 0.0
    saved = checkpoint.load(run.folder / "checkpoint.pt", device)
    if saved is not None:
        learner.restore(saved)
        step, seconds, before = saved["step"], saved["seconds"], saved.get("before", [])
        log.say(f"Resumed at step {step}, after {seconds / 60:.1f} minutes of training.")
    elif run.start_from is not None:
        new = learner.start_from(run.start_from)
        before = trainings(run.start_from)
        log.say(f"Started from {run.start_from}" + (f" with {new} new residual blocks." if new else "."))

    def save() -> None:
        state = {"preset": preset.id, "batch": preset.batch, "step": step, "seconds": seconds}
        state |= {"photographs": bool(run.data or run.pairs), "before": before, "teacher": run.teacher and run.teacher.stem}
        if processes.speaks:
            checkpoint.save(run.folder / "checkpoint.pt", {**state, **learner.state()})

    def report(progress: float) -> None:
        if processes.speaks:
            counts = {"step": step, "minutes": round(seconds / 60, 2), "crops": step * preset.batch, "crop": preset.crop}
            scores = task.validate(learner.average.module, held_out, device)
            log.add(progress, {**counts, "loss": round(float(running_loss), 6), **scores})

    batches = Replay(task.sampler(store, preset.batch, preset.crop, run.seed), preset.reuse, run.seed, device)
    running_loss = torch.zeros((), device=device)
    if processes.speaks:
        np.savez_compressed(run.folder / "held_out.npz", *held_out[:HELD_OUT_KEPT])
    if run.start_from is not None and saved is None:
        report(0.0)  # what is to be bettered
    first_step, first_seconds = step, seconds
    last_save = last_validation = last_print = seconds
    clock = time.monotonic()
    with StopRequest() as stop:
        while True:
            progress, stopped = processes.agree(run.budget.progress(step, seconds), bool(stop.name))
            if progress >= 1 or stopped:
                break
            loss = learner.learn(batches.at(step), step, progress)
            running_loss.lerp_(loss, 1.0 if step == first_step else 0.01)
            step += 1

            now = time.monotonic()
            seconds, clock = seconds + now - clock, now
            if seconds - last_print > PRINT_SECONDS:
                speed = (step - first_step) / (seconds - first_seconds)
                left = run.budget.seconds_left(step, seconds, speed)
                log.say(f"{progress:6.1%} step {step} loss {float(running_loss):.5f}, {left / 60:.0f} minutes left")
                last_print = seconds
            if seconds - last_save > CHECKPOINT_SECONDS:
                save()
                last_save = seconds
            if seconds - last_validation > VALIDATION_SECONDS:
                report(progress)
                last_validation = seconds
                clock = time.monotonic()  # measuring is not training
    if stopped:
        save()
        log.say(f"Stopped by {stop.name or 'another process'} at step {step}; the same command goes on from there.")
        return
    if step > first_step:
        save()
        report(1.0)
    log.say(f"Done: {step} steps in {seconds / 60:.1f} minutes. Next: python -m training.export {run.folder}")


class _Log:
    """What a run tells: on the screen, and its scores in ``stats.jsonl``; all but one of several processes are silent."""

    def __init__(self, folder: Path, speaks: bool) -> None:
        self._folder, self._speaks = folder, speaks

    def say(self, text: str, end: str = "\n") -> None:
        if self._speaks:
            print(text, end=end, flush=True)

    def add(self, progress: float, line: dict[str, float]) -> None:
        with (self._folder / "stats.jsonl").open("a", encoding="utf-8") as stats:
            stats.write(json.dumps(line) + "\n")
        self.say(f"{progress:6.1%} {line}")


def trained(model: Path) -> Network:
    """The network of an exported denoiser, one view of it where it is an ensemble.

    Raises:
        FileNotFoundError, ValueError: it cannot be used.
    """
    preset = PRESETS.get(str(card_of(model)["training"]["preset"]))
    if preset is None or not isinstance(preset.task, Denoising):
        raise ValueError(f"{model} cannot teach: it is not a denoiser of one of the presets.")
    network = preset.task.network(preset.shape)
    checkpoint.weights_from_onnx(model, network)
    return network.requires_grad_(False)


def trainings(model: Path) -> list[dict[str, Any]]:
    """How an exported model was trained: its earlier trainings, the last one last."""
    training = dict(card_of(model)["training"])
    before: list[dict[str, Any]] = training.pop("before", [])
    return [*before, training]


def parse(arguments: Sequence[str] | None = None) -> Run:
    """The run described by the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description="Train an autoencoder.")
    parser.add_argument("--preset", choices=sorted(PRESETS), required=True)
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--data", nargs="+", type=Path, default=[], metavar="FOLDER", help="photographs; without it, made ones")
    source.add_argument(
        "--pairs", nargs=2, type=Path, metavar=("NOISY", "CLEAN"), help="photographs of the same scenes, by the same names"
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", type=int, help="length of the whole schedule in steps")
    length.add_argument("--minutes", type=float, help="length of the whole schedule in minutes of training")
    parser.add_argument("--run-folder", type=Path, metavar="FOLDER", help="run folder (default: runs/PRESET)")
    parser.add_argument("--from", dest="start_from", type=Path, metavar="MODEL.onnx", help="start from an exported model")
    parser.add_argument("--teacher", type=Path, metavar="MODEL.onnx", help="a better denoiser, to be learnt from as well")
    parser.add_argument(
        "--rate", type=float, help="factor of the preset's learning rates (default: 1; 0.5 with --from, 0.1 with --pairs too)"
    )
    parser.add_argument("--batch", type=int, help="crops a step, over all processes (default: the preset's)")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--precision", choices=("auto", "fp32", "bf16"), default="auto", help="auto: bf16 on CUDA")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    preset = PRESETS[options.preset]
    if (options.pairs or options.teacher) and not isinstance(preset.task, Denoising):
        parser.error(f"--{'pairs' if options.pairs else 'teacher'} goes with the presets for denoising alone")
    if options.pairs and options.teacher:
        parser.error("--teacher does not go with --pairs: it has not learnt that camera's noise")
    if options.batch is not None:
        if options.batch < 1:
            parser.error("--batch must be at least 1")
        preset = replace(preset, batch=options.batch)
    usual_rate = 1.0 if options.start_from is None else 0.1 if options.pairs else 0.5
    steps = preset.steps if options.steps is None and options.minutes is None else options.steps
    return Run(
        preset=preset,
        folder=options.run_folder or Path("runs") / preset.id,
        budget=Budget(steps, options.minutes or 0.0),
        data=tuple(options.data),
        pairs=tuple(options.pairs) if options.pairs else None,
        start_from=options.start_from,
        teacher=options.teacher,
        rate=usual_rate if options.rate is None else options.rate,
        device=options.device,
        bf16=options.precision == "bf16" or (options.precision == "auto" and torch.device(options.device).type == "cuda"),
        seed=options.seed,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when done or stopped, 1 when the data, the model to start from or the memory cannot serve."""
    run = parse(arguments)
    processes = Processes.join(run.device)
    try:
        train(run, processes)
    except (FileNotFoundError, ValueError, MemoryError) as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        processes.leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
