"""The core by example: literal goldens, the rules where libraries differ, and the text of errors.

Inputs are `10 * i + j` where possible, so that a value names its place, and sizes are unequal.
"""

import copy
import dataclasses
import re

import numpy as np
import pytest

import convviz
from convviz import Convolution, ConvolutionError, Step
from convviz.core import convolution as core

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
    return sum(10 ** (len(shape) - 1 - axis) * place for axis, place in enumerate(np.indices(shape)))


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
        ({}, [[22, 25, 28], [52, 55, 58]]),
        ({"stride": (1, 2)}, [[22, 28], [52, 58]]),
        ({"stride": (2, 1)}, [[22, 25, 28]]),
        ({"stride": 99}, [[22]]),
        ({"dilation": (2, 1)}, [[42, 45, 48]]),
        ({"dilation": (1, 2)}, [[24, 27], [54, 57]]),
        ({"flip": True}, [[11, 14, 17], [41, 44, 47]]),
        ({"bias": 0.5}, [[22.5, 25.5, 28.5], [52.5, 55.5, 58.5]]),
        ({"padding": (1, 0)}, [[2, 4, 6], [22, 25, 28], [52, 55, 58], [20, 21, 22]]),
        ({"padding": ((0, 1), (0, 0))}, [[22, 25, 28], [52, 55, 58], [20, 21, 22]]),
        ({"padding": ((0, 0), (2, 0)), "stride": (1, 2)}, [[0, 22, 28], [0, 52, 58]]),
    ],
)
def test_rows_and_columns_are_told_apart(options, output):
    c = Convolution(places(3, 4), [[1, 0], [0, 2]], **options)
    np.testing.assert_array_equal(c.output, output)
    assert c.output_shape == np.shape(output)
    assert len(c) == np.size(output)


@pytest.mark.parametrize(
    ("mode", "padded"),
    [
        ("constant", [0, 0, 0, 1, 2, 3, 4, 0, 0]),
        ("edge", [1, 1, 1, 1, 2, 3, 4, 4, 4]),
        ("reflect", [4, 3, 2, 1, 2, 3, 4, 3, 2]),
        ("symmetric", [3, 2, 1, 1, 2, 3, 4, 4, 3]),
        ("wrap", [2, 3, 4, 1, 2, 3, 4, 1, 2]),
    ],
)
def test_padding_modes_mean_what_they_mean_in_numpy(mode, padded):
    c = Convolution([1, 2, 3, 4], [1], padding=((3, 2),), padding_mode=mode)
    np.testing.assert_array_equal(c.padded, padded)
    np.testing.assert_array_equal(c.output, padded)


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


def test_the_package_exports_the_api():
    assert convviz.__version__ == "0.1.0"
    assert convviz.Step is Step
    assert issubclass(ConvolutionError, ValueError)


# Windows, products, steps


def test_windows_are_the_cells_that_the_taps_read():
    c = Convolution(places(5, 7), [[1, 2]], stride=(3, 2), dilation=(1, 3), padding=((0, 0), (0, 1)))
    assert c.windows.shape == (2, 3, 1, 2)
    np.testing.assert_array_equal(c.windows[:, :, 0, 0], [[0, 2, 4], [30, 32, 34]])
    np.testing.assert_array_equal(c.windows[:, :, 0, 1], [[3, 5, 0], [33, 35, 0]])


def test_windows_do_not_turn_with_the_filter():
    plain, flipped = Convolution(X1, W1), Convolution(X1, W1, flip=True)
    np.testing.assert_array_equal(plain.windows, flipped.windows)
    np.testing.assert_array_equal(flipped.w, W1)
    np.testing.assert_array_equal(flipped.kernel, [2, 0, 1])
    np.testing.assert_array_equal(flipped.products, flipped.windows * [2, 0, 1])


def test_flip_reverses_every_axis():
    c = Convolution(places(2, 3, 4), places(2, 3, 4), flip=True)
    np.testing.assert_array_equal(c.kernel, places(2, 3, 4)[::-1, ::-1, ::-1])


