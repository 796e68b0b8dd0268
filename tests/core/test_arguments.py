"""What is accepted, and the text of every refusal: the thing, what was given, the limit, the way out."""

import re

import numpy as np
import pytest
from worked import W1, W2, X1, X2, places

from convviz import Convolution, ConvolutionError


class Odd:
    """Something that is neither a number nor an array."""

    def __repr__(self):
        return "Odd()"


def refused(message):
    """Expects a ConvolutionError with exactly this text."""
    return pytest.raises(ConvolutionError, match=f"^{re.escape(message)}$")


@pytest.mark.parametrize(
    ("given", "resolved"),
    [
        (0, ((0, 0), (0, 0))),
        (2, ((2, 2), (2, 2))),
        (np.int8(2), ((2, 2), (2, 2))),
        (np.array(2), ((2, 2), (2, 2))),
        ((1, 2), ((1, 1), (2, 2))),
        ([1, 2], ((1, 1), (2, 2))),
        (np.array([1, 2], dtype=np.uint8), ((1, 1), (2, 2))),
        (((1, 2), (0, 3)), ((1, 2), (0, 3))),
        ([[1, 2], (0, 3)], ((1, 2), (0, 3))),
        (np.array([[1, 2], [0, 3]]), ((1, 2), (0, 3))),
        ([np.array([1, 2]), (np.int64(0), 3)], ((1, 2), (0, 3))),
        ("valid", ((0, 0), (0, 0))),
        ("same", ((0, 1), (1, 1))),
        ("full", ((1, 1), (2, 2))),
        (np.str_("full"), ((1, 1), (2, 2))),
    ],
)
def test_padding_resolves_to_pairs_of_ints(given, resolved):
    c = Convolution(places(4, 5), np.ones((2, 3)), padding=given)
    assert c.padding == resolved
    assert all(type(cells) is int for pair in c.padding for cells in pair)
    assert c.padded.shape == tuple(n + sum(p) for n, p in zip((4, 5), resolved, strict=True))


def test_a_pair_at_rank_1_is_written_as_a_pair_of_an_axis():
    assert Convolution(X1, W1, padding=((1, 2),)).padding == ((1, 2),)
    with pytest.raises(ConvolutionError, match=r"such as \(\(1, 2\),\)"):
        Convolution(X1, W1, padding=(1, 2))


