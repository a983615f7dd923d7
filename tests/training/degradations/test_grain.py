from __future__ import annotations

import pytest
import torch

from tests.training.degradations.pictures import each, flat, generator, neighbours, photographs
from training.degradations import Grain, Pair
from training.degradations.grain import Emulsion


def emulsion(*, strength: float = 0.05, size: float = 0.8, colour: float = 0.5, midtones: float = 1.0) -> Emulsion:
    return Emulsion(each(strength), each(size), each(colour), each(midtones))


def grains(tone: float, how: Emulsion) -> torch.Tensor:
    pair = Grain().apply(Pair.of(flat(tone)), how, generator())
    return pair.noisy - pair.clean


@pytest.mark.parametrize("strength", [0.02, 0.08])
@pytest.mark.parametrize("size", [0.3, 0.8, 1.4])
@pytest.mark.parametrize("colour", [0.0, 0.7])
def test_the_strength_is_that_at_medium_grey(strength: float, size: float, colour: float) -> None:
    found = grains(0.5, emulsion(strength=strength, size=size, colour=colour))
    assert float(found.std()) == pytest.approx(strength, rel=0.1)


def test_larger_grains_clump() -> None:
    correlations = [neighbours(grains(0.5, emulsion(size=size))) for size in (0.3, 0.6, 1.0, 1.4)]
    assert correlations == sorted(correlations)
    assert correlations[0] < 0.1
    assert correlations[-1] > 0.75


def test_grain_of_black_and_white_film_is_grey() -> None:
    grey = grains(0.5, emulsion(colour=0.0))
    torch.testing.assert_close(grey[:, 0], grey[:, 2], rtol=0, atol=1e-6)
    red, _, blue = grains(0.5, emulsion(colour=0.4))[0]
    shared = torch.corrcoef(torch.stack([red.flatten(), blue.flatten()]))[0, 1]
    assert float(shared) == pytest.approx(0.6, abs=0.05)


def test_grain_is_weaker_in_black_and_white() -> None:
    even, uneven = emulsion(midtones=0.0), emulsion(midtones=1.0)
    assert float(grains(0.8, even).std()) == pytest.approx(0.05, rel=0.1)
    assert float(grains(0.8, uneven).std()) == pytest.approx(4 * 0.8 * 0.2 * 0.05, rel=0.1)
    assert not grains(0.0, uneven).any()
    assert not grains(1.0, uneven).any()


def test_the_scan_has_no_tones_beyond_black_and_white() -> None:
    pictures = photographs(96)
    how = Emulsion(*(parameter.expand(3, 1, 1, 1) for parameter in (each(0.3), each(0.8), each(0.5), each(0.0))))
    pair = Grain().apply(Pair.of(pictures), how, generator())
    assert torch.equal(pair.clean, pictures)
    assert float(pair.noisy.min()) == 0
    assert float(pair.noisy.max()) == 1


def test_no_strength_is_no_grain() -> None:
    pair = Grain().apply(Pair.of(photographs(64)[:1]), emulsion(strength=0.0), generator())
    assert torch.equal(pair.clean, pair.noisy)


def test_emulsions_are_drawn_within_their_limits() -> None:
    how = Grain(strongest=30, coarsest=1.4).draw(2000, generator())
    assert 0 <= float(how.strength.min()) < float(how.strength.max()) <= 30 / 255
    assert float(how.strength.median()) == pytest.approx(0.25 * 30 / 255, rel=0.15)  # weak ones are likelier
    assert 0.3 <= float(how.size.min()) < float(how.size.max()) <= 1.4
    assert float((how.colour == 0).float().mean()) == pytest.approx(0.3, abs=0.04)
