from __future__ import annotations

import pytest

from tintype.document.history import History
from tintype.document.recipe import Recipe
from tintype.engine import Amount, DenoiseSettings


def recipe(share: float) -> Recipe:
    return Recipe((DenoiseSettings(amount=Amount(share, share)),))


@pytest.fixture
def history() -> History:
    history = History()
    history.push(recipe(1.0), "denoise")
    return history


def test_undo_and_redo(history: History) -> None:
    history.push(recipe(0.5), "amount")
    assert history.undo() == recipe(1.0)
    assert history.undo() == Recipe()
    assert history.undoable is None
    assert history.undo() == Recipe()
    assert history.redoable == "denoise"
    assert history.redo() == recipe(1.0)
    assert history.redo() == recipe(0.5)
    assert history.redoable is None
    assert history.redo() == recipe(0.5)


def test_a_new_change_drops_what_was_undone(history: History) -> None:
    history.push(recipe(0.5), "amount")
    history.undo()
    history.push(recipe(0.3), "amount")
    assert history.redoable is None
    assert history.undo() == recipe(1.0)


def test_the_same_state_is_no_entry(history: History) -> None:
    history.push(recipe(1.0), "amount")
    assert history.undoable == "denoise"


def test_a_drag_is_one_entry(history: History) -> None:
    for share in (0.9, 0.8, 0.7):
        history.push(recipe(share), "amount", merge=True)
    history.seal()
    for share in (0.6, 0.5):
        history.push(recipe(share), "amount", merge=True)
    assert history.undo() == recipe(0.7)
    assert history.undo() == recipe(1.0)


def test_a_drag_that_comes_back_leaves_no_entry(history: History) -> None:
    for share in (0.9, 0.8, 1.0):
        history.push(recipe(share), "amount", merge=True)
    assert history.undoable == "denoise"
    history.push(recipe(0.4), "amount", merge=True)
    assert history.undo() == recipe(1.0)


def test_a_drag_after_an_undo_is_a_new_entry(history: History) -> None:
    history.push(recipe(0.9), "amount", merge=True)
    history.push(recipe(0.5), "amount", merge=True)
    history.undo()
    history.redo()
    history.push(recipe(0.4), "amount", merge=True)
    assert history.undo() == recipe(0.5)


def test_dirty_compares_with_what_was_saved(history: History) -> None:
    assert history.dirty
    history.mark_saved()
    assert not history.dirty
    history.push(recipe(0.5), "amount")
    assert history.dirty
    history.undo()
    assert not history.dirty
    history.undo()
    assert history.dirty
    history.mark_saved(recipe(1.0))
    assert history.dirty
    history.redo()
    assert not history.dirty


def test_what_never_was_a_file_is_unsaved_at_once() -> None:
    history = History()
    assert not history.dirty
    history.mark_unsaved()
    assert history.dirty
