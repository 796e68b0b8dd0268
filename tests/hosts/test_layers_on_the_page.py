"""The sidebar of every kind of layer: what it offers, and what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from convviz.document.apply_edits import take
from convviz.document.draft import Draft
from convviz.document.plans import KINDS

PAGE = Path(__file__).parents[2] / "convviz/hosts/streamlit/page.py"
SLIDING = ["Dilation", "Padding", "Stride"]


def run(opened: str = "", **link: str) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    page.query_params.update(link)
    if opened:
        page.session_state[opened] = True
    return checked(page.run())


def checked(page: AppTest) -> AppTest:
    assert not page.exception
    return page


def control(page: AppTest, kind: str, label: str) -> Any:
    return next(found for found in page.get(kind) if found.label == label)


def draft(page: AppTest) -> Draft:
    found: Draft = page.session_state.visit.session.draft
    return found


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("convolution", ["Bias", "Dilation", "Filters", "Stride"]),
        ("transposed", ["Bias", "Dilation", "Filters", "Output padding", "Padding", "Stride"]),
        ("max", ["Size", *SLIDING]),
        ("mean", ["Size", *SLIDING]),
        ("relu", []),
        ("leaky_relu", []),
        ("sigmoid", []),
        ("tanh", []),
    ],
)
@pytest.mark.parametrize("rank", ["1", "2", "3"])
def test_the_sidebar_shows_the_parameters_that_a_kind_has(kind: str, fields: list[str], rank: str) -> None:
    page = run(rank=rank)
    checked(control(page, "selectbox", "Layer").set_value(KINDS[kind]).run())
    assert draft(page).document.plan.kind == kind
    assert sorted(number.label for number in page.number_input) == sorted(fields)
    assert bool(draft(page).w) == (kind in ("convolution", "transposed"))
    if fields and rank != "1":
        checked(page.toggle[0].set_value(True).run())
        assert "Stride, rows" in [number.label for number in page.number_input]
        checked(page.toggle[0].set_value(False).run())


def test_the_stride_of_pooling_follows_its_size_until_it_is_chosen() -> None:
    page = run(x="1,2,3,4,5;6,7,8,9,1;2,3,4,5,6;1,2,3,4,5", layers="max")
    checked(control(page, "number_input", "Size").set_value(3).run())
    assert control(page, "number_input", "Stride").value == 3
    checked(control(page, "number_input", "Stride").set_value(1).run())
    checked(control(page, "number_input", "Size").set_value(2).run())
    assert draft(page).document.parameters.stride == (1, 1)


def test_several_filters_that_become_one_are_told_of() -> None:
    page = run(w="1,0;0,1~1,1;1,1")
    checked(control(page, "selectbox", "Layer").select("Transposed").run())
    assert draft(page).plan.count == 1
    says = page.session_state.visit.session.says()
    assert (says.text.split(".")[0], says.undo) == ("Filter 1 of 2 is kept", True)


@pytest.mark.parametrize(
    ("link", "label", "number", "sentence"),
    [
        (
            "layers=max",
            "Size",
            9,
            "A window with 9 rows does not fit: the padded input has 3 rows; use a smaller window or pad "
            "rows by at least 3.",
        ),
        (
            "layers=convolution,mean&layer=2",
            "Padding",
            2,
            "Layer 2: a padding of 2 (rows) is more than half a window of 2 rows: at most 1, or a window "
            "would hold padding alone; pad less or use a larger window.",
        ),
        (
            "layers=max",
            "Dilation",
            3,
            "A window with 2 rows (4 with dilation 3) does not fit: the padded input has 3 rows; use a "
            "smaller window or pad rows by at least 1.",
        ),
        (
            "layers=transposed&stride=2",
            "Output padding",
            2,
            "An output padding of 2 (rows) is not below the stride, 2, or the dilation, 1; use less, or a "
            "larger stride.",
        ),
        (
            "layers=convolution,transposed&layer=2",
            "Padding",
            2,
            "Layer 2: a padding of 2 (rows) would cut cells of the input off: at most 1 for this filter; use "
            "less padding or a larger filter.",
        ),
        (
            "",
            "Dilation",
            4,
            "A filter with 2 rows (5 with dilation 4) does not fit: the padded input has 3 rows; use a "
            "smaller filter or pad rows by at least 1.",
        ),
    ],
)
def test_a_number_that_does_not_fit_is_taken_and_answered_with_a_sentence(
    link: str, label: str, number: int, sentence: str
) -> None:
    page = run(**dict(parse_qsl(link)))
    before = draft(page).layer
    checked(control(page, "number_input", label).set_value(number).run())
    session = page.session_state.visit.session
    assert session.says().text == f"{sentence} The stage shows the last valid numbers."
    assert session.says().undo
    assert control(page, "number_input", label).value == number
    assert draft(page).layer is before
    checked(control(page, "button", "Undo").click().run())
    assert session.says().text == ""
    assert control(page, "number_input", label).value != number


def test_filters_are_added_and_one_of_them_is_filled() -> None:
    page = run("change-w", rank="2")
    checked(control(page, "number_input", "Filters").set_value(3).run())
    assert draft(page).document.plan.count == 3
    checked(control(page, "selectbox", "This menu is about filter").set_value("2").run())
    checked(control(page, "button", "Ones").click().run())
    filters = draft(page).document.plan.filters
    assert filters is not None
    assert filters.tolist() == [[[1, 0], [0, 1]], [[1, 1], [1, 1]], [[1, 0], [0, 1]]]
    checked(control(page, "number_input", "Filters").set_value(1).run())
    assert draft(page).document.plan.count == 1


def test_a_bias_is_one_for_all_filters_or_one_for_each() -> None:
    page = run(w="1~2~3")
    for text, bias in (("1, 2; -3", (1, 2, -3)), ("0.5", 0.5)):
        checked(control(page, "text_input", "Bias").set_value(text).run())
        assert draft(page).document.parameters.bias == bias
    checked(control(page, "text_input", "Bias").set_value("1, 2").run())
    assert page.session_state.visit.session.says().text == (
        "The bias, “1, 2”, cannot be taken: it has 2 numbers; give one, or 3, one for each filter. "
        "The stage shows the last valid numbers."
    )
    checked(control(page, "number_input", "Stride").set_value(2).run())
    assert control(page, "text_input", "Bias").value == "1, 2"
    checked(control(page, "button", "Undo").click().run())
    assert control(page, "text_input", "Bias").value == "0.5"
    assert page.session_state.visit.session.says().text == ""
    assert draft(page).document.parameters.bias == 0.5
    checked(control(page, "text_input", "Bias").set_value("1 2 3").run())
    assert "commas go between its numbers" in page.session_state.visit.session.says().text
    checked(control(page, "text_input", "Bias").set_value("1, 2, 3").run())
    assert page.session_state.visit.session.says().text == ""
    assert draft(page).document.parameters.bias == (1, 2, 3)


def test_groups_are_those_that_divide_and_go_back_to_one() -> None:
    page = run(rank="3", w="1|2|3~4|5|6~7|8|9")
    groups = control(page, "selectbox", "Groups")
    assert groups.options == ["1: all slices", "3: depthwise"]
    checked(groups.set_value("3: depthwise").run())
    filters = draft(page).document.plan.filters
    assert filters is not None
    assert filters.ravel().tolist() == [1, 5, 9]
    checked(control(page, "selectbox", "Groups").set_value("1: all slices").run())
    filters = draft(page).document.plan.filters
    assert filters is not None
    assert filters.reshape(3, 3).tolist() == [[1, 0, 0], [0, 5, 0], [0, 0, 9]]


def test_a_layer_that_does_not_fit_is_shown_beside_the_stage_and_mended() -> None:
    page = run(layers="convolution,max,convolution", stride="2")
    session = page.session_state.visit.session
    take(session, [{"n": 1, "revision": session.draft.revision, "do": "layer", "show": 1}])
    checked(page.run())
    kind = control(page, "selectbox", "Layer")
    assert (kind.value, kind.options[0]) == ("Layer 2: Max pooling", "Layer 2: Convolution")
    assert [number.label for number in page.number_input] == ["Size", "Stride", "Dilation", "Padding"]
    assert session.says().text.endswith("The stage shows layer 1.")
    checked(control(page, "number_input", "Size").set_value(1).run())
    assert [plan.parameters.stride for plan in session.draft.document.layers[:2]] == [(2, 2), None]
    assert session.draft.document.shown == 1
    assert session.draft.problem == ""


def test_a_layer_that_waits_has_its_controls_and_can_be_mended() -> None:
    page = run(layers="convolution,max,max", layer="2", **{"size.2": "9"})
    checked(page)
    assert page.session_state.visit.session.says().text.startswith("Layer 2: a window with 9 rows")
    checked(control(page, "number_input", "Size").set_value(1).run())
    assert draft(page).document.shown == 1
    assert draft(page).document.refused is None
