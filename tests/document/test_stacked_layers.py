"""A document with several layers, or several filters: made, linked, kept, refused in part, taken back."""

from __future__ import annotations

from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest

from convviz import Activation, Convolution, Filters, Pooling
from convviz.document import examples
from convviz.document.apply_edits import take
from convviz.document.document import Document
from convviz.document.lesson import fields, from_fields, write
from convviz.document.link import address, parse, query
from convviz.document.messages import Says
from convviz.document.plans import KINDS, Plan, first_plan, with_filters, with_groups
from convviz.document.reading.contents import read
from convviz.document.reading.errors import ReadError
from convviz.document.session import Session, start

NUMBERS = count(1)
X = np.arange(30.0).reshape(5, 6) * 7 % 11 - 4
W = np.array([[[1.0, 0], [0, 1], [2, 0]], [[0, 1], [1, 0], [0, -1]]])


def linked(text: str) -> Document:
    document, complaints = parse(dict(parse_qsl(text, keep_blank_values=True)))
    assert complaints == []
    return document


def edit(session: Session, **more: Any) -> None:
    take(session, [{"n": next(NUMBERS), "revision": session.draft.revision, **more}])


def network(*behind: Plan) -> Document:
    first = Plan.of("convolution", 2, W, bias=(1.0, -2.0))
    return Document(examples.default(2), X, (first, *behind))


# ------------------------------------------------------------------------------------------ layers


def test_a_layer_takes_what_the_one_before_it_gives() -> None:
    document = network(Plan.of("relu", 3), Plan.of("max", 3, size=(1, 2, 2)))
    filters, relu, pooled = document.stack.layers
    assert isinstance(filters, Filters)
    assert (filters.output_shape, pooled.output_shape) == ((2, 3, 5), (2, 1, 2))
    expected = Pooling(Activation(Filters(X, W, bias=[1, -2]).output).output, (1, 2, 2)).output
    np.testing.assert_array_equal(pooled.output, expected)
    np.testing.assert_array_equal(relu.x, filters.output)


def test_one_filter_is_a_plain_convolution() -> None:
    document = Document(examples.default(2), X, (Plan.of("convolution", 2, W[:1], bias=(3.0,)),))
    assert type(document.layer) is Convolution
    assert document.layer.bias == 3


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", [(1,), (5,), (1, 1), (4, 5), (1, 4, 1), (3, 4, 5)])
def test_a_new_layer_fits_what_it_is_given(kind: str, shape: tuple[int, ...]) -> None:
    assert first_plan(kind, shape).layer(np.ones(shape)).output.size > 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_follows_when_the_filters_before_it_become_more_and_fewer(kind: str) -> None:
    one = Document(examples.default(2), X, (Plan.of("convolution", 2, W[:1]), first_plan(kind, (4, 5))))
    assert one.refused is None
    several = one.with_layers([with_filters(one.plan, 3), *one.layers[1:]])
    assert (several.refused, several.layers[1].rank) == (None, 3)
    again = several.with_layers([with_filters(several.plan, 1), *several.layers[1:]])
    assert again.same(one)


def test_a_layer_that_needs_slices_waits_where_there_are_none() -> None:
    deep = Plan.of("convolution", 3, np.ones((2, 1, 1)))
    document = Document(examples.default(2), X, (Plan.of("convolution", 2, W[:1]), deep, Plan.of("tanh", 3)))
    assert document.complaint == (
        "Layer 2: it is set for slices and is given a matrix; remove it, or give a layer before it more "
        "filters."
    )


def test_filters_that_give_several_slices_each_are_refused_behind() -> None:
    shallow = Plan.of("convolution", 3, np.ones((2, 1, 1, 1)))
    document = Document(examples.default(3), np.ones((3, 2, 2)), (shallow, Plan.of("relu", 3)))
    assert document.complaint == (
        "Layer 2: each of the 2 filters before it gives 3 slices, and a layer takes one of each; make those "
        "filters as deep as their input."
    )


def test_groups_come_and_go_without_a_change_of_what_is_computed() -> None:
    whole = np.zeros((2, 4, 1, 1))
    whole[0, :2], whole[1, 2:] = 3, 5
    x = np.arange(8.0).reshape(4, 1, 2)
    plan = Plan.of("convolution", 3, whole)
    parts = with_groups(plan, 2, 4)
    assert parts.filters is not None
    assert parts.filters.shape == (2, 2, 1, 1)
    np.testing.assert_array_equal(parts.layer(x).output, plan.layer(x).output)
    assert with_groups(parts, 1, 4).same(plan)