def test_a_step_holds_its_window_product_and_total():
    c = Convolution(places(4, 6), [[1, 2, 3], [0, 0, -1]], stride=(2, 3), bias=0.5)
    step = c.step(3)
    assert (step.index, step.origin) == ((1, 1), (2, 3))
    np.testing.assert_array_equal(step.window, [[23, 24, 25], [33, 34, 35]])
    np.testing.assert_array_equal(step.product, [[23, 48, 75], [0, 0, -35]])
    assert step.total == 111.5
    assert type(step.total) is float
    assert all(type(i) is int for i in (*step.index, *step.origin))


def test_steps_run_in_c_order():
    c = Convolution(places(3, 3, 4), np.ones((2, 2, 2)))
    assert [c.step(s).index for s in range(len(c))] == list(np.ndindex(*c.output_shape))


def test_the_total_of_a_step_is_the_cell_of_the_output_bit_for_bit():
    c = Convolution(places(4, 5), np.full((3, 3), 1 / 9), bias=0.1)
    for s in range(len(c)):
        step = c.step(s)
        assert step.total == c.output[step.index]
        assert step.total == pytest.approx(step.product.sum() + c.bias)


def test_a_partial_output_grows_by_one_cell_a_step():
    c = Convolution(places(3, 4), W2)
    for s in range(len(c)):
        partial = c.partial_output(s)
        np.testing.assert_array_equal(partial.ravel()[: s + 1], c.output.ravel()[: s + 1])
        assert np.isnan(partial.ravel()[s + 1 :]).all()
        assert partial.shape == c.output_shape
    assert not np.isnan(c.output).any()


@pytest.mark.parametrize("s", [-1, 4, 10**30])
@pytest.mark.parametrize("ask", [Convolution.step, Convolution.partial_output])
def test_a_step_out_of_range_is_an_index_error(ask, s):
    with pytest.raises(IndexError, match=r"^step .+ is out of range; the steps are 0 to 3$"):
        ask(Convolution(X2, W2), s)


@pytest.mark.parametrize("ask", [Convolution.step, Convolution.partial_output])
def test_a_step_is_a_whole_number(ask):
    with pytest.raises(TypeError):
        ask(Convolution(X2, W2), 1.0)


def test_a_narrow_integer_is_a_step_too():
    c = Convolution(np.arange(300), [1])
    assert c.step(np.uint8(255)).total == 255
    assert np.isnan(c.partial_output(np.uint8(255))).sum() == 44


# Values, copies, memory


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int16, np.uint64, np.float16, np.float32])
def test_narrow_numbers_do_not_wrap(dtype):
    c = Convolution(np.array([100, 120, 127], dtype), np.array([2, 3], dtype))
    np.testing.assert_array_equal(c.output, [560, 621])
    assert c.x.dtype == c.w.dtype == c.output.dtype == c.products.dtype == np.float64


def test_the_callers_arrays_are_neither_changed_nor_aliased():
    x, w = places(3, 4).astype(float), np.array(W2, dtype=float)
    kept_x, kept_w = x.copy(), w.copy()
    c = Convolution(x, w, padding=1, flip=True)
    output = c.output.copy()
    np.testing.assert_array_equal(x, kept_x)
    np.testing.assert_array_equal(w, kept_w)
    assert x.flags.writeable
    for mine in (c.x, c.w, c.padded, c.kernel, c.windows, c.output):
        assert not np.shares_memory(mine, x)
        assert not np.shares_memory(mine, w)
    x[:], w[:] = 7, 7
    np.testing.assert_array_equal(c.x, kept_x)
    np.testing.assert_array_equal(c.output, output)


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("padding", [0, 1])
def test_what_is_shared_is_read_only(flip, padding):
    c = Convolution(X2, W2, flip=flip, padding=padding)
    step = c.step(0)
    for array in (c.x, c.w, c.padded, c.kernel, c.windows, c.output, step.window, step.product):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_neither_a_convolution_nor_a_step_changes():
    c = Convolution(X2, W2)
    for thing, name in ((c, "stride"), (c, "x"), (c.step(0), "total")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, name, 1)


def test_the_output_is_computed_once():
    c = Convolution(X2, W2)
    assert c.output is c.output
    assert np.shares_memory(c.windows, c.padded)


