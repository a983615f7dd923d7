from __future__ import annotations

import numpy as np
import pytest

from tintype.document.history import History
from tintype.document.mask import MaskEdit
from tintype.document.recipe import Recipe
from tintype.document.state import Finding, State
from tintype.engine import Amount, DenoiseSettings
from tintype.geometry import Region, Size


def state(share: float) -> State:
    return State(Recipe((DenoiseSettings(amount=Amount(share, share)),)))


def edit(before: int, after: int) -> MaskEdit:
    values = (np.full((2, 2), value, np.uint8) for value in (before, after))
    return MaskEdit({Region.of(Size(2, 2)): (next(values), next(values))})


@pytest.fixture
def history() -> History:
    history = History()
    history.push(state(1.0), "denoise")
    return history


def test_undo_and_redo(history: History) -> None:
    history.push(state(0.5), "amount")
    history.undo()
    assert history.state == state(1.0)
    history.undo()
    assert history.state == State()
    assert history.undoable is None
    assert history.undo() is None
    assert history.state == State()
    assert history.redoable == "denoise"
    history.redo()
    assert history.state == state(1.0)
    history.redo()
    assert history.state == state(0.5)
    assert history.redoable is None
    assert history.redo() is None
    assert history.state == state(0.5)


def test_a_new_change_drops_what_was_undone(history: History) -> None:
    history.push(state(0.5), "amount")
    history.undo()
    history.push(state(0.3), "amount")
    assert history.redoable is None
    history.undo()
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
    history.undo()
    assert history.state == state(0.7)
    history.undo()
    assert history.state == state(1.0)


def test_a_drag_that_comes_back_leaves_no_entry(history: History) -> None:
    for share in (0.9, 0.8, 1.0):
        history.push(state(share), "amount", merge=True)
    assert history.undoable == "denoise"
    history.push(state(0.4), "amount", merge=True)
    history.undo()
    assert history.state == state(1.0)


def test_a_drag_after_an_undo_is_a_new_entry(history: History) -> None:
    history.push(state(0.9), "amount", merge=True)
    history.push(state(0.5), "amount", merge=True)
    history.undo()
    history.redo()
    history.push(state(0.4), "amount", merge=True)
    history.undo()
    assert history.state == state(0.5)


def test_a_stroke_is_an_entry_without_another_state(history: History) -> None:
    history.mark_saved()
    first, second = edit(0, 7), edit(7, 9)
    history.push(history.state, "stroke", edit=first)
    history.push(history.state, "stroke", edit=second)
    assert not history.dirty
    assert not history.changes_picture(undo=True)
    assert history.undo() is second
    assert history.undo() is first
    assert history.changes_picture(undo=True)
    assert history.redo() is first


def test_a_drag_that_changes_the_mask_is_one_edit(history: History) -> None:
    found = [State(history.state.recipe, finding=Finding(1, sensitivity)) for sensitivity in (50, 60, 70)]
    history.push(found[0], "find", edit=edit(0, 5))
    history.seal()
    history.push(found[1], "sensitivity", merge=True, edit=edit(5, 6))
    history.push(found[2], "sensitivity", merge=True, edit=edit(6, 7))
    undone = history.undo()
    assert undone is not None
    ((before, after),) = undone.tiles.values()
    assert (before == 5).all()
    assert (after == 7).all()
    assert history.state == found[0]
    history.redo()
    history.push(found[1], "sensitivity", merge=True, edit=edit(7, 6))
    history.push(found[2], "sensitivity", merge=True, edit=edit(6, 7))
    assert history.undo() is not None
    assert history.state == found[0]


def test_dirty_compares_with_what_was_saved(history: History) -> None:
    assert history.dirty
    history.mark_saved()
    assert not history.dirty
    history.push(state(0.5), "amount")
    assert history.dirty
    history.undo()
    assert not history.dirty
    history.undo()
    assert history.dirty
    history.mark_saved(state(1.0))
    assert history.dirty
    history.redo()
    assert not history.dirty


def test_what_never_was_a_file_is_unsaved_at_once() -> None:
    history = History()
    assert not history.dirty
    history.mark_unsaved()
    assert history.dirty
