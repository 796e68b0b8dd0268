"""Several filters over one input, side by side or each over a group of its slices.

Vocabulary: as in `convolution.py`. A feature map is the output of one filter; the slices of an input of
rank 3 and the filters may fall into groups, in order, and a filter then meets its group alone. Imports
`convviz.core`, NumPy and the standard library only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from convviz.core import arguments, arrays
from convviz.core.arguments import Padding, PerAxis
from convviz.core.arrays import read_only
from convviz.core.convolution import (
    Convolution,
    exact_sums,
    is_quickly_exact,
    may_cancel,
    spread,
    weighted_sums,
)
from convviz.core.steps import Layer, Step
from convviz.core.windows import Array, Ints, Pairs, Windows


@dataclass(frozen=True, eq=False, init=False)
class Filters(Layer):
    """Several filters of one shape over the same input, of rank 1, 2 or 3.

    >>> f = Filters([1, 3, -1, 2, 3], [[1, 0, 2], [0, 1, 0]], bias=[0, 10])
    >>> f.output
    array([[-1.,  7.,  5.],
           [13.,  9., 12.]])

    Each filter is a `Convolution`; the steps go through the windows of the first, then of the second:

    >>> len(f), f.step(4).index, f.step(4).total, f.filters[1].output
    (6, (1, 1), 9.0, array([13.,  9., 12.]))

    At rank 3 the slices of the input and the filters may fall into groups; a filter meets the slices of
    its group alone and does not slide in depth. As many groups as slices are the depthwise convolution:

    >>> x = [[[1, 2, 3]], [[4, 5, 6]]]
    >>> Filters(x, [[[[1, 1]]], [[[1, -1]]]], groups=2).output.tolist()
    [[[[3.0, 5.0]]], [[[-1.0, -1.0]]]]

    Args:
        x: The input, as of a `Convolution`.
        w: The filters: `(filters, *kernel)`, one axis more than `x`. With groups
            `(filters, depth / groups, rows, columns)`.
        bias: A number added to every total, or one per filter.
        groups: How many groups there are, a divisor of the slices of `x` and of the filters; more than 1 at
            rank 3 only. One number or word for stride, padding and dilation then means rows and columns.
        stride: As of a `Convolution`.
        padding: As of a `Convolution`; with groups there is none in depth.
        dilation: As of a `Convolution`.
        flip: As of a `Convolution`.
        padding_mode: As of a `Convolution`.

    Raises:
        ConvolutionError: As of a `Convolution`; besides, w has not one axis more than x, the biases are not
            as many as the filters, the groups do not divide, or the outputs have more than `MAX_CELLS`
            cells.

    The output has shape `(filters, *output_shape of one filter)`. Groups are those of
    `torch.nn.functional.conv2d`, where the slices are its channels; they come from Krizhevsky, Sutskever
    and Hinton, "ImageNet classification with deep convolutional neural networks", 2012.
    """

    x: Array
    w: Array
    bias: tuple[float, ...]
    groups: int
    stride: Ints
    padding: Pairs
    dilation: Ints
    flip: bool
    padding_mode: str
    geometry: Windows = field(init=False, repr=False)
    _one: Windows = field(init=False, repr=False)

    def __init__(
        self,
        x: ArrayLike,
        w: ArrayLike,
        bias: float | Sequence[float] | NDArray[Any] = 0.0,
        groups: int = 1,
        stride: PerAxis = 1,
        padding: Padding = 0,
        dilation: PerAxis = 1,
        flip: bool = False,
        padding_mode: str = "constant",
    ) -> None:
        given_x, given_w = arrays.tensors_of_filters(x, w)
        count = arguments.checked_groups(groups, given_x.shape, given_w.shape)
        shapes = (given_x.shape, given_w.shape[1:])
        one = arguments.windows_of_groups(*shapes, count, stride, padding, dilation)
        mode = arguments.checked_mode(padding_mode, one)
        # The windows of all groups: in depth they stand side by side.
        step = one.stride if count == 1 else (one.input_shape[0], *one.stride[1:])
        windows = dataclasses.replace(one, input_shape=given_x.shape, stride=step)
        arguments.check_size(windows)
        arguments.check_fit(one)
        arguments.check_outputs(len(given_w), one)
        vars(self).update(geometry=windows, _one=one, groups=count, padding_mode=mode)
        vars(self).update(stride=one.stride, padding=one.padding, dilation=one.dilation)
        vars(self).update(flip=arguments.checked_flag("flip", flip))
        vars(self).update(bias=arguments.biases(bias, len(given_w)))
        vars(self).update(x=arrays.finite_copy("x", given_x), w=arrays.finite_copy("w", given_w))
        for weights, number in zip(self.w, self.bias, strict=True):
            arrays.check_overflow(self.x, weights, number)

    @cached_property
    def padded(self) -> Array:
        """The input with its padding, read-only: the same for every filter.

        >>> Filters([1, 2, 3], [[1], [2]], padding=1).padded
        array([0., 1., 2., 3., 0.])
        """
        mode: Any = self.padding_mode
        return read_only(np.pad(self.x, self.padding, mode=mode))

    @cached_property
    def kernel(self) -> Array:
        """The filters as applied, read-only: each reversed on every axis of its own when `flip`.

        >>> Filters([1, 2, 3], [[1, 2], [3, 4]], flip=True).kernel
        array([[2., 1.],
               [4., 3.]])
        """
        return np.flip(self.w, tuple(range(1, self.w.ndim))) if self.flip else self.w

    @property
    def output_shape(self) -> Ints:
        """The number of filters, and the number of windows of each along every axis.

        >>> Filters([[1, 2, 3], [4, 5, 6]], [[[1, 1]], [[2, 2]], [[3, 3]]]).output_shape
        (3, 2, 2)
        """
        return (len(self.w), *self._one.output_shape)

    @cached_property
    def output(self) -> Array:
        """The totals of all windows of all filters, read-only, of shape `output_shape`; computed once."""
        output, view = np.empty(self.output_shape), self.geometry.view(self.padded)
        spreads = self._spreads()
        for number, weights in enumerate(self.kernel):
            windows, bias = view[self._rows(number)], self.bias[number]
            if spreads and may_cancel(spreads[number], weights):
                output[number] = exact_sums(windows, weights, bias)
            else:
                weighted_sums(windows, weights, bias, out=output[number])
        return read_only(output)

    def _spreads(self) -> list[float]:
        """The `spread` of the slices that each filter meets; none where no sum would be exact."""
        if not is_quickly_exact(self.w[0], len(self._one)):
            return []
        of_groups = [spread(slices) for slices in np.split(self.x, self.groups)]
        return list(np.repeat(of_groups, len(self.w) // self.groups))

    @cached_property
    def filters(self) -> tuple[Convolution, ...]:
        """A `Convolution` for each filter, over the slices that it meets.

        >>> [c.output.tolist() for c in Filters([1, 2, 3], [[1, 0], [0, 1]]).filters]
        [[1.0, 2.0], [2.0, 3.0]]
        """
        return tuple(map(self._filter, range(len(self.w))))

    def _filter(self, number: int) -> Convolution:
        slices = self._group(number, len(self.x))
        settings = (self.stride, self.padding, self.dilation, self.flip, self.bias[number], self.padding_mode)
        return Convolution(self.x[slices], self.w[number], *settings)

    def step(self, s: int) -> Step:
        """The window number `s`, from 0: those of the first filter come first, then those of the second.

        >>> step = Filters([1, 2, 3], [[1, 0], [5, 7]]).step(3)
        >>> step.index, step.origin, step.product, step.total
        ((1, 1), (1,), array([10., 21.]), 31.0)

        `index` starts with the filter; `origin` is a place in `padded`, so that with groups it says which
        slices are met.

        Raises:
            IndexError: There is no such window.
        """
        index = self._index(s)
        number, first, *rest = index
        place = (self._rows(number).start + first, *rest)
        window = self.geometry.view(self.padded)[place]
        product = read_only(window * self.kernel[number])
        return Step(index, self.geometry.origin(place), window, product, float(self.output[index]))

    def _rows(self, number: int) -> slice:
        """Which windows on the first axis of `geometry` are those of a filter: those of its group."""
        return self._group(number, self.geometry.output_shape[0])

    def _group(self, number: int, size: int) -> slice:
        """The part of `size` cells, shared among the groups in order, that is a filter's."""
        part = size // self.groups
        start = number // (len(self.w) // self.groups) * part
        return slice(start, start + part)