def test_products_and_partial_outputs_belong_to_the_caller():
    c = Convolution(X2, W2)
    c.products[:] = 0
    c.partial_output(3)[:] = 0
    np.testing.assert_array_equal(c.output, [[2, 6], [4, 4]])


def test_a_copy_is_as_good():
    c = Convolution(X2, W2, stride=(1, 2))
    np.testing.assert_array_equal(copy.deepcopy(c).output, c.output)


@pytest.mark.parametrize("cells", [1, 7, 10**6])
def test_the_output_does_not_depend_on_the_blocks(monkeypatch, cells):
    options = {"stride": (1, 2, 1), "padding": "same", "bias": 0.1}
    x, w = places(5, 6, 7) / 3, places(2, 3, 2) / 7
    whole = Convolution(x, w, **options).output
    monkeypatch.setattr(core, "_BLOCK_CELLS", cells)
    np.testing.assert_array_equal(Convolution(x, w, **options).output, whole)


def test_an_input_of_several_blocks():
    x = np.arange(3 * core._BLOCK_CELLS + 5)
    np.testing.assert_array_equal(Convolution(x, [1, 0, 2]).output, 3 * x[:-2] + 4)


def test_the_output_has_no_negative_zero():
    assert not np.signbit(Convolution([1, 0, 2], [-0.0, 0]).output).any()


def test_memory_does_not_grow_with_the_taps():
    tracemalloc = pytest.importorskip("tracemalloc")
    peaks = []
    for k in (2, 12):
        c = Convolution(places(400, 500), np.ones((k, k)))
        assert c.padded.size
        tracemalloc.start()
        size = c.output.nbytes
        peaks.append(tracemalloc.get_traced_memory()[1] / size)
        tracemalloc.stop()
    assert max(peaks) < 1.5


# Errors: the thing, what was given, the limit, the way out


def refused(message):
    """Expects a ConvolutionError with exactly this text."""
    return pytest.raises(ConvolutionError, match=f"^{re.escape(message)}$")


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
        ([2**70], f"holds object ([{2**70}]); convert it to integers or floats first"),
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


@pytest.mark.parametrize("given", [{"stride": 10**30}, {"dilation": 10**30}])
def test_a_step_beyond_every_integer_of_numpy_visits_the_first_cell(given):
    (visited,) = Convolution([1, 2, 3], [1], **given).visited
    assert visited[0]
    assert visited.sum() == (1 if "stride" in given else 3)


@pytest.mark.parametrize("stride", [1, 2, 5])
@pytest.mark.parametrize("dilation", [1, 3])
def test_visited_cells_are_those_that_a_window_holds(stride, dilation):
    x = np.arange(12.0 * 11).reshape(12, 11)
    c = Convolution(x, np.ones((2, 3)), stride=(stride, 2), dilation=(dilation, 1))
    rows, columns = c.visited
    read = np.isin(x, c.windows)
    np.testing.assert_array_equal(rows[:, None] & columns, read)


@pytest.mark.parametrize("mode", ["zeros", "Constant", "", None, 0, np.array(["e", "w"])])
def test_padding_modes_are_checked_even_without_padding(mode):
    start = re.escape(f"padding_mode is {mode!r}; give one of 'constant', 'edge', 'reflect'")
    with pytest.raises(ConvolutionError, match=f"^{start}"):
        Convolution(X2, W2, padding_mode=mode)


@pytest.mark.parametrize(("mode", "limit"), [("reflect", 2), ("symmetric", 3), ("wrap", 3)])
def test_padding_modes_that_mirror_have_a_limit(mode, limit):
    x = places(4, 3)
    Convolution(x, W2, padding=(0, limit), padding_mode=mode)
    with refused(
        f"padding (0, {limit + 1}) on axis 1 is too much for padding_mode '{mode}': "
        f"at most {limit} for an axis of size 3; pad less or use 'constant' or 'edge'"
    ):
        Convolution(x, W2, padding=((0, 0), (0, limit + 1)), padding_mode=mode)


@pytest.mark.parametrize("mode", ["constant", "edge"])
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
