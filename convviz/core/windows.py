"""Which cells every window of a convolution reads, whatever numbers they hold.

Vocabulary: the padded input is the input with its padding. A window is the part of it under the
filter, a tap one cell of the filter, an index the zero-based position of a window in the output, an
origin the first cell of a window in the padded input, a span the cells from the first tap to the last
along one axis. Shapes are in array order, depth first at rank 3. Imports NumPy and the standard
library only.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias, TypeVar

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
    Nothing is checked here: where a span is larger than the padded input, `output_shape` is not
    positive (`convviz.core.arguments` refuses that).
    """

    input_shape: Ints
    filter_shape: Ints
    stride: Ints
    padding: Pairs
    dilation: Ints

    @property
    def rank(self) -> int:
        """The number of axes."""
        return len(self.input_shape)

    @cached_property
    def padded_shape(self) -> Ints:
        """The size of the input with its padding, per axis."""
        pairs = zip(self.input_shape, self.padding, strict=True)
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

    def view(self, padded: Array) -> Array:
        """All windows of an array of `padded_shape`, a read-only view.

        Its first axes are those of the output, its last those of the filter.
        """
        every = tuple(slice(None, None, step) for step in (*self.stride, *self.dilation))
        return sliding_window_view(padded, self.spans)[every]
