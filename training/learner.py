"""A network with everything that changes while it learns, and one step of learning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training import checkpoint
from training.adversary import Judge
from training.presets import Preset
from training.processes import Processes, forget, is_out_of_memory
from training.schedule import averaged, learning_rate_factor, optimizers
from training.tasks.task import Batch, Task

CLIP_NORM = 0.5


class Learner:
    """The network of a preset, its running average, its optimizers and, where the preset has one, the judge of its pictures.

    Attributes:
        network: what learns.
        average: the running average of its weights, which is what gets measured and exported.
        parts: pieces that each batch is worked off in; doubled when memory runs out.
    """

    def __init__(self, preset: Preset, task: Task, processes: Processes, rate: float = 1.0, bf16: bool = False) -> None:
        """Start from random weights; ``rate`` multiplies the preset's learning rates."""
        self._preset, self._task, self._processes = preset, task, processes
        self._rate, self._bf16 = rate, bf16
        self.network = task.network(preset.shape).to(processes.device)
        self.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # torch's stubs lack this form
        self.average = averaged(self.network, preset.ema)
        self._schedule = optimizers(self.network, preset)
        self._judge = Judge(preset.adversary, processes.device) if preset.adversary else None
        self.parts = 1

    def start_from(self, path: Path) -> int:
        """Take the weights of an exported model; returns how many residual blocks it lacks.

        Raises:
            ValueError: it does not fit.
        """
        new = checkpoint.weights_from_onnx(path, self.network)
        self.average = averaged(self.network, self._preset.ema)
        return new

    def state(self) -> dict[str, Any]:
        """What a checkpoint needs."""
        return {
            "network": self.network.state_dict(),
            "average": self.average.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer, _ in self._schedule],
            **({"judge": self._judge.state()} if self._judge else {}),
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        self.network.load_state_dict(state["network"])
        self.average.load_state_dict(state["average"])
        for (optimizer, _), stored in zip(self._schedule, state["optimizers"], strict=True):
            optimizer.load_state_dict(stored)
        if self._judge and "judge" in state:
            self._judge.restore(state["judge"])

    def learn(self, batch: Batch, step: int, progress: float) -> Tensor:
        """One step on a batch; returns the loss.

        Raises:
            MemoryError: there is too little memory even for one crop.
        """
        judge = self._judge if self._judge and progress >= self._judge.adversary.begins else None
        while (loss := self._gradients(batch, judge)) is None:
            if self.parts >= len(batch) // self._processes.count:
                raise MemoryError("There is too little memory even for one crop at a time; close other programs.")
            self.parts *= 2
            if self._processes.device.type == "cuda":
                torch.cuda.empty_cache()
            print(f"Out of memory: each batch of {len(batch)} crops is now worked off in {self.parts} parts.", flush=True)
        self._processes.add_gradients(self.network)
        nn.utils.clip_grad_norm_(self.network.parameters(), CLIP_NORM)
        for optimizer, peak in self._schedule:
            for group in optimizer.param_groups:
                group["lr"] = peak * self._rate * learning_rate_factor(step, progress)
            optimizer.step()
        if judge:
            self._processes.add_gradients(judge.network)
            judge.step()
        self.average.update_parameters(self.network)
        return loss

    def _gradients(self, batch: Batch, judge: Judge | None) -> Tensor | None:
        """Gradients of this process's share of the batch, and its loss; None where memory ran out."""
        forget(self.network.parameters())
        if judge:
            forget(judge.network.parameters())
        rank, count = self._processes.rank, self._processes.count
        total = torch.zeros((), device=self._processes.device)
        try:
            for index in range(self.parts):
                part = batch.part(rank + count * index, count * self.parts)
                share = len(part) / len(batch)
                with torch.autocast(self._processes.device.type, torch.bfloat16, enabled=self._bf16):
                    loss, output = self._task.loss(self.network, part)
                if judge:
                    loss = loss + judge.loss(output, part.target, part.mask)
                (loss * share).backward()
                if judge:
                    judge.teach(output, part.target, part.mask, share)
                total += loss.detach() * share * count
        except RuntimeError as error:
            if not is_out_of_memory(error):
                raise
            return None
        return total
