"""Filters, pooling, activations, transposed convolutions and stacks of them: literal goldens and refusals.

Inputs are `10 * i + j` where possible, so that a value names its place, and sizes are unequal.
"""

import copy
import dataclasses
import math
import re
from functools import partial

import numpy as np
import pytest
from worked import W2, X1, X2, X3, places

from convviz import Activation, Convolution, ConvolutionError, Filters, Pooling, Stack
from convviz.core import ACTIVATIONS, POOLINGS, Layer, Windows


def refused(message):
    """Expects a ConvolutionError with exactly this text."""
    return pytest.raises(ConvolutionError, match=f"^{re.escape(message)}$")


TWO = [[[1, 0], [0, 1]], [[0, 2], [0, 0]]]
LAYERS = {
    "convolution": Convolution(places(3, 4), W2, padding=1),
    "transposed": Convolution.transposed(places(2, 3), [[1, 2, 3]], stride=2),
    "filters": Filters(places(3, 4), TWO, bias=[0, 5]),
    "groups": Filters(places(4, 3, 5), np.ones((2, 2, 2, 3)), groups=2, stride=2),
    "max": Pooling(places(3, 4), (2, 3), padding=1),
    "mean": Pooling(places(3, 4), (2, 3), "mean", stride=1),
    "activation": Activation(places(3, 4) - 15.0, "sigmoid"),
}
every_layer = pytest.mark.parametrize("layer", LAYERS.values(), ids=LAYERS)


# What every layer gives.


@every_layer
def test_a_layer_gives_an_output_steps_and_windows(layer):
    assert isinstance(layer, Layer)
    assert isinstance(layer.geometry, Windows)
    assert layer.output.shape == layer.output_shape
    assert len(layer) == layer.output.size
    assert [layer.step(s).index for s in range(len(layer))] == list(np.ndindex(*layer.output_shape))


@every_layer
def test_a_step_is_what_its_windows_cells_come_to(layer):
    dilation, taps = layer.geometry.dilation, layer.geometry.filter_shape
    for s in range(len(layer)):
        step = layer.step(s)
        cells = [range(o, o + d * k, d) for o, d, k in zip(step.origin, dilation, taps, strict=True)]
        np.testing.assert_array_equal(step.window, layer.padded[np.ix_(*cells)])
        assert step.total == layer.output[step.index]
        assert type(step.total) is float
        assert all(type(i) is int for i in (*step.index, *step.origin, *(step.winner or ())))


@every_layer
def test_a_partial_output_grows_by_one_cell_a_step(layer):
    last = len(layer) - 1
    partial_output = layer.partial_output(last - 1)
    np.testing.assert_array_equal(partial_output.ravel()[:last], layer.output.ravel()[:last])
    assert np.isnan(partial_output.ravel()[last:]).all()
    np.testing.assert_array_equal(layer.partial_output(last), layer.output)


@every_layer
@pytest.mark.parametrize("s", [-1, 10**30])
def test_a_step_out_of_range_is_an_index_error(layer, s):
    for ask in (layer.step, layer.partial_output):
        with pytest.raises(IndexError, match=rf"^step .+ the steps are 0 to {len(layer) - 1}$"):
            ask(s)


@every_layer
def test_what_is_shared_is_read_only_and_nothing_changes(layer):
    step = layer.step(0)
    for array in (layer.x, layer.padded, layer.output, step.window, step.product):
        if array is not None:
            with pytest.raises(ValueError, match="read-only"):
                array[...] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        layer.x = 1
    assert layer.output is layer.output
    np.testing.assert_array_equal(copy.deepcopy(layer).output, layer.output)


MAKERS = {
    "filters": partial(Filters, w=np.ones((2, 1, 1))),
    "pooling": partial(Pooling, size=2),
    "activation": Activation,
    "transposed": partial(Convolution.transposed, w=W2),
    "stack": Stack,
}
every_maker = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


@every_maker
def test_the_callers_arrays_are_neither_changed_nor_aliased(make):
    x = places(3, 4).astype(float)
    layer = make(x)
    output = layer.output.copy()
    assert not np.shares_memory(layer.x, x)
    assert x.flags.writeable
    x[:] = 7
    np.testing.assert_array_equal(layer.x, places(3, 4))
    np.testing.assert_array_equal(layer.output, output)


