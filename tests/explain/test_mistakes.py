"""What one is tempted to get wrong: each setting has its sentence, and common mistakes their numbers."""

from __future__ import annotations

import re

import numpy as np
import pytest
from oracles import naive_output
from worked import PLAIN, W1, W2, W3, X1, X2, X3, places

from convviz import Convolution
from convviz.document import examples
from convviz.explain.mistakes import alternatives, misconception

RAMP = np.arange(1.0, 7.0)
MISTAKES = {
    "flip": (Convolution(RAMP, [1, 2], flip=True), "This is the convolution of mathematics."),
    "symmetric flip": (Convolution(RAMP, [1, 1], flip=True), "Flipped or not, this filter gives the same"),
    "dilation": (Convolution(RAMP, [1, 1], dilation=2), "adds no weights: there are still 2"),
    "dilation beside a stride": (
        Convolution(np.ones((9, 9)), np.ones((3, 3)), stride=(3, 1), dilation=(1, 2)),
        "the window still moves by its stride.",
    ),
    "one cell left": (
        Convolution(RAMP, [1, 1, 1], stride=2),
        "(6 − 3) / 2 leaves 1, so the last cell of the input is in no window.",
    ),
    "two rows left": (
        Convolution(np.ones((7, 4)), np.ones((3, 2)), stride=(3, 1), padding=((1, 0), (0, 0))),
        "(8 − 3) / 3 leaves 2, so the last 2 rows of the padded input are in no window.",
    ),
    "uneven": (
        Convolution(RAMP, [1, 1], padding="same"),
        "so here it is 0 before and 1 after.",
    ),
    "stride": (Convolution(RAMP, [1, 1], stride=2), "A stride makes no new totals"),
    "zeros": (Convolution(RAMP, [1, 1, 1], padding=1), "2 of the 6 windows read zeros"),
    "zeros everywhere": (Convolution([5], [1, 2, 1], padding=1), "every window reads zeros that are not"),
    "copies": (Convolution(RAMP, [1, 1, 1], padding=1, padding_mode="wrap"), "windows read copies"),
    "depth": (Convolution(np.ones((4, 3, 5)), np.ones((2, 1, 2))), "the filter is 2 deep and the input 4"),
    "depth 1": (Convolution(np.ones((4, 3, 5)), np.ones((1, 1, 2))), "does not mix the slices"),
    "channels": (Convolution(np.ones((4, 3, 5)), np.ones((4, 1, 2))), "4 slices in make 1 slice out"),
    "order": (Convolution(RAMP, [1, 2]), "np.convolve and scipy.signal.convolve do"),
    "size": (Convolution(RAMP, [1, 1]), "the output has 6 − 2 + 1 = 5 cells, not 6 − 2 = 4."),
}  # fmt: skip


@pytest.mark.parametrize(("convolution", "words"), MISTAKES.values(), ids=MISTAKES)
def test_each_setting_has_its_mistake(convolution: Convolution, words: str) -> None:
    assert words in misconception(convolution)


def test_a_stride_that_changes_nothing_is_not_taken_for_one_that_does() -> None:
    assert "The first position counts too" in misconception(Convolution([1, 2], [1, 1], stride=2))


@pytest.mark.parametrize("example", PLAIN, ids=lambda example: example.slug)
def test_every_example_has_a_misconception(example: examples.Example) -> None:
    text = misconception(Convolution(example.x, example.w, **example.parameters))
    assert re.fullmatch(r"[A-Z].*[^.]\.", text)


BIAS = "the sum without the bias"
FLIPPED = "what the filter gives when it is flipped"
NOT_FLIPPED = "what the filter gives when it is not flipped"
WEIGHTS = "the sum of the window without the weights"
SIGNS = "the sum without the signs"
ALONE = "the sum of the first slice alone"


@pytest.mark.parametrize(
    ("x", "w", "expected"),
    [
        (X1, W1, {FLIPPED: [1, 8, 1], WEIGHTS: [3, 4, 4], SIGNS: [3, 7, 7]}),
        (X2, W2, {WEIGHTS: [[7, 9], [7, 9]], SIGNS: [[2, 6], [4, 4]]}),
        (
            X3,
            W3,
            {
                FLIPPED: [[[1, 13], [14, 0]]],
                WEIGHTS: [[[10, 12], [18, 8]]],
                SIGNS: [[[13, 13], [15, 15]]],
                ALONE: [[[4, 4], [9, 7]]],
            },
        ),
    ],
    ids=["rank 1", "rank 2, its own reverse", "rank 3"],
)
def test_the_mistakes_of_the_worked_examples(x, w, expected) -> None:
    assert {name: values.tolist() for name, values in alternatives(Convolution(x, w))} == expected


def test_a_bias_can_be_forgotten_and_a_flip_too() -> None:
    made = alternatives(Convolution(X1, W1, flip=True, bias=0.5))
    assert [name for name, _ in made] == [BIAS, NOT_FLIPPED, WEIGHTS, SIGNS]
    assert [values.tolist() for _, values in made] == [
        [1, 8, 1],
        [-0.5, 7.5, 5.5],
        [3, 4, 4],
        [3.5, 8.5, 5.5],
    ]


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("mode", ["constant", "reflect"])
@pytest.mark.parametrize("bias", [0.0, -1.5])
def test_nested_loops_make_the_same_mistakes(rank: int, flip: bool, mode: str, bias: float) -> None:
    x, w = places(4, 5, 6)[(0,) * (3 - rank)] - 27.0, places(2, 3, 2)[(0,) * (3 - rank)] - 5.0
    padding, stride, dilation = ((1, 0), (0, 2), (2, 1))[-rank:], (1, 2, 3)[-rank:], (2, 1, 2)[-rank:]
    c = Convolution(x, w, stride, padding, dilation, flip, bias, mode)

    def naive(x, w, flip, bias):
        return naive_output(x, w, stride, padding, dilation, flip, bias, mode)

    expected = {
        BIAS: naive(x, w, flip, 0.0),
        NOT_FLIPPED if flip else FLIPPED: naive(x, w, not flip, bias),
        WEIGHTS: naive(x, np.ones(w.shape), flip, 0.0),
        SIGNS: naive(np.abs(x), np.abs(w), flip, bias),
    }
    if rank == 3:
        first, place = np.zeros_like(w), -1 if flip else 0
        first[place] = w[place]
        expected[ALONE] = naive(x, first, flip, bias)
    made = dict(alternatives(c))
    assert list(made) == [name for name in expected if bias or name != BIAS]
    for name, values in made.items():
        assert values.shape == c.output_shape
        np.testing.assert_allclose(values, expected[name], rtol=1e-12, atol=1e-12)


def test_a_mistake_may_be_larger_than_any_number() -> None:
    made = dict(alternatives(Convolution([1e308, 1e308], [0.5, 0.25])))
    assert np.isinf(made[WEIGHTS]).all()
    assert np.isfinite(made[SIGNS]).all()
