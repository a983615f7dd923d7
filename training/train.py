"""Train a preset: ``python -m training.train --preset denoise-fast [--data FOLDER ...] [--steps N | --minutes M]``.

The same command run again goes on where it stopped. Progress is printed and appended to ``stats.jsonl`` in the run folder.
"""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from training import checkpoint
from training.adversary import Judge
from training.dead_leaves import dead_leaves
from training.muon import Muon
from training.network import ResidualBlock
from training.photos import PhotoStore, Pixels, find_pictures, read_pictures
from training.presets import PRESETS, Preset

WARM_UP_STEPS = 100
CLIP_NORM = 0.5
HELD_OUT_EVERY = 20
HELD_OUT_SIDE = 256
HELD_OUT_MOST = 24
CHECKPOINT_SECONDS = 120.0
VALIDATION_SECONDS = 300.0
PROCEDURAL_PICTURES = 100


@dataclass(frozen=True)
class Budget:
    """Length of the whole schedule, resumptions counted in: a number of steps, or of minutes spent training."""

    steps: int | None = None
    minutes: float = 0.0

    def progress(self, step: int, seconds: float) -> float:
        """How much of the schedule is over, 0 to 1."""
        if self.steps is not None:
            return min(1.0, step / self.steps)
        return min(1.0, seconds / (self.minutes * 60))

    def seconds_left(self, step: int, seconds: float, speed: float) -> float:
        """Time to the end of the schedule at ``speed`` steps a second."""
        return (self.steps - step) / speed if self.steps is not None else self.minutes * 60 - seconds


@dataclass(frozen=True)
class Run:
    """One training run as asked for on the command line."""

    preset: Preset
    folder: Path
    budget: Budget
    data: tuple[Path, ...] = ()
    start_from: Path | None = None
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    bf16: bool = False
    seed: int = 0


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


