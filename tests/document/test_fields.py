"""Where in the input the cells of a later layer come from: in words, in cells, and a small picture of it."""

from __future__ import annotations

import numpy as np

from convviz.document.document import Document
from convviz.document.fields import fields
from convviz.document.link import parse


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
    assert slices == [["", [[0, 1]]]]
    assert rows[1] == ["rows 3 to 5", [[2, 5]]]
    assert columns[-1] == ["columns 7 to 9", [[6, 9]]]
    assert told["input"]["axes"][1][2] == ["rows 3 to 4", [[2, 4]]]
    assert (told["input"]["size"], told["input"]["stride"]) == ("2 × 3", "1")


def test_the_slices_of_filters_are_counted_as_they_are_listed():
    x = "|".join("1,2,3;4,5,6" for _ in range(3))
    deep = linked(rank="3", x=x, layers="convolution,relu", w="1,0|0,1~1,1|0,0", layer="1")
    slices = fields(deep)["output"]["axes"][0]
    assert [text for text, _ in slices] == ["slices 1 to 2", "slices 2 to 3"] * 2
    grouped = linked(rank="3", x=x, layers="convolution,relu", w="1~1~1", groups="3", layer="1")
    assert [runs for _, runs in fields(grouped)["output"]["axes"][0]] == [[[0, 1]], [[1, 2]], [[2, 3]]]


def test_a_field_with_gaps_has_runs_and_an_empty_one_says_so():
    told = fields(linked(rank="1", x="1,2,3,4,5,6", w="1,1", dilation="3", layers="convolution,relu"))
    assert told["output"]["axes"][2][1] == ["cells 2 and 5", [[1, 2], [4, 5]]]
    padded = linked(rank="1", x="1,2,3", w="1,1", padding="3", layers="convolution,relu")
    assert fields(padded)["output"]["axes"][2][0] == ["none of the length", []]


def test_the_picture_has_few_cells_in_the_shares_of_the_largest():
    x = ";".join(",".join(str(100 * row + column) for column in range(5)) for row in range(130))
    told = fields(linked(x=x, w="1", layers="convolution,relu"))
    (picture,) = told["picture"]
    assert (picture.dtype, picture.shape) == (np.int8, (64, 5))
    assert (picture[0, 0], picture[-1, -1]) == (1, 126)
    assert told["channels"] == []