@every_maker
@pytest.mark.parametrize(
    ("x", "start"),
    [
        ([[True, False], [True, True]], "x holds bool"),
        ([["1", "2"]], "x holds str32"),
        ([[1, 2], [3]], "x is [[1, 2], [3]]; make its rows"),
        (np.ones((2, 0)), "axis 1 of x has size 0"),
        ([[1, 2], [3, math.nan]], "x[1, 1] is nan; every value must be finite"),
        (5, "x has rank 0 (shape ()); give it rank 1, 2 or 3"),
        (np.ones((1, 1, 2, 2)), "x has rank 4 (shape (1, 1, 2, 2)); give it rank 1, 2 or 3"),
    ],
)
def test_inputs_that_no_layer_takes(make, x, start):
    with pytest.raises(ConvolutionError, match=f"^{re.escape(start)}"):
        make(x)


@every_maker
def test_the_size_is_checked_before_anything_is_allocated(make):
    with pytest.raises(ConvolutionError, match="at most 100000000 are allowed"):
        make(np.broadcast_to(np.float64(1), (10**6, 10**6)))


# Filters.


def test_two_filters_see_two_directions():
    f = Filters(places(3, 4), TWO, bias=[0, 0.5])
    np.testing.assert_array_equal(
        f.output, [[[11, 13, 15], [31, 33, 35]], [[2.5, 4.5, 6.5], [22.5, 24.5, 26.5]]]
    )
    assert f.output_shape == (2, 2, 3)
    assert f.bias == (0.0, 0.5)


def test_the_steps_go_through_filter_1_then_filter_2():
    step = Filters(places(3, 4), TWO, bias=[0, 0.5]).step(10)
    assert (step.index, step.origin, step.total) == ((1, 1, 1), (1, 1), 24.5)
    np.testing.assert_array_equal(step.window, [[11, 12], [21, 22]])
    np.testing.assert_array_equal(step.product, [[0, 24], [0, 0]])


def test_filters_add_numbers_of_very_different_sizes_as_a_convolution_does():
    x = [1e16, 1, -1e16, 3]
    f = Filters(x, [[1, 1, 1], [1, 0, 1]])
    assert f.output.tolist() == [[1, 4 - 1e16], [0, 4]]
    assert [c.output.tolist() for c in f.filters] == f.output.tolist()


@pytest.mark.parametrize("bias", [3, [3, 3], (3.0, 3), np.array([3, 3]), np.int8(3)])
def test_one_bias_or_one_per_filter(bias):
    f = Filters(X1, [[1, 0], [0, 1]], bias=bias)
    assert f.bias == (3.0, 3.0)
    assert [type(one) for one in f.bias] == [float, float]
    np.testing.assert_array_equal(f.output, [[4, 6, 2, 5], [6, 2, 5, 6]])


def test_depthwise_filters_meet_a_slice_each():
    f = Filters(places(2, 2, 3), [[[[1, 1]]], [[[0, 2]]]], bias=[0, 1], groups=2)
    assert f.output.tolist() == [[[[1, 3], [21, 23]]], [[[203, 205], [223, 225]]]]
    assert f.step(5).origin == (1, 0, 1)
    assert [c.x.tolist() for c in f.filters] == places(2, 2, 3)[:, None].tolist()


def test_two_filters_of_each_group():
    w = np.array([1, 2, 3, 4]).reshape(4, 1, 1, 1) * np.ones((4, 2, 1, 1))
    f = Filters(places(4, 1, 2), w, groups=2)
    assert f.output_shape == (4, 1, 1, 2)
    assert f.output.ravel().tolist() == [100, 102, 200, 204, 1500, 1506, 2000, 2008]
    assert [f.step(s).origin for s in range(0, 8, 2)] == [(0, 0, 0), (0, 0, 0), (2, 0, 0), (2, 0, 0)]


