"""One rank's work, without a page: what is asked for, what is shown, undo and redo."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.document.draft import Draft
from convviz.document.link import query
from convviz.document.parameters import parameters
from convviz.document.plans import of_kind
from convviz.document.session import start


def typed(draft: Draft, text: str) -> None:
    draft.x.type([((0,) * draft.rank, text)])
    draft.apply()


@pytest.mark.parametrize(
    ("rank", "index", "where"),
    [
        (1, (2,), "cell 3"),
        (2, (1, 0), "row 2, column 1"),
        (3, (2, 0, 1), "depth 3, row 1, column 2"),
    ],
)
def test_a_bad_cell_is_named_and_the_last_valid_numbers_stay(
    rank: int, index: tuple[int, ...], where: str
) -> None:
    draft = start({"rank": str(rank)}).draft
    before = draft.document.x
    draft.x.type([(index, " ")])
    draft.apply()
    assert draft.problem == f"Input, {where}: the cell is empty."
    np.testing.assert_array_equal(draft.document.x, before)
    assert draft.edited


def test_an_edit_reaches_the_state_and_the_link() -> None:
    draft = start({}).draft
    draft.x.type([((1, 2), "0,5")])
    draft.apply()
    assert draft.problem == ""
    assert draft.edited
    assert query(draft.document) == "x=1,2,2;3,1,0.5;2,1,3"


def test_undo_goes_back_change_by_change_and_redo_forth() -> None:
    session = start({})
    draft = session.draft
    assert not draft.undoable
    for text in ("7", "8"):
        typed(draft, text)
    draft.parameters = parameters(2, stride=2)
    draft.apply()
    session.open("sobel")
    seen = []
    while draft.undoable:
        draft.undo()
        draft.apply()
        assert draft.problem == ""
        seen.append(query(draft.document))
    edited = "x={},2,2;3,1,4;2,1,3"
    assert seen == [f"{edited.format(8)}&stride=2", edited.format(8), edited.format(7), ""]
    assert draft.x.values[0, 0] == 1
    draft.redo()
    assert query(draft.document) == edited.format(7)
    typed(draft, "9")
    assert draft.history.future == []


def test_undo_takes_back_what_is_not_on_the_stage_first() -> None:
    draft = start({}).draft
    typed(draft, "7")
    typed(draft, "cat")
    draft.undo()
    assert (draft.x.unread, draft.x.values[0, 0], draft.problem) == ({}, 7, "")
    draft.parameters = parameters(2, dilation=9)
    draft.apply()
    assert "does not fit" in draft.problem
    draft.undo()
    assert draft.parameters == parameters(2)
    assert query(draft.document).startswith("x=7,")


def test_the_history_of_large_tensors_is_short() -> None:
    draft = start({}).draft
    for value in range(40):
        draft.x.put(np.full((200, 200), float(value)))
        draft.apply()
        assert draft.problem == ""
    assert 1 < len(draft.history.past) < 10


def test_what_was_typed_is_not_lost_by_redo() -> None:
    draft = start({}).draft
    draft.x.type([((0, 0), "5")])
    draft.apply()
    draft.undo()
    assert draft.redoable
    draft.x.type([((0, 0), "cat")])
    assert not draft.redoable
    draft.redo()
    assert draft.x.unread == {(0, 0): "cat"}
    draft.undo()
    draft.redo()
    assert draft.x.values[0, 0] == 5


def test_changes_of_an_open_editor_are_one_step_of_undo() -> None:
    draft = start({}).draft
    for text in ("2", "3", "4"):
        draft.x.type([((0, 0), text)])
        draft.apply(live=7)
    assert (draft.document.x[0, 0], len(draft.history.past)) == (4, 1)
    draft.undo()
    assert (draft.document.x[0, 0], draft.undoable) == (1, False)


def test_an_open_editor_that_gives_back_what_was_there_has_changed_nothing() -> None:
    draft = start({}).draft
    for text in ("2", "1"):
        draft.x.type([((0, 0), text)])
        draft.apply(live=7)
    assert not draft.undoable
    draft.x.type([((0, 0), "5")])
    draft.apply(live=7)  # and on again
    draft.undo()
    assert draft.document.x[0, 0] == 1


def test_a_run_of_the_page_does_not_end_an_open_editors_step() -> None:
    draft = start({}).draft
    for text in ("2", "3"):
        draft.x.type([((0, 0), text)])
        draft.apply(live=7)
        draft.apply()
    assert len(draft.history.past) == 1


def test_it_says_what_the_last_change_did_also_backwards_and_nothing_of_another_example() -> None:
    session = start({"rank": "1"})
    draft = session.draft
    assert draft.effect == ""
    typed(draft, "7")
    assert draft.effect.startswith("Input (1) is 7 instead of 1")
    draft.undo()
    assert draft.effect.startswith("Input (1) is 1 instead of 7")
    draft.redo()
    assert draft.effect.startswith("Input (1) is 7 instead of 1")
    draft.parameters = parameters(1, stride=2)
    draft.apply()
    assert draft.effect.startswith("Stride 2: the window moves 2 cells at a time, which makes 2 windows")
    session.open("size")
    assert draft.effect == ""


def test_another_function_of_the_same_windows_is_a_change() -> None:
    draft = start({"example": "largest"}).draft
    draft.set_plan(of_kind(draft.plan, "mean", draft.document.x.shape))
    draft.apply()
    assert draft.effect.startswith("The mean of every window instead of its largest cell: ")
