"""What is said of every layer: literal texts, and numbers in them that are the core's."""

import re
from functools import partial

import numpy as np
import pytest
from layer_cases import LAYERS, name_of, transposed, whole

from convviz import Activation, Convolution, Filters, Pooling, Stack, explain
from convviz.explain.colours import padded_names
from convviz.explain.numbers import MINUS
from convviz.explain.scattered import adjoint, as_transposed, meetings, terms
from convviz.explain.several import weights, weights_text
from convviz.explain.transposed import padding_text

every_layer = pytest.mark.parametrize("layer", LAYERS, ids=name_of)
X = [[1, 3, 5], [2, 4, 6]]
LINES = [
    (Pooling(X, 2), "max(1, 3, 2, 4) = 4"),
    (Pooling(X, 2, "mean"), "(1 + 3 + 2 + 4) / 4 = 2.5"),
    (Pooling([-2, 5], 1, "mean", padding=0), "−2 / 1 = −2"),
    (Pooling([1, -2, 2], 3, "mean"), "(1 + (−2) + 2) / 3 ≈ 0.3333"),
    (Pooling([-2, -4], 2, padding=1), "max(−2) = −2"),
    (Activation([-2]), "ReLU(−2) = max(0, −2) = 0"),
    (Activation([-0.5], "leaky_relu"), "Leaky ReLU(−0.5) = 0.01·(−0.5) = −0.005"),
    (Activation([3], "leaky_relu"), "Leaky ReLU(3) = 3 = 3"),
    (Activation([0], "sigmoid"), "σ(0) = 1 / (1 + e^0) = 0.5"),
    (Activation([1], "tanh"), "tanh(1) ≈ 0.7616"),
    (Filters(X, [[[1, 0], [0, -1]]], bias=0.5), "1·1 + 3·0 + 2·0 + 4·(−1) + 0.5 = −2.5"),
    (Convolution.transposed([[2, -1]], [[1, 3]], stride=(1, 2), bias=-1), "2·1 + (−1) = 1"),
    (Convolution([1 / 3, 1], [3, 0]), "0.3333·3 + 1·0 ≈ 1"),
]


@pytest.mark.parametrize(("layer", "line"), LINES, ids=[line for _, line in LINES])
def test_a_window_in_a_line(layer, line):
    assert explain.step_text(layer, 0) == line


@every_layer
def test_the_line_of_every_window_ends_with_its_total(layer):
    for s in range(len(layer)):
        line = explain.step_text(layer, s)
        assert re.search(rf" [=≈] {re.escape(explain.written(layer.step(s).total))}$", line)