def test_filters_of_1_by_1_mix_channels():
    f = Filters(places(3, 1, 2), [[[[1]], [[0]], [[0]]], [[[1]], [[-2]], [[1]]]])
    assert f.output.tolist() == [[[[0, 1]]], [[[0, 0]]]]


def test_without_groups_a_shallow_filter_slides_in_depth():
    f = Filters(places(3, 1, 2), np.ones((2, 2, 1, 1)), bias=[0, 0.5])
    assert f.output.tolist() == [[[[100, 102]], [[300, 302]]], [[[100.5, 102.5]], [[300.5, 302.5]]]]


def test_with_groups_one_number_means_rows_and_columns():
    x, w = places(4, 3, 5), np.ones((2, 2, 2, 2))
    f = Filters(x, w, groups=2, stride=2, padding=1, dilation=2)
    assert (f.stride, f.padding, f.dilation) == ((1, 2, 2), ((0, 0), (1, 1), (1, 1)), (1, 2, 2))
    assert f.output_shape == (2, 1, 2, 3)
    words = Filters(x, w, groups=2, padding="same")
    assert words.padding == ((0, 0), (0, 1), (0, 1))
    given = Filters(x, w, groups=2, padding=(0, 1, 2), stride=(1, 1, 2))
    assert (given.padding, given.stride) == (((0, 0), (1, 1), (2, 2)), (1, 1, 2))


def test_the_windows_of_all_groups_are_one_geometry():
    f = LAYERS["groups"]
    assert f.geometry.output_shape == (2, 1, 2)
    assert f.geometry.stride == (2, 2, 2)
    assert f.stride == (1, 2, 2)
    assert f.padded.shape == f.geometry.padded_shape == (4, 3, 5)


def test_every_filter_is_flipped_on_its_own_axes():
    f = Filters(X1, [[1, 0, 2], [3, 4, 5]], flip=True)
    np.testing.assert_array_equal(f.kernel, [[2, 0, 1], [5, 4, 3]])
    np.testing.assert_array_equal(f.output[0], Convolution(X1, [1, 0, 2], flip=True).output)


@pytest.mark.parametrize(
    ("bias", "message"),
    [
        ([1], "bias has 1 entries ([1]) and w has 2 filters; give one number, or one per filter"),
        ((1, 2, 3), "bias has 3 entries ((1, 2, 3)) and w has 2 filters; give one number, or one per filter"),
        ([1, True], "bias[1] is True; give one finite number"),
        ([1, math.inf], "bias[1] is inf; give one finite number"),
        ([[1], [2]], "bias[0] is [1]; give one finite number"),
        ("1", "bias is '1'; give one finite number"),
        (None, "bias is None; give one finite number"),
    ],
)
def test_biases_that_are_refused(bias, message):
    with refused(message):
        Filters(X1, [[1, 0], [0, 1]], bias=bias)


@pytest.mark.parametrize(
    ("x", "w", "groups", "message"),
    [
        (X2, TWO, 2, "groups is 2 and x has rank 2; groups are of slices, give x rank 3 or groups=1"),
        (
            places(6, 2, 2),
            np.ones((4, 2, 1, 1)),
            4,
            "groups is 4, which does not divide the 6 slices of x; give one of 1, 2",
        ),
        (
            places(6, 2, 2),
            np.ones((4, 2, 1, 1)),
            3,
            "groups is 3, which does not divide the 4 filters of w; give one of 1, 2",
        ),
        (
            places(6, 2, 2),
            np.ones((4, 2, 1, 1)),
            2,
            "a filter of w has depth 2; with 2 groups of the 6 slices of x give each filter depth 3",
        ),
        (X3, np.ones((3, 1, 1, 1)), 0, "groups is 0; give an integer of at least 1"),
        (X3, np.ones((3, 1, 1, 1)), True, "groups is True; give an integer of at least 1"),
        (X3, np.ones((3, 1, 1, 1)), 3.0, "groups is 3.0; give an integer of at least 1"),
        (X3, np.ones((3, 1, 1, 1)), (3,), "groups is (3,); give an integer of at least 1"),
    ],
)
def test_groups_that_are_refused(x, w, groups, message):
    with refused(message):
        Filters(x, w, groups=groups)


