from __future__ import annotations

import pytest
import torch

from tests.training.degradations.pictures import each, flat, generator, photographs
from training.degradations import Balance, Pair
from training.degradations.balance import Proportion
from training.degradations.levels import energies
from training.degradations.pair import normal


def noisy() -> Pair:
    pictures = flat(0.5)
    return Pair(pictures, pictures + normal(pictures.shape, generator()) / 20)


@pytest.mark.parametrize(("luminance", "colour"), [(1.0, 0.0), (0.0, 1.0), (0.5, 1.0), (1.0, 0.3)])
def test_luminance_and_colour_are_weighed_apart(luminance: float, colour: float) -> None:
    pair = noisy()
    changed = Balance().apply(pair, Proportion(each(luminance), each(colour)))
    before, after = (energies(noise) for noise in (pair.noisy - pair.clean, changed.noisy - changed.clean))
    torch.testing.assert_close(after[0], before[0] * luminance**2, rtol=1e-3, atol=1e-6)
    torch.testing.assert_close(after[1], before[1] * colour**2, rtol=1e-3, atol=1e-6)
    assert torch.equal(changed.clean, pair.clean)


def test_the_proportion_of_one_and_one_changes_nothing() -> None:
    pictures = photographs(64)[:1]
    pair = Pair(pictures, pictures + normal(pictures.shape, generator()) / 20)
    assert torch.equal(Balance().apply(pair, Proportion(each(1.0), each(1.0))).noisy, pair.noisy)


def test_proportions_are_drawn_in_their_shares() -> None:
    how = Balance(share=0.5, grey=0.4, coloured=0.2).draw(4000, generator())
    unchanged = (how.luminance == 1) & (how.colour == 1)
    assert float(unchanged.float().mean()) == pytest.approx(0.5, abs=0.03)
    assert float((how.colour == 0).float().mean()) == pytest.approx(0.2, abs=0.03)
    assert float((how.luminance == 0).float().mean()) == pytest.approx(0.1, abs=0.03)
    assert bool(((how.luminance == 1) | (how.colour == 1)).all()), "one of them stays"
    assert 0 <= float(how.luminance.min()) < float(how.luminance.max()) == 1
