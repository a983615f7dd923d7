from __future__ import annotations

import pytest
import torch
from torch import Tensor

from training.replay import POOL, Replay
from training.tasks import Batch

CPU = torch.device("cpu")
COUNT, SIDE = 3, 4


class Numbered:
    """Draws pictures that hold their own number, with a target and a mask that belong to them."""

    def __init__(self) -> None:
        self.drawn = 0

    def __call__(self, generator: torch.Generator) -> Batch:
        pictures = torch.rand(COUNT, 2, SIDE, SIDE, generator=generator)
        self.drawn += 1
        return Batch((pictures, 2 * pictures[:, :1]), 3 * pictures, 4 * pictures[:, :1])


def contents(pictures: Tensor) -> list[float]:
    """A number for each picture, whatever its orientation."""
    return [round(float(total), 4) for total in pictures.double().sum((1, 2, 3))]


def test_without_reuse_each_step_has_a_batch_of_its_own_seed() -> None:
    sample = Numbered()
    found = Replay(sample, reuse=1, seed=2, device=CPU).at(7)
    expected = Numbered()(torch.Generator().manual_seed(2 * 1_000_003 + 7))
    assert torch.equal(found.inputs[0], expected.inputs[0])
    assert sample.drawn == 1


@pytest.mark.parametrize("reuse", [2, 5])
def test_crops_are_drawn_once_and_learnt_from_several_times(reuse: int) -> None:
    sample = Numbered()
    replay = Replay(sample, reuse, seed=0, device=CPU)
    steps = 600
    met = [content for step in range(steps) for content in contents(replay.at(step).inputs[0])]
    assert sample.drawn == POOL + 1 + (steps - 1 - POOL) // reuse
    assert len(met) / len(set(met)) == pytest.approx(reuse, rel=0.25)


def test_all_parts_of_a_picture_are_turned_together() -> None:
    replay = Replay(Numbered(), reuse=3, seed=0, device=CPU)
    for step in range(12):
        batch = replay.at(step)
        torch.testing.assert_close(batch.inputs[1], 2 * batch.inputs[0][:, :1])
        torch.testing.assert_close(batch.target, 3 * batch.inputs[0])
        torch.testing.assert_close(batch.mask, 4 * batch.inputs[0][:, :1])


def test_pictures_come_in_other_orientations() -> None:
    replay = Replay(Numbered(), reuse=2, seed=0, device=CPU)
    seen: dict[float, set[float]] = {}
    for step in range(100):
        picture = replay.at(step).inputs[0]
        for content, corner in zip(contents(picture), picture[:, 0, 0, 0].tolist(), strict=True):
            seen.setdefault(content, set()).add(corner)
    assert max(map(len, seen.values())) == 4, "each corner comes to the top left"


@pytest.mark.parametrize("step", [5, POOL + 31])
def test_a_resumed_run_has_the_batches_of_an_unbroken_one(step: int) -> None:
    unbroken, resumed = (Replay(Numbered(), reuse=4, seed=1, device=CPU) for _ in range(2))
    for before in range(step):
        unbroken.at(before)
    for later in range(step, step + 3):
        assert torch.equal(unbroken.at(later).target, resumed.at(later).target)
