"""A convolution in words: literal texts, with sizes that differ on every axis."""

from __future__ import annotations

import numpy as np
import pytest

from convviz import Convolution
from convviz.document import examples
from convviz.explain import words


def of_shape(*shapes: tuple[int, ...], **given: object) -> Convolution:
    return Convolution(*(np.arange(np.prod(shape)).reshape(shape) for shape in shapes), **given)


def test_a_size_has_the_depth_last_and_by_name() -> None:
    said = [words.size_text(shape) for shape in ((4096,), (4, 5), (3, 4, 5))]
    assert said == ["4,096", "4 × 5", "4 × 5 × 3 deep"]


@pytest.mark.parametrize(
    ("shape", "symbol"),
    [((12,), "x₁₂"), ((2, 2), "X₂"), ((2, 3), "X₂ₓ₃"), ((4, 2, 2), "X₂"), ((4, 3, 2), "X₃ₓ₂")],
)
def test_a_window_is_named_by_the_rows_and_columns_of_the_filter(shape: tuple[int, ...], symbol: str) -> None:
    assert words.window_symbol(of_shape((20, 20, 20)[: len(shape)], shape)) == symbol


def test_a_position_counts_from_one_and_has_the_depth_last() -> None:
    example = examples.find("shallow")
    assert words.position(Convolution(example.x, example.w, **example.parameters), 5) == "X₂(1, 2, 2)"


def test_a_position_drops_the_depth_where_there_is_one() -> None:
    assert words.position(of_shape((3, 4, 5), (3, 2, 2)), 7) == "X₂(2, 4)"


def test_which_of_the_two_convolutions_it_is() -> None:
    assert words.kind(of_shape((3,), (2,))).startswith("Cross-correlation: the filter is used as it is")
    assert words.kind(of_shape((3,), (2,), flip=True)).startswith("Convolution in the mathematical sense")


@pytest.mark.parametrize(
    ("mode", "filled"),
    [
        ("constant", "with zeros"),
        ("edge", "with the nearest edge’s values"),
        ("reflect", "as in a mirror on the edge cell (reflect)"),
        ("symmetric", "as in a mirror beside the edge cell (symmetric)"),
        ("wrap", "from the opposite side (wrap)"),
    ],
)
def test_padding_says_where_it_is_and_what_it_holds(mode: str, filled: str) -> None:
    padding = ((2, 0), (0, 0), (1, 3))
    convolution = of_shape((3, 4, 5), (1, 1, 1), padding=padding, padding_mode=mode)
    assert words.padding_text(convolution) == (
        f"Padded {filled}: columns 1 left, 3 right; depth 2 in front, 0 behind."
    )


def test_reach_is_said_of_the_axes_that_have_gaps() -> None:
    assert words.span_text(of_shape((4, 9, 9), (2, 3, 4), dilation=(1, 2, 2))) == (
        "The 24 weights span 2·(3 − 1) + 1 = 5 rows, 2·(4 − 1) + 1 = 7 columns."
    )
    assert words.span_text(of_shape((9, 9), (1, 3), dilation=(4, 1))) == ""


@pytest.mark.parametrize("padding", [0, ((2, 0), (0, 1))])
@pytest.mark.parametrize("stride", [1, (3, 2), (2, 5)])
def test_cells_that_no_window_reads_are_counted_in_the_input_alone(stride: object, padding: object) -> None:
    convolution = of_shape((6, 8), (1, 2), stride=stride, padding=padding)
    (above, below), (left, right) = convolution.padding
    cells = np.arange(convolution.padded.size).reshape(convolution.padded.shape)
    read = np.isin(cells, convolution.geometry.view(cells))
    inside = read[above : read.shape[0] - below, left : read.shape[1] - right]
    count = int((~inside).sum())
    assert words.unvisited(convolution) == count
    assert words.unvisited_text(convolution) == (
        f"Of the 48 cells of the input, {count} are read by no window." if count else ""
    )
