"""The programs of every layer are run as they stand, and leave exactly the numbers of the core.

Where TensorFlow is not installed, a stand-in takes its place, made by the contract in its documentation.
"""

import itertools
import re
from functools import partial

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the programs for SciPy are run")

from layer_cases import LAYERS, name_of, whole
from oracles import naive_scatter
from test_programs import convolved, per_axis, run
from test_programs import stand_in as for_convolutions

from convviz import Activation, Convolution, ConvolutionError, Filters, Pooling, Stack
from convviz.explain.programs import snippets, snippets_of_stack

TITLES = ["Python", "NumPy", "SciPy", "PyTorch", "TensorFlow"]
every_layer = pytest.mark.parametrize("layer", LAYERS, ids=name_of)


def tensorflow_convolution(x, filters, strides=1, dilations=1):
    """`tf.nn.convolution`: input (N, …, C in), filters (…, C in, C out), strides or dilations, not both."""
    rank = x.ndim - 2
    assert x.ndim == filters.ndim
    assert x.dtype == filters.dtype == np.float64
    assert x.shape[-1] == filters.shape[-2]
    strides, dilations = per_axis(strides, rank), per_axis(dilations, rank)
    assert max(strides) == 1 or max(dilations) == 1
    maps = [
        sum(convolved(x[0, ..., c], filters[..., c, f], strides, dilations) for c in range(x.shape[-1]))
        for f in range(filters.shape[-1])
    ]
    return np.stack(maps, axis=-1)[None]


def tensorflow_conv_transpose(x, filters, output_shape, strides, padding):
    """`tf.nn.conv_transpose`: filters (…, C out, C in); the size must be one that fits."""
    assert padding == "VALID"
    assert x.shape[0] == x.shape[-1] == filters.shape[-1] == filters.shape[-2] == 1
    rank = x.ndim - 2
    sizes, strides = output_shape[1:-1], per_axis(strides, rank)
    for n, size, k, s in zip(x.shape[1:-1], sizes, filters.shape, strides, strict=False):
        assert (size - k) // s + 1 == n
    more = [
        size - ((n - 1) * s + k)
        for n, size, k, s in zip(x.shape[1:-1], sizes, filters.shape, strides, strict=False)
    ]
    one = (1,) * rank
    return naive_scatter(x[0, ..., 0], filters[..., 0, 0], strides, (0,) * rank, more, one)[None, ..., None]


def stand_in():
    """The parts of TensorFlow that the programs use."""
    module = for_convolutions()
    plain_pad = module.pad
    module.nn.convolution = tensorflow_convolution
    module.nn.conv_transpose = tensorflow_conv_transpose
    module.nn.relu = lambda x: np.maximum(x, 0)
    module.nn.leaky_relu = lambda x, alpha: np.where(x > 0, x, alpha * x)
    module.math = type("math", (), {"tanh": np.tanh, "sigmoid": lambda x: 1 / (1 + np.exp(-x))})
    module.pad = lambda x, paddings, mode="CONSTANT", constant_values=0: (
        np.pad(x, paddings, constant_values=constant_values)
        if mode == "CONSTANT"
        else plain_pad(x, paddings, mode)
    )
    module.transpose, module.ones_like, module.stack = np.transpose, np.ones_like, np.stack
    module.split, module.concat = np.split, np.concatenate
    module.reduce_max, module.reduce_mean = np.max, np.mean
    module.add_n = sum
    return module


def named(layer):
    return {snippet.title: snippet for snippet in snippets(layer)}


@every_layer
def test_every_program_leaves_the_numbers_of_the_core(titles, layer):
    for title in titles:
        y = np.asarray(run(named(layer)[title])["y"], dtype=float)
        assert y.shape == layer.output_shape, title
        smooth = isinstance(layer, Activation) and layer.kind in ("sigmoid", "tanh")
        np.testing.assert_allclose(y, layer.output, rtol=4e-16 if smooth else 0, atol=0, err_msg=title)


@pytest.mark.parametrize("kind", ["max", "mean"])
def test_pooling_with_any_settings(titles, kind):
    x = whole(6, 7)
    for stride, padding, dilation in itertools.product([(1, 2), 3], [0, 1, ((1, 0), (0, 1))], [1, (1, 2)]):
        p = Pooling(x, (3, 2), kind, stride, padding, dilation)
        for title in titles:
            np.testing.assert_array_equal(np.asarray(run(named(p)[title])["y"]), p.output, err_msg=title)