def test_with_groups_the_depth_is_not_padded():
    with refused(
        "padding is (1, 0, 2), which pads the depth, and with 3 groups a filter does not slide in depth; "
        "give ((0, 0), (0, 0), (2, 2)), with no padding there"
    ):
        Filters(X3, np.ones((3, 1, 2, 2)), groups=3, padding=(1, 0, 2))


@pytest.mark.parametrize(
    ("x", "w", "message"),
    [
        (
            X2,
            W2,
            "w has rank 2 and x has rank 2; give w one axis more than x, the first, which counts the "
            "filters: rank 3",
        ),
        (X1, [1, 2], "w has rank 1 (shape (2,)); give it rank 2, 3 or 4"),
        (X2, np.ones((0, 2, 2)), "axis 0 of w has size 0; give every axis at least one cell"),
        (
            X1,
            [[1, 2], [3, math.nan]],
            "w[1, 1] is nan; every value must be finite, replace it by a number",
        ),
        (
            X2,
            np.ones((2, 1, 4)),
            "filter of size 4 does not fit axis 1 of the padded input (size 3); use a smaller filter or pad "
            "by at least 1",
        ),
        (
            [1e300, 1],
            [[1], [1e10]],
            "a total could overflow: sum|w| = 1e+10, max|x| = 1e+300, bias = 0; "
            "keep sum|w| * max|x| + |bias| below 1.79769e+308, scale one down",
        ),
    ],
)
def test_filters_that_are_refused(x, w, message):
    with refused(message):
        Filters(x, w)


def test_the_outputs_of_all_filters_together_have_a_limit():
    with refused(
        "the outputs of 200000 filters have 200000000 cells; at most 100000000 are allowed, "
        "use fewer filters, a smaller input or a larger stride"
    ):
        Filters(np.arange(1000), np.ones((200_000, 1)))


# Pooling.


def test_pooling_keeps_the_largest_or_the_mean():
    x = [[1, 3, 9, 2, 7], [2, 4, 0, 8, 7]]
    np.testing.assert_array_equal(Pooling(x, 2).output, [[4, 9]])
    np.testing.assert_array_equal(Pooling(x, 2, "mean").output, [[2.5, 4.75]])
    np.testing.assert_array_equal(Pooling(x, (1, 2), stride=1).output, [[3, 9, 9, 7], [4, 4, 8, 8]])
    np.testing.assert_array_equal(Pooling(x, (1, 2), dilation=(1, 3), stride=1).output, [[2, 7], [8, 7]])


def test_the_stride_of_pooling_is_its_size_unless_said():
    assert Pooling(places(5, 6), (2, 3)).stride == (2, 3)
    assert Pooling(places(5, 6), (2, 3), stride=1).output_shape == (4, 4)
    assert Pooling(places(5, 7), (2, 3)).output.tolist() == [[12, 15], [32, 35]]


def test_padding_never_counts():
    x = [[-1, -2, -3], [-4, -5, -6]]
    largest, mean = (Pooling(x, 2, kind, padding=1) for kind in POOLINGS)
    np.testing.assert_array_equal(largest.output, [[-1, -2], [-4, -5]])
    np.testing.assert_array_equal(mean.output, [[-1, -2.5], [-4, -5.5]])
    np.testing.assert_array_equal(largest.step(1).window, [[np.nan, np.nan], [-2, -3]])


def test_of_equals_the_first_is_the_largest():
    p = Pooling([[2, 5, 5], [5, 1, 5]], (2, 3))
    assert (p.step(0).winner, p.step(0).total, p.step(0).product) == ((0, 1), 5.0, None)
    assert Pooling([[-1, -1]], (1, 2), padding=(0, 1)).step(0).winner == (0, 1)
    assert Pooling([[1, 2]], (1, 2), "mean").step(0).winner is None


