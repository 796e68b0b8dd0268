"""Edits that the stage reports: taken in order, once each, in the tensor in which they were made."""

from __future__ import annotations

from itertools import count
from typing import Any

import numpy as np
import pytest

from convviz.document import examples
from convviz.document.apply_edits import take
from convviz.document.document import Document
from convviz.document.edits import edits
from convviz.document.messages import Says
from convviz.document.resume import resume
from convviz.document.session import Session, start

NUMBERS = count(1)


def edit(session: Session, **more: Any) -> dict[str, Any]:
    return {"n": next(NUMBERS), "revision": session.draft.revision, **more}


def typed(session: Session, panel: str, *cells: list[Any], **more: Any) -> dict[str, Any]:
    return edit(session, do="type", panel=panel, cells=list(cells), **more)


def pasted(session: Session, panel: str, at: list[int], text: str) -> dict[str, Any]:
    return edit(session, do="paste", panel=panel, at=at, text=text)


@pytest.mark.parametrize(
    "reported",
    [
        None,
        5,
        [5],
        [{"n": True, "revision": 1, "do": "undo"}],
        [{"n": 1, "revision": 1, "do": "explode"}],
        [{"n": 1, "revision": 1, "do": "type", "panel": "output", "cells": [[0, 0, 0, "1"]]}],
        [{"n": 1, "revision": 1, "do": "type", "panel": "input", "cells": [[0, 0, -1, "1"]]}],
        [{"n": 1, "revision": 1, "do": "type", "panel": "input", "cells": [[0, 0, 0, 1]]}],
        [{"n": 1, "revision": 1, "do": "type", "panel": "input", "cells": []}],
        [{"n": 1, "revision": 1, "do": "paste", "panel": "input", "at": [0, 0], "text": "1"}],
    ],
)
def test_what_is_no_edit_is_left_out(reported: object) -> None:
    assert list(edits(reported)) == []


@pytest.mark.parametrize(("rank", "place"), [(1, [0, 0, 1]), (2, [0, 1, 0]), (3, [1, 0, 1])])
def test_a_cell_is_found_by_depth_row_and_column(rank: int, place: list[int]) -> None:
    session = start({"rank": str(rank)})
    take(session, [typed(session, "input", [*place, "99"]), typed(session, "filter", [*place, "88"])])
    index = tuple(place[-rank:])
    assert (session.draft.document.x[index], session.draft.document.plan.w[index]) == (99, 88)


def test_edits_are_taken_once_each_however_often_they_are_reported() -> None:
    session = start({"rank": "1", "x": "1,2,3", "w": "1"})
    queue = [typed(session, "input", [0, 0, 0, "5"]), edit(session, do="undo")]
    take(session, queue)
    take(session, [*queue, typed(session, "input", [0, 0, 1, "7"])])
    assert session.draft.document.x.tolist() == [1, 7, 3]
    take(session, queue)
    assert session.draft.document.x.tolist() == [1, 7, 3]
    take(session, [edit(session, do="undo"), edit(session, do="redo")])
    assert session.draft.document.x.tolist() == [1, 7, 3]


def test_an_edit_made_before_the_last_answer_counts() -> None:
    session = start({"rank": "1", "x": "1,2,3", "w": "1"})
    queue = [typed(session, "input", [0, 0, 0, "5"]), typed(session, "input", [0, 0, 1, "6"])]
    take(session, queue[:1])
    take(session, queue)
    assert session.draft.document.x.tolist() == [5, 6, 3]


def test_an_edit_that_was_made_on_other_numbers_changes_nothing_and_is_named() -> None:
    session = start({"example": "sobel"})
    late = typed(session, "input", [0, 0, 0, "5"])
    session.open("matrix")
    before = session.draft.document.x
    take(session, [late])
    assert session.draft.document.x is before
    assert session.says() == Says(
        "problem", "What was typed, “5”, is left aside: other numbers have taken its place meanwhile."
    )


