"""Learning from each crop several times, where making them takes longer than learning from them."""

from __future__ import annotations

import torch
from torch import Tensor

from training.tasks.task import Batch, Sampler

POOL = 48
"""So many batches are kept, the newest ones: crops come back among others, so that steps hardly depend on one another."""

SEED_SPAN = 1_000_003
"""Seeds of one run are this far from those of the next."""


class Replay:
    """The batch of each step, which depends on the number of the step and on the seed alone.

    Each crop is met about ``reuse`` times, in any of the eight orientations: an experience replay (L.-J. Lin, "Self-improving
    reactive agents based on reinforcement learning, planning and teaching", Machine Learning 8, 1992) of degraded pictures.
    """

    def __init__(self, sample: Sampler, reuse: int, seed: int, device: torch.device) -> None:
        self._sample, self._reuse, self._seed = sample, reuse, seed
        self._generator = torch.Generator(device)
        self._pool: dict[int, Batch] = {}

    def at(self, step: int) -> Batch:
        """The batch of step ``step``; fastest when the steps come one after the other."""
        newest = step if self._reuse == 1 or step < POOL else POOL + (step - POOL) // self._reuse
        if self._reuse == 1:
            return self._drawn(newest)
        wanted = range(max(newest - POOL + 1, 0), newest + 1)
        self._pool = {index: self._pool.get(index) or self._drawn(index) for index in wanted}
        self._generator.manual_seed(-self._seed * SEED_SPAN - step - 1)
        return _mixed(list(self._pool.values()), self._generator)

    def _drawn(self, index: int) -> Batch:
        self._generator.manual_seed(self._seed * SEED_SPAN + index)
        return self._sample(self._generator)


def _mixed(batches: list[Batch], generator: torch.Generator) -> Batch:
    """A batch of crops from any of several batches, all in the same new orientation."""
    count = len(batches[0])
    which = torch.randint(len(batches) * count, (count,), generator=generator, device=generator.device).tolist()
    turned, rows, columns = (torch.rand(3, generator=generator, device=generator.device) < 0.5).tolist()

    def mixed(tensors: list[Tensor]) -> Tensor:
        together = torch.stack([tensors[index // count][index % count] for index in which])
        together = together.transpose(2, 3) if turned else together
        together = together.flip([axis for axis, flipped in ((2, rows), (3, columns)) if flipped])
        return together.contiguous(memory_format=torch.channels_last)

    inputs = zip(*(batch.inputs for batch in batches), strict=True)
    return Batch(
        tuple(mixed(list(tensors)) for tensors in inputs),
        mixed([batch.target for batch in batches]),
        mixed([batch.mask for batch in batches]),
    )