def test_words_for_padding_mean_what_they_mean_for_a_convolution():
    p = Pooling(places(5, 4), (3, 2), padding="same")
    assert (p.padding, p.output_shape) == (((0, 1), (0, 0)), (2, 2))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"size": 0}, "size is 0; give an integer of at least 1, or one per axis, such as (1, 1)"),
        ({"size": (2,)}, "size is (2,); give an integer of at least 1, or one per axis, such as (1, 1)"),
        ({"size": 2.0}, "size is 2.0; give an integer of at least 1, or one per axis, such as (1, 1)"),
        ({"stride": 0}, "stride is 0; give an integer of at least 1, or one per axis, such as (1, 1)"),
        ({"kind": "Max"}, "kind is 'Max'; give one of 'max', 'mean'"),
        ({"kind": None}, "kind is None; give one of 'max', 'mean'"),
        (
            {"size": (2, 5)},
            "window of size 5 does not fit axis 1 of the padded input (size 4); "
            "use a smaller window or pad by at least 1",
        ),
        (
            {"dilation": 3},
            "window of size 2 (4 with dilation 3) does not fit axis 0 of the padded input (size 3); "
            "use a smaller window or pad by at least 1",
        ),
        (
            {"padding": ((0, 0), (0, 2))},
            "padding (0, 2) on axis 1 is more than half a pooling window: at most 1 for a window of size 2; "
            "pad less or use a larger window",
        ),
    ],
)
def test_poolings_that_are_refused(options, message):
    with refused(message):
        Pooling(places(3, 4), **({"size": 2} | options))


def test_a_window_of_padding_alone_is_refused():
    with refused(
        "window 0 on axis 0 holds padding alone, of which there is no largest and no mean; "
        "use less padding or less dilation"
    ):
        Pooling([1, 2], 2, padding=1, dilation=3)


def test_a_mean_that_could_overflow_is_refused():
    assert Pooling([1e308, 1e308], 2).output == [1e308]
    with refused(
        "a mean could overflow: 2 cells a window, max|x| = 1e+308; "
        "keep their product below 1.79769e+308, scale x down"
    ):
        Pooling([1e308, 1e308], 2, "mean")


# Activation.


@pytest.mark.parametrize(
    ("kind", "output"),
    [
        ("relu", [[0, 0, 2], [0, 0.5, 0]]),
        ("leaky_relu", [[-0.03, 0, 2], [-0.01, 0.5, -1]]),
        ("sigmoid", [[1 / (1 + math.exp(3)), 0.5, 1 / (1 + math.exp(-2))]]),
        ("tanh", [[math.tanh(-3), 0, math.tanh(2)], [math.tanh(-1), math.tanh(0.5), math.tanh(-100)]]),
    ],
)
def test_activations(kind, output):
    a = Activation([[-3, 0, 2], [-1, 0.5, -100]], kind)
    np.testing.assert_allclose(a.output[: len(output)], output, rtol=1e-15)
    assert a.step(2).origin == (0, 2)
    assert a.step(2).window.tolist() == [[2.0]]


@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_an_activation_of_the_largest_numbers_is_a_number(kind):
    with np.errstate(all="raise", under="ignore"):
        output = Activation([-1.7e308, -800, 800, 1.7e308, -0.0], kind).output
    assert np.isfinite(output).all()
    assert not np.signbit(output[4]) or kind in ("leaky_relu", "tanh")


def test_an_activation_that_is_refused():
    with refused("kind is 'ReLU'; give one of 'relu', 'leaky_relu', 'sigmoid', 'tanh'"):
        Activation(X1, "ReLU")


# Transposed convolution.


@pytest.mark.parametrize(
    ("options", "output"),
    [
        ({}, [1, 12, 123, 230, 300]),
        ({"stride": 2}, [1, 10, 102, 20, 203, 30, 300]),
        ({"stride": 2, "padding": 1}, [10, 102, 20, 203, 30]),
        ({"stride": 2, "padding": 1, "output_padding": 1}, [10, 102, 20, 203, 30, 300]),
        ({"stride": 2, "padding": ((0, 2),)}, [1, 10, 102, 20, 203]),
        ({"stride": 3, "output_padding": 2}, [1, 10, 100, 2, 20, 200, 3, 30, 300, 0, 0]),
        ({"dilation": 2, "bias": 0.5}, [1.5, 2.5, 13.5, 20.5, 130.5, 200.5, 300.5]),
    ],
)
def test_transposed_convolutions(options, output):
    c = Convolution.transposed([1, 2, 3], [1, 10, 100], **options)
    np.testing.assert_array_equal(c.output, output)
    assert c.output_shape == np.shape(output)
    assert (c.stride, c.flip) == ((1,), True)