@pytest.mark.parametrize(
    ("n", "k", "stride", "dilation", "pair"),
    [
        (5, 3, 1, 1, (1, 1)),
        (5, 2, 1, 1, (0, 1)),
        (5, 4, 1, 1, (1, 2)),
        (5, 3, 1, 2, (2, 2)),
        (5, 2, 1, 3, (1, 2)),
        (6, 3, 2, 1, (0, 1)),
        (7, 3, 2, 1, (1, 1)),
        (7, 2, 3, 1, (0, 1)),
        (8, 1, 3, 1, (0, 0)),
        (3, 7, 1, 1, (3, 3)),
        (2, 3, 9, 1, (0, 1)),
    ],
)
def test_same_gives_ceil_n_over_s_and_an_odd_cell_after(n, k, stride, dilation, pair):
    c = Convolution(np.ones(n), np.ones(k), stride, "same", dilation)
    assert c.padding == (pair,)
    assert c.output_shape == (-(-n // stride),)


def test_words_and_ints_act_on_depth_too():
    x, w = places(2, 4, 5), np.ones((2, 3, 3))
    assert Convolution(x, w, padding=1).padding == ((1, 1), (1, 1), (1, 1))
    assert Convolution(x, w, padding="same").padding == ((0, 1), (1, 1), (1, 1))
    assert Convolution(x, w, padding="full", dilation=(1, 2, 1)).padding == ((1, 1), (4, 4), (2, 2))
    assert Convolution(x, w).output_shape == (1, 2, 3)


def test_the_settings_are_kept_resolved():
    c = Convolution(X2, W2, stride=np.array([1, 2]), dilation=[2, 1], bias=np.int8(3))
    assert (c.stride, c.dilation, c.bias, c.flip, c.padding_mode, c.rank) == (
        (1, 2),
        (2, 1),
        3.0,
        False,
        "constant",
        2,
    )
    assert [type(value) for value in (*c.stride, *c.dilation, c.bias)] == [int] * 4 + [float]


def test_a_numpy_bool_flips():
    assert Convolution(X1, W1, flip=np.True_).flip is True


@pytest.mark.parametrize(
    ("n", "k", "options", "message"),
    [
        (
            7,
            5,
            {"dilation": 2},
            "filter of size 5 (9 with dilation 2) does not fit axis 0 of the padded input (size 7)"
            "; use a smaller filter or pad by at least 1",
        ),
        (
            3,
            5,
            {},
            "filter of size 5 does not fit axis 0 of the padded input (size 3); "
            "use a smaller filter or pad by at least 1",
        ),
        (
            3,
            6,
            {"padding": 1},
            "filter of size 6 does not fit axis 0 of the padded input (size 5); "
            "use a smaller filter or pad by at least 2",
        ),
        (
            3,
            8,
            {"padding": ((0, 4),)},
            "filter of size 8 does not fit axis 0 of the padded input (size 7); "
            "use a smaller filter or pad by at least 3",
        ),
        (
            3,
            4,
            {"padding": "valid"},
            "filter of size 4 does not fit axis 0 of the padded input (size 3); "
            "use a smaller filter or pad by at least 1",
        ),
    ],
)
def test_a_filter_that_does_not_fit(n, k, options, message):
    with refused(message):
        Convolution(np.ones(n), np.ones(k), **options)
    advised = int(message.rsplit(" ", 1)[1])
    rest = {name: value for name, value in options.items() if name != "padding"}
    Convolution(np.ones(n), np.ones(k), padding=advised, **rest)
    with pytest.raises(ConvolutionError, match="does not fit"):
        Convolution(np.ones(n), np.ones(k), padding=advised - 1, **rest)


def test_a_filter_that_does_not_fit_names_its_axis():
    with refused(
        "filter of size 3 does not fit axis 2 of the padded input (size 2); "
        "use a smaller filter or pad by at least 1"
    ):
        Convolution(places(3, 4, 2), np.ones((3, 4, 3)))


def test_a_filter_and_an_input_are_never_swapped():
    with pytest.raises(ConvolutionError, match="does not fit axis 0"):
        Convolution(W1, X1)


@pytest.mark.parametrize("name", ["x", "w"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([[1, 2], [3]], "is [[1, 2], [3]]; make its rows equally long"),
        ([True, False], "holds bool ([True, False]); convert it to integers or floats first"),
        ([1, True], "holds bool ([1, True]); convert it to integers or floats first"),
        ([1j], "holds complex128 ([1j]); convert it to integers or floats first"),
        (["1"], "holds str32 (['1']); convert it to integers or floats first"),
        ([None], "holds object ([None]); convert it to integers or floats first"),
        ([2**70], f"holds an integer of more than 64 bits ([{2**70}]); write it as a float, as 1e20 is"),
        (
            [2**70, 0.5],
            f"holds an integer of more than 64 bits ([{2**70}, 0.5]); write it as a float, as 1e20 is",
        ),
        (
            np.array([1, 2], dtype=object),
            "holds object (array([1, 2], dtype=object)); convert it to integers or floats first",
        ),
        (Odd(), "holds object (Odd()); convert it to integers or floats first"),
        (5, "has rank 0 (shape ()); give it rank 1, 2 or 3"),
        ([[[[1, 2]]]], "has rank 4 (shape (1, 1, 1, 2)); give it rank 1, 2 or 3"),
        ([], "axis 0 of NAME has size 0; give every axis at least one cell"),
        (np.ones((2, 0, 3)), "axis 1 of NAME has size 0; give every axis at least one cell"),
        ([1, float("nan")], "NAME[1] is nan; every value must be finite, replace it by a number"),
        ([float("inf")], "NAME[0] is inf; every value must be finite, replace it by a number"),
    ],
)
def test_tensors_that_are_refused(name, value, message):
    text = message.replace("NAME", name) if "NAME" in message else f"{name} {message}"
    with refused(text):
        Convolution(**{"x": [1, 2], "w": [1], name: value})


def test_arrays_of_bools_and_dates_are_refused():
    for value in (np.array([True]), [np.array([True])], [np.True_, 1]):
        with pytest.raises(ConvolutionError, match=r"^w holds bool"):
            Convolution([1], value)
    with pytest.raises(ConvolutionError, match=r"^x holds datetime64"):
        Convolution(np.array(["2020-01-01"], dtype="datetime64[D]"), [1])


def test_a_value_is_refused_even_where_no_window_reaches_it():
    x = places(4, 5).astype(float)
    x[3, 4] = np.nan
    with refused("x[3, 4] is nan; every value must be finite, replace it by a number"):
        Convolution(x, np.ones((2, 2)), stride=9)


def test_a_wider_float_that_does_not_fit_is_refused():
    huge = np.array([np.longdouble("1e4000")])
    if not np.isfinite(huge).all():
        pytest.skip("long double is no wider than double here")
    with pytest.raises(ConvolutionError, match=r"^x\[0\] is inf"):
        Convolution(huge, [1])


def test_ranks_must_be_equal():
    with refused("w has rank 1 and x has rank 2; give both the same rank, 1, 2 or 3"):
        Convolution(X2, W1)


@pytest.mark.parametrize("name", ["stride", "dilation"])
@pytest.mark.parametrize(
    "value",
    [
        *(0, -1, 1.0, 2.0, True, None, "2", {1, 2}, Odd()),
        *((1,), (1, 1, 1), (1, 0), (1, 2.0), (1, True), ((1, 1), (1, 1))),
        *(np.float64(2), np.array([1.0, 2.0]), np.array([True, True]), np.array([1])),
    ],
    ids=repr,
)
def test_strides_and_dilations_that_are_refused(name, value):
    start = re.escape(f"{name} is {value!r}; give an integer of at least 1, or one per axis")
    with pytest.raises(ConvolutionError, match=rf"^{start}, such as \(1, 1\)$"):
        Convolution(X2, W2, **{name: value})


@pytest.mark.parametrize(
    "value",
    [
        *(-1, 1.0, True, None, "Same", "SAME", "", np.array([1.0, 2.0]), Odd()),
        *((1,), (1, 2, 3), (1, -1), (1, 2.0), (1, (1, 2)), ("same",), ("same", 1)),
        *(("same", "Full"), ("same", (1, 2))),
        *(((1, 2),), ((1, 2), (3,)), ((1, 2), (3, -4)), ((1, 2), (3, False))),
    ],
    ids=repr,
)
def test_paddings_that_are_refused(value):
    start = re.escape(f"padding is {value!r}; give an integer of at least 0, one per axis")
    with pytest.raises(
        ConvolutionError, match=f"^{start}.+ or 'valid', 'same' or 'full', or one of these words per axis$"
    ):
        Convolution(X2, W2, padding=value)


def test_each_axis_may_have_its_own_word_for_padding():
    c = Convolution(np.ones((3, 4, 5)), np.ones((2, 3, 4)), padding=("valid", "same", "full"))
    assert c.padding == ((0, 0), (1, 1), (3, 3))


@pytest.mark.parametrize("mode", ["zeros", "Constant", "", None, 0, np.array(["e", "w"])])
def test_padding_modes_are_checked_even_without_padding(mode):
    start = re.escape(f"padding_mode is {mode!r}; give one of 'constant', 'edge', 'reflect'")
    with pytest.raises(ConvolutionError, match=f"^{start}"):
        Convolution(X2, W2, padding_mode=mode)


@pytest.mark.parametrize(("mode", "limit"), [("reflect", 2), ("symmetric", 3)])
def test_padding_modes_that_mirror_have_a_limit(mode, limit):
    x = places(4, 3)
    Convolution(x, W2, padding=(0, limit), padding_mode=mode)
    with refused(
        f"padding (0, {limit + 1}) on axis 1 is too much for padding_mode '{mode}': "
        f"at most {limit} for an axis of size 3; pad less or use 'constant' or 'edge'"
    ):
        Convolution(x, W2, padding=((0, 0), (0, limit + 1)), padding_mode=mode)


@pytest.mark.parametrize("mode", ["constant", "edge", "wrap"])
def test_padding_modes_that_repeat_have_none(mode):
    assert Convolution([1, 2], [1], padding=50, padding_mode=mode).output_shape == (102,)


@pytest.mark.parametrize("word", ["same", "full"])
def test_the_limit_applies_to_what_a_word_comes_to(word):
    with pytest.raises(ConvolutionError, match="at most 1 for an axis of size 2"):
        Convolution([1, 2], np.ones(5), padding=word, padding_mode="reflect")


def test_a_single_cell_can_be_reflected_by_nothing():
    assert Convolution([5], [2], padding_mode="reflect").output == [10]


@pytest.mark.parametrize(
    ("options", "shape", "cells"),
    [
        ({"padding": 50_000}, "(100003, 100003)", 100_003**2),
        ({"padding": ((0, 10**8), (0, 0))}, "(100000003, 3)", 300_000_009),
        ({"padding": "full", "dilation": 10**5}, "(200003, 200003)", 200_003**2),
    ],
)
def test_a_padded_input_has_at_most_a_hundred_million_cells(options, shape, cells):
    with refused(
        f"the padded input of shape {shape} has {cells} cells; "
        "at most 100000000 are allowed, use a smaller input or pad less"
    ):
        Convolution(X2, W2, **options)


def test_the_size_is_checked_before_anything_is_allocated():
    endless = np.broadcast_to(np.float64(1), (10**6, 10**6))
    with pytest.raises(ConvolutionError, match="at most 100000000 are allowed"):
        Convolution(endless, W2)
    with pytest.raises(ConvolutionError, match="does not fit axis 0"):
        Convolution(X2, endless)
    with pytest.raises(ConvolutionError, match="at most 100000000 are allowed"):
        Convolution(X2, endless, padding="full")


def test_a_number_of_thousands_of_digits_is_an_error_like_any_other():
    with pytest.raises(ConvolutionError, match="a number of thousands of digits"):
        Convolution(X2, W2, padding=10**5000)
    with pytest.raises(ConvolutionError, match="a number of thousands of digits"):
        Convolution(X2, W2, dilation=10**5000)
    with pytest.raises(ConvolutionError, match="bias is a number of thousands of digits"):
        Convolution(X2, W2, bias=10**5000)
    assert Convolution(X2, W2, stride=10**5000).output_shape == (1, 1)


@pytest.mark.parametrize("flip", [0, 1, None, "True", np.array([True])])
def test_flips_that_are_refused(flip):
    with refused(f"flip is {flip!r}; give True or False"):
        Convolution(X2, W2, flip=flip)


@pytest.mark.parametrize(
    "bias", [True, None, "1", 1j, float("nan"), float("-inf"), [1.0], np.array(1.0), 10**310, Odd()]
)
def test_biases_that_are_refused(bias):
    with pytest.raises(ConvolutionError, match=r"^bias is .+; give one finite number$"):
        Convolution(X2, W2, bias=bias)


@pytest.mark.parametrize(
    ("x", "w", "bias"),
    [
        ([1e300, 0], [1e10], 0),
        ([1, 0], [1e308, 1e308], 0),
        ([-1e308], [1], 1e308),
        ([1e308, 0], [1], -1e308),
    ],
)
def test_what_could_overflow_is_refused(x, w, bias):
    with pytest.raises(ConvolutionError, match=r"^a total could overflow: .+ below 1\.79769e\+308"):
        Convolution(x, w, bias=bias)


def test_overflow_names_its_parts():
    with refused(
        "a total could overflow: sum|w| = 1e+10, max|x| = 1e+300, bias = 2; "
        "keep sum|w| * max|x| + |bias| below 1.79769e+308, scale one down"
    ):
        Convolution([1e300, -1], [-1e10], bias=2)