def test_too_many_products_of_all_filters_are_refused_with_the_way_out() -> None:
    many = Plan.of("convolution", 2, np.ones((16, 5, 5)))
    large = Document(examples.default(2), np.zeros((64, 64)), (many,))
    assert "57,600 windows of 25 cells make 1,440,000 products" in large.problem
    assert "use fewer filters, a smaller input" in large.problem


# ------------------------------------------------------------------------------------------ made once


def test_what_comes_before_a_change_is_not_made_again() -> None:
    before = network(*[Plan.of("relu", 3), Plan.of("max", 3, size=(1, 2, 2))])
    first = before.stack.layers
    changed = before.with_layers([*before.layers[:2], before.layers[2].with_(stride=(1, 1, 1))]).after(before)
    assert changed.stack.layers[:2] == first[:2]
    assert changed.stack.layers[2] is not first[2]
    assert before.showing(2).stack is before.stack


# ------------------------------------------------------------------------------------------ links

LINKS = [
    "w=1,0~0,1",
    "w=1,0;0,1~0,1;1,0&bias=1,2",
    "layers=relu",
    "layers=convolution,relu,max&layer=2",
    "layers=convolution,max&size.2=2&stride.2=1,2&padding.2=1,0",
    "layers=transposed&stride=2&output_padding=1",
    "layers=convolution,convolution&w.2=1;2&bias.2=-1&padding.2=same",
    "layers=mean,leaky_relu,sigmoid,tanh&layer=4&x=1,2,3;4,5,6",
    "rank=1&layers=convolution,max&w=1~2~3&size.2=3,1",
    "rank=3&w=1|2|3~3|2|1&layers=convolution,convolution",
    "rank=3&w=1~2~3&groups=3",
    "rank=3&layers=max&size=2&stride=1,1,2",
]


@pytest.mark.parametrize("link", LINKS)
def test_a_link_and_a_lesson_carry_all_layers(link: str) -> None:
    document = linked(link)
    assert document.problem == document.complaint == ""
    again = linked(query(document))
    assert again.same(document)
    assert again.shown == document.shown
    kept = from_fields(read(write(document), 2).lesson)
    assert kept.same(document)
    assert kept.shown == document.shown
    assert not set(query(document)) & set(" +#%?")


def test_a_link_says_no_more_than_it_has_to() -> None:
    assert query(linked("layers=convolution,relu,max&layer=2&size.3=2&stride=1")) == (
        "layers=convolution,relu,max&layer=2"
    )
    assert query(linked("w=1,0;0,1~0,1;1,0&bias=0,0.5")) == "w=1,0;0,1~0,1;1,0&bias=0,0.5"


@pytest.mark.parametrize(
    ("link", "complaint"),
    [
        ("layers=convolution,cats", "The link’s layers, “convolution,cats”, are left aside: give names of"),
        (f"layers={','.join(['relu'] * 7)}", "are left aside: it names 7; the limit is 6."),
        ("layers=relu&layer=2", "The link’s layer, “2”, is not one of 1 to 1; 1 is shown."),
        ("layers=relu&stride=2", "The link’s stride, “2”, is left aside: ReLU has none."),
        ("layers=relu&w=1,2;3,4", "The link’s w is left aside: ReLU has no filter."),
        ("layers=relu,max&stride.9=1", "The link’s stride.9, “1”, is left aside: there are 2 layers."),
        ("w.2=1,2", "The link’s w.2, “1,2”, is left aside: there is one layer."),
        (
            "layers=max,relu&size.1=2",
            "The link’s size.1, “2”, is left aside: the first layer has its size without a number.",
        ),
        (
            "w=1,0~0,1,2",
            "The link’s w is left aside: filter 2 is 1 × 3 and filter 1 1 × 2; give all one size.",
        ),
        ("w=1~cat", "The link’s w is left aside: filter 2: row 1, column 1: the cell holds “cat”"),
        (f"w={'~'.join('1' * 17)}", "The link’s w is left aside: 17 filters are too many; the limit is 16."),
        (
            "w=1~2~3&bias=1,2",
            "bias, “1,2”, is left aside: it has 2 numbers; give one, or 3, one for each filter",
        ),
        ("layers=convolution,relu&w.2=1", "The link’s w.2 is left aside: ReLU has no filter."),
        ("rank=3&groups=17", "groups, “17”, is left aside: give a whole number from 1 to 16."),
        (
            "rank=3&w=1,0;0,1&groups=2",
            "The link’s groups, “2”, is left aside: there is one filter; give several in w, with ~ between "
            "them, or leave it out.",
        ),
        ("w=1~2&bias=1 2", "bias, “1 2”, is left aside: commas go between its numbers; give one, or 2, one"),
        (
            "layers=transposed&w=1~2",
            "The link’s w is left aside: there are 2 filters, and a transposed convolution "
            "takes one; give one, and for several outputs a convolution with several filters behind it.",
        ),
        ("layers=max&size=0", "size, “0”, is left aside: give a whole number from 1 to 256."),
    ],
)
def test_what_a_link_says_wrongly_of_layers_is_named(link: str, complaint: str) -> None:
    document, complaints = parse(dict(parse_qsl(link)))
    assert len(complaints) == bool(complaint)
    assert complaint in " ".join(complaints)
    assert document.problem == ""


