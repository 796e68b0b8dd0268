"""Where in the input the cells of a later layer come from: in words, in cells, and a small picture of it."""

from __future__ import annotations

import json

import numpy as np
import pytest

from convviz.document import examples
from convviz.document.document import Document
from convviz.document.fields import fields
from convviz.document.limits import MAX_LENGTH
from convviz.document.link import parse
from convviz.document.plans import Plan


def linked(**given: str) -> Document:
    document, complaints = parse(given)
    assert complaints == []
    return document


def test_one_layer_alone_has_none():
    assert fields(linked(example="sobel")) is None


def test_size_stride_and_place_of_the_cells_of_a_later_layer():
    x = ";".join(",".join("1" for _ in range(9)) for _ in range(10))
    told = fields(linked(x=x, layers="convolution,max", w="1,0,0;0,1,0", layer="2", **{"size.2": "2,1"}))
    assert (told["shape"], told["output"]["size"], told["output"]["stride"]) == ([1, 10, 9], "3 × 3", "2 × 1")
    slices, rows, columns = told["output"]["axes"]
    assert slices == [[[1, 0, "", [[0, 1]]]]]
    assert rows == [[[4, 2, "rows {1} to {3}", [[0, 3]]]]]
    assert columns == [[[7, 1, "columns {1} to {3}", [[0, 3]]]]]
    assert told["input"]["axes"][1] == [[[9, 1, "rows {1} to {2}", [[0, 2]]]]]
    assert (told["input"]["size"], told["input"]["stride"]) == ("2 × 3", "1")


def test_the_slices_of_filters_are_counted_as_they_are_listed():
    x = "|".join("1,2,3;4,5,6" for _ in range(3))
    deep = linked(rank="3", x=x, layers="convolution,relu", w="1,0|0,1~1,1|0,0", layer="1")
    assert fields(deep)["output"]["axes"][0] == [[[2, 1, "slices {1} to {2}", [[0, 2]]]] * 2]
    grouped = linked(rank="3", x=x, layers="convolution,relu", w="1~1~1", groups="3", layer="1")
    assert fields(grouped)["output"]["axes"][0] == [[[3, 1, "slice {1}", [[0, 1]]]]]


def test_a_field_with_gaps_has_runs_and_an_empty_one_says_so():
    told = fields(linked(rank="1", x="1,2,3,4,5,6", w="1,1", dilation="3", layers="convolution,relu"))
    assert told["output"]["axes"][2] == [[[3, 1, "cells {1} and {4}", [[0, 1], [3, 4]]]]]
    padded = linked(rank="1", x="1,2,3", w="1,1", padding="3", layers="convolution,relu")
    assert fields(padded)["output"]["axes"][2][0][0] == [2, 0, "none of the length", []]


def test_behind_a_transposed_convolution_cells_between_those_of_the_input_take_turns():
    told = fields(linked(rank="1", x="1,2,3", w="1,1,1", layers="transposed,relu", stride="2"))
    assert told["output"]["axes"][2] == [
        [[1, 0, "cell {1}", [[0, 1]]], [2, 1, "cells {1} to {2}", [[0, 2]]], [1, 0, "cell {3}", [[2, 3]]]],
        [[3, 1, "cell {1}", [[0, 1]]]],
    ]


ONES = np.ones((1, 140))


@pytest.mark.parametrize(
    "plan",
    [
        Plan.of("convolution", 1, ONES, dilation=(2,)),
        Plan.of("convolution", 1, ONES, dilation=(2,), padding="same", padding_mode="wrap"),
        Plan.of("transposed", 1, ONES[:, :9], stride=(3,)),
    ],
    ids=["gaps", "wrapped", "transposed"],
)
def test_a_signal_as_long_as_they_get_has_fields_in_few_words(plan):
    size = MAX_LENGTH if plan.kind == "convolution" else MAX_LENGTH // 3 - 9
    document = Document(examples.default(1), np.ones(size), (plan, Plan.of("relu", 1))).showing(1)
    assert document.problem == ""
    told = fields(document)
    del told["picture"]
    assert len(json.dumps(told)) < 20_000
    for axis in told["output"]["axes"]:
        assert all(len(runs) <= 8 for stretches in axis for *_, runs in stretches)


def test_a_field_with_many_gaps_is_one_run_and_says_how_many_cells_it_has():
    plans = Plan.of("convolution", 1, ONES, dilation=(2,)), Plan.of("relu", 1)
    told = fields(Document(examples.default(1), np.ones(300), plans).showing(1))
    assert told["output"]["axes"][2] == [[[22, 1, "140 of the cells {1} to {279}", [[0, 279]]]]]


def test_the_picture_has_few_cells_in_the_shares_of_the_largest():
    x = ";".join(",".join(str(100 * row + column) for column in range(5)) for row in range(130))
    told = fields(linked(x=x, w="1", layers="convolution,relu"))
    (picture,) = told["picture"]
    assert (picture.dtype, picture.shape) == (np.int8, (64, 5))
    assert (picture[0, 0], picture[-1, -1]) == (1, 126)
    assert told["channels"] == []