def test_an_edit_of_the_rank_that_was_left_counts_there() -> None:
    session = start({})
    late = typed(session, "input", [0, 0, 0, "5"])
    session.select_rank(1)
    take(session, [late])
    assert session.draft.document.x.tolist() == [1, 3, -1, 2, 3]
    session.select_rank(2)
    assert session.draft.document.x[0, 0] == 5


def test_a_paste_into_the_rank_that_was_left_is_the_whole_tensor_there() -> None:
    session = start({})
    late = pasted(session, "input", [0, 0, 0], "1 2 3 4\n5 6 7 8\n9 8 7 6\n5 4 3 2\n1 2 3 4")
    session.select_rank(1)
    take(session, [late])
    assert session.draft.document.x.tolist() == [1, 3, -1, 2, 3]
    session.select_rank(2)
    assert session.draft.document.x.shape == (5, 4)


def test_of_a_paste_into_the_rank_that_was_left_nothing_is_offered() -> None:
    session = start({})
    late = pasted(session, "input", [0, 0, 0], "1,234\t5")
    session.select_rank(1)
    take(session, [late])
    assert session.says().offers == ()


def test_an_edit_outside_of_what_is_asked_for_is_named() -> None:
    session = start({})
    session.draft.put("x", np.zeros((2, 2)))
    take(session, [typed(session, "input", [0, 2, 2, "5"])])
    assert session.complaints == ["What was typed, “5”, is left aside: the input asked for is 2 × 2."]


@pytest.mark.parametrize("text", ["cat", "1/0", "1e999", "", "x" * 10_000])
def test_what_is_no_number_stays_in_its_cell(text: str) -> None:
    session = start({})
    take(session, [typed(session, "input", [0, 1, 2, text])])
    draft = session.draft
    assert (draft.x.unread, draft.document.x[1, 2]) == ({(1, 2): text}, 4)
    ((index, kept, fault),) = draft.x.differing(draft.document.x)
    assert (index, kept, fault[:8]) == ((1, 2), text, "The cell")
    says = session.says()
    assert (says.kind, says.undo) == ("problem", True)
    assert says.text.startswith("Input, row 2, column 3: the cell ")
    take(session, [edit(session, do="undo")])
    assert (draft.x.unread, session.says()) == ({}, Says())


def test_a_number_that_does_not_fit_with_the_rest_waits_in_its_cell() -> None:
    session = start({"rank": "1", "x": "1,1e300", "w": "1"})
    take(session, [typed(session, "filter", [0, 0, 0, "1e300"])])
    draft = session.draft
    assert draft.document.plan.w.tolist() == [1]
    assert list(draft.w.differing(draft.document.plan.filters)) == [((0, 0), "1e300", "")]
    assert session.says().kind == "problem"


def test_a_block_that_fits_from_the_current_cell_on_is_laid_there() -> None:
    session = start({})
    take(session, [pasted(session, "input", [0, 1, 1], "7\t8\n9\t10")])
    assert session.draft.document.x.tolist() == [[1, 2, 2], [3, 7, 8], [2, 9, 10]]
    said = "2 × 2 numbers were pasted into the input from row 2, column 2 on."
    assert session.says() == Says("notice", said, undo=True)
    take(session, [edit(session, do="undo")])
    take(session, [pasted(session, "filter", [0, 0, 0], "7\t8\n9\t10")])
    assert session.says() == Says("notice", "Filter: 2 × 2, pasted.", undo=True)
    take(session, [pasted(session, "filter", [0, 0, 0], "7\t8\n9\t10")])  # as it is
    assert session.says() == Says("notice", "Filter: 2 × 2, pasted.")
    take(session, [pasted(session, "filter", [0, 0, 0], "5")])  # is seen
    assert session.says() == Says()


def test_a_block_that_does_not_fit_is_the_whole_tensor_and_that_is_said() -> None:
    session = start({})
    take(session, [pasted(session, "input", [0, 0, 0], "\n".join(["1\t2\t3\t4"] * 5))])
    assert session.draft.document.x.shape == (5, 4)
    assert session.says() == Says(
        "notice",
        "The 5 × 4 numbers that were pasted do not fit the 3 × 3 input: they are the whole input now.",
        undo=True,
    )
    take(session, [edit(session, do="undo")])
    assert (session.draft.document.x.shape, session.says()) == ((3, 3), Says())


