"""How far the controls go, and what they say about it."""

from __future__ import annotations

import pytest

from convviz import Convolution, ConvolutionError
from convviz.document import bounds
from convviz.document.bounds import Bound
from convviz.document.document import Document, windows
from convviz.document.link import parse

ROWS, COLUMNS = 0, 1


def opened(**link: str) -> Document:
    return parse(link)[0]


def zeros(rows: int, columns: int) -> str:
    return ";".join([",".join("0" * columns)] * rows)


@pytest.mark.parametrize(
    ("link", "axis", "expected"),
    [
        ({}, COLUMNS, Bound(3, "A filter with 4 columns does not fit; the input has 3.")),
        (
            {"dilation": "2"},
            ROWS,
            Bound(2, "A filter with 3 rows and dilation 2 needs 5 rows; the input has 3."),
        ),
        (
            {"padding": "0,1"},
            COLUMNS,
            Bound(5, "A filter with 6 columns does not fit; the padded input has 5."),
        ),
        ({"padding": "full"}, ROWS, Bound(256, "A filter has at most 256 rows.")),
        (
            {"x": zeros(3, 256), "padding": "10"},
            COLUMNS,
            Bound(256, "A filter has at most 256 columns."),
        ),
        (
            {"rank": "3", "x": "|".join(["0"] * 16), "w": "0", "padding": "1,0,0"},
            0,
            Bound(16, "A filter has at most a depth of 16."),
        ),
    ],
)
def test_how_large_a_filter_may_be(link: dict[str, str], axis: int, expected: Bound) -> None:
    assert bounds.filter_size(opened(**link), axis) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({}, Bound(2, "The filter reaches over 2 columns: a smaller input would not hold it.")),
        (
            {"dilation": "2"},
            Bound(3, "The filter reaches over 3 columns: a smaller input would not hold it."),
        ),
        ({"padding": "1"}, Bound(1)),
        ({"padding": "same"}, Bound(1)),
    ],
)
def test_how_small_an_input_may_be(link: dict[str, str], expected: Bound) -> None:
    assert bounds.input_size(opened(**link), COLUMNS) == expected


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ({}, Bound(2, "Dilation 3 needs 4 columns; the input has 3.")),
        (
            {"padding": "1:2"},
            Bound(5, "Dilation 6 needs 7 columns; the padded input has 6."),
        ),
        ({"w": "1"}, Bound(1, "A filter of one cell has no gaps to widen.")),
        ({"padding": "same"}, Bound(3)),
    ],
)
def test_how_far_dilation_goes(link: dict[str, str], expected: Bound) -> None:
    assert bounds.dilation(opened(**link), COLUMNS) == expected


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("constant", Bound(32)),
        ("reflect", Bound(2, "Reflect has only 2 cells to fill a padding with.")),
        ("symmetric", Bound(3, "Symmetric has only 3 cells to fill a padding with.")),
        ("wrap", Bound(32)),
    ],
)
def test_how_far_padding_goes(mode: str, expected: Bound) -> None:
    assert bounds.padding(opened(padding_mode=mode), ROWS) == expected


def test_modes_that_have_too_few_cells_are_not_offered() -> None:
    modes, reason = bounds.padding_modes(opened(padding="3"))
    assert modes == ["constant", "edge", "symmetric", "wrap"]
    assert reason == "Reflect: the input has too few cells to fill a padding of 3."


def test_what_a_word_pads_is_known_also_where_the_stage_cannot_show_it() -> None:
    large = opened(x=zeros(256, 256), w=zeros(5, 5), padding="same", stride="1,2")
    with pytest.raises(ConvolutionError, match="products"):
        _ = large.layer
    assert windows(large).padding == ((2, 2), (1, 2))


@pytest.mark.parametrize("link", [{}, {"dilation": "2"}, {"padding": "1:2,0"}, {"x": zeros(5, 4)}])
@pytest.mark.parametrize("axis", [ROWS, COLUMNS])
def test_a_bound_is_the_last_value_that_fits(link: dict[str, str], axis: int) -> None:
    made = opened(**link)
    largest = bounds.dilation(made, axis).value
    for more in (0, 1):
        dilation = list(made.parameters.dilation)
        dilation[axis] = largest + more
        given = {**made.plan.given, "dilation": tuple(dilation)}
        del given["groups"]
        if more:
            with pytest.raises(ConvolutionError):
                Convolution(made.x, made.plan.w, **given)
        else:
            Convolution(made.x, made.plan.w, **given)
