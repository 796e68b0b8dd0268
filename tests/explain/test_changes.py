"""What a change did here: literal sentences, and nothing where more than one thing is different."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from convviz import Activation, Convolution, Filters, Pooling
from convviz.core import Layer
from convviz.explain import change, size_law

X, W = np.arange(30.0).reshape(5, 6), np.array([[1.0, 2, 0], [0, 1, 3]])


def layer(**given: Any) -> Convolution:
    return Convolution(**{"x": X, "w": W, **given})


def put(tensor: np.ndarray, place: tuple[int, ...], value: float) -> np.ndarray:
    other = tensor.copy()
    other[place] = value
    return other


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            {},
            {"flip": True},
            "Flipped: the first cell of the window meets the last weight, 3, and its last cell the first "
            "weight, 1; all 16 totals change.",
        ),
        ({"flip": True}, {}, "Not flipped: the filter is used as it is; all 16 totals change."),
        (
            {"w": np.eye(2), "flip": True},
            {"w": np.eye(2)},
            "Flipping changes nothing here: the filter is its own reverse.",
        ),
        (
            {},
            {"stride": 2},
            "Stride 2 for rows and columns: the window moves 2 cells at a time, which makes 2 × 2 windows "
            "instead of 4 × 4 and leaves 1 row and 1 column unread.",
        ),
        (
            {},
            {"stride": (1, 3)},
            "Stride 3 for columns: the window moves 3 cells at a time, which makes 4 × 2 windows instead of "
            "4 × 4.",
        ),
        (
            {"stride": 2},
            {},
            "Stride 1: the window stops at every position, which makes 4 × 4 windows instead of 2 × 2.",
        ),
        (
            {"padding": "same"},
            {"padding": "same", "stride": 4},
            "Stride 4 for rows and columns: the window moves 4 cells at a time, which makes 2 × 2 windows "
            "instead of 5 × 6 and leaves 2 rows and 1 column unread.",
        ),
        (
            {},
            {"padding": 1},
            "Padded with zeros: rows 1 above, 1 below; columns 1 left, 1 right: 6 × 6 windows instead of "
            "4 × 4, of which 20 contain padding.",
        ),
        (
            {"padding": 1},
            {},
            "No padding: 4 × 4 windows instead of 6 × 6, for only those that lie wholly on the input are "
            "left.",
        ),
        (
            {"padding": ((1, 0), (0, 0))},
            {"padding": ((1, 0), (0, 0)), "padding_mode": "edge"},
            "Of the 4 windows that contain padding, 4 have another total now.",
        ),
        (
            {},
            {"padding_mode": "edge"},
            "The boundary changes nothing here: there is no padding that it would fill.",
        ),
        (
            {},
            {"dilation": 2},
            "Dilation 2 for rows and columns: neighbouring weights meet cells that are 2 apart. "
            "The 6 weights span 2·(2 − 1) + 1 = 3 rows, 2·(3 − 1) + 1 = 5 columns, so there are 3 × 2 "
            "windows instead of 4 × 4.",
        ),
        (
            {"dilation": 2},
            {},
            "Dilation 1: neighbouring weights meet neighbouring cells; there are 4 × 4 windows instead of "
            "3 × 2.",
        ),
        ({}, {"bias": -1}, "Bias −1: added once to every total, not once per product."),
        ({"bias": -1}, {}, "Bias 0: every total is the sum of its products alone."),
        (
            {},
            {"x": put(X, (1, 2), -4)},
            "Input (2, 3) is −4 instead of 8: 4 of the 16 totals change, those of the windows that read it.",
        ),
        (
            {},
            {"x": put(X, (4, 0), 1)},
            "Input (5, 1) is 1 instead of 24, which changes no total: every weight that it meets is 0.",
        ),
        (
            {"stride": 2},
            {"stride": 2, "x": put(X, (4, 5), 0)},
            "Input (5, 6) is 0 instead of 29, which changes no total: no window reads it.",
        ),
        (
            {},
            {"w": put(W, (0, 0), 5)},
            "Weight (1, 1) is 5 instead of 1, in every window: 15 of the 16 totals change.",
        ),
        ({}, {"w": W * 2}, "4 of the 6 weights have changed: all 16 totals change."),
        ({}, {"x": X + 1}, "All numbers of the input have changed: all 16 totals change."),
        (
            {},
            {"w": np.ones((2, 2))},
            "The filter is 2 × 2 instead of 2 × 3, the output 4 × 5: n − k + 1 = 5 − 2 + 1 = 4 (rows), "
            "6 − 2 + 1 = 5 (columns), for the window cannot start where it would hang over the edge.",
        ),
        (
            {},
            {"w": np.ones((1, 1))},
            "The filter is 1 × 1 instead of 2 × 3, the output 5 × 6: n − k + 1 = 5 − 1 + 1 = 5 (rows), "
            "6 − 1 + 1 = 6 (columns).",
        ),
    ],
)  # fmt: skip
def test_what_a_change_did(before: dict[str, Any], after: dict[str, Any], sentence: str) -> None:
    assert change(layer(**before), layer(**after)) == sentence


@pytest.mark.parametrize(
    "after",
    [
        {},
        {"x": X + 1, "w": W + 1},
        {"x": X + 1, "bias": 1},
        {"bias": 1, "flip": True},
        {"x": np.ones(3), "w": np.ones(1)},
    ],
)
def test_nothing_is_said_of_no_change_or_of_several(after: dict[str, Any]) -> None:
    assert change(layer(), layer(**after)) == ""


TRANSPOSED = Convolution.transposed(X[:2, :3], W, stride=2)
FILTERS = Filters(X, [W, 2 * W])


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            Pooling(X, 2),
            Pooling(X, 2, stride=1),
            "Stride 1: the window stops at every position, which makes 4 × 5 windows instead of 2 × 3.",
        ),
        (
            Pooling(X, 2),
            Pooling(X, 3),
            "The window is 3 × 3 instead of 2 × 2, the output 1 × 2: ⌊(n − k) / s⌋ + 1 = "
            "⌊(5 − 3) / 3⌋ + 1 = 1 (rows), ⌊(6 − 3) / 3⌋ + 1 = 2 (columns).",
        ),
        (
            Pooling(X, 2),
            Pooling(X, 2, padding=1),
            "Padded: rows 1 above, 1 below; columns 1 left, 1 right: 3 × 4 windows instead of 2 × 3, of "
            "which 8 contain padding, which never counts.",
        ),
        (
            Pooling(X, 2),
            Pooling(X, 2, dilation=3),
            "Dilation 3: so far apart lie the cells of a window; 1 × 2 windows instead of 2 × 3.",
        ),
        (
            Pooling(X, 2),
            Pooling(X, 2, "mean"),
            "The mean of every window instead of its largest cell: all 6 totals change.",
        ),
        (
            Pooling(X, 2),
            Pooling(put(X, (0, 1), 99), 2),
            "Input (1, 2) is 99 instead of 1: 1 of the 6 totals changes, one of those of the windows in "
            "which it is or was the largest.",
        ),
        (
            Activation(X - 9),
            Activation(put(X, (1, 2), 0) - 9),
            "Input (2, 3) is −9 instead of −1: ReLU makes 0 of both.",
        ),
        (
            Activation(X - 9),
            Activation(put(X, (1, 2), 12) - 9),
            "Input (2, 3) is 3 instead of −1: ReLU makes 3 of it instead of 0.",
        ),
        (Activation(X), Activation(X, "tanh"), "tanh instead of ReLU: 29 of the 30 totals change."),
        (
            TRANSPOSED,
            Convolution.transposed(X[:2, :3], W, stride=3),
            "Stride 3: so far apart neighbours of the input lay their filters; the output is 5 × 9 instead "
            "of 4 × 7: (n − 1)·s + k = (2 − 1)·3 + 2 = 5 (rows), (3 − 1)·3 + 3 = 9 (columns).",
        ),
        (
            TRANSPOSED,
            Convolution.transposed(X[:2, :3], W, stride=2, padding=(0, 1)),
            "Padding takes cells off the output: columns 1 left, 1 right; the output is 4 × 5 instead of "
            "4 × 7: (n − 1)·s + k − 2p = (2 − 1)·2 + 2 − 2·0 = 4 (rows), (3 − 1)·2 + 3 − 2·1 = 5 (columns).",
        ),
        (
            TRANSPOSED,
            Convolution.transposed(put(X[:2, :3], (1, 2), -1), W, stride=2),
            "Input (2, 3) is −1 instead of 8: 4 of the 28 totals change, those on which it lays products.",
        ),
        (
            TRANSPOSED,
            Convolution.transposed(X[:2, :3], put(W, (0, 2), 1), stride=2),
            "Weight (1, 3) is 1 instead of 0, for every cell of the input: 5 of the 28 totals change.",
        ),
        (
            TRANSPOSED,
            Convolution.transposed(X[:2, :3], W, stride=2, bias=3),
            "Bias 3: added once to every cell of the output, also where nothing is laid.",
        ),
        (
            layer(),
            FILTERS,
            "2 filters instead of 1: each meets the same windows, and makes an output of its own.",
        ),
        (FILTERS, layer(), "1 filter instead of 2, and one output."),
        (
            FILTERS,
            Filters(X, [W, 2 * W], stride=2),
            "For each filter: stride 2 for rows and columns: the window moves 2 cells at a time, which makes "
            "2 × 2 windows instead of 4 × 4 and leaves 1 row and 1 column unread.",
        ),
        (
            FILTERS,
            Filters(X, [W, 2 * W], bias=(0, 4)),
            "Bias 4 of filter 2: added once to every total of that filter.",
        ),
        (
            FILTERS,
            Filters(X, [W, put(2 * W, (1, 0), 5)]),
            "Weight (2, 1) of filter 2 is 5 instead of 0, in every window: 16 of the 32 totals change.",
        ),
        (
            Filters([X, X], [[W, W], [W, 2 * W]]),
            Filters([X, X], [[W], [W]], groups=2),
            "2 groups: every filter meets the slices of its group alone, 1 of 2.",
        ),
        (Pooling(X, 2), Activation(X), ""),
        (TRANSPOSED, layer(), ""),
        (Pooling(X, 2), Pooling(X + 1, 3), ""),
    ],
)  # fmt: skip
def test_what_a_change_of_another_layer_did(before: Layer, after: Layer, sentence: str) -> None:
    assert change(before, after) == sentence


def test_a_vector_counts_cells_and_a_tensor_slices() -> None:
    x, w = [1, 2, 3, 4, 5, 6], [1, 1, 1]
    vector = change(Convolution(x, w), Convolution(x, w, stride=2))
    assert vector.endswith("which makes 2 windows instead of 4 and leaves 1 cell unread.")
    cube, one = np.ones((4, 5, 6)), np.ones((1, 1, 1))
    tensor = change(Convolution(cube, one), Convolution(cube, one, stride=(3, 4, 1)))
    assert tensor.endswith(
        "which makes 24 windows (2 × 6 × 2 deep) instead of 120 (5 × 6 × 4 deep) and leaves 3 rows and "
        "2 slices unread."
    )


@pytest.mark.parametrize(
    ("given", "law"),
    [
        ({}, "n − k + 1 = 5 − 2 + 1 = 4 (rows), 6 − 3 + 1 = 4 (columns)"),
        (
            {"padding": (1, 0)},
            "n + 2p − k + 1 = 5 + 2·1 − 2 + 1 = 6 (rows), 6 + 2·0 − 3 + 1 = 4 (columns)",
        ),
        ({"dilation": 2}, "n − d(k − 1) = 5 − 2·(2 − 1) = 3 (rows), 6 − 2·(3 − 1) = 2 (columns)"),
        (
            {"x": X[:4], "stride": 2},
            "⌊(n − k) / s⌋ + 1 = ⌊(4 − 2) / 2⌋ + 1 = 2 (rows), ⌊(6 − 3) / 2⌋ + 1 = 2 (columns)",
        ),
        (
            {"x": X[:, :5], "w": np.ones((2, 2)), "stride": 2, "dilation": 2, "padding": 1},
            "⌊(n + 2p − d(k − 1) − 1) / s⌋ + 1 = ⌊(5 + 2·1 − 2·(2 − 1) − 1) / 2⌋ + 1 = 3 (rows and columns)",
        ),
    ],
)  # fmt: skip
def test_the_law_of_sizes_is_as_simple_as_it_can_be(given: dict[str, Any], law: str) -> None:
    assert str(size_law(layer(**given))) == law


def test_of_one_axis_the_name_is_left_out() -> None:
    assert str(size_law(Convolution([1, 2, 3], [1, 2]))) == "n − k + 1 = 3 − 2 + 1 = 2"
