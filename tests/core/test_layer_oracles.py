"""The layers against independent implementations, over a grid of everything that can be set."""

from itertools import product

import numpy as np
import pytest
from oracles import naive_output, naive_pooling, naive_scatter

from convviz import Activation, Convolution, ConvolutionError, Filters, Pooling
from convviz.core import ACTIVATIONS

SHAPES = {1: ((7,), (3,)), 2: ((5, 7), (2, 3)), 3: ((4, 5, 6), (2, 3, 2))}
STRIDES = {"1": (1, 1, 1), "3-2-1": (3, 2, 1), "1-2-3": (1, 2, 3)}
DILATIONS = {"1": (1, 1, 1), "1-1-2": (1, 1, 2), "2": (2, 2, 2)}
every_rank = pytest.mark.parametrize("rank", SHAPES)
every_stride = pytest.mark.parametrize("stride", STRIDES)
every_dilation = pytest.mark.parametrize("dilation", DILATIONS)


def whole_numbers(*shape):
    """Whole numbers without symmetry, so that sums are exact in any order."""
    return np.arange(np.prod(shape), dtype=float).reshape(shape) * 7 % 13 - 5


@pytest.fixture(scope="module")
def torch():
    return pytest.importorskip("torch", reason="PyTorch is the oracle of this test")


def tensor_of(torch, array):
    return torch.tensor(np.array(array), dtype=torch.float64)


def batch_of(torch, array):
    """An array as PyTorch has it: one of a batch, with one channel."""
    return tensor_of(torch, array)[None, None]


def function_of(torch, name, rank):
    return getattr(torch.nn.functional, name.replace("Nd", f"{rank}d"))


# Filters.


@every_rank
@every_stride
@pytest.mark.parametrize("padding", [((0, 0),) * 3, ((1, 0), (0, 2), (1, 1))])
@pytest.mark.parametrize("flip", [False, True])
def test_nested_loops_agree_on_filters(rank, stride, padding, flip):
    (n, k), strides, pads = SHAPES[rank], STRIDES[stride][-rank:], padding[-rank:]
    x, w, bias = whole_numbers(*n), whole_numbers(3, *k), (0.25, -1.0, 2.0)
    f = Filters(x, w, bias, stride=strides, padding=pads, flip=flip)
    for number in range(3):
        expected = naive_output(x, w[number], strides, pads, (1,) * rank, flip, bias[number])
        np.testing.assert_array_equal(f.output[number], expected)
        np.testing.assert_array_equal(f.filters[number].output, expected)


@pytest.mark.parametrize("groups", [1, 2, 3, 6])
@pytest.mark.parametrize("of_each", [1, 2])
@pytest.mark.parametrize("flip", [False, True])
def test_nested_loops_agree_on_groups(groups, of_each, flip):
    depth = 6 // groups
    x, w = whole_numbers(6, 4, 5), whole_numbers(groups * of_each, depth, 2, 3)
    f = Filters(x, w, groups=groups, stride=(1, 1, 2), padding=(0, 1, 2), flip=flip)
    for number in range(groups * of_each):
        start = number // of_each * depth
        pads = ((0, 0), (1, 1), (2, 2))
        expected = naive_output(x[start : start + depth], w[number], (1, 1, 2), pads, (1, 1, 1), flip)
        np.testing.assert_array_equal(f.output[number], expected)
        np.testing.assert_array_equal(f.filters[number].output, expected)


@pytest.mark.slow
@every_rank
@every_stride
@every_dilation
@pytest.mark.parametrize("padding", [0, 2])
def test_pytorch_agrees_on_filters(torch, rank, stride, dilation, padding):
    (n, k), strides, gaps = SHAPES[rank], STRIDES[stride][-rank:], DILATIONS[dilation][-rank:]
    x, w, bias = whole_numbers(*n), whole_numbers(4, *k), [0.5, 1, -2, 0]
    conv = function_of(torch, "convNd", rank)
    options = {"stride": strides, "padding": padding, "dilation": gaps}
    expected = conv(batch_of(torch, x), tensor_of(torch, w)[:, None], tensor_of(torch, bias), **options)[0]
    f = Filters(x, w, bias, **options)
    assert f.output_shape == tuple(expected.shape)
    np.testing.assert_array_equal(f.output, expected.numpy())


