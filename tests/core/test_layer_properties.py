"""Laws that the layers obey, on layers that Hypothesis makes up."""

from functools import partial

import numpy as np
import pytest

pytest.importorskip("hypothesis", reason="Hypothesis makes up the cases of these tests")

from few import made_up
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from convviz import Activation, Convolution, Filters, Pooling, Stack
from convviz.core import masks_of

quick = made_up(60)
WHOLE = st.integers(-9, 9).map(float)


def per_axis(rank, values):
    return st.tuples(*[values] * rank)


@st.composite
def settings_of(draw, rank):
    """A stride, a padding and a dilation that fit any input of 5 cells and filter of 3 at most."""
    return {
        "stride": draw(per_axis(rank, st.integers(1, 3))),
        "padding": draw(per_axis(rank, st.tuples(st.integers(0, 2), st.integers(0, 2)))),
        "dilation": draw(per_axis(rank, st.integers(1, 2))),
    }


@st.composite
def inputs(draw, rank=None):
    rank = rank or draw(st.integers(1, 3))
    return draw(arrays(float, draw(per_axis(rank, st.integers(5, 7))), elements=WHOLE))


@quick
@given(st.data())
def test_a_transposed_convolution_is_the_adjoint(data):
    """The sum of conv(x) * y is that of x * transposed(y): cells that no window reads get nothing."""
    x = data.draw(inputs())
    w = data.draw(arrays(float, data.draw(per_axis(x.ndim, st.integers(1, 3))), elements=WHOLE))
    options = data.draw(settings_of(x.ndim))
    edges = [d * (k - 1) for d, k in zip(options["dilation"], w.shape, strict=True)]
    pads = zip(options["padding"], edges, strict=True)
    options["padding"] = [(min(a, edge), min(b, edge)) for (a, b), edge in pads]
    c = Convolution(x, w, **options)
    y = data.draw(arrays(float, c.output_shape, elements=WHOLE))
    # What the stride leaves over at the end is the output padding.
    sizes = zip(c.geometry.padded_shape, c.geometry.spans, c.stride, strict=True)
    left = tuple((size - span) % stride for size, span, stride in sizes)
    back = Convolution.transposed(y, w, output_padding=left, **options)
    assert back.output_shape == x.shape
    assert (c.output * y).sum() == (x * back.output).sum()


@quick
@given(st.data())
def test_a_transposed_convolution_is_linear(data):
    x = data.draw(inputs())
    other = data.draw(arrays(float, x.shape, elements=WHOLE))
    w = data.draw(arrays(float, data.draw(per_axis(x.ndim, st.integers(2, 3))), elements=WHOLE))
    make = partial(Convolution.transposed, w=w, stride=data.draw(per_axis(x.ndim, st.integers(1, 3))))
    np.testing.assert_array_equal(make(3 * x + other).output, 3 * make(x).output + make(other).output)


@quick
@given(st.data(), st.booleans())
def test_one_filter_is_a_convolution_bit_for_bit(data, flip):
    x = data.draw(inputs()) / 3
    w = data.draw(arrays(float, data.draw(per_axis(x.ndim, st.integers(1, 3))), elements=WHOLE)) / 7
    options = {**data.draw(settings_of(x.ndim)), "flip": flip, "bias": 0.1}
    one, f = Convolution(x, w, **options), Filters(x, w[None], **options)
    assert f.output_shape == (1, *one.output_shape)
    assert f.output[0].tobytes() == one.output.tobytes()
    assert f.filters[0].geometry == one.geometry
    for s in range(len(one)):
        ours, theirs = f.step(s), one.step(s)
        assert (ours.index, ours.origin, ours.total) == ((0, *theirs.index), theirs.origin, theirs.total)
        assert ours.window.tobytes() == theirs.window.tobytes()
        assert ours.product.tobytes() == theirs.product.tobytes()