def test_a_layer_of_a_link_that_does_not_fit_waits_for_the_others() -> None:
    session = start(dict(parse_qsl("layers=convolution,max,relu&size.2=9")))
    session.draft.apply()
    assert session.draft.problem == ""
    says = session.says()
    assert (says.kind, says.undo) == ("notice", False)
    assert says.text == (
        "Layer 2: a window with 9 rows does not fit: the padded input has 2 rows; use a smaller window or "
        "pad rows by at least 4. Layer 3 waits for it."
    )


def test_a_layer_of_a_link_that_waits_for_slices_is_the_one_that_was_left() -> None:
    link = "layers=convolution,convolution,max&w.2=1,0;0,1|0,1;1,0&stride.3=2,2,2"
    document, complaints = parse(dict(parse_qsl(link)))
    assert complaints == []
    assert [plan.rank for plan in document.layers] == [2, 3, 3]
    assert (document.refused, document.layers[1].filters.shape) == (1, (1, 2, 2, 2))
    assert query(document) == link


def test_numbers_of_filters_that_are_too_many_stay_at_home() -> None:
    w = np.random.default_rng(1).normal(size=(4, 16, 16))
    document = Document(examples.default(2), np.ones((30, 30)), (Plan.of("convolution", 2, w),))
    assert address(document) == ("x=too-long&w=too-long", False)


def test_a_lesson_of_one_filter_is_what_it_was() -> None:
    assert list(fields(Document.of(examples.find("sobel")))) == [
        *(
            "rank",
            "example",
            "x",
            "w",
            "stride",
            "padding",
            "dilation",
            "flip",
            "bias",
            "padding_mode",
            "step",
        ),
    ]
    assert write(Document.of(examples.find("sobel"))).startswith(b'{\n  "convviz": 1,')
    assert write(network()).startswith(b'{\n  "convviz": 2,')


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"then": 5}, "then is 5; give a list of layers, each an object with its kind."),
        ({"then": [{"kind": "cats"}]}, "Layer 2, kind is “cats”; give one of convolution, transposed, max"),
        ({"then": [{"kind": "relu"}] * 6}, "The lesson has 7 layers; the limit is 6."),
        (
            {"then": [{"kind": "relu", "size": 2, "shape": 1}]},
            "Layer 2, unknown fields: “shape”; remove them.",
        ),
        ({"then": [{"kind": "relu", "w": [1]}]}, "Layer 2, w: ReLU has no filter; remove it."),
        ({"then": [{"kind": "convolution"}]}, "Layer 2, has no w; give it w."),
        ({"layer": 2}, "The layer is 2; give a whole number from 1 to 1."),
        ({"w": [[[1]], [[1, 2]]]}, "w: Beside a list of 1 stands one of 2; make all rows equally long."),
        ({"w": [[[1]]] * 17}, "w: 17 filters are too many; the limit is 16."),
        (
            {"rank": 3, "x": [[[1]], [[2]]], "w": [[[1]]], "groups": 2},
            "groups: There is one filter; give a list of several in w, or remove it.",
        ),
        (
            {"then": [{"kind": "convolution", "w": [[1]], "groups": 3}]},
            "Layer 2, groups: There is one filter; give a list of several in w, or remove it.",
        ),
        ({"then": [{"kind": "relu", "stride": 2}]}, "Layer 2, stride: ReLU has none; remove it."),
        (
            {"kind": "transposed", "w": [[[1]], [[2]]]},
            "w: There are 2 filters, and a transposed convolution takes one; give one, and for several "
            "outputs a convolution with several filters behind it.",
        ),
        (
            {"kind": "transposed", "padding": "same"},
            "The lesson cannot be shown. The padding of a transposed convolution takes cells off the output",
        ),
        ({"size": 2}, "size: Convolution has none; remove it."),
        (
            {"then": [{"kind": "max", "size": 9}], "layer": 2},
            "The lesson cannot be shown. Layer 2: a window with",
        ),
    ],
)
def test_what_a_lesson_says_wrongly_of_layers_is_named(given: dict[str, Any], message: str) -> None:
    import json

    known = {"convviz": 2, "x": [[1, 2, 3], [4, 5, 6]], "w": [[1, 2]]} | given
    with pytest.raises(ReadError) as refused:
        from_fields(read(json.dumps(known).encode(), 2).lesson)
    assert str(refused.value).startswith(message)


