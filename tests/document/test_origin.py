"""What the input of a later layer is called, and its slices: by the layers that they came through."""

from __future__ import annotations

import numpy as np

from convviz.document import examples
from convviz.document.document import Document
from convviz.document.origin import origin
from convviz.document.plans import Plan

X = np.arange(48.0).reshape(3, 4, 4)
MAPS = ["channel 1", "channel 2"]


def told(x: np.ndarray, *plans: Plan, coloured: bool = False) -> dict[str, object]:
    """Of the last of these layers."""
    document = Document(examples.default(x.ndim), x, plans, coloured=coloured)
    return origin(document.showing(len(plans) - 1))


def two(rank: int, deep: int = 1) -> Plan:
    return Plan.of("convolution", rank, np.ones((2, *(deep, 2, 2)[3 - rank :])))


def test_the_first_input_is_the_input() -> None:
    for x in (X[0, 0], X[0], X):
        assert told(x, two(x.ndim)) == {"word": "", "slices": [], "maps": [], "note": ""}


def test_a_vector_has_no_room_for_the_name_of_a_layer() -> None:
    assert told(X[0, 0], Plan.of("relu", 1), Plan.of("relu", 1))["word"] == "from layer 1:"


def test_filters_give_channels_which_keep_their_names_through_layers_that_leave_slices_their_own() -> None:
    relu, pool = Plan.of("relu", 3), Plan.of("max", 3)
    behind = told(X[0], two(2), relu, pool)
    assert behind["word"] == "from layer 2, ReLU"
    assert behind["slices"] == behind["maps"] == MAPS
    assert behind["note"] == "Channels 1 to 2 are what filters 1 to 2 of layer 1 give."
    again = told(X[0], two(2), relu, two(3, deep=2))
    assert (again["slices"], again["maps"]) == (MAPS, [])  # filters have their own names
    third = told(X[0], two(2), two(3, deep=2), pool)
    assert third["note"] == "Channels 1 to 2 are what filters 1 to 2 of layer 2 give."


def test_a_filter_that_keeps_channels_apart_is_no_layer_of_deep_learning_which_is_said() -> None:
    apart = told(X[0], two(2), Plan.of("transposed", 3, np.ones((1, 2, 2))))
    assert "The filter meets each channel on its own; in deep learning it has a slice" in apart["note"]
    summed = told(X[0], two(2), Plan.of("convolution", 3, np.ones((2, 2, 2))))
    assert summed["note"].endswith("give.")


def test_behind_filters_over_a_vector_the_channels_are_rows() -> None:
    filters = Plan.of("convolution", 1, np.ones((3, 2)))
    behind = told(X[0, 0], filters, Plan.of("relu", 2))
    assert (behind["slices"], behind["maps"]) == ([], [])
    assert behind["note"] == "Rows 1 to 3 are what filters 1 to 3 of layer 1 give."
    assert told(X[0, 0], filters, Plan.of("max", 2), Plan.of("relu", 2))["note"] == ""


def test_slices_of_padding_have_no_name() -> None:
    padded = Plan.of("convolution", 3, np.ones((2, 1, 1)), padding=((1, 0), (0, 0), (0, 0)))
    assert told(X[0], two(2), padded)["slices"] == ["", *MAPS]


def test_what_mixes_slices_numbers_them_by_depth() -> None:
    deep = Plan.of("max", 3, size=(2, 1, 1), stride=1)
    assert told(X[0], two(2), deep)["maps"] == []
    assert told(X[0], two(2), deep, Plan.of("relu", 3)) == {
        "word": "from layer 2, Max pooling",
        "slices": [],
        "maps": [],
        "note": "",
    }


def test_the_slices_of_a_picture_in_colour_keep_their_names() -> None:
    pool, relu = Plan.of("mean", 3), Plan.of("relu", 3)
    names = ["red", "green", "blue"]
    assert told(X, pool, coloured=True)["maps"] == names
    assert told(X, pool, relu, coloured=True)["slices"] == names
    assert told(X, pool, relu)["slices"] == []
