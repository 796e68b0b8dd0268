"""Laws that every convolution obeys, on convolutions that Hypothesis makes up."""

import numpy as np
import pytest

pytest.importorskip("hypothesis", reason="Hypothesis makes up the cases of these tests")

from few import made_up
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from convviz import Convolution

quick = made_up(60)
WHOLE = st.integers(-9, 9).map(float)
MODES = st.sampled_from(["constant", "edge", "reflect", "symmetric", "wrap"])


def per_axis(rank, values):
    return st.tuples(*[values] * rank)


@st.composite
def convolutions(draw, rank=None, **fixed):
    """A convolution of small whole numbers, so that sums are exact in any order."""
    rank = rank or draw(st.integers(1, 3))
    x = draw(arrays(float, draw(per_axis(rank, st.integers(3, 6))), elements=WHOLE))
    w = draw(arrays(float, draw(per_axis(rank, st.integers(1, 3))), elements=WHOLE))
    dilation = draw(per_axis(rank, st.integers(1, 2)))
    spans = [d * (k - 1) + 1 for k, d in zip(w.shape, dilation, strict=True)]
    padding = [
        tuple(max(draw(st.integers(0, n - 1)), (span - n + 1) // 2) for _ in ("before", "after"))
        for n, span in zip(x.shape, spans, strict=True)
    ]
    options = {
        "stride": draw(per_axis(rank, st.integers(1, 3))),
        "padding": padding,
        "dilation": dilation,
        "flip": draw(st.booleans()),
        "bias": draw(WHOLE),
        "padding_mode": draw(MODES),
    }
    return Convolution(x, w, **(options | fixed))


def again(c, x=None, w=None, **changes):
    """The same convolution of another input, filter or setting."""
    names = ("stride", "padding", "dilation", "flip", "bias", "padding_mode")
    options = {name: getattr(c, name) for name in names} | changes
    return Convolution(c.x if x is None else x, c.w if w is None else w, **options)


@quick
@given(convolutions(bias=0.0), st.integers(-5, 5), st.data())
def test_it_is_linear_in_the_input_and_in_the_filter(c, a, data):
    x = data.draw(arrays(float, c.x.shape, elements=WHOLE))
    w = data.draw(arrays(float, c.w.shape, elements=WHOLE))
    np.testing.assert_array_equal(again(c, x=a * c.x + x).output, a * c.output + again(c, x=x).output)
    np.testing.assert_array_equal(again(c, w=a * c.w + w).output, a * c.output + again(c, w=w).output)


@quick
@given(convolutions(), WHOLE)
def test_the_bias_moves_every_total(c, bias):
    np.testing.assert_array_equal(again(c, bias=bias).output - bias, c.output - c.bias)


@quick
@given(st.integers(1, 3).flatmap(lambda rank: arrays(float, (2, 3, 4)[:rank], elements=WHOLE)))
def test_an_impulse_gives_back_the_filter(w):
    impulse = np.ones((1,) * w.ndim)
    np.testing.assert_array_equal(Convolution(impulse, w, padding="full").output, np.flip(w))
    np.testing.assert_array_equal(Convolution(impulse, w, padding="full", flip=True).output, w)


@quick
@given(convolutions())
def test_the_products_of_a_step_sum_to_its_total(c):
    for s in range(len(c)):
        step = c.step(s)
        np.testing.assert_array_equal(step.product, step.window * c.kernel)
        np.testing.assert_array_equal(step.product, c.products[step.index])
        assert step.product.sum() + c.bias == step.total == c.output[step.index]


@quick
@given(convolutions())
def test_a_window_is_the_cells_of_the_padded_input_that_its_taps_read(c):
    for s in range(len(c)):
        step = c.step(s)
        cells = np.ix_(
            *(
                [start + d * j for j in range(k)]
                for start, d, k in zip(step.origin, c.dilation, c.w.shape, strict=True)
            )
        )
        np.testing.assert_array_equal(step.window, c.padded[cells])
        np.testing.assert_array_equal(step.window, c.windows[step.index])


@quick
@given(convolutions())
def test_the_shape_law(c):
    sizes = zip(c.x.shape, c.padding, c.w.shape, c.dilation, c.stride, strict=True)
    law = tuple((n + before + after - d * (k - 1) - 1) // s + 1 for n, (before, after), k, d, s in sizes)
    assert c.output_shape == c.output.shape == law
    assert c.windows.shape == c.products.shape == law + c.w.shape
    assert len(c) == np.prod(law)


@quick
@given(convolutions(padding="valid", dilation=1), st.data())
def test_the_output_moves_with_the_input(c, data):
    """Dropping the first `stride` cells of an axis drops the first cell of the output."""
    axis = data.draw(st.integers(0, c.rank - 1))
    cut = tuple(slice(c.stride[a] if a == axis else 0, None) for a in range(c.rank))
    if c.output_shape[axis] > 1:
        rest = tuple(slice(1 if a == axis else 0, None) for a in range(c.rank))
        np.testing.assert_array_equal(again(c, x=c.x[cut]).output, c.output[rest])


@quick
@given(convolutions())
def test_a_flip_is_a_reversed_filter(c):
    other = again(c, w=np.flip(c.w), flip=not c.flip)
    np.testing.assert_array_equal(other.output, c.output)


@quick
@given(convolutions(rank=3), st.permutations(range(3)))
def test_no_axis_is_special(c, order):
    turned = again(
        c,
        x=c.x.transpose(order),
        w=c.w.transpose(order),
        stride=[c.stride[a] for a in order],
        dilation=[c.dilation[a] for a in order],
        padding=[c.padding[a] for a in order],
    )
    np.testing.assert_array_equal(turned.output, c.output.transpose(order))
