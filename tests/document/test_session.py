"""What one visitor can do, without a page: ranks, examples, links, files, reports of the stage."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from convviz.document import examples, lesson
from convviz.document.apply_edits import take
from convviz.document.document import Document
from convviz.document.draft import Draft
from convviz.document.lesson import fields
from convviz.document.link import query
from convviz.document.messages import Says
from convviz.document.open_files import choose, open_file, paste
from convviz.document.reading import contents
from convviz.document.reading.lessons import to_json
from convviz.document.reading.npy import to_npy
from convviz.document.reads import LOG
from convviz.document.resume import resume
from convviz.document.session import Session, start


def reported(session: Session, step: int) -> dict[str, Any]:
    """What the player reports of the present revision."""
    return {"revision": session.draft.revision, "step": step, "predicting": False, "hiding": False}


def npz(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def typed(draft: Draft, text: str) -> None:
    draft.x.type([((0,) * draft.rank, text)])
    draft.apply()


def test_the_stage_is_told_that_the_input_came_from_a_file() -> None:
    session = start({})
    open_file(session, to_npy(np.array([[2.0]])), "w")
    assert not session.draft.opened
    open_file(session, b"1,2,3,4\n5,6,7,8\n", "x")
    assert session.draft.opened
    session.draft.show(Document.of(examples.default(2)))
    assert not session.draft.opened


def test_a_link_says_how_the_output_is_shown() -> None:
    assert [start(given).look.output for given in ({}, {"output": "whole"}, {"output": "growing"})] == [
        "",
        "whole",
        "growing",
    ]
    session = start({"output": "half"})
    assert session.look.output == ""
    assert session.complaints == ["The link’s output, “half”, is left aside: give one of growing, whole."]


def test_a_step_counts_for_the_rank_that_was_left() -> None:
    session = start({})
    report = reported(session, 3)
    session.select_rank(1)
    session.receive(report)
    assert session.draft.document.step == 0
    session.select_rank(2)
    assert session.draft.revision_step == 3
    session.receive({**report, "step": 1})  # of the visit before
    assert session.draft.document.step == 3


def test_a_rank_that_was_left_is_found_as_it_was() -> None:
    session = start({"x": "9,8;7,6", "w": "1", "step": "3"})
    session.select_rank(1)
    session.select_rank(2)
    assert session.draft.document.x.tolist() == [[9, 8], [7, 6]]
    assert session.draft.revision_step == 2


def test_opening_an_example_replaces_everything() -> None:
    session = start({"x": "9,8;7,6", "step": "3", "padding": "1"})
    session.open("sobel")
    assert query(session.draft.document) == "example=sobel"
    assert session.draft.revision_step == 0


def test_tensors_of_a_link_that_do_not_fit_are_kept_and_named() -> None:
    session = start({"rank": "1", "x": "1,2", "w": "1,2,3"})
    assert session.complaints == []
    session.draft.apply()
    assert session.draft.problem == (
        "A filter with a length of 3 does not fit: the padded input has a length of 2; "
        "use a smaller filter or pad by at least 1."
    )
    assert session.draft.x.values.tolist() == [1, 2]
    assert session.draft.document.x.tolist() == [1, 3, -1, 2, 3]


def test_a_filter_of_a_link_that_does_not_fit_is_kept_too() -> None:
    session = start({"rank": "1", "w": "1,1,1,1,1,1,1"})
    assert session.draft.w.values.tolist() == [[1] * 7]
    assert session.draft.document.plan.w.tolist() == [1, 0, 2]
    session.draft.apply()
    assert "A filter with a length of 7" in session.draft.problem


def test_parameters_of_a_link_that_do_not_fit_become_the_default_ones() -> None:
    session = start({"x": "1,2,3;4,5,6", "w": "1,1", "dilation": "9"})
    assert session.draft.document.x.tolist() == [[1, 2, 3], [4, 5, 6]]
    session.draft.apply()
    assert session.draft.problem == ""
    assert len(session.complaints) == 1
    assert session.complaints[0].endswith("The parameters are the default ones.")
    session = start({"layers": "convolution,max", "padding": "1", "dilation.2": "9", "layer": "2"})
    assert session.complaints[0].endswith("The parameters of layer 2 are the default ones.")
    assert [plan.parameters.padding[0] for plan in session.draft.asked.layers] == [(1, 1), (0, 0)]


def test_a_step_counts_only_for_what_is_shown() -> None:
    session = start({})
    session.receive({**reported(session, 3), "revision": session.draft.revision + 1})
    assert session.draft.document.step == 0
    session.receive(reported(session, 3))
    assert session.draft.document.step == 3


def test_a_report_of_a_step_changes_nothing_that_is_sent() -> None:
    draft = (session := start({"step": "2"})).draft
    before = (draft.revision, draft.since, draft.revision_step)
    session.receive(reported(session, 3))
    assert (draft.revision, draft.since, draft.revision_step) == before
    assert draft.revision_step == 1


def test_every_change_begins_a_revision_and_keeps_the_step_of_the_user() -> None:
    session = start({})
    draft, since = session.draft, session.draft.since
    session.receive(reported(session, 3))
    typed(draft, "7")
    seen = [draft.revision]
    for change in (draft.undo, draft.redo):
        change()
        draft.apply()
        assert draft.problem == ""
        seen.append(draft.revision)
    assert seen == sorted({draft.since, *seen})[1:]
    assert (draft.since, draft.revision_step, draft.document.step) == (since, 3, 3)
    typed(draft, "7")
    assert draft.revision == seen[-1]  # nothing has changed
    session.receive({**reported(session, 2), "revision": seen[0]})  # late, but of the same numbers' draft
    assert draft.document.step == 2


def test_what_sets_the_step_begins_a_range_of_revisions() -> None:
    session = start({})
    report = reported(session, 3)
    session.open("sobel")
    draft = session.draft
    assert (draft.since, draft.revision_step) == (draft.revision, 0)
    assert draft.since > report["revision"]
    session.receive(report)  # of what was there before
    assert draft.document.step == 0


def test_the_revisions_of_two_drafts_never_overlap() -> None:
    session = start({})
    ranges = []
    for number, rank in enumerate((1, 2, 3, 2, 1)):
        typed(session.draft, f"{number + 50}")
        draft = session.draft
        ranges.append((draft.since, draft.revision))
        session.select_rank(rank)
    flat = [number for both in ranges for number in both]
    assert flat == sorted(set(flat))


def test_revisions_grow_over_a_restart_of_the_server() -> None:
    import time

    before = start({}).draft.revision
    time.sleep(0.005)
    after = start({})
    assert before < after.draft.revision <= time.time_ns() // 1_000_000
    last = after.draft.revision
    resume(after, {"link": "?x=5,6;7,8"})
    assert after.draft.since > last


def test_a_rank_that_was_chosen_before_the_session_resumed_stays() -> None:
    session = start({})
    session.select_rank(3)
    resume(session, {"link": "?rank=1&x=4,5,6"})
    assert session.rank == 3
    assert session.drafts[1].document.x.tolist() == [4, 5, 6]


def test_edits_that_are_none_are_left_out_when_a_page_resumes() -> None:
    session = start({})
    typed = {"n": 1, "revision": 5, "do": "type", "panel": "input", "cells": [[0, 0, 0, "9"]]}
    resume(session, {"link": "?rank=1&x=4,5,6", "edits": [1, None, typed]})
    assert session.drafts[1].document.x.tolist() == [9, 5, 6]


def test_a_file_becomes_the_input_or_the_filter() -> None:
    session = start({})
    open_file(session, b"1,2,3,4\n5,6,7,8\n", "x")
    session.draft.apply()
    assert session.draft.problem == ""
    assert session.draft.document.x.tolist() == [[1, 2, 3, 4], [5, 6, 7, 8]]
    open_file(session, to_npy(np.array([[2.0]])), "w")
    session.draft.apply()
    assert session.draft.problem == ""
    assert session.draft.document.plan.w.tolist() == [[2]]
    assert session.uploads == 2


def test_a_bad_file_is_told_and_changes_nothing() -> None:
    session = start({"x": "1,2;3,4"})
    before = session.draft.asked
    open_file(session, b"1,2\n3", "x")
    assert session.complaints == [
        "The file was not opened. Line 2 has 1 cell and line 1 has 2; make all rows equally long."
    ]
    assert session.draft.asked.same(before)


def test_a_lesson_opens_in_its_own_rank_and_can_be_taken_back() -> None:
    told = fields(replace(Document.of(examples.find("motion")), step=2, title="A <b>lesson</b>"))
    session = start({})
    open_file(session, to_json(told), "x")
    assert (session.rank, session.complaints, session.draft.revision_step) == (3, [], 2)
    assert session.draft.document.headline()[0] == "A <b>lesson</b>"
    session.draft.undo()
    assert session.draft.document.example is examples.default(3)


def test_a_picture_is_scaled_to_what_the_stage_holds() -> None:
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.new("RGB", (700, 350), (10, 20, 30)).save(made, "PNG")
    session = start({"rank": "3"})
    open_file(session, made.getvalue(), "x")
    session.draft.apply()
    assert session.draft.problem == ""
    assert session.draft.document.x.shape == (3, 112, 224)
    assert "700 × 350" in session.notice


@pytest.mark.parametrize(
    "link",
    [{"rank": "3", "w": "1,1,1;1,1,1;1,1,1"}, {"w": ";".join(["1,1,1,1,1,1,1"] * 7), "padding": "full"}],
)
def test_a_picture_fits_whatever_else_is_asked_for(link: dict[str, str]) -> None:
    from io import BytesIO

    from PIL import Image

    made = BytesIO()
    Image.new("L", (1000, 1000), 9).save(made, "PNG")
    session = start(link)
    open_file(session, made.getvalue(), "x")
    session.draft.apply()
    assert session.draft.problem == ""
    assert "scaled down" in session.notice


READ = {
    "pasted": (lambda session: paste(session, "5\t6\n7\t8", "x"), "Input: 2 × 2, pasted."),
    "with a note": (
        lambda session: paste(session, "a,b\n5,6\n7,8", "w"),
        "Filter: 2 × 2, pasted. Line 1 is a header: left out.",
    ),
    "opened": (
        lambda session: open_file(session, b"1,2,3,4\n5,6,7,8", "x", "table.csv"),
        "Input: 2 × 4, read from table.csv.",
    ),
    "two": (
        lambda session: open_file(session, npz(x=np.eye(3), w=np.ones((2, 1))), "x", "both.npz"),
        "Input: 3 × 3, read from both.npz. Filter: 2 × 1, read from both.npz.",
    ),
    "a lesson": (
        lambda session: open_file(session, lesson.write(Document.of(examples.find("vector"))), "x", "a.json"),
        "Opened from a.json. The numbers of 2D are as they were.",
    ),
}


@pytest.mark.parametrize(("act", "said"), READ.values(), ids=READ)
def test_what_the_menu_pastes_or_opens_is_told_and_undone_beside_that(
    act: Callable[[Session], None], said: str
) -> None:
    session = start({})
    before = session.draft.document
    act(session)
    assert session.says() == Says("notice", said, undo=True)
    session.undo()
    assert (session.rank, session.draft.document.same(before), session.says()) == (2, True, Says())


def change(session: Session) -> None:
    """Another bias, as the sidebar sets it."""
    session.draft.set_plan(session.draft.plan.with_(bias=9))
    session.draft.apply()


@pytest.mark.parametrize(
    ("stride", "text", "told"),
    [
        ("x", "", "The link’s stride"),
        ("1", "1 2\n3", "What was pasted is left aside."),
        ("1", "1 2 3 4\n" * 4, "Input: 4 × 4, pasted."),
    ],
)
def test_what_was_told_leaves_with_the_next_change_wherever_that_is_made(
    stride: str, text: str, told: str
) -> None:
    session = start({"stride": stride})
    if text:
        paste(session, text, "x")
    assert session.says().text.startswith(told)
    change(session)
    assert session.says() == Says()


def test_a_late_click_on_an_offer_leaves_what_the_sidebar_did_meanwhile() -> None:
    session = start({})
    paste(session, "1,2;3,4", "x")
    label = session.says().offers[0]
    change(session)
    before = session.draft.document
    choose(session, label)
    assert session.draft.document.same(before)
    assert session.says().text.endswith("is left aside: something else was done meanwhile.")


def test_another_reading_replaces_what_was_read_and_leaves_what_waits_beside_it() -> None:
    session = start({"w": "9,9;9,9"})
    edit = {"n": 1, "revision": session.draft.revision, "do": "type", "panel": "input"}
    take(session, [{**edit, "cells": [[0, 0, 0, "cat"]]}])
    take(session, [{**edit, "n": 2, "do": "paste", "panel": "filter", "at": [0, 0, 0], "text": "1,2;3,4"}])
    choose(session, session.says().offers[0])
    assert session.draft.x.unread == {(0, 0): "cat"}
    assert session.draft.w is not None
    assert session.draft.w.of(0).tolist() == [[1.2, 3.4], [9, 9]]


def test_a_paste_that_the_menu_refuses_is_told_in_that_menu() -> None:
    session = start({})
    paste(session, "1,234", "w")
    assert session.refused("w") == session.says().text
    assert (session.refused("x"), session.pastes) == ("", 0)
    choose(session, "Read 1,234 as 1.234")
    assert (session.refused("w"), session.pastes) == ("", 1)
    assert session.draft.w.values.tolist() == [[[1.234]]]


def test_a_lesson_need_not_name_its_rank() -> None:
    session = start({})
    open_file(session, b'{"convviz": 1, "x": [1, 2, 3, 4], "w": [1, 1]}', "x")
    assert (session.rank, session.complaints) == (1, [])
    assert session.draft.document.layer.output.tolist() == [3, 5, 7]


def test_the_work_on_a_rank_that_was_chosen_meanwhile_stays() -> None:
    session = start({})
    session.select_rank(1)
    session.draft.x.put(np.zeros(4))
    resume(session, {"link": "?x=5,6;7,8"})
    assert session.rank == 1
    assert session.draft.x.values.tolist() == [0, 0, 0, 0]
    session.select_rank(2)
    assert session.draft.document.x.tolist() == [[5, 6], [7, 8]]


def test_pasted_numbers_replace_a_tensor() -> None:
    session = start({})
    paste(session, "1\t2\n3\t4\n5\t6", "x")
    assert session.draft.x.values.tolist() == [[1, 2], [3, 4], [5, 6]]
    paste(session, "1\tcat", "x")
    assert session.complaints == [
        "What was pasted is left aside. Line 1, column 2: the cell holds “cat”, which is not a finite "
        "number; replace it by a number."
    ]
    assert session.draft.x.values.tolist() == [[1, 2], [3, 4], [5, 6]]


@pytest.mark.parametrize(("reported", "hiding"), [(True, True), (False, False), (None, False), (1, False)])
def test_a_hidden_answer_is_taken_note_of_whatever_is_shown_meanwhile(reported: object, hiding: bool) -> None:
    session = start({})
    for revision in (session.draft.revision, 0):
        session.receive({"revision": revision, "step": 2, "hiding": reported})
        assert session.hiding is hiding
    session.receive({"revision": session.draft.revision, "step": 2})
    assert not session.hiding


def test_the_answer_of_a_revision_that_is_not_on_the_stage_yet_is_hidden() -> None:
    session = start({})
    answered = {**reported(session, 0), "predicting": True, "hiding": False}
    session.receive(answered)
    assert (session.predicting, session.hiding) == (True, False)
    typed(session.draft, "7")
    session.receive(answered)
    assert session.hiding
    session.receive({**answered, "revision": session.draft.revision})
    assert not session.hiding
    session.receive({**answered, "revision": 0, "predicting": False})
    assert (session.predicting, session.hiding) == (False, False)


@pytest.mark.parametrize(("step", "shown"), [(-7, 0), (0, 0), (3, 3), (4, 3)])
def test_a_step_that_is_not_there_is_the_nearest(step: int, shown: int) -> None:
    session = start({})
    session.receive(reported(session, step))
    assert session.draft.document.shown_step == shown


def test_a_file_of_another_rank_is_offered_there() -> None:
    session = start({"rank": "1"})
    open_file(session, to_npy(np.array([[1.0, 2], [3, 4]])), "x")
    says = session.says()
    assert says.text.startswith("The file was not opened. It holds a tensor of rank 2")
    choose(session, says.offers[0])
    assert (session.rank, session.draft.x.values.tolist()) == (2, [[1, 2], [3, 4]])


def test_a_file_with_both_tensors_is_offered_whole_at_their_rank() -> None:
    session = start({"rank": "1"})
    open_file(session, npz(x=np.eye(3), w=np.full((2, 2), 5.0)), "w")
    assert session.says().offers == ("Open x and w at rank 2",)
    choose(session, "Open x and w at rank 2")
    assert session.draft.document.x.tolist() == np.eye(3).tolist()
    assert session.draft.document.plan.w.tolist() == [[5, 5], [5, 5]]


def test_a_picture_in_an_array_is_told_from_a_stack_of_slices() -> None:
    session = start({"rank": "3"})
    file = io.BytesIO()
    np.save(file, np.arange(60, dtype=np.uint8).reshape(4, 5, 3))
    open_file(session, file.getvalue(), "x")
    assert session.draft.x.values.shape == (3, 4, 5)
    says = session.says()
    assert says.text.endswith("Read as 4 × 5 × 3 deep, rows × columns × channels: each channel is a slice.")
    choose(session, says.offers[0])
    assert session.draft.x.values.shape == (4, 5, 3)
    open_file(session, to_npy(session.draft.x.values), "x")  # as this page saves it
    assert session.draft.x.values.shape == (4, 5, 3)
    assert session.says().text == "Input: 5 × 3 × 4 deep, read from a file."


def test_a_picture_is_offered_in_grey_and_in_colours() -> None:
    from PIL import Image

    made = io.BytesIO()
    Image.new("RGB", (700, 300), (9, 200, 9)).save(made, "PNG")
    session = start({"rank": "1"})
    open_file(session, made.getvalue(), "x", "a.png")
    assert session.says().text.startswith("The file a.png was not opened. A picture has rows and columns")
    offers = ("Open it as a 3D tensor", "Open it in grey as a 2D matrix")
    assert session.says().offers == offers
    choose(session, offers[0])
    assert (session.rank, session.draft.problem, session.draft.document.x.shape) == (3, "", (3, 96, 224))
    assert session.draft.document.shows_colours
    session.undo()
    session.select_rank(2)
    before = session.draft.document
    open_file(session, made.getvalue(), "x", "a.png")
    assert session.says().offers == ("Open its colours as a 3D tensor",)
    choose(session, session.says().offers[0])
    assert (session.rank, session.draft.opened, session.draft.document.shows_colours) == (3, True, True)
    assert session.drafts[2].document.same(before)


def test_a_column_that_is_opened_as_a_vector_leaves_the_matrix_as_it_was() -> None:
    session = start({})
    before = session.draft.document
    paste(session, "\n".join(map(str, range(100))), "x")
    assert session.says().offers == ("This is one column of 100 numbers: open it as a 1D vector",)
    choose(session, session.says().offers[0])
    assert (session.rank, session.draft.x.values.shape) == (1, (100,))
    assert session.says() == Says(
        "notice", "Done: open it as a 1D vector. The numbers of 2D are as they were.", undo=True
    )
    assert session.drafts[2].document.same(before)


@pytest.mark.parametrize(("name", "opened"), [("x", True), ("w", False)])
def test_a_file_that_is_opened_at_another_rank_counts_as_opened(name: str, opened: bool) -> None:
    session = start({"rank": "2"})
    open_file(session, "\n".join(map(str, range(300))).encode(), name)
    assert session.says().offers == ("Open it as a 1D vector",)
    choose(session, "Open it as a 1D vector")
    assert (session.rank, session.draft.opened) == (1, opened)


def test_what_is_refused_at_the_rank_of_an_offer_changes_nothing() -> None:
    session = start({"rank": "1", "layers": "relu"})
    session.select_rank(2)
    paste(session, "\n".join(map(str, range(300))), "w")
    drafts = {rank: (draft.revision, draft.document) for rank, draft in session.drafts.items()}
    choose(session, "Open it as a 1D vector")
    assert session.rank == 2
    assert {rank: (draft.revision, draft.document) for rank, draft in session.drafts.items()} == drafts
    assert session.says().text == (
        "At 1D: ReLU has no filter: choose a layer that has one, then open or paste it."
    )


#: Two filters over a matrix give slices, which the second layer has a filter of rank 3 for.
DEEPER = {
    "convviz": 2,
    "x": np.eye(4).tolist(),
    "w": np.ones((2, 2, 2)).tolist(),
    "then": [{"kind": "convolution", "w": np.ones((2, 2, 2)).tolist()}],
    "layer": 2,
}


def test_a_filter_is_not_offered_at_the_rank_that_is_shown() -> None:
    session = start({})
    open_file(session, json.dumps(DEEPER).encode(), "x")
    paste(session, "\n".join(["1 " * 9] * 9), "w")
    assert "Layer 2: a filter with 9 rows does not fit" in session.says().text
    assert session.says().offers == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("x", "The filter of layer 2 is a 3D tensor here, and w is a 2D matrix; give a 3D tensor,"),
        ("w", "The input is a 2D matrix here, and x is a 3D tensor; give a 2D matrix,"),
    ],
)
def test_an_input_and_a_filter_of_one_file_need_places_of_one_rank(name: str, told: str) -> None:
    session = start({})
    open_file(session, json.dumps(DEEPER).encode(), "x")
    before = session.draft.document
    open_file(session, npz(x=np.eye(3), w=np.eye(2)), name)
    assert session.says().text.startswith(f"The file was not opened. {told}")
    assert session.draft.document is before
    assert not session.draft.problem


def test_a_text_that_is_pasted_at_another_rank_is_no_file() -> None:
    session = start({"rank": "2"})
    paste(session, "\n".join(map(str, range(300))), "x")
    choose(session, "Open it as a 1D vector")
    assert (session.rank, session.draft.opened) == (1, False)


def test_the_stage_goes_through_the_examples_of_the_rank() -> None:
    session = start({"rank": "1", "example": "rising"})
    edit = {"n": 1, "revision": session.draft.revision, "do": "example", "by": 1}
    take(session, [edit, {**edit, "n": 2, "by": 99}])
    assert session.draft.document.example.slug == "vector"
    assert (session.taken, session.turned) == (1, 1)


def test_one_array_goes_where_the_visitor_chose_whatever_its_name() -> None:
    session = start({})
    open_file(session, npz(w=np.ones((3, 4))), "x")
    assert (session.draft.x.shape, session.draft.w.shape) == ((3, 4), (2, 2))


def test_another_example_that_is_undone_comes_back_at_its_layer_and_step() -> None:
    session = start({"example": "far", "step": "4"})
    seen = session.draft.document
    session.turn_page(1)
    session.undo()
    assert (session.draft.document.shown, session.draft.document.step) == (seen.shown, seen.step) == (1, 3)


def test_a_step_that_is_not_there_and_a_misspelt_setting_are_said_and_the_words_of_others_are_not() -> None:
    assert start({"step": "99", "strde": "2", "foo": "1"}).says().text == (
        "The link’s strde, “2”, is left aside: it is called stride here. "
        "The link’s step, “99”, is not one of 1 to 4; 4 is shown."
    )


def test_a_fault_of_a_reader_is_a_sentence_and_logged_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*given: object) -> None:
        raise AssertionError

    monkeypatch.setattr(LOG, "handlers", [])  # of the tests, which raises the fault
    for reader in ("_read_text", "_text"):
        monkeypatch.setattr(contents, reader, fail)
    session = start({"x": "[[1, 2]]"})
    assert "The link’s x is left aside: reading it failed, by a fault of this program" in session.says().text
    session = start({})
    pasted = {"do": "paste", "panel": "input", "at": [0, 0, 0], "text": "1 2"}
    acts: list[Callable[[], None]] = [
        lambda: take(session, [{"n": 1, "revision": session.draft.revision, **pasted}]),
        lambda: paste(session, "1 2", "x"),
        lambda: open_file(session, b"1 2", "x"),
    ]
    for act in acts:
        act()
        assert session.says().kind == "problem"
        assert "Reading it failed, by a fault of this program; give the numbers alone" in session.says().text
    assert (session.pastes, session.draft.edited) == (0, False)
    assert [bool(record.exc_info) for record in caplog.records] == [True] * 4