@quick
@given(st.data())
def test_filters_are_their_convolutions_side_by_side(data):
    rank, groups = data.draw(st.sampled_from([(1, 1), (2, 1), (3, 1), (3, 2), (3, 3)]))
    sizes = data.draw(per_axis(rank, st.integers(5, 6)))
    shape = (6, *sizes[1:]) if groups > 1 else sizes
    x = data.draw(arrays(float, shape, elements=WHOLE)) / 3
    taps = data.draw(per_axis(rank, st.integers(1, 3)))
    kernel = (6 // groups, *taps[1:]) if groups > 1 else taps
    w = data.draw(arrays(float, (groups * 2, *kernel), elements=WHOLE)) / 7
    bias = data.draw(st.lists(WHOLE, min_size=groups * 2, max_size=groups * 2))
    f = Filters(x, w, bias, groups, padding=1)
    outputs = [c.output for c in f.filters]
    assert f.output.tobytes() == np.stack(outputs).tobytes()
    for s in range(len(f)):
        step = f.step(s)
        number, *index = step.index
        theirs = f.filters[number].step(int(np.ravel_multi_index(index, outputs[number].shape)))
        assert step.product.tobytes() == theirs.product.tobytes()
        assert step.total == theirs.total


@quick
@given(st.data(), st.sampled_from([2, 3]))
def test_a_group_does_not_know_the_others(data, groups):
    """What one group's slices hold changes the feature maps of its filters alone."""
    x = data.draw(arrays(float, (6, 3, 4), elements=WHOLE))
    w = data.draw(arrays(float, (groups * 2, 6 // groups, 2, 2), elements=WHOLE))
    changed = x.copy()
    changed[: 6 // groups] += 1
    before, after = Filters(x, w, groups=groups).output, Filters(changed, w, groups=groups).output
    np.testing.assert_array_equal(after[2:], before[2:])
    np.testing.assert_array_equal(after[:2].ravel(), before[:2].ravel() + w[:2].sum((1, 2, 3)).repeat(6))


@quick
@given(inputs(), st.sampled_from(["max", "mean"]), st.integers(-5, 5), st.integers(1, 2), st.integers(0, 1))
def test_pooling_of_a_moved_or_scaled_input(x, kind, shift, stride, padding):
    make = partial(Pooling, size=2, kind=kind, stride=stride, padding=padding)
    pooled = make(x).output
    np.testing.assert_allclose(make(x + shift).output, pooled + shift, rtol=0, atol=1e-13)
    np.testing.assert_array_equal(make(4 * x).output, 4 * pooled)


@quick
@given(inputs(), st.integers(1, 2), st.integers(0, 1))
def test_the_winner_is_the_first_of_the_largest(x, stride, padding):
    p = Pooling(x, 2, stride=stride, padding=padding)
    for s in range(len(p)):
        step = p.step(s)
        assert step.window[step.winner] == step.total == np.nanmax(step.window)
        first = int(np.ravel_multi_index(step.winner, p.size))
        assert not (step.window.ravel()[:first] == step.total).any()


@quick
@given(inputs())
def test_the_largest_are_at_least_the_means(x):
    assert (Pooling(x, 3, padding=1).output >= Pooling(x, 3, "mean", padding=1).output - 1e-12).all()


@quick
@given(inputs())
def test_activations_keep_the_order(x):
    for kind in ("relu", "leaky_relu", "sigmoid", "tanh"):
        output = Activation(x, kind).output
        order = np.argsort(x, axis=None)
        assert (np.diff(output.ravel()[order]) >= 0).all()


MAKERS = [
    lambda x: Convolution(x, np.ones((2,) * x.ndim) / 3, padding=1),
    partial(Convolution.transposed, w=[[1, 2]], stride=2),
    lambda x: Filters(x, np.ones((2,) * (x.ndim + 1)) / 3, bias=[0.1, 2]),
    partial(Pooling, size=2, kind="mean"),
    Activation,
]


@quick
@given(st.data(), st.sampled_from(range(len(MAKERS))))
def test_a_stack_of_one_is_the_layer(data, which):
    x = data.draw(inputs(rank=2)) / 3
    layer, stack = MAKERS[which](x), Stack(x, MAKERS[which])
    (bound,) = stack.layers
    assert stack.output.tobytes() == layer.output.tobytes()
    assert (stack.output_shape, len(bound)) == (layer.output_shape, len(layer))
    assert bound.geometry == layer.geometry
    for s in range(len(layer)):
        assert (bound.step(s).index, bound.step(s).total) == (layer.step(s).index, layer.step(s).total)


@quick
@given(inputs(rank=2))
def test_a_stack_is_its_layers_by_hand(x):
    filters = partial(Filters, w=[[[1, 0], [0, 1]], [[0, 2], [0, 0]]], bias=[0, 1])
    pooling = partial(Pooling, size=(1, 2, 2))
    by_hand = pooling(Activation(filters(x).output).output).output
    np.testing.assert_array_equal(Stack(x, filters, Activation, pooling).output, by_hand)


@st.composite
def stacks(draw):
    """One to four layers of positive weights: no change of an input cell is ever lost on the way."""
    rank = draw(st.integers(1, 2))
    makers, place = [], rank
    for _ in range(draw(st.integers(1, 4))):
        gap, stride = draw(st.integers(1, 2)), draw(st.integers(1, 2))
        taps = np.ones((2,) * place)
        kinds = [
            partial(Convolution, w=taps, dilation=gap, stride=stride, padding=1),
            partial(Convolution, w=taps, padding=1, padding_mode="wrap"),
            partial(Convolution.transposed, w=taps, stride=stride),
            partial(Pooling, size=2, kind="mean", stride=stride, padding=1),
            partial(Activation, kind="leaky_relu"),
        ]
        kinds += [partial(Filters, w=np.ones((2, *taps.shape)), padding=1)] * (place < 3)
        makers.append(draw(st.sampled_from(kinds)))
        place += makers[-1].func is Filters
    return Stack(np.zeros(draw(per_axis(rank, st.integers(4, 6)))), *makers)


@quick
@given(st.data(), stacks())
def test_a_receptive_field_is_what_a_disturbed_input_changes(data, stack):
    index = tuple(data.draw(st.integers(0, size - 1)) for size in stack.output_shape)
    field, found = stack.receptive_field(index), np.zeros(stack.x.shape, bool)
    for cell in np.ndindex(*stack.x.shape):
        x = np.zeros(stack.x.shape)
        x[cell] = 1
        for layer in stack.layers:
            x = again(layer, x).output
        found[cell] = x[index] != 0
    expected = np.zeros(stack.x.shape, bool)
    expected[np.ix_(*field.cells)] = True
    np.testing.assert_array_equal(found, expected)


@quick
@given(stacks())
def test_the_fields_of_all_cells_at_once_are_those_of_each(stack):
    masks = masks_of(stack.x.shape, stack.layers)
    shape = stack.output_shape
    slices, rows, columns = (len(axis) for axis in masks)
    assert slices * rows * columns == stack.output.size
    for number, place in enumerate(np.ndindex(slices, rows, columns)):
        cells = stack.receptive_field(np.unravel_index(number, shape)).cells
        own = [axis[at] for axis, at in zip(masks, place, strict=True)][3 - stack.x.ndim :]
        assert own == [sum(1 << int(cell) for cell in axis) for axis in cells]


def again(layer, x):
    """The same layer over another input."""
    names = {
        Convolution: "w stride padding dilation flip bias padding_mode input_dilation",
        Filters: "w bias groups stride padding dilation flip padding_mode",
        Pooling: "size kind stride padding dilation",
        Activation: "kind",
    }[type(layer)].split()
    return type(layer)(x, **{name: getattr(layer, name) for name in names})