def test_a_transposed_convolution_knows_that_it_is_one_at_any_stride():
    for stride in (1, 2):
        made = Convolution.transposed([1, 2, 3], [1, 10], stride=stride)
        same = Convolution([1, 2, 3], [1, 10], padding="full", flip=True, input_dilation=stride)
        assert (made.is_transposed, same.is_transposed) == (True, False)
        assert copy.deepcopy(made).is_transposed
        assert dataclasses.replace(made, bias=1.0).is_transposed
        assert not dataclasses.replace(same, bias=1.0).is_transposed
        assert repr(made) == repr(same)
        np.testing.assert_array_equal(made.output, same.output)
    with pytest.raises(ConvolutionError, match="is_transposed is 1; give True or False"):
        Convolution([1, 2, 3], [1, 10], is_transposed=1)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"stride": 2}, r"with stride \(2,\) and padding_mode 'constant'; a transposed"),
        ({"padding": 1, "padding_mode": "edge"}, r"with stride \(1,\) and padding_mode 'edge'; a transposed"),
        ({"padding": ((2, 0),)}, r"with padding \(2, 0\) on axis 0; .* at most 1 before and 2 after"),
        ({"padding": ((0, 3),)}, r"with padding \(0, 3\) on axis 0; .* at most 1 before and 2 after"),
    ],
)
def test_what_no_transposed_convolution_could_be_is_not_said_to_be_one(given, sentence) -> None:
    made = Convolution.transposed([1, 2, 3], [1, 10], stride=2)
    with pytest.raises(ConvolutionError, match=sentence):
        dataclasses.replace(made, **given)


def test_rows_and_columns_are_told_apart_in_a_transposed_convolution():
    c = Convolution.transposed([[1, 2, 3]], [[1, 10], [100, 1000]], stride=(2, 1), padding=(0, 1))
    np.testing.assert_array_equal(c.output, [[12, 23], [1200, 2300]])
    assert c.input_dilation == (2, 1)


def test_the_windows_know_the_inserted_zeros():
    c = Convolution.transposed([[1, 2], [3, 4]], [[1, 1, 1]], stride=(1, 2), padding=(0, 1))
    assert c.padded.tolist() == [[0, 1, 0, 2, 0], [0, 3, 0, 4, 0]]
    assert c.geometry.input_dilation == (1, 2)
    assert c.geometry.spread_shape == (2, 3)
    assert [axis.astype(int).tolist() for axis in c.geometry.from_input] == [[1, 1], [0, 1, 0, 1, 0]]
    assert [axis.tolist() for axis in c.geometry.input_cells] == [[1, 1], [1, 2, 1]]


def test_a_stride_that_does_not_divide_the_filter_makes_a_checkerboard():
    ones = np.ones((3, 4))
    even = Convolution.transposed(ones, np.ones((2, 4)), stride=(2, 2), padding=((0, 0), (2, 2)))
    uneven = Convolution.transposed(ones, np.ones((3, 3)), stride=2)
    assert set(even.output.ravel()) == {2.0}
    assert set(uneven.output[1:-1, 1:-1].ravel()) == {1.0, 2.0, 4.0}


