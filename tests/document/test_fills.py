"""What a tensor can be filled with, and what can be done to one."""

from __future__ import annotations

import numpy as np
import pytest

from convviz.document.fills import FILLS, TURNS, VECTOR_TURNS, resized


def test_resizing_keeps_the_values_that_remain() -> None:
    x = np.arange(24.0).reshape(2, 3, 4)
    made = resized(x, (3, 2, 5))
    np.testing.assert_array_equal(made[:2, :2, :4], x[:, :2])
    assert made[2].sum() == made[:, :, 4].sum() == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Zeros", [[0, 0, 0], [0, 0, 0]]),
        ("Ones", [[1, 1, 1], [1, 1, 1]]),
        ("Ramp", [[1, 2, 3], [4, 5, 6]]),
        ("Impulse", [[0, 0, 0], [0, 1, 0]]),
    ],
)
def test_what_a_tensor_can_be_filled_with(name: str, expected: list[list[int]]) -> None:
    assert FILLS[name]((2, 3), 0).tolist() == expected


def test_random_integers_are_the_same_for_the_same_seed() -> None:
    one, same, other = (FILLS["Random"]((4, 5), seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()
    assert set(one.ravel()) <= set(range(-9, 10))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Transpose", [[1, 4], [2, 5], [3, 6]]),
        ("Rotate 90°", [[4, 1], [5, 2], [6, 3]]),
        ("Rotate 180°", [[6, 5, 4], [3, 2, 1]]),
    ],
)
def test_what_can_be_done_to_a_filter(name: str, expected: list[list[int]]) -> None:
    matrix = np.arange(1.0, 7).reshape(2, 3)
    assert TURNS[name](matrix).tolist() == expected
    assert TURNS[name](np.stack([matrix, matrix]))[1].tolist() == expected
    assert VECTOR_TURNS["Reverse"](np.array([1.0, 2, 3])).tolist() == [3, 2, 1]
