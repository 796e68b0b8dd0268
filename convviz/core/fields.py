"""Which cells of a stack's input a cell further on comes from: its receptive field.

Vocabulary: the *field* of a cell is followed backwards, layer by layer and axis by axis: the windows that
are known to matter read cells, which are windows of the layer before. A field is all combinations of the
cells that it has on each axis. The fields of all cells at once are followed forwards, as *masks*: whole
numbers whose bit i says whether cell i of an axis is in a field. Imports `convviz.core`, NumPy and the
standard library only.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from convviz.core.filters import Filters
from convviz.core.steps import Layer
from convviz.core.windows import Ints


@dataclass(frozen=True, eq=False)
class ReceptiveField:
    """The cells of an input that one cell of an output comes from; every field has one entry per axis.

    >>> from functools import partial
    >>> from convviz import Convolution, Pooling, Stack
    >>> three = partial(Convolution, w=[1, 1, 1], padding=1)
    >>> field = Stack([1, 2, 3, 4, 5, 6, 7, 8], three, partial(Pooling, size=2), three).receptive_field((0,))
    >>> field.cells, field.start, field.size, field.stride
    ((array([0, 1, 2, 3, 4]),), (-3,), (8,), (2,))

    `cells` are the input's own, as indices from 0: with gaps where a dilation or a stride leaves some out.
    `size` counts from the first cell to the last as if the input had no edges, and `start` is that first
    cell, below 0 where the field begins in the padding. `stride` is how far the field of the next cell
    along the axis is from this one: a fraction behind a transposed convolution, and 0 where it does not move,
    as from one filter to the next.

    `size` and `stride` are those of Araujo, Norris and Sim, "Computing receptive fields of convolutional
    neural networks", 2019, equations 2 and 3, where no zeros are inserted.
    """

    cells: tuple[NDArray[np.intp], ...]
    start: Ints
    size: Ints
    stride: tuple[float, ...]


class _Axis(NamedTuple):
    """A field on one axis: its cells, its ends as if there were no edges, and how far the next one is."""

    cells: NDArray[np.intp]
    first: int
    last: int
    stride: Fraction


def field_of(layers: Sequence[Layer], index: Ints) -> ReceptiveField:
    """The cells of the first layer's input that one cell of the last layer's output comes from."""
    axes = [_Axis(np.array([i]), i, i, Fraction(1)) for i in index]
    for layer in reversed(layers):
        axes = _before(layer, axes)
    return ReceptiveField(
        cells=tuple(axis.cells for axis in axes),
        start=tuple(axis.first for axis in axes),
        size=tuple(axis.last - axis.first + 1 for axis in axes),
        stride=tuple(_plain(axis.stride) for axis in axes),
    )


def masks_of(x_shape: Ints, layers: Sequence[Layer]) -> list[list[int]]:
    """The fields of all cells of the last layer's output: a mask for each slice, row and column.

    >>> from functools import partial
    >>> from convviz import Convolution, Pooling, Stack
    >>> stack = Stack([1, 2, 3, 4, 5, 6], partial(Convolution, w=[1, 1]), partial(Pooling, size=2))
    >>> [f"{mask:06b}" for mask in masks_of((6,), stack.layers)[2]]
    ['000111', '011100']

    The field of a cell is what the masks of its slice, its row and its column have in common. Slices of an
    output are counted as they are listed: those of filter 1, then those of filter 2.
    """
    axes = [[1 << cell for cell in range(size)] for size in (1,) * (3 - len(x_shape)) + x_shape]
    rank = len(x_shape)
    for layer in layers:
        if rank == 1 < layer.rank:  # what filters give of a signal are rows of a matrix from here on
            axes[:2] = axes[1], axes[0]
        rank = layer.rank
        sources = layer.geometry.sources(getattr(layer, "padding_mode", "constant"))
        missing = 3 - layer.rank
        for axis, cells in enumerate(sources):
            axes[missing + axis] = _masks_read(layer, axis, axes[missing + axis], cells.tolist())
        if isinstance(layer, Filters):
            axes[0] = _of_filters(layer, axes[0])
    return axes


def _masks_read(layer: Layer, axis: int, masks: list[int], sources: list[int]) -> list[int]:
    """The fields of the windows along an axis, from those of the cells that they read."""
    g = layer.geometry
    read = [masks[cell] if cell >= 0 else 0 for cell in sources]
    stride, gap = g.stride[axis], g.dilation[axis]
    joined = _joined(read, len(range(0, g.spans[axis], gap)), gap)
    return joined[: stride * g.output_shape[axis] : stride]


def _joined(masks: list[int], count: int, gap: int) -> list[int]:
    """From every cell on, what this many masks have together that are a gap apart, by doubling.

    >>> [f"{mask:05b}" for mask in _joined([1, 2, 4, 8, 16], 3, 1)]
    ['00111', '01110', '11100']
    """
    width = 1
    while 2 * width <= count:
        masks = list(map(operator.or_, masks, masks[width * gap :]))
        width *= 2
    return list(map(operator.or_, masks, masks[(count - width) * gap :]))


def _of_filters(filters: Filters, masks: list[int]) -> list[int]:
    """The fields of all slices that filters give, from those of one filter's slices, or of each group."""
    count = len(filters.w)
    if filters.groups == 1:
        return masks * count
    return [masks[filter * filters.groups // count] for filter in range(count)]


def _plain(number: Fraction) -> float:
    return int(number) if number.denominator == 1 else float(number)


def _before(layer: Layer, axes: list[_Axis]) -> list[_Axis]:
    """The field in a layer's input of a field in its output."""
    windows = _of_windows(layer, axes) if isinstance(layer, Filters) else axes
    sources = layer.geometry.sources(getattr(layer, "padding_mode", "constant"))
    return [_read(layer, axis, windows[axis], sources[axis]) for axis in range(layer.rank)]


def _of_windows(filters: Filters, axes: list[_Axis]) -> list[_Axis]:
    """Without the axis that counts the filters, which says only which group's windows are meant."""
    which, *others = axes
    if len(others) < filters.rank:  # handed on without its depth of one
        others = [_Axis(np.array([0]), 0, 0, Fraction(0)), *others]
    if filters.groups > 1:
        groups = np.unique(which.cells // (len(filters.w) // filters.groups))
        others[0] = _Axis(groups, int(groups[0]), int(groups[-1]), Fraction(0))
    return others


def _read(layer: Layer, axis: int, windows: _Axis, sources: NDArray[np.intp]) -> _Axis:
    """The cells that some windows read on one axis, padding and inserted zeros left out."""
    g = layer.geometry
    stride, gap, before, spread = g.stride[axis], g.dilation[axis], g.padding[axis][0], g.input_dilation[axis]
    taps = np.arange(g.filter_shape[axis]) * min(gap, len(sources))
    read = np.unique(sources[np.add.outer(windows.cells * min(stride, len(sources)), taps)])
    first = -(-(windows.first * stride - before) // spread)
    last = (windows.last * stride - before + g.spans[axis] - 1) // spread
    return _Axis(read[read >= 0], first, last, windows.stride * stride / spread)