def test_a_block_at_the_edge_does_not_fit() -> None:
    session = start({})
    take(session, [pasted(session, "filter", [0, 0, 1], "1\t2")])
    assert session.draft.document.plan.w.tolist() == [[1, 2]]
    assert "do not fit the 2 × 2 filter from row 1, column 2 on" in session.says().text


def test_a_ragged_block_is_refused_and_a_word_stays_in_its_cell() -> None:
    session = start({})
    before = session.draft.document.x
    take(session, [pasted(session, "input", [0, 0, 0], "1\t2\n3")])
    assert session.draft.document.x is before
    assert session.complaints[0].startswith("What was pasted is left aside. Line 2 has 1 cell")
    take(session, [pasted(session, "input", [0, 0, 0], "cat\n")])
    assert session.draft.x.unread == {(0, 0): "cat"}


def test_slices_are_pasted_into_the_slices_from_the_current_one_on() -> None:
    session = start({"rank": "3"})
    take(session, [pasted(session, "input", [1, 0, 0], "7\t8\n\n9\t10")])
    x = session.draft.document.x
    assert (x[1, 0, :2].tolist(), x[2, 0, :2].tolist()) == ([7, 8], [9, 10])


def test_a_page_that_was_there_before_gives_what_it_has() -> None:
    session = start({})
    waiting = {"n": 9, "revision": 1, "do": "type", "panel": "input", "cells": [[0, 0, 0, "8"]]}
    resume(session, {"link": "?rank=1&x=4,5,6&step=2", "edits": [waiting]})
    draft = session.draft
    assert (session.rank, draft.document.x.tolist(), draft.revision_step) == (1, [8, 5, 6], 1)
    assert (session.taken, session.resumed) == (9, True)


def test_a_page_gives_a_lesson_where_its_link_cannot_carry_it() -> None:
    text = '{"convviz": 1, "title": "Monday", "x": [[1, 2], [3, 4]], "w": [[1]], "step": 1}'
    session = start({"x": "too-long"})
    resume(session, {"lesson": text, "step": 2, "edits": []})
    draft = session.draft
    assert (draft.document.x.tolist(), draft.document.title, draft.revision_step) == (
        [[1, 2], [3, 4]],
        "Monday",
        2,
    )
    assert session.complaints == []


def test_a_page_that_gives_nothing_readable_gets_another_frame() -> None:
    session = start({})
    before = session.draft.revision
    resume(session, {"lesson": "rubbish", "edits": []})
    assert session.draft.revision > before


def chosen(session: Session, label: str) -> dict[str, Any]:
    return edit(session, do="choose", label=label)


def test_what_was_read_in_one_of_two_ways_is_said_and_the_other_can_be_chosen() -> None:
    session = start({"rank": "2", "x": "9,9;9,9", "w": "1"})
    take(session, [pasted(session, "input", [0, 0, 0], "1,2;3,4")])
    assert session.draft.document.x.tolist() == [[1, 2], [3, 4]]
    says = session.says()
    assert says.text.startswith("Input: 2 × 2, pasted. Read as in a link")
    assert (says.kind, says.offers) == ("notice", ("Read it as one row with decimal commas",))
    take(session, [chosen(session, says.offers[0])])
    assert session.draft.document.x.tolist() == [[1.2, 3.4], [9, 9]]  # in place of the first
    assert session.says() == Says("notice", "Done: read it as one row with decimal commas.", undo=True)
    take(session, [edit(session, do="undo")])
    assert session.draft.document.x.tolist() == [[9, 9], [9, 9]]
    assert session.says() == Says()


