"""The core against independent implementations, over a grid of everything that can be set."""

from itertools import product

import numpy as np
import pytest
from oracles import naive_output, naive_pad

from convviz import Convolution

SHAPES = {
    1: ((7,), (3,)),
    2: ((5, 7), (2, 3)),
    3: ((3, 4, 6), (2, 3, 2)),
}
EVEN = {1: ((6,), (2,)), 2: ((6, 5), (4, 1)), 3: ((2, 5, 4), (2, 2, 3))}
STRIDES = {"1": (1, 1, 1), "2": (2, 2, 2), "3-2-1": (3, 2, 1)}
DILATIONS = {"1": (1, 1, 1), "2": (2, 2, 2), "1-1-2": (1, 1, 2)}
PADDINGS = ["valid", "same", "full", 2, "pairs"]
MODES = ["constant", "edge", "reflect", "symmetric", "wrap"]
PAIRS = ((2, 1), (0, 2), (1, 3))


def tensors(shapes):
    """An input that names its places and a filter without symmetry."""
    x, w = (np.arange(np.prod(shape), dtype=float).reshape(shape) for shape in shapes)
    return x % 11 - 4, w % 5 - 1.5


def convolution(rank, shapes, padding="valid", stride="1", dilation="1", **options):
    """A convolution of the grid, its per-axis settings the last ones of rank 3."""
    return Convolution(
        *tensors(shapes[rank]),
        stride=STRIDES[stride][-rank:],
        padding=PAIRS[-rank:] if padding == "pairs" else padding,
        dilation=DILATIONS[dilation][-rank:],
        **options,
    )


def assert_agrees(c):
    """The output is what the nested loops say."""
    expected = naive_output(c.x, c.w, c.stride, c.padding, c.dilation, c.flip, c.bias, c.padding_mode)
    assert c.output_shape == c.output.shape == expected.shape
    np.testing.assert_allclose(c.output, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("rank", SHAPES)
@pytest.mark.parametrize("shapes", [SHAPES, EVEN], ids=["odd", "even"])
@pytest.mark.parametrize("stride", STRIDES)
@pytest.mark.parametrize("padding", PADDINGS)
@pytest.mark.parametrize("dilation", DILATIONS)
@pytest.mark.parametrize("flip", [False, True])
def test_nested_loops_agree(rank, shapes, stride, padding, dilation, flip):
    x, w = shapes[rank]
    spans = [d * (k - 1) + 1 for d, k in zip(DILATIONS[dilation][-rank:], w, strict=True)]
    if padding == "valid" and any(span > n for span, n in zip(spans, x, strict=True)):
        with pytest.raises(ValueError, match="does not fit"):
            convolution(rank, shapes, padding, stride, dilation)
        return
    assert_agrees(convolution(rank, shapes, padding, stride, dilation, flip=flip, bias=0.25))


@pytest.mark.parametrize("rank", SHAPES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("padding", ["same", "full", 1, 2])
@pytest.mark.parametrize(("stride", "dilation"), [("1", "1"), ("3-2-1", "1"), ("2", "1-1-2")])
def test_nested_loops_agree_on_every_padding_mode(rank, mode, padding, stride, dilation):
    c = convolution(rank, SHAPES, padding, stride, dilation, padding_mode=mode)
    np.testing.assert_array_equal(c.padded, naive_pad(c.x, c.padding, mode))
    assert_agrees(c)


@pytest.mark.parametrize("rank", SHAPES)
@pytest.mark.parametrize("flip", [False, True])
def test_scipy_signal_agrees(rank, flip):
    signal = pytest.importorskip("scipy.signal", reason="SciPy is the oracle of this test")
    function = signal.convolve if flip else signal.correlate
    for shapes, padding in product((SHAPES, EVEN), ("valid", "full")):
        c = convolution(rank, shapes, padding, flip=flip)
        expected = function(*tensors(shapes[rank]), mode=padding, method="direct")
        np.testing.assert_allclose(c.output, expected, rtol=1e-12, atol=1e-12)


NDIMAGE_MODES = {
    "constant": "constant",
    "edge": "nearest",
    "reflect": "mirror",
    "symmetric": "reflect",
    "wrap": "wrap",
}


@pytest.mark.parametrize("rank", SHAPES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("stride", STRIDES)
def test_scipy_ndimage_agrees(rank, mode, stride):
    """ndimage centres the filter; `same` with stride 1 and odd sizes does so too."""
    ndimage = pytest.importorskip("scipy.ndimage", reason="SciPy is the oracle of this test")
    x, _ = tensors(SHAPES[rank])
    w = np.arange(3.0**rank).reshape((3,) * rank) % 5 - 1.5
    c = Convolution(x, w, STRIDES[stride][-rank:], padding=1, padding_mode=mode)
    everywhere = ndimage.correlate(x, w, mode=NDIMAGE_MODES[mode])
    expected = everywhere[tuple(slice(None, None, s) for s in c.stride)]
    np.testing.assert_allclose(c.output, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("rank", SHAPES)
def test_scipy_ndimage_agrees_on_a_dilated_filter(rank):
    """A dilation is a filter with zeros between its taps."""
    ndimage = pytest.importorskip("scipy.ndimage", reason="SciPy is the oracle of this test")
    x, _ = tensors(((9, 8, 7)[:rank], ()))
    w = np.arange(3.0**rank).reshape((3,) * rank) - 4
    holes = np.zeros((5,) * rank)
    holes[(slice(None, None, 2),) * rank] = w
    c = Convolution(x, w, padding="same", dilation=2)
    expected = ndimage.correlate(x, holes, mode="constant")
    np.testing.assert_allclose(c.output, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("rank", SHAPES)
@pytest.mark.parametrize("flip", [False, True])
def test_numpy_agrees_where_it_has_a_convolution(rank, flip):
    """One row of any rank, against `numpy.correlate` and `numpy.convolve`."""
    x, w = np.arange(8.0) % 5 - 1, np.array([2.0, -1, 0.5])
    ones = (1,) * (rank - 1)
    c = Convolution(x.reshape(*ones, 8), w.reshape(*ones, 3), flip=flip)
    expected = (np.convolve if flip else np.correlate)(x, w, mode="valid")
    np.testing.assert_allclose(c.output.ravel(), expected, rtol=1e-12, atol=1e-12)