# ------------------------------------------------------------------------------------------ edits


def kinds(session: Session) -> list[str]:
    return [plan.kind for plan in session.draft.document.layers]


def test_layers_are_added_shown_and_removed() -> None:
    session = start({"x": "1,2,3,4;5,6,7,8;9,10,11,12"})
    edit(session, do="layer", add="relu", at=1)
    edit(session, do="layer", add="max", at=2)
    assert (kinds(session), session.draft.document.shown) == (["convolution", "relu", "max"], 2)
    assert query(session.draft.document).endswith(
        "layers=convolution,relu,max&layer=3&x=1,2,3,4;5,6,7,8;9,10,11,12"
    )
    edit(session, do="layer", show=0)
    assert session.draft.document.shown == 0
    edit(session, do="layer", remove=1)
    assert (kinds(session), session.draft.document.shown) == (["convolution", "max"], 0)
    edit(session, do="layer", remove=0)
    edit(session, do="layer", remove=0)  # the last one stays
    assert kinds(session) == ["max"]
    for expected in (["convolution", "max"], ["convolution", "relu", "max"], ["convolution", "relu"]):
        session.draft.undo()
        assert kinds(session) == expected


def test_what_was_removed_is_said_and_a_second_click_on_the_former_row_removes_nothing() -> None:
    session = start({"layers": "convolution,relu,max,relu"})
    seen = session.draft.revision
    for number in (1, 2):
        take(session, [{"n": number, "revision": seen, "do": "layer", "remove": 1}])
        assert kinds(session) == ["convolution", "max", "relu"]
    assert session.says().text == (
        "What was done to the layers is left aside: the row of layers has changed meanwhile."
    )
    take(session, [{"n": 3, "revision": session.draft.revision, "do": "layer", "remove": 1}])
    assert session.says() == Says("notice", "Layer 2, Max pooling 2 × 2, was removed.", undo=True)
    session.undo()
    assert kinds(session) == ["convolution", "max", "relu"]


def test_a_seventh_layer_and_one_that_is_not_there_are_refused_in_a_sentence() -> None:
    session = start({"layers": ",".join(["relu"] * 6)})
    edit(session, do="layer", add="relu", at=6)
    assert session.says().text == "There are 6 layers, and no more are shown; remove one first."
    edit(session, do="layer", show=6)
    assert session.says().text == "There is no layer 7: others have taken its place meanwhile."


def test_an_edit_in_the_first_layer_goes_through_all_and_back() -> None:
    session = start(dict(parse_qsl("w=1,0;0,1~0,1;1,0&layers=convolution,relu&layer=1")))
    edit(session, do="type", panel="filter", filter=1, cells=[[0, 0, 0, "-9"]])
    document = session.draft.document
    assert document.plan.filters[1].tolist() == [[-9, 1], [1, 0]]
    assert document.stack.output[1].tolist() == np.maximum(document.stack.layers[0].output[1], 0).tolist()
    session.draft.undo()
    assert session.draft.document.plan.filters[1].tolist() == [[0, 1], [1, 0]]