def test_what_is_of_another_rank_is_offered_there() -> None:
    session = start({})
    take(session, [pasted(session, "filter", [0, 0, 0], "[[[1, 2]], [[3, 4]]]")])
    says = session.says()
    assert says.text == (
        "What was pasted is left aside. It holds a tensor of rank 3 (1 × 2 × 2 deep); "
        "choose the rank 3D tensor first."
    )
    assert says.offers == ("Open it as a 3D tensor",)
    take(session, [chosen(session, says.offers[0])])
    assert (session.rank, session.draft.document.plan.w.tolist()) == (3, [[[1, 2]], [[3, 4]]])
    done = "Done: open it as a 3D tensor. The numbers of 2D are as they were."
    assert session.says() == Says("notice", done, undo=True)
    take(session, [edit(session, do="undo")])
    assert (session.rank, session.says()) == (2, Says())
    assert session.drafts[3].document.same(Document.of(examples.default(3)))


def test_what_does_not_fit_here_is_offered_at_its_own_rank() -> None:
    session = start({"rank": "3"})
    take(session, [pasted(session, "input", [0, 0, 0], "\n".join(["1\t2\t3\t4"] * 5))])
    says = session.says()
    assert (says.kind, says.undo, says.offers) == ("problem", True, ("Open it as a 2D matrix",))
    take(session, [chosen(session, says.offers[0])])
    assert (session.rank, session.draft.document.x.tolist()) == (2, [[1, 2, 3, 4]] * 5)
    assert session.drafts[3].document.same(Document.of(examples.default(3)))
    take(session, [pasted(session, "input", [0, 0, 0], "1\t2\t3\t4\t5")])
    assert session.says().offers == ("Open it as a 1D vector",)


def test_an_offer_is_gone_with_the_next_change() -> None:
    session = start({})
    take(session, [pasted(session, "input", [0, 0, 0], "1,234\t5")])
    offers = session.says().offers
    assert offers == ("Read 1,234 as 1234", "Read 1,234 as 1.234")
    late = chosen(session, offers[0])
    take(session, [typed(session, "input", [0, 0, 0, "7"]), {**late, "n": next(NUMBERS)}])
    assert session.says().text == ("“Read 1,234 as 1234” is left aside: something else was done meanwhile.")
    assert session.draft.document.x[0, 0] == 7


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9007199254740993", "“9007199254740993” is read as 9007199254740992: 64 bits cannot hold it."),
        ("1e-400", "“1e-400” is read as 0: 64 bits cannot hold it."),
        ("12", ""),
    ],
)
def test_a_typed_number_that_64_bits_cannot_hold_is_said(text: str, said: str) -> None:
    session = start({})
    take(session, [typed(session, "input", [0, 0, 0, text])])
    assert session.says().text == said


def test_brackets_that_cannot_be_read_do_not_become_a_cell() -> None:
    session = start({})
    take(session, [pasted(session, "input", [0, 0, 0], "[[1,2],[3]]")])
    assert session.draft.x.unread == {}
    assert "Row 2 has 1 number and row 1 has 2" in session.says().text
    take(session, [pasted(session, "input", [0, 0, 0], "cat")])
    assert session.draft.x.unread == {(0, 0): "cat"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"do": "type", "panel": "input", "cells": [[0, 0, 0, "cat"]]},
        {"do": "paste", "panel": "filter", "at": [0, 0, 0], "text": "1\t2\t3\t4"},
    ],
)
def test_what_is_not_shown_and_its_undo_are_revisions_so_that_the_page_follows(wrong: dict[str, Any]) -> None:
    session = start({})
    revisions = [session.draft.revision]
    for act in (wrong, {"do": "undo"}):
        take(session, [edit(session, **act)])
        revisions.append(session.draft.revision)
    assert revisions == sorted(set(revisions))
    assert not session.draft.edited


def test_a_parameter_that_does_not_fit_is_taken_back_on_the_stage() -> None:
    session = start({})
    draft, before = session.draft, session.draft.revision
    draft.set_plan(draft.plan.with_(dilation=(9, 9)))
    draft.apply()
    assert session.says().undo
    take(session, [edit(session, do="undo")])
    assert (draft.parameters.dilation, session.says().text) == ((1, 1), "")
    assert draft.revision > before
