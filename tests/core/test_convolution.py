"""A convolution by example: literal goldens, the rules where libraries differ, copies and memory.

Inputs are `10 * i + j` where possible, so that a value names its place, and sizes are unequal.
"""

import copy
import dataclasses

import numpy as np
import pytest
from worked import W1, W2, W3, X1, X2, X3, places

import convviz
from convviz import Convolution, ConvolutionError, Step
from convviz.core import convolution as core
from convviz.core import weighted_sums


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


def test_the_package_exports_the_api():
    assert convviz.__version__ == "0.1.0"
    assert convviz.Step is Step
    assert issubclass(ConvolutionError, ValueError)


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


def test_weighted_sums_are_those_of_the_windows_with_any_weights():
    c = Convolution(places(4, 5), W2, stride=(2, 1))
    sums = weighted_sums(c.windows, np.array([[0.0, 1], [-1, 2]]), bias=0.5)
    np.testing.assert_array_equal(sums, [[13.5, 15.5, 17.5, 19.5], [53.5, 55.5, 57.5, 59.5]])
    assert weighted_sums(c.windows, c.kernel).flags.writeable


@pytest.mark.parametrize(
    ("x", "output"),
    [
        ([1e16, 1, -1e16], [1]),
        ([-1e16, 1, 1e16], [1]),
        ([5, 1e16, 1, -1e16, 7], [1e16 + 6, 1, -1e16 + 8]),
        ([1e-20, 1, -1, 0], [1e-20, 0]),
    ],
)
def test_the_order_of_adding_changes_no_total(x, output):
    assert Convolution(x, [1, 1, 1]).output.tolist() == output
    assert Convolution(x[::-1], [1, 1, 1]).output.tolist() == output[::-1]


@pytest.mark.parametrize("padding", ["full", 7])
def test_wrap_goes_round_as_often_as_it_takes(padding):
    convolution = Convolution([1, 2, 3], [1, 0, 0, 0, 0, 0, 0], padding=padding, padding_mode="wrap")
    cells = 6 if padding == "full" else 7
    assert convolution.padded.tolist() == np.pad([1.0, 2, 3], cells, mode="wrap").tolist()