@every_layer
def test_every_window_is_explained(layer):
    for s in {0, len(layer) // 2, len(layer) - 1}:
        said = explain.explanation(layer, s)
        for latex in (said.step, said.definition, said.size, said.weights, said.law):
            assert latex.count("{") == latex.count("}")
            assert latex.count(r"\left") == latex.count(r"\right")
            assert "nan" not in latex
        total = explain.written(layer.step(s).total).replace(MINUS, "-").partition("e")[0]
        assert total in said.step
        for sentence in (*said.settings, said.misconception, said.legend):
            assert re.fullmatch(r"(?:[A-Z0-9⊙σ]|max |mean |tanh ).*\.", sentence), sentence
    with pytest.raises(IndexError):
        explain.explanation(layer, len(layer))


@every_layer
def test_mistakes_are_other_outputs_of_the_same_shape(layer):
    made = explain.alternatives(layer)
    assert len({name for name, _ in made}) == len(made) >= 1
    assert all(values.shape == layer.output_shape for _, values in made)


def mistakes(layer):
    return {name: values.tolist() for name, values in explain.alternatives(layer)}


def test_the_mistakes_of_pooling():
    assert mistakes(Pooling(X, 2)) == {
        "the sum of the window": [[10]],
        "the mean, not the largest": [[2.5]],
        "the smallest": [[1]],
    }
    padded = mistakes(Pooling([-2, -4], 2, padding=1))
    assert padded["the largest with the padding counted as zeros"] == [0, 0]
    assert mistakes(Pooling([2, 4], 2, "mean", padding=1)) == {
        "the sum of the window": [2, 4],
        "the largest, not the mean": [2, 4],
        "the mean with the padding counted as zeros": [1, 2],
    }


def test_the_mistakes_of_activations():
    assert mistakes(Activation([-3, 2])) == {
        "the cell without the ReLU": [-3, 2],
        "the cell without its sign": [3, 2],
        "what is negative kept, not what is positive": [-3, 0],
    }
    assert mistakes(Activation([-3, 2], "leaky_relu"))["the ReLU"] == [0, 2]


def test_the_mistakes_of_filters():
    x, w = [[[1, 2]], [[3, 4]]], [[[[1, 0]], [[0, 1]]], [[[1, 1]], [[1, 1]]]]
    made = mistakes(Filters(x, w, bias=[10, 0]))
    assert made["the sum without the bias"] == [[[[5]]], [[[10]]]]
    assert made["what the other filter gives"] == [[[[10]]], [[[15]]]]
    assert made["the sum of the first slice alone"] == [[[[11]]], [[[3]]]]
    flipped = mistakes(Filters(x, w, flip=True))
    assert flipped["the sum of the first slice alone"] == [[[[1]]], [[[3]]]]
    groups = mistakes(Filters(x, [[[[1, 0]]], [[[0, 1]]]], groups=2))
    assert groups["what another group’s slices give"] == [[[[3]]], [[[2]]]]


def test_the_mistakes_of_transposed_convolutions():
    made = mistakes(Convolution.transposed([1, 2, 3], [1, 10, 5], stride=2))
    assert made["what the window gives with the filter not turned round"] == [5, 10, 11, 20, 17, 30, 3]
    assert made["what is laid last, not the sum"] == [1, 10, 2, 20, 3, 30, 15]
    assert made["what the input gives without the zeros between"][:5] == [1, 12, 28, 40, 15]
    assert np.isnan(made["what the input gives without the zeros between"][5:]).all()


MISCONCEPTIONS = [
    (Pooling(X, 2), "The largest cell is kept, not added"),
    (Pooling(X, 2, "mean"), "a convolution whose 4 weights are all the same"),
    (Pooling([1, 2], 2, padding=1), "Every window holds padding, and padding is never the largest"),
    (Pooling([1, 2, 3], 2, "mean", padding=1), "padding is no zero here"),
    (Pooling(np.ones((2, 2, 3)), 2), "This window is 2 deep and mixes the slices."),
    (Activation([-1, 2]), "1 cell is negative here"),
    (Activation([1, 2]), "what is positive stays exactly what it is"),
    (Activation([1, 2], "tanh"), "tanh does not cut off"),
    (Filters(X, np.ones((2, 2, 2))), "all 2 slide over the same input"),
    (Filters(X, np.ones((1, 2, 2))), "The first position counts too"),
    (Filters(np.ones((3, 2, 2)), np.ones((2, 3, 1, 1))), "not kept: 2 filters make 2 slices, not 2 · 3 = 6."),
    (
        Filters(np.ones((2, 2, 2)), np.ones((2, 1, 1, 1)), groups=2),
        "Depthwise: every filter meets one slice",
    ),
    (Filters(np.ones((4, 2, 2)), np.ones((2, 2, 1, 1)), groups=2), "it is 2 deep, not 4"),
    (Convolution.transposed([1, 2], [1, 1, 1], stride=2), "3 cells are not a multiple of the stride 2"),
    (Convolution.transposed([1, 2], [1, 1], stride=2), "Transposed is not inverse"),
]


@pytest.mark.parametrize(("layer", "words"), MISCONCEPTIONS, ids=[words for _, words in MISCONCEPTIONS])
def test_each_layer_has_its_misconception(layer, words):
    assert words in explain.misconception(layer)


@pytest.mark.parametrize(
    ("f", "text"),
    [
        (Filters([1, 2, 3], [[1, 2], [3, 4]]), "2 · 2 + 2 = 6"),
        (Filters(X, np.ones((4, 2, 3))), "4 · 2 · 3 + 4 = 28"),
        (Filters(np.ones((6, 3, 3)), np.ones((4, 3, 2, 2)), groups=2), "4 · (6 / 2) · 2 · 2 + 4 = 52"),
    ],
    ids=["rank 1", "rank 2", "groups"],
)
def test_the_number_of_weights_is_a_count_of_numbers(f, text):
    assert weights_text(f) == text
    assert weights(f) == f.w.size + len(f.bias)
    assert explain.explanation(f, 0).weights.endswith(f"= {weights(f)}")


def test_a_step_of_a_later_filter_names_it_and_the_slices_it_meets():
    f = Filters(whole(4, 2, 3), whole(2, 2, 2, 2), groups=2)
    said = explain.explanation(f, 3)
    assert said.place == "Window 4 of 4: filter 2, X₂(1, 2)"
    assert r"\mathbf{W}_{2}" in said.step
    assert r"\text{depth 1 on 3: }" in said.step
    assert r"\text{depth 2 on 4: }" in said.step
    assert r"\text{depth 1 on 1: }" in explain.explanation(f, 0).step


NAMES = ["channel 1", "channel 2", "channel 3", "channel 4"]


@pytest.mark.parametrize(
    ("layer", "s", "heads"),
    [
        (Convolution(whole(2, 2, 2), whole(2, 1, 1)), 0, ["channel 1", "channel 2"]),
        (Convolution(whole(3, 2, 2), whole(2, 2, 2)), 1, ["depth 1 on channel 2", "depth 2 on channel 3"]),
        (Filters(whole(2, 2, 2), whole(2, 2, 2, 2)), 1, ["channel 1", "channel 2"]),
        (
            Filters(whole(4, 2, 2), whole(2, 2, 2, 2), groups=2),
            1,
            ["depth 1 on channel 3", "depth 2 on channel 4"],
        ),
        (
            Convolution.transposed(whole(2, 2, 2), whole(2, 2, 2)),
            9,
            ["depth 1 on channel 1", "depth 2 on channel 2"],
        ),
    ],
    ids=["as deep", "slides in depth", "filters", "groups", "transposed"],
)
def test_the_sums_of_slices_are_called_by_the_names_of_the_slices(layer, s, heads):
    names = padded_names(layer.geometry, NAMES)
    step = explain.explanation(layer, s, names).step
    assert re.findall(r"\\text\{((?:depth|channel)[^:]*): \}", step) == heads


def test_padding_is_an_empty_cell_of_a_pooling():
    said = explain.explanation(Pooling([1, 2, 3], 2, padding=1), 0)
    assert r"\begin{bmatrix} \square & 1 \end{bmatrix}" in said.step
    assert said.settings == (
        "Padded: length 1 before, 1 after. Padding is never the largest. Of the 2 cells of this window 1 is "
        "of the input.",
    )


def test_of_a_padded_mean_is_said_what_libraries_make_of_the_padding():
    (said,) = explain.explanation(Pooling([1, 2, 3], 2, "mean", padding=1), 0).settings
    assert "PyTorch and Flax count it as zeros, unless count_include_pad=False." in said


@pytest.mark.parametrize("c", [*transposed()], ids=name_of)
def test_what_is_laid_on_a_cell_adds_up_to_it(c):
    for s in range(len(c)):
        laid = terms(c, s)
        assert sum(c.x[cell] * c.w[tap] for cell, tap in laid) + c.bias == c.output.flat[s]
        assert len(laid) == meetings(c).flat[s]


@pytest.mark.parametrize("c", [*transposed()], ids=name_of)
def test_the_settings_of_a_transposed_convolution_are_found_again(c):
    given = as_transposed(c)
    again = Convolution.transposed(
        c.x, given.w, given.stride, given.cut, given.output_padding, given.dilation, c.bias
    )
    assert again.geometry == c.geometry
    np.testing.assert_array_equal(again.output, c.output)


def test_the_same_cut_on_both_sides_is_what_is_meant():
    given = as_transposed(Convolution.transposed([1, 2], [1, 2, 3], stride=3, padding=1, output_padding=2))
    assert (given.cut, given.output_padding) == (((1, 1),), (2,))


def test_a_transposed_convolution_with_a_stride_of_1_is_told_as_one():
    c = Convolution.transposed([1, 2, 3], [1, 10])
    said = explain.explanation(c, 1)
    assert "Gather: a window with the filter turned round on every axis slides over the cells." in said.legend
    assert said.settings[0].endswith("gathered, no zero is put between the cells.")
    assert str(explain.size_law(c)) == "(n − 1)·s + k = (3 − 1)·1 + 2 = 4"
    assert not any("zeros" in name for name, _ in explain.alternatives(c))
    plain = Convolution([1, 2, 3], [1, 10], padding="full", flip=True)
    assert explain.kind(plain).startswith("Convolution in the mathematical sense")


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        ({}, "on either side: 1·(2 − 1) − 0 = 1 (rows); 1·(3 − 1) − 0 = 2 (columns)."),
        ({"padding": (0, 1)}, "on either side: 1·(2 − 1) − 0 = 1 (rows); 1·(3 − 1) − 1 = 1 (columns)."),
        ({"padding": ((0, 0), (0, 2))}, "(rows); 1·(3 − 1) − 0 = 2, 1·(3 − 1) − 2 = 0 (columns)."),
        (
            {"stride": 2, "dilation": (2, 1), "output_padding": 1},
            "and by the output padding more at the end: 2·(2 − 1) − 0 = 2, 2·(2 − 1) − 0 + 1 = 3 (rows); "
            "1·(3 − 1) − 0 = 2, 1·(3 − 1) − 0 + 1 = 3 (columns).",
        ),
    ],
)
def test_the_padding_of_a_transposed_convolution_follows_from_the_filter(options, numbers):
    c = Convolution.transposed([[1, 2], [3, 4]], [[1, 2, 3], [4, 5, 6]], **options)
    assert padding_text(c).startswith(explain.padding_text(c))
    assert padding_text(c).endswith(numbers)