def test_transposed_with_any_settings(titles):
    x, w = whole(3, 4), whole(2, 3)
    for stride, dilation, cut, more in itertools.product(
        [2, (1, 3)], [1, (3, 2)], [0, 1, ((0, 1), (1, 0))], [0, 1]
    ):
        steps = zip(np.broadcast_to(stride, 2), np.broadcast_to(dilation, 2), strict=True)
        extra = [min(more, int(max(pair)) - 1) for pair in steps]
        c = Convolution.transposed(x, w, stride, cut, extra, dilation, bias=-0.5)
        for title in titles:
            np.testing.assert_array_equal(np.asarray(run(named(c)[title])["y"]), c.output, err_msg=title)


def test_long_tensors_are_loaded(titles):
    layers = [
        Filters(whole(21, 22), whole(2, 15, 15), bias=[1, 2]),
        Pooling(whole(21, 22), 3, "mean", padding=1),
        Activation(whole(21, 22)),
        Convolution.transposed(whole(21, 22), whole(2, 2), stride=2, dilation=2),
    ]
    for layer in layers:
        np.save("input.npy", layer.x)
        np.save("filter.npy", getattr(layer, "w", 0))
        for title in titles:
            snippet = named(layer)[title]
            assert 'np.load("input.npy")' in snippet.code
            assert "The page’s Save menu gives input.npy" in snippet.note
            np.testing.assert_array_equal(np.asarray(run(snippet)["y"]), layer.output, err_msg=title)


@every_layer
def test_every_program_is_short_and_ends_with_its_output(layer):
    made = snippets(layer)
    assert [snippet.title for snippet in made] == TITLES
    for snippet in made:
        assert snippet.code.endswith("\nprint(y)")
        assert snippet.note.endswith(".")
        assert max(map(len, snippet.code.splitlines())) <= 130


def test_plain_python_imports_no_library():
    for layer in LAYERS:
        imports = re.findall(r"^(?:import|from) (\w+)", named(layer)["Python"].code, re.MULTILINE)
        assert set(imports) <= {"math"}


# What a library does, where people stumble: a layer, a title, and what the note says.
X = whole(4, 5, 6)
SAID = [
    (Filters(X, whole(2, 2, 2, 2), groups=2), "PyTorch", "w (filters, channels of a group"),
    (Filters(X, whole(2, 2, 2, 2), groups=2), "TensorFlow", "the filters come last"),
    (Filters(X, whole(4, 1, 2, 2), groups=4), "NumPy", "4 groups: one filter meets 1 of the 4 slices"),
    (Filters(X, whole(2, 4, 2, 2)), "SciPy", "SciPy knows no channels"),
    (Filters(X[0], whole(2, 2, 2), flip=True), "PyTorch", "conv2d does not flip the filters"),
    (Pooling(X[0], 2), "PyTorch", "its stride is the size of the window unless said"),
    (Pooling(X, (1, 2, 2)), "PyTorch", "the slices are its channels"),
    (Pooling(X[0], 2, stride=3), "PyTorch", "ceil_mode=True would make a window of what is left over"),
    (Pooling(X[0], 2, "mean", padding=1), "PyTorch", "Unless count_include_pad=False, it"),
    (Pooling(X[0], 2, "mean", dilation=2), "PyTorch", "avg_pool2d has no dilation."),
    (Pooling(X[0], 2, padding=((1, 0), (0, 0))), "PyTorch", "pads both sides alike, so F.pad"),
    (Pooling(X[0], 2), "SciPy", "maximum_filter has no stride"),
    (Activation(X, "leaky_relu"), "TensorFlow", "TensorFlow’s own slope is 0.2"),
    (Convolution.transposed(X[0], [[1, 2]], 2), "PyTorch", "(channels in, channels out, …), the other way"),
    (Convolution.transposed(X[0], [[1, 2]], 2, output_padding=1), "PyTorch", "Output padding adds cells"),
    (Convolution.transposed(X[0], [[1, 2]], 2), "TensorFlow", "is told the size of the output instead"),
    (Convolution.transposed(X[0], [[1, 2]], 2), "TensorFlow", "SAME it cuts the output to the size of the"),
    (Convolution.transposed(X[0], [[1, 2, 3]], 2, (0, 1)), "NumPy", "Padding cuts cells off the output"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "title", "words"), SAID, ids=[words[:40] for *_, words in SAID])
def test_the_note_says_what_a_library_does(layer, title, words):
    assert words in named(layer)[title].note