@pytest.mark.slow
@pytest.mark.parametrize("groups", [2, 3, 6])
@pytest.mark.parametrize("of_each", [1, 2])
@pytest.mark.parametrize(("stride", "padding"), [(1, 0), (2, 0), (1, 1), (2, 1), (1, "same")])
@pytest.mark.parametrize("dilation", [1, 2])
@pytest.mark.filterwarnings("ignore:Using padding='same'")  # that PyTorch makes a copy
def test_pytorch_agrees_on_groups(torch, groups, of_each, stride, padding, dilation):
    """Slices are the channels of `conv2d`, and one number means rows and columns."""
    x, w = whole_numbers(6, 5, 7), whole_numbers(groups * of_each, 6 // groups, 3, 2)
    options = {"stride": stride, "padding": padding, "dilation": dilation}
    expected = torch.nn.functional.conv2d(
        tensor_of(torch, x)[None], tensor_of(torch, w), groups=groups, **options
    )[0]
    f = Filters(x, w, groups=groups, **options)
    np.testing.assert_array_equal(f.output[:, 0], expected.numpy())


# Transposed convolution.


@pytest.mark.slow
@every_rank
@every_stride
@every_dilation
@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("output_padding", [0, 1])
def test_pytorch_and_a_scatter_agree_on_transposed_convolutions(
    torch, rank, stride, dilation, padding, output_padding
):
    (n, k), strides, gaps = SHAPES[rank], STRIDES[stride][-rank:], DILATIONS[dilation][-rank:]
    x, w = whole_numbers(*n), whole_numbers(*k)
    extra = tuple(min(output_padding, max(s, d) - 1) for s, d in zip(strides, gaps, strict=True))
    options = {"stride": strides, "padding": padding, "output_padding": extra, "dilation": gaps}
    c = Convolution.transposed(x, w, bias=0.5, **options)
    naive = naive_scatter(x, w, strides, (padding,) * rank, extra, gaps, 0.5)
    np.testing.assert_array_equal(c.output, naive)
    function = function_of(torch, "conv_transposeNd", rank)
    expected = function(batch_of(torch, x), batch_of(torch, w), torch.tensor([0.5]).double(), **options)
    np.testing.assert_array_equal(c.output, expected[0, 0].numpy())


@pytest.mark.slow
@every_rank
def test_pytorch_refuses_the_same_output_paddings(torch, rank):
    n, k = SHAPES[rank]
    function = function_of(torch, "conv_transposeNd", rank)
    for stride, dilation, extra in product((1, 2), (1, 2), (0, 1, 2)):
        options = {"stride": stride, "dilation": dilation, "output_padding": extra}
        if extra < max(stride, dilation):
            Convolution.transposed(whole_numbers(*n), whole_numbers(*k), **options)
            continue
        with pytest.raises(ConvolutionError, match="output_padding"):
            Convolution.transposed(whole_numbers(*n), whole_numbers(*k), **options)
        with pytest.raises(RuntimeError, match="output padding"):
            function(batch_of(torch, whole_numbers(*n)), batch_of(torch, whole_numbers(*k)), **options)


@every_rank
@pytest.mark.parametrize("stride", [1, 2])
def test_scipy_agrees_that_spreading_and_convolving_is_the_same(rank, stride):
    signal = pytest.importorskip("scipy.signal", reason="SciPy is the oracle of this test")
    n, k = SHAPES[rank]
    x, w = whole_numbers(*n), whole_numbers(*k)
    spread = np.zeros([stride * (size - 1) + 1 for size in n])
    spread[(slice(None, None, stride),) * rank] = x
    c = Convolution.transposed(x, w, stride=stride)
    np.testing.assert_allclose(c.output, signal.convolve(spread, w, method="direct"), atol=1e-12)


# Pooling.


@every_rank
@every_stride
@every_dilation
@pytest.mark.parametrize("padding", [0, 1])
@pytest.mark.parametrize("kind", ["max", "mean"])
def test_nested_loops_agree_on_pooling(rank, stride, dilation, padding, kind):
    (n, k), strides, gaps = SHAPES[rank], STRIDES[stride][-rank:], DILATIONS[dilation][-rank:]
    p = Pooling(whole_numbers(*n), k, kind, strides, padding, gaps)
    expected, winners = naive_pooling(p.x, k, kind, strides, p.padding, gaps)
    np.testing.assert_array_equal(p.output, expected)
    if kind == "max":
        assert [p.step(s).winner for s in range(len(p))] == list(winners.values())


@pytest.mark.slow
@every_rank
@every_stride
@every_dilation
@pytest.mark.parametrize("padding", [0, 1])
def test_pytorch_agrees_on_the_largest_and_on_where_it_is(torch, rank, stride, dilation, padding):
    (n, k), strides, gaps = SHAPES[rank], STRIDES[stride][-rank:], DILATIONS[dilation][-rank:]
    p = Pooling(whole_numbers(*n) % 3, k, "max", strides, padding, gaps)  # with many equals
    function = function_of(torch, "max_poolNd", rank)
    expected, places = function(batch_of(torch, p.x), k, strides, padding, gaps, return_indices=True)
    np.testing.assert_array_equal(p.output, expected[0, 0].numpy())
    for s, place in enumerate(places.ravel().tolist()):
        step = p.step(s)
        axes = zip(step.origin, step.winner, gaps, strict=True)
        cell = tuple(o + d * t - padding for o, t, d in axes)
        assert cell == tuple(map(int, np.unravel_index(place, n)))


@pytest.mark.slow
@every_rank
@every_stride
@pytest.mark.parametrize("padding", [0, 1])
def test_pytorch_agrees_on_means_without_the_padding(torch, rank, stride, padding):
    (n, k), strides = SHAPES[rank], STRIDES[stride][-rank:]
    p = Pooling(whole_numbers(*n), k, "mean", strides, padding)
    function = function_of(torch, "avg_poolNd", rank)
    expected = function(batch_of(torch, p.x), k, strides, padding, count_include_pad=False)
    np.testing.assert_allclose(p.output, expected[0, 0].numpy(), rtol=1e-14)


@every_rank
def test_scipy_agrees_on_a_sliding_maximum(rank):
    ndimage = pytest.importorskip("scipy.ndimage", reason="SciPy is the oracle of this test")
    x = whole_numbers(*SHAPES[rank][0])
    expected = ndimage.maximum_filter(x, size=3, mode="constant", cval=-np.inf)
    np.testing.assert_array_equal(Pooling(x, 3, stride=1, padding=1).output, expected)


# Activation.


@pytest.mark.slow
@every_rank
@pytest.mark.parametrize("kind", ACTIVATIONS)
def test_pytorch_agrees_on_activations(torch, rank, kind):
    x = whole_numbers(*SHAPES[rank][0]) * 1.5
    expected = getattr(torch.nn.functional, kind)(tensor_of(torch, x))
    np.testing.assert_allclose(Activation(x, kind).output, expected.numpy(), rtol=1e-14)


def test_scipy_agrees_on_the_sigmoid():
    special = pytest.importorskip("scipy.special", reason="SciPy is the oracle of this test")
    x = np.linspace(-700, 700, 1001)
    np.testing.assert_allclose(Activation(x, "sigmoid").output, special.expit(x), rtol=1e-14)
