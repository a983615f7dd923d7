"""Training in several processes, on many GPUs or computers, as ``torchrun`` starts them.

Every process draws the same batch, learns from its own part of it, and the gradients are added up: the run is that of one.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable
from dataclasses import dataclass

import torch
import torch.distributed
from torch import Tensor, nn


@dataclass(frozen=True)
class Processes:
    """The processes of a run and this one's place among them; one alone when ``torchrun`` did not start it.

    Attributes:
        rank: of this process; rank 0 speaks, measures and saves for all.
        count: of all processes.
        device: what this process trains on.
    """

    rank: int
    count: int
    device: torch.device

    @classmethod
    def join(cls, device: str) -> Processes:
        """Meet the others, if there are any; ``device`` is "cpu", "cuda" or one GPU of several such as "cuda:1"."""
        count = int(os.environ.get("WORLD_SIZE", "1"))
        if count == 1:
            return cls(0, 1, torch.device(device))
        rank, chosen = int(os.environ["RANK"]), torch.device(device)
        if chosen.type == "cuda":
            chosen = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
            torch.cuda.set_device(chosen)
        # Its functions have the group of all as a default, which an import after the meeting (optimizers import it) would keep
        # for ever: gloo's threads would outlive `leave`, and one that needs the interpreter while it ends aborts the process.
        importlib.import_module("torch.distributed.nn")
        torch.distributed.init_process_group("nccl" if chosen.type == "cuda" else "gloo")
        return cls(rank, count, chosen)

    @property
    def speaks(self) -> bool:
        """Whether this process prints, measures and saves."""
        return self.rank == 0

    def add_gradients(self, network: nn.Module) -> None:
        """Replace each gradient by its sum over all processes."""
        if self.count == 1:
            return
        gradients = [weight.grad for weight in network.parameters() if weight.grad is not None]
        together = torch.cat([gradient.flatten() for gradient in gradients])
        torch.distributed.all_reduce(together)
        for gradient, summed in zip(gradients, together.split([gradient.numel() for gradient in gradients]), strict=True):
            gradient.copy_(summed.view_as(gradient))

    def agree(self, progress: float, stop: bool) -> tuple[float, bool]:
        """Rank 0's progress, and whether any process has been asked to stop."""
        if self.count == 1:
            return progress, stop
        told = torch.tensor([progress if self.speaks else 0.0, float(stop)], device=self.device, dtype=torch.float64)
        torch.distributed.all_reduce(told)
        return float(told[0]), bool(told[1] > 0)

    def leave(self) -> None:
        """End the meeting, and the threads that carried it."""
        if self.count > 1:
            torch.distributed.destroy_process_group()


def is_out_of_memory(error: RuntimeError) -> bool:
    """Whether torch failed for lack of memory, on a GPU or on the CPU, where the failure has no type of its own."""
    return isinstance(error, torch.OutOfMemoryError) or "can't allocate memory" in str(error)


def forget(weights: Iterable[Tensor]) -> None:
    """Drop the gradients."""
    for weight in weights:
        weight.grad = None
