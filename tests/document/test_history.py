from __future__ import annotations

import numpy as np
import pytest

from tintype.document.history import History
from tintype.document.mask import MaskCopy, MaskEdit
from tintype.document.recipe import Recipe
from tintype.document.shapes import Shape
from tintype.document.state import Fill, Finding, State
from tintype.engine import Amount, DenoiseSettings, Patch
from tintype.geometry import Region, Size


def state(share: float) -> State:
    return State(Recipe((DenoiseSettings(amount=Amount(share, share)),)))


def edit(before: int, after: int) -> MaskEdit:
    values = (np.full((2, 2), value, np.uint8) for value in (before, after))
    return MaskEdit({Region.of(Size(2, 2)): (next(values), next(values))})


def undo(history: History) -> MaskEdit | None:
    return history.go_to(history.position - 1)


def redo(history: History) -> MaskEdit | None:
    return history.go_to(history.position + 1)


@pytest.fixture
def history() -> History:
    history = History()
    history.push(state(1.0), "denoise")
    return history


def test_undo_and_redo(history: History) -> None:
    history.push(state(0.5), "amount")
    undo(history)
    assert history.state == state(1.0)
    undo(history)
    assert history.state == State()
    assert history.undoable is None
    assert undo(history) is None
    assert history.state == State()
    assert history.redoable == "denoise"
    redo(history)
    assert history.state == state(1.0)
    redo(history)
    assert history.state == state(0.5)
    assert history.redoable is None
    assert redo(history) is None
    assert history.state == state(0.5)


def test_a_new_change_drops_what_was_undone(history: History) -> None:
    history.push(state(0.5), "amount")
    undo(history)
    history.push(state(0.3), "amount")
    assert history.redoable is None
    undo(history)
    assert history.state == state(1.0)


def test_the_same_state_is_no_entry(history: History) -> None:
    history.push(state(1.0), "amount")
    assert history.undoable == "denoise"


def test_a_drag_is_one_entry(history: History) -> None:
    for share in (0.9, 0.8, 0.7):
        history.push(state(share), "amount", merge=True)
    history.seal()
    for share in (0.6, 0.5):
        history.push(state(share), "amount", merge=True)
    undo(history)
    assert history.state == state(0.7)
    undo(history)
    assert history.state == state(1.0)


def test_a_drag_that_comes_back_leaves_no_entry(history: History) -> None:
    for share in (0.9, 0.8, 1.0):
        history.push(state(share), "amount", merge=True)
    assert history.undoable == "denoise"
    history.push(state(0.4), "amount", merge=True)
    undo(history)
    assert history.state == state(1.0)


def test_a_drag_after_an_undo_is_a_new_entry(history: History) -> None:
    history.push(state(0.9), "amount", merge=True)
    history.push(state(0.5), "amount", merge=True)
    undo(history)
    redo(history)
    history.push(state(0.4), "amount", merge=True)
    undo(history)
    assert history.state == state(0.5)


def test_a_stroke_is_an_entry_without_another_state(history: History) -> None:
    history.mark_saved()
    first, second = edit(0, 7), edit(7, 9)
    history.push(history.state, "stroke", edit=first)
    history.push(history.state, "stroke", edit=second)
    assert not history.dirty
    assert not history.changes_picture(history.position - 1)
    assert undo(history) is second
    assert undo(history) is first
    assert history.changes_picture(history.position - 1)
    assert redo(history) is first


def test_a_drag_that_changes_the_mask_is_one_edit(history: History) -> None:
    found = [State(history.state.recipe, finding=Finding(1, sensitivity)) for sensitivity in (50, 60, 70)]
    history.push(found[0], "find", edit=edit(0, 5))
    history.seal()
    history.push(found[1], "sensitivity", merge=True, edit=edit(5, 6))
    history.push(found[2], "sensitivity", merge=True, edit=edit(6, 7))
    undone = undo(history)
    assert undone is not None
    ((before, after),) = undone.tiles.values()
    assert (before == 5).all()
    assert (after == 7).all()
    assert history.state == found[0]
    redo(history)
    history.push(found[1], "sensitivity", merge=True, edit=edit(7, 6))
    history.push(found[2], "sensitivity", merge=True, edit=edit(6, 7))
    assert undo(history) is not None
    assert history.state == found[0]


