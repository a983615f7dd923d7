from __future__ import annotations

import pytest
import torch

from tests.training.degradations.pictures import photographs
from training.degradations import Pair


@pytest.mark.parametrize("side", [64, 63, 10])
def test_the_middle_is_kept(side: int) -> None:
    pictures = photographs(64)
    pair = Pair(pictures, pictures + 1).trimmed(side)
    start = (64 - side) // 2
    expected = pictures[:, :, start : start + side, start : start + side]
    assert torch.equal(pair.clean, expected)
    assert torch.equal(pair.noisy, expected + 1)


def test_parts_put_together_are_the_whole() -> None:
    pictures = photographs(16)
    whole = Pair(pictures, pictures + 1)
    again = Pair.together([whole.part(slice(1)), whole.part(torch.tensor([1, 2]))])
    assert len(again) == 3
    assert torch.equal(again.clean, whole.clean)
    assert torch.equal(again.noisy, whole.noisy)
