"""The core by example: literal goldens, the rules where libraries differ, and the text of errors.

Inputs are `10 * i + j` where possible, so that a value names its place, and sizes are unequal.
"""

import copy
import dataclasses
import re

import numpy as np
import pytest

import convviz
from convviz import Convolution, ConvolutionError, Step, core

X1, W1 = [1, 3, -1, 2, 3], [1, 0, 2]
X2, W2 = [[1, 2, 2], [3, 1, 4], [2, 1, 3]], [[1, 0], [0, 1]]
X3 = [
    [[1, -1, 3], [2, 1, 4], [3, 1, 2]],
    [[2, 1, 3], [3, -1, 1], [1, 1, -2]],
    [[1, -2, 4], [2, 1, -2], [1, 3, -1]],
]
W3 = [[[1, 1], [2, 0]], [[1, 0], [0, 1]], [[0, 1], [1, 0]]]


def places(*shape):
    """An array whose cell (q, i, j) holds 100 * q + 10 * i + j."""
    return sum(
        10 ** (len(shape) - 1 - axis) * place for axis, place in enumerate(np.indices(shape))
    )


class Odd:
    """Something that is neither a number nor an array."""

    def __repr__(self):
        return "Odd()"


# Goldens


@pytest.mark.parametrize(
    ("x", "w", "output"),
    [
        (X1, W1, [-1, 7, 5]),
        (X2, W2, [[2, 6], [4, 4]]),
        (X3, W3, [[[5, 11], [15, 5]]]),
        (X3, W3[:2], [[[5, 6], [13, 4]], [[11, -2], [9, 2]]]),
    ],
    ids=["rank 1", "rank 2", "rank 3", "rank 3, r = 2 < m = 3"],
)
def test_the_lecture_notebook(x, w, output):
    np.testing.assert_array_equal(Convolution(x, w).output, output)


@pytest.mark.parametrize(
    ("options", "output"),
    [
        ({}, [[33, 36, 39], [63, 66, 69]]),
        ({"stride": (1, 2)}, [[33, 39], [63, 69]]),
        ({"stride": (2, 1)}, [[33, 36, 39]]),
        ({"stride": 99}, [[33]]),
        ({"dilation": (2, 1)}, [[63, 66, 69]]),
        ({"dilation": (1, 2)}, [[36, 39], [66, 69]]),
        ({"flip": True}, [[30, 33, 36], [60, 63, 66]]),
        ({"bias": 0.5}, [[33.5, 36.5, 39.5], [63.5, 66.5, 69.5]]),
        ({"padding": (1, 0)}, [[2, 4, 6], [33, 36, 39], [63, 66, 69], [20, 21, 22]]),
        ({"padding": ((0, 1), (0, 0))}, [[33, 36, 39], [63, 66, 69], [20, 21, 22]]),
        ({"padding": ((0, 0), (2, 0)), "stride": (1, 2)}, [[0, 33, 39], [0, 63, 69]]),
    ],
)
def test_rows_and_columns_are_told_apart(options, output):
    w = np.array([[1, 0], [0, 2]]) if "flip" not in options else np.array([[2, 0], [0, 1]])
    x = places(3, 4)
    if options.get("flip"):
        output = [[2 * x[i + 1, j + 1] + x[i, j] for j in range(3)] for i in range(2)]
    else:
        output = np.array(output, dtype=float)
    c = Convolution(x, w, **options)
    assert c.output_shape == np.shape(output)
    if not options:
        np.testing.assert_array_equal(c.output, [[22, 25, 28], [52, 55, 58]])