def test_zeros_may_be_inserted_in_any_convolution():
    c = Convolution([1, 2, 3], [1, 1], stride=2, padding="same", padding_mode="edge", input_dilation=3)
    np.testing.assert_array_equal(c.padded, [1, 0, 0, 2, 0, 0, 3, 3])
    np.testing.assert_array_equal(c.output, [1, 2, 0, 6])
    assert Convolution(X1, [1]).input_dilation == (1,)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"stride": 2, "output_padding": 2},
            "output_padding 2 on axis 0 is not below the stride (2) or the dilation (1); "
            "use less, or a larger stride",
        ),
        (
            {"padding": 3},
            "padding (3, 3) on axis 0 would cut cells of the input: at most 2 for a filter of size 3 with "
            "dilation 1 (dilation * (size - 1)); use less padding",
        ),
        (
            {"x": [5], "padding": 2},
            "padding (2, 2) on axis 0 leaves no output: without it the output has size 3; "
            "use less padding or a larger input",
        ),
        (
            {"padding": "same"},
            "padding is 'same'; give an integer of at least 0, one per axis, such as (1,), or one "
            "(before, after) pair per axis, such as ((1, 2),)",
        ),
        (
            {"output_padding": -1},
            "output_padding is -1; give an integer of at least 0, or one per axis, such as (1,)",
        ),
        ({"stride": 0}, "stride is 0; give an integer of at least 1, or one per axis, such as (1,)"),
        ({"bias": None}, "bias is None; give one finite number"),
        ({"w": W2}, "w has rank 2 and x has rank 1; give both the same rank, 1, 2 or 3"),
        (
            {"stride": 10**8},
            "the padded input of shape (200000005,) has 200000005 cells; "
            "at most 100000000 are allowed, use a smaller input or pad less",
        ),
    ],
)
def test_transposed_convolutions_that_are_refused(options, message):
    with refused(message):
        Convolution.transposed(**({"x": [1, 2, 3], "w": [1, 10, 100]} | options))


@pytest.mark.parametrize("name", ["stride", "padding", "output_padding", "dilation"])
def test_a_number_of_thousands_of_digits_is_an_error_like_any_other(name):
    with pytest.raises(ConvolutionError, match="a number of thousands of digits"):
        Convolution.transposed([1, 2], [1, 2], **{name: 10**5000})


def test_an_input_dilation_is_checked_as_the_other_settings_are():
    with refused("input_dilation is 0; give an integer of at least 1, or one per axis, such as (1, 1)"):
        Convolution(X2, W2, input_dilation=0)


# Stack.


def test_a_stack_is_an_input_and_the_layers_bound_to_their_inputs():
    stack = Stack(
        places(4, 5),
        partial(Filters, w=TWO, bias=[-30, 0]),
        partial(Activation, kind="relu"),
        partial(Pooling, size=(1, 3, 2)),
    )
    assert [type(layer) for layer in stack.layers] == [Filters, Activation, Pooling]
    assert [layer.output_shape for layer in stack.layers] == [(2, 3, 4), (2, 3, 4), (2, 1, 2)]
    assert stack.output.tolist() == [[[23, 27]], [[44, 48]]]
    assert (stack.output_shape, len(stack)) == ((2, 1, 2), 3)
    for before, after in zip(stack.layers, stack.layers[1:], strict=False):
        np.testing.assert_array_equal(after.x, before.output)


def test_filters_over_slices_hand_on_slices():
    stack = Stack(X3, partial(Filters, w=np.ones((2, 3, 2, 2))), partial(Convolution, w=np.ones((2, 1, 2))))
    assert [layer.x.shape for layer in stack.layers] == [(3, 3, 3), (2, 2, 2)]
    with refused(
        "layers[1], given shape (2, 2, 2, 2): x has rank 4 (shape (2, 2, 2, 2)); give it rank 1, 2 or 3"
    ):
        Stack(X3, partial(Filters, w=np.ones((2, 2, 2, 2))), Activation)


def test_a_stack_of_no_layers_is_its_input():
    stack = Stack(X2)
    np.testing.assert_array_equal(stack.output, X2)
    assert (stack.output_shape, len(stack), stack.layers) == ((3, 3), 0, ())


