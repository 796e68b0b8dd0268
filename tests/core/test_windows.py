"""Which cells every window reads, from sizes alone: literal goldens, and every cell tried."""

import functools
import itertools

import numpy as np
import pytest
from oracles import naive_size
from worked import places

from convviz import Convolution
from convviz.core import Windows, axis_names, reading_order


def test_windows_are_the_cells_that_the_taps_read():
    c = Convolution(places(5, 7), [[1, 2]], stride=(3, 2), dilation=(1, 3), padding=((0, 0), (0, 1)))
    assert c.windows.shape == (2, 3, 1, 2)
    np.testing.assert_array_equal(c.windows[:, :, 0, 0], [[0, 2, 4], [30, 32, 34]])
    np.testing.assert_array_equal(c.windows[:, :, 0, 1], [[3, 5, 0], [33, 35, 0]])


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


SMALL = Windows((5, 7), (1, 2), stride=(3, 2), padding=((0, 0), (0, 1)), dilation=(1, 3))


def test_the_geometry_in_numbers():
    assert (SMALL.rank, len(SMALL)) == (2, 6)
    assert SMALL.padded_shape == (5, 8)
    assert SMALL.spans == (1, 4)
    assert SMALL.output_shape == (2, 3)
    assert [SMALL.index(s) for s in range(6)] == list(np.ndindex(2, 3))
    assert SMALL.origin((1, 2)) == (3, 4)
    assert SMALL.dense.output_shape == (5, 5)
    assert [axis.astype(int).tolist() for axis in SMALL.visited] == [
        [1, 0, 0, 1, 0],
        [1, 0, 1, 1, 1, 1, 0, 1],
    ]


def test_windows_are_equal_where_their_sizes_are():
    assert Windows(*vars(Windows((5, 7), (1, 2), (3, 2), ((0, 0), (0, 1)), (1, 3))).values()) == SMALL
    assert SMALL.dense != SMALL
    assert SMALL.dense == SMALL.dense.dense


def test_all_that_it_says_is_plain_ints():
    numbers = (*SMALL.padded_shape, *SMALL.spans, *SMALL.output_shape, *SMALL.index(4), *SMALL.origin((1, 2)))
    assert {type(number) for number in numbers} == {int}


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("stride", [(1, 1, 1), (3, 1, 2)])
@pytest.mark.parametrize("dilation", [(1, 1, 1), (1, 3, 2)])
@pytest.mark.parametrize("padding", [((0, 0),) * 3, ((2, 0), (0, 1), (3, 2))])
def test_every_cell_of_every_window(rank, stride, dilation, padding):
    sizes, taps = (3, 5, 7)[-rank:], (2, 2, 3)[-rank:]
    geometry = Windows(sizes, taps, stride[-rank:], padding[-rank:], dilation[-rank:])
    padded = places(*geometry.padded_shape).astype(float)
    windows = geometry.view(padded)
    axes = zip(sizes, geometry.padding, taps, geometry.dilation, geometry.stride, strict=True)
    assert geometry.output_shape == tuple(naive_size(n, *pair, *rest) for n, pair, *rest in axes)
    assert windows.shape == geometry.output_shape + taps
    read, visited = np.zeros((2, *padded.shape), dtype=bool)
    for s, tap in itertools.product(range(len(geometry)), np.ndindex(*taps)):
        index = geometry.index(s)
        steps = zip(geometry.origin(index), tap, geometry.dilation, strict=True)
        cell = tuple(start + d * t for start, t, d in steps)
        assert windows[index][tap] == padded[cell]
        read[cell] = True
    visited[np.ix_(*geometry.visited)] = True
    np.testing.assert_array_equal(visited, read)


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("inserted", [(1, 1, 1), (3, 1, 2)])
@pytest.mark.parametrize("padding", [((0, 0),) * 3, ((2, 0), (0, 1), (3, 2))])
def test_which_cells_are_the_inputs_own(rank, inserted, padding):
    sizes, taps = (2, 3, 4)[-rank:], (2, 1, 2)[-rank:]
    settings = ((1, 2, 1)[-rank:], padding[-rank:], (1, 1, 2)[-rank:], inserted[-rank:])
    geometry = Windows(sizes, taps, *settings)
    x = 1.0 + places(*sizes)
    padded = np.pad(geometry.spread(x), geometry.padding)
    assert padded.shape == geometry.padded_shape
    own = np.zeros(padded.shape, dtype=bool)
    own[np.ix_(*geometry.from_input)] = True
    np.testing.assert_array_equal(own, padded > 0)
    np.testing.assert_array_equal(padded[own], x.ravel())
    held = (geometry.view(padded) > 0).sum(axis=tuple(range(rank, 2 * rank)))
    np.testing.assert_array_equal(held, functools.reduce(np.multiply.outer, geometry.input_cells))


def test_without_inserted_zeros_the_input_is_spread_to_itself():
    x = places(5, 7).astype(float)
    assert SMALL.input_dilation == (1, 1)
    assert SMALL.spread(x) is x
    assert SMALL.dense.input_dilation == (1, 1)


def test_the_view_is_one():
    padded = places(*SMALL.padded_shape).astype(float)
    view = SMALL.view(padded)
    assert np.shares_memory(view, padded)
    with pytest.raises(ValueError, match="read-only"):
        view[...] = 0


def test_a_convolution_knows_its_geometry():
    c = Convolution(places(4, 5), np.ones((2, 3)), stride=(1, 2), padding="same", dilation=(2, 1))
    assert c.geometry == Windows((4, 5), (2, 3), (1, 2), ((1, 1), (1, 1)), (2, 1))
    assert c.geometry is c.geometry
    assert c.geometry.padded_shape == c.padded.shape


def test_the_names_of_axes_and_the_order_they_are_read_in():
    assert [axis_names(rank) for rank in (1, 2, 3)] == [
        ("length",),
        ("rows", "columns"),
        ("depth", "rows", "columns"),
    ]
    assert [reading_order(range(rank)) for rank in (1, 2, 3)] == [[0], [0, 1], [1, 2, 0]]
