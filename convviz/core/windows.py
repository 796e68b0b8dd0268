"""Which cells every window of a layer reads, whatever numbers they hold.

Vocabulary: the input is spread where zeros are inserted between its cells, and the padded input is that
with its padding. A window is the part of it under the filter, a tap one cell of the filter, an index the
zero-based position of a window in the output, an origin the first cell of a window in the padded input, a
span the cells from the first tap to the last along one axis. Shapes are in array order, depth first at
rank 3. Imports NumPy and the standard library only.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = tuple[int, ...]
Pairs: TypeAlias = tuple[tuple[int, int], ...]

_T = TypeVar("_T")
_AXIS_NAMES = {1: ("length",), 2: ("rows", "columns"), 3: ("depth", "rows", "columns")}


def axis_names(rank: int) -> tuple[str, ...]:
    """What the axes of a tensor of this rank are called, in array order.

    >>> axis_names(3)
    ('depth', 'rows', 'columns')
    """
    return _AXIS_NAMES[rank]


def reading_order(per_axis: Sequence[_T]) -> list[_T]:
    """Sizes, indices or names of axes as people read them: the depth last.

    >>> reading_order((3, 8, 9)), reading_order(axis_names(3))
    ([8, 9, 3], ['rows', 'columns', 'depth'])
    """
    return [*per_axis[-2:], *per_axis[:-2]]


@dataclass(frozen=True)
class Windows:
    """The cells that every window reads, from sizes alone.

    >>> windows = Windows(input_shape=(7,), filter_shape=(3,), stride=(2,), padding=((1, 0),), dilation=(2,))
    >>> windows.padded_shape, windows.spans, windows.output_shape
    ((8,), (5,), (2,))
    >>> windows.origin((1,))
    (2,)
    >>> windows.view(np.array([0, 1, 2, 3, 4, 5, 6, 7.0]))
    array([[0., 2., 4.],
           [2., 4., 6.]])

    Every field has one entry per axis. `padding` counts the cells added before and after; `stride` is
    in cells from one window to the next, `dilation` in cells from one tap to the next, both at least 1.
    `input_dilation` is in cells from one cell of the input to the next, before padding: 1 everywhere
    where it is left out, more where zeros are inserted, as a transposed convolution does.
    Nothing is checked here: where a span is larger than the padded input, `output_shape` is not
    positive (`convviz.core.arguments` refuses that).
    """

    input_shape: Ints
    filter_shape: Ints
    stride: Ints
    padding: Pairs
    dilation: Ints
    input_dilation: Ints = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "input_dilation", self.input_dilation or (1,) * self.rank)

    @property
    def rank(self) -> int:
        """The number of axes."""
        return len(self.input_shape)

    @cached_property
    def spread_shape(self) -> Ints:
        """The size of the input with the zeros inserted between its cells, per axis."""
        return tuple(d * (n - 1) + 1 for n, d in zip(self.input_shape, self.input_dilation, strict=True))

    @cached_property
    def padded_shape(self) -> Ints:
        """The size of the input with its inserted zeros and its padding, per axis."""
        pairs = zip(self.spread_shape, self.padding, strict=True)
        return tuple(n + before + after for n, (before, after) in pairs)

    @cached_property
    def spans(self) -> Ints:
        """The cells from the first tap to the last, per axis: `dilation * (size - 1) + 1`."""
        return tuple(d * (k - 1) + 1 for k, d in zip(self.filter_shape, self.dilation, strict=True))

    @cached_property
    def output_shape(self) -> Ints:
        """The number of windows, per axis: `(padded - span) // stride + 1`, as `Convolution` says."""
        axes = zip(self.padded_shape, self.spans, self.stride, strict=True)
        return tuple((size - span) // s + 1 for size, span, s in axes)

    def __len__(self) -> int:
        """The number of windows."""
        return math.prod(self.output_shape)

    @property
    def dense(self) -> Windows:
        """The same with a stride of 1.

        >>> Windows((7,), (3,), stride=(2,), padding=((0, 0),), dilation=(1,)).dense.output_shape
        (5,)
        """
        return dataclasses.replace(self, stride=(1,) * self.rank)

    def index(self, s: int) -> Ints:
        """The index of the window number `s`, from 0 in C order, that of `output.ravel()`.

        >>> Windows((3, 4), (2, 2), stride=(1, 1), padding=((0, 0), (0, 0)), dilation=(1, 1)).index(4)
        (1, 1)
        """
        return tuple(int(i) for i in np.unravel_index(s, self.output_shape))

    def origin(self, index: Ints) -> Ints:
        """The first cell that the window with this index reads, in the padded input."""
        return tuple(i * s for i, s in zip(index, self.stride, strict=True))

    @property
    def visited(self) -> tuple[NDArray[np.bool_], ...]:
        """Per axis, which cells of the padded input some window reads; a stride or a gap may leave cells out.

        >>> Windows((6,), (3,), stride=(2,), padding=((0, 0),), dilation=(1,)).visited
        (array([ True,  True,  True,  True,  True, False]),)

        A cell of the padded input is read when it is on every one of its axes.
        """
        return tuple(map(self._visited_on, range(self.rank)))

    def _visited_on(self, axis: int) -> NDArray[np.bool_]:
        size = self.padded_shape[axis]
        # A larger step than the axis is never taken; it need not fit NumPy's integers.
        starts = np.arange(self.output_shape[axis]) * min(self.stride[axis], size)
        taps = np.arange(self.filter_shape[axis]) * min(self.dilation[axis], size)
        visited = np.zeros(size, dtype=np.bool_)
        visited[np.add.outer(starts, taps)] = True
        return visited

    @property
    def from_input(self) -> tuple[NDArray[np.bool_], ...]:
        """Per axis, which cells of the padded input are the input's own: neither padding nor inserted.

        >>> Windows((3,), (1,), (1,), padding=((1, 2),), dilation=(1,), input_dilation=(2,)).from_input
        (array([False,  True, False,  True, False,  True, False, False]),)

        A cell of the padded input is the input's own when it is so on every one of its axes.
        """
        return tuple(map(self._from_input_on, range(self.rank)))

    def _from_input_on(self, axis: int) -> NDArray[np.bool_]:
        start, size = self.padding[axis][0], self.spread_shape[axis]
        own = np.zeros(self.padded_shape[axis], dtype=np.bool_)
        own[start : start + size : self.input_dilation[axis]] = True
        return own

    def sources(self, mode: str = "constant") -> tuple[NDArray[np.intp], ...]:
        """Per axis, which cell of the input every cell of the padded input takes its number from; -1 is none.

        >>> Windows((3,), (1,), (1,), padding=((1, 2),), dilation=(1,)).sources("reflect")
        (array([1, 0, 1, 2, 1, 0]),)

        `mode` is a padding mode; of constant padding, and of inserted zeros, there is no source.
        """
        return tuple(self._sources_on(axis, mode) for axis in range(self.rank))

    def _sources_on(self, axis: int, mode: str) -> NDArray[np.intp]:
        spread = np.full(self.spread_shape[axis], -1, dtype=np.intp)
        spread[:: self.input_dilation[axis]] = np.arange(self.input_shape[axis])
        how: Any = {"constant_values": -1} if mode == "constant" else {"mode": mode}
        return np.pad(spread, self.padding[axis], **how)

    @property
    def input_cells(self) -> tuple[NDArray[np.intp], ...]:
        """Per axis, how many of its taps lie on cells of the input, for every window.

        >>> Windows((4,), (3,), stride=(2,), padding=((1, 1),), dilation=(1,)).input_cells
        (array([2, 3]),)

        Their product over the axes is how many cells of the input a window holds.
        """
        axes = zip(self.from_input, self.spans, self.stride, self.dilation, strict=True)
        views = (sliding_window_view(own, span)[::stride, ::gap] for own, span, stride, gap in axes)
        return tuple(view.sum(axis=1) for view in views)

    def spread(self, x: Array) -> Array:
        """An array of `input_shape` with zeros inserted between its cells; itself where there are none.

        >>> Windows((3,), (1,), (1,), padding=((0, 0),), dilation=(1,), input_dilation=(2,)).spread(
        ...     np.array([1.0, 2, 3])
        ... )
        array([1., 0., 2., 0., 3.])
        """
        if self.spread_shape == self.input_shape:
            return x
        spread = np.zeros(self.spread_shape)
        spread[tuple(slice(None, None, d) for d in self.input_dilation)] = x
        return spread

    def view(self, padded: Array) -> Array:
        """All windows of an array of `padded_shape`, a read-only view.

        Its first axes are those of the output, its last those of the filter.
        """
        every = tuple(slice(None, None, step) for step in (*self.stride, *self.dilation))
        return sliding_window_view(padded, self.spans)[every]