def test_a_refusal_names_the_layer_and_keeps_its_facts():
    with pytest.raises(ConvolutionError) as caught:
        Stack(places(3, 4), partial(Pooling, size=(1, 2)), Activation, partial(Convolution, w=[[1, 2, 3]]))
    assert str(caught.value) == (
        "layers[2], given shape (3, 2): filter of size 3 does not fit axis 1 of the padded input (size 2); "
        "use a smaller filter or pad by at least 1"
    )
    assert (caught.value.layer, caught.value.refusal) == (2, "fit")
    assert (caught.value.facts["axis"], caught.value.facts["size"]) == (1, 2)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    ("maker", "what"),
    [
        (7, "layers[1] is of type int"),
        (Pooling([1, 2], 2), "layers[1] is of type Pooling"),
        (lambda x: x.sum(), "layers[1] gave something of type float64"),
        (Stack, "layers[1] gave something of type Stack"),
    ],
    ids=["number", "layer", "array", "stack"],
)
def test_what_is_no_layer_is_refused(maker, what):
    end = r"; give callables from an array to a layer, such as functools\.partial\(Pooling, size=2\)$"
    with pytest.raises(ConvolutionError, match=f"^{re.escape(what)}{end}") as caught:
        Stack(X1, partial(Convolution, w=[1]), maker)
    assert caught.value.layer == 1


def test_an_error_outside_of_a_stack_has_no_place():
    with pytest.raises(ConvolutionError) as caught:
        Activation(X1, "none")
    assert caught.value.layer is None


# Receptive fields.

THREE = partial(Convolution, w=np.ones((3, 3)))


def fields(stack, index, layer=-1):
    field = stack.receptive_field(index, layer)
    return [cells.tolist() for cells in field.cells], field.start, field.size, field.stride


def test_two_filters_of_3_see_what_one_of_5_sees():
    x = places(9, 8)
    twice, once = Stack(x, THREE, THREE), Stack(x, partial(Convolution, w=np.ones((5, 5))))
    assert (
        fields(twice, (2, 1))
        == fields(once, (2, 1))
        == ([[2, 3, 4, 5, 6], [1, 2, 3, 4, 5]], (2, 1), (5, 5), (1, 1))
    )


def test_a_field_grows_and_moves_by_the_strides_before_it():
    stack = Stack(places(12, 9), partial(THREE, stride=(2, 1)), Activation, partial(Pooling, size=2))
    assert fields(stack, (1, 2), layer=0) == ([[2, 3, 4], [2, 3, 4]], (2, 2), (3, 3), (2, 1))
    assert fields(stack, (1, 2), layer=1) == fields(stack, (1, 2), layer=0)
    assert fields(stack, (1, 2)) == ([[4, 5, 6, 7, 8], [4, 5, 6, 7]], (4, 4), (5, 4), (4, 2))


def test_a_field_may_begin_in_the_padding_and_have_gaps():
    stack = Stack(places(6, 7), partial(THREE, padding=2, dilation=2))
    assert fields(stack, (0, 3)) == ([[0, 2], [1, 3, 5]], (-2, 1), (5, 5), (1, 1))


def test_copies_in_the_padding_count_as_what_they_are_copied_from():
    stack = Stack([1, 2, 3, 4], partial(Convolution, w=[1, 1], padding=((1, 0),), padding_mode="wrap"))
    assert fields(stack, (0,)) == ([[0, 3]], (-1,), (2,), (1,))


def test_a_field_behind_inserted_zeros_moves_by_half_a_cell():
    stack = Stack([1, 2, 3], partial(Convolution.transposed, w=[1, 1, 1], stride=2))
    assert fields(stack, (2,)) == ([[0, 1]], (0,), (2,), (0.5,))
    assert fields(stack, (3,)) == ([[1]], (1,), (1,), (0.5,))


def test_a_field_through_groups_has_the_slices_of_the_group():
    stack = Stack(places(4, 3, 5), partial(Filters, w=np.ones((2, 2, 1, 2)), groups=2), Activation)
    assert fields(stack, (1, 2, 0)) == ([[2, 3], [2], [0, 1]], (2, 2, 0), (2, 1, 2), (0, 1, 1))
    whole = partial(Filters, w=np.ones((2, 4, 1, 2)))
    assert fields(Stack(places(4, 3, 5), whole), (1, 0, 2, 0))[0] == [[0, 1, 2, 3], [2], [0, 1]]


@pytest.mark.parametrize(
    ("index", "layer"), [((0,), -1), ((0, 9), -1), ((-1, 0), 0), ((0, 0), 1), ((0, 0), -2)]
)
def test_a_field_of_no_cell_is_an_index_error(index, layer):
    with pytest.raises(IndexError):
        Stack(places(5, 6), THREE).receptive_field(index, layer)