def test_a_layer_behind_that_became_too_small_waits_and_comes_back_by_itself() -> None:
    session = start(dict(parse_qsl("layers=convolution,max,relu&layer=1")))
    session.draft.parameters = session.draft.plan.with_(stride=(2, 2)).parameters
    session.draft.apply()
    document = session.draft.document
    assert (session.draft.problem, document.refused) == ("", 1)
    assert document.complaint.startswith(
        "Layer 2: a window with 2 rows does not fit: the padded input has 1 row"
    )
    edit(session, do="layer", show=1)
    assert (session.draft.document.shown, session.draft.shown) == (0, 1)
    assert session.says().text.endswith("The stage shows layer 1.")
    edit(session, do="layer", show=0)
    session.draft.parameters = session.draft.plan.with_(stride=(1, 1)).parameters
    session.draft.apply()
    assert (session.draft.document.refused, session.says().text) == (None, "")


def test_the_page_is_told_of_a_layer_that_is_asked_for_and_does_not_fit() -> None:
    session = start(dict(parse_qsl("layers=convolution,max,relu&stride=2")))
    before, outline = session.draft.revision, session.outline()
    edit(session, do="layer", show=1)
    assert session.draft.revision > before  # which the player reports, and the page follows
    assert session.outline() != outline
    assert session.draft.document.shown == 0
    before = session.draft.revision
    edit(session, do="undo")
    assert (session.draft.shown, session.says().kind, session.outline()) == (0, "notice", outline)
    assert session.draft.revision > before


def test_the_input_of_a_later_layer_is_not_typed() -> None:
    session = start({"layers": "convolution,relu", "layer": "2"})
    edit(session, do="type", panel="input", cells=[[0, 0, 0, "5"]])
    assert session.says().text == (
        "What was typed, “5”, is left aside: the input of layer 2 is the output of layer 1."
    )


def test_an_edit_of_a_layer_that_is_no_longer_shown_is_left_aside() -> None:
    session = start({"layers": "convolution,relu"})
    revision = session.draft.revision
    edit(session, do="layer", show=1)
    take(
        session,
        [
            {
                "n": next(NUMBERS),
                "revision": revision,
                "do": "type",
                "panel": "filter",
                "cells": [[0, 0, 0, "5"]],
            }
        ],
    )
    assert "is left aside" in session.says().text


def test_pasted_numbers_become_one_filter_of_several() -> None:
    session = start({"w": "1,0;0,1~0,1;1,0"})
    edit(session, do="paste", panel="filter", filter=1, at=[0, 0, 0], text="7 8\n9 10")
    assert session.draft.document.plan.filters.tolist() == [[[1, 0], [0, 1]], [[7, 8], [9, 10]]]
    edit(session, do="paste", panel="filter", filter=0, at=[0, 0, 0], text="1 2 3")
    assert session.draft.document.plan.filters.tolist() == [[[1, 2, 3]], [[7, 8, 0]]]
    assert "they are filter 1 now, and the others have its size" in session.says().text


def test_what_is_no_number_names_its_filter_and_layer() -> None:
    session = start({"w": "1,0;0,1~0,1;1,0", "layers": "convolution,relu"})
    edit(session, do="type", panel="filter", filter=1, cells=[[0, 1, 0, "cat"]])
    assert session.draft.problem.startswith("Layer 1: Filter 2, row 2, column 1: the cell holds “cat”")
    edit(session, do="layer", show=1)
    assert session.draft.document.shown == 1
    edit(session, do="undo")
    assert session.draft.problem == ""


def test_the_output_becomes_the_input() -> None:
    session = start({"layers": "convolution,relu"})
    edit(session, do="layer", begin=0)
    assert (kinds(session), session.draft.document.x.tolist()) == (["relu"], [[2, 6], [4, 4]])
    edit(session, do="layer", begin=0)
    assert (kinds(session), session.draft.document.x.tolist()) == (["relu"], [[2, 6], [4, 4]])
    session = start({"w": "1,0;0,1~0,1;1,0", "layers": "convolution,relu"})
    edit(session, do="layer", begin=0)
    assert (session.rank, session.draft.document.x.shape, kinds(session)) == (3, (2, 2, 2), ["relu"])


def test_an_input_that_is_too_small_for_what_was_done_to_it_says_so() -> None:
    session = start({"x": "1,2;3,4"})
    edit(session, do="layer", begin=0)
    assert session.says().text.startswith(
        "That output cannot be the input: A filter with 2 rows does not fit"
    )
    assert session.draft.document.x.tolist() == [[1, 2], [3, 4]]