def learning_rate_factor(step: int, progress: float) -> float:
    """Linear warm-up, then half a cosine down to zero."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * 0.5 * (1 + math.cos(math.pi * progress))


def optimizers(network: nn.Module, preset: Preset) -> list[tuple[torch.optim.Optimizer, float]]:
    """The optimizers with their peak learning rates: Muon for the convolutions of the residual blocks, AdamW for the rest."""
    blocks = [block for block in network.modules() if isinstance(block, ResidualBlock)]
    hidden = [convolution.weight for block in blocks for convolution in (block.first, block.second)]
    taken = {id(weight) for weight in hidden}
    rest = [weight for weight in network.parameters() if id(weight) not in taken]
    return [
        (torch.optim.AdamW(rest, lr=preset.adam_rate, weight_decay=1e-4), preset.adam_rate),
        (Muon(hidden, lr=preset.muon_rate), preset.muon_rate),
    ]


def averaged(network: nn.Module, decay: float) -> AveragedModel:
    """A running average of the weights, short at first so that the random start is soon forgotten."""

    def blend(average: Tensor, current: Tensor, count: Tensor | int) -> Tensor:
        return average.lerp(current, 1 - min(decay, (1 + int(count)) / (10 + int(count))))

    return AveragedModel(network, avg_fn=blend)


def pictures_for(run: Run) -> list[Pixels]:
    """The training pictures: photographs from the given folders, or procedural ones."""
    if run.data:
        return read_pictures(find_pictures(run.data), least=HELD_OUT_SIDE)
    print("No --data: training on procedural pictures (dead leaves).")
    with ThreadPoolExecutor() as pool:
        return list(pool.map(dead_leaves, range(PROCEDURAL_PICTURES)))


def split(pictures: Sequence[Pixels]) -> tuple[list[Pixels], list[Pixels]]:
    """Pictures to train on, and centre crops of the few that are held out to watch progress with."""
    held_out = pictures[::HELD_OUT_EVERY][:HELD_OUT_MOST]
    rest = [picture for i, picture in enumerate(pictures) if i % HELD_OUT_EVERY or i // HELD_OUT_EVERY >= HELD_OUT_MOST]
    crops = []
    for picture in held_out:
        top, left = ((side - HELD_OUT_SIDE) // 2 for side in picture.shape[:2])
        crops.append(picture[top : top + HELD_OUT_SIDE, left : left + HELD_OUT_SIDE])
    return rest or list(pictures), crops


def train(run: Run) -> None:
    """Run the schedule to its end, or until the process is asked to stop."""
    preset, device = run.preset, run.device
    run.folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(run.seed)
    training_set, held_out = split(pictures_for(run))
    store = PhotoStore.of(training_set, device)
    print(f"{len(store)} pictures, {store.pixels.shape[0] / 1e6:.0f} MP, {len(held_out)} held-out crops, {device}.")

    network = preset.task.network(preset.shape).to(device)
    network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack this form
    if run.start_from is not None:
        checkpoint.weights_from_onnx(run.start_from, network)
    average = averaged(network, preset.ema)
    schedule = optimizers(network, preset)
    judge = Judge(preset.adversary, device) if preset.adversary else None
    step, seconds = 0, 0.0
    saved = checkpoint.load(run.folder / "checkpoint.pt", device)
    if saved is not None:
        network.load_state_dict(saved["network"])
        average.load_state_dict(saved["average"])
        for (optimizer, _), state in zip(schedule, saved["optimizers"], strict=True):
            optimizer.load_state_dict(state)
        if judge and "judge" in saved:
            judge.restore(saved["judge"])
        step, seconds = saved["step"], saved["seconds"]
        print(f"Resumed at step {step}, after {seconds / 60:.1f} minutes of training.")

    def save() -> None:
        state = {
            "preset": preset.id,
            "network": network.state_dict(),
            "average": average.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer, _ in schedule],
            **({"judge": judge.state()} if judge else {}),
            "step": step,
            "seconds": seconds,
            "photographs": bool(run.data),
        }
        checkpoint.save(run.folder / "checkpoint.pt", state)

    def report(progress: float) -> None:
        line = {
            "step": step,
            "minutes": round(seconds / 60, 2),
            "crops": step * preset.batch,
            "crop": preset.crop,
            "loss": round(float(running_loss), 6),
            **preset.task.validate(average.module, held_out, device),
        }
        with (run.folder / "stats.jsonl").open("a", encoding="utf-8") as stats:
            stats.write(json.dumps(line) + "\n")
        print(f"{progress:6.1%} {line}", flush=True)

    sample = preset.task.sampler(store, preset.batch, preset.crop, run.seed)
    generator = torch.Generator(device)
    running_loss = torch.zeros((), device=device)
    first_step, first_seconds = step, seconds
    last_save = last_validation = last_print = seconds
    clock = time.monotonic()
    with StopRequest() as stop:
        while (progress := run.budget.progress(step, seconds)) < 1 and not stop.name:
            generator.manual_seed(run.seed * 1_000_003 + step)
            batch = sample(generator)
            with torch.autocast(device.type, torch.bfloat16, enabled=run.bf16):
                loss, output = preset.task.loss(network, batch)
            judged = judge is not None and progress >= judge.adversary.begins
            if judge and judged:
                loss = loss + judge.loss(output, batch.target, batch.mask)
            for optimizer, peak in schedule:
                optimizer.zero_grad()
                for group in optimizer.param_groups:
                    group["lr"] = peak * learning_rate_factor(step, progress)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), CLIP_NORM)
            for optimizer, _ in schedule:
                optimizer.step()
            if judge and judged:
                judge.teach(output, batch.target, batch.mask)
            average.update_parameters(network)
            running_loss.lerp_(loss.detach(), 1.0 if step == first_step else 0.01)
            step += 1

            now = time.monotonic()
            seconds, clock = seconds + now - clock, now
            if seconds - last_print > 10:
                speed = (step - first_step) / (seconds - first_seconds)
                left = run.budget.seconds_left(step, seconds, speed)
                print(f"{progress:6.1%} step {step} loss {float(running_loss):.5f}, {left / 60:.0f} minutes left", flush=True)
                last_print = seconds
            if seconds - last_save > CHECKPOINT_SECONDS:
                save()
                last_save = seconds
            if seconds - last_validation > VALIDATION_SECONDS:
                report(progress)
                last_validation = seconds
                clock = time.monotonic()  # measuring is not training
    if stop.name:
        save()
        print(f"Stopped by {stop.name} at step {step}; the same command goes on from there.")
        return
    if step > first_step:
        save()
        report(1.0)
    print(f"Done: {step} steps in {seconds / 60:.1f} minutes. Next: python -m training.export {run.folder}")


def parse(arguments: Sequence[str] | None = None) -> Run:
    """The run described by the command line."""
    parser = argparse.ArgumentParser(prog="python -m training.train", description="Train an autoencoder.")
    parser.add_argument("--preset", choices=sorted(PRESETS), required=True)
    parser.add_argument("--data", nargs="+", type=Path, default=[], metavar="FOLDER", help="photographs; without it, dead leaves")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--steps", type=int, help="length of the whole schedule in steps")
    length.add_argument("--minutes", type=float, help="length of the whole schedule in minutes of training")
    parser.add_argument("--run", type=Path, metavar="FOLDER", help="run folder (default: runs/PRESET)")
    parser.add_argument("--from", dest="start_from", type=Path, metavar="MODEL.onnx", help="start from an exported model")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--precision", choices=("auto", "fp32", "bf16"), default="auto", help="auto: bf16 on CUDA")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    preset = PRESETS[options.preset]
    steps = preset.steps if options.steps is None and options.minutes is None else options.steps
    device = torch.device(options.device)
    return Run(
        preset=preset,
        folder=options.run or Path("runs") / preset.id,
        budget=Budget(steps, options.minutes or 0.0),
        data=tuple(options.data),
        start_from=options.start_from,
        device=device,
        bf16=options.precision == "bf16" or (options.precision == "auto" and device.type == "cuda"),
        seed=options.seed,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; 0 when done or stopped, 1 when the data or the model to start from cannot be used."""
    run = parse(arguments)
    try:
        train(run)
    except (FileNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
