"""What each setting does: literal sentences, and all examples."""

from __future__ import annotations

import re

import numpy as np
import pytest
from worked import PLAIN

from convviz import Convolution
from convviz.document import examples
from convviz.explain.effects import padding_cells, padding_windows, settings


@pytest.mark.parametrize(
    ("sizes", "given", "s", "sentences"),
    [
        ((6, 3), {}, 0, []),
        (
            (6, 3),
            {"padding": 1, "padding_mode": "edge"},
            0,
            [
                "Padded with the nearest edge’s values: length 1 before, 1 after. 2 of the 6 windows "
                "contain padding; in this one 1 of the 3 cells is padding."
            ],
        ),
        (
            (3, 3),
            {"stride": 2},
            0,
            [
                "Stride 2: the window moves 2 cells at a time; there is room for one "
                "position only, so it changes nothing."
            ],
        ),
        (
            (4, 2),
            {"stride": 4},
            0,
            [
                "Stride 4: the window moves 4 cells at a time, which makes 1 window instead "
                "of 3. Of the 4 cells of the input, 2 are read by no window."
            ],
        ),
        (
            (7, 3),
            {"dilation": 3},
            0,
            [
                "Dilation 3: neighbouring weights meet cells that are 3 apart. "
                "The 3 weights span 3·(3 − 1) + 1 = 7 cells."
            ],
        ),
        (
            (7, 1),
            {"dilation": 3},
            0,
            [
                "Dilation 3: neighbouring weights meet cells that are 3 apart. "
                "There is only one weight in that direction, so it changes nothing."
            ],
        ),
        (
            (5, 2),
            {"flip": True, "bias": -1},
            0,
            [
                "Flipped: the first cell of the window meets the last weight, 2, and its last cell the first "
                "weight, 1.",
                "Bias −1: added once to every total, not once per product.",
            ],
        ),
        ((5, 1), {"flip": True}, 0, ["Flipped: this filter is its own reverse, so nothing changes."]),
    ],
)
def test_what_the_settings_of_a_vector_do(
    sizes: tuple[int, int], given: dict[str, object], s: int, sentences: list[str]
) -> None:
    n, k = sizes
    convolution = Convolution(np.arange(n), np.arange(1, k + 1), **given)
    assert settings(convolution, s) == sentences


def test_settings_name_the_axes_that_they_are_about() -> None:
    x, w = np.ones((4, 9, 8)), np.ones((1, 2, 3))
    convolution = Convolution(x, w, stride=(1, 3, 2), dilation=(1, 2, 2), padding=((0, 1), (0, 0), (0, 0)))
    padding, stride, dilation = settings(convolution, len(convolution) - 1)
    assert padding == (
        "Padded with zeros: depth 0 in front, 1 behind. 6 of the 30 windows contain padding; "
        "in this one all of its cells are padding."
    )
    assert stride == (
        "Stride 3 for rows, 2 for columns: so many cells the window moves at a time, which makes "
        "30 windows (3 × 2 × 5 deep) instead of 140 (7 × 4 × 5 deep). Of the 288 cells of the input, 192 are "
        "read by no window."
    )
    assert dilation == (
        "Dilation 2 for rows and columns: neighbouring weights meet cells that are 2 apart. "
        "The 6 weights span 2·(2 − 1) + 1 = 3 rows, 2·(3 − 1) + 1 = 5 columns."
    )


def test_a_stride_may_change_nothing_in_one_direction_only() -> None:
    convolution = Convolution(np.ones((3, 5)), np.ones((3, 3)), stride=(2, 1))
    assert settings(convolution, 0) == [
        "Stride 2 for rows: the window moves 2 cells at a time; in that direction there is room for one "
        "position only, so it changes nothing."
    ]


@pytest.mark.parametrize("example", PLAIN, ids=lambda example: example.slug)
def test_the_settings_of_every_example_are_sentences(example: examples.Example) -> None:
    convolution = Convolution(example.x, example.w, **example.parameters)
    for s in (0, len(convolution) // 2, len(convolution) - 1):
        for sentence in settings(convolution, s):
            assert re.fullmatch(r"[A-Z].*[^.]\.", sentence)


@pytest.mark.parametrize("padding", [0, 1, ((0, 2), (3, 1))])
@pytest.mark.parametrize("stride", [1, (2, 3)])
@pytest.mark.parametrize("dilation", [1, (1, 2)])
def test_padding_is_counted_cell_by_cell(padding: object, stride: object, dilation: object) -> None:
    convolution = Convolution(
        np.ones((4, 5)), np.ones((2, 3)), stride=stride, padding=padding, dilation=dilation
    )
    is_padding = np.pad(np.zeros((4, 5)), convolution.padding, constant_values=1)
    cells = convolution.geometry.view(is_padding).sum(axis=(2, 3)).ravel()
    assert [padding_cells(convolution, s) for s in range(len(convolution))] == cells.tolist()
    assert padding_windows(convolution) == np.count_nonzero(cells)