def test_dirty_compares_with_what_was_saved(history: History) -> None:
    assert history.dirty
    history.mark_saved()
    assert not history.dirty
    history.push(state(0.5), "amount")
    assert history.dirty
    undo(history)
    assert not history.dirty
    undo(history)
    assert history.dirty
    history.mark_saved(state(1.0))
    assert history.dirty
    redo(history)
    assert not history.dirty


def test_what_never_was_a_file_is_unsaved_at_once() -> None:
    history = History()
    assert not history.dirty
    history.mark_unsaved()
    assert history.dirty


def test_any_state_is_one_step_away_with_all_that_was_done_to_the_mask(history: History) -> None:
    for number in range(5):
        history.push(history.state, "stroke", edit=edit(number, number + 1))
    history.push(state(0.5), "amount")
    assert [entry.change for entry in history.entries] == ["", "denoise", *["stroke"] * 5, "amount"]
    assert history.position == 7
    back = history.go_to(3)
    assert back is not None
    ((before, after),) = back.tiles.values()
    assert (before == 2).all()
    assert (after == 5).all()
    assert history.position == 3
    assert history.redoable == "stroke"
    assert history.go_to(3) is None
    forth = history.go_to(5)
    assert forth is not None
    ((before, after),) = forth.tiles.values()
    assert (before == 2).all()
    assert (after == 4).all()
    history.go_to(99)
    assert history.position == 7
    history.go_to(-1)
    assert history.position == 0
    assert len(history.entries) == 8


def test_strokes_that_took_each_other_back_leave_the_mask_alone(history: History) -> None:
    history.push(history.state, "stroke", edit=edit(0, 9))
    history.push(history.state, "stroke", edit=edit(9, 0))
    assert history.go_to(0) is None


def test_which_state_is_saved(history: History) -> None:
    assert history.saved is None
    history.push(history.state, "stroke", edit=edit(0, 7))
    history.mark_saved()
    assert history.saved == 2
    history.push(state(0.5), "amount")
    history.push(state(1.0), "amount")
    assert history.saved == 2
    assert not history.dirty
    history.go_to(1)
    history.push(state(0.2), "amount")
    assert history.saved is None


def fill(side: int) -> Fill:
    region = Region.of(Size(side, side))
    mask = MaskCopy(region.size, Shape(region, np.zeros((side, side), np.uint8)))
    return Fill((Patch(region, np.zeros((side, side, 3), np.float32)),), mask, 0)


def test_beyond_its_budget_it_gives_up_the_oldest_states() -> None:
    one = fill(10)  # 1300 bytes
    assert one.nbytes == 1300
    history = History(budget=3 * one.nbytes)
    for number in range(8):
        history.push(State(fills=(fill(10),)), f"variant {number}")
    assert [entry.change for entry in history.entries] == ["earlier", "variant 5", "variant 6", "variant 7"]
    assert history.position == 3
    oldest = history.entries[0]
    assert len(oldest.state.fills) == 1
    assert oldest.edit is None
    history.go_to(0)
    assert history.undoable is None
    assert history.redoable == "variant 5"


def test_what_the_present_picture_is_made_of_costs_no_state() -> None:
    history = History(budget=1)
    for _ in range(5):
        history.push(State(fills=(*history.state.fills, fill(10))), "fill")
    assert len(history.entries) == 6


def test_changes_of_the_mask_count_but_not_tiles_of_one_value() -> None:
    tile = np.arange(100, dtype=np.uint8).reshape(10, 10)
    plain = np.broadcast_to(np.uint8(0), (10, 10))
    change = MaskEdit({Region.of(Size(10, 10)): (plain, tile)})
    assert change.nbytes == 100
    history = History(budget=250)
    for _ in range(5):
        history.push(history.state, "stroke", edit=change)
    assert [entry.change for entry in history.entries] == ["earlier", "stroke", "stroke"]


def test_a_present_state_beyond_the_budget_stays() -> None:
    history = History(budget=10)
    change = MaskEdit({Region.of(Size(10, 10)): (np.zeros((10, 10), np.uint8), np.ones((10, 10), np.uint8))})
    history.push(state(0.4), "amount", edit=change)
    assert [entry.change for entry in history.entries] == ["earlier"]
    assert history.state == state(0.4)