def test_a_transposed_convolution_that_cuts_all_off_is_not_padded():
    assert padding_text(Convolution.transposed([1, 2, 3], [1, 2, 3], padding=2)) == ""
    wide = Convolution([1, 2], [1], padding=1, stride=2, input_dilation=2)
    assert padding_text(wide) == explain.padding_text(wide)


def test_the_law_of_the_transposed_convolution():
    c = Convolution.transposed([1, 2], [1, 10], stride=2, bias=5)
    assert explain.explanation(c, 0).law.count("= 107") == 2
    for c in transposed():
        found = adjoint(c)
        if found is not None:
            y, forward, back = found
            assert (forward * c.x).sum() == (y * back).sum()


def test_what_is_no_transposed_convolution_has_no_law():
    assert explain.explanation(Convolution([1, 2], [1, 2], stride=2, input_dilation=2), 0).law == ""
    assert as_transposed(Convolution([1, 2], [1, 2], padding=2, input_dilation=2)) is None


def test_a_definition_with_inserted_zeros_says_which_cells_meet():
    for c in (
        c for c in LAYERS if isinstance(c, Convolution) and c.rank == 1 and c.padding_mode == "constant"
    ):
        text = explain.explanation(c, 0).definition
        left, right = re.search(r"\\sum_\{(.*?) = (.*?)\} x", text).groups()
        weight = re.search(r"w_\{(.*?)\}", text)[1]
        for s in range(len(c)):
            names = {"i": s + 1}
            total = sum(
                c.x[u - 1] * c.w[value_of(weight, {"a": a}) - 1]
                for u in range(1, c.x.size + 1)
                for a in range(1, c.w.size + 1)
                if value_of(left, names) == value_of(right, {"u": u, "a": a})
            )
            assert total + c.bias == c.output[s]


def value_of(formula, names):
    """What a formula of integers comes to."""
    return eval(re.sub(r"(\d)\(", r"\1*(", formula), {}, names)


def test_a_receptive_field_in_words():
    three = partial(Convolution, w=np.ones((3, 3)), padding=1)
    stack = Stack(np.ones((9, 8)), three, Activation, partial(Pooling, size=2), three)
    assert explain.field_text(stack, (0, 1)) == (
        "This cell comes from rows 1 to 5 and columns 1 to 7 of the input. Its receptive field is 8 × 8, of "
        "which "
        "some lies in the padding, and that of the next cell is 2 further on."
    )