def test_the_programs_of_the_simplest_layers_are_what_one_would_write():
    pool = named(Pooling([[1, 3], [2, 4]], 2))
    assert pool["PyTorch"].code.splitlines()[-2] == "y = F.max_pool2d(x, 2)[0, 0]"
    slices = named(Pooling(X, (1, 2, 2), stride=(1, 1, 2)))
    assert slices["PyTorch"].code.splitlines()[-3:-1] == [
        "x = x[None]  # batch",
        "y = F.max_pool2d(x, 2, stride=(1, 2))[0]",
    ]
    assert pool["NumPy"].code.splitlines()[-3:-1] == [
        "windows = windows[::2, ::2]  # stride",
        "y = windows.max(axis=(2, 3))",
    ]
    up = named(Convolution.transposed([1, 2], [3, 4], stride=2, padding=0))
    assert up["PyTorch"].code.splitlines()[-2] == "y = F.conv_transpose1d(x, w, stride=2)[0, 0]"
    assert up["NumPy"].code.splitlines()[-4:-1] == [
        "y = np.zeros(4)",
        "for a in range(len(w)):",
        "    y[a : a + 3 : 2] += x * w[a]",
    ]
    depthwise = named(Filters(X, whole(4, 1, 2, 2), groups=4, bias=[1, 2, 3, 4]))["PyTorch"].code
    assert "y = F.conv2d(x, w, bias, groups=4)[0]" in depthwise
    assert (
        named(Activation([[1, -2]]))["Python"].code.splitlines()[-2]
        == "y = [[max(value, 0) for value in row] for row in x]"
    )


def test_inserted_zeros_that_are_no_transposed_convolution_are_written_out():
    c = Convolution([1, 2, 3], [1, 2], stride=2, input_dilation=2)
    snippet = named(c)["NumPy"]
    assert "x = np.array([1, 0, 2, 0, 3], dtype=float)" in snippet.code
    assert "The zeros between the cells of the input are written into x." in snippet.note
    with pytest.raises(
        ConvolutionError, match="x with its inserted zeros has 599 numbers; a program writes out at most"
    ):
        snippets(Convolution(np.arange(300), [1, 2], stride=2, input_dilation=2))


UP = partial(Convolution.transposed, w=whole(2, 3), stride=2, output_padding=1)
DOWN = partial(Convolution, w=whole(3, 2), stride=2, padding_mode="symmetric", padding=1)
ROWS = {
    "a vector": Stack(
        whole(9), partial(Filters, w=whole(3, 2), bias=[1, 0, 2]), Activation, partial(Pooling, size=2)
    ),
    "a matrix": Stack(
        whole(6, 7),
        partial(Filters, w=whole(2, 2, 3), padding=1, flip=True),
        partial(Activation, kind="leaky_relu"),
        partial(Pooling, size=(1, 2, 2), kind="mean", stride=1),
        partial(Filters, w=whole(4, 2, 2, 2), groups=1, bias=-2),
        partial(
            Filters, w=whole(4, 1, 2, 1), groups=4, padding=((0, 0), (1, 0), (0, 1)), padding_mode="edge"
        ),
        partial(Convolution, w=whole(4, 1, 1), bias=1),
    ),
    "up and down": Stack(whole(3, 4), UP, DOWN),
    "slices": Stack(
        whole(3, 4, 5), partial(Pooling, size=(1, 2, 2)), partial(Filters, w=whole(2, 3, 1, 2)), Activation
    ),
}


@pytest.mark.parametrize("stack", ROWS.values(), ids=ROWS)
def test_a_program_of_several_layers_leaves_the_numbers_of_the_last(titles, stack):
    made = {snippet.title: snippet for snippet in snippets_of_stack(stack)}
    for title in titles:
        y = np.asarray(run(made[title])["y"], dtype=float)
        assert y.shape == stack.output_shape, title
        np.testing.assert_allclose(y, stack.output, rtol=1e-14, atol=1e-14, err_msg=title)


def test_long_filters_of_later_layers_have_files_of_their_own(titles):
    stack = Stack(whole(21, 22), Activation, partial(Filters, w=whole(2, 15, 15)))
    np.save("input.npy", stack.x)
    np.save("filter-2.npy", stack.layers[1].w)
    made = {snippet.title: snippet for snippet in snippets_of_stack(stack)}
    for title in titles:
        np.testing.assert_array_equal(np.asarray(run(made[title])["y"], dtype=float), stack.output, title)
        assert "filter-2.npy is from the page’s Save menu where layer 2 is shown." in made[title].note


def test_a_stack_that_no_program_has_is_refused():
    with pytest.raises(ConvolutionError, match="the stack has no layer; give it one"):
        snippets_of_stack(Stack([1, 2]))
    spread = Stack([1, 2, 3], Activation, partial(Convolution, w=[1, 2], stride=2, input_dilation=2))
    with pytest.raises(ConvolutionError, match=r"layers\[1\] has inserted zeros and is no transposed"):
        snippets_of_stack(spread)
